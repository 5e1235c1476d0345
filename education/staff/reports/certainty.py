"""How sure the evidence lets us be of what patients read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from education.evidence.grading import Certainty
from education.staff.reports.charts import Bars, bars
from education.staff.reports.evidence_rows import live_claims, signed_claims
from education.staff.reports.names import language, review_cell
from education.staff.reports.shapes import Asked, Cell, Column, Report, Result, Table, table
from education.staff.reports.statistics import counted, share

#: From sure to not; what is a fact, and no effect, is not graded and stands apart.
GRADES = (
    Certainty.HIGH,
    Certainty.MODERATE,
    Certainty.LOW,
    Certainty.VERY_LOW,
    Certainty.NONE_IN_PEOPLE,
)
_PLACE = {str(grade): place for place, grade in enumerate(GRADES)}
NO_GRADE = "No graded claim"


@dataclass(frozen=True, slots=True)
class Use:
    """One claim on one live page."""

    edition: int
    review: int
    title: str
    language: str
    specialty: str
    certainty: str


@dataclass(frozen=True, slots=True)
class PageGrades:
    """The grades of the claims on one page."""

    use: Use
    counts: Counter[str]

    @property
    def weakest(self) -> str:
        """The least sure grade on the page; empty when nothing on it is graded."""
        graded = [grade for grade in self.counts if grade in _PLACE]
        return max(graded, key=lambda grade: _PLACE[grade], default="")


def by_grade(uses: Iterable[Use]) -> list[tuple[str, int]]:
    """Count the graded claims by grade, from sure to not, with the grades nobody has."""
    found = Counter(use.certainty for use in uses)
    return [(grade.label, found[grade]) for grade in GRADES]


def pages_of(uses: Iterable[Use]) -> list[PageGrades]:
    """Put the claims of each page together."""
    pages: dict[int, PageGrades] = {}
    for use in uses:
        pages.setdefault(use.edition, PageGrades(use, Counter())).counts[use.certainty] += 1
    return list(pages.values())


def by_weakest(pages: Iterable[PageGrades]) -> list[tuple[str, int]]:
    """Count the pages by the least sure claim on each."""
    found = Counter(page.weakest for page in pages)
    return [(grade.label, found[grade]) for grade in GRADES] + [(NO_GRADE, found[""])]


def build(asked: Asked) -> Result:
    """Return the grades of everything that is live."""
    uses = _uses(asked)
    pages = pages_of(uses)
    graded = sum(n for _, n in by_grade(uses))
    return Result(
        headline=(
            f"{counted(len(pages), 'live page')} with {counted(len(uses), 'claim')}, "
            f"{graded:,} of them graded; the rest are facts, not effects."
        ),
        bars=(_claims(uses, graded), _pages(pages)),
        tables=(_specialties(uses), _weakest(pages)),
        head=("review", "page", "language", "specialty", "weakest")
        + tuple(grade.value for grade in (*GRADES, Certainty.NOT_GRADED)),
        rows=[
            (p.use.review, p.use.title, p.use.language, p.use.specialty, p.weakest)
            + tuple(p.counts[grade] for grade in (*GRADES, Certainty.NOT_GRADED))
            for p in pages
        ],
        is_empty=not uses,
    )


def _uses(asked: Asked) -> list[Use]:
    grades = dict(signed_claims(asked, "certainty").values_list("pk", "said"))
    rows = live_claims(asked).values_list(
        "edition_id",
        "edition__review_id",
        "edition__title",
        "edition__language",
        "edition__topic__specialty__name",
        "review_id",
    )
    return [
        Use(edition, review, title, spoken, field or "", grades[claim])
        for edition, review, title, spoken, field, claim in rows
    ]


def _claims(uses: list[Use], graded: int) -> Bars:
    rows = [(label, n, f"{share(n, graded)}, {n:,}") for label, n in by_grade(uses)]
    note = "A full bar is every graded claim; a claim counts once for each live page it is on."
    heads = ("Certainty", "Share, claims")
    return bars("Graded claims by certainty", heads, rows, of=graded, note=note)


def _pages(pages: list[PageGrades]) -> Bars:
    rows = [(label, n, f"{share(n, len(pages))}, {n:,}") for label, n in by_weakest(pages)]
    return bars(
        "Pages by their least certain claim",
        ("Least certain claim", "Share, pages"),
        rows,
        of=len(pages),
        note="A full bar is every live page with claims.",
    )


def _specialties(uses: Sequence[Use]) -> Table:
    found: dict[str, Counter[str]] = {}
    for use in uses:
        found.setdefault(use.specialty, Counter())[use.certainty] += 1
    grades = (*GRADES, Certainty.NOT_GRADED)
    heads = [Column("Specialty")]
    heads += [Column(g.label.partition(" (")[0], is_number=True) for g in grades]

    def cells(name: str) -> tuple[Cell, ...]:
        return (Cell(name or "None"), *(Cell(f"{found[name][grade]:,}") for grade in grades))

    return table("Claims on live pages, by specialty", heads, sorted(found), cells)


def _weakest(pages: Sequence[PageGrades]) -> Table:
    weak = [p for p in pages if _PLACE.get(p.weakest, 0) >= _PLACE[Certainty.LOW]]
    weak.sort(key=lambda p: (-_PLACE[p.weakest], p.use.title, p.use.edition))
    heads = [Column("Page"), Column("Least certain claim"), Column("Claims", is_number=True)]

    def cells(p: PageGrades) -> tuple[Cell, ...]:
        return (
            review_cell(
                p.use.review,
                p.use.title,
                ", ".join(filter(None, (language(p.use.language), p.use.specialty))),
            ),
            Cell(Certainty(p.weakest).label),
            Cell(f"{sum(p.counts.values()):,}"),
        )

    return table("Pages with a claim of low certainty or less", heads, weak, cells)


REPORT = Report(
    name="certainty",
    title="Evidence certainty",
    says="How certain the evidence is behind the claims on live pages, as it was signed.",
    empty="No live page has a claim.",
    build=build,
    dated="Published",
    months=None,
    notes=(
        "Grades are those of GRADE, given to claims that say what something does to people. Low "
        "certainty is no fault of a page that says so.",
    ),
)
