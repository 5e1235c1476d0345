"""What the checks are held to: the aims of the benchmark, on the half the rules did not see too."""

from __future__ import annotations

import pytest

from tests.benchmarks import golden
from tests.benchmarks.golden import HALVES, Judged

each_half = pytest.mark.parametrize("half", HALVES)


def blocked(judged: tuple[Judged, ...], half: str, expected: str) -> list[bool]:
    return [j.blocked for j in judged if j.half == half and j.expected == expected]


@each_half
def test_at_most_one_plain_sentence_in_a_hundred_is_blocked(half: str) -> None:
    honest = blocked(golden.honest(), half, "none")
    assert len(honest) >= 150
    assert sum(honest) <= len(honest) / 100


@each_half
def test_most_of_what_sellers_say_is_blocked(half: str) -> None:
    faulty = blocked(golden.selling(), half, "block")
    assert len(faulty) >= 70
    assert sum(faulty) >= 0.85 * len(faulty)


@each_half
def test_lone_sentence_that_should_pass_is_never_blocked(half: str) -> None:
    assert not any(j.blocked for j in golden.mixed() if j.half == half and j.expected != "block")


def test_every_finding_the_seed_table_expects_is_there_or_its_absence_has_a_reason() -> None:
    claims = golden.seed()
    if not claims:
        pytest.skip("the article is not in the repository")
    reasons = golden.absences()
    unexplained = [
        (claim.code, check)
        for claim in claims
        for check in sorted(claim.expected - claim.found)
        if (claim.code, check) not in reasons and ("*", check) not in reasons
    ]
    assert not unexplained
    faulty = [claim.blocked for claim in claims if claim.verdict == "faulty"]
    assert len(claims) == 45
    assert sum(faulty) >= 0.9 * len(faulty)
