"""Who signs whose pages: a colleague who always signs for another deserves a second look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.text import capfirst

from education.review.models import PAGE_MEANINGS, SignOff
from education.staff.reports.charts import Bar, bars, percent
from education.staff.reports.names import people
from education.staff.reports.shapes import Asked, Cell, Column, Report, Result, Table, table
from education.staff.reports.statistics import counted, share

#: How many pairs are drawn; the table has more and the file all.
DRAWN = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's pages signed by another."""

    author: int
    signer: int
    pages: int
    #: All signed pages of this author, by whomever.
    of: int
    #: Pages the other way round.
    back: int


def pairs(counts: Iterable[tuple[int, int, int]], signed: Mapping[int, int]) -> list[Pair]:
    """Return the pairs of (author, signer, pages), the busiest first.

    ``signed`` has each author's signed pages, which are fewer than their signatures where a page
    needs two.
    """
    found = {(author, signer): pages for author, signer, pages in counts}
    rows = [
        Pair(
            author, signer, pages, max(pages, signed.get(author, 0)), found.get((signer, author), 0)
        )
        for (author, signer), pages in found.items()
    ]
    return sorted(rows, key=lambda pair: (-pair.pages, pair.author, pair.signer))


def build(asked: Asked) -> Result:
    """Return who signed whose pages in the days asked for."""
    named = people()
    found = _pairs(asked)
    each_other = sum(1 for pair in found if pair.back) // 2
    rows = [
        (_arrow(pair, named), pair.pages, f"{pair.pages:,} of {pair.of:,}")
        for pair in found[:DRAWN]
    ]
    return Result(
        headline=capfirst(
            f"{counted(len(found), 'pair')} of author and signer; "
            f"{counted(each_other, 'pair signs', 'pairs sign')} for each other."
        ),
        bars=(
            bars(
                "The busiest pairs",
                ("Author → signer", "Pages, of all the author's"),
                rows,
            ),
        ),
        tables=(_table(found, named),),
        head=("author", "signer", "pages", "author's signed pages", "pages the other way round"),
        rows=[(named[p.author], named[p.signer], p.pages, p.of, p.back) for p in found],
        is_empty=not found,
    )


def _pairs(asked: Asked) -> list[Pair]:
    given = SignOff.objects.filter(
        asked.about("review__topic"),
        asked.moments("signed_at"),
        review__topic__isnull=False,
        meaning__in=PAGE_MEANINGS,
    ).order_by()
    counts = (
        given.values("review__submitted_by", "signer")
        .annotate(pages=Count("review", distinct=True))
        .values_list("review__submitted_by", "signer", "pages")
    )
    signed = (
        given.values("review__submitted_by")
        .annotate(pages=Count("review", distinct=True))
        .values_list("review__submitted_by", "pages")
    )
    return pairs(counts, dict(signed))


def _arrow(pair: Pair, named: Mapping[int, str]) -> str:
    return f"{named[pair.author]} → {named[pair.signer]}"


def _table(found: list[Pair], named: Mapping[int, str]) -> Table:
    heads = [Column("Author"), Column("Signer"), Column("Pages", is_number=True)]
    heads += [Column("Share of the author's signed pages"), Column("Other way", is_number=True)]

    def cells(p: Pair) -> tuple[Cell, ...]:
        return (
            Cell(named[p.author]),
            Cell(named[p.signer], tag="Each other" if p.back else ""),
            Cell(f"{p.pages:,}"),
            Cell(share(p.pages, p.of), bar=Bar("", "", percent(p.pages, p.of))),
            Cell(f"{p.back:,}"),
        )

    return table("Every pair", heads, found, cells)


REPORT = Report(
    name="pairs",
    title="Who signs whose pages",
    says="How often each clinician signed each author's pages, and who signs for each other.",
    empty="No page was signed in these days.",
    build=build,
    dated="Signed",
    notes=(
        "The author is who submitted the page. Claims, and “reviewed, no change needed”, are not "
        "counted.",
        "In a small clinic the same two names are no sign of anything by themselves.",
    ),
)
