"""The verbs of publishing: publish now or at a time, reaffirm, withdraw, withdraw a claim, expire.

Same shape as the review's verbs: transaction → lock → person → state → blocks → write → audit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any, overload

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
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
from education.review.standing import fallen_sources
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
        page, claim_reviews = _fit_to_publish(review, by, timezone.now().date())
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


def set_aside(reviews: Sequence[Review], *, why: str = "") -> list[Any]:
    """Supersede reviews and call off their publications, inside the verb that makes it so."""
    ended = [s for r in reviews for s in _end_schedules(r, Schedule.Outcome.CANCELLED, why=why)]
    return [*ended, *supersede(reviews)]


def _fit_to_publish(review: Review, by: User, on: date) -> tuple[Manuscript, list[Review]]:
    """Return the page and its claims' signed reviews, or raise what keeps it from readers."""
    _require_publisher(review, by)
    _refuse_older_than_live(review)
    if not review.topic_id or leads_to(review.state, Action.PUBLISH) is None:
        raise WrongState(
            f"This review is “{review.get_state_display()}”; only a signed page is published."
        )
    page = review.page()
    claim_reviews = _signed_claims(page)
    _refuse_taken_address(review, page)
    _refuse_lapsed_signatures([review, *claim_reviews])
    _refuse_outlived(review, on)
    if fallen := fallen_sources(page):
        raise Blocked(fallen)
    return page, claim_reviews


def _schedule(review: Review, by: User, at: datetime) -> Schedule:
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        on = at.astimezone(UTC).date()
        _fit_to_publish(review, by, on)
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
        _end_schedules(schedule.review, Schedule.Outcome.CANCELLED)
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
            ended = _end_schedules(schedule.review, Schedule.Outcome.FAILED, why=why)
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
    if not review.publisher_may_sign and signed_any_of(review, by):
        raise NotAllowed("You signed this page, and its policy asks that somebody else publishes.")


def signed_any_of(review: Review, person: User) -> bool:
    """Tell whether a person signed a page's review, or one of the claims in it."""
    claims = [claim.fingerprint() for claim in review.page().claims] if review.topic_id else []
    of_claims = Q(review__claim__isnull=False, review__fingerprint__in=claims)
    signed = SignOff.objects.filter(Q(review=review) | of_claims, signer=person)
    return signed.filter(revocation=None).exists()


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


def _refuse_outlived(review: Review, on: date) -> None:
    """A review that waited until its own date is no review of the day it would go up."""
    due = add_months(last_review(review).date(), review.valid_months)
    if due < on:
        raise Blocked(
            [f"The next review of this text is due on {due}, before that day: submit it again."]
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


def last_review(review: Review, *, without: SignOff | None = None) -> datetime:
    """Return when the last full review of a signed text was completed, by what stands today.

    That is its approval, or the last time that enough colleagues have reaffirmed it. ``without``
    leaves one reaffirmation out, as if it had been taken back.
    """
    at: datetime = review.approvals().aggregate(last=Max("signed_at"))["last"]
    since: list[SignOff] = []
    again = review.sign_offs.filter(meaning=Meaning.REVIEWED_NO_CHANGE, revocation=None)
    for signature in again.order_by("signed_at", "pk"):
        if without is None or signature.pk != without.pk:
            since.append(signature)
        if _suffice(since, review):
            at, since = signature.signed_at, []
    return at


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
        live = _still_live(live_page)
        review = live.edition.review
        signature = sign_reaffirmation(
            review, by=by, credential=credential, interests=interests, proof=proof
        )
        page = live.edition.page()
        blocks = [f for f in inspect(page) if f.level == "block"]
        reasons = [f"{f.check} at {f.anchor}: {f.message}" for f in blocks]
        reasons += fallen_sources(page)
        if reasons:
            raise Blocked(reasons)
        since = review.sign_offs.filter(
            meaning=Meaning.REVIEWED_NO_CHANGE, revocation=None, signed_at__gt=live.reviewed_at
        )
        wrote: list[Any] = [signature]
        if _suffice(list(since), review):
            wrote.append(_reviewed(live, review, signature.signed_at))
        chain.record("page.reaffirmed", actor=by, subject=live.edition, wrote=wrote)
        return signature


def _suffice(since: Sequence[SignOff], review: Review) -> bool:
    """Tell whether a page was reaffirmed by as many, and by a specialist, as its policy asks."""
    signers = {s.signer_id for s in since}
    specialist = not lacks_specialist(review.specialty, [s.specialties for s in since], 0)
    return len(signers) >= review.required_sign_offs and specialist


def _still_live(live_page: LivePage) -> LivePage:
    live = LivePage.objects.select_related("edition__review").filter(pk=live_page.pk).first()
    if live is None:
        raise WrongState("This page is not live any more.")
    return live


LONGEST_REFERENCE = 200
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
    also: Collection[LivePage] = (),
) -> Withdrawal:
    """Take a live page down, at once. Readers get ``notice`` instead (410).

    An empty notice uses the standard words for the kind. Putting the page back needs a new
    submission and fresh signatures: its signed and open reviews are set aside. ``alerted_at`` and
    ``reference`` say when, and by what, the clinic heard that something is wrong, for the report
    on how fast it acted. ``also`` are the same page in other languages, taken down in the same
    act; their readers get the standard words, in their own language.
    """
    with chain.writing():
        if not has_role(by, *_MAY_WITHDRAW):
            raise NotAllowed("Only clinicians, publishers and coordinators take pages down.")
        live = _still_live(live_page)
        words = notice_for(kind, notice)
        reference = _alert(alerted_at, reference)
        if replacement is not None and replacement.pk == live.topic_id:
            raise Blocked(["A page does not take its own place: name another one."])
        others = {page.pk: page for page in translations_of(live)}
        wanted = {page.pk for page in also}
        if LivePage.objects.filter(pk__in=wanted - others.keys()).exists():
            raise Blocked(["Only the same page in other languages goes down with it."])
        alert: dict[str, Any] = {"alerted_at": alerted_at, "reference": reference}
        for pk in sorted(wanted & others.keys()):
            take_down(others[pk], by=by, kind=kind, notice=notice_for(kind, ""), **alert)
        return take_down(live, by=by, kind=kind, notice=words, replacement=replacement, **alert)


