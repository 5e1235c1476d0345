"""What patients read on a day, for staff: the exact text, also of what was taken down since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from education.content.models import Topic
from education.people.models import Role
from education.publishing.figures import STAFF
from education.publishing.models import Edition, Withdrawal
from education.publishing.past import Stretch, as_read, on_day, stretches_of
from education.publishing.reading import today
from education.publishing.rendering import page_html
from education.staff.access import StaffRequest, desk_view
from education.staff.forms import DeskForm
from education.staff.permissions import roles_of
from education.staff.review_page import framed, framing


class DayForm(DeskForm):
    """The day that is asked about."""

    on = forms.DateField(
        label="Day",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose a day.",
            "invalid": "Write the day as year, month and day, for example 2026-12-31.",
        },
    )

    def clean_on(self) -> date:
        """Refuse a day that nobody has seen yet."""
        day: date = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError("That day is still to come.")
        return day


@dataclass(frozen=True, slots=True)
class Answer:
    """A part of a day, and the withdrawal that kept the page from its readers."""

    stretch: Stretch
    withdrawal: Withdrawal | None
    #: False for a text that stands in an answer above already.
    first: bool


@framing
@desk_view("GET")
def then(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what patients read on a day, hour by hour, each text in full."""
    topic = get_object_or_404(Topic, pk=pk)
    form = DayForm(request.GET or None)
    day = form.cleaned_data["on"] if form.is_valid() else None
    editions = (
        Edition.objects.filter(topic=topic)
        .order_by("number")
        .defer("manuscript")
        .select_related("withdrawal")
    )
    context = {
        "topic": topic,
        "may_take_evidence": bool(roles_of(request.user) & {Role.AUDITOR, Role.COORDINATOR}),
        "form": form,
        "day": day,
        "answers": _answers(pk, day) if day else [],
        "editions": [(e, getattr(e, "withdrawal", None)) for e in editions],
    }
    return render(request, "staff/then.html", context)


def _answers(pk: int, day: date) -> list[Answer]:
    parts = on_day(stretches_of(pk), day)
    gone = Withdrawal.objects.select_related("by", "claim").in_bulk(
        [p.withdrawal_id for p in parts if p.withdrawal_id]
    )
    seen: set[int] = set()
    answers = []
    for part in parts:
        first = part.shown is not None and part.shown.edition_id not in seen
        if part.shown:
            seen.add(part.shown.edition_id)
        answers.append(Answer(part, gone.get(part.withdrawal_id or 0), first))
    return answers


@framed
@desk_view("GET")
def page_then(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Serve one edition by itself as patients got it last: ever, or on a day."""
    edition = get_object_or_404(Edition.objects.select_related("review"), topic=pk, number=number)
    form = DayForm(request.GET or None)
    if form.errors:
        raise Http404("This is no day.")
    page = as_read(edition, form.cleaned_data["on"] if form.is_bound else None)
    if page is None:
        raise Http404("Patients did not read this edition on that day.")
    note = f"Edition {number} as patients read it then. Patients may not be able to read it today."
    return HttpResponse(
        page_html(page.manuscript, published=page, preview_note=note, pictures_at=STAFF)
    )
