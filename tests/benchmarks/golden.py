"""The gold files: what the checks should say of which sentence.

``honest.txt`` and ``selling.txt`` hold small articles, ``mixed.txt`` lone sentences, all in our own
words and each in a half: rules were changed while looking at the *tune* half only, and the *test*
half was written before that. ``seed.txt`` points into an article that is not in the repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from education.checks.base import Finding
from education.checks.registry import inspect
from education.checks.sentences import split_sentences
from education.content.manuscript import CodeText
from education.exchange.article_import import findings_of_text
from tests.checks.build import KIDNEY, article, text

GOLD = Path(__file__).parent / "gold"
SEED = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"
HALVES = ("tune", "test")


@dataclass(frozen=True, slots=True)
class Judged:
    """One gold sentence with what was expected and what the checks said."""

    half: str
    words: str
    #: block, warn or none.
    expected: str
    findings: tuple[Finding, ...]

    @property
    def blocked(self) -> bool:
        """Tell whether any finding stops it."""
        return any(f.level == "block" for f in self.findings)

    @property
    def level(self) -> str:
        """Return the gravest level found: block, warn or none."""
        if self.blocked:
            return "block"
        return "warn" if self.findings else "none"


@cache
def honest() -> tuple[Judged, ...]:
    """Judge the pages in the manner of trustworthy public pages: nothing may block."""
    return tuple(_articles("honest.txt", "none"))


@cache
def selling() -> tuple[Judged, ...]:
    """Judge the marketing articles: every line blocks but those marked ``~``."""
    return tuple(_articles("selling.txt", "block"))


@cache
def mixed() -> tuple[Judged, ...]:
    """Judge the lone sentences, each with the level it should get."""
    lines = (GOLD / "mixed.txt").read_text("utf-8").splitlines()
    rows = [line.split(" | ", 2) for line in lines if not line.startswith("#")]
    return tuple(
        Judged(half, words, expected, tuple(f for f in inspect(text(words)) if f.line))
        for half, expected, words in rows
    )


def _articles(name: str, expected: str) -> Iterator[Judged]:
    for page in (GOLD / name).read_text("utf-8").split("== ")[1:]:
        head, *lines = page.strip().splitlines()
        half, title = head.split(" | ", 1)
        found = inspect(article("\n".join([title, *(line.removeprefix("~") for line in lines)])))
        for number, line in enumerate(lines, 2):
            here = tuple(f for f in found if f.line == number)
            want = "none" if line.startswith("~") else expected
            yield Judged(half, line.removeprefix("~"), want, here)


@dataclass(frozen=True, slots=True)
class SeedClaim:
    """One claim of the seed article with the checks expected and found on its sentences."""

    code: str
    verdict: str
    expected: frozenset[str]
    found: frozenset[str]
    blocked: bool


def seed(path: Path = SEED, codes: tuple[CodeText, ...] = (KIDNEY,)) -> list[SeedClaim]:
    """Judge the seed article; empty when it is not beside the repository."""
    if not path.exists():
        return []
    findings = findings_of_text(path.read_bytes(), path.name, codes)
    lines = path.read_text("utf-8").splitlines()
    return [_seed_claim(row, findings, lines) for row in _seed_rows() if row[0] != "absent"]


def absences() -> dict[tuple[str, str], str]:
    """Return why a finding that the table expects is not made, by claim and check."""
    rows = (row for row in _seed_rows() if row[0] == "absent")
    return {(where.split()[0], where.split()[1]): why for _, where, why in rows}


def _seed_rows() -> list[list[str]]:
    lines = (GOLD / "seed.txt").read_text("utf-8").splitlines()
    return [line.split(" | ") for line in lines if not line.startswith("#")]


def _seed_claim(row: list[str], findings: tuple[Finding, ...], lines: list[str]) -> SeedClaim:
    code, verdict, places, checks = row
    spots = [place.split(".") for place in places.split()]
    here = [
        f for f in findings if any(_stands_at(f, int(n), int(place), lines) for n, place in spots)
    ]
    page_wide = {f.check for f in findings if f.anchor == "page"}
    return SeedClaim(
        code,
        verdict,
        frozenset(checks.split()),
        frozenset({f.check for f in here} | (page_wide & {"K12", "K19", "K20"})),
        any(f.level == "block" for f in here),
    )


def _stands_at(finding: Finding, number: int, place: int, lines: list[str]) -> bool:
    if finding.line != number:
        return False
    sentences = split_sentences(lines[number - 1].removeprefix("- "))
    return finding.excerpt in sentences[place] or sentences[place] in finding.excerpt
