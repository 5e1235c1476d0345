"""Findings as the commands print them: for programs as JSON, for people by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from education.checks.base import Finding, Level
from education.checks.sentences import clean

from .article import Article, Passage


def located(findings: Iterable[Finding], article: Article) -> tuple[Finding, ...]:
    """Return the findings with the physical line and the spelling of their own words, in order.

    A manuscript knows the lines of claims and headings; a finding about prose between them, or
    about the second sentence of a claim, has its words looked up in the article.
    """
    passages: dict[str, list[Passage]] = {}
    for passage in article.words_with_lines():
        passages.setdefault(key_of(passage.text), []).append(passage)
    found = []
    for finding in findings:
        known = passages.get(key_of(finding.excerpt), []) if finding.excerpt else []
        own = next((p for p in known if p.line >= (finding.line or 0)), None)
        found.append(replace(finding, line=own.line, excerpt=own.text) if own else finding)
    return tuple(sorted(found, key=_place))


def public_json(finding: Finding) -> dict[str, Any]:
    """Return the five public fields of a finding."""
    return {
        "check": finding.check,
        "level": finding.level.value,
        "line": finding.line,
        "excerpt": finding.excerpt,
        "message": finding.message,
    }


def has_block(findings: Iterable[Finding]) -> bool:
    """Tell whether one of the findings stops a submission."""
    return any(finding.level is Level.BLOCK for finding in findings)


def counted(findings: Sequence[Finding]) -> str:
    """Return the numbers in words: ``3 block, 2 warn``."""
    blocks = sum(finding.level is Level.BLOCK for finding in findings)
    return f"{blocks} block, {len(findings) - blocks} warn"


def by_line(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the lines of a report: grouped by line, what blocks first."""
    for line, group in groupby(sorted(findings, key=_place), key=lambda f: f.line):
        of_line = list(group)
        yield f"Line {line} ({counted(of_line)})" if line else f"Page ({counted(of_line)})"
        for finding in of_line:
            quoted = f" “{_short(finding.excerpt)}”" if finding.excerpt else ""
            yield f"  {finding.level.value:5} {finding.check}  {finding.message}{quoted}"


def _place(finding: Finding) -> tuple[bool, int, bool]:
    # Findings about the whole page have no line and come first.
    return finding.line is not None, finding.line or 0, finding.level is not Level.BLOCK


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"


def key_of(text: str) -> str:
    """Return the letters and digits of some words, by which they are found again."""
    return "".join(filter(str.isalnum, clean(text))).casefold()
