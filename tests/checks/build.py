"""Builders of manuscripts for the checks: no rows, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from education.checks.base import Finding
from education.checks.registry import inspect
from education.content.manuscript import (
    CitationText,
    ClaimText,
    CodeText,
    Manuscript,
    Regulation,
    SectionText,
    SourceText,
)

KIDNEY = CodeText(system="2.16.840.1.113883.6.90", code="E11.21")
NERVE = CodeText(system="2.16.840.1.113883.6.90", code="E11.42")
FDA = Regulation(
    jurisdiction="United States",
    status="Not approved",
    checked_on="2025-01-10",
    url="https://x.org",
)


def source(**changes: Any) -> SourceText:
    """Return a source that stands."""
    return SourceText(**{"source_id": 1, "kind": "article", "title": "A trial"} | changes)


def claim(statement: str, number: int | None = 1, **changes: Any) -> ClaimText:
    """Return a sourced claim; a fact unless ``changes`` say otherwise."""
    fields = {
        "claim_id": number,
        "language": "en",
        "statement": statement,
        "kind": "mechanism",
        "stage": "established",
        "citations": (CitationText(source=source()),),
    }
    return ClaimText(**fields | changes)


def graded(statement: str, certainty: str, stage: str = "rct", **changes: Any) -> ClaimText:
    """Return a benefit claim with a grade."""
    return claim(statement, **{"kind": "benefit", "certainty": certainty, "stage": stage} | changes)


def alone(one: ClaimText) -> Manuscript:
    """Return the manuscript of a lone claim."""
    return Manuscript(subject="claim", claims=(one,))


def text(*lines: str, title: str = "", heading: str = "", **changes: Any) -> Manuscript:
    """Return a bare text: every line a claim with its line number, nothing behind it."""
    claims = tuple(
        ClaimText(claim_id=n, language="en", statement=line, line=n)
        for n, line in enumerate(lines, 1)
    )
    body = "\n\n".join(f"[[{c.code}]]" for c in claims)
    sections = (SectionText(heading=heading, body=body, line=0),)
    return Manuscript(subject="text", title=title, sections=sections, claims=claims, **changes)


def article(raw: str, **changes: Any) -> Manuscript:
    """Return the bare text of a small article: title, headings (no full stop), one line each."""
    lines = raw.strip().splitlines()
    sections: list[SectionText] = [SectionText(heading="", body="", line=1)]
    claims: list[ClaimText] = []
    for number, line in enumerate(lines[1:], 2):
        words = line.strip().removeprefix("- ")
        if words[:1].isupper() and words[-1] not in ".:?!":
            sections.append(SectionText(heading=words, body="", line=number))
        elif words:
            claims.append(ClaimText(claim_id=number, language="en", statement=words, line=number))
            last = sections[-1]
            sections[-1] = replace(last, body=f"{last.body}[[C-{number}]]\n\n")
    return Manuscript(
        subject="text", title=lines[0], sections=tuple(sections), claims=tuple(claims), **changes
    )


def topic(*claims: ClaimText, **changes: Any) -> Manuscript:
    """Return a whole page with every field of its record filled."""
    fields: dict[str, Any] = {
        "subject": "topic",
        "topic_id": 1,
        "slug": "kidney-care",
        "title": "Looking after your kidneys",
        "kind": "condition",
        "author": "An author",
        "publisher": "A clinic",
        "funding": "Paid for by the clinic.",
        "aim": "To explain how to look after your kidneys.",
        "answer": "Two kinds of tablet slow the damage.",
        "get_help": "Call 112 if you cannot breathe.",
        "questions": ("Which tablets may suit me?",),
        "codes": (KIDNEY,),
        "sections": (
            SectionText(
                heading="What helps", body="\n\n".join(f"[[C-{c.claim_id}]]" for c in claims)
            ),
        ),
        "claims": claims,
    }
    return Manuscript(**fields | changes)


def found(manuscript: Manuscript, check: str, level: str = "") -> list[Finding]:
    """Return what one check says about a manuscript."""
    return [f for f in inspect(manuscript) if f.check == check and (not level or f.level == level)]


def blocks(manuscript: Manuscript) -> set[str]:
    """Return the ids of the checks that stop a manuscript."""
    return {f.check for f in inspect(manuscript) if f.level == "block"}


def ids(findings: Sequence[Finding]) -> list[str]:
    """Return the check ids of findings, in order."""
    return [f.check for f in findings]
