"""The forms with which a page goes up at a time, comes down, or loses what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from education.evidence.models import Claim
from education.publishing.models import LivePage, Withdrawal
from education.publishing.notices import LONGEST, STANDARD
from education.publishing.services import LONGEST_REFERENCE
from education.staff.forms import DeskForm, words_field

_BAD_DAY = "Write the date as year, month, day, for example 2026-11-30."
_BAD_TIME = "Write the time with 24 hours, for example 14:30."


def _day(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    messages = {"invalid": _BAD_DAY}
    return forms.DateField(label=label, widget=widget, error_messages=messages, **options)


def _time(label: str, **options: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    messages = {"invalid": _BAD_TIME}
    return forms.TimeField(label=label, widget=widget, error_messages=messages, **options)


def _moment(day: date | None, at: time | None) -> datetime | None:
    return datetime.combine(day, at, UTC) if day and at else None


class PublishForm(DeskForm):
    """Now, or at a time: two forms on the page, so that Enter in one never does the other."""

    when = forms.ChoiceField(
        choices=[("now", "Now"), ("later", "At a time")],
        required=False,
        widget=forms.HiddenInput,
    )
    day = _day("Date", required=False)
    time = _time("Time (UTC)", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the date and the time of a later publication."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("when") == "later":
            for name, missing in (("day", "Choose the date."), ("time", "Choose the time.")):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, missing)
        return cleaned

    def at(self) -> datetime | None:
        """Return the later time, or None for now."""
        if self.cleaned_data["when"] != "later":
            return None
        return _moment(self.cleaned_data["day"], self.cleaned_data["time"])


def _kinds() -> list[tuple[str, SafeString]]:
    """Return each reason for taking a page down, with the words readers get."""
    shown = '<span><strong>{}</strong> <span class="choice-help">{}</span></span>'
    return [(k.value, format_html(shown, k.label, STANDARD[k])) for k in Withdrawal.WithdrawalKind]


class NoticeForm(DeskForm):
    """Words for readers in place of the standard ones."""

    notice = words_field(
        "Other words for readers",
        rows=2,
        required=False,
        help_text=f"Leave empty to use the standard words. At most {LONGEST} characters, and "
        "nothing about treatments: no clinician has signed it.",
    )


class WithdrawForm(NoticeForm):
    """Why a page goes, what readers are told in its place, and what told the clinic."""

    kind = forms.ChoiceField(
        label="Why, and what readers get in place of the page",
        choices=_kinds,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the page is taken down."},
    )
    alert_day = _day("The alert came on", required=False)
    alert_time = _time("At (UTC)", required=False)
    reference = forms.CharField(
        label="Its reference",
        required=False,
        max_length=LONGEST_REFERENCE,
        help_text="For example a regulator’s number, a complaint, or the link to a retraction.",
    )

    def clean(self) -> dict[str, Any]:
        """Take the alert's date and time together or not at all."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, other, missing in (
            ("alert_time", "alert_day", "Say at what time the alert came as well."),
            ("alert_day", "alert_time", "Say on which day the alert came as well."),
        ):
            if cleaned.get(other) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, missing)
        return cleaned

    def said(self) -> dict[str, Any]:
        """Return what ``withdraw`` and ``withdraw_claim`` both ask for."""
        values = self.cleaned_data
        return {
            "kind": values["kind"],
            "notice": values["notice"],
            "alerted_at": _moment(values["alert_day"], values["alert_time"]),
            "reference": values["reference"],
        }


class WithdrawPageForm(WithdrawForm):
    """Taking down one page, perhaps with another in its place, perhaps in every language."""

    replacement = forms.CharField(
        label="Page that takes its place",
        required=False,
        max_length=200,
        help_text="The address of another live page, for example diabetes-and-your-kidneys.",
    )
    also = forms.MultipleChoiceField(
        label="The same page in other languages",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ticked ones go in the same act. Their readers get the standard words.",
    )

    def __init__(
        self, *args: Any, live: LivePage, others: Sequence[LivePage] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.live, self.others = live, {str(page.pk): page for page in others}
        shown = [(pk, f"{p.edition.title} ({p.language})") for pk, p in self.others.items()]
        _offer(self, shown)

    def clean_replacement(self) -> Any:
        """Find the live page of the same language that was named, by slug or whole address."""
        slug = self.cleaned_data["replacement"].strip().rstrip("/").rpartition("/")[2]
        if not slug:
            return None
        found = LivePage.objects.filter(language=self.live.language, slug=slug)
        page = found.exclude(pk=self.live.pk).select_related("topic").first()
        if page is None:
            raise forms.ValidationError(f"No other live page has the address “{slug}”.")
        return page.topic

    def said(self) -> dict[str, Any]:
        """Return what ``withdraw`` asks for."""
        also = [self.others[pk] for pk in self.cleaned_data.get("also", ())]
        replacement = self.cleaned_data["replacement"]
        return super().said() | {"replacement": replacement, "also": also}


class WithdrawClaimForm(WithdrawForm):
    """Withdrawing a claim, perhaps in every language."""

    also = forms.MultipleChoiceField(
        label="The same claim in other languages",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ticked ones go in the same act, with the pages that carry them.",
    )

    def __init__(
        self, *args: Any, others: Sequence[tuple[Claim, Sequence[LivePage]]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(claim.pk): claim for claim, _ in others}
        _offer(self, [(str(c.pk), _told(c, pages)) for c, pages in others])

    def said(self) -> dict[str, Any]:
        """Return what ``withdraw_claim`` asks for."""
        also = [self.others[pk] for pk in self.cleaned_data.get("also", ())]
        return super().said() | {"also": also}


def _told(claim: Claim, pages: Sequence[LivePage]) -> str:
    titles = ", ".join(page.edition.title for page in pages) or "on no live page"
    return f"{claim.code} ({claim.language}): {titles}"


def _offer(form: forms.Form, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields["also"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = list(choices)
    if not choices:
        del form.fields["also"]


class RevokeForm(DeskForm):
    """Why a signature is taken back."""

    reason = words_field(
        "Why you take it back",
        help_text="Kept beside the signature for as long as the record.",
        error_messages={"required": "Say why, so that colleagues know what was wrong."},
    )


class RevokeWithPagesForm(RevokeForm, NoticeForm):
    """Why a signature is taken back, and what readers of the pages get."""

    kind = forms.ChoiceField(
        label="What readers get in place of the page",
        choices=_kinds,
        widget=forms.RadioSelect,
        initial=Withdrawal.WithdrawalKind.ERROR,
    )


class RetractForm(NoticeForm):
    """Where a retraction was announced."""

    reason = words_field(
        "Where the retraction was announced",
        rows=2,
        help_text="For example the journal’s notice, with its date or link.",
        error_messages={"required": "Say where the retraction was announced."},
    )
    field_order = ("reason", "notice")
