"""Checks on what is missing from a page or a claim: sources, status, harms, action, record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from education.content.manuscript import CitationText, SectionText
from tests.checks.build import FDA, alone, blocks, claim, found, graded, source, text, topic

TABLET = graded("ACE inhibitors help protect the kidneys.", "high", intervention="ACE inhibitors")
COUGH = claim("ACE inhibitors can cause a cough.", 2, kind="harm", intervention="ACE inhibitors")
EXOSOMES = graded(
    "We do not know if exosomes help kidneys.", "very_low", "early_trial", intervention="exosomes"
)
INFECTION = claim("Unapproved exosomes made people ill.", 2, kind="harm", intervention="exosomes")
STATUS = claim(
    "The FDA has not approved exosomes.", 3, kind="regulatory", intervention="exosomes",
    regulation=FDA, citations=(),
)  # fmt: skip
USUAL_CARE = claim("ACE inhibitors slow kidney damage.", 4)
SELLING = (
    "Exosomes repair damaged kidneys.",
    "They are injected into a vein.",
    "Exosomes restore kidney function.",
    "They reduce inflammation and bring back energy.",
)


def exosome_page(*claims: object, **changes: object) -> object:
    return topic(*claims, product="exosomes", **changes)  # type: ignore[arg-type]


# K12, K23, K27: what claims rest on


def test_claim_without_a_source_blocks() -> None:
    assert found(alone(claim("Kidneys clean the blood.", citations=())), "K12", "block")


def test_claim_with_a_source_passes() -> None:
    assert not found(alone(claim("Kidneys clean the blood.")), "K12")


def test_regulatory_claim_may_rest_on_the_regulators_page() -> None:
    assert not found(alone(STATUS), "K12")


def test_bare_text_without_references_warns_once() -> None:
    findings = found(text("Kidneys clean the blood.", "Drink water."), "K12")
    assert [(f.level, f.anchor) for f in findings] == [("warn", "page")]


def test_bare_text_with_references_passes() -> None:
    assert not found(text("Kidneys clean the blood.", "References: KDIGO (2022)."), "K12")


def test_mark_without_a_claim_blocks() -> None:
    page = topic(TABLET, COUGH, not_known="See [[C-99]].")
    assert [f.excerpt for f in found(page, "K23", "block")] == ["[[C-99]]"]


def test_claim_no_section_uses_warns() -> None:
    page = replace(topic(TABLET, COUGH), sections=(SectionText(heading="A", body="[[C-1]]"),))
    assert [f.anchor for f in found(page, "K23", "warn")] == ["C-2"]


def test_page_whose_marks_and_claims_agree_passes() -> None:
    assert not found(topic(TABLET, COUGH), "K23")


@pytest.mark.parametrize(
    ("notices", "level"),
    [(("retracted",), "block"), (("retracted", "none"), "warn"), (("corrected",), "warn")],
)
def test_notice_on_a_source_is_found(notices: tuple[str, ...], level: str) -> None:
    citations = tuple(CitationText(source=source(notice=notice)) for notice in notices)
    assert [f.level for f in found(alone(claim("A fact.", citations=citations)), "K27")] == [level]


def test_what_took_the_place_of_a_source_is_named() -> None:
    old = source(title="Old advice", year=2015, notice="superseded", superseded_by="New advice")
    (finding,) = found(alone(claim("A fact.", citations=(CitationText(source=old),))), "K27")
    assert finding.message.endswith("“Old advice (2015)” was superseded by “New advice”.")


def test_source_that_stands_passes() -> None:
    assert not found(alone(claim("A fact.")), "K27")


# K09 and K25: regulators


def test_product_without_a_regulators_status_blocks() -> None:
    assert found(exosome_page(EXOSOMES, INFECTION, USUAL_CARE), "K09", "block")


def test_product_with_a_dated_status_passes() -> None:
    assert not found(exosome_page(EXOSOMES, INFECTION, STATUS, USUAL_CARE), "K09")


def test_status_of_another_product_does_not_count() -> None:
    other = replace(STATUS, intervention="ozone therapy", statement="Ozone is not approved.")
    assert found(exosome_page(EXOSOMES, INFECTION, other, USUAL_CARE), "K09", "block")


def test_ordinary_care_needs_no_status() -> None:
    assert not found(topic(TABLET, COUGH), "K09")


def test_lone_claim_needs_no_status_of_its_own() -> None:
    assert not found(alone(EXOSOMES), "K09")


def test_selling_text_without_a_status_blocks() -> None:
    assert found(text(*SELLING, title="Exosome therapy for kidneys"), "K09", "block")


def test_text_that_gives_the_status_passes() -> None:
    page = text(*SELLING, "The FDA has not approved exosomes.", title="Exosome therapy")
    assert not found(page, "K09")


@pytest.mark.parametrize("name", ["jurisdiction", "status", "checked_on", "url"])
def test_incomplete_status_blocks(name: str) -> None:
    one = replace(STATUS, regulation=replace(FDA, **{name: ""}))
    assert found(alone(one), "K25", "block")


def test_regulatory_claim_without_a_record_blocks() -> None:
    assert found(alone(replace(STATUS, regulation=None)), "K25", "block")


def test_complete_status_passes() -> None:
    assert not found(alone(STATUS), "K25")


# K10: harms


def test_benefit_without_a_harm_blocks() -> None:
    assert found(topic(TABLET), "K10", "block")


def test_benefit_with_its_harm_passes() -> None:
    assert not found(topic(TABLET, COUGH), "K10")


def test_harm_of_another_treatment_does_not_count() -> None:
    assert found(topic(TABLET, INFECTION), "K10", "block")


def test_self_care_needs_no_harm_claim() -> None:
    one = graded("Walking lowers blood pressure.", "high", intervention="exercise")
    assert not found(topic(one), "K10")


def test_route_of_a_product_needs_its_harms() -> None:
    one = claim("Exosomes are injected.", kind="availability", intervention="exosomes")
    assert found(exosome_page(one, STATUS, USUAL_CARE), "K10", "block")


def test_selling_text_without_harms_blocks() -> None:
    assert found(text(*SELLING, title="Exosome therapy for kidneys"), "K10", "block")


def test_text_about_ordinary_care_needs_no_harms() -> None:
    assert not found(text("ACE inhibitors help protect your kidneys."), "K10")


# K16: emergencies

FLAGS = [
    "Fluid can reach the lungs and make it hard to breathe.",
    "The heart may be strained and cause chest pain.",
    "You may stop passing urine.",
    "Some people have a seizure.",
    "Slurred speech can follow.",
    "Patients may die without dialysis.",
]


@pytest.mark.parametrize("sentence", FLAGS)
def test_emergency_sign_without_an_action_blocks(sentence: str) -> None:
    assert found(text(sentence), "K16", "block")


@pytest.mark.parametrize("sentence", FLAGS)
def test_emergency_sign_with_an_action_beside_it_passes(sentence: str) -> None:
    assert not found(text(sentence, "Call 112 straight away."), "K16")


def test_get_help_block_answers_for_the_whole_page() -> None:
    one = claim("You may be short of breath.", kind="symptom")
    assert not found(topic(one), "K16")
    assert found(topic(one, get_help=""), "K16", "block")


def test_sign_that_is_denied_is_no_emergency() -> None:
    assert not found(text("It does not cause chest pain."), "K16")


def test_one_kind_of_emergency_is_told_once() -> None:
    page = text("You may be breathless.", "You may feel short of breath.")
    assert len(found(page, "K16")) == 1


# K20: the page's own record


@pytest.mark.parametrize(
    "name", ["slug", "title", "author", "publisher", "funding", "aim", "answer"]
)
def test_missing_field_of_the_page_blocks(name: str) -> None:
    assert [f.excerpt for f in found(topic(TABLET, COUGH, **{name: ""}), "K20")] == [name]


@pytest.mark.parametrize(("name", "empty"), [("codes", ()), ("sections", ())])
def test_missing_part_of_the_page_blocks(name: str, empty: tuple[()]) -> None:
    assert name in [f.excerpt for f in found(topic(TABLET, COUGH, **{name: empty}), "K20", "block")]


@pytest.mark.parametrize(("name", "empty"), [("get_help", ""), ("questions", ())])
def test_treatment_page_needs_help_and_questions(name: str, empty: object) -> None:
    page = topic(TABLET, COUGH, kind="treatment", **{name: empty})
    assert name in [f.excerpt for f in found(page, "K20", "block")]


def test_whole_record_passes() -> None:
    assert not found(topic(TABLET, COUGH), "K20")


def test_lone_claim_has_no_page_record() -> None:
    assert not found(alone(TABLET), "K20")


def test_bare_text_without_author_or_date_warns_once() -> None:
    assert [f.level for f in found(text("Kidneys clean the blood."), "K20")] == ["warn"]


def test_bare_text_with_a_byline_passes() -> None:
    assert not found(text("Kidneys clean the blood.", "Reviewed by Dr Ada."), "K20")


# K22: standard care

RUN_DOWN = [
    "Conventional drugs only mask the symptoms.",
    "Traditional treatment does not repair the damage.",
    "Standard care is harsh and full of risks.",
    "Western medicine fails to treat the root cause.",
    "Prescription drugs come with many side effects.",
    "It goes to the cause instead of masking the pain.",
]
FAIR = [
    "Standard treatment does not work for everyone.",
    "Antibiotics do not work against viruses.",
    "There is no cure, but medicines help.",
    "Some clinics say that conventional drugs only mask the symptoms.",
    "Do not stop your usual treatment.",
    "Medicines can have side effects.",
]


@pytest.mark.parametrize("sentence", RUN_DOWN)
def test_ordinary_care_run_down_blocks(sentence: str) -> None:
    assert found(text(sentence), "K22", "block")


@pytest.mark.parametrize("sentence", FAIR)
def test_fair_word_on_ordinary_care_passes(sentence: str) -> None:
    assert not found(text(sentence), "K22")


def test_treatment_page_without_standard_care_blocks() -> None:
    assert found(exosome_page(EXOSOMES, INFECTION, STATUS, answer="Not known."), "K22", "block")


def test_treatment_page_with_standard_care_passes() -> None:
    assert not found(exosome_page(EXOSOMES, INFECTION, STATUS, USUAL_CARE), "K22")


def test_honest_page_has_no_block_at_all() -> None:
    assert blocks(exosome_page(EXOSOMES, INFECTION, STATUS, USUAL_CARE, kind="treatment")) == set()
