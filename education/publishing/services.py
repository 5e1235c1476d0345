"""The verbs of publishing: publish now or at a time, reaffirm, withdraw, withdraw a claim, expire.

Same shape as the review's verbs: transaction → lock → person → state → blocks → write → audit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, overload

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent
from education.checks.registry import inspect
from education.content.manuscript import Manuscript
from education.content.models import Topic
from education.errors import Blocked, NotAllowed, Refused, WrongState
from education.evidence.models import Claim
from education.people.models import Credential, Role, User
from education.people.rules import has_role
from education.people.services import Proof, system_user
from education.publishing.models import Edition, EditionClaim, LivePage, Schedule, Withdrawal
from education.publishing.notices import notice_for
from education.review.models import STATEMENTS, Meaning, Review, SignOff
from education.review.rules import add_months, lacks_specialist, lapse_day
from education.review.services import (
    Interests,
    mark_published,
    sign_reaffirmation,
    signed_claim_review,
    supersede,
)
from education.review.states import Action, State, leads_to


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
        page, claim_reviews = _fit_to_publish(review, by)
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
        chain.record(
            "page.published",
            actor=by,
            subject=edition,
            wrote=[
                *(edition, *embedded, live, mark_published(review)),
                *_end_schedules(review, Schedule.Outcome.PUBLISHED),
            ],
            fingerprint=edition.fingerprint,
        )
        return edition


def _fit_to_publish(review: Review, by: User) -> tuple[Manuscript, list[Review]]:
    """Return the page and its claims' signed reviews, or raise what keeps it from readers."""
    _require_publisher(review, by)
    if not review.topic_id or leads_to(review.state, Action.PUBLISH) is None:
        raise WrongState(
            f"This review is “{review.get_state_display()}”; only a signed page is published."
        )
    page = review.page()
    claim_reviews = _signed_claims(page)
    _refuse_older_than_live(review)
    _refuse_taken_address(review, page)
    _refuse_lapsed_signatures([review, *claim_reviews])
    return page, claim_reviews


def _schedule(review: Review, by: User, at: datetime) -> Schedule:
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        _fit_to_publish(review, by)
        if at <= timezone.now():
            raise Blocked(["That time is past: choose a later one, or publish now."])
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
        _end_schedules(schedule.review, Schedule.Outcome.CANCELLED)
        schedule.refresh_from_db()
        chain.record("page.schedule_cancelled", actor=by, subject=schedule.review, wrote=[schedule])
        return schedule


