"""Readability: the formulas against sums done by hand, and what counts as a sentence."""

from __future__ import annotations

import math

import pytest

from education.checks.page import page_of
from education.checks.readability import words_read
from education.checks.readability_scores import scores, syllables, words_of
from education.content.manuscript import SectionText
from tests.checks.build import claim, found, text, topic


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("kidney", 2),
        ("blood", 1),
        ("diabetes", 4),
        ("people", 2),
        ("kidney's", 2),
        ("exosome", 3),
        ("nephropathy", 4),
        ("130", 1),
        ("x", 1),
    ],
)
def test_syllables_of_a_word(word: str, count: int) -> None:
    assert syllables(word) == count


def test_word_no_dictionary_knows_still_has_syllables() -> None:
    assert syllables("blorptik") >= 2


def test_formulas_agree_with_sums_done_by_hand() -> None:
    # "Your kidneys clean your blood." 5 words, 6 syllables; "Diabetes can harm them." 4, 7.
    got = scores([words_of("Your kidneys clean your blood."), words_of("Diabetes can harm them.")])
    assert got is not None
    assert (got.sentences, got.words, got.syllables) == (2, 9, 13)
    assert got.grade == pytest.approx(0.39 * 9 / 2 + 11.8 * 13 / 9 - 15.59)
    assert got.grade == pytest.approx(3.2094, abs=1e-3)
    assert got.ease == pytest.approx(206.835 - 1.015 * 4.5 - 84.6 * 13 / 9)
    assert got.smog == pytest.approx(1.0430 * math.sqrt(1 * 30 / 2) + 3.1291)
    assert got.smog_is_indicative


def test_smog_is_firm_from_thirty_sentences() -> None:
    got = scores([["One", "word"]] * 30)
    assert got is not None
    assert not got.smog_is_indicative


def test_text_without_words_has_no_scores() -> None:
    assert scores([[]], [[]]) is None


def test_headings_count_as_sentences_but_not_for_smog() -> None:
    body = [words_of("Kidneys clean blood.")]
    bare, headed = scores(body), scores(body, [["Nephropathy"]])
    assert bare is not None
    assert headed is not None
    assert headed.sentences == bare.sentences + 1
    assert headed.smog == bare.smog


def test_topic_word_counts_in_full_only_once() -> None:
    body = [words_of("Nephropathy hurts. Nephropathy grows.")]
    raw, adjusted = scores(body), scores(body, topic_words=frozenset({"nephropathy"}))
    assert raw is not None
    assert adjusted is not None
    assert raw.syllables - adjusted.syllables == 3


def test_hyphenated_word_is_its_parts_and_a_numeral_is_a_word() -> None:
    assert words_of("A follow-up at 130/80, don't wait.") == [
        "A", "follow", "up", "at", "130/80", "don't", "wait",
    ]  # fmt: skip


def test_label_and_its_text_are_one_sentence() -> None:
    page = topic(
        claim("Feet may swell."),
        sections=(SectionText(heading="Signs", body="- **Swelling:** [[C-1]]"),),
        answer="",
        get_help="",
        questions=(),
    )
    headings, sentences = words_read(page_of(page))
    assert sentences == [["Swelling", "Feet", "may", "swell"]]
    assert ["Signs"] in headings


HARD = (
    "Comprehensive interdisciplinary consultation necessitates considerable preparation, "
    "particularly regarding pharmacological contraindications and individual comorbidities."
)


def test_hard_page_warns_and_never_blocks() -> None:
    assert [f.level for f in found(text(HARD), "K19")] == ["warn"]


def test_report_gives_raw_and_adjusted_figures() -> None:
    message = found(text(HARD), "K19")[0].message
    assert "topic words counted once" in message
    assert "indicative" in message


def test_easy_page_passes() -> None:
    assert not found(text("Your kidneys clean your blood.", "Drink when you are thirsty."), "K19")
