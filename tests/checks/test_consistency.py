"""A page agrees with itself: its condition, its claims, its grammar, its language."""

from __future__ import annotations

import pytest

from education.checks.conditions import area_of_code
from education.checks.proposals import propose_condition
from education.content.manuscript import CodeText, SectionText
from tests.checks.build import KIDNEY, NERVE, alone, claim, found, graded, text, topic

NERVE_LINES = (
    "Diabetic neuropathy damages the nerves.",
    "Neuropathy causes numbness in the feet.",
    "Nerve pain can be eased.",
)
KIDNEY_LINES = (
    "Diabetic nephropathy damages the kidneys.",
    "Kidney disease often has no symptoms.",
    "Nephropathy lets albumin leak into the urine.",
)
PASSING_MENTION = "This page is about your kidneys. Nerve damage from diabetes has its own page."


@pytest.mark.parametrize(("code", "lines"), [(KIDNEY, NERVE_LINES), (NERVE, KIDNEY_LINES)])
def test_section_on_the_other_condition_blocks(code: CodeText, lines: tuple[str, ...]) -> None:
    assert len(found(text(*lines, codes=(code,)), "K08", "block")) == 3


@pytest.mark.parametrize(("code", "lines"), [(KIDNEY, KIDNEY_LINES), (NERVE, NERVE_LINES)])
def test_section_on_the_own_condition_passes(code: CodeText, lines: tuple[str, ...]) -> None:
    assert not found(text(*lines, codes=(code,)), "K08")


@pytest.mark.parametrize("code", ["E11.21", "E11.22", "N18.9", "127013003"])
def test_kidney_codes_refuse_a_nerve_section(code: str) -> None:
    codes = (CodeText(system="", code=code),)
    assert found(text(*NERVE_LINES, codes=codes), "K08", "block")


def test_one_mention_in_passing_is_fine() -> None:
    page = text(*KIDNEY_LINES, PASSING_MENTION, codes=(KIDNEY,))
    assert not found(page, "K08")


def test_condition_is_inferred_from_the_title_of_a_bare_text() -> None:
    page = text(*NERVE_LINES, title="Diabetic nephropathy", heading="Can it treat neuropathy?")
    assert len(found(page, "K08", "block")) == 4


def test_benefit_for_another_condition_blocks_even_alone() -> None:
    one = graded("The tablet eases peripheral neuropathy.", "high")
    assert found(topic(one, claim("Kidneys clean the blood.", 2)), "K08", "block")


def test_page_without_a_known_condition_is_not_judged() -> None:
    assert not found(text(*NERVE_LINES, title="Living well"), "K08")


@pytest.mark.parametrize(
    ("code", "area"),
    [
        ("E11.21", "kidney"),
        ("E11.22", "kidney"),
        ("127013003", "kidney"),
        ("E11.42", "nerve"),
        ("230572002", "nerve"),
        ("E11.319", "eye"),
        ("M17.9", "joint"),
        ("I50.9", "heart"),
        ("E11.9", None),
        ("1270130031", None),
    ],
)
def test_code_stands_for_its_area(code: str, area: str | None) -> None:
    assert area_of_code(CodeText(system="", code=code)) == area


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Diabetic nephropathy", "E11.21"),
        ("Diabetic neuropathy", "E11.42"),
        ("Exosome therapy for diabetic nephropathy", "E11.21"),
        ("Nephropathy", "N18.9"),
        ("Neuropathy", "G62.9"),
        ("Diabetic retinopathy", "E11.319"),
        ("Knee arthritis", "M17.9"),
        ("Type 2 diabetes", "E11.9"),
    ],
)
def test_condition_is_proposed_by_exact_name(name: str, code: str) -> None:
    proposed = propose_condition(name)
    assert proposed is not None
    assert proposed.code == code


@pytest.mark.parametrize("name", ["Nehropathy", "Neropathy", "Nephronopathy", "Looking after you"])
def test_misspelt_condition_is_not_guessed(name: str) -> None:
    assert propose_condition(name) is None


def test_product_told_as_working_and_as_unknown_is_a_contradiction() -> None:
    page = text(
        "Exosomes repair nerves.", "More research on exosomes is needed to know if they work."
    )
    assert [f.line for f in found(page, "K11")] == [1]


def test_hedge_that_hardens_is_a_contradiction() -> None:
    page = text("Exosomes may reduce swelling.", "Exosomes reduce swelling.")
    assert [f.line for f in found(page, "K11")] == [2]


def test_page_that_only_doubts_does_not_contradict_itself() -> None:
    page = text("We do not know if exosomes repair nerves.", "More research is needed.")
    assert not found(page, "K11")


@pytest.mark.parametrize(
    "statement", ["It reduces swelling.", "They clean the blood.", "This can make you tired."]
)
def test_claim_that_begins_with_a_pronoun_warns(statement: str) -> None:
    assert found(alone(claim(statement)), "K21", "warn")


def test_doubled_word_warns() -> None:
    assert found(text("Kidneys clean the the blood."), "K21", "warn")


@pytest.mark.parametrize(
    "statement", ["Kidneys clean the blood.", "It is called edema, and it is common."]
)
def test_sentence_in_a_text_may_begin_with_a_pronoun(statement: str) -> None:
    assert not found(text(statement), "K21")


def test_other_language_is_named_as_unread() -> None:
    page = topic(claim("Los riñones limpian la sangre.", language="es"), language="es")
    assert found(page, "K26", "warn")


def test_other_language_is_not_judged_by_english_words() -> None:
    page = text("Exosomes repair kidneys.", language="es")
    assert not found(page, "K04")


def test_records_are_checked_in_every_language() -> None:
    page = topic(claim("Un hecho.", language="es", citations=()), language="es", author="")
    assert found(page, "K12", "block")
    assert found(page, "K20", "block")


def test_english_page_is_read() -> None:
    assert not found(topic(claim("Kidneys clean the blood.")), "K26")


def test_prose_outside_claims_is_read_too() -> None:
    page = topic(sections=(SectionText(heading="A", body="Exosomes repair kidneys."),))
    assert [f.anchor for f in found(page, "K04")] == ["section:1"]
