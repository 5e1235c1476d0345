"""The electronic signature: on a review, on the claims named with it, and on a live page again.

What a signature needs (domain notes 5; 21 CFR 11.50, 11.70, 11.200): a clinician who wrote none
of it, a live credential, the password given again for this very text, interests declared within a
year and no conflict, a verdict on every claim, an answer to every warning, a tick on every
critical change, and the sentence that says what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from education.audit import chain
from education.audit.history import is_as_recorded
from education.content.manuscript import ClaimText, Manuscript
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
    CONFLICT_DAYS,
    DECLARATION_MONTHS,
    accepted_unsigned,
    add_months,
    lacks_specialist,
    missing_verdicts,
    unanswered,
)
from education.review.standing import fallen_sources
from education.review.states import Action, State
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
        every = (review, *claims)
        _require_signer(every, by, credential, interests)
        check_proof(proof, user=by, purpose=review.fingerprint)
        for one in every:
            require_state(one, Action.SIGN_OFF)
            _require_first_time(one, by)
        _require_specialist(review, credential)
        answers, verdicts = dict(answers or {}), dict(verdicts or {})
        stay = [*_undeclared(interests), *_strangers(review, claims)]
        stay += _other_words(review, meaning, statement)
        stay += [reason for one in every for reason in unanswered(one.findings, answers)]
        stay += _unjudged(review, by, verdicts)
        stay += unticked(changes_to_tick(review, by, claims), ticks)
        stay += fallen_sources(as_page(review))
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
    _require_signer([review], by, credential, interests)
    check_proof(proof, user=by, purpose=review.fingerprint)
    require_state(review, Action.REAFFIRM)
    if stay := _undeclared(interests):
        raise Blocked(stay)
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
    """Return the newest earlier review of the same subject that this person approved.

    What they took back since is no text they know to be right.
    """
    return _last_signed(user, [review]).get(review.pk)


def _last_signed(user: User, reviews: Sequence[Review]) -> dict[int, Review]:
    same = Q(topic__in=[r.topic_id for r in reviews if r.topic_id])
    same |= Q(claim__in=[r.claim_id for r in reviews if r.claim_id])
    approved = Q(
        sign_offs__signer=user, sign_offs__meaning__in=APPROVING, sign_offs__revocation=None
    )
    earlier = list(Review.objects.filter(same, approved).order_by("pk")) if reviews else []
    return {
        one.pk: old
        for one in reviews
        for old in earlier  # The newest comes last, and stays.
        if old.pk < one.pk and (old.topic_id, old.claim_id) == (one.topic_id, one.claim_id)
    }


def changes_to_tick(
    review: Review, user: User, claims: Iterable[Review] = ()
) -> tuple[Change, ...]:
    """Return the critical changes that this person has to tick, in reading order, each once.

    Against what patients read when the text was submitted; without such, against what this
    person signed last. ``claims`` are the claim reviews signed in the same act.
    """
    every = [review, *claims]
    read = Review.objects.in_bulk({one.before_id for one in every if one.before_id})
    signed = _last_signed(user, [one for one in every if not one.before_id])
    found: dict[str, Change] = {}
    for one in every:
        before = read[one.before_id] if one.before_id else signed.get(one.pk)
        if before is not None:
            for change in critical_changes(as_page(before), as_page(one)):
                found.setdefault(change.key, change)
    return tuple(found.values())


def _codes(review: Review) -> list[str]:
    return [claim.code for claim in as_page(review).claims]


def signed_by_colleagues(claims: Iterable[ClaimText], user: User) -> set[str]:
    """Return the codes of the claims that somebody else has signed exactly as they stand."""
    texts = {claim.fingerprint(): claim.code for claim in claims}
    standing = SignOff.objects.filter(
        review__claim__isnull=False,
        review__state=State.SIGNED,
        review__fingerprint__in=texts,
        meaning__in=APPROVING,
        revocation=None,
    )
    found = standing.exclude(signer=user).values_list("review__fingerprint", flat=True)
    return {texts[fingerprint] for fingerprint in found}


def _unjudged(review: Review, by: User, verdicts: Mapping[str, str]) -> list[str]:
    claims = as_page(review).claims
    missing = missing_verdicts([claim.code for claim in claims], verdicts)
    return missing + accepted_unsigned(verdicts, signed_by_colleagues(claims, by))


# --- interests ----------------------------------------------------------------------------------


def current_declaration(user: User, page_kind: str) -> Declaration | None:
    """Return what a person last declared for a kind of page, when that is not too old."""
    own = Declaration.objects.filter(person=user, page_kind=page_kind, conflict=False)
    newest = own.order_by("-at", "-pk").first()
    if newest is None or good_until(newest) < timezone.now().date():
        return None
    return newest


def good_until(declaration: Declaration) -> date:
    """Return the last day on which a declaration of interests counts."""
    return add_months(declaration.at.date(), DECLARATION_MONTHS)


def conflicts_of(user: User, review: Review) -> list[str]:
    """Say why a conflict of interest keeps this person from signing; empty when none does."""
    if review.pk not in conflicted(user, [review]):
        return []
    return ["You declared a conflict of interest here: you may comment, but not sign."]


def conflicted(user: User, reviews: Iterable[Review]) -> set[int]:
    """Return the ids of the reviews in which this person has a conflict: one query.

    One declared for a review holds there for good, and for a year in every other review of the
    same page or claim.
    """
    since = timezone.now() - timedelta(days=CONFLICT_DAYS)
    declared = Declaration.objects.filter(person=user, conflict=True, review__isnull=False)
    rows = list(declared.values_list("review", "review__topic", "review__claim", "at"))
    here = {pk for pk, *_ in rows}
    subjects = {(topic, claim) for _, topic, claim, at in rows if at >= since}
    return {one.pk for one in reviews if one.pk in here or (one.topic_id, one.claim_id) in subjects}


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


def _undeclared(interests: Interests) -> list[str]:
    if not interests.statement.strip():
        return ["Declare your interests; write “None” when you have none."]
    reasons = not_for_interests(interests.statement)
    return ["Declare your interests and nothing else.", *reasons] if reasons else []


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


def _require_signer(
    reviews: Iterable[Review], by: User, credential: Credential, interests: Interests
) -> None:
    """Raise ``NotAllowed`` unless this person may sign each of these texts, with this right."""
    for one in reviews:
        require(may_review(by, one.contributors, one.submitted_by_id))
    require(may_sign_with(by, credential, timezone.now().date()))
    if interests.conflict:
        raise NotAllowed("You declared a conflict of interest: you may comment, but not sign.")
    for one in reviews:
        require(conflicts_of(by, one))


def _require_first_time(review: Review, by: User) -> None:
    own = review.sign_offs.filter(signer=by, meaning__in=APPROVING).select_related("revocation")
    for signature in own:
        if hasattr(signature, "revocation"):
            raise WrongState(
                "You took your signature on this text back: it needs a colleague, or a new "
                "submission before you sign again."
            )
        raise WrongState("You have already signed this text; it needs another colleague.")


def meanings_for(review: Review) -> tuple[Meaning, ...]:
    """Return what a signature on an open review may mean.

    Of several signatures one is a clinical review: the last is, when none before it was.
    """
    if not review.topic_id:
        return (Meaning.CLAIM_CHECKED,)
    given = list(review.approvals().values_list("meaning", flat=True))
    is_last = 1 < review.required_sign_offs <= len(given) + 1
    if is_last and Meaning.CLINICAL_REVIEW not in given:
        return (Meaning.CLINICAL_REVIEW,)
    return PAGE_MEANINGS


def _other_words(review: Review, meaning: str, statement: str) -> list[str]:
    if meaning in meanings_for(review) and statement.strip() == STATEMENTS[meaning]:
        return []
    return ["Read the signing statement again: it is not the one for this record."]


def _strangers(review: Review, claims: Sequence[Review]) -> list[str]:
    inside = {c.fingerprint() for c in review.page().claims} if review.topic_id else set()
    strangers = [c for c in claims if c.topic_id or c.fingerprint not in inside]
    return [f"{c.subject_name} does not stand in this page as it is." for c in strangers]


def _require_specialist(review: Review, credential: Credential) -> None:
    signed = [s.specialties for s in review.approvals()]
    mine = list(credential.specialties.values_list("specialty__slug", flat=True))
    to_come = review.required_sign_offs - len(signed) - 1
    if lacks_specialist(review.specialty, [*signed, mine], to_come):
        raise NotAllowed(
            f"One signature has to come from {review.specialty}: "
            "please leave this one to a colleague in that specialty."
        )
