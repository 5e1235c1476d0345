"""Whose task a review is: taken, given, given back, declined for a conflict, or seen by a deputy.

A task is an offer of work, never a right: who may sign is decided anew at the act.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from education.audit import chain
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Role, User
from education.people.rules import has_role
from education.review.guarding import require
from education.review.models import APPROVING, Assignment, Declaration, Delegation, Review
from education.review.queues import (
    conflicts,
    delegations_on,
    open_tasks,
    today,
    usable_credentials,
)
from education.review.rules import lacks_specialist
from education.review.signing import page_kind_of
from education.review.states import State

Outcome = Assignment.Outcome
LONGEST_REASON = 200


class Obstacle(NamedTuple):
    """Why a review cannot be somebody's task: as said to that person, and of them to others."""

    to_them: str
    of_them: str


def obstacles(person: User, review: Review) -> Iterator[Obstacle]:
    """Yield what keeps a person from having a review as their task, whatever its state."""
    if not has_role(person, Role.CLINICIAN):
        yield Obstacle(
            "Only a clinician has reviews as tasks: ask for the Clinician role.",
            "is no clinician here.",
        )
    elif not usable_credentials(today()).filter(user=person).exists():
        yield Obstacle(
            "You have no registration that is valid today: ask an administrator to check it.",
            "has no registration that is valid today.",
        )
    if person.pk in review.contributors or person.pk == review.submitted_by_id:
        yield Obstacle(
            "You wrote or submitted part of this text, so a colleague has to judge it.",
            "wrote or submitted part of this text.",
        )
    declared = conflicts(review.pk, review.topic_id, review.claim_id)
    if declared.filter(person=person).exists():
        yield Obstacle(
            "You declared a conflict of interest here: you may comment, but not sign.",
            "declared a conflict of interest here.",
        )


def against(person: User, review: Review) -> list[str]:
    """Say to a person why a review cannot be their task; contributors never get it."""
    return [one.to_them for one in obstacles(person, review)]


def claim_task(review: Review, *, by: User, instead_of: User | None = None) -> Assignment:
    """Take a review as one's own task; as somebody's deputy today, take it over from them."""
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        require(against(by, review))
        if instead_of is not None:
            _require_deputy(by, instead_of)
        _require_open(review)
        _require_unsigned(review, by, "You have")
        if instead_of is not None:
            _end(_task_of(review, instead_of), Outcome.REASSIGNED, by=by)
        return _assign(review, by, by=by)


def assign(review: Review, *, to: User, by: User, instead_of: User | None = None) -> Assignment:
    """Give a review to a clinician, or move it from one to another (``instead_of``)."""
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        if not has_role(by, Role.COORDINATOR):
            raise NotAllowed("Only a coordinator gives tasks to others: claim it for yourself.")
        _require_open(review)
        _require_unsigned(review, to, f"{to} has")
        if against_them := [f"{to} {one.of_them}" for one in obstacles(to, review)]:
            raise Blocked(against_them)
        if instead_of is not None and instead_of.pk != to.pk:
            _end(_task_of(review, instead_of), Outcome.REASSIGNED, by=by)
        return _assign(review, to, by=by)


def give_back(review: Review, *, by: User, reason: str = "") -> Assignment:
    """Give a task back, for a colleague to take."""
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        if not has_role(by, *Role):
            raise NotAllowed("Only colleagues who work here have tasks.")
        _require_open(review)
        return _end(_task_of(review, by), Outcome.RETURNED, by=by, reason=reason)


def declare_conflict(review: Review, *, by: User, statement: str) -> Declaration:
    """Decline a review for a conflict of interest: the person may comment from now on, not sign.

    The conflict is in the page, so that every open task of the person's on it ends with it.
    """
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        if not has_role(by, Role.CLINICIAN):
            raise NotAllowed("Only a clinician declares a conflict: nobody else signs.")
        if review.declarations.filter(person=by, conflict=True).exists():
            raise WrongState("You have declared a conflict of interest here already.")
        if review.approvals().filter(signer=by).exists():
            raise WrongState(
                "You have signed this text: take your signature back, then declare the conflict."
            )
        if not statement.strip():
            raise Blocked(["Say in a few words what the conflict is."])
        row = Declaration.objects.create(
            person=by,
            page_kind=page_kind_of(review),
            review=review,
            conflict=True,
            statement=statement.strip(),
            at=timezone.now(),
        )
        chain.record("interests.conflict", actor=by, subject=review, wrote=[row])
        same = {"topic": review.topic_id, "claim": review.claim_id}
        newer = Review.objects.filter(**same, state=State.OPEN).values("pk")
        here = Q(review=review) | Q(review__in=newer)
        for task in Assignment.objects.filter(here, person=by, outcome=""):
            _end(task, Outcome.CONFLICT, by=by)
        return row


