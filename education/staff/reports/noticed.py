"""Live pages that rest on a source which was retracted, doubted, corrected or superseded."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from education.evidence.identifiers import normal_doi, normal_pmid
from education.evidence.models import Source
from education.staff.reports.charts import Bars, bars
from education.staff.reports.evidence_rows import live_claims, signed_claims
from education.staff.reports.names import day, kind_names, language, review_cell
from education.staff.reports.shapes import Asked, Cell, Column, Report, Result, Table, table
from education.staff.reports.statistics import counted

NOTICES = kind_names(Source.Notice.choices)
#: The gravest first.
_GRAVEST = ("retracted", "concern", "superseded", "corrected")


@dataclass(frozen=True, slots=True)
class Resting:
    """A live page, a source under a notice, and the claims that rest on it."""

    review: int
    page: str
    language: str
    due: date
    source: str
    notice: str
    #: What took the place of the source.
    successor: str
    claims: tuple[str, ...]


def build(asked: Asked) -> Result:
    """Return every page that patients read now and that rests on such a source."""
    found = sorted(_resting(asked), key=lambda r: (_GRAVEST.index(r.notice), r.page, r.source))
    pages = {row.review for row in found}
    return Result(
        headline=(
            f"{counted(len(pages), 'live page')} on "
            f"{counted(len({row.source for row in found}), 'source')} under a notice."
        ),
        bars=(_by_notice(found),),
        tables=(_table(found),),
        head=(
            "review",
            "page",
            "language",
            "review due",
            "source",
            "notice",
            "superseded by",
            "claims",
        ),
        rows=[
            (r.review, r.page, r.language, r.due, r.source, r.notice, r.successor)
            + (", ".join(r.claims),)
            for r in found
        ],
        is_empty=not found,
    )


def _resting(asked: Asked) -> Iterator[Resting]:
    fallen = _fallen(asked.words)
    cited = _cited(asked, fallen) if fallen else {}
    rows = live_claims(asked).filter(review__in=cited)
    found: dict[tuple[int, int], list[str]] = {}
    about: dict[int, tuple[str, str, date]] = {}
    for review, title, spoken, due, claim, signed in rows.values_list(
        "edition__review",
        "edition__title",
        "edition__language",
        "edition__live_page__review_due",
        "claim",
        "review",
    ):
        about[review] = (title, spoken, due)
        for source in cited[signed]:
            found.setdefault((review, source), []).append(f"C-{claim}")
    for (review, source), claims in found.items():
        row = fallen[source]
        successor = str(row.superseded_by or "")
        yield Resting(review, *about[review], row.title, row.notice, successor, tuple(claims))


def _fallen(words: str) -> dict[int, Source]:
    """Return each source under a notice whose title has all the words, or that they name."""
    found = Source.objects.exclude(notice=Source.Notice.NONE).select_related("superseded_by")
    if words:
        titled = Q()
        for word in words.split():
            titled &= Q(title__icontains=word)
        named = Q(doi=normal_doi(words) or None) | Q(pmid=normal_pmid(words) or None)
        found = found.filter(titled | named)
    return {source.pk: source for source in found}


def _cited(asked: Asked, fallen: Collection[int]) -> dict[int, set[int]]:
    """Return the signed review of each live claim that froze such a source, with those it froze."""
    found = {}
    for review, said in signed_claims(asked, "citations").values_list("pk", "said").iterator():
        sources = {citation["source"]["source_id"] for citation in json.loads(said)}
        if sources := sources.intersection(fallen):
            found[review] = sources
    return found


def _by_notice(found: Sequence[Resting]) -> Bars:
    pages = Counter(notice for _, notice in {(row.review, row.notice) for row in found})
    rows = [(NOTICES[n], pages[n], f"{pages[n]:,}") for n in _GRAVEST if pages[n]]
    return bars("Pages by what became of a source", ("Notice", "Pages"), rows)


def _table(found: Sequence[Resting]) -> Table:
    heads = [Column("Page"), Column("Source"), Column("Notice"), Column("Claims")]

    def cells(row: Resting) -> tuple[Cell, ...]:
        return (
            review_cell(row.review, row.page, f"{language(row.language)}, due {day(row.due)}"),
            Cell(row.source),
            Cell(" by ".join(filter(None, (NOTICES[row.notice], row.successor)))),
            Cell(", ".join(row.claims)),
        )

    return table("Pages and the sources they rest on", heads, found, cells)


REPORT = Report(
    name="notices",
    title="Sources under a notice",
    says="Live pages that rest on a source which was retracted, doubted, corrected or superseded.",
    empty="No live page rests on a source under a notice.",
    build=build,
    dated="Published",
    months=None,
    searches="Source: title, DOI or PMID",
    notes=(
        "What patients read is judged by the sources that were signed with it.",
        "A page that rests on a retracted source alone comes down by itself; other notices leave "
        "it up until somebody has looked.",
    ),
)
