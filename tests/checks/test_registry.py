"""The catalogue: every check is named, described, unique and sorted."""

from __future__ import annotations

import json
import re

import pytest

from education.checks.base import Check, Finding, Level
from education.checks.registry import CHECKS, LEXICON_VERSION, check_named, inspect
from education.content.manuscript import Manuscript, SectionText
from tests.checks import first_samples, record_samples
from tests.checks.build import claim, found, text

WHOLE = record_samples.WHOLE
SOLD = text(
    "Exosomes repair kidneys.",
    "Exosomes restore kidney function.",
    "Exosomes are injected and reduce swelling.",
    title="Exosome therapy",
)

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


@pytest.mark.parametrize("check_id", sorted(first_samples.FAILING))
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
