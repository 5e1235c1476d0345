"""The verbs of review: submit, request changes, decline. Others are beside it, and of one shape:
``signing`` (signatures), ``remarks`` (threads), ``tasks`` (whose it is), ``guests`` (outsiders).

Each verb: one transaction → the writer's lock → may this person → is this the state → does
anything stand in the way → write → audit. No mail in here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from education.audit import chain
from education.checks.registry import LEXICON_VERSION, inspect
from education.content.manuscript import ClaimText, Manuscript, sha256
from education.content.models import RiskClass, Topic
from education.content.services import manuscript_of
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Role, User
from education.people.rules import has_role, may_review
from education.review.contributors import (
    claim_writers,
    live_review,
    page_writers,
    written_past_the_trail,
)
from education.review.guarding import move, require, require_state
from education.review.models import STATEMENTS, Meaning, Review
from education.review.policies import past_the_trail, policy_for
from education.review.remarks import add_comment, comment
from education.review.rules import CLAIM_POLICY, Policy
from education.review.signing import Interests, sign_off, sign_reaffirmation
from education.review.states import Action, State

from .surroundings import surroundings

__all__ = ["Interests", "comment", "sign_off", "sign_reaffirmation"]


def signed_claim_review(claim: ClaimText) -> Review | None:
    """Return the standing signed review of a claim in exactly this text, or None."""
    return (
        Review.objects.filter(
            claim=claim.claim_id, fingerprint=claim.fingerprint(), state=State.SIGNED
        )
        .order_by("-pk")
        .first()
    )


def open_claim_reviews(page: Manuscript) -> list[Review]:
    """Return the open reviews of exactly the claims that a page embeds, in the page's order."""
    wanted = [c.fingerprint() for c in page.claims]
    found = Review.objects.filter(claim__isnull=False, fingerprint__in=wanted, state=State.OPEN)
    return sorted(found, key=lambda r: wanted.index(r.fingerprint))


def submit(topic: Topic, *, by: User) -> Review:
    """Freeze a topic's draft and put it before clinicians.

    Opens a claim review for every claim whose present text nobody has signed. Raises
    ``NotAllowed``, ``WrongState`` (this very text is already waiting) or ``Blocked`` with one
    sentence per block finding.
    """
    with chain.writing():
        if not has_role(by, Role.AUTHOR):
            raise NotAllowed("Only an author can submit a page: ask for the Author role.")
        topic = Topic.objects.get(pk=topic.pk)
        page = manuscript_of(topic)
        fingerprint = page.fingerprint()
        waiting = Review.objects.filter(topic=topic, state=State.OPEN).first()
        if waiting and waiting.fingerprint == fingerprint:
            raise WrongState("This text is already waiting for sign-off.")
        findings = inspect(page, surroundings(topic.pk))
        policy = policy_for(page.kind, page.risk_class)
        _refuse_blocked(topic, page, policy, [f for f in findings if f.level == "block"])
        unsigned = [c for c in page.claims if signed_claim_review(c) is None]
        contributors = page_writers(topic, page, unsigned) | {by.pk}
        wrote: list[Any] = []
        if waiting:
            wrote.append(move(waiting, Action.SUPERSEDE))
        claim_reviews = [_open_claim_review(c, by=by, wrote=wrote) for c in unsigned]
        review = _open_review(
            page.canonical(),
            topic=topic,
            by=by,
            contributors=contributors,
            findings=[{**f.as_json(), "key": f.key} for f in findings],
            policy=policy,
            risk_class=page.risk_class,
            specialty=page.specialty,
            before=live_review(topic.pk) or last_published(topic.pk),
        )
        chain.record(
            "review.submitted",
            actor=by,
            subject=review,
            wrote=[*wrote, review],
            topic=topic.pk,
            claim_reviews=[r.pk for r in claim_reviews],
            meaning=Meaning.AUTHORED,
            statement=STATEMENTS[Meaning.AUTHORED],
        )
        return review


def last_published(topic_id: int) -> Review | None:
    """Return the review whose text patients read last, when the page was taken down since."""
    return Review.objects.filter(topic=topic_id, edition__isnull=False).order_by("-pk").first()


def last_signed_claim(claim_id: int | None) -> Review | None:
    """Return the review of a claim that was signed last, in whatever text, and stands."""
    signed = Review.objects.filter(claim=claim_id, sign_offs__revocation=None)
    return signed.filter(sign_offs__isnull=False).order_by("-pk").first()


