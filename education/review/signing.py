"""The electronic signature: on a review, on the claims named with it, and on a live page again.

What a signature needs (domain notes 5; 21 CFR 11.50, 11.70, 11.200): a clinician who wrote none
of it, a live credential, the password given again for this very text, interests declared within a
year and no conflict, a verdict on every claim, an answer to every warning, a tick on every
critical change, and the sentence that says what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from education.audit import chain
from education.audit.history import is_as_recorded
from education.content.manuscript import Manuscript
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Credential, User
from education.people.rules import may_review, may_sign_with
from education.people.services import Proof, check_proof
from education.review.changes import Change, critical_changes, unticked
from education.review.guarding import move, require, require_state
from education.review.models import (
    APPROVING,
    PAGE_MEANINGS,
    STATEMENTS,
    Declaration,
    Meaning,
    Review,
    SignOff,
)
from education.review.rules import (
    DECLARATION_MONTHS,
    add_months,
    lacks_specialist,
    missing_verdicts,
    unanswered,
)
from education.review.states import Action
from education.review.words import not_for_interests


@dataclass(frozen=True, slots=True)
class Interests:
    """A signer's declaration: whether there is a conflict, and the statement readers may see."""

    conflict: bool
    statement: str
    #: Whether the signer works where what the page is about is sold.
    clinic_sells: bool = False


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
    verdicts: Mapping[str, str] | None = None,
    ticks: Sequence[str] = (),
    claims: Sequence[Review] = (),
) -> SignOff:
    """Sign one review's fingerprint, and every claim review named in ``claims``, in one act.

    ``proof`` is a password just re-entered for this fingerprint; ``statement`` is the sentence
    that was shown for ``meaning``; ``answers`` maps the key of each warning to a reason,
    ``verdicts`` the code of each claim to a ``rules.Verdict``; ``ticks`` are the keys of
    ``changes_to_tick``. The review becomes signed with the last signature its policy requires.
    """
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        claims = list(Review.objects.filter(pk__in=[c.pk for c in claims]).order_by("pk"))
        by, credential = _as_stored(by, credential)
        for one in (review, *claims):
            require(may_review(by, one.contributors, one.submitted_by_id))
        require(may_sign_with(by, credential, timezone.now().date()))
        check_proof(proof, user=by, purpose=review.fingerprint)
        _require_declared(interests)
        for one in (review, *claims):
            require_state(one, Action.SIGN_OFF)
            require(conflicts_of(by, one))
        if review.sign_offs.filter(signer=by, meaning__in=APPROVING).exists():
            raise WrongState("You have already signed this text; it needs another colleague.")
        _require_named_claims(review, claims)
        _require_words(review, meaning, statement)
        _require_specialist(review, credential)
        answers, verdicts = dict(answers or {}), dict(verdicts or {})
        stay = [reason for one in (review, *claims) for reason in unanswered(one.findings, answers)]
        stay += missing_verdicts(_codes(review), verdicts)
        stay += unticked(changes_to_tick(review, by, claims), ticks)
        if stay:
            raise Blocked(list(dict.fromkeys(stay)))
        pen = _Pen(by, credential, _declared(by, review, interests), proof, answers, verdicts)
        for one in claims:
            pen.sign(one, Meaning.CLAIM_CHECKED, changes_to_tick(one, by))
        return pen.sign(review, meaning, changes_to_tick(review, by))


def sign_reaffirmation(
    review: Review, *, by: User, credential: Credential, interests: Interests, proof: Proof
) -> SignOff:
    """Insert a "reviewed, no change" signature on a published review, inside ``reaffirm``."""
    by, credential = _as_stored(by, credential)
    require(may_review(by, review.contributors, review.submitted_by_id))
    require(may_sign_with(by, credential, timezone.now().date()))
    check_proof(proof, user=by, purpose=review.fingerprint)
    _require_declared(interests)
    require_state(review, Action.REAFFIRM)
    require(conflicts_of(by, review))
    pen = _Pen(by, credential, _declared(by, review, interests), proof, {}, {})
    return pen.insert(review, Meaning.REVIEWED_NO_CHANGE, ())


# --- what has to be judged ----------------------------------------------------------------------


def as_page(review: Review) -> Manuscript:
    """Return what a review holds as a page; a lone claim as a page of one claim."""
    if review.topic_id:
        return review.page()
    claim = review.claim_text()
    return Manuscript(subject="claim", language=claim.language, claims=(claim,))


def last_signed_by(user: User, review: Review) -> Review | None:
    """Return the newest earlier review of the same subject that this person approved."""
    same = Q(topic=review.topic_id) if review.topic_id else Q(claim=review.claim_id)
    approved = Q(sign_offs__signer=user, sign_offs__meaning__in=APPROVING)
    return Review.objects.filter(same, approved, pk__lt=review.pk).order_by("-pk").first()


