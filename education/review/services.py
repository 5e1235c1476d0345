"""The verbs of review: submit, comment, request changes, decline, sign off.

Each verb: one transaction → the writer's lock → may this person → is this the state → does
anything stand in the way → write → audit. No mail in here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from education.audit import chain
from education.audit.history import is_as_recorded
from education.checks.registry import LEXICON_VERSION, inspect
from education.content.manuscript import ClaimText, Manuscript, sha256
from education.content.models import RiskClass, Topic
from education.content.services import manuscript_of
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Credential, Role, User
from education.people.rules import has_role, may_review, may_sign_with
from education.people.services import Proof, check_proof
from education.review.contributors import claim_writers, page_writers, written_past_the_trail
from education.review.models import STATEMENTS, Comment, Meaning, Review, SignOff
from education.review.rules import CLAIM_POLICY, POLICIES, Policy, lacks_specialist, unanswered
from education.review.states import ROLES, Action, State, leads_to
from education.review.words import not_for_interests


@dataclass(frozen=True, slots=True)
class Interests:
    """A signer's declaration: whether there is a conflict, and the statement readers may see."""

    conflict: bool
    statement: str


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
        findings = inspect(page)
        _refuse_blocked(topic, page, [f for f in findings if f.level == "block"])
        unsigned = [c for c in page.claims if signed_claim_review(c) is None]
        contributors = page_writers(topic, page, unsigned) | {by.pk}
        wrote: list[Any] = []
        if waiting:
            wrote.append(_move(waiting, Action.SUPERSEDE))
        claim_reviews = [_open_claim_review(c, by=by, wrote=wrote) for c in unsigned]
        review = _open_review(
            page.canonical(),
            topic=topic,
            by=by,
            contributors=contributors,
            findings=[{**f.as_json(), "key": f.key} for f in findings],
            policy=POLICIES[topic.risk_class],
            risk_class=topic.risk_class,
            specialty=page.specialty,
        )
        chain.record(
            "review.submitted",
            actor=by,
            subject=review,
            wrote=[*wrote, review],
            topic=topic.pk,
            claim_reviews=[r.pk for r in claim_reviews],
        )
        return review


def _refuse_blocked(topic: Topic, page: Manuscript, blocks: Sequence[Any]) -> None:
    reasons = [_reason(f) for f in blocks]
    reasons += written_past_the_trail(topic, page)
    if not page.sections:
        reasons.append("The page has no sections yet: write at least one.")
    if POLICIES[topic.risk_class].needs_specialty and not page.specialty:
        reasons.append("A high-risk page needs a specialty: choose one.")
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
        wrote.append(_move(waiting, Action.SUPERSEDE))
    lone = Manuscript(subject="claim", language=claim.language, claims=(claim,))
    review = _open_review(
        claim.canonical(),
        claim_id=claim.claim_id,
        by=by,
        contributors=claim_writers(claim) | {by.pk},
        findings=[{**f.as_json(), "key": f.key} for f in inspect(lone)],
        policy=CLAIM_POLICY,
        risk_class=RiskClass.ROUTINE,
        specialty="",
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
        due_on=now.date() + timedelta(days=policy.review_within_days),
        **subject,
    )


def _move(review: Review, action: Action) -> Review:
    """Take a review one legal step and store it; raises ``WrongState``."""
    state = leads_to(review.state, action)
    if state is None:
        raise WrongState(
            f"This review is “{review.get_state_display()}”, so nobody can "
            f"{action.label.lower()} any more."
        )
    review.state = state
    review.save(update_fields=["state"])
    return review


def supersede(reviews: Sequence[Review]) -> list[Review]:
    """Set open or signed reviews aside, inside the transaction of the verb that makes them so."""
    return [_move(review, Action.SUPERSEDE) for review in reviews]


def mark_published(review: Review) -> Review:
    """Take a signed review to published, inside ``publish``."""
    return _move(review, Action.PUBLISH)


def comment(review: Review, *, by: User, text: str, anchor: str = "page") -> Comment:
    """Add a remark to a review that is still under discussion."""
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        if not has_role(by, *ROLES[Action.COMMENT]):
            raise NotAllowed("Only authors, clinicians and coordinators comment on reviews.")
        _require_state(review, Action.COMMENT)
        if not text.strip():
            raise Blocked(["Write what you want to say first."])
        remark = _comment(review, by=by, text=text, anchor=anchor)
        chain.record("review.commented", actor=by, subject=review, wrote=[remark])
        return remark


def _comment(review: Review, *, by: User, text: str, anchor: str) -> Comment:
    return Comment.objects.create(
        review=review, by=by, at=timezone.now(), anchor=anchor or "page", text=text.strip()
    )


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
        _require(may_review(by, review.contributors, review.submitted_by_id))
        _require_state(review, action)
        if not said:
            raise Blocked(["Say what has to change, so that the author knows what to do."])
        remarks = [_comment(review, by=by, text=t, anchor=a) for a, t in said.items()]
        _move(review, action)
        name = "review.changes_requested" if action is Action.REQUEST_CHANGES else "review.declined"
        chain.record(name, actor=by, subject=review, wrote=[review, *remarks])
        return review


