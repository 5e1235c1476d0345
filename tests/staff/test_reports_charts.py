"""Pictures start at zero, keep to one scale, and stay inside their frame."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from education.staff.reports.charts import (
    ROOM_ABOVE,
    TALL,
    Spans,
    alike,
    bars,
    columns,
    spans,
)
from education.staff.reports.statistics import months_between

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=20)
minutes = st.integers(0, 10**6).map(lambda n: timedelta(minutes=n))
pairs = st.tuples(minutes, minutes).map(lambda p: (min(p), max(p)))


def percent(length: str) -> float:
    assert length.endswith("%")
    return float(length[:-1])


@given(counts)
def test_bars_are_as_long_as_their_numbers(numbers: list[int]) -> None:
    drawn = bars("x", ("a", "b"), [(str(i), n, f"{n}") for i, n in enumerate(numbers)]).bars
    longest = max(numbers)
    for bar, number in zip(drawn, numbers, strict=True):
        wanted = 100 * number / longest if longest else 0
        assert abs(percent(bar.width) - wanted) < 0.01


def test_parts_of_a_whole_are_drawn_against_the_whole() -> None:
    (bar,) = bars("x", ("a", "b"), [("one", 5, "5")], of=20).bars
    assert bar.width == "25.00%"


def test_bars_side_by_side_have_one_scale() -> None:
    first, second = alike(
        bars("x", ("a", "b"), [("one", 10, "10")]), bars("y", ("a", "b"), [("two", 5, "5")])
    )
    assert (first.bars[0].width, second.bars[0].width) == ("100.00%", "50.00%")


def test_only_what_is_named_stands_out() -> None:
    rows = [("late", 1, "1"), ("later", 2, "2")]
    drawn = bars("x", ("a", "b"), rows, strong=("later",)).bars
    assert [bar.strong for bar in drawn] == [False, True]


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 500)), max_size=30))
def test_columns_stand_on_the_floor_and_stay_in_the_frame(values: list[tuple[str, int]]) -> None:
    top = max((n for _, n in values), default=0)
    picture = columns(values, top=top)
    assert len(picture.boxes) == len(values)
    for box, (_, number) in zip(picture.boxes, values, strict=True):
        assert abs(float(box.y) + float(box.height) - picture.height) <= 0.1
        assert 0 <= float(box.y) <= picture.height
        assert percent(box.x) + percent(box.width) <= 100
        assert (float(box.height) > 0) == (number > 0)


def picture_of(values: list[tuple[timedelta, timedelta] | None]) -> Spans:
    months = months_between(date(2024, 5, 1), date(2024, 5, 1) + timedelta(days=31 * 60))
    return spans("t", "d", list(zip(months, values, strict=False)))


@given(st.lists(st.none() | pairs, max_size=40))
def test_spans_stay_between_zero_and_the_top_of_the_scale(
    values: list[tuple[timedelta, timedelta] | None],
) -> None:
    picture = picture_of(values)
    floor = float(picture.floor)
    assert floor == ROOM_ABOVE + TALL
    assert len(picture.spans) == sum(v is not None for v in values)
    for span in picture.spans:
        assert ROOM_ABOVE - 0.1 <= float(span.slow) <= float(span.middle) <= floor
        assert 0 <= percent(span.x) <= 100
    assert picture.grid[0].label.startswith("0")
    assert picture.grid[0].at == picture.floor
    assert 3 <= len(picture.grid) <= 7


@given(st.lists(pairs, min_size=1, max_size=40))
def test_height_is_in_proportion_from_zero(values: list[tuple[timedelta, timedelta]]) -> None:
    picture = picture_of(list(values))
    floor = float(picture.floor)
    tallest = max(range(len(values)), key=lambda i: values[i][1])
    top = values[tallest][1]
    for span, (_, slow) in zip(picture.spans, values, strict=True):
        drawn = floor - float(span.slow)
        wanted = (floor - float(picture.spans[tallest].slow)) * (slow / top if top else 0)
        assert abs(drawn - wanted) <= 0.2


def test_the_two_dots_are_named_where_there_is_room_however_near_they_are() -> None:
    picture = picture_of([(timedelta(hours=5), timedelta(hours=5))])
    slow, half = picture.notes
    assert (slow.text, half.text) == ("9 in 10", "half")
    assert float(half.y) - float(slow.y) >= 17.9


def test_their_names_are_never_written_on_the_floor() -> None:
    picture = picture_of([(timedelta(days=9), timedelta(days=9)), (timedelta(), timedelta())])
    slow, half = picture.notes
    assert float(half.y) < float(picture.floor) - 3
    assert float(half.y) - float(slow.y) >= 17.9


def test_picture_without_a_single_month_is_an_empty_scale() -> None:
    picture = picture_of([])
    assert picture.spans == ()
    assert picture.notes == ()


def test_months_are_named_as_far_as_a_phone_has_room() -> None:
    one = (timedelta(hours=1), timedelta(hours=2))
    assert len(picture_of([one] * 12).months) == 12
    assert [tick.label for tick in picture_of([one] * 12).years] == ["2024", "2025"]
    assert {tick.label for tick in picture_of([one] * 24).months} == {"Jul", "Jan"}
    assert [tick.label for tick in picture_of([one] * 40).months] == ["2025", "2026", "2027"]
