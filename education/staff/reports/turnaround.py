"""How long a page waits: from its submission until it has every signature it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min

from education.review.models import PAGE_MEANINGS, Review, SignOff
from education.review.states import State
from education.staff.reports.charts import spans
from education.staff.reports.names import day, language, review_cell
from education.staff.reports.shapes import Asked, Cell, Column, Report, Result, Table, table
from education.staff.reports.statistics import (
    completed_at,
    counted,
    duration,
    grouped,
    hours,
    month_name,
    month_of,
    months_asked,
    within,
)

HALF, MOST = 50, 90
#: Fewer than these and the slow end is simply the slowest.
FEW = 10


@dataclass(frozen=True, slots=True)
class Turn:
    """One review that came to all its signatures."""

    review: int
    title: str
    language: str
    specialty: str
    risk_class: str
    required: int
    submitted: datetime
    completed: datetime

    @property
    def took(self) -> timedelta:
        """From submission to the last signature it needed."""
        return self.completed - self.submitted


@dataclass(frozen=True, slots=True)
class Month:
    """What a month's reviews took."""

    month: date
    took: tuple[timedelta, ...]

    @property
    def pair(self) -> tuple[timedelta, timedelta] | None:
        """The middle and the slow end, when there was any review."""
        return (within(self.took, HALF), within(self.took, MOST)) if self.took else None


def by_month(turns: Iterable[Turn], months: Iterable[date]) -> list[Month]:
    """Return what each month's reviews took, by the month of the last signature."""
    found = grouped((month_of(t.completed), t.took) for t in turns)
    return [Month(month, tuple(found.get(month, ()))) for month in months]


def build(asked: Asked) -> Result:
    """Return how long reviews took that were completed in the days asked for."""
    turns = _turns(asked)
    months = by_month(
        turns, months_asked(asked.since, asked.until, [month_of(t.completed) for t in turns])
    )
    headline = f"{_took(turns)} {_waiting(asked)}".strip()
    return Result(
        headline=headline,
        spans=spans(
            "From submission to the last signature, by month",
            headline,
            [(m.month, m.pair) for m in months],
        ),
        tables=(_by_month(months), _slowest(turns)),
        head=("review", "page", "language", "specialty", "risk", "signatures needed")
        + ("submitted (UTC)", "fully signed (UTC)", "hours"),
        rows=[
            (t.review, t.title, t.language, t.specialty, t.risk_class, t.required)
            + (t.submitted, t.completed, hours(t.took))
            for t in turns
        ],
        is_empty=not turns,
    )


def _turns(asked: Asked) -> list[Turn]:
    # Every signature of each review that had one in these days: the first may be older.
    here = SignOff.objects.filter(
        asked.about("review__topic"), asked.moments("signed_at"), review__topic__isnull=False
    )
    rows = SignOff.objects.filter(
        review__in=here.values("review"), meaning__in=PAGE_MEANINGS
    ).values_list(
        "review_id",
        "signed_at",
        "revocation__at",
        "review__submitted_at",
        "review__required_sign_offs",
        "review__risk_class",
        "review__topic__title",
        "review__topic__language",
        "review__topic__specialty__name",
    )
    about: dict[int, tuple[Any, ...]] = {}
    given: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for pk, signed, revoked, *rest in rows:
        about[pk] = tuple(rest)
        given.setdefault(pk, []).append((signed, revoked))
    found = []
    for pk, (submitted, required, risk, title, spoken, field) in about.items():
        done = completed_at(required, given[pk])
        if done is not None and _asked_for(done, asked):
            found.append(Turn(pk, title, spoken, field or "", risk, required, submitted, done))
    return sorted(found, key=lambda turn: (turn.completed, turn.review))


def _asked_for(at: datetime, asked: Asked) -> bool:
    return (asked.start is None or asked.start <= at) and (asked.end is None or at < asked.end)


def _took(turns: list[Turn]) -> str:
    if not turns:
        return ""
    took = [turn.took for turn in turns]
    return (
        f"{counted(len(turns), 'page')} came to all signatures: half within "
        f"{duration(within(took, HALF))} of submission, 9 in 10 within "
        f"{duration(within(took, MOST))}."
    )


def _waiting(asked: Asked) -> str:
    """Say who still waits: what is not finished is in no percentile."""
    waiting = Review.objects.filter(
        asked.about("topic"), state=State.OPEN, topic__isnull=False
    ).aggregate(count=Count("pk"), first=Min("submitted_at"))
    if not waiting["count"]:
        return ""
    days = (asked.today - waiting["first"].date()).days
    return (
        f"{counted(waiting['count'], 'page')} still {'waits' if waiting['count'] == 1 else 'wait'}"
        f" today, the longest for {counted(days, 'day')}."
    )


def _by_month(months: list[Month]) -> Table:
    heads = [Column("Month")] + [
        Column(label, is_number=True)
        for label in ("Pages", "Half within", "9 in 10 within", "Slowest")
    ]

    def cells(m: Month) -> tuple[Cell, ...]:
        return (Cell(month_name(m.month)), Cell(f"{len(m.took):,}")) + (
            (Cell(duration(m.pair[0])), Cell(duration(m.pair[1])), Cell(duration(max(m.took))))
            if m.pair
            else (Cell("–"), Cell("–"), Cell("–"))
        )

    return table("By month of the last signature", heads, months[::-1], cells)


def _slowest(turns: list[Turn]) -> Table:
    heads = [Column("Page"), Column("Submitted"), Column("Fully signed")]
    ordered = sorted(turns, key=lambda turn: turn.took, reverse=True)

    def cells(t: Turn) -> tuple[Cell, ...]:
        return (
            review_cell(t.review, t.title, language(t.language), t.risk_class),
            Cell(day(t.submitted)),
            Cell(day(t.completed)),
            Cell(duration(t.took)),
        )

    return table("The slowest", [*heads, Column("Took", is_number=True)], ordered, cells, shown=10)


REPORT = Report(
    name="turnaround",
    title="Turnaround",
    says="How long pages took from their submission until they had every signature they need.",
    empty="No page came to all its signatures in these days.",
    build=build,
    dated="Fully signed",
    notes=(
        "Each submission counts by itself: a page that was sent back starts again when it is "
        "submitted again.",
        "Pages that still wait are in no percentage, so a month can look quick because its slow "
        "pages are not finished.",
        f"With fewer than {FEW} pages in a month, 9 in 10 means all of them.",
    ),
)
