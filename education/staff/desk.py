"""The review desk's lists: my tasks, and every queue with its filters."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from education.checks.registry import inspect
from education.content.models import RiskClass
from education.content.services import manuscript_of
from education.people.models import Specialty
from education.staff.access import StaffRequest, desk_view
from education.staff.queues import QUEUES, Queue, filters_of, narrowed, offered_to, tasks_of

PER_PAGE = 50
#: Each draft is checked as it is listed, so there are fewer on a page.
DRAFTS_PER_PAGE = 10
#: How many rows of each task the first page shows before it links to the whole queue.
FIRST = 8


class FilterForm(forms.Form):
    """What a queue can be narrowed by."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    language = forms.ChoiceField(required=False)
    risk_class = forms.ChoiceField(label="Risk", required=False)
    specialty = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, queue: Queue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        specialties = Specialty.objects.values_list("slug", "name")
        for name, any_one, choices in (
            ("language", "Any language", settings.LANGUAGES),
            ("risk_class", "Any risk", [(r.value, r.value.capitalize()) for r in RiskClass]),
            ("specialty", "Any specialty", list(specialties)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", any_one), *choices]
            if name not in filters_of(queue):
                del self.fields[name]


@desk_view("GET")
def tasks(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person, by role; each task leads to its whole queue."""
    parts = []
    for queue in tasks_of(request.user):
        rows = queue.rows(request.user)
        parts.append((queue, rows.count(), _dressed(queue, list(rows[:FIRST]))))
    waiting = sum(count for _, count, _ in parts)
    context = {
        "parts": parts,
        "waiting": waiting,
        "queues": offered_to(request.user),
        "current": "mine",
    }
    return render(request, "staff/tasks.html", context | _today())


@desk_view("GET")
def queue(request: StaffRequest, name: str) -> HttpResponse:
    """Show one queue, narrowed by the filters in the address."""
    asked_for = QUEUES.get(name)
    if asked_for is None:
        raise Http404("There is no such queue.")
    form = FilterForm(request.GET or None, queue=asked_for)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = narrowed(asked_for, asked_for.rows(request.user), asked)
    per_page = DRAFTS_PER_PAGE if asked_for.row == "draft" else PER_PAGE
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    context = {
        "queue": asked_for,
        "form": form,
        "page": page,
        "rows": _dressed(asked_for, list(page)),
        "narrowed": any(asked.values()),
        "others": others_of(request, page),
        "queues": offered_to(request.user),
        "current": name,
    }
    return render(request, "staff/queue.html", context | _today())


def _today() -> dict[str, Any]:
    return {"today": timezone.now().date()}


def others_of(request: StaffRequest, page: Page[Any]) -> list[tuple[str, str]]:
    """Return (label, query) of the pages before and after, with the filters kept."""
    near = []
    if page.has_previous():
        near.append(("Previous", page.previous_page_number()))
    if page.has_next():
        near.append(("Next", page.next_page_number()))
    kept = {k: v for k, v in request.GET.items() if k != "page" and v}
    return [(label, urlencode({**kept, "page": number})) for label, number in near]


def _dressed(queue: Queue, rows: list[Any]) -> list[Any]:
    """Add to each draft what the checks say of it today; other rows are complete."""
    if queue.row == "draft":
        for topic in rows:
            levels = Counter(f.level.value for f in inspect(manuscript_of(topic)))
            topic.blocks, topic.warnings = levels["block"], levels["warn"]
    return rows
