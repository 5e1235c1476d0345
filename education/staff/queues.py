"""What waits for whom: the desk's queues, as QuerySets that stay cheap with 10,000 reviews.

``Queue.rows`` says which rows there are and in what order, and nothing else, so that counting stays
cheap; ``rows.shown`` adds what a row shows, for the few rows of one page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.urls import reverse

from education.content.models import Topic
from education.people.models import Credential, CredentialSpecialty, Role, User
from education.publishing.models import LivePage, Schedule
from education.review.models import Review
from education.review.queues import (
    approved_by,
    held_count,
    in_conflict,
    open_reviews,
    open_tasks,
    place_left,
    signed_count,
    tasks_shown_to,
    today,
    usable_credentials,
    waits_for_a_specialist,
    written_by,
)
from education.review.states import State
from education.staff.permissions import roles_of

#: How long before its review is due a live page is put on the list.
SOON = timedelta(days=60)


def _pages(state: State) -> QuerySet[Review]:
    return Review.objects.filter(state=state, topic__isnull=False).order_by("due_on", "pk")


def may_judge(user: User) -> Q:
    """Reviews that this person may sign, as far as person and text go."""
    holder = usable_credentials(today()).filter(user=user)
    no_bar = ~written_by(user) & Q(~approved_by(user)) & Q(~in_conflict(user))
    return no_bar & Q(Exists(holder))


def fields_of(user: User) -> QuerySet[Any]:
    """The specialties in which this person may sign today."""
    return CredentialSpecialty.objects.filter(
        credential__in=usable_credentials(today()).filter(user=user)
    )


def mine(user: User) -> QuerySet[Review]:
    """Open reviews that are this person's task, or that of somebody they stand in for today.

    A deputy is not shown what they may not judge, such as a text of their own.
    """
    own = open_tasks().filter(person=user, review=OuterRef("pk"))
    return (
        open_reviews()
        .filter(tasks_shown_to(user), Q(Exists(own)) | may_judge(user))
        .exclude(approved_by(user))
    )


def to_sign(user: User) -> QuerySet[Review]:
    """Open pages that this clinician may sign beside their own tasks, their specialty first."""
    if Role.CLINICIAN not in roles_of(user):
        return Review.objects.none()
    fields = fields_of(user)
    rank = Case(
        When(topic__specialty__in=fields.values("specialty"), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    own = open_tasks().filter(person=user, review=OuterRef("pk"))
    for_others = waits_for_a_specialist() & ~Q(specialty__in=fields.values("specialty__slug"))
    return (
        _pages(State.OPEN)
        .filter(~Exists(own), may_judge(user))
        .alias(signed=signed_count())
        .exclude(for_others)
        .alias(rank=rank)
        .order_by("rank", "due_on", "pk")
    )


def unassigned(user: User) -> QuerySet[Review]:
    """Open pages that need a colleague more than have them as a task or signed them."""
    counted = _pages(State.OPEN).alias(signed=signed_count(), held=held_count())
    return counted.filter(place_left())


def sent_back(user: User) -> QuerySet[Review]:
    """The user's own pages that a clinician sent back."""
    return waiting_on_author(user).filter(Q(topic__owner=user) | Q(submitted_by=user))


def to_publish(user: User) -> QuerySet[Review]:
    """Signed pages that nobody has published yet, nor set a time for."""
    to_come = Schedule.objects.filter(review=OuterRef("pk"), outcome="")
    return _pages(State.SIGNED).filter(~Exists(to_come))


def scheduled(user: User) -> QuerySet[Schedule]:
    """Publications to come, and those that failed while their text still waits."""
    newer = Schedule.objects.filter(review=OuterRef("review"), pk__gt=OuterRef("pk"))
    failed = Q(outcome=Schedule.Outcome.FAILED, review__state=State.SIGNED) & ~Exists(newer)
    return Schedule.objects.filter(Q(outcome="") | failed).order_by("publish_at", "pk")


def all_open(user: User) -> QuerySet[Review]:
    """Every page that waits for signatures."""
    return _pages(State.OPEN)


def open_claims(user: User) -> QuerySet[Review]:
    """Claims that wait for a signature of their own."""
    return open_reviews().filter(claim__isnull=False)


def waiting_on_author(user: User) -> QuerySet[Review]:
    """Pages that were sent back and not submitted again."""
    newer = Review.objects.filter(topic=OuterRef("topic"), pk__gt=OuterRef("pk"))
    return Review.objects.filter(
        ~Exists(newer),
        topic__isnull=False,
        state__in=[State.CHANGES_REQUESTED, State.DECLINED],
    ).order_by("submitted_at", "pk")


