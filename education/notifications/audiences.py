"""Who the people are whom a rule names: read from the records that an audit event is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from education.audit.models import AuditEvent
from education.content.models import Topic
from education.notifications.rules import Audience
from education.people.models import Credential, Role, User
from education.publishing.models import Edition, Schedule
from education.review.models import (
    Assignment,
    Comment,
    Declaration,
    Delegation,
    Invitation,
    Review,
    SignOff,
)
from education.review.rules import DECLARATION_MONTHS, add_months

Ids = Iterable[int]


def split(reference: str) -> tuple[str, int]:
    """Return the table and the number of a ``table:pk`` of the trail."""
    table, _, pk = reference.partition(":")
    return table, int(pk) if pk.isdigit() else 0


class Case:
    """One audit event, and the records around it, each read once and only when asked for."""

    def __init__(self, event: AuditEvent) -> None:
        self.event = event
        self.table, self.pk = split(event.subject)

    @cached_property
    def review(self) -> Review | None:
        """The review the act is about: its subject, or what its edition came of."""
        found = Review.objects.select_related("topic")
        if self.table == "review":
            return found.filter(pk=self.pk).first()
        if self.table == "edition":
            return found.filter(edition=self.pk).first()
        return None

    @cached_property
    def invitation(self) -> Invitation | None:
        """The outside expert's invitation."""
        return Invitation.objects.filter(pk=self.event.data.get("invitation")).first()

    @property
    def contributors(self) -> set[int]:
        """Whoever may not judge the review."""
        review = self.review
        return {*review.contributors, review.submitted_by_id} if review else set()

    def written(self, table: str) -> list[int]:
        """Return the numbers of the rows of a table that the act wrote."""
        return [pk for name, pk in map(split, self.event.rows) if name == table]

    def pages(self) -> set[int]:
        """Return the topics the act reaches, beside its own."""
        data = self.event.data
        return {*data.get("pages", ()), *data.get("down", ()), *data.get("recalled", ())}


def people_of(audience: Audience, case: Case) -> set[int]:
    """Return who belongs to an audience, active or not."""
    return set(_FINDERS[audience](case))


def reachable(ids: Iterable[int]) -> QuerySet[User]:
    """Return those who work here and can be written to."""
    return User.objects.filter(pk__in=ids, is_active=True).exclude(email="").order_by("pk")


def _holders(role: Role) -> Callable[[Case], Ids]:
    def find(case: Case) -> Ids:
        return User.objects.filter(groups__name=role.value).values_list("pk", flat=True)

    return find


def _publishers(case: Case) -> Ids:
    if case.review is None or not case.review.topic_id:
        return []  # A claim is signed for the pages that carry it; nobody publishes it.
    return _holders(Role.PUBLISHER)(case)


def _owner(case: Case) -> Ids:
    found = list(Topic.objects.filter(pk__in=case.pages()).values_list("owner_id", flat=True))
    review = case.review
    if review is not None:
        found.append(review.topic.owner_id if review.topic else review.submitted_by_id)
    return found


def _submitter(case: Case) -> Ids:
    return [case.review.submitted_by_id] if case.review else []


def _signers(case: Case) -> Ids:
    """Whoever signed the text; of other pages that are reached, whoever signed the last edition."""
    reviews = [case.review.pk] if case.review else []
    newest: dict[int, int] = {}
    reached = Edition.objects.filter(topic__in=case.pages()).order_by("number")
    for topic, review in reached.values_list("topic_id", "review_id"):
        newest[topic] = review
    signed = SignOff.objects.filter(review__in=[*reviews, *newest.values()])
    return signed.values_list("signer_id", flat=True)


def _may_sign(case: Case) -> Ids:
    """Clinicians with a valid credential in the page's specialty, or in any when it has none."""
    review = case.review
    if review is None or not review.topic_id:
        return []
    day = case.event.at.date()
    held: QuerySet[Any] = Credential.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day
    )
    if specialty := review.page().specialty:
        held = held.filter(specialties__specialty__slug=specialty)
    since = add_months(day, -DECLARATION_MONTHS)
    conflicts = Declaration.objects.filter(
        Q(review=review) | Q(review__topic=review.topic_id, at__date__gte=since), conflict=True
    )
    clinicians = User.objects.filter(groups__name=Role.CLINICIAN.value)
    offered = clinicians.filter(pk__in=held.values("user")).exclude(
        pk__in=conflicts.values("person")
    )
    return set(offered.values_list("pk", flat=True)) - case.contributors


def _assignee(case: Case) -> Ids:
    return Assignment.objects.filter(pk__in=case.written("assignment"), outcome="").values_list(
        "person_id", flat=True
    )


def _deputy(case: Case) -> Ids:
    day = case.event.at.date()
    standing_in = Delegation.objects.filter(
        person__in=list(_assignee(case)), starts_on__lte=day, ends_on__gte=day, ended_at=None
    )
    return set(standing_in.values_list("deputy_id", flat=True)) - case.contributors


def _thread(case: Case) -> Ids:
    """Whoever spoke in the thread; for an outside expert, whoever invited them."""
    said = Comment.objects.filter(pk__in=case.written("comment"))
    roots = [parent or pk for pk, parent in said.values_list("pk", "parent_id")]
    in_thread = Comment.objects.filter(Q(pk__in=roots) | Q(parent__in=roots))
    pairs = in_thread.values_list("by_id", "invitation__invited_by_id")
    return {inviter or speaker for speaker, inviter in pairs}


def _inviter(case: Case) -> Ids:
    return [case.invitation.invited_by_id] if case.invitation else []


def _scheduler(case: Case) -> Ids:
    ended = Schedule.objects.filter(pk__in=case.written("schedule"))
    return ended.values_list("by_id", flat=True)


def _account(case: Case) -> Ids:
    return [case.pk] if case.table == "user" else []


_FINDERS: dict[Audience, Callable[[Case], Ids]] = {
    Audience.COORDINATORS: _holders(Role.COORDINATOR),
    Audience.ADMINISTRATORS: _holders(Role.ADMINISTRATOR),
    Audience.PUBLISHERS: _publishers,
    Audience.OWNER: _owner,
    Audience.SUBMITTER: _submitter,
    Audience.SIGNERS: _signers,
    Audience.MAY_SIGN: _may_sign,
    Audience.ASSIGNEE: _assignee,
    Audience.DEPUTY: _deputy,
    Audience.THREAD: _thread,
    Audience.INVITER: _inviter,
    Audience.SCHEDULER: _scheduler,
    Audience.ACCOUNT: _account,
    Audience.EXPERT: lambda case: [],  # Has no account: ``services`` writes to their address.
}