def delegate(
    *, person: User, to: User, starts_on: date, ends_on: date, by: User, reason: str = ""
) -> Delegation:
    """Let a deputy see and take somebody's tasks from one day to another, both included."""
    with chain.writing():
        own = by.pk == person.pk and has_role(by, Role.CLINICIAN)
        if not own and not has_role(by, Role.COORDINATOR):
            raise NotAllowed(
                "A clinician arranges their own deputy, and only a coordinator one for others."
            )
        if reasons := list(_against_deputy(person, to, starts_on, ends_on, reason)):
            raise Blocked(reasons)
        row = Delegation.objects.create(
            person=person,
            deputy=to,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason.strip(),
            by=by,
            at=timezone.now(),
        )
        chain.record("tasks.delegated", actor=by, subject=person, wrote=[row], deputy=to.pk)
        return row


def end_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """End a delegation before its last day."""
    with chain.writing():
        row = Delegation.objects.get(pk=delegation.pk)
        concerned = by.pk in (row.person_id, row.deputy_id) and has_role(by, Role.CLINICIAN)
        if not concerned and not has_role(by, Role.COORDINATOR):
            raise NotAllowed("Only the two concerned or a coordinator end this.")
        if row.ended_at is not None or row.ends_on < today():
            raise WrongState("This has ended already.")
        row.ended_at, row.ended_by = timezone.now(), by
        row.save()
        chain.record("tasks.delegation_ended", actor=by, subject=row.person, wrote=[row])
        return row


def deputised_by(deputy: User, on: date) -> QuerySet[Delegation]:
    """Return the delegations under which somebody is a deputy on a day."""
    return delegations_on(on).filter(deputy=deputy)


def _against_deputy(
    person: User, to: User, starts_on: date, ends_on: date, reason: str
) -> Iterator[str]:
    for one in (person, to):
        if not has_role(one, Role.CLINICIAN):
            yield f"{one} is no clinician: a deputy takes over a clinician's tasks from another."
    if person.pk == to.pk:
        yield "Choose somebody else as the deputy."
    if ends_on < starts_on:
        yield "The last day comes before the first: mend the dates."
    if starts_on < today():
        yield "The first day is past: nobody becomes a deputy for days gone by."
    if len(reason.strip()) > LONGEST_REASON:
        yield f"Shorten the reason to {LONGEST_REASON} characters."
    both = Delegation.objects.filter(person=person, deputy=to, ended_at=None)
    if both.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        yield f"{to} stands in for {person} on some of these days already: end that first."


def _require_deputy(by: User, person: User) -> None:
    if not deputised_by(by, today()).filter(person=person).exists():
        raise NotAllowed(f"You do not stand in for {person} today.")


def _require_open(review: Review) -> None:
    if review.state != State.OPEN:
        raise WrongState(f"This review is “{review.get_state_display()}”: there is no task left.")


def _require_unsigned(review: Review, person: User, who_has: str) -> None:
    """A signature is given once, so also who took theirs back has nothing left to do here."""
    if review.sign_offs.filter(signer=person, meaning__in=APPROVING).exists():
        raise WrongState(f"{who_has} signed this text already: it needs another colleague.")


def _task_of(review: Review, person: User) -> Assignment:
    task = review.assignments.filter(person=person, outcome="").first()
    if task is None:
        raise WrongState(f"This review is not {person}'s task.")
    if review.sign_offs.filter(signer=person, meaning__in=APPROVING).exists():
        raise WrongState(f"{person} has signed this text: that task is done.")
    return task


def _assign(review: Review, person: User, *, by: User) -> Assignment:
    if review.assignments.filter(person=person, outcome="").exists():
        raise WrongState(f"This review is {person}'s task already.")
    _require_place(review, person)
    row = Assignment.objects.create(review=review, person=person, by=by, at=timezone.now())
    chain.record("task.assigned", actor=by, subject=review, wrote=[row], person=person.pk)
    return row


def _require_place(review: Review, person: User) -> None:
    """As many colleagues as signatures, and the last place for the specialty if nobody has it."""
    signed = [s.specialties for s in review.approvals()]
    holders = open_tasks().filter(review=review).values_list("person", flat=True)
    fields = [*signed, *(_specialties(pk) for pk in holders)]
    to_come = review.required_sign_offs - len(fields) - 1
    if to_come < 0:
        raise WrongState("This review has as many colleagues as it needs signatures.")
    if lacks_specialist(review.specialty, [*fields, _specialties(person.pk)], to_come):
        raise Blocked(
            [f"The last place is for somebody in {review.specialty}: one signature has to be."]
        )


def _specialties(person: int) -> set[str]:
    held = usable_credentials(today()).filter(user=person)
    return {s for s in held.values_list("specialties__specialty__slug", flat=True) if s}


def _end(task: Assignment, outcome: str, *, by: User, reason: str = "") -> Assignment:
    task.ended_at, task.ended_by = timezone.now(), by
    task.outcome, task.reason = outcome, reason.strip()
    task.save()
    chain.record(
        "task.ended",
        actor=by,
        subject=task.review,
        wrote=[task],
        person=task.person_id,
        outcome=outcome,
    )
    return task
