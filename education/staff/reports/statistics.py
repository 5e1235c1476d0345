"""Percentiles, months and durations, as pure functions over plain values."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T", int, float, timedelta)


def within(values: Collection[T], percent: int) -> T:
    """Return the smallest of the values that at least ``percent`` in a hundred do not exceed.

    The nearest-rank percentile: always a time that really occurred, so "9 in 10 within" is
    literally true however few there are. Raises ``ValueError`` without values.
    """
    if not values or not 0 < percent <= 100:
        raise ValueError("A percentile needs values, and a percentage from 1 to 100.")
    ordered = sorted(values)
    return ordered[-(-len(ordered) * percent // 100) - 1]


def completed_at(
    required: int, given: Iterable[tuple[datetime, datetime | None]]
) -> datetime | None:
    """Return when a text first had all signatures it needs, or None when it never had.

    ``given`` has for each signature when it was given, and when it was taken back.
    """
    steps = []
    for signed, revoked in given:
        steps.append((signed, 1))
        if revoked is not None:
            steps.append((revoked, -1))
    standing = 0
    # Of two steps at the same moment the one that takes back comes first.
    for at, step in sorted(steps):
        standing += step
        if step > 0 and standing >= required:
            return at
    return None


def month_of(at: datetime | date) -> date:
    """Return the first day of the month (UTC) something happened in."""
    day = at.astimezone(UTC).date() if isinstance(at, datetime) else at
    return day.replace(day=1)


def months_between(first: date, last: date) -> list[date]:
    """Return the first day of every month from one to the other, both included."""
    return list(_months(first.replace(day=1), last.replace(day=1)))


def _months(month: date, last: date) -> Iterator[date]:
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def months_asked(since: date | None, until: date | None, found: Sequence[date]) -> list[date]:
    """Return the months of a chart: those asked for, or those in which anything happened."""
    first = since or (min(found) if found else None)
    last = until or (max(found) if found else None)
    return months_between(first, last) if first and last else []


def month_name(month: date) -> str:
    """Return a month as people write it: ``Nov 2026``."""
    return f"{month:%b %Y}"


def duration(span: timedelta) -> str:
    """Say a span in the unit people would use, rounded up so that "within" stays true."""
    seconds = max(0.0, span.total_seconds())
    if seconds < 120:
        return f"{math.ceil(seconds)} s"
    if seconds < 7200:
        return f"{math.ceil(seconds / 60)} min"
    if seconds < 172_800:
        return f"{math.ceil(seconds / 3600)} h"
    return f"{math.ceil(seconds / 86_400)} days"


def hours(span: timedelta | None) -> float | str:
    """Return a span in hours for a spreadsheet; empty when there is none."""
    return "" if span is None else round(span.total_seconds() / 3600, 4)


def share(part: int, whole: int) -> str:
    """Say a part of a whole in percent; a small part is never said to be none."""
    if not whole:
        return "0%"
    percent = 100 * part / whole
    if 0 < percent < 1:
        return "under 1%"
    return "over 99%" if 99 < percent < 100 else f"{percent:.0f}%"


def counted(count: int, one: str, many: str = "") -> str:
    """Say a count with its noun: "no pages", "1 page", "2 pages"."""
    return f"{count or 'no':{',' if count else ''}} {one if count == 1 else many or one + 's'}"


def grouped(rows: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Return the second of each pair, under the first."""
    found: dict[Any, list[Any]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found
