"""Pictures of numbers, as values that a template draws: bars, columns and spans.

Everything sideways is in percent of the width and everything upright in pixels, so a drawing fits
any window while its lettering stays the size of the text around it. Every scale starts at zero.
No colour is named here: a mark is plain or strong, and the style sheet knows light from dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta


def percent(part: float, whole: float) -> str:
    """Return a length as a percentage that SVG understands, whatever the language."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a list: whose it is, what it says, and how long it is drawn."""

    label: str
    text: str
    width: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers one under another, each with its name, and the number that fills the width."""

    title: str
    heads: tuple[str, str]
    rows: tuple[tuple[str, int, str], ...]
    full: int
    strong: tuple[str, ...] = ()
    note: str = ""

    @property
    def bars(self) -> list[Bar]:
        """What is drawn: picture and table in one."""
        return [
            Bar(label, words, percent(number, self.full), strong=label in self.strong)
            for label, number, words in self.rows
        ]


def bars(
    title: str,
    heads: tuple[str, str],
    rows: Sequence[tuple[str, int, str]],
    *,
    of: int | None = None,
    strong: tuple[str, ...] = (),
    note: str = "",
) -> Bars:
    """Return bars for (label, number, words for the number), to one scale.

    The scale ends at ``of``, a whole that the numbers are parts of, or at the largest number.
    """
    full = of if of is not None else max((number for _, number, _ in rows), default=0)
    return Bars(title, heads, tuple(rows), full, strong, note)


def alike(*several: Bars) -> tuple[Bars, ...]:
    """Put bars that stand side by side to the same scale, so that lengths can be compared."""
    full = max(one.full for one in several)
    return tuple(replace(one, full=full) for one in several)


@dataclass(frozen=True, slots=True)
class Box:
    """An upright bar: from the left in percent, from the top in pixels."""

    x: str
    y: str
    width: str
    height: str
    title: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Small columns for one row of a table, to a scale that all rows share."""

    desc: str
    height: int
    boxes: tuple[Box, ...]


def columns(values: Sequence[tuple[str, int]], *, top: int, height: int = 32) -> Columns:
    """Return one column for each (name, number); ``top`` is the number that fills the height."""
    slot = 100 / max(1, len(values))
    boxes = []
    for index, (name, number) in enumerate(values):
        # A single signature among hundreds is still a line that can be seen.
        tall = max(1.5, height * number / top) if number and top else 0
        boxes.append(
            Box(
                x=f"{index * slot + slot * 0.1:.2f}%",
                y=f"{height - tall:.1f}",
                width=f"{slot * 0.8:.2f}%",
                height=f"{tall:.1f}",
                title=f"{name}: {number}",
            )
        )
    said = ", ".join(f"{name} {number}" for name, number in values if number)
    return Columns(said or "None", height, tuple(boxes))


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its name."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """One month: from the middle to the slow end, at one place from the left."""

    x: str
    middle: str
    slow: str
    title: str


@dataclass(frozen=True, slots=True)
class Note:
    """Words to the right of a mark."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Spans:
    """The middle and the slow end of each month: a filled dot, a stem, a hollow dot."""

    title: str
    desc: str
    height: int
    floor: str
    grid: tuple[Tick, ...]
    months: tuple[Tick, ...]
    years: tuple[Tick, ...]
    spans: tuple[Span, ...]
    notes: tuple[Note, ...]


TALL, ROOM_ABOVE, ROOM_BELOW = 200, 26, 40


def spans(
    title: str, desc: str, values: Sequence[tuple[date, tuple[timedelta, timedelta] | None]]
) -> Spans:
    """Return the picture of (month, (middle, slow end)); a month without any stays empty."""
    largest = max((slow for _, pair in values if pair for slow in pair[1:]), default=timedelta())
    unit, name = _unit(largest)
    step, top = _scale(largest / unit)

    def y(span: timedelta | float) -> str:
        units = span / unit if isinstance(span, timedelta) else span
        return f"{ROOM_ABOVE + TALL * (1 - units / top):.1f}"

    def x(index: int) -> str:
        # Room at the left for the numbers of the scale, which stand on its lines, and at the
        # right for the names of the dots.
        return f"{10 + 74 * (index + 0.5) / max(1, len(values)):.2f}%"

    marks = [
        Span(x(i), y(pair[0]), y(pair[1]), f"{month:%b %Y}")
        for i, (month, pair) in enumerate(values)
        if pair
    ]
    grid = [
        Tick(y(n * step), f"{n * step:g} {name}" if n * step == top else f"{n * step:g}")
        for n in range(round(top / step) + 1)
    ]
    return Spans(
        title=title,
        desc=desc,
        height=ROOM_ABOVE + TALL + ROOM_BELOW,
        floor=y(0.0),
        grid=tuple(grid),
        months=tuple(Tick(x(i), label) for i, label in _month_labels([m for m, _ in values])),
        years=tuple(Tick(x(i), label) for i, label in _year_labels([m for m, _ in values])),
        spans=tuple(marks),
        notes=_notes(marks),
    )


def _notes(marks: Sequence[Span]) -> tuple[Note, ...]:
    """Name the two dots once: beside the last month, where there is room to the right."""
    if not marks:
        return ()
    last = marks[-1]
    slow, middle = float(last.slow), float(last.middle)
    # Words need some height of their own, however near the dots are to each other.
    apart = max(0.0, 18 - (middle - slow)) / 2
    half = min(middle + apart + 4, ROOM_ABOVE + TALL - 4)  # Never on the floor itself.
    return (
        Note(last.x, f"{min(slow - apart + 4, half - 18):.1f}", "9 in 10"),
        Note(last.x, f"{half:.1f}", "half"),
    )


def _unit(largest: timedelta) -> tuple[timedelta, str]:
    if largest > timedelta(days=2):
        return timedelta(days=1), "days"
    if largest > timedelta(hours=2):
        return timedelta(hours=1), "hours"
    return timedelta(minutes=1), "minutes"


def _scale(largest: float) -> tuple[float, float]:
    """Return a round step of which two to five reach the largest value, and where they end."""
    size = 1.0
    while True:
        for step in (size, size * 2, size * 5):
            if step * 5 >= largest:
                count = max(2, -(-largest // step))
                return step, step * count
        size *= 10


def _month_labels(months: Sequence[date]) -> list[tuple[int, str]]:
    """Name as many months as a phone has room for: each by its letter, each third, or the years."""
    if len(months) <= 13:
        return [(i, f"{m:%b}"[0]) for i, m in enumerate(months)]
    if len(months) <= 26:
        return [(i, f"{m:%b}") for i, m in enumerate(months) if m.month % 6 == 1]
    return [(i, f"{m:%Y}") for i, m in enumerate(months) if m.month == 1]


def _year_labels(months: Sequence[date]) -> list[tuple[int, str]]:
    """Name the year where the first line of names does not, under its first month."""
    if len(months) > 26:
        return []
    firsts = [i for i, m in enumerate(months) if i == 0 or m.month == 1]
    # The first year is left out when the next would be written over it.
    if len(firsts) > 1 and firsts[1] - firsts[0] < 2:
        firsts = firsts[1:]
    return [(i, f"{months[i]:%Y}") for i in firsts]
