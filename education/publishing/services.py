"""The verbs of publishing: publish, reaffirm, withdraw, withdraw a claim.

Same shape as the review's verbs: transaction → lock → person → state → blocks → write → audit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from education.audit import chain
from education.checks.registry import inspect
from education.content.manuscript import Manuscript
from education.content.models import Topic
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Claim
from education.people.models import Credential, Role, User
from education.people.rules import has_role
from education.people.services import Proof
from education.publishing.models import Edition, EditionClaim, LivePage, Withdrawal
from education.publishing.notices import notice_for
from education.review.models import Meaning, Review, SignOff
from education.review.rules import POLICIES, add_months, lacks_specialist, lapse_day
from education.review.services import (
    Interests,
    mark_published,
    sign_reaffirmation,
    signed_claim_review,
    supersede,
)
from education.review.states import Action, State, leads_to


def publish(review: Review, *, by: User) -> Edition:
    """Make the signed text of a review the page that patients read.

    What is published is the review's frozen manuscript, however far the draft has moved on.
    Raises ``NotAllowed``, ``WrongState``, or ``Blocked`` naming each claim that is not signed.
    """
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
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
        edition = Edition.objects.create(
            topic_id=review.topic_id,
            number=_next_number(review.topic_id),
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
            wrote=[edition, *embedded, live, mark_published(review)],
            fingerprint=edition.fingerprint,
        )
        return edition


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
    may_sign = POLICIES[review.risk_class].publisher_may_sign
    if not may_sign and review.sign_offs.filter(signer=by).exists():
        raise NotAllowed("You signed this high-risk page, so somebody else has to publish it.")


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
            meaning=Meaning.REVIEWED_NO_CHANGE, signed_at__gt=live.reviewed_at
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
) -> Withdrawal:
    """Take a live page down, at once. Readers get ``notice`` instead (410).

    An empty notice uses the standard words for the kind. Putting the page back needs a new
    submission and fresh signatures: its signed and open reviews are set aside.
    """
    with chain.writing():
        if not has_role(by, *_MAY_WITHDRAW):
            raise NotAllowed("Only clinicians, publishers and coordinators take pages down.")
        live = _still_live(live_page)
        words = notice_for(kind, notice)
        return _take_down(live, by=by, kind=kind, notice=words, replacement=replacement)


def _take_down(
    live: LivePage,
    *,
    by: User,
    kind: str,
    notice: str,
    replacement: Topic | None = None,
    claim: Claim | None = None,
) -> Withdrawal:
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
    )
    waiting = Review.objects.filter(topic_id=edition.topic_id, state__in=[State.OPEN, State.SIGNED])
    chain.record(
        "page.withdrawn",
        actor=by,
        subject=edition,
        wrote=[withdrawal, *supersede(list(waiting))],
        deleted=[pointer],
        kind=kind,
    )
    return withdrawal


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
        return [_take_down(p, by=by, kind=kind, notice=words, claim=claim) for p in pages]
