"""Words as they are compared: folded, cut to their stem, sorted as each language sorts."""

from __future__ import annotations

import pytest

from education.publishing.index.alphabet import OTHER, letter_of, sort_text
from education.publishing.index.names import CONDITIONS, coded, medical_words, named_in, taken_for
from education.publishing.index.tokens import stem, stems
from tests.samples import PAGE


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Kidneys", "kidney"),
        ("en", "nephropathies", "nephropathy"),
        ("en", "Alzheimer’s", "alzheimer"),
        ("es", "riñones", "RINON"),
        ("es", "presión", "presion"),
        ("ar", "الكلى", "كلى"),
        ("ar", "والكلى", "للكلى"),
        ("ar", "أمراض", "امراض"),
        ("xx", "Straße", "STRASSE"),
    ],
)
def test_forms_of_a_word_are_one(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language) != ""


def test_nerves_and_kidneys_never_share_a_stem() -> None:
    kidney, nerve = (
        {stem(f"{part}{end}", "en") for end in ("pathy", "pathies", "pathic", "logy", "logist")}
        for part in ("nephro", "neuro")
    )
    assert kidney.isdisjoint(nerve)


def test_small_words_count_for_nothing_but_no_and_not_do() -> None:
    assert stems("What is the best for my kidneys", "en") == ["best", "kidney"]
    assert stems("not without pain", "en") == ["not", "without", "pain"]


@pytest.mark.parametrize(
    ("title", "language", "letter"),
    [
        ("Ácido úrico", "es", "A"),
        ("Ñoquis", "es", "Ñ"),
        ("Ñoquis", "en", "N"),
        ("Élan", "en", "E"),
        ("الكلى", "ar", "ك"),
        ("أمراض القلب", "ar", "ا"),
        ("24-hour urine", "en", OTHER),
        ("الكلى", "en", OTHER),
        ("¿Qué es la diabetes?", "es", "Q"),
        ("…", "en", OTHER),
    ],
)
def test_title_stands_under_its_letter(title: str, language: str, letter: str) -> None:
    assert letter_of(title, language) == letter


def test_titles_sort_as_their_language_does() -> None:
    spanish = ["Zumo", "Ñame", "Nuez", "Naranja", "Ácido", "Azúcar", "Noche"]
    sorted_ones = sorted(spanish, key=lambda title: sort_text(title, "es").encode())
    assert sorted_ones == ["Ácido", "Azúcar", "Naranja", "Noche", "Nuez", "Ñame", "Zumo"]


# --- names ------------------------------------------------------------------------------------


def keys(query: str, language: str = "en") -> set[str]:
    return {condition.key for condition in named_in(stems(query, language), language)}


def test_plain_and_medical_names_name_the_same_condition() -> None:
    assert keys("kidney disease") == keys("Nephropathy") == {"nephropathy"}
    assert keys("sugar disease") == {"diabetes"}
    assert keys("high blood pressure") == keys("hypertension") == {"high-pressure"}
    assert keys("heart attack") == keys("Myocardial infarction") == {"heart-attack"}
    assert keys("enfermedad de los riñones", "es") == {"nephropathy"}
    assert keys("اعتلال الكلى", "ar") == {"nephropathy"}


def test_names_are_exact() -> None:
    assert keys("nefropathy") == keys("neuropaty") == keys("disease") == set()
    assert keys("kidney and heart disease") == set()
    assert keys("nephropathy").isdisjoint(keys("neuropathy"))
    assert keys("hypotension").isdisjoint(keys("hypertension"))


def test_no_name_stands_for_two_conditions() -> None:
    for language in ("en", "es", "ar"):
        names = [" ".join(stems(n, language)) for c in CONDITIONS for n in c.names[language]]
        assert all(names), language
        assert sorted(set(names) & {n for n in names if names.count(n) > 1}) == [], language


def test_codes_name_what_a_page_is_about() -> None:
    assert {condition.key for condition in coded(PAGE.codes)} == {"nephropathy", "diabetes"}


def test_each_is_taken_for_the_other_unless_both_are_named() -> None:
    assert taken_for(["nephropathy"]) == ["neuropathy"]
    assert taken_for(["neuropathy"]) == ["nephropathy"]
    assert taken_for(["neuropathy", "nephropathy"]) == taken_for(["diabetes"]) == []


def test_words_of_medicine_are_known_in_each_language() -> None:
    assert {"nephropathy", "neuropathy", "hypotension"} <= medical_words("en")
    assert {"nefropatia", "neuropatia"} <= medical_words("es")