def sign_off(
    review: Review,
    *,
    by: User,
    credential: Credential,
    meaning: str,
    statement: str,
    interests: Interests,
    proof: Proof,
    answers: Mapping[str, str] | None = None,
    claims: Sequence[Review] = (),
) -> SignOff:
    """Sign one review's fingerprint, and every claim review named in ``claims``, in one act.

    ``proof`` is a password just re-entered for this fingerprint; ``statement`` is the sentence
    that was shown; ``answers`` maps the key of each warning to a reason. The review becomes
    signed with the last signature its policy requires.
    """
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        claims = list(Review.objects.filter(pk__in=[c.pk for c in claims]).order_by("pk"))
        by, credential = _as_stored(by, credential)
        expected = Meaning.CLINICAL_REVIEW if review.topic_id else Meaning.CLAIM_CHECKED
        for one in (review, *claims):
            _require(may_review(by, one.contributors, one.submitted_by_id))
        _require(may_sign_with(by, credential, timezone.now().date()))
        check_proof(proof, user=by, purpose=review.fingerprint)
        _require_declared(interests)
        for one in (review, *claims):
            _require_state(one, Action.SIGN_OFF)
        if review.approvals().filter(signer=by).exists():
            raise WrongState("You have already signed this text; it needs another colleague.")
        _require_named_claims(review, claims)
        answers = dict(answers or {})
        _require_words(meaning, expected, statement)
        _require_specialist(review, credential)
        stay = [reason for one in (review, *claims) for reason in unanswered(one.findings, answers)]
        if stay:
            raise Blocked(list(dict.fromkeys(stay)))
        pen = _Pen(by, credential, interests, proof, answers)
        for one in claims:
            pen.sign(one, Meaning.CLAIM_CHECKED)
        return pen.sign(review, expected)


@dataclass(frozen=True, slots=True)
class _Pen:
    """One person signing, once: everything that is the same on each of their signatures."""

    by: User
    credential: Credential
    interests: Interests
    proof: Proof
    answers: Mapping[str, str]

    def sign(self, review: Review, meaning: str) -> SignOff:
        """Insert the signature, close the review when it has enough, and record both.

        Each review has its own event: the guards count no signature that the trail of its own
        review does not name.
        """
        row = self.insert(review, meaning)
        wrote: list[Any] = [row]
        if review.approvals().count() >= review.required_sign_offs:
            wrote.append(_move(review, Action.SIGN_OFF))
        chain.record(
            "review.signed",
            actor=self.by,
            subject=review,
            wrote=wrote,
            fingerprint=review.fingerprint,
        )
        return row

    def insert(self, review: Review, meaning: str) -> SignOff:
        keys = {f["key"] for f in review.findings}
        covered = self.credential.specialties.values_list("specialty__slug", flat=True)
        return SignOff.objects.create(
            review=review,
            signer=self.by,
            credential=self.credential,
            fingerprint=review.fingerprint,
            meaning=meaning,
            statement=STATEMENTS[meaning],
            printed_name=self.by.printed_name,
            profession=self.credential.profession,
            register=self.credential.register,
            register_number=self.credential.register_number,
            specialties=sorted(covered),
            signed_at=timezone.now(),
            interests=self.interests.statement.strip(),
            answers={k: v.strip() for k, v in self.answers.items() if k in keys},
            auth_method=self.proof.method,
            authenticated_at=self.proof.at,
        )


def sign_reaffirmation(
    review: Review, *, by: User, credential: Credential, interests: Interests, proof: Proof
) -> SignOff:
    """Insert a "reviewed, no change" signature on a published review, inside ``reaffirm``."""
    by, credential = _as_stored(by, credential)
    _require(may_review(by, review.contributors, review.submitted_by_id))
    _require(may_sign_with(by, credential, timezone.now().date()))
    check_proof(proof, user=by, purpose=review.fingerprint)
    _require_declared(interests)
    _require_state(review, Action.REAFFIRM)
    return _Pen(by, credential, interests, proof, {}).insert(review, Meaning.REVIEWED_NO_CHANGE)


def _as_stored(by: User, credential: Credential) -> tuple[User, Credential]:
    """Read person and credential again: what counts is the record, not the object in hand."""
    person, stored = User.objects.get(pk=by.pk), Credential.objects.get(pk=credential.pk)
    if not all(map(is_as_recorded, [stored, *stored.specialties.all()])):
        raise NotAllowed("This credential was changed past the edit trail: have it checked again.")
    if not is_as_recorded(person):
        raise NotAllowed("Your account was changed past the audit trail: have it checked again.")
    return person, stored


def _require(reasons: Sequence[str]) -> None:
    if reasons:
        raise NotAllowed(" ".join(reasons))


def _require_declared(interests: Interests) -> None:
    if interests.conflict:
        raise NotAllowed("You declared a conflict of interest: you may comment, but not sign.")
    if not interests.statement.strip():
        raise Blocked(["Declare your interests; write “None” when you have none."])
    if reasons := not_for_interests(interests.statement):
        raise Blocked(["Declare your interests and nothing else.", *reasons])


def _require_state(review: Review, action: Action) -> None:
    if leads_to(review.state, action) is None:
        raise WrongState(
            f"This review is “{review.get_state_display()}”; "
            f"“{action.label.lower()}” is not possible now."
        )


def _require_words(meaning: str, expected: str, statement: str) -> None:
    if meaning != expected or statement.strip() != STATEMENTS[expected]:
        raise Blocked(["Read the signing statement again: it is not the one for this record."])


def _require_named_claims(review: Review, claims: Sequence[Review]) -> None:
    if not claims:
        return
    inside = {c.fingerprint() for c in review.page().claims} if review.topic_id else set()
    strangers = [c for c in claims if c.fingerprint not in inside]
    if strangers:
        raise Blocked([f"C-{c.claim_id} does not stand in this page as it is." for c in strangers])


def _require_specialist(review: Review, credential: Credential) -> None:
    signed = [s.specialties for s in review.approvals()]
    mine = list(credential.specialties.values_list("specialty__slug", flat=True))
    to_come = review.required_sign_offs - len(signed) - 1
    if lacks_specialist(review.specialty, [*signed, mine], to_come):
        raise NotAllowed(
            f"One signature has to come from {review.specialty}: "
            "please leave this one to a colleague in that specialty."
        )
