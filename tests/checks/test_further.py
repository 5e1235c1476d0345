"""The checks from K28 on: what each needs to know, and what it says."""

from __future__ import annotations

import pytest

from education.checks.base import Finding
from education.checks.likeness import nearly_the_same, twin_in
from education.checks.registry import inspect
from education.checks.surroundings import Surroundings
from education.checks.tongue import language_of
from education.content.likeness import Library, Said
from education.content.manuscript import Manuscript
from tests.checks.build import alone, claim
from tests.checks.further_samples import AROUND, ENGLISH, FAILING, SPANISH


def found(page: Manuscript, check: str, around: Surroundings = AROUND) -> list[Finding]:
    return [f for f in inspect(page, around) if f.check == check]


@pytest.mark.parametrize("check", ["K35", "K36", "K37", "K47"])
def test_check_that_needs_surroundings_is_silent_without_them(check: str) -> None:
    assert not [f for page in FAILING[check] for f in found(page, check, Surroundings())]


def test_findings_on_age_name_the_day_they_were_made() -> None:
    messages = [f.message for page in FAILING["K36"] for f in found(page, "K36")]
    assert all("2026-06-01" in message for message in messages)


def test_near_duplicate_offers_the_claim_of_the_library() -> None:
    page = alone(claim("A urine test can find kidney damage early each year.", 5))
    assert "C-90" in found(page, "K29")[0].message


def test_claim_is_not_offered_to_itself() -> None:
    page = alone(claim("A urine test each year can find kidney damage early.", 90))
    assert not found(page, "K29")


def test_nephropathy_and_neuropathy_are_never_alike() -> None:
    one = "Diabetic {} is found with a test that your nurse does at the clinic each year."
    kidneys, nerves = (Said(one.format(name)) for name in ("nephropathy", "neuropathy"))
    assert not nearly_the_same(kidneys, nerves)


def test_library_finds_the_one_claim_among_thousands() -> None:
    many = [(f"C-{n}", f"Fact number {n} tells of thing {n * 7} in the body.") for n in range(5000)]
    library = Library([*many, ("C-9999", "A urine test each year can find damage early.")])
    words = "Each year a urine test can find damage early."
    assert twin_in(library, words, leaving_out=frozenset()) == "C-9999"
    assert twin_in(library, words, leaving_out=frozenset({"C-9999"})) == ""


def test_language_is_told_by_common_words() -> None:
    assert [language_of(ENGLISH), language_of(SPANISH), language_of("Short.")] == ["en", "es", ""]
