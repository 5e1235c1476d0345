"""The marketing article beside the repository, line by line; skipped where it is not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from education.checks.base import Finding
from education.checks.registry import inspect
from education.checks.sentences import split_sentences
from education.content.manuscript import ClaimText, Manuscript, SectionText
from tests.checks.build import KIDNEY

ARTICLE = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not in the repository")

TITLE, HEADINGS = 1, (5, 13, 18)
#: Bullet labels whose text stands on the next line.
LABELS = (20, 22, 24, 26, 28, 30)

#: Claim, physical line, sentence on that line (from 0), and checks of which one must block.
FAULTY = [
    ("C01", 3, 0, {"K01", "K02", "K03"}),
    ("C03", 3, 2, {"K03", "K04"}),
    ("C05", 4, 0, {"K05"}),
    ("C06", 4, 0, {"K04", "K05"}),
    ("C07", 4, 1, {"K01", "K03", "K04"}),
    ("C08", 4, 2, {"K01", "K04"}),
    ("C10", 6, 2, {"K14"}),
    ("C18", 10, 1, {"K16"}),
    ("C23", 12, 1, {"K16"}),
    ("C25", 14, 0, {"K08", "K09"}),
    ("C26", 14, 1, {"K08"}),
    ("C27", 14, 3, {"K08", "K22"}),
    ("C28", 14, 3, {"K22"}),
    ("C30", 15, 2, {"K09", "K10"}),
    ("C31", 15, 3, {"K03", "K04", "K08"}),
    ("C32", 16, 0, {"K05", "K08", "K18"}),
    ("C33", 16, 1, {"K04", "K08"}),
    ("C35", 17, 1, {"K09"}),
    ("C36", 19, 0, {"K01", "K03", "K18"}),
    ("C37", 21, 0, {"K03", "K04"}),
    ("C39", 23, 1, {"K03", "K04"}),
    ("C40", 25, 0, {"K03", "K04"}),
    ("C41", 27, 0, {"K07", "K10"}),
    ("C42", 27, 1, {"K06", "K10"}),
    ("C43", 29, 0, {"K06", "K10"}),
    ("C44", 29, 0, {"K07"}),
    ("C45", 31, 1, {"K04", "K05", "K06"}),
]
#: Statements that are right once sourced; nothing may block them.
SOUND = [(6, 0), (6, 1), (7, 0), (7, 1), (8, 0), (8, 1), (8, 2), (9, 0), (9, 1), (9, 2), (23, 0)]


def claims_of(line: int, words: str) -> Iterator[ClaimText]:
    for place, sentence in enumerate(split_sentences(words.removeprefix("- "))):
        yield ClaimText(claim_id=line * 10 + place, language="en", statement=sentence, line=line)


@cache
def manuscript() -> Manuscript:
    sections: list[SectionText] = []
    claims: list[ClaimText] = []
    title, heading, at, body = "", "", 1, ""
    for number, words in enumerate(ARTICLE.read_text("utf-8").splitlines(), 1):
        if number == TITLE:
            title = words
        elif number in HEADINGS:
            sections.append(SectionText(heading=heading, body=body, line=at))
            heading, at, body = words, number, ""
        elif number in LABELS:
            body += f"\n\n- **{words.removeprefix('- ')}** "
        elif words.strip():
            found = list(claims_of(number, words))
            claims += found
            body += "".join(f"[[{claim.code}]] " for claim in found)
            body += "\n\n"
    sections.append(SectionText(heading=heading, body=body, line=at))
    return Manuscript(
        subject="text",
        title=title,
        codes=(KIDNEY,),
        sections=tuple(sections),
        claims=tuple(claims),
    )


@cache
def findings() -> tuple[Finding, ...]:
    return inspect(manuscript())


def blocks_at(line: int, place: int) -> set[str]:
    return {
        f.check for f in findings() if f.level == "block" and f.anchor == f"C-{line * 10 + place}"
    }


@pytest.mark.parametrize(("claim", "line", "place", "checks"), FAULTY)
def test_faulty_claim_is_blocked_for_its_fault(
    claim: str, line: int, place: int, checks: set[str]
) -> None:
    assert blocks_at(line, place) & checks, claim


def test_nine_of_ten_faulty_claims_are_blocked() -> None:
    stopped = [claim for claim, line, place, _ in FAULTY if blocks_at(line, place)]
    assert len(stopped) >= 0.9 * len(FAULTY)


@pytest.mark.parametrize(("line", "place"), SOUND)
def test_sound_statement_is_not_blocked(line: int, place: int) -> None:
    assert not blocks_at(line, place)


def test_heading_of_the_other_condition_is_blocked() -> None:
    assert [f.check for f in findings() if f.line == 13 and f.level == "block"] == ["K08"]


@pytest.mark.parametrize("check", ["K12", "K19", "K20"])
def test_page_wide_fault_is_told_once(check: str) -> None:
    assert [f.level for f in findings() if f.check == check] == ["warn"]


def test_article_reads_at_grade_eleven() -> None:
    report = next(f.message for f in findings() if f.check == "K19")
    assert report.startswith(("Flesch-Kincaid grade 10", "Flesch-Kincaid grade 11"))
