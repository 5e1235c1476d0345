"""Graded claims: the verb is no stronger than the certainty (GRADE guidelines 26)."""

from __future__ import annotations

import pytest

from tests.checks.build import alone, claim, found, graded

WITHIN = [
    ("high", "rct_review", "ACE inhibitors lower blood pressure."),
    ("high", "rct", "The tablet helps people with diabetes live longer."),
    ("moderate", "rct", "The tablet probably lowers the risk of kidney failure."),
    ("moderate", "rct", "The tablet is likely to prevent some strokes."),
    ("low", "observational", "Walking may lower the risk of falls."),
    ("low", "early_trial", "Some studies suggest that it might ease pain."),
    ("very_low", "case_series", "We do not know if PRP helps tendons heal."),
    ("very_low", "early_trial", "It is not clear whether PRP eases pain."),
    ("none_in_people", "animal", "In mice, exosomes slowed some kidney damage."),
    ("none_in_people", "in_vitro", "In lab cells, exosomes lowered signs of swelling."),
]
BEYOND = [
    ("high", "rct", "The tablet cures diabetes."),
    ("high", "rct", "The tablet always prevents strokes."),
    ("high", "guideline", "The tablet lowers blood pressure and is completely safe."),
    ("moderate", "rct", "The tablet lowers the risk of kidney failure."),
    ("moderate", "rct", "The tablet will prevent strokes."),
    ("low", "observational", "Walking probably lowers the risk of falls."),
    ("low", "observational", "Walking lowers the risk of falls."),
    ("very_low", "case_series", "PRP helps tendons heal."),
    ("very_low", "case_series", "PRP may help tendons heal."),
    ("none_in_people", "animal", "Exosomes repair kidneys."),
    ("none_in_people", "animal", "Exosomes may improve your kidneys."),
    ("low", "animal", "Exosomes may slow kidney damage."),
]


@pytest.mark.parametrize(("certainty", "stage", "statement"), WITHIN)
def test_words_within_the_certainty_pass(certainty: str, stage: str, statement: str) -> None:
    assert not found(alone(graded(statement, certainty, stage)), "K04")


@pytest.mark.parametrize(("certainty", "stage", "statement"), BEYOND)
def test_words_beyond_the_certainty_block(certainty: str, stage: str, statement: str) -> None:
    assert found(alone(graded(statement, certainty, stage)), "K04", "block")


def test_same_verb_is_legal_in_one_claim_and_not_in_another() -> None:
    statement = "The treatment lowers pain."
    assert not found(alone(graded(statement, "high")), "K04")
    assert found(alone(graded(statement, "low")), "K04")


def test_hedge_passes_when_the_claim_says_that_it_was_only_seen_in_animals() -> None:
    statement = "Exosomes may calm swelling in kidney cells. Most of this work is in mice."
    one = alone(graded(statement, "none_in_people", "animal"))
    assert not found(one, "K04")
    assert not found(one, "K05")


def test_very_low_hedge_without_its_stage_blocks() -> None:
    assert found(alone(graded("Exosomes could help.", "very_low", "case_series")), "K05", "block")


def test_promise_to_the_reader_is_allowed_when_the_evidence_is_high() -> None:
    statement = "ACE inhibitors help protect your kidneys."
    assert not found(alone(graded(statement, "high")), "K02")


def test_will_promised_to_the_reader_blocks_even_when_the_evidence_is_high() -> None:
    assert found(alone(graded("The tablet will ease your pain.", "high")), "K02", "block")


def test_mechanism_from_animals_told_as_an_outcome_blocks() -> None:
    statement = "Exosomes carry signals that repair the kidney."
    assert found(alone(claim(statement, kind="mechanism", stage="animal")), "K03", "block")


def test_comparison_with_comparator_and_trial_passes() -> None:
    one = graded("The tablet has fewer side effects than surgery.", "high", comparator="surgery")
    assert not found(alone(one), "K06")


def test_comparison_without_comparator_blocks() -> None:
    assert found(alone(graded("The tablet works better than surgery.", "high")), "K06", "block")


def test_comparison_from_observation_blocks() -> None:
    one = graded(
        "The tablet probably works better than surgery.",
        "moderate",
        "observational",
        comparator="surgery",
    )
    assert found(alone(one), "K06", "block")


def test_moderate_certainty_from_mice_is_above_the_evidence() -> None:
    assert found(alone(graded("In mice, it may help.", "moderate", "animal")), "K24", "block")


def test_ungraded_benefit_is_found() -> None:
    one = claim("The tablet helps.", kind="benefit", certainty="not_graded", stage="rct")
    assert found(alone(one), "K24", "block")


def test_benefit_without_a_stage_is_found() -> None:
    assert found(alone(graded("The tablet helps.", "high", "")), "K24", "block")


def test_animal_claim_that_names_no_animal_is_found() -> None:
    one = graded("Exosomes slowed some damage.", "none_in_people", "animal", species="mice")
    assert found(alone(one), "K24", "block")


def test_animal_claim_that_names_its_animal_passes() -> None:
    one = graded("In mice, exosomes slowed damage.", "none_in_people", "animal", species="mice")
    assert not found(alone(one), "K24")


def test_risk_in_the_record_answers_a_vague_frequency() -> None:
    from education.content.manuscript import Risk

    risk = Risk(outcome="kidney failure", affected=9, denominator=100, time_span="3 years")
    statement = "Some people are at high risk of kidney failure."
    assert found(alone(claim(statement, kind="prognosis")), "K13")
    assert not found(alone(claim(statement, kind="prognosis", risk=risk)), "K13")


def test_citation_answers_a_vague_appeal() -> None:
    statement = "Studies show that the tablet lowers blood pressure."
    assert not found(alone(graded(statement, "high")), "K18")
    assert found(alone(graded(statement, "high", citations=())), "K18", "block")
