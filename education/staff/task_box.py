"""Whose task a review is, and what the person who reads it can do about that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.expressions import Combinable

from education.people.models import Role, User
from education.review.models import Assignment, Delegation, Review
from education.review.queues import (
    approved_by,
    held_count,
    in_conflict,
    signed_count,
    today,
)
from education.review.states import State
from education.review.tasks import against, deputised_by
from education.staff.permissions import roles_of
from education.staff.queues import may_judge
from education.staff.rows import add_holders, can_take


@dataclass(frozen=True, slots=True)
class TaskBox:
    """What stands beside a review about the work in it."""

    is_open: bool
    #: Who has it and has not signed yet.
    tasks: Sequence[Assignment]
    #: How many colleagues more it needs.
    needed: int
    #: How earlier tasks ended, newest first.
    ended: Sequence[Assignment]
    is_mine: bool
    can_take: bool
    #: Delegations under which the reader may take it over from one of its holders.
    take_over: Sequence[Delegation]
    can_decline: bool
    can_assign: bool
    #: Why it cannot be the reader's task, when they are a clinician.
    why_not: Sequence[str]


def task_box(review: Review, user: User) -> TaskBox:
    """Return whose task a review is and what this person can do, in a few fixed queries."""
    roles, is_open = roles_of(user), review.state == State.OPEN
    now = _as_counted(review, user)
    add_holders([now])
    holders = {task.person_id for task in now.tasks}
    is_clinician = Role.CLINICIAN in roles
    judges = is_open and is_clinician and now.may_judge
    is_mine = user.pk in holders
    stand_ins = deputised_by(user, today()).filter(person__in=holders).select_related("person")
    ended = review.assignments.exclude(outcome="").select_related("person", "ended_by")
    bars = is_open and is_clinician and not is_mine and not now.may_judge and not now.has_signed
    return TaskBox(
        is_open=is_open,
        tasks=now.tasks,
        needed=max(0, review.required_sign_offs - now.signed - now.held) if is_open else 0,
        ended=list(ended.order_by("-ended_at", "-pk")),
        is_mine=is_mine,
        can_take=is_open and now.can_take,
        take_over=list(stand_ins) if judges and holders and not is_mine else [],
        can_decline=is_open and is_clinician and not now.has_conflict and not now.has_signed,
        can_assign=is_open and Role.COORDINATOR in roles,
        why_not=against(user, review) if bars else [],
    )


def _as_counted(review: Review, user: User) -> Any:
    rows = Review.objects.annotate(signed=signed_count(), held=held_count()).annotate(
        can_take=can_take(user),
        may_judge=_holds(may_judge(user)),
        has_conflict=_holds(Q(in_conflict(user))),
        has_signed=_holds(Q(approved_by(user))),
    )
    return rows.defer("manuscript", "findings").get(pk=review.pk)


def _holds(condition: Q) -> Combinable:
    no = Value(False, output_field=BooleanField())
    return Case(When(condition, then=Value(True)), default=no)
