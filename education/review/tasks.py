"""Whose task a review is: taken, given, given back, declined for a conflict, or seen by a deputy.

A task is an offer of work, never a right: who may sign is decided anew at the act.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from education.audit import chain
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Role, User
from education.people.rules import has_role, may_review
from education.review.guarding import require
from education.review.models import Assignment, Declaration, Delegation, Review
from education.review.signing import conflicts_of, page_kind_of
from education.review.states import State

Outcome = Assignment.Outcome


def against(person: User, review: Review) -> list[str]:
    """Say why a review cannot be this person's task; contributors never get it."""
    reasons = may_review(person, review.contributors, review.submitted_by_id)
    return reasons + conflicts_of(person, review)


def claim_task(review: Review, *, by: User) -> Assignment:
    """Take a review as one's own task."""
    with chain.writing():
        review = _open(review)
        require(against(by, review))
        return _assign(review, by, by=by)


def assign(review: Review, *, to: User, by: User, instead_of: User | None = None) -> Assignment:
    """Give a review to a clinician, or move it from one to another (``instead_of``)."""
    with chain.writing():
        review = _open(review)
        if not has_role(by, Role.COORDINATOR):
            raise NotAllowed("Only a coordinator gives tasks to others: claim it for yourself.")
        against_them = against(to, review)
        if against_them:
            raise Blocked([f"{to} cannot have this task. {' '.join(against_them)}"])
        if instead_of is not None:
            _end(_task_of(review, instead_of), Outcome.REASSIGNED, by=by, reason="")
        return _assign(review, to, by=by)


def give_back(review: Review, *, by: User, reason: str = "") -> Assignment:
    """Give a task back, for a colleague to take."""
    with chain.writing():
        return _end(_task_of(_open(review), by), Outcome.RETURNED, by=by, reason=reason)


def declare_conflict(review: Review, *, by: User, statement: str) -> Declaration:
    """Decline a review for a conflict of interest: the person may comment from now on, not sign."""
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        if not has_role(by, Role.CLINICIAN):
            raise NotAllowed("Only a clinician declares a conflict: nobody else signs.")
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
        task = review.assignments.filter(person=by, outcome="").first()
        if task is not None:
            _end(task, Outcome.CONFLICT, by=by, reason="")
        return row


def delegate(
    *, person: User, to: User, starts_on: date, ends_on: date, by: User, reason: str = ""
) -> Delegation:
    """Let a deputy see and take somebody's tasks from one day to another, both included."""
    with chain.writing():
        if by.pk != person.pk and not has_role(by, Role.COORDINATOR):
            raise NotAllowed("Only a coordinator arranges a deputy for somebody else.")
        reasons = [
            f"{one} is no clinician: a deputy takes over a clinician's tasks from another."
            for one in (person, to)
            if not has_role(one, Role.CLINICIAN)
        ]
        if person.pk == to.pk:
            reasons.append("Choose somebody else as the deputy.")
        if ends_on < starts_on:
            reasons.append("The last day comes before the first: mend the dates.")
        if ends_on < timezone.now().date():
            reasons.append("Those days are past: choose days to come.")
        if reasons:
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
        if by.pk not in (row.person_id, row.deputy_id) and not has_role(by, Role.COORDINATOR):
            raise NotAllowed("Only the two concerned or a coordinator end this.")
        if row.ended_at is not None:
            raise WrongState("This has ended already.")
        row.ended_at, row.ended_by = timezone.now(), by
        row.save()
        chain.record("tasks.delegation_ended", actor=by, subject=row.person, wrote=[row])
        return row


def deputised_by(deputy: User, on: date) -> QuerySet[Delegation]:
    """Return the delegations under which somebody is a deputy on a day."""
    return Delegation.objects.filter(
        deputy=deputy, starts_on__lte=on, ends_on__gte=on, ended_at=None
    )


def _open(review: Review) -> Review:
    review = Review.objects.get(pk=review.pk)
    if review.state != State.OPEN:
        raise WrongState(f"This review is “{review.get_state_display()}”: there is no task left.")
    return review


def _task_of(review: Review, person: User) -> Assignment:
    task = review.assignments.filter(person=person, outcome="").first()
    if task is None:
        raise WrongState(f"This review is not {person}'s task.")
    return task


def _assign(review: Review, person: User, *, by: User) -> Assignment:
    if review.assignments.filter(person=person, outcome="").exists():
        raise WrongState(f"This review is {person}'s task already.")
    _require_place(review, review.assignments.filter(outcome="").values_list("person", flat=True))
    row = Assignment.objects.create(review=review, person=person, by=by, at=timezone.now())
    chain.record("task.assigned", actor=by, subject=review, wrote=[row], person=person.pk)
    return row


def _require_place(review: Review, holders: Collection[int]) -> None:
    signed = set(review.approvals().values_list("signer", flat=True))
    if len(signed | set(holders)) >= review.required_sign_offs:
        raise WrongState("This review has as many colleagues as it needs signatures.")


def _end(task: Assignment, outcome: str, *, by: User, reason: str) -> Assignment:
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
