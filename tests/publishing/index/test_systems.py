"""Which part of the body a page is about, from its codes alone."""

from __future__ import annotations

import pytest

from education.content.manuscript import CodeText
from education.content.models import TopicCode
from education.publishing.index.systems import SYSTEMS, systems_of

ICD, SNOMED = TopicCode.System.ICD10CM, TopicCode.System.SNOMED


def systems(code: str, system: str = ICD) -> tuple[str, ...]:
    return systems_of([CodeText(system=system, code=code)])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("N18.9", ("kidneys",)),
        ("I10", ("heart",)),
        ("I12.9", ("kidneys", "heart")),
        ("E11.9", ("hormones",)),
        ("E11.21", ("kidneys", "hormones")),
        ("E11.42", ("hormones", "nerves")),
        ("E11.621", ("hormones", "skin")),
        ("I63.9", ("heart", "nerves")),
        ("M54.30", ("nerves", "bones")),
        ("M54.50", ("bones",)),
        ("O9A.2", ("pregnancy",)),
        ("c50.919", ("cancer", "women")),
        ("D50.9", ("blood",)),
        ("D48.1", ("cancer",)),
        ("A15.0", ("lungs", "infections")),
    ],
)
def test_code_of_icd_10_cm_leads_to_its_systems(code: str, expected: tuple[str, ...]) -> None:
    assert systems(code) == expected


def test_concept_of_snomed_ct_leads_to_its_systems() -> None:
    assert systems("127013003", SNOMED) == ("kidneys", "hormones")
    assert systems("1270130031", SNOMED) == ()


@pytest.mark.parametrize("code", ["", "?", "X99", "11", "E11.21.9", "é", "N18.9; DROP"])
def test_code_that_is_none_leads_nowhere(code: str) -> None:
    assert systems(code) == ()


def test_codes_of_other_lists_lead_nowhere() -> None:
    assert systems("E11.21", TopicCode.System.LOINC) == ()


def test_systems_come_in_the_order_of_the_list_and_once_each() -> None:
    codes = [CodeText(system=ICD, code=code) for code in ("E11.42", "N18.9", "E11.21")]
    found = systems_of(codes)
    assert found == ("kidneys", "hormones", "nerves")
    assert set(found) <= set(SYSTEMS)
