"""To whom a review can be given: clinicians who may sign it, those in its specialty first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from education.people.models import Role, User
from education.review.models import APPROVING, Assignment, Review, SignOff
from education.review.queues import (
    conflicts,
    delegations_on,
    open_tasks,
    signed_count,
    today,
    usable_credentials,
    waits_for_a_specialist,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can have a review, and what a coordinator weighs."""

    person: User
    in_specialty: bool
    #: Reviews that this person has and has not signed yet.
    load: int
    #: The last day on which somebody stands in for them, when that is so today.
    away_until: date | None


def candidates(review: Review) -> list[Candidate]:
    """Return everybody who can have this review: those in its specialty, then by open load.

    Nobody who wrote any of it, signed it, has it already, declared a conflict or holds no
    registration; and nobody of another specialty for the one signature that has to be in it.
    """
    field = specialty_of(review)
    held = usable_credentials(today()).filter(user=OuterRef("pk"))
    offered = _able(review, held).annotate(
        in_specialty=Exists(held.filter(specialties__specialty__slug=field)),
        load=_load(),
        away_until=_away(),
    )
    waiting = Review.objects.filter(pk=review.pk).annotate(signed=signed_count())
    if waiting.filter(waits_for_a_specialist()).exists():
        offered = offered.filter(in_specialty=True)
    found = offered.order_by("-in_specialty", "load", "last_name", "first_name", "pk")
    return [Candidate(one, one.in_specialty, one.load, one.away_until) for one in found]


def specialty_of(review: Review) -> str:
    """Return the specialty that a review is in, also when no signature has to be in it."""
    if review.specialty or review.topic is None or review.topic.specialty is None:
        return review.specialty
    return review.topic.specialty.slug


def _able(review: Review, held: QuerySet[Any]) -> QuerySet[Any]:
    signed = SignOff.objects.filter(review=review, signer=OuterRef("pk"), meaning__in=APPROVING)
    has_it = Assignment.objects.filter(review=review, person=OuterRef("pk"), outcome="")
    declared = conflicts(review.pk, review.topic_id, review.claim_id)
    return User.objects.filter(
        Exists(held),
        ~Exists(signed),
        ~Exists(has_it),
        ~Exists(declared.filter(person=OuterRef("pk"))),
        ~Q(pk__in={*review.contributors, review.submitted_by_id}),
        is_active=True,
        groups__name=Role.CLINICIAN,
    )


def _load() -> Coalesce:
    tasks = open_tasks().filter(person=OuterRef("pk")).order_by().values("person")
    return Coalesce(Subquery(tasks.annotate(count=Count("pk")).values("count")), Value(0))


def _away() -> Subquery:
    absent = delegations_on(today()).filter(person=OuterRef("pk")).order_by().values("person")
    return Subquery(absent.annotate(until=Max("ends_on")).values("until"))
