"""What is late: pages that wait for signatures, and live pages past their review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from education.publishing.models import LivePage
from education.review.models import Assignment, Review
from education.review.states import State
from education.staff.reports.charts import Bars, alike, bars
from education.staff.reports.names import day, language, people, review_cell
from education.staff.reports.shapes import Asked, Cell, Column, Report, Result, Table, table
from education.staff.reports.statistics import counted, grouped

#: How late, in whole days: (at most, words).
LATENESS = ((7, "Up to a week"), (30, "8 to 30 days"), (90, "31 to 90 days"))
LATEST = "More than 90 days"


@dataclass(frozen=True, slots=True)
class Late:
    """One thing that should have happened by a day."""

    review: int
    title: str
    language: str
    risk_class: str
    specialty: str
    due: date
    #: Who is asked to do it: who has the task, or whose page it is.
    people: str
    #: The last day on which a live page may still be shown; None for a review.
    lapses: date | None = None

    def days(self, today: date) -> int:
        """How many days late it is."""
        return (today - self.due).days


def lateness(days: int) -> str:
    """Return the words for how late something is."""
    return next((words for most, words in LATENESS if days <= most), LATEST)


def by_lateness(late: Iterable[Late], today: date) -> list[tuple[str, int]]:
    """Count what is late by how late it is, in order, with those that have none."""
    found = Counter(lateness(row.days(today)) for row in late)
    return [(words, found[words]) for words in (*(w for _, w in LATENESS), LATEST)]


def build(asked: Asked) -> Result:
    """Return what is late today."""
    named = people()
    reviews, pages = _reviews(asked, named), _pages(asked, named)
    return Result(
        headline=capfirst(
            f"{counted(len(reviews), 'page waits', 'pages wait')} for signatures after the day "
            f"they were due; {counted(len(pages), 'live page is', 'live pages are')} past the "
            "next review."
        ),
        bars=alike(
            _bars("Waiting for signatures", reviews, asked.today),
            _bars("Live, past the next review", pages, asked.today),
        ),
        tables=(
            _table("Waiting for signatures", "Whose task", reviews, asked.today),
            _table("Live, past the next review", "Owner", pages, asked.today),
        ),
        head=("what", "review", "page", "language", "specialty", "risk", "due", "days late")
        + ("whose task or page", "lapses on"),
        rows=[
            (what, r.review, r.title, r.language, r.specialty, r.risk_class, r.due)
            + (r.days(asked.today), r.people, r.lapses)
            for what, rows in (("review", reviews), ("live page", pages))
            for r in rows
        ],
        is_empty=not reviews and not pages,
    )


def _reviews(asked: Asked, named: dict[int, str]) -> list[Late]:
    late = Review.objects.filter(
        asked.about("topic"),
        asked.days("due_on"),
        state=State.OPEN,
        topic__isnull=False,
        due_on__lt=asked.today,
    )
    tasks = Assignment.objects.filter(review__in=late.values("pk"), outcome="")
    holders = grouped(tasks.order_by("pk").values_list("review_id", "person_id"))
    rows = late.order_by("due_on", "pk").values_list(
        "pk",
        "topic__title",
        "topic__language",
        "risk_class",
        "topic__specialty__name",
        "due_on",
    )
    return [
        Late(
            pk,
            title,
            spoken,
            risk,
            field or "",
            due,
            ", ".join(named[one] for one in holders.get(pk, ())),
        )
        for pk, title, spoken, risk, field, due in rows
    ]


def _pages(asked: Asked, named: dict[int, str]) -> list[Late]:
    rows = (
        LivePage.objects.filter(
            asked.about("topic", edition="edition"),
            asked.days("review_due"),
            review_due__lt=asked.today,
        )
        .order_by("review_due", "pk")
        .values_list(
            "edition__review_id",
            "edition__title",
            "language",
            "edition__review__risk_class",
            "topic__specialty__name",
            "review_due",
            "topic__owner_id",
            "lapses_on",
        )
    )
    return [
        Late(pk, title, spoken, risk, field or "", due, named[owner], lapses)
        for pk, title, spoken, risk, field, due, owner, lapses in rows
    ]


def _bars(title: str, late: list[Late], today: date) -> Bars:
    rows = [(words, n, f"{n:,}") for words, n in by_lateness(late, today)]
    return bars(title, ("How late", "Pages"), rows, strong=(LATEST,))


def _table(caption: str, whose: str, late: list[Late], today: date) -> Table:
    lapses = any(row.lapses for row in late)
    heads = [Column("Page"), Column(whose), Column("Due"), Column("Days late", is_number=True)]

    def cells(r: Late) -> tuple[Cell, ...]:
        return (
            review_cell(r.review, r.title, _about(r), r.risk_class),
            Cell(r.people or "Nobody's yet"),
            Cell(day(r.due)),
            Cell(f"{r.days(today):,}"),
            *((Cell(day(r.lapses)),) if lapses else ()),
        )

    return table(caption, heads + [Column("Comes down after")] * lapses, late, cells)


def _about(row: Late) -> str:
    return ", ".join(filter(None, (language(row.language), row.specialty)))


REPORT = Report(
    name="overdue",
    title="Overdue",
    says=(
        "Pages that should have had their signatures by now, and live pages whose next review "
        "should have been made."
    ),
    empty="Nothing is overdue.",
    build=build,
    dated="Due",
    months=None,
    notes=(
        "Claims are signed together with the page they stand in, so they are not counted apart.",
        "A live page past its grace takes itself down on the next run; until then it is here.",
    ),
)
