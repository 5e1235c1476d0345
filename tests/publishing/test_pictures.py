"""Icon arrays draw every person once."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from education.content.manuscript import Risk
from education.publishing.pictures import CELL, LARGEST, Box, arrays


def risk(affected: int, denominator: int, **fields: Any) -> Risk:
    return Risk(
        outcome="x", affected=affected, denominator=denominator, time_span="a year", **fields
    )


def cells(boxes: tuple[Box, ...]) -> list[tuple[int, int]]:
    return [
        (x, y)
        for box in boxes
        for y in range(box.y, box.y + box.height, CELL)
        for x in range(box.x, box.x + box.width, CELL)
    ]


@given(st.integers(1, 1200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_every_person_is_drawn_exactly_once(numbers: tuple[int, int]) -> None:
    (array,) = arrays(risk(*numbers))
    filled, hollow = cells(array.filled), cells(array.hollow)
    assert len(filled) == numbers[0]
    assert len(hollow) == numbers[1] - numbers[0]
    assert len({*filled, *hollow}) == numbers[1]
    assert all(x < array.width and y < array.height for x, y in filled + hollow)


def test_picture_stays_small_however_many_people() -> None:
    (array,) = arrays(risk(1234, LARGEST))
    assert len(array.filled) + len(array.hollow) <= 4
    assert array.is_drawn


def test_more_people_than_can_be_seen_are_not_drawn() -> None:
    (array,) = arrays(risk(1, LARGEST + 1))
    assert not array.is_drawn
    assert array.spared == LARGEST


def test_comparison_group_is_drawn_out_of_the_same_number() -> None:
    first, second = arrays(risk(9, 100, comparator_affected=15, comparator_group="without"))
    assert (first.affected, second.affected, second.total) == (9, 15, 100)
    assert second.label == "without"