def publish_scheduled(schedule: Schedule) -> Edition | None:
    """Publish what is due, in the name of who scheduled it; None when it cannot be any more.

    The same questions are asked as at the desk, on this day: a publisher who left since, or a
    claim withdrawn since, ends the schedule with the reason, for the coordinator to see.
    """
    with chain.writing():
        schedule = Schedule.objects.select_related("review", "by").get(pk=schedule.pk)
        if schedule.outcome or schedule.publish_at > timezone.now() or not _was_ordered(schedule):
            return None
        try:
            with transaction.atomic():
                return _publish(schedule.review, schedule.by)
        except Refused as refusal:
            ended = _end_schedules(schedule.review, Schedule.Outcome.FAILED, why=str(refusal))
            chain.record(
                "page.schedule_failed",
                actor=system_user(),
                subject=schedule.review,
                wrote=ended,
                why=str(refusal),
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


def _end_schedules(review: Review, outcome: str, *, why: str = "") -> list[Schedule]:
    ended = list(review.schedules.filter(outcome=""))
    for schedule in ended:
        schedule.ended_at, schedule.outcome, schedule.why = timezone.now(), outcome, why
        schedule.save()
    return ended


def _embed(edition: Edition, review: Review) -> EditionClaim:
    return EditionClaim.objects.create(
        edition=edition,
        claim=Claim.objects.get(reviews=review),
        review=review,
        fingerprint=review.fingerprint,
    )


def _require_publisher(review: Review, by: User) -> None:
    if not has_role(by, Role.PUBLISHER):
        raise NotAllowed("Only a publisher can publish: ask for the Publisher role.")
    if not review.publisher_may_sign and review.sign_offs.filter(signer=by).exists():
        raise NotAllowed("You signed this page, and its policy asks that somebody else publishes.")


def _signed_claims(page: Manuscript) -> list[Review]:
    found = [(claim, signed_claim_review(claim)) for claim in page.claims]
    missing = [
        f"{claim.code} has not been signed as it stands in this page: have it signed first."
        for claim, review in found
        if review is None
    ]
    marked = {c.claim_id for c in page.claims}
    missing += [
        f"C-{pk} is marked in the text, but there is no such claim: submit the page again."
        for pk in page.marked_claim_ids()
        if pk not in marked
    ]
    if missing:
        raise Blocked(missing)
    return [review for _, review in found if review is not None]


def _refuse_older_than_live(review: Review) -> None:
    newer = Edition.objects.filter(topic=review.topic_id, review__pk__gt=review.pk)
    if newer.exists():
        raise WrongState("A newer text of this page has been published already.")


def _refuse_taken_address(review: Review, page: Manuscript) -> None:
    at_address = LivePage.objects.filter(language=page.language, slug=page.slug)
    if at_address.exclude(topic=review.topic_id).exists():
        raise Blocked([f"Another live page stands at “{page.slug}”: give this page its own slug."])


def _refuse_lapsed_signatures(reviews: Sequence[Review]) -> None:
    """A registration that was since found to end before the signing takes its signature along."""
    lapsed = [
        f"The registration behind the signature of {signature} was not valid on the day: "
        f"have {review.subject_name} signed again."
        for review in reviews
        for signature in review.approvals().select_related("credential")
        if not signature.credential.is_valid_on(signature.signed_at.astimezone(UTC).date())
    ]
    if lapsed:
        raise Blocked(lapsed)


def _next_number(topic_id: int) -> int:
    last = Edition.objects.filter(topic_id=topic_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _point_to(edition: Edition, review: Review) -> LivePage:
    live = LivePage.objects.filter(topic_id=edition.topic_id).first() or LivePage(
        topic_id=edition.topic_id
    )
    live.edition, live.language, live.slug = edition, edition.language, edition.slug
    last = review.approvals().aggregate(last=Max("signed_at"))["last"]
    return _reviewed(live, review, last)


def _reviewed(live: LivePage, review: Review, at: Any) -> LivePage:
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
    when today's checks would block the text.
    """
    with chain.writing():
        live = _still_live(live_page)
        review = live.edition.review
        signature = sign_reaffirmation(
            review, by=by, credential=credential, interests=interests, proof=proof
        )
        blocks = [f for f in inspect(live.edition.page()) if f.level == "block"]
        if blocks:
            raise Blocked([f"{f.check} at {f.anchor}: {f.message}" for f in blocks])
        since = review.sign_offs.filter(
            meaning=Meaning.REVIEWED_NO_CHANGE, revocation=None, signed_at__gt=live.reviewed_at
        )
        wrote: list[Any] = [signature]
        if _suffice(since, review):
            wrote.append(_reviewed(live, review, signature.signed_at))
        chain.record("page.reaffirmed", actor=by, subject=live.edition, wrote=wrote)
        return signature


def _suffice(since: QuerySet[SignOff], review: Review) -> bool:
    """Tell whether a page was reaffirmed by as many, and by a specialist, as its policy asks."""
    signers = since.values("signer").distinct().count()
    specialist = not lacks_specialist(review.specialty, [s.specialties for s in since], 0)
    return signers >= review.required_sign_offs and specialist


def _still_live(live_page: LivePage) -> LivePage:
    live = LivePage.objects.select_related("edition__review").filter(pk=live_page.pk).first()
    if live is None:
        raise WrongState("This page is not live any more.")
    return live


_MAY_WITHDRAW = (Role.CLINICIAN, Role.PUBLISHER, Role.COORDINATOR)


def withdraw(
    live_page: LivePage,
    *,
    by: User,
    kind: str,
    notice: str = "",
    replacement: Topic | None = None,
    alerted_at: datetime | None = None,
    reference: str = "",
) -> Withdrawal:
    """Take a live page down, at once. Readers get ``notice`` instead (410).

    An empty notice uses the standard words for the kind. Putting the page back needs a new
    submission and fresh signatures: its signed and open reviews are set aside. ``alerted_at`` and
    ``reference`` say when, and by what, the clinic heard that something is wrong, for the report
    on how fast it acted.
    """
    with chain.writing():
        if not has_role(by, *_MAY_WITHDRAW):
            raise NotAllowed("Only clinicians, publishers and coordinators take pages down.")
        live = _still_live(live_page)
        words = notice_for(kind, notice)
        if alerted_at is not None and alerted_at > timezone.now():
            raise Blocked(["The alert cannot have come later than now: mend its time."])
        return take_down(
            live,
            by=by,
            kind=kind,
            notice=words,
            replacement=replacement,
            alerted_at=alerted_at,
            reference=reference.strip(),
        )


def expire(live_page: LivePage) -> Withdrawal | None:
    """Take down a page that outlived its review and its grace; None when it has not, or is gone."""
    with chain.writing():
        live = LivePage.objects.select_related("edition__review").filter(pk=live_page.pk).first()
        if live is None or live.lapses_on >= timezone.now().date():
            return None
        kind = Withdrawal.WithdrawalKind.EXPIRED
        return take_down(live, by=system_user(), kind=kind, notice=notice_for(kind, ""))


def take_down(
    live: LivePage,
    *,
    by: User,
    kind: str,
    notice: str,
    replacement: Topic | None = None,
    claim: Claim | None = None,
    alerted_at: datetime | None = None,
    reference: str = "",
) -> Withdrawal:
    """Replace a live page by its notice, inside the verb that may."""
    pointer, edition = chain.reference(live), live.edition
    live.delete()
    withdrawal = Withdrawal.objects.create(
        topic_id=edition.topic_id,
        edition=edition,
        claim=claim,
        kind=kind,
        notice=notice,
        replacement=replacement,
        by=by,
        at=timezone.now(),
        alerted_at=alerted_at,
        reference=reference,
    )
    waiting = Review.objects.filter(topic_id=edition.topic_id, state__in=[State.OPEN, State.SIGNED])
    chain.record(
        "page.withdrawn",
        actor=by,
        subject=edition,
        wrote=[
            withdrawal,
            *[s for r in waiting for s in _end_schedules(r, Schedule.Outcome.CANCELLED)],
            *supersede(list(waiting)),
        ],
        deleted=[pointer],
        kind=kind,
        **_said_of(kind),
    )
    return withdrawal


def _said_of(kind: str) -> dict[str, str]:
    """The sentence that stands for the act of taking down for safety (domain notes 5.4)."""
    if kind != Withdrawal.WithdrawalKind.SAFETY:
        return {}
    meaning = Meaning.EMERGENCY_WITHDRAWAL
    return {"meaning": meaning, "statement": STATEMENTS[meaning]}


def pages_with_claim(claim: Claim) -> list[LivePage]:
    """Return every live page whose edition carries this claim, in any of its texts."""
    carrying = EditionClaim.objects.filter(claim=claim).values("edition")
    return list(LivePage.objects.filter(edition__in=carrying).select_related("edition"))


def withdraw_claim(claim: Claim, *, by: User, kind: str, notice: str = "") -> list[Withdrawal]:
    """Void a claim's signatures and take down every live page that carries it, in one act."""
    with chain.writing():
        if not has_role(by, Role.CLINICIAN):
            raise NotAllowed("Only a clinician can withdraw a claim.")
        signed = list(
            Review.objects.filter(claim=claim, state__in=[State.OPEN, State.SIGNED]).order_by("pk")
        )
        pages = pages_with_claim(claim)
        if not signed and not pages:
            raise WrongState(f"{claim.code} is neither signed nor on a live page.")
        words = notice_for(kind, notice)
        chain.record(
            "claim.withdrawn",
            actor=by,
            subject=claim,
            wrote=supersede(signed),
            pages=[p.topic_id for p in pages],
        )
        return [take_down(p, by=by, kind=kind, notice=words, claim=claim) for p in pages]
