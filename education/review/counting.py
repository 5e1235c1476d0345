"""Which sign-offs count, and why not the others: what the desk explains of any review.

The same rules as the guards of the database and ``check_integrity``, told in sentences. Reads
only; with ``with_signatures`` many reviews are told in a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from django.db.models import Prefetch, QuerySet

from education.content.manuscript import ClaimText, Manuscript
from education.content.services import claim_text, manuscript_of
from education.evidence.models import Claim
from education.review.critical_parts import section_names
from education.review.models import (
    PAGE_MEANINGS,
    STATEMENTS,
    Declaration,
    Meaning,
    Review,
    SignOff,
)
from education.review.rules import DECLARATION_MONTHS, add_months, lacks_specialist
from education.review.states import State


@dataclass(frozen=True, slots=True)
class Counted:
    """One sign-off, and the sentences that say why it does not count; none when it does."""

    sign_off: SignOff
    why_not: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether it counts towards the signatures the review needs."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Counting:
    """All sign-offs of one review, weighed."""

    review: Review
    signatures: tuple[Counted, ...]
    #: What is still missing for the text to be signed; empty when it has all it needs.
    missing: tuple[str, ...]
    #: Why nothing rests on these signatures whatever they are; empty while something may.
    idle: str

    @property
    def number(self) -> int:
        """How many signatures count."""
        return sum(one.counts for one in self.signatures)

    @property
    def stands(self) -> bool:
        """Whether this text is signed: enough signatures count, and nothing set it aside."""
        return not self.missing and not self.idle


def with_signatures(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Fetch with reviews all that ``counting`` asks, in three queries more."""
    signed = SignOff.objects.select_related("credential", "declaration", "revocation__by")
    conflicts = Declaration.objects.filter(conflict=True)
    return reviews.prefetch_related(
        Prefetch("sign_offs", signed), Prefetch("declarations", conflicts, to_attr="conflicts")
    )


def counting(review: Review) -> Counting:
    """Say of each sign-off of a review whether it counts, and what is still missing."""
    if not hasattr(review, "conflicts"):
        review = with_signatures(Review.objects.filter(pk=review.pk)).get()
    conflicts: Sequence[Declaration] = review.conflicts  # type: ignore[attr-defined]
    weighed = tuple(
        Counted(s, tuple(why_not(s, review, conflicts))) for s in review.sign_offs.all()
    )
    good = [one.sign_off for one in weighed if one.counts]
    return Counting(review, weighed, tuple(_missing(review, good)), _IDLE.get(review.state, ""))


_IDLE: dict[str, str] = {
    State.CHANGES_REQUESTED: "This text was sent back: signatures on it approve nothing.",
    State.DECLINED: "This text was declined: signatures on it approve nothing.",
    State.SUPERSEDED: "This text was set aside: signatures on it approve nothing any more.",
}


def why_not(sign_off: SignOff, review: Review, conflicts: Collection[Declaration]) -> Iterator[str]:
    """Yield each reason for which a sign-off does not count towards a review."""
    yield from _taken_back(sign_off)
    if sign_off.meaning == Meaning.REVIEWED_NO_CHANGE:
        yield (
            "It says that the live page was read again and is still right: it moves the date of "
            "the last review, and approves no text."
        )
    elif sign_off.meaning not in (PAGE_MEANINGS if review.topic_id else (Meaning.CLAIM_CHECKED,)):
        yield "Its meaning is not one that approves this kind of text."
    elif sign_off.statement != STATEMENTS[sign_off.meaning]:
        yield "It does not carry the sentence of its meaning."
    if sign_off.fingerprint != review.fingerprint:
        yield "It was given for another text: the fingerprints differ."
    if sign_off.signer_id in {*review.contributors, review.submitted_by_id}:
        yield "The signer wrote or submitted part of this text."
    yield from _credential(sign_off)
    yield from _interests(sign_off, conflicts)


