"""What counts as saying nearly the same, and what never does."""

from __future__ import annotations

import pytest

from education.content.likeness import ENOUGH, Library, Said, likeness


def alike(one: str, other: str) -> bool:
    return likeness(Said(one), Said(other)) >= ENOUGH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("High blood sugar can harm your kidneys.", "High blood sugar may harm the kidneys."),
        ("A urine test each year can find it.", "A urine test every year can find it."),
        ("About 1 in 3 people get kidney damage.", "Kidney damage: about 1 in 3 people get it."),
        ("You can’t feel early kidney damage.", "You can't feel early kidney damage."),
    ],
)
def test_a_paraphrase_is_alike(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Diabetic nephropathy comes on slowly.", "Diabetic neuropathy comes on slowly."),
        ("About 1 in 3 people get it in time.", "About 1 in 4 people get it in time."),
        ("This tablet lowers 5 in 100 strokes.", "This tablet lowers 50 in 100 strokes."),
        ("Exosomes help the kidneys to heal.", "Exosomes do not help the kidneys to heal."),
        ("Salt raises your blood pressure.", "Salt lowers your blood pressure."),
        ("Hypertension harms the kidneys.", "Hypotension harms the kidneys."),
        ("High blood sugar harms nerves.", "Low blood sugar harms nerves."),
        ("Kidneys clean the blood.", "Walking is good for the heart."),
        ("Type 1 diabetes starts early in life.", "Type 2 diabetes starts early in life."),
        ("", ""),
    ],
)
def test_what_only_looks_alike_is_not(one: str, other: str) -> None:
    assert not alike(one, other)


def test_the_library_offers_the_nearest_first_and_few() -> None:
    library = Library(
        enumerate(
            [
                "Walking is good for you.",
                "High blood sugar can harm the small filters in your kidneys over time.",
                "High blood sugar can harm the small filters in your kidneys.",
                "High blood sugar can harm small filters in the kidneys.",
            ]
        )
    )
    found = library.like("High blood sugar can harm the small filters in the kidneys.")
    assert len(found) == 2
    assert set(found) == {2, 3}
    assert library.like("Nerves can hurt.") == []
