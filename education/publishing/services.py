"""The verbs of publishing: publish now or at a time, call that off, reaffirm.

Same shape as the review's verbs: transaction → lock → person → state → blocks → write → audit.
Beside them, and exported from here: taking down (``withdrawing``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, overload

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent
from education.checks.registry import inspect
from education.errors import Blocked, NotAllowed, Refused, WrongState
from education.evidence.models import Claim
from education.people.models import Credential, Role, User
from education.people.rules import has_role
from education.people.services import Proof, system_user
from education.publishing.fitness import fit_to_publish, last_review, signed_any_of, suffice
from education.publishing.index import services as index
from education.publishing.models import Edition, EditionClaim, LivePage, Schedule
from education.publishing.withdrawing import (
    LONGEST_REFERENCE,
    end_schedules,
    expire,
    pages_with_claim,
    set_aside,
    still_live,
    take_down,
    translations_of,
    translations_of_claim,
    withdraw,
    withdraw_claim,
)
from education.review.models import Meaning, Review, SignOff
from education.review.rules import add_months, lapse_day
from education.review.services import Interests, mark_published, sign_reaffirmation
from education.review.standing import fallen_sources
from education.review.states import State
from education.review.surroundings import surroundings

__all__ = [
    "LONGEST_REFERENCE",
    "expire",
    "last_review",
    "pages_with_claim",
    "set_aside",
    "signed_any_of",
    "take_down",
    "translations_of",
    "translations_of_claim",
    "withdraw",
    "withdraw_claim",
]


@overload
def publish(review: Review, *, by: User) -> Edition: ...


@overload
def publish(review: Review, *, by: User, at: datetime) -> Schedule: ...


def publish(review: Review, *, by: User, at: datetime | None = None) -> Edition | Schedule:
    """Make the signed text of a review the page that patients read: now, or ``at`` a later time.

    What is published is the review's frozen manuscript, however far the draft has moved on.
    Raises ``NotAllowed``, ``WrongState``, or ``Blocked`` naming each claim that is not signed.
    """
    return _publish(review, by) if at is None else _schedule(review, by, at)


def _publish(review: Review, by: User) -> Edition:
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        page, claim_reviews = fit_to_publish(review, by, timezone.now().date())
        topic_id = review.topic_id or 0  # A claim's review was refused just now.
        edition = Edition.objects.create(
            topic_id=topic_id,
            number=_next_number(topic_id),
            review=review,
            manuscript=review.manuscript,
            fingerprint=review.fingerprint,
            language=page.language,
            slug=page.slug,
            title=page.title,
            kind=page.kind,
            answer=page.answer,
            published_by=by,
            published_at=timezone.now(),
        )
        embedded = [_embed(edition, claim_review) for claim_review in claim_reviews]
        live = _point_to(edition, review)
        index.put([edition])
        chain.record(
            "page.published",
            actor=by,
            subject=edition,
            wrote=[
                *(edition, *embedded, live, mark_published(review)),
                *end_schedules(review, Schedule.Outcome.PUBLISHED),
                *_overtaken_by(review),
            ],
            fingerprint=edition.fingerprint,
        )
        return edition


def _overtaken_by(review: Review) -> list[Any]:
    """Set aside the signed texts that are older than one just published: they go nowhere now."""
    older = Review.objects.filter(topic=review.topic_id, pk__lt=review.pk, state=State.SIGNED)
    why = "A newer text of this page was published."
    return set_aside(list(older), why=why)


def _schedule(review: Review, by: User, at: datetime) -> Schedule:
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        on = at.astimezone(UTC).date()
        fit_to_publish(review, by, on)
        if at <= timezone.now():
            raise Blocked(["That time is past: choose a later one, or publish now."])
        live = LivePage.objects.filter(topic=review.topic_id, lapses_on__lt=on).first()
        if live is not None:
            raise Blocked(
                [
                    f"The page that patients read now takes itself down after {live.lapses_on}, "
                    "and this text would have to be signed again: choose an earlier time."
                ]
            )
        if review.schedules.filter(outcome="").exists():
            raise WrongState("This page is scheduled already: cancel that first.")
        row = Schedule.objects.create(review=review, by=by, at=timezone.now(), publish_at=at)
        chain.record(
            "page.scheduled", actor=by, subject=review, wrote=[row], publish_at=at.isoformat()
        )
        return row


def cancel_schedule(schedule: Schedule, *, by: User) -> Schedule:
    """Call off a publication that is still to come."""
    with chain.writing():
        schedule = Schedule.objects.select_related("review").get(pk=schedule.pk)
        if not has_role(by, Role.PUBLISHER, Role.COORDINATOR, Role.CLINICIAN):
            raise NotAllowed("Only publishers, coordinators and clinicians call off a publication.")
        if schedule.outcome:
            raise WrongState("This publication is not to come any more.")
        end_schedules(schedule.review, Schedule.Outcome.CANCELLED)
        schedule.refresh_from_db()
        chain.record("page.schedule_cancelled", actor=by, subject=schedule.review, wrote=[schedule])
        return schedule


def publish_scheduled(schedule: Schedule) -> Edition | None:
    """Publish what is due, in the name of who scheduled it; None when it cannot be any more.

    The same questions are asked as at the desk, on this day: a publisher who left since, or a
    claim withdrawn since, ends the schedule with the reason, for the coordinator to see. So does
    a refusal of the database itself: one page that cannot go up keeps no other from it.
    """
    with chain.writing():
        schedule = Schedule.objects.select_related("review", "by").get(pk=schedule.pk)
        if schedule.outcome or schedule.publish_at > timezone.now() or not _was_ordered(schedule):
            return None
        try:
            with transaction.atomic():
                return _publish(schedule.review, schedule.by)
        except (Refused, IntegrityError) as refusal:
            why = str(refusal).partition("\n")[0]
            ended = end_schedules(schedule.review, Schedule.Outcome.FAILED, why=why)
            chain.record(
                "page.schedule_failed",
                actor=system_user(),
                subject=schedule.review,
                wrote=ended,
                why=why,
            )
            return None


def _was_ordered(schedule: Schedule) -> bool:
    """Tell whether the trail knows this schedule exactly so; a planted one publishes nothing."""
    events = AuditEvent.objects.filter(
        action="page.scheduled",
        actor=schedule.by_id,
        subject=chain.reference(schedule.review),
    )
    name, digest = chain.reference(schedule), chain.digest(schedule)
    return any(event.rows.get(name) == digest for event in events)


def _embed(edition: Edition, review: Review) -> EditionClaim:
    return EditionClaim.objects.create(
        edition=edition,
        claim=Claim.objects.get(reviews=review),
        review=review,
        fingerprint=review.fingerprint,
    )


def _next_number(topic_id: int) -> int:
    last = Edition.objects.filter(topic_id=topic_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _point_to(edition: Edition, review: Review) -> LivePage:
    live = LivePage.objects.filter(topic_id=edition.topic_id).first() or LivePage(
        topic_id=edition.topic_id
    )
    live.edition, live.language, live.slug = edition, edition.language, edition.slug
    return _reviewed(live, review, last_review(review))


def _reviewed(live: LivePage, review: Review, at: datetime) -> LivePage:
    live.reviewed_at = at
    live.review_due = add_months(at.date(), review.valid_months)
    live.lapses_on = lapse_day(live.review_due, review.grace_days)
    live.save()
    return live


def reaffirm(
    live_page: LivePage,
    *,
    by: User,
    credential: Credential,
    interests: Interests,
    proof: Proof,
) -> SignOff:
    """Sign that the live page was reviewed and needs no change; moves *last reviewed*.

    A page that needed two signatures moves when as many clinicians have reaffirmed it. Refused
    when today's checks would block the text, or when a source it shows has been retracted.
    """
    with chain.writing():
        live = still_live(live_page)
        review = live.edition.review
        signature = sign_reaffirmation(
            review, by=by, credential=credential, interests=interests, proof=proof
        )
        page = live.edition.page()
        blocks = [f for f in inspect(page, surroundings(page.topic_id)) if f.level == "block"]
        reasons = [f"{f.check} at {f.anchor}: {f.message}" for f in blocks]
        reasons += fallen_sources(page)
        if reasons:
            raise Blocked(reasons)
        since = review.sign_offs.filter(
            meaning=Meaning.REVIEWED_NO_CHANGE, revocation=None, signed_at__gt=live.reviewed_at
        )
        wrote: list[Any] = [signature]
        if suffice(list(since), review):
            wrote.append(_reviewed(live, review, signature.signed_at))
        chain.record("page.reaffirmed", actor=by, subject=live.edition, wrote=wrote)
        return signature
