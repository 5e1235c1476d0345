"""Whose task a review is: taken, given, given back, or declined for a conflict of interest."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from education.errors import NotAllowed, WrongState
from education.people.models import Role, User
from education.review import tasks as verbs
from education.review.models import Review
from education.review.offers import candidates, specialty_of
from education.staff.access import StaffRequest, attempt, desk_view, posted
from education.staff.dossier import manuscript_to_read
from education.staff.forms import DeskForm
from education.staff.permissions import roles_of
from education.staff.review_page import find_review
from education.staff.task_box import task_box
from education.staff.task_forms import AssignForm, ConflictForm, GiveBackForm


@desk_view("GET", "POST")
def claim_task(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a review, or take it over as somebody's deputy."""
    row = find_review(pk)
    if request.method == "POST":
        number = request.POST.get("instead_of", "")
        from_whom = get_object_or_404(User, pk=number) if number.isdecimal() else None
        verbs.claim_task(row, by=request.user, instead_of=from_whom)
        messages.success(request, "This review is your task now.")
    return redirect("desk:review", pk=row.pk)


@desk_view("GET", "POST")
def give_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a task back, for a colleague to take."""
    row = find_review(pk)
    if Role.CLINICIAN not in roles_of(request.user):
        raise NotAllowed("Only clinicians have reviews as tasks.")
    if not task_box(row, request.user).is_mine:
        raise WrongState("This review is not your task.")
    form = GiveBackForm(posted(request))
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: verbs.give_back(row, by=request.user, reason=form.cleaned_data["reason"]),
        )
        if not status:
            messages.success(request, "Given back: a colleague can take it.")
            return redirect("desk:tasks")
    words = {
        "heading": "Give back",
        "lead": "This review is no longer your task, and the coordinator sees that nobody has it. "
        "Your comments stay.",
        "button": "Give it back",
    }
    return _ask(request, row, form, words, status)


@desk_view("GET", "POST")
def declare_conflict(request: StaffRequest, pk: int) -> HttpResponse:
    """Decline a review for a conflict of interest, having read what that means."""
    row = find_review(pk)
    if Role.CLINICIAN not in roles_of(request.user):
        raise NotAllowed("Only clinicians decline a review for a conflict: nobody else signs.")
    form = ConflictForm(posted(request))
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: verbs.declare_conflict(
                row, by=request.user, statement=form.cleaned_data["statement"]
            ),
        )
        if not status:
            messages.success(request, "Your conflict is on record. You may still comment.")
            return redirect("desk:review", pk=row.pk)
    words = {
        "heading": "Decline for a conflict of interest",
        "lead": "You may still read and comment, but not sign this text, nor the page’s next ones "
        "for a year. If this is your task, it goes back. What you write here is kept.",
        "button": "Declare the conflict",
    }
    return _ask(request, row, form, words, status)


@desk_view("GET", "POST")
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a review to a clinician who may sign it, or move it from one to another."""
    row = find_review(pk)
    if Role.COORDINATOR not in roles_of(request.user):
        raise NotAllowed("Only a coordinator gives tasks to others: take it for yourself.")
    box = task_box(row, request.user)
    if not box.is_open:
        raise WrongState(f"This review is “{row.get_state_display()}”: there is no task left.")
    form = AssignForm(
        posted(request),
        offered=candidates(row),
        specialty=specialty_of(row),
        tasks=box.tasks,
        is_full=not box.needed,
    )
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: verbs.assign(
                row, to=form.person(), by=request.user, instead_of=form.replaced()
            ),
        )
        if not status:
            messages.success(request, f"This review is {form.person()}’s task now.")
            return redirect("desk:review", pk=row.pk)
    words = {
        "heading": "Give to a colleague",
        "lead": "Offered are clinicians with a valid registration who wrote none of this text, "
        "have not signed it and declared no conflict."
        if form.people
        else "Nobody can have this review now: every clinician wrote part of it, signed it, has "
        "it already, declared a conflict or has no valid registration.",
        "button": "Give the review",
    }
    return _ask(request, row, form, words, status)


def _ask(
    request: StaffRequest, row: Review, form: DeskForm, words: dict[str, str], status: int
) -> HttpResponse:
    context = {"review": row, "page": manuscript_to_read(row), "form": form, "framed": False}
    return render(request, "staff/ask.html", context | words, status=status or 200)
