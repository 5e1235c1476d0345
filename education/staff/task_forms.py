"""The forms about whose task a review is, and about deputies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format

from education.people.models import Role, User
from education.review.models import Assignment
from education.review.offers import Candidate
from education.review.tasks import LONGEST_REASON
from education.staff.forms import DeskForm


def _lines(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), **options)


class GiveBackForm(DeskForm):
    """Why a task is given back; nobody has to say."""

    reason = _lines("Why, if you wish to say", required=False)


class ConflictForm(DeskForm):
    """What the conflict of interest is."""

    statement = _lines(
        "What the conflict is",
        help_text="For example shares, a job, a fee, a patent, or somebody close to you.",
        error_messages={"required": "Say in a few words what the conflict is."},
    )


class AssignForm(DeskForm):
    """To whom a review goes: those in its specialty first, each with their open load."""

    to = forms.ChoiceField(
        label="Give it to",
        error_messages={
            "required": "Choose a colleague.",
            "invalid_choice": "This colleague cannot have it any more: choose another.",
        },
    )
    instead_of = forms.ChoiceField(
        label="In the place of",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "This is no longer that colleague's task: look again."},
    )

    def __init__(
        self,
        *args: Any,
        offered: Sequence[Candidate],
        specialty: str,
        tasks: Sequence[Assignment],
        is_full: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(c.person.pk): c.person for c in offered}
        self.holders = {str(t.person_id): t.person for t in tasks}
        to, instead_of = self.fields["to"], self.fields["instead_of"]
        assert isinstance(to, forms.ChoiceField)
        assert isinstance(instead_of, forms.ChoiceField)
        to.choices = [("", "Choose a colleague"), *_grouped(offered, specialty)]
        if not self.holders:
            del self.fields["instead_of"]
            return
        nobody = [] if is_full else [("", "Nobody: in addition")]
        instead_of.choices = [*nobody, *((pk, str(p)) for pk, p in self.holders.items())]
        if is_full and len(self.holders) == 1:
            self.initial.setdefault("instead_of", next(iter(self.holders)))

    def person(self) -> User:
        """Return who gets the review."""
        return self.people[self.cleaned_data["to"]]

    def replaced(self) -> User | None:
        """Return whose task it no longer is, if anybody's."""
        return self.holders.get(self.cleaned_data.get("instead_of", ""))


def _grouped(offered: Sequence[Candidate], specialty: str) -> list[Any]:
    inside = [(str(c.person.pk), _said(c)) for c in offered if c.in_specialty]
    others = [(str(c.person.pk), _said(c)) for c in offered if not c.in_specialty]
    if not inside:
        return others
    return [(f"In {specialty}", inside), *([("Other clinicians", others)] if others else [])]


def _said(candidate: Candidate) -> str:
    load = "1 open task" if candidate.load == 1 else f"{candidate.load or 'no'} open tasks"
    until = candidate.away_until
    away = f"; away until {date_format(until, 'j F')}" if until else ""
    return f"{candidate.person}: {load}{away}"


def clinicians() -> QuerySet[User]:
    """Return everybody who can be away or stand in for somebody."""
    found: QuerySet[User] = User.objects.filter(is_active=True, groups__name=Role.CLINICIAN)
    return found.order_by("last_name", "first_name", "pk")


def _day(label: str, missing: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": "Write the day as 2026-12-31."},
    )


class DeputyForm(DeskForm):
    """Who stands in for whom, from one day to another."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Who is away",
        empty_label="Choose a colleague",
        error_messages={"required": "Choose who is away."},
    )
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label="Deputy",
        empty_label="Choose a colleague",
        help_text="Sees these tasks and may take them over. Nobody's right to sign moves.",
        error_messages={"required": "Choose who stands in."},
    )
    starts_on = _day("First day", "Say from which day.")
    ends_on = _day("Last day", "Say until which day.")
    reason = forms.CharField(label="Reason, if you wish", max_length=LONGEST_REASON, required=False)

    def __init__(self, *args: Any, user: User, for_anybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        everybody = clinicians()
        person, deputy = self.fields["person"], self.fields["deputy"]
        assert isinstance(person, forms.ModelChoiceField)
        assert isinstance(deputy, forms.ModelChoiceField)
        person.queryset = everybody
        deputy.queryset = everybody if for_anybody else everybody.exclude(pk=user.pk)
        if not for_anybody:
            del self.fields["person"]

    def arranged(self) -> dict[str, Any]:
        """Return what ``delegate`` wants to know."""
        said = self.cleaned_data
        days: dict[str, date] = {name: said[name] for name in ("starts_on", "ends_on")}
        person = said.get("person", self.user)
        return {"person": person, "to": said["deputy"], "reason": said["reason"], **days}


class DeputySearchForm(DeskForm):
    """What a list of deputies can be narrowed by."""

    q = forms.CharField(label="Name", required=False, max_length=100)
    when = forms.ChoiceField(
        required=False,
        choices=[("", "Now or later"), ("now", "Today"), ("past", "Over"), ("all", "All")],
    )