def _taken_back(sign_off: SignOff) -> Iterator[str]:
    # A sign-off without a revocation has no such attribute.
    if revocation := getattr(sign_off, "revocation", None):
        yield f"Taken back by {revocation.by} on {revocation.at:%-d %B %Y}: {revocation.reason}"


def _credential(sign_off: SignOff) -> Iterator[str]:
    held, day = sign_off.credential, sign_off.signed_at.astimezone(UTC).date()
    if held.user_id != sign_off.signer_id:
        yield "The registration it was given with belongs to somebody else."
    if held.verified_by_id == held.user_id:
        yield "Nobody but the signer checked the registration it was given with."
    if not held.is_valid_on(day):
        yield f"The registration {held.registration} was not valid on the day, {day:%-d %B %Y}."


def _interests(sign_off: SignOff, conflicts: Collection[Declaration]) -> Iterator[str]:
    own = [c for c in conflicts if c.person_id == sign_off.signer_id]
    if any(c.at <= sign_off.signed_at for c in own):
        yield "The signer had declared a conflict of interest in this text."
    declared = sign_off.declaration
    if declared is None or declared.person_id != sign_off.signer_id:
        yield "No declaration of interests of the signer goes with it."
        return
    if declared.conflict:
        yield "It was given under a declared conflict of interest."
    oldest = add_months(sign_off.signed_at.astimezone(UTC).date(), -DECLARATION_MONTHS)
    if declared.at.astimezone(UTC).date() < oldest:
        yield f"Its declaration of interests was more than {DECLARATION_MONTHS} months old."


def _missing(review: Review, good: Sequence[SignOff]) -> Iterator[str]:
    lacking = review.required_sign_offs - len({s.signer_id for s in good})
    if lacking > 0:
        yield f"{lacking} more signature{'s' if lacking > 1 else ''}"
    if review.specialty and lacks_specialist(review.specialty, [s.specialties for s in good], 0):
        yield f"a signature in {review.specialty}"


# --- the claims of a page -----------------------------------------------------------------------


def claim_reviews(claim_ids: Collection[int | None]) -> dict[int, list[Review]]:
    """Return claim id → every review of it, newest first, ready for ``counting``."""
    found: dict[int, list[Review]] = {}
    rows = Review.objects.filter(claim__in=[pk for pk in claim_ids if pk]).order_by("-pk")
    for row in with_signatures(rows):
        found.setdefault(row.claim_id or 0, []).append(row)
    return found


def own_review(claim: ClaimText, reviews: Sequence[Review]) -> Review | None:
    """Return the review of a claim in exactly this text: the signed one, else the open one."""
    fingerprint = claim.fingerprint()
    same = [r for r in reviews if r.fingerprint == fingerprint]
    for state in (State.SIGNED, State.OPEN):
        if found := next((r for r in same if r.state == state), None):
            return found
    return None


# --- the draft behind it ------------------------------------------------------------------------


def moved_on(review: Review) -> tuple[str, ...]:
    """Return the parts in which the draft differs by now from what this review froze.

    Parts are named as ``critical_parts`` names them ("answer", "section:How it works", "C-12"),
    others by what they are called in the manuscript. Empty while the fingerprints are the same.
    """
    if review.topic is not None:
        draft = manuscript_of(review.topic)
        return () if draft.fingerprint() == review.fingerprint else _differing(review.page(), draft)
    claim = Claim.objects.prefetch_related("citations__source").get(pk=review.claim_id)
    same = claim_text(claim).fingerprint() == review.fingerprint
    return () if same else (claim.code,)


def _differing(signed: Manuscript, draft: Manuscript) -> tuple[str, ...]:
    was, now = _parts(signed), _parts(draft)
    found = [name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name)]
    # Nothing but the order of sections or claims is left.
    return tuple(found or ["order"])


def _parts(page: Manuscript) -> dict[str, object]:
    parts = {k: v for k, v in page.as_json().items() if k not in ("sections", "claims")}
    named = zip(section_names(page), page.sections, strict=True)
    parts |= {name: section.canonical() for name, section in named}
    return parts | {claim.code: claim.fingerprint() for claim in page.claims}
