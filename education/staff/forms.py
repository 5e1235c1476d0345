"""The forms of the review desk. Each refusal is one sentence, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from education.content.manuscript import Manuscript
from education.publishing.models import LivePage, Withdrawal
from education.publishing.notices import LONGEST, STANDARD
from education.staff.dossier import places

_COMMENT = "comment-"


def _words(label: str, *, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class DeskForm(forms.Form):
    """Labels end as sentences do, and each field is tied to its help and its error."""

    required_css_class = "required"
    error_css_class = "has-error"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class ChangesForm(DeskForm):
    """What has to change, place by place."""

    def __init__(
        self, *args: Any, page: Manuscript, carried: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        """``carried`` maps an anchor to what was written of it while signing was tried."""
        super().__init__(*args, **kwargs)
        self.initial.update({_COMMENT + anchor: text for anchor, text in (carried or {}).items()})
        self.anchors = dict(places(page))
        for anchor, name in self.anchors.items():
            rows = 3 if anchor == "page" else 2
            self.fields[_COMMENT + anchor] = _words(name, rows=rows, required=False)
        for claim in page.claims:
            words = Truncator(claim.statement).chars(160)
            self.fields[_COMMENT + claim.code].help_text = words

    def clean(self) -> dict[str, Any]:
        """Ask for at least one thing to change."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.values()):
            raise forms.ValidationError(
                "Say what has to change, so that the author knows what to do."
            )
        return cleaned

    def comments(self) -> dict[str, str]:
        """Return anchor → what has to change there."""
        return {a: self.cleaned_data[_COMMENT + a] for a in self.anchors}


class ReasonForm(DeskForm):
    """One reason, for declining."""

    reason = _words(
        "Why this text should not be published",
        error_messages={"required": "Say why, so that the author knows what to do."},
    )


class CommentForm(DeskForm):
    """A remark on one place of a review."""

    anchor = forms.ChoiceField(label="About")
    text = _words("Comment", error_messages={"required": "Write what you want to say first."})

    def __init__(self, *args: Any, page: Manuscript, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["anchor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places(page)


def _kinds() -> list[tuple[str, SafeString]]:
    """Return each reason for taking a page down, with the words readers get."""
    shown = '<span><strong>{}</strong> <span class="choice-help">{}</span></span>'
    return [(k.value, format_html(shown, k.label, STANDARD[k])) for k in Withdrawal.WithdrawalKind]


class WithdrawForm(DeskForm):
    """Why a page goes, and what readers are told in its place."""

    kind = forms.ChoiceField(
        label="Why, and what readers get in place of the page",
        choices=_kinds,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the page is taken down."},
    )
    notice = _words(
        "Other words for readers",
        rows=2,
        required=False,
        help_text=f"Leave empty to use the words above. At most {LONGEST} characters, and "
        "nothing about treatments: no clinician has signed it.",
    )


class WithdrawPageForm(WithdrawForm):
    """Taking down one page, perhaps with another in its place."""

    replacement = forms.CharField(
        label="Page that takes its place",
        required=False,
        max_length=200,
        help_text="The address of another live page, for example diabetes-and-your-kidneys.",
    )

    def __init__(self, *args: Any, live: LivePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.live = live

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
