"""What an outside expert is shown of a review: the text, its claims, and their own threads.

Nothing of it comes from the desk's own view of a review: no finding, no signature, no other draft
and nobody else's discussion can slip in with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from education.content.manuscript import ClaimText, Manuscript
from education.publishing.references import Reference, numbers, references
from education.publishing.words import Level, level_of
from education.review.guests import said_to
from education.review.models import Comment, Invitation
from education.staff.diffing import claim_facts
from education.staff.dossier import place_name

#: Told by the card itself.
_TOLD = ("Statement", "Certainty", "Source")


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, with the place and the words it is relied on for."""

    reference: Reference
    locator: str
    quote: str


@dataclass(frozen=True, slots=True)
class ClaimToRead:
    """One claim with what it rests on."""

    claim: ClaimText
    level: Level
    facts: tuple[tuple[str, str], ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark of the expert's with the answers to it."""

    remark: Comment
    place: str
    answers: tuple[Comment, ...]


def claims_to_read(page: Manuscript) -> Iterator[ClaimToRead]:
    """Yield each claim of a page, in the page's order."""
    cited, number = references(page), numbers(page)
    for claim in page.claims:
        yield ClaimToRead(
            claim=claim,
            level=level_of(claim),
            facts=tuple((n, v) for n, v in claim_facts(claim) if v and n not in _TOLD),
            sources=tuple(
                Cited(cited[number[c.source.source_id] - 1], c.locator, c.quote)
                for c in claim.citations
            ),
        )


def threads_of(invitation: Invitation, page: Manuscript) -> list[Thread]:
    """Return the expert's own threads, oldest first."""
    return [
        Thread(remark, place_name(page, remark.anchor), tuple(remark.replies.all()))
        for remark in said_to(invitation)
    ]
