"""What reaches back to pages that are live: a signature taken back, a source that fell.

The same shape as the other verbs, and the same way down: ``services.take_down``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from education.audit import chain
from education.audit.history import acting
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Source
from education.people.models import Role, User
from education.people.rules import has_role
from education.publishing.models import Edition, EditionClaim, LivePage, Withdrawal
from education.publishing.notices import notice_for
from education.publishing.services import last_review, set_aside, take_down
from education.review.models import APPROVING, Meaning, Review, Revocation, SignOff
from education.review.rules import add_months, lapse_day, recalled_to
from education.review.services import supersede
from education.review.states import Action, State, leads_to


def pages_resting_on(sign_off: SignOff) -> list[LivePage]:
    """Return the live pages that patients read on the strength of this signature.

    None rests on a reaffirmation: without it a page has the review date it had before.
    """
    review = sign_off.review
    if sign_off.meaning not in APPROVING:
        return []
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

    By the signer, or by a coordinator as the lead on governance. A text that was signed needs a
    fresh submission; one still open waits for other colleagues. A reaffirmation taken back leaves
    the page up, and its review due when it was due without it.
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
        moved = [_stored(live) for live in _set_back(sign_off)]
        row = Revocation.objects.create(
            sign_off=sign_off, by=by, at=timezone.now(), reason=reason.strip()
        )
        if review.state == State.SIGNED:
            moved += set_aside([review], why="A signature on this text was taken back.")
        chain.record(
            "signature.revoked",
            actor=by,
            subject=review,
            wrote=[row, *moved],
            meaning=sign_off.meaning,
            pages=[p.topic_id for p in pages],
        )
        return row


def _stored(live: LivePage) -> Any:
    live.save()
    return live


def _set_back(sign_off: SignOff) -> list[LivePage]:
    """Return the live page with the dates it has without a reaffirmation, when they change.

    Raises ``WrongState`` when nothing rests on the reaffirmation any more.
    """
    if sign_off.meaning != Meaning.REVIEWED_NO_CHANGE:
        return []
    review = sign_off.review
    live = LivePage.objects.select_related("edition__review").filter(edition__review=review).first()
    at = last_review(review, without=sign_off)
    counts = live is not None and (at != live.reviewed_at or sign_off.signed_at > live.reviewed_at)
    if live is None or not counts:
        raise WrongState("Nothing rests on this signature any more, so it stays as it is.")
    if at == live.reviewed_at:
        return []
    live.reviewed_at = at
    # A page called back in the meantime stays called back.
    live.review_due = min(live.review_due, add_months(at.date(), review.valid_months))
    live.lapses_on = min(live.lapses_on, lapse_day(live.review_due, review.grace_days))
    return [live]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a fallen source does: pages that go, and pages that are called back to review."""

    #: A claim on them rests on this source alone.
    down: tuple[LivePage, ...]
    #: Their claims have other sources too.
    recalled: tuple[LivePage, ...]
    #: Signed reviews of claims that rest on this source alone.
    claims: tuple[Review, ...]
    #: Pages' reviews that wait, open or signed, with the source in them: nobody can sign or
    #: publish them as they are.
    waiting: tuple[Review, ...]


def reach_of(source: Source, *, also: Collection[int] = ()) -> Reach:
    """Return what it would do if this source were retracted now; read from frozen texts only.

    In every language: a claim of another language cites the same source. ``also`` are the ids of
    sources that are to fall together with it.
    """
    down: dict[int, LivePage] = {}
    recalled: dict[int, LivePage] = {}
    claims: dict[int, Review] = {}
    live_claims = EditionClaim.objects.filter(edition__live_page__isnull=False).values("review")
    standing = Q(state=State.SIGNED) | Q(pk__in=live_claims)
    for review in _citing(Review.objects.filter(standing, claim__isnull=False), source):
        alone = _rests_on_alone(review, source, also)
        if alone and review.state == State.SIGNED:
            claims[review.pk] = review
        rows = EditionClaim.objects.filter(review=review).values("edition")
        pages = LivePage.objects.filter(edition__in=rows).select_related("edition__review")
        for live in pages.order_by("pk"):
            (down if alone else recalled)[live.pk] = live
    still = [live for pk, live in recalled.items() if pk not in down]
    waiting = Review.objects.filter(topic__isnull=False, state__in=[State.OPEN, State.SIGNED])
    return Reach(
        down=tuple(down.values()),
        recalled=tuple(still),
        claims=tuple(claims.values()),
        waiting=tuple(_citing(waiting, source)),
    )


def _citing(reviews: QuerySet[Review], source: Source) -> Iterator[Review]:
    # The frozen text decides, not today's citation rows; the database narrows it first.
    named = reviews.filter(manuscript__contains=f'"source_id":{source.pk},').order_by("pk")
    for review in named.iterator():
        claims = review.page().claims if review.topic_id else (review.claim_text(),)
        if any(c.source.source_id == source.pk for claim in claims for c in claim.citations):
            yield review


def _rests_on_alone(review: Review, source: Source, also: Collection[int]) -> bool:
    cited = {c.source.source_id for c in review.claim_text().citations} - {source.pk, *also}
    fallen = Source.objects.filter(pk__in=cited, notice=Source.Notice.RETRACTED)
    return len(cited) == fallen.count()


def retract_source(source: Source, *, by: User, reason: str, notice: str = "") -> Reach:
    """Mark a source as retracted; pages that rest on it alone go, the others are called back.

    A page called back is overdue for review, and says so to its readers within its grace. What
    waits with the source in it can be neither signed nor published (``standing``).
    """
    with chain.writing():
        if not has_role(by, Role.CLINICIAN, Role.COORDINATOR):
            raise NotAllowed("Only clinicians and coordinators mark a source as retracted.")
        source = Source.objects.get(pk=source.pk)
        if not reason.strip():
            raise Blocked(["Say where the retraction was announced."])
        words = notice_for(Withdrawal.WithdrawalKind.EVIDENCE, notice)
        reach = reach_of(source)
        known = source.notice == Source.Notice.RETRACTED
        if known and not (reach.down or reach.recalled or reach.claims):
            raise WrongState("This source is marked as retracted already, and no page rests on it.")
        if not known:
            # What took its place, if anything did, stays in its history.
            source.notice, source.superseded_by = Source.Notice.RETRACTED, None
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
            waiting=[r.topic_id for r in reach.waiting],
        )
        for live in reach.down:
            take_down(live, by=by, kind=Withdrawal.WithdrawalKind.EVIDENCE, notice=words)
        return reach


def recall(live: LivePage) -> LivePage:
    """Bring a live page's review forward (``rules.recalled_to``), inside a verb."""
    grace = live.edition.review.grace_days
    due = recalled_to(timezone.now().date(), grace)
    if live.review_due > due:
        live.review_due, live.lapses_on = due, lapse_day(due, grace)
        live.save()
    return live
