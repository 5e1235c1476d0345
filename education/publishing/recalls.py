"""What reaches back to pages that are live: a signature taken back, a source that fell.

The same shape as the other verbs, and the same way down: ``services.take_down``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from education.audit import chain
from education.audit.history import acting
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Source
from education.people.models import Role, User
from education.people.rules import has_role
from education.publishing.models import Edition, EditionClaim, LivePage, Withdrawal
from education.publishing.notices import notice_for
from education.publishing.services import take_down
from education.review.guarding import move
from education.review.models import Review, Revocation, SignOff
from education.review.rules import lapse_day
from education.review.services import supersede
from education.review.states import Action, State, leads_to


def pages_resting_on(sign_off: SignOff) -> list[LivePage]:
    """Return the live pages that patients read on the strength of this signature."""
    review = sign_off.review
    if review.topic_id:
        editions = Edition.objects.filter(review=review)
    else:
        editions = Edition.objects.filter(edition_claims__review=review)
    found = LivePage.objects.filter(edition__in=editions.values("pk"))
    return list(found.select_related("edition__review").order_by("pk"))


def revoke(
    sign_off: SignOff,
    *,
    by: User,
    reason: str,
    kind: str = Withdrawal.WithdrawalKind.ERROR,
    notice: str = "",
) -> Revocation:
    """Take a signature back, as a new record; every live page that rests on it comes down.

    By the signer, or by a coordinator as the lead on governance. The text needs a fresh submission
    before anybody signs it again.
    """
    with chain.writing():
        sign_off = SignOff.objects.select_related("review").get(pk=sign_off.pk)
        review = sign_off.review
        own = sign_off.signer_id == by.pk and has_role(by, Role.CLINICIAN)
        if not own and not has_role(by, Role.COORDINATOR):
            raise NotAllowed("Only its signer or a coordinator takes a signature back.")
        if Revocation.objects.filter(sign_off=sign_off).exists():
            raise WrongState("This signature has been taken back already.")
        if leads_to(review.state, Action.REVOKE) is None:
            raise WrongState(
                f"This review is “{review.get_state_display()}”: nothing rests on its signatures."
            )
        if not reason.strip():
            raise Blocked(["Say why, so that colleagues know what was wrong."])
        words, pages = notice_for(kind, notice), pages_resting_on(sign_off)
        for page in pages:  # First: the database lets no page rest on a signature taken back.
            take_down(page, by=by, kind=kind, notice=words)
        row = Revocation.objects.create(
            sign_off=sign_off, by=by, at=timezone.now(), reason=reason.strip()
        )
        moved = [move(review, Action.REVOKE)] if review.state == State.SIGNED else []
        chain.record(
            "signature.revoked",
            actor=by,
            subject=review,
            wrote=[row, *moved],
            pages=[p.topic_id for p in pages],
        )
        return row


@dataclass(frozen=True, slots=True)
class Reach:
    """What a fallen source does: pages that go, and pages that are called back to review."""

    #: A claim on them rests on this source alone.
    down: tuple[LivePage, ...]
    #: Their claims have other sources too.
    recalled: tuple[LivePage, ...]
    #: Signed reviews of claims that rest on this source alone.
    claims: tuple[Review, ...]


def reach_of(source: Source) -> Reach:
    """Return what it would do if this source were retracted now; read from signed texts only."""
    down: dict[int, LivePage] = {}
    recalled: dict[int, LivePage] = {}
    claims: dict[int, Review] = {}
    signed = Review.objects.filter(claim__isnull=False, state=State.SIGNED)
    for review in _citing(signed, source):
        alone = _rests_on_alone(review, source)
        if alone:
            claims[review.pk] = review
        rows = EditionClaim.objects.filter(review=review).values("edition")
        for live in LivePage.objects.filter(edition__in=rows).select_related("edition__review"):
            (down if alone else recalled)[live.pk] = live
    still = [live for pk, live in recalled.items() if pk not in down]
    return Reach(tuple(down.values()), tuple(still), tuple(claims.values()))


def _citing(reviews: Iterable[Review], source: Source) -> Iterable[Review]:
    # The frozen text decides, not today's citation rows; the database narrows it first.
    for review in reviews.filter(  # type: ignore[attr-defined]
        manuscript__contains=f'"source_id":{source.pk},'
    ).iterator():
        if source.pk in {c.source.source_id for c in review.claim_text().citations}:
            yield review


def _rests_on_alone(review: Review, source: Source) -> bool:
    cited = {c.source.source_id for c in review.claim_text().citations} - {source.pk}
    fallen = Source.objects.filter(pk__in=cited, notice=Source.Notice.RETRACTED)
    return len(cited) == fallen.count()


def retract_source(source: Source, *, by: User, reason: str, notice: str = "") -> Reach:
    """Mark a source as retracted; pages that rest on it alone go, the others are called back.

    A page called back is due for review today, and says so to its readers within its grace.
    """
    with chain.writing():
        if not has_role(by, Role.CLINICIAN, Role.COORDINATOR):
            raise NotAllowed("Only clinicians and coordinators mark a source as retracted.")
        source = Source.objects.get(pk=source.pk)
        if not reason.strip():
            raise Blocked(["Say where the retraction was announced."])
        words = notice_for(Withdrawal.WithdrawalKind.EVIDENCE, notice)
        reach = reach_of(source)
        if source.notice != Source.Notice.RETRACTED:
            source.notice = Source.Notice.RETRACTED
            with acting(by):
                source.save()
        recalled = [recall(live) for live in reach.recalled]
        chain.record(
            "source.retracted",
            actor=by,
            subject=source,
            wrote=[*supersede(reach.claims), *recalled],
            reason=reason.strip(),
            down=[p.topic_id for p in reach.down],
            recalled=[p.topic_id for p in reach.recalled],
        )
        for live in reach.down:
            take_down(live, by=by, kind=Withdrawal.WithdrawalKind.EVIDENCE, notice=words)
        return reach


def recall(live: LivePage) -> LivePage:
    """Bring a live page's review forward to today, inside a verb; never puts it off."""
    today = timezone.now().date()
    if live.review_due > today:
        live.review_due = today
        live.lapses_on = lapse_day(today, live.edition.review.grace_days)
        live.save()
    return live