def _alert(alerted_at: datetime | None, reference: str) -> str:
    """Return the reference to keep, or raise what is wrong with it or with the alert's time."""
    reasons = []
    if alerted_at is not None and alerted_at > timezone.now():
        reasons.append("The alert cannot have come later than now: mend its time.")
    reference = " ".join(reference.split())
    if len(reference) > LONGEST_REFERENCE:
        reasons.append(f"Shorten the reference to {LONGEST_REFERENCE} characters.")
    if reasons:
        raise Blocked(reasons)
    return reference


def translations_of(live: LivePage) -> list[LivePage]:
    """Return the live pages that are the same page in other languages."""
    original = live.topic.translation_of_id or live.topic_id
    family = Q(topic=original) | Q(topic__translation_of=original)
    others = LivePage.objects.filter(family).exclude(pk=live.pk)
    return list(others.select_related("edition__review").order_by("language"))


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
    waiting = _falls_with(edition, kind)
    chain.record(
        "page.withdrawn",
        actor=by,
        subject=edition,
        wrote=[withdrawal, *set_aside(waiting, why="The page was taken down.")],
        deleted=[pointer],
        kind=kind,
        **_said_of(kind),
    )
    return withdrawal


def _falls_with(edition: Edition, kind: str) -> list[Review]:
    """Return the submissions of a page that are set aside when it is taken down.

    Signatures given before count no more, so what has one waits in vain. A page that was merely
    late leaves the submission that nobody has signed yet where it is: it is the way back.
    """
    waiting = Review.objects.filter(topic_id=edition.topic_id, state__in=[State.OPEN, State.SIGNED])
    if kind != Withdrawal.WithdrawalKind.EXPIRED:
        return list(waiting)
    return [review for review in waiting if review.sign_offs.exists()]


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


def translations_of_claim(claim: Claim) -> list[Claim]:
    """Return the claims that say the same in other languages."""
    original = claim.translation_of_id or claim.pk
    family = Q(pk=original) | Q(translation_of=original)
    return list(Claim.objects.filter(family).exclude(pk=claim.pk).order_by("language", "pk"))


def withdraw_claim(
    claim: Claim,
    *,
    by: User,
    kind: str,
    notice: str = "",
    alerted_at: datetime | None = None,
    reference: str = "",
    also: Collection[Claim] = (),
) -> list[Withdrawal]:
    """Void a claim's signatures and take down every live page that carries it, in one act.

    ``also`` are claims that say the same in other languages; their pages go as well, with the
    standard words.
    """
    with chain.writing():
        if not has_role(by, Role.CLINICIAN):
            raise NotAllowed("Only a clinician can withdraw a claim.")
        words, plain = notice_for(kind, notice), notice_for(kind, "")
        alert: dict[str, Any] = {
            "alerted_at": alerted_at,
            "reference": _alert(alerted_at, reference),
        }
        others = {one.pk: one for one in translations_of_claim(claim)}
        if any(one.pk not in others for one in also):
            raise Blocked(["Only the same claim in other languages is withdrawn with it."])
        if not _standing(claim) and not pages_with_claim(claim):
            raise WrongState(f"{claim.code} is neither signed nor on a live page.")
        gone = _void_claim(claim, by=by, kind=kind, notice=words, **alert)
        for one in also:
            gone += _void_claim(others[one.pk], by=by, kind=kind, notice=plain, **alert)
        return gone


def _standing(claim: Claim) -> list[Review]:
    standing = Review.objects.filter(claim=claim, state__in=[State.OPEN, State.SIGNED])
    return list(standing.order_by("pk"))


def _void_claim(claim: Claim, *, by: User, **how: Any) -> list[Withdrawal]:
    pages = pages_with_claim(claim)
    chain.record(
        "claim.withdrawn",
        actor=by,
        subject=claim,
        wrote=supersede(_standing(claim)),
        pages=[p.topic_id for p in pages],
    )
    return [take_down(p, by=by, claim=claim, **how) for p in pages]
