"""Pages taken down, and how long it took from the alert until they were gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from education.publishing.models import Withdrawal
from education.staff.reports.charts import alike, bars
from education.staff.reports.names import day, kind_names, language, people, review_cell
from education.staff.reports.shapes import Asked, Cell, Column, Report, Result, Table, table
from education.staff.reports.statistics import counted, duration, hours, within

KINDS = kind_names(Withdrawal.WithdrawalKind.choices)
#: Kinds that somebody's alert sets off; the others are the calendar's and the editor's.
URGENT = frozenset(
    {
        Withdrawal.WithdrawalKind.SAFETY,
        Withdrawal.WithdrawalKind.EVIDENCE,
        Withdrawal.WithdrawalKind.ERROR,
    }
)
#: From alert to gone: (at most, words).
SPEEDS = (
    (timedelta(minutes=15), "Within 15 minutes"),
    (timedelta(hours=1), "Within an hour"),
    (timedelta(hours=4), "Within 4 hours"),
    (timedelta(days=1), "Within a day"),
)
SLOWEST, NOT_NOTED = "More than a day", "Time of the alert not noted"


@dataclass(frozen=True, slots=True)
class Gone:
    """One page taken down."""

    review: int
    title: str
    language: str
    specialty: str
    number: int
    kind: str
    by: str
    at: datetime
    alerted: datetime | None
    reference: str
    claim: int | None

    @property
    def took(self) -> timedelta | None:
        """From the alert until no reader could get it any more."""
        return None if self.alerted is None else max(timedelta(), self.at - self.alerted)

    @property
    def is_urgent(self) -> bool:
        """Whether an alert sets off what it was taken down for."""
        return self.kind in URGENT


def speed(took: timedelta | None) -> str:
    """Return the words for how fast it was."""
    if took is None:
        return NOT_NOTED
    return next((words for most, words in SPEEDS if took <= most), SLOWEST)


def by_speed(gone: Iterable[Gone]) -> list[tuple[str, int]]:
    """Count the urgent ones by how fast they were, in order."""
    found = Counter(speed(row.took) for row in gone if row.is_urgent)
    return [(words, found[words]) for words in (*(w for _, w in SPEEDS), SLOWEST, NOT_NOTED)]


def build(asked: Asked) -> Result:
    """Return what was taken down in the days asked for."""
    gone = _gone(asked)
    kinds = Counter(row.kind for row in gone)
    reasons = [(label, kinds[kind], f"{kinds[kind]:,}") for kind, label in KINDS.items()]
    speeds = [(words, n, f"{n:,}") for words, n in by_speed(gone)]
    timed = [bars("From alert to gone", ("Time", "Pages"), speeds, strong=(SLOWEST,))]
    if not any(row.is_urgent for row in gone):
        timed.clear()
    return Result(
        headline=_headline(gone),
        bars=alike(*timed, bars("Why pages were taken down", ("Reason", "Pages"), reasons)),
        tables=(_table(gone),),
        head=("review", "page", "edition", "language", "specialty", "reason", "claim", "by")
        + ("alerted (UTC)", "gone (UTC)", "hours", "reference"),
        rows=[
            (g.review, g.title, g.number, g.language, g.specialty, g.kind)
            + (f"C-{g.claim}" if g.claim else "", g.by, g.alerted, g.at, hours(g.took))
            + (g.reference,)
            for g in gone
        ],
        is_empty=not gone,
    )


def _gone(asked: Asked) -> list[Gone]:
    named = people()
    rows = (
        Withdrawal.objects.filter(asked.about("topic", edition="edition"), asked.moments("at"))
        .order_by("-at", "-pk")
        .values_list(
            "edition__review_id",
            "edition__title",
            "edition__language",
            "topic__specialty__name",
            "edition__number",
            "kind",
            "by_id",
            "at",
            "alerted_at",
            "reference",
            "claim_id",
        )
    )
    return [
        Gone(*row[:3], row[3] or "", *row[4:6], named[row[6]], *row[7:])  # type: ignore[arg-type]
        for row in rows
    ]


def _headline(gone: list[Gone]) -> str:
    urgent = [row for row in gone if row.is_urgent]
    timed = [row.took for row in urgent if row.took is not None]
    first = f"{counted(len(gone), 'page was', 'pages were')} taken down, {len(urgent):,} for cause."
    if not timed:
        return first
    return (
        f"{first} Of {counted(len(timed), 'alert')} with a time, half were gone within "
        f"{duration(within(timed, 50))}; the slowest took {duration(max(timed))}."
    )


def _table(gone: list[Gone]) -> Table:
    heads = [Column("Page"), Column("Reason"), Column("Alert"), Column("Gone"), Column("By")]

    def cells(g: Gone) -> tuple[Cell, ...]:
        return (
            review_cell(g.review, g.title, f"{language(g.language)}, edition {g.number}"),
            Cell(KINDS.get(g.kind, g.kind), about=f"for C-{g.claim}" if g.claim else ""),
            Cell(_moment(g.alerted) if g.alerted else "–", about=g.reference),
            Cell(_moment(g.at)),
            Cell(g.by),
            Cell("–" if g.took is None else duration(g.took)),
        )

    return table("Pages taken down", [*heads, Column("Took", is_number=True)], gone, cells)


def _moment(at: datetime) -> str:
    return f"{day(at)} {at:%H:%M}"


REPORT = Report(
    name="withdrawals",
    title="Withdrawals",
    says=(
        "Pages that were taken down, why, and how long it took from the alert until they were gone."
    ),
    empty="No page was taken down in these days.",
    build=build,
    dated="Taken down",
    notes=(
        "A page is gone for every reader with the next request after the act, so the time of the "
        "act is when it was gone. Times are UTC.",
        "For cause means safety, evidence or error. The time of the alert is what the person who "
        "acted wrote down; where nobody did, there is no time, and nothing is guessed.",
    ),
)
