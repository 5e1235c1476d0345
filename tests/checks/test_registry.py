"""The catalogue: every check is named, described, unique, sampled and sorted."""

from __future__ import annotations

import json
import re

import pytest

from education.checks.base import Check, Finding, Level
from education.checks.registry import CHECKS, LEXICON_VERSION, check_named, inspect
from education.content.manuscript import CitationText, Manuscript, SectionText
from tests.checks import further_samples
from tests.checks.build import KIDNEY, alone, claim, found, graded, source, text, topic
from tests.checks.test_wording import FAILING, PASSING

HARM = claim("Tablets can cause a cough.", 2, kind="harm")
BENEFIT = graded("Tablets protect the kidneys.", "high")
WHOLE = topic(BENEFIT, HARM)
HARD = "Comprehensive nephrological consultation necessitates considerable preparation."
SOLD = text(
    "Exosomes repair kidneys.",
    "Exosomes restore kidney function.",
    "Exosomes are injected and reduce swelling.",
    title="Exosome therapy",
)

#: One failing and one passing manuscript for the checks that read records or whole pages.
SAMPLES: dict[str, tuple[Manuscript, Manuscript]] = {
    "K08": (
        text("Neuropathy hurts.", "Neuropathy numbs.", "Nerve pain burns.", codes=(KIDNEY,)),
        text("Nephropathy has no symptoms.", codes=(KIDNEY,)),
    ),
    "K09": (SOLD, WHOLE),
    "K10": (topic(BENEFIT), WHOLE),
    "K11": (
        text("Exosomes may reduce swelling.", "Exosomes reduce swelling."),
        text("We do not know if exosomes reduce swelling."),
    ),
    "K12": (alone(claim("A fact.", citations=())), alone(claim("A fact."))),
    "K16": (text("It can cause chest pain."), text("If you have chest pain, call 112.")),
    "K19": (text(HARD), text("Your kidneys clean your blood.")),
    "K20": (topic(BENEFIT, HARM, author=""), WHOLE),
    "K21": (text("Kidneys clean the the blood."), text("Kidneys clean the blood.")),
    "K22": (text("Conventional drugs only mask the pain."), text("Drugs ease the pain.")),
    "K23": (topic(BENEFIT, HARM, not_known="[[C-9]]"), WHOLE),
    "K24": (alone(graded("Tablets help.", "high", "case_series")), WHOLE),
    "K25": (alone(claim("Not approved.", kind="regulatory")), WHOLE),
    "K26": (topic(language="es"), WHOLE),
    "K27": (
        alone(claim("A fact.", citations=(CitationText(source=source(notice="retracted")),))),
        WHOLE,
    ),
    "K45": (topic(BENEFIT, HARM, not_known="[[P-9]]"), WHOLE),
}
for _id in FAILING:
    SAMPLES[_id] = (text(FAILING[_id][0]), text(PASSING[_id][0]))
for _id in further_samples.FAILING:
    SAMPLES[_id] = (further_samples.FAILING[_id][0], further_samples.PASSING[_id][0])

every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


@every_check
def test_check_is_named_and_described(check: Check) -> None:
    assert re.fullmatch(r"K\d\d", check.id)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.name)
    assert check.title
    assert check.description.endswith(".")
    assert "." not in check.description[:-1]
    assert check.explanation.endswith(".")
    assert check.bad
    assert check.good
    assert isinstance(check.level, Level)


@every_check
def test_check_has_a_sample_that_fails(check: Check) -> None:
    findings = inspect(SAMPLES[check.id][0], further_samples.AROUND)
    assert check.id in {f.check for f in findings}


@every_check
def test_check_has_a_sample_that_passes(check: Check) -> None:
    findings = inspect(SAMPLES[check.id][1], further_samples.AROUND)
    assert check.id not in {f.check for f in findings}


@pytest.mark.parametrize("check_id", sorted(FAILING))
def test_examples_in_the_catalogue_are_true(check_id: str) -> None:
    check = check_named(check_id)
    assert check is not None
    assert found(text(check.bad), check_id)
    assert not found(text(check.good), check_id)


def test_ids_and_names_are_unique() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_checks_stand_in_the_order_of_their_ids() -> None:
    assert [check.id for check in CHECKS] == sorted(check.id for check in CHECKS)


def test_unknown_id_is_no_error() -> None:
    assert check_named("K99") is None
    assert check_named("K04") is not None


def test_lexicon_has_a_version() -> None:
    assert LEXICON_VERSION


def test_findings_are_sorted_by_line_and_then_by_check() -> None:
    findings = inspect(text("Exosomes repair kidneys!", "PRP cures knees!"))
    placed = [(f.line, f.check) for f in findings if f.line is not None]
    assert placed == sorted(placed)
    assert [f.line for f in findings][-1] is None


def test_finding_is_told_once() -> None:
    findings = inspect(SOLD)
    assert len(set(findings)) == len(findings)


def test_frozen_page_gives_the_same_findings_as_the_draft() -> None:
    frozen = Manuscript.from_json(WHOLE.as_json())
    assert inspect(frozen) == inspect(WHOLE)


def test_finding_as_json_has_exactly_the_public_fields() -> None:
    finding = Finding("K04", Level.BLOCK, "C-1", "Words.", "Message.", 3)
    assert json.loads(json.dumps(finding.as_json())) == {
        "check": "K04",
        "level": "block",
        "line": 3,
        "excerpt": "Words.",
        "message": "Message.",
        "anchor": "C-1",
    }


def test_key_of_a_finding_survives_a_move_and_a_new_message() -> None:
    finding = Finding("K04", Level.BLOCK, "C-1", "Words.", "Message.", 3)
    assert finding.key == Finding("K04", Level.WARN, "C-1", "Words.", "Other.", 9).key
    assert finding.key != Finding("K04", Level.BLOCK, "C-1", "Other words.", "Message.", 3).key


def test_two_manuscripts_that_differ_only_in_lines_keep_their_own_lines() -> None:
    first = text("Exosomes repair kidneys.")
    moved = Manuscript(
        subject="text",
        sections=(SectionText(heading="", body="[[C-1]]"),),
        claims=(claim("Exosomes repair kidneys.", kind="", stage="", citations=(), line=40),),
    )
    assert [f.line for f in found(first, "K04")] == [1]
    assert [f.line for f in found(moved, "K04")] == [40]


def test_empty_manuscript_is_inspected() -> None:
    assert isinstance(inspect(Manuscript(subject="text")), tuple)
