"""What waits for whom: the desk's queues, as QuerySets that stay cheap with 10,000 reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone

from education.content.models import Topic
from education.people.models import Credential, Role, User
from education.publishing.models import LivePage, Schedule
from education.review.models import Meaning, Review
from education.review.states import State
from education.staff.admin_evidence import claim_number
from education.staff.permissions import roles_of

#: How long before its review is due a live page is put on the list.
SOON = timedelta(days=60)


def today() -> date:
    """Return the day it is (UTC), as review dates are counted."""
    return timezone.now().date()


def _reviews() -> QuerySet[Review]:
    """Reviews as a row of a queue shows them: signatures counted, people and titles at hand."""
    given = Count(
        "sign_offs",
        filter=~Q(sign_offs__meaning=Meaning.REVIEWED_NO_CHANGE)
        & Q(sign_offs__revocation__isnull=True),
    )
    return (
        Review.objects.select_related("topic", "claim", "submitted_by")
        .defer("manuscript", "findings", "topic__key_points", "topic__aim")
        .annotate(signed=given)
    )


def _newest_of_topic() -> Combinable:
    newer = Review.objects.filter(topic=OuterRef("topic"), pk__gt=OuterRef("pk"))
    return Q(topic__isnull=False) & ~Exists(newer)


def to_sign(user: User) -> QuerySet[Review]:
    """Open pages that this clinician may sign, those in their own specialty first."""
    if Role.CLINICIAN not in roles_of(user):
        return _reviews().none()
    waiting = Review.objects.filter(state=State.OPEN, topic__isnull=False).exclude(
        sign_offs__signer=user
    )
    # Who contributed stands in a JSON list; neither database can search it alike, so it is read
    # here without the texts.
    written = [
        pk
        for pk, contributors, by in waiting.values_list("pk", "contributors", "submitted_by_id")
        if user.pk in contributors or user.pk == by
    ]
    fields = {
        slug
        for slug in user.credentials.values_list("specialties__specialty__slug", flat=True)
        if slug
    }
    rank = Case(
        When(topic__specialty__slug__in=fields, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    offered = _reviews().filter(pk__in=waiting.values("pk")).exclude(pk__in=written)
    return offered.annotate(rank=rank).order_by("rank", "due_on", "pk")


def sent_back(user: User) -> QuerySet[Review]:
    """The user's own pages that a clinician sent back."""
    return waiting_on_author(user).filter(Q(topic__owner=user) | Q(submitted_by=user))


def to_publish(user: User) -> QuerySet[Review]:
    """Signed pages that nobody has published yet, nor set a time for."""
    signed = _reviews().filter(state=State.SIGNED, topic__isnull=False)
    to_come = Schedule.objects.filter(review=OuterRef("pk"), outcome="")
    return signed.filter(~Exists(to_come)).order_by("due_on", "pk")


def scheduled(user: User) -> QuerySet[Schedule]:
    """Publications to come, and those that failed while their text still waits."""
    newer = Schedule.objects.filter(review=OuterRef("review"), pk__gt=OuterRef("pk"))
    failed = Q(outcome=Schedule.Outcome.FAILED, review__state=State.SIGNED) & ~Exists(newer)
    return (
        Schedule.objects.filter(Q(outcome="") | failed)
        .select_related("by", "review", "review__topic")
        .defer("review__manuscript", "review__findings")
        .order_by("publish_at", "pk")
    )


def all_open(user: User) -> QuerySet[Review]:
    """Every page that waits for signatures."""
    return _reviews().filter(state=State.OPEN, topic__isnull=False).order_by("due_on", "pk")


def open_claims(user: User) -> QuerySet[Review]:
    """Claims that wait for a signature of their own."""
    return _reviews().filter(state=State.OPEN, claim__isnull=False).order_by("due_on", "pk")


def waiting_on_author(user: User) -> QuerySet[Review]:
    """Pages that were sent back and not submitted again."""
    return (
        _reviews()
        .filter(_newest_of_topic(), state__in=[State.CHANGES_REQUESTED, State.DECLINED])
        .order_by("submitted_at", "pk")
    )


def overdue(user: User) -> QuerySet[Review]:
    """Pages that should have been signed by now."""
    return all_open(user).filter(due_on__lt=today())


def due_soon(user: User) -> QuerySet[LivePage]:
    """Live pages whose next review is due within 60 days, or past."""
    return (
        LivePage.objects.filter(review_due__lte=today() + SOON)
        .select_related("edition", "edition__review", "topic", "topic__owner")
        .defer("edition__manuscript", "edition__review__manuscript")
        .order_by("review_due", "pk")
    )


def my_drafts(user: User) -> QuerySet[Topic]:
    """The user's pages that were never submitted, newest first."""
    return (
        Topic.objects.filter(owner=user)
        .exclude(Exists(Review.objects.filter(topic=OuterRef("pk"))))
        .select_related("specialty", "owner")
        .prefetch_related("sections", "codes")
        .order_by("-pk")
    )


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
    #: What its rows are: "review", "claim", "page" (live), "schedule" or "draft".
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
            "sign",
            "To sign",
            "Nothing waits for your signature.",
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
            frozenset({Role.COORDINATOR, Role.AUDITOR}),
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


def filters_of(queue: Queue) -> frozenset[str]:
    """Return what a queue can be narrowed by, beside words."""
    return frozenset(_PATHS[queue.row]) - {"words"}


#: Where a row of each sort keeps what the filters ask for.
_TOPIC = {
    "language": "topic__language",
    "risk_class": "topic__risk_class",
    "specialty": "topic__specialty__slug",
    "words": "topic__title__icontains",
}
_PATHS: dict[str, dict[str, str]] = {
    "review": _TOPIC,
    "page": _TOPIC,
    "schedule": {name: f"review__{path}" for name, path in _TOPIC.items()},
    "draft": {name: path.removeprefix("topic__") for name, path in _TOPIC.items()},
    "claim": {"language": "claim__language", "words": "claim__statement__icontains"},
}


def narrowed(queue: Queue, rows: QuerySet[Any], asked: dict[str, str]) -> QuerySet[Any]:
    """Keep the rows of a language, risk class or specialty, and those that hold the words."""
    paths = _PATHS[queue.row]
    wanted = {
        paths[name]: asked[name]
        for name in ("language", "risk_class", "specialty")
        if name in paths and asked.get(name)
    }
    rows = rows.filter(**wanted)
    words = asked.get("q", "").strip()
    number = claim_number(words)
    if queue.row == "claim" and number is not None:
        return rows.filter(claim=number)
    return rows.filter(**{paths["words"]: words}) if words else rows
