"""What a notice on a source means for claims and pages; shown before anybody gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from education.evidence.models import Claim, Source
from education.publishing.addresses import page_address
from education.publishing.models import LivePage
from education.publishing.recalls import reach_of
from education.review.models import Review

from .fallen import Fallen


@dataclass(frozen=True, slots=True)
class Affected:
    """Claims that cite a source, and pages that carry them."""

    claims: tuple[Claim, ...]
    #: Live pages that come down: only retraction takes any.
    down: tuple[LivePage, ...]
    #: Live pages that are called back to review.
    recalled: tuple[LivePage, ...]
    #: Live pages that stay as they are.
    carrying: tuple[LivePage, ...]
    #: Reviews of pages that can go no further as they are.
    waiting: tuple[Review, ...]

    @property
    def pages(self) -> list[tuple[str, LivePage, str]]:
        """Each live page: what becomes of it, and where it stands."""
        told = (
            ("Comes down", self.down),
            ("Called back to review", self.recalled),
            ("Stays: see whether it still holds", self.carrying),
        )
        return [
            (w, live, page_address(live.language, live.slug)) for w, some in told for live in some
        ]

    def lists(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each kind of thing with names, for a terminal."""
        for what, found in (
            ("claims", [claim.code for claim in self.claims]),
            ("pages that come down", _titles(self.down)),
            ("pages called back to review", _titles(self.recalled)),
            ("live pages with it", _titles(self.carrying)),
            ("texts that wait with it", [review.page().title for review in self.waiting]),
        ):
            if found:
                yield what, found


def together(rows: Sequence[Fallen]) -> list[tuple[Fallen, Affected]]:
    """Return what it would mean to mark what these rows name: all of them, at once."""
    falling = [
        row.source.pk for row in rows if row.source and row.notice == Source.Notice.RETRACTED
    ]
    return [(row, affected_by(row.source, row.notice, falling)) for row in rows if row.source]


def affected_by(source: Source, notice: str, also: Collection[int] = ()) -> Affected:
    """Return what it would mean to give a source this notice now, while ``also`` are retracted."""
    reach = reach_of(source, also=also)
    claims = tuple(Claim.objects.filter(citations__source=source).order_by("pk"))
    if notice == Source.Notice.RETRACTED:
        return Affected(claims, reach.down, reach.recalled, (), reach.waiting)
    return Affected(claims, (), (), (*reach.down, *reach.recalled), ())


def _titles(pages: tuple[LivePage, ...]) -> list[str]:
    return [f"“{live.edition.title}” ({live.language})" for live in pages]
