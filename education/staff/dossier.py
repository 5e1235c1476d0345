"""Everything a clinician needs to judge one review, put together in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from education.content.manuscript import Manuscript
from education.people.models import User
from education.publishing.models import LivePage
from education.review.counting import Counting, counting, moved_on
from education.review.models import Review, SignOff
from education.staff.cards import Card, CitedSource, cards
from education.staff.comparing import Comparison, comparison
from education.staff.diffing import PartDiff
from education.staff.showing import (
    ShownFinding,
    manuscript_to_read,
    part_name,
    place_name,
    places,
    shown_finding,
)

__all__ = [
    "Card",
    "CitedSource",
    "Dossier",
    "ShownFinding",
    "dossier",
    "manuscript_to_read",
    "place_name",
    "places",
    "shown_finding",
]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One review, ready to be read."""

    page: Manuscript
    contributors: tuple[str, ...]
    signatures: tuple[SignOff, ...]
    #: Which of the signatures count, and why not the others.
    counting: Counting
    #: What the draft has become since, part by part; empty while it is still this text.
    moved_on: tuple[str, ...]
    cards: tuple[Card, ...]
    findings: tuple[ShownFinding, ...]
    comparison: Comparison
    live: LivePage | None = field(default=None)

    @property
    def against(self) -> str:
        """What it is compared with, such as "edition 2, live now"; empty when nothing was."""
        return self.comparison.base.label

    @property
    def diff(self) -> tuple[PartDiff, ...]:
        """What differs from that, word by word."""
        return self.comparison.diff

    @property
    def signed_claims(self) -> tuple[Card, ...]:
        """The claims that are soundly signed in the very text that stands here."""
        return tuple(c for c in self.cards if c.is_signed and not c.unsound)


def dossier(review: Review, reader: User | None = None, against: str = "") -> Dossier:
    """Put one review together, for this reader, compared with "live" or "mine"."""
    page = manuscript_to_read(review)
    weighed = counting(review)
    signatures = tuple(one.sign_off for one in weighed.signatures)
    people = User.objects.filter(pk__in=[*review.contributors, review.submitted_by_id])
    findings = tuple(shown_finding(page, f, signatures) for f in review.findings)
    live = LivePage.objects.filter(topic=review.topic_id).select_related("edition")
    return Dossier(
        page=page,
        contributors=tuple(sorted(p.printed_name for p in people)),
        signatures=signatures,
        counting=weighed,
        moved_on=tuple(map(part_name, moved_on(review))),
        cards=tuple(cards(review, page, findings, reader)),
        findings=findings,
        comparison=comparison(review, reader, against),
        live=live.first() if review.topic_id else None,
    )
