"""What the desk shows of a queue: how many rows, and what stands in each row of one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)

from education.content.models import Topic
from education.people.models import Role, User
from education.publishing.models import LivePage, Schedule
from education.review.models import Review
from education.review.queues import (
    held_count,
    open_tasks,
    place_left,
    signed_count,
    waits_for_a_specialist,
)
from education.review.states import State
from education.staff.permissions import roles_of
from education.staff.queues import Queue, fields_of, may_judge


class _Counted(Subquery):
    """How many rows a query finds."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def counts_for(user: User, queues: Iterable[Queue]) -> dict[str, int]:
    """Return how many rows each queue holds for a person, in one query for all of them."""
    counted = {
        q.name: _Counted(q.rows(user).order_by().values("pk")) for q in queues if q.row in _DETAILS
    }
    if not counted:
        return {}
    found: dict[str, int] = (
        User.objects.filter(pk=user.pk)
        .annotate(**{f"in_{name}": count for name, count in counted.items()})
        .values(*(f"in_{name}" for name in counted))
        .get()
    )
    # A queue that can hold nothing for this person is not even asked about.
    return {name: found[f"in_{name}"] or 0 for name in counted}


def shown(queue: Queue, keys: Iterable[int], user: User) -> list[Any]:
    """Return the rows with these keys, in this order, with all that a list shows of each."""
    wanted = list(keys)
    if not wanted:
        return []
    found = {row.pk: row for row in _DETAILS[queue.row](user).filter(pk__in=wanted)}
    return [found[key] for key in wanted if key in found]


def add_holders(rows: Iterable[Any]) -> None:
    """Add to each review its open tasks as ``tasks``, in one query for all of them."""
    reviews = [row for row in rows if isinstance(row, Review)]
    tasks = open_tasks().select_related("person").order_by("at", "pk")
    if reviews:
        prefetch_related_objects(reviews, Prefetch("assignments", queryset=tasks, to_attr="tasks"))


def _reviews(user: User) -> QuerySet[Any]:
    rows: QuerySet[Any] = Review.objects.annotate(signed=signed_count(), held=held_count())
    rows = rows.annotate(can_take=can_take(user))
    return rows.select_related("topic__owner", "claim", "submitted_by").defer(
        "manuscript", "findings", "topic__key_points", "topic__aim"
    )


def can_take(user: User) -> Case:
    """Whether this person may take a review as a task now, as the verb will ask again."""
    no = Value(False, output_field=BooleanField())
    if Role.CLINICIAN not in roles_of(user):
        return Case(default=no)
    own = open_tasks().filter(person=user, review=OuterRef("pk"))
    open_to_me = Q(state=State.OPEN) & place_left() & may_judge(user) & Q(~Exists(own))
    fields = fields_of(user).values("specialty__slug")
    for_others = waits_for_a_specialist() & ~Q(specialty__in=fields)
    return Case(When(open_to_me & ~for_others, then=Value(True)), default=no)


def _live_pages(user: User) -> QuerySet[Any]:
    waiting = Review.objects.filter(topic=OuterRef("topic"), state=State.OPEN)
    return (
        LivePage.objects.annotate(is_in_review=Exists(waiting))
        .select_related("edition__review", "topic__owner")
        .defer("edition__manuscript", "edition__review__manuscript", "edition__review__findings")
    )


def _schedules(user: User) -> QuerySet[Any]:
    rows: QuerySet[Any] = Schedule.objects.select_related("by", "review", "review__topic")
    return rows.defer("review__manuscript", "review__findings")


def _drafts(user: User) -> QuerySet[Any]:
    rows: QuerySet[Any] = Topic.objects.select_related("specialty", "owner")
    return rows.prefetch_related("sections", "codes")


_DETAILS: dict[str, Callable[[User], QuerySet[Any]]] = {
    "review": _reviews,
    "task": _reviews,
    "claim": _reviews,
    "page": _live_pages,
    "schedule": _schedules,
    "draft": _drafts,
}
