"""Taking down: a page, every page with a claim, a page that outlived its review.

The one thing in Countersign that is instant. Same shape as the other verbs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from education.audit import chain
from education.content.models import Topic
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Claim
from education.people.models import Role, User
from education.people.rules import has_role
from education.people.services import system_user
from education.publishing.index import services as index
from education.publishing.models import Edition, EditionClaim, LivePage, Schedule, Withdrawal
from education.publishing.notices import notice_for
from education.review.models import STATEMENTS, Meaning, Review
from education.review.services import supersede
from education.review.states import State

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
        live = still_live(live_page)
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
    index.take([edition.topic_id])
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


def still_live(live_page: LivePage) -> LivePage:
    live = LivePage.objects.select_related("edition__review").filter(pk=live_page.pk).first()
    if live is None:
        raise WrongState("This page is not live any more.")
    return live


def set_aside(reviews: Sequence[Review], *, why: str = "") -> list[Any]:
    """Supersede reviews and call off their publications, inside the verb that makes it so."""
    ended = [s for r in reviews for s in end_schedules(r, Schedule.Outcome.CANCELLED, why=why)]
    return [*ended, *supersede(reviews)]


def end_schedules(review: Review, outcome: str, *, why: str = "") -> list[Schedule]:
    ended = list(review.schedules.filter(outcome=""))
    for schedule in ended:
        schedule.ended_at, schedule.outcome, schedule.why = timezone.now(), outcome, why
        schedule.save()
    return ended
