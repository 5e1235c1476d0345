"""Which word was meant: "nefropathy" is a letter away from "neuropathy", and never leads there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.publishing.index.spelling import distance, keys_of, nearest, put_right

KIDNEY, NERVE = "nephropathy", "neuropathy"
HELD = {KIDNEY, NERVE, "diabetes", "hypertension", "pressure", "kidney", "insulin", "dialysis"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nefropathy", KIDNEY),
        ("nephropaty", KIDNEY),
        ("neuropaty", NERVE),
        ("neurophathy", NERVE),
        ("diabetis", "diabetes"),
        ("diabeties", "diabetes"),
        ("hypertention", "hypertension"),
        ("presure", "pressure"),
        ("kidny", "kidney"),
        ("insuline", "insulin"),
        ("dialisis", "dialysis"),
    ],
)
def test_misspelling_leads_to_what_was_meant(typed: str, meant: str) -> None:
    assert nearest(typed, HELD, "en") == meant


@pytest.mark.parametrize("typed", ["nefropathy", "nephropaty", "nepropathy", "nephrapathy"])
def test_misspelt_kidneys_never_lead_to_nerves(typed: str) -> None:
    assert nearest(typed, HELD, "en") in {KIDNEY, ""}
    assert nearest(typed, HELD - {KIDNEY}, "en") == ""


@pytest.mark.parametrize("typed", ["neuropaty", "neurophathy", "neurapathy", "newropathy"])
def test_misspelt_nerves_never_lead_to_kidneys(typed: str) -> None:
    assert nearest(typed, HELD, "en") in {NERVE, ""}
    assert nearest(typed, HELD - {NERVE}, "en") == ""


@pytest.mark.parametrize(("typed", "held"), [(KIDNEY, NERVE), (NERVE, KIDNEY)])
def test_real_word_without_a_page_leads_to_no_other(typed: str, held: str) -> None:
    assert nearest(typed, {held}, "en") == ""


def test_word_as_near_to_both_leads_to_neither() -> None:
    assert nearest("neropathy", HELD, "en") == ""
    assert nearest("hypatension", {"hypertension", "hypotension"}, "en") != "hypertension"


def test_same_in_spanish() -> None:
    held = {"nefropatía", "neuropatía", "riñones"}
    assert nearest("nefropatia", held - {"nefropatía"}, "es") == ""
    assert nearest("rinhones", held, "es") == "riñones"
    assert nearest("neuropatya", held, "es") == "neuropatía"


def test_what_is_like_nothing_leads_nowhere() -> None:
    assert nearest("zzzzzzz", HELD, "en") == nearest("kidneystone", HELD, "en") == ""


def test_distance_counts_letters() -> None:
    assert [distance("abcd", other) for other in ("abcd", "abd", "abxd", "bacd", "")] == [
        0,
        1,
        1,
        1,
        4,
    ]


@given(st.permutations("bdflmn"), st.integers(0, 5), st.sampled_from("prw"))
def test_words_that_differ_by_a_letter_share_a_key(
    letters: list[str], place: int, letter: str
) -> None:
    word = "".join(letters)
    other = word[:place] + letter + word[place + 1 :]
    assert keys_of(word, "xx") & keys_of(other, "xx")


def test_only_the_misspelt_words_are_exchanged() -> None:
    assert put_right("my kidny, kidny?", {"kidny": "kidney"}) == "my kidney, kidney?"
