"""Who stands in for whom, from one day to another: seen, arranged, ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from education.errors import NotAllowed, WrongState
from education.people.models import Role, User
from education.review.models import Delegation
from education.review.queues import delegations_on, today
from education.review.tasks import delegate
from education.review.tasks import end_delegation as end_delegation_verb
from education.staff.access import StaffRequest, attempt, desk_view, posted
from education.staff.desk import others_of
from education.staff.forms import DeskForm
from education.staff.permissions import roles_of
from education.staff.tabs import KNOW_DEPUTIES
from education.staff.task_forms import DeputyForm, DeputySearchForm

PER_PAGE = 50


@desk_view("GET", "POST")
def deputies(request: StaffRequest) -> HttpResponse:
    """Show one's deputies and for whom one stands in, and arrange one."""
    user, roles = request.user, roles_of(request.user)
    is_coordinator = Role.COORDINATOR in roles
    if not roles & KNOW_DEPUTIES:
        raise NotAllowed("Deputies are for clinicians, who have reviews as tasks.")
    form = None
    status = 0
    if is_coordinator or Role.CLINICIAN in roles:
        form = DeputyForm(posted(request), user=user, for_anybody=is_coordinator)
    if request.method == "POST":
        if form is None:
            raise NotAllowed("Only clinicians and coordinators arrange deputies.")
        arranging = form
        status = attempt(form, lambda: delegate(**arranging.arranged(), by=user))
        if not status:
            messages.success(request, "The deputy is arranged.")
            return redirect("desk:deputies")
    context = _lists(request) | {
        "form": form,
        "for_anybody": is_coordinator,
        "current": "deputies",
    }
    return render(request, "staff/deputies.html", context, status=status or 200)


@desk_view("GET", "POST")
def end_delegation(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what ends, and end it before its last day."""
    rows = Delegation.objects.select_related("person", "deputy", "by")
    row = get_object_or_404(rows, pk=pk)
    if not _may_end(row, request.user):
        raise NotAllowed("Only the two concerned or a coordinator end this.")
    if row.ended_at is not None or row.ends_on < today():
        raise WrongState("This has ended already.")
    form = DeskForm(posted(request))
    status = 0
    if request.method == "POST":
        status = attempt(form, lambda: end_delegation_verb(row, by=request.user))
        if not status:
            messages.success(request, f"{row.deputy} no longer stands in for {row.person}.")
            return redirect("desk:deputies")
    context = {"row": row, "form": form, "today": today()}
    return render(request, "staff/end_delegation.html", context, status=status or 200)


def _may_end(row: Delegation, user: User) -> bool:
    roles = roles_of(user)
    concerned = user.pk in (row.person_id, row.deputy_id) and Role.CLINICIAN in roles
    return concerned or Role.COORDINATOR in roles


def _lists(request: StaffRequest) -> dict[str, Any]:
    user = request.user
    search = DeputySearchForm(request.GET or None)
    asked = search.cleaned_data if search.is_valid() else {}
    sees_all = bool(roles_of(user) & {Role.COORDINATOR, Role.AUDITOR})
    rows = _asked_for(Delegation.objects.select_related("person", "deputy", "by"), asked)
    if not sees_all:
        rows = rows.filter(Q(person=user) | Q(deputy=user))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.can_end = _may_end(row, user) and row.ended_at is None and row.ends_on >= today()
    return {
        "search": search,
        "page": page,
        "narrowed": any(asked.values()),
        "sees_all": sees_all,
        "today": today(),
        "others": others_of(request, page),
    }


def _asked_for(rows: QuerySet[Any], asked: dict[str, str]) -> QuerySet[Any]:
    day = today()
    over = Q(ends_on__lt=day) | Q(ended_at__isnull=False)
    when = asked.get("when", "")
    if when == "now":
        rows = rows.filter(pk__in=delegations_on(day).values("pk"))
    elif when == "past":
        rows = rows.filter(over)
    elif when == "":
        rows = rows.exclude(over)
    for word in asked.get("q", "").split():
        named = Q()
        for who in ("person", "deputy"):
            for part in ("first_name", "last_name", "username"):
                named |= Q(**{f"{who}__{part}__icontains": word})
        rows = rows.filter(named)
    return rows.order_by("starts_on", "pk") if when != "past" else rows.order_by("-ends_on", "-pk")