def _refuse_blocked(topic: Topic, page: Manuscript, policy: Policy, blocks: Sequence[Any]) -> None:
    reasons = [_reason(f) for f in blocks]
    reasons += written_past_the_trail(topic, page)
    reasons += past_the_trail(page.kind, page.risk_class)
    if not page.sections:
        reasons.append("The page has no sections yet: write at least one.")
    if policy.needs_specialty and not page.specialty:
        reasons.append(f"A {page.risk_class}-risk page like this needs a specialty: choose one.")
    if reasons:
        raise Blocked(reasons)


def _reason(finding: Any) -> str:
    line = f"line {finding.line}, " if finding.line else ""
    quoted = f" “{finding.excerpt}”" if finding.excerpt else ""
    return f"{finding.check} at {line}{finding.anchor}: {finding.message}{quoted}"


def _open_claim_review(claim: ClaimText, *, by: User, wrote: list[Any]) -> Review:
    waiting = Review.objects.filter(claim=claim.claim_id, state=State.OPEN).first()
    if waiting and waiting.fingerprint == claim.fingerprint():
        return waiting
    if waiting:
        wrote.append(move(waiting, Action.SUPERSEDE))
    lone = Manuscript(subject="claim", language=claim.language, claims=(claim,))
    review = _open_review(
        claim.canonical(),
        claim_id=claim.claim_id,
        by=by,
        contributors=claim_writers(claim) | {by.pk},
        findings=[{**f.as_json(), "key": f.key} for f in inspect(lone, surroundings(0))],
        policy=CLAIM_POLICY,
        risk_class=RiskClass.ROUTINE,
        specialty="",
        before=last_signed_claim(claim.claim_id),
    )
    wrote.append(review)
    return review


def _open_review(
    manuscript: str,
    *,
    by: User,
    contributors: set[int],
    findings: list[dict[str, Any]],
    policy: Policy,
    risk_class: str,
    specialty: str,
    before: Review | None,
    **subject: Any,
) -> Review:
    now = timezone.now()
    return Review.objects.create(
        manuscript=manuscript,
        fingerprint=sha256(manuscript),
        submitted_by=by,
        submitted_at=now,
        contributors=sorted(contributors),
        findings=findings,
        lexicon_version=LEXICON_VERSION,
        risk_class=risk_class,
        specialty=specialty if policy.needs_specialty else "",
        required_sign_offs=policy.required_sign_offs,
        valid_months=policy.valid_months,
        grace_days=policy.grace_days,
        publisher_may_sign=policy.publisher_may_sign,
        before=before,
        due_on=now.date() + timedelta(days=policy.review_within_days),
        **subject,
    )


def supersede(reviews: Sequence[Review]) -> list[Review]:
    """Set open or signed reviews aside, inside the transaction of the verb that makes them so."""
    return [move(review, Action.SUPERSEDE) for review in reviews]


def mark_published(review: Review) -> Review:
    """Take a signed review to published, inside ``publish``."""
    return move(review, Action.PUBLISH)


def request_changes(review: Review, *, by: User, comments: Mapping[str, str]) -> Review:
    """Send a review back to its author; ``comments`` maps an anchor to what has to change."""
    said = {anchor: text for anchor, text in comments.items() if text.strip()}
    return _close(review, by=by, action=Action.REQUEST_CHANGES, said=said)


def decline(review: Review, *, by: User, reason: str) -> Review:
    """End a review: this text will not be published."""
    said = {"page": reason} if reason.strip() else {}
    return _close(review, by=by, action=Action.DECLINE, said=said)


def _close(review: Review, *, by: User, action: Action, said: Mapping[str, str]) -> Review:
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        require(may_review(by, review.contributors, review.submitted_by_id))
        require_state(review, action)
        if not said:
            raise Blocked(["Say what has to change, so that the author knows what to do."])
        remarks = [add_comment(review, by=by, text=t, anchor=a) for a, t in said.items()]
        move(review, action)
        name = "review.changes_requested" if action is Action.REQUEST_CHANGES else "review.declined"
        chain.record(
            name,
            actor=by,
            subject=review,
            wrote=[review, *remarks],
            meaning=Meaning.REJECTED,
            statement=STATEMENTS[Meaning.REJECTED],
        )
        return review
