"""Every registered check stops its failing samples, spares its sound ones, and has enough of both.

There is no list of exceptions: a new check comes with eight of each.
"""

from __future__ import annotations

import pytest

from education.checks.base import Check
from education.checks.registry import CHECKS, inspect
from education.content.manuscript import Manuscript
from tests.checks.further_samples import AROUND
from tests.checks.samples import FAILING, PASSING

ENOUGH = 8


def _cases(table: dict[str, tuple[Manuscript, ...]]) -> list[object]:
    return [
        pytest.param(check, written, id=f"{check}-{number}")
        for check, pages in table.items()
        for number, written in enumerate(pages)
    ]


def found(written: Manuscript) -> set[str]:
    return {finding.check for finding in inspect(written, AROUND)}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_check_has_enough_samples_of_each_kind(check: Check) -> None:
    # Told apart by their values: a copy counts once.
    assert len(set(FAILING.get(check.id, ()))) >= ENOUGH
    assert len(set(PASSING.get(check.id, ()))) >= ENOUGH


def test_samples_are_of_checks_there_are() -> None:
    assert set(FAILING) == set(PASSING) == {check.id for check in CHECKS}


@pytest.mark.parametrize(("check", "written"), _cases(FAILING))
def test_fault_is_found(check: str, written: Manuscript) -> None:
    assert check in found(written)


@pytest.mark.parametrize(("check", "written"), _cases(PASSING))
def test_sound_page_is_left_alone(check: str, written: Manuscript) -> None:
    assert check not in found(written)
