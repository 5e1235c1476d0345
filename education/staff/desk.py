"""The review desk's lists: my tasks, and every queue with its filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render

from education.checks.registry import inspect
from education.checks.surroundings import NOWHERE
from education.content.models import Topic
from education.content.services import manuscript_of
from education.review.queues import today
from education.review.surroundings import surroundings
from education.staff.access import StaffRequest, desk_view
from education.staff.narrowing import FilterForm, narrowed
from education.staff.queues import QUEUES, tasks_of
from education.staff.rows import add_holders, shown

PER_PAGE = 50
#: Each draft is checked as it is listed, so there are fewer on a page.
DRAFTS_PER_PAGE = 10
#: How many rows of each task the first page shows before it links to the whole queue.
FIRST = 8


@desk_view("GET")
def tasks(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person, by role; each task leads to its whole queue."""
    user = request.user
    counts = request.tabs.counts
    parts = [
        (queue, counts[queue.name], shown(queue, _keys(queue.rows(user))[:FIRST], user))
        for queue in tasks_of(user)
        if counts[queue.name]
    ]
    _dress(row for _, _, rows in parts for row in rows)
    context = {"parts": parts, "today": today(), "current": "tasks"}
    return render(request, "staff/tasks.html", context)


@desk_view("GET")
def queue(request: StaffRequest, name: str) -> HttpResponse:
    """Show one queue, narrowed by the filters in the address."""
    asked_for = QUEUES.get(name)
    if asked_for is None:
        raise Http404("There is no such queue.")
    user = request.user
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    is_narrowed = any(asked.values())
    found = narrowed(asked_for, asked_for.rows(user), asked)
    paginator = Paginator(_keys(found), DRAFTS_PER_PAGE if asked_for.row == "draft" else PER_PAGE)
    if not is_narrowed and name in request.tabs.counts:
        paginator.count = request.tabs.counts[name]
    page = paginator.get_page(request.GET.get("page"))
    rows = shown(asked_for, page.object_list, user)
    _dress(rows)
    context = {
        "queue": asked_for,
        "form": form,
        "page": page,
        "rows": rows,
        "narrowed": is_narrowed,
        "others": others_of(request, page),
        "today": today(),
        "current": name,
    }
    return render(request, "staff/queue.html", context)


def _keys(rows: QuerySet[Any]) -> QuerySet[Any, int]:
    return rows.values_list("pk", flat=True)


def others_of(
    request: StaffRequest, page: Page[Any], *, name: str = "page"
) -> list[tuple[str, str]]:
    """Return (label, query) of the pages before and after, with the filters kept."""
    near = []
    if page.has_previous():
        near.append(("Previous", page.previous_page_number()))
    if page.has_next():
        near.append(("Next", page.next_page_number()))
    kept = {k: v for k, v in request.GET.items() if k != name and v}
    return [(label, urlencode({**kept, name: number})) for label, number in near]


def _dress(rows: Iterable[Any]) -> None:
    """Add to each review who has it, and to each draft what the checks say of it today."""
    dressed = list(rows)
    add_holders(dressed)
    drafts: list[Any] = [row for row in dressed if isinstance(row, Topic)]
    around = surroundings() if drafts else NOWHERE
    for draft in drafts:
        levels = Counter(f.level.value for f in inspect(manuscript_of(draft), around))
        draft.blocks, draft.warnings = levels["block"], levels["warn"]
