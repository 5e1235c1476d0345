"""What a report can be narrowed by; it all stands in the address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from education.people.models import Specialty, User
from education.review.rules import add_months
from education.staff.reports.names import day
from education.staff.reports.shapes import Asked, Report

#: A picture by month is not drawn for more; an empty day asks for everything there is.
YEARS = 10


class AskedForm(forms.Form):
    """Words, days, specialty and language. Empty days mean no limit, absent ones the usual."""

    q = forms.CharField(required=False, max_length=200)
    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    specialty = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)

    def __init__(self, data: Any, *, report: Report, today: date) -> None:
        usual = usual_days(report, today)
        kept = {name: data.get(name, usual.get(name, "")) for name in self.base_fields}
        super().__init__(kept)
        self.label_suffix = ""
        self.fields["q"].label = report.searches
        if not report.searches:
            del self.fields["q"]
        self.today = today
        self.fields["since"].label = f"{report.dated} from"
        self.fields["until"].label = f"{report.dated} to"
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = "Write a day as year-month-day."
        specialties = Specialty.objects.values_list("slug", "name")
        for name, any_one, choices in (
            ("specialty", "Any specialty", list(specialties)),
            ("language", "Any language", list(settings.LANGUAGES)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", any_one), *choices]

    def clean(self) -> dict[str, Any]:
        """Refuse days that end before they start."""
        asked = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day comes before the first: mend the days.")
        if since and since < add_months(self.today, -12 * YEARS):
            self.add_error("since", f"Choose a day in the last {YEARS} years.")
        if until:
            asked["until"] = min(until, self.today)
        return asked

    def asked(self, *, only: User | None) -> Asked:
        """Return what was asked, once the form is valid; of one person only, or of everybody."""
        given = dict(self.cleaned_data)
        return Asked(today=self.today, only=only, words=given.pop("q", ""), **given)

    def words(self) -> str:
        """Say what was asked, for paper, where there is no form."""
        asked = self.cleaned_data
        limits = [
            f"{self.fields[name].label} {day(asked[name])}"
            for name in ("since", "until")
            if asked[name]
        ]
        chosen = [
            str(dict(self[name].field.widget.choices).get(asked[name], ""))
            for name in ("specialty", "language")
        ]
        if asked.get("q"):
            limits.append(f"“{asked['q']}”")
        return f"{', '.join([*limits, *chosen])}. As of {day(self.today)}."

    def query(self) -> dict[str, str]:
        """Return what leads to the same question again, for links."""
        return {name: str(self.data[name] or "") for name in self.fields}


def usual_days(report: Report, today: date) -> dict[str, str]:
    """Return the days a report shows when none were asked for: whole months up to today."""
    if report.months is None:
        return {}
    since = add_months(today.replace(day=1), 1 - report.months)
    return {"since": since.isoformat(), "until": today.isoformat()}
