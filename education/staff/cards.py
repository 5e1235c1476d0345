"""The claims of a review as cards: what each says, rests on, where it stands, and who signed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from education.checks.base import Level
from education.content.manuscript import ClaimText, Manuscript
from education.content.usage import drafts_with
from education.people.models import User
from education.publishing.references import Reference, addresses, numbers, references
from education.publishing.words import Level as CertaintyLevel
from education.publishing.words import level_of
from education.review.counting import Counting, claim_reviews, counting, own_review
from education.review.models import Review, SignOff, SourceOpening
from education.review.states import State
from education.staff.diffing import claim_facts
from education.staff.showing import ShownFinding, shown_finding
from education.staff.where_used import live_with


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source of a claim, with the place and the words it is relied on for."""

    reference: Reference
    locator: str
    quote: str
    source_id: int
    #: (what to open, label) of each address it has.
    links: tuple[tuple[str, str], ...]
    #: When the reader opened it from this review.
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier or present review of a claim, with its sign-offs weighed."""

    counting: Counting
    #: Whether it is of exactly the text on the card.
    same_text: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One claim on the reviewer's table."""

    claim: ClaimText
    level: CertaintyLevel
    #: (name, value) of kind, stage, species, people and so on.
    facts: tuple[tuple[str, str], ...]
    sources: tuple[CitedSource, ...]
    #: The claim's own review of exactly this text, open or signed; None when there is none.
    review: Review | None
    signatures: tuple[SignOff, ...]
    #: (topic id, title) of the other drafts that hold the claim.
    elsewhere: tuple[tuple[int, str], ...]
    findings: tuple[ShownFinding, ...] = ()
    #: (review id, title, number) of the other live editions that hold it, in whatever text.
    live: tuple[tuple[int, str, int], ...] = ()
    #: Every review of the claim, newest first.
    history: tuple[Past, ...] = ()

    @property
    def is_signed(self) -> bool:
        """Whether exactly this text of the claim is signed."""
        return self.review is not None and self.review.state == State.SIGNED

    @property
    def unsound(self) -> bool:
        """Whether it is signed, but a signature behind it has turned out not to count."""
        return self.is_signed and not any(
            past.counting.stands for past in self.history if past.counting.review == self.review
        )

    @property
    def unopened(self) -> int:
        """How many of its sources the reader has not opened from this review."""
        return sum(1 for s in self.sources if s.links and s.opened_at is None)


def cards(
    review: Review, page: Manuscript, findings: tuple[ShownFinding, ...], reader: User | None
) -> Iterator[Card]:
    """Yield a card for each claim, in a number of queries that does not grow with them."""
    ids = [c.claim_id for c in page.claims]
    reviews = claim_reviews(ids)
    topic = review.topic_id
    drafts, live = drafts_with(ids, but=topic), live_with(ids, but=topic)
    opened = _opened(review, reader)
    cited, number = references(page), numbers(page)
    for claim in page.claims:
        past = reviews.get(claim.claim_id or 0, [])
        own = own_review(claim, past)
        yield Card(
            claim=claim,
            level=level_of(claim),
            facts=tuple(
                (name, value)
                for name, value in claim_facts(claim)
                if value and name not in ("Statement", "Certainty", "Source")
            ),
            sources=tuple(
                CitedSource(
                    reference=cited[number[c.source.source_id] - 1],
                    locator=c.locator,
                    quote=c.quote,
                    source_id=c.source.source_id,
                    links=tuple((to, label) for to, (label, _) in addresses(c.source).items()),
                    opened_at=opened.get(c.source.source_id),
                )
                for c in claim.citations
            ),
            review=own,
            signatures=tuple(own.sign_offs.all()) if own else (),
            elsewhere=tuple(drafts.get(claim.claim_id or 0, ())),
            findings=tuple(_findings(page, claim, own, findings)),
            live=tuple(live.get(claim.claim_id or 0, ())),
            history=tuple(_history(claim, past)),
        )


def _findings(
    page: Manuscript, claim: ClaimText, own: Review | None, findings: Iterable[ShownFinding]
) -> Iterator[ShownFinding]:
    """Yield what was found in a claim on this page, and then what was found in it by itself."""
    on_page = [f for f in findings if f.anchor == claim.code]
    yield from on_page
    known = {f.key for f in on_page}
    for found in own.findings if own else ():
        # What would stop a page was looked for in the page itself.
        if found["level"] == Level.WARN and found["key"] not in known:
            yield shown_finding(page, found)


def _history(claim: ClaimText, reviews: Sequence[Review]) -> Iterator[Past]:
    fingerprint = claim.fingerprint()
    for one in reviews:
        yield Past(counting(one), one.fingerprint == fingerprint)


def _opened(review: Review, reader: User | None) -> Mapping[int, datetime]:
    rows = SourceOpening.objects.filter(review=review, person=reader)
    return dict(rows.values_list("source_id", "at"))