def changes_to_tick(
    review: Review, user: User, claims: Iterable[Review] = ()
) -> tuple[Change, ...]:
    """Return the critical changes that this person has to tick, in reading order, each once.

    Against what patients read when the text was submitted; without such, against what this
    person signed last. ``claims`` are the claim reviews signed in the same act.
    """
    found: dict[str, Change] = {}
    for one in (review, *claims):
        before = one.before or last_signed_by(user, one)
        if before is not None:
            for change in critical_changes(as_page(before), as_page(one)):
                found.setdefault(change.key, change)
    return tuple(found.values())


def _codes(review: Review) -> list[str]:
    return [claim.code for claim in as_page(review).claims]


# --- interests ----------------------------------------------------------------------------------


def year_ago(today: date) -> date:
    """Return the oldest day on which a declaration that still counts was made."""
    return add_months(today, -DECLARATION_MONTHS)


def current_declaration(user: User, page_kind: str) -> Declaration | None:
    """Return what a person last declared for a kind of page, when that is not too old."""
    own = Declaration.objects.filter(person=user, page_kind=page_kind, conflict=False)
    newest = own.order_by("-at", "-pk").first()
    if newest is None or newest.at.date() < year_ago(timezone.now().date()):
        return None
    return newest


def conflicts_of(user: User, review: Review) -> list[str]:
    """Say why a conflict of interest keeps this person from signing; empty when none does."""
    same = Q(review=review.pk)
    if review.topic_id:
        same |= Q(review__topic=review.topic_id)
    declared = Declaration.objects.filter(same, person=user, conflict=True)
    newest = declared.order_by("-at").first()
    if newest is None or (
        newest.review_id != review.pk and newest.at.date() < year_ago(timezone.now().date())
    ):
        return []
    return ["You declared a conflict of interest here: you may comment, but not sign."]


def page_kind_of(review: Review) -> str:
    """Return the kind of page that interests are declared for."""
    return review.page().kind if review.topic_id else "claim"


def _declared(by: User, review: Review, interests: Interests) -> Declaration:
    """Return the standing declaration that says the same, or record a new one."""
    kind, statement = page_kind_of(review), interests.statement.strip()
    standing = current_declaration(by, kind)
    said = (statement, interests.clinic_sells)
    if standing and (standing.statement, standing.clinic_sells) == said:
        return standing
    row = Declaration.objects.create(
        person=by,
        page_kind=kind,
        clinic_sells=interests.clinic_sells,
        statement=statement,
        at=timezone.now(),
    )
    chain.record("interests.declared", actor=by, subject=row, wrote=[row])
    return row


def _require_declared(interests: Interests) -> None:
    if interests.conflict:
        raise NotAllowed("You declared a conflict of interest: you may comment, but not sign.")
    if not interests.statement.strip():
        raise Blocked(["Declare your interests; write “None” when you have none."])
    if reasons := not_for_interests(interests.statement):
        raise Blocked(["Declare your interests and nothing else.", *reasons])


# --- the act ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pen:
    """One person signing, once: everything that is the same on each of their signatures."""

    by: User
    credential: Credential
    declaration: Declaration
    proof: Proof
    answers: Mapping[str, str]
    verdicts: Mapping[str, str]

    def sign(self, review: Review, meaning: str, ticked: Sequence[Change]) -> SignOff:
        """Insert the signature, close the review when it has enough, and record both.

        Each review has its own event: the guards count no signature that the trail of its own
        review does not name.
        """
        row = self.insert(review, meaning, ticked)
        wrote: list[Any] = [row]
        if review.approvals().count() >= review.required_sign_offs:
            wrote.append(move(review, Action.SIGN_OFF))
        chain.record(
            "review.signed",
            actor=self.by,
            subject=review,
            wrote=wrote,
            fingerprint=review.fingerprint,
        )
        return row

    def insert(self, review: Review, meaning: str, ticked: Sequence[Change]) -> SignOff:
        keys, codes = {f["key"] for f in review.findings}, set(_codes(review))
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
            interests=self.declaration.statement,
            declaration=self.declaration,
            answers={k: v.strip() for k, v in self.answers.items() if k in keys},
            verdicts={k: v for k, v in self.verdicts.items() if k in codes},
            ticks=[change.key for change in ticked],
            auth_method=self.proof.method,
            authenticated_at=self.proof.at,
        )


def _as_stored(by: User, credential: Credential) -> tuple[User, Credential]:
    """Read person and credential again: what counts is the record, not the object in hand."""
    person, stored = User.objects.get(pk=by.pk), Credential.objects.get(pk=credential.pk)
    if not all(map(is_as_recorded, [stored, *stored.specialties.all()])):
        raise NotAllowed("This credential was changed past the edit trail: have it checked again.")
    if not is_as_recorded(person):
        raise NotAllowed("Your account was changed past the audit trail: have it checked again.")
    return person, stored


def _require_words(review: Review, meaning: str, statement: str) -> None:
    allowed = PAGE_MEANINGS if review.topic_id else (Meaning.CLAIM_CHECKED,)
    if meaning not in allowed or statement.strip() != STATEMENTS[meaning]:
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
