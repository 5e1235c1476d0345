"""Percentiles, completion, months and durations say what is literally true."""

from __future__ import annotations

import math
import statistics
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.staff.reports.statistics import (
    completed_at,
    counted,
    duration,
    month_of,
    months_asked,
    months_between,
    share,
    within,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
times = st.integers(0, 500).map(lambda minutes: NOON + timedelta(minutes=minutes))
values = st.lists(st.integers(-1000, 1000), min_size=1, max_size=60)
percents = st.integers(1, 100)


@given(values, percents)
def test_percentile_is_a_value_that_really_occurred(found: list[int], percent: int) -> None:
    assert within(found, percent) in found


@given(values, percents)
def test_at_least_so_many_are_within_it_and_fewer_within_anything_smaller(
    found: list[int], percent: int
) -> None:
    limit = within(found, percent)
    assert 100 * sum(v <= limit for v in found) >= percent * len(found)
    assert 100 * sum(v < limit for v in found) < percent * len(found)


@given(values, percents, percents)
def test_more_of_them_never_need_less(found: list[int], one: int, two: int) -> None:
    assert within(found, min(one, two)) <= within(found, max(one, two))


@given(values, percents, st.randoms(use_true_random=False))
def test_order_does_not_matter(found: list[int], percent: int, chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert within(shuffled, percent) == within(found, percent)


@given(values)
def test_half_is_the_lower_median_and_all_is_the_largest(found: list[int]) -> None:
    assert within(found, 50) == statistics.median_low(found)
    assert within(found, 100) == max(found)


@pytest.mark.parametrize(("found", "percent"), [([], 50), ([1], 0), ([1], 101)])
def test_percentile_of_nothing_is_refused(found: list[int], percent: int) -> None:
    with pytest.raises(ValueError, match="percentage from 1 to 100"):
        within(found, percent)


def test_nine_in_ten_of_ten_leaves_out_one() -> None:
    assert within(range(1, 11), 90) == 9
    assert within(range(1, 10), 90) == 9


signatures = st.lists(
    st.tuples(times, st.none() | st.integers(1, 300)).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(minutes=pair[1]))
    ),
    max_size=8,
)


@given(st.integers(1, 4), signatures)
def test_text_is_complete_at_the_first_signature_with_which_enough_stand(
    required: int, rows: list[tuple[datetime, datetime | None]]
) -> None:
    def standing(at: datetime) -> int:
        return sum(signed <= at and (back is None or back > at) for signed, back in rows)

    enough = [signed for signed, _ in rows if standing(signed) >= required]
    assert completed_at(required, rows) == min(enough, default=None)


def test_signature_taken_back_before_the_second_does_not_count() -> None:
    first, back, second, third = (NOON + timedelta(hours=h) for h in range(4))
    assert completed_at(2, [(first, back), (second, None)]) is None
    assert completed_at(2, [(first, back), (second, None), (third, None)]) == third


def test_signature_taken_back_afterwards_does_not_undo_the_day_it_was_complete() -> None:
    first, second, back = (NOON + timedelta(hours=h) for h in range(3))
    assert completed_at(2, [(first, back), (second, None)]) == second


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 400))
def test_months_are_unbroken_first_days(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    months = months_between(first, last)
    assert months[0] == first.replace(day=1)
    assert months[-1] == last.replace(day=1)
    assert len(months) == (last.year - first.year) * 12 + last.month - first.month + 1
    assert all(m.day == 1 for m in months)
    assert len(set(months)) == len(months)


def test_month_is_counted_in_utc() -> None:
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    in_madrid = late.astimezone(datetime.fromisoformat("2026-01-01T00:00:00+01:00").tzinfo)
    assert month_of(in_madrid) == date(2026, 1, 1)


def test_months_of_a_chart_are_those_asked_for_or_those_found() -> None:
    march, may = date(2026, 3, 9), date(2026, 5, 1)
    assert months_asked(march, may, []) == [date(2026, m, 1) for m in (3, 4, 5)]
    assert months_asked(None, None, [may, march]) == [date(2026, m, 1) for m in (3, 4, 5)]
    assert months_asked(None, None, []) == []


@given(st.floats(0, 10**8))
def test_duration_is_never_said_shorter_than_it_was(seconds: float) -> None:
    span = timedelta(seconds=seconds)
    number, _, unit = duration(span).partition(" ")
    size = {"s": 1, "min": 60, "h": 3600, "days": 86_400}[unit]
    assert int(number) * size >= span.total_seconds()
    assert (int(number) - 1) * size < max(span.total_seconds(), math.ulp(1))


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 10, "0%"),
        (1, 1000, "under 1%"),
        (999, 1000, "over 99%"),
        (1, 3, "33%"),
        (5, 5, "100%"),
        (0, 0, "0%"),
    ],
)
def test_share_is_never_rounded_to_none_or_all(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said


def test_counts_carry_their_noun() -> None:
    assert [counted(n, "page") for n in (0, 1, 2, 1200)] == [
        "no pages",
        "1 page",
        "2 pages",
        "1,200 pages",
    ]