def overdue(user: User) -> QuerySet[Review]:
    """Pages that should have been signed by now."""
    return all_open(user).filter(due_on__lt=today())


def due_soon(user: User) -> QuerySet[LivePage]:
    """Live pages whose next review is due within 60 days, or past."""
    return LivePage.objects.filter(review_due__lte=today() + SOON).order_by("review_due", "pk")


def my_drafts(user: User) -> QuerySet[Topic]:
    """The user's pages that were never submitted, newest first."""
    submitted = Review.objects.filter(topic=OuterRef("pk"))
    found: QuerySet[Topic] = Topic.objects.filter(~Exists(submitted), owner=user)
    return found.order_by("-pk")


@dataclass(frozen=True, slots=True)
class Queue:
    """A named list at the desk."""

    name: str
    title: str
    empty: str
    rows: Callable[[User], QuerySet[Any]]
    #: Whose own task it is; everyone at the desk may look at every queue.
    tasks_of: frozenset[Role] = frozenset()
    #: A list of one's own, offered to nobody else.
    is_own: bool = False
    #: What its rows are: "review" (of a page), "task" (of a page or claim), "claim", "page" (live),
    #: "schedule", "draft" or "credential".
    row: str = "review"

    @property
    def address(self) -> str:
        """Its path."""
        if self.row == "credential":
            return reverse("desk:credentials")
        return reverse("desk:queue", args=[self.name])


QUEUES: dict[str, Queue] = {
    q.name: q
    for q in (
        Queue(
            "mine",
            "Assigned to me",
            "Nothing is assigned to you, or to anybody you stand in for today.",
            mine,
            frozenset({Role.CLINICIAN}),
            is_own=True,
            row="task",
        ),
        Queue(
            "sign",
            "You may also sign",
            "Nothing else waits for a signature that you could give.",
            to_sign,
            frozenset({Role.CLINICIAN}),
            is_own=True,
        ),
        Queue(
            "back",
            "Sent back to you",
            "Nothing was sent back to you.",
            sent_back,
            frozenset({Role.AUTHOR}),
            is_own=True,
        ),
        Queue(
            "drafts",
            "Your drafts",
            "You have no drafts that were never submitted.",
            my_drafts,
            frozenset({Role.AUTHOR}),
            is_own=True,
            row="draft",
        ),
        Queue(
            "publish",
            "Signed, to publish",
            "No signed page waits to be published.",
            to_publish,
            frozenset({Role.PUBLISHER, Role.COORDINATOR}),
        ),
        Queue(
            "scheduled",
            "Scheduled",
            "No publication is scheduled.",
            scheduled,
            frozenset({Role.PUBLISHER, Role.COORDINATOR}),
            row="schedule",
        ),
        Queue(
            "unassigned",
            "Unassigned",
            "Every open page has as many colleagues as it needs.",
            unassigned,
            frozenset({Role.COORDINATOR}),
        ),
        Queue(
            "overdue",
            "Overdue",
            "No signature is overdue.",
            overdue,
            frozenset({Role.COORDINATOR}),
        ),
        Queue(
            "open",
            "All open",
            "No page waits for signatures.",
            all_open,
            frozenset({Role.AUDITOR}),
        ),
        Queue(
            "claims",
            "Open claims",
            "No claim waits for a signature of its own.",
            open_claims,
            row="claim",
        ),
        Queue(
            "waiting",
            "Waiting on author",
            "No page waits for its author.",
            waiting_on_author,
            frozenset({Role.COORDINATOR}),
        ),
        Queue(
            "due",
            "Review due in 60 days",
            "No live page is due for review within 60 days.",
            due_soon,
            frozenset({Role.COORDINATOR, Role.AUDITOR}),
            row="page",
        ),
    )
}


#: A list of its own kind (``credentials``), beside the queues of those who look after it.
CREDENTIALS = Queue(
    "credentials",
    "Registrations",
    "No registration ends within 60 days, and nobody who signed has left.",
    lambda user: Credential.objects.none(),
    frozenset({Role.COORDINATOR, Role.AUDITOR}),
    is_own=True,
    row="credential",
)


def tasks_of(user: User) -> Iterable[Queue]:
    """Return the queues that are this person's own tasks, in the desk's order."""
    held = roles_of(user)
    return [q for q in QUEUES.values() if q.tasks_of & held]


def offered_to(user: User) -> Iterable[Queue]:
    """Return the queues this person is shown a way to: everyone's, and their own."""
    held = roles_of(user)
    every = [*QUEUES.values(), CREDENTIALS]
    return [q for q in every if not q.is_own or q.tasks_of & held]
