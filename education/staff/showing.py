"""What things on a review's page are called, and a finding as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from education.checks.base import Level
from education.checks.registry import check_named
from education.content.manuscript import Manuscript, SectionText
from education.review.models import Review, SignOff

_PLACES = {
    "page": "The page as a whole",
    "title": "Title",
    "answer": "One-line answer",
    "key_points": "Key points",
    "not_known": "What is not known",
    "get_help": "When to get help",
    "questions": "Questions to ask",
    "address": "Address",
    "about": "Aim, product and money",
    "codes": "Codes",
    "change_note": "What changed, for readers",
    "order": "Order of the parts",
    "slug": "Address",
    "translation_of": "Translation of",
    "terms": "Words explained",
    "pictures": "Pictures",
    "clinic_sells_this": "Whether the clinic sells this",
}


def manuscript_to_read(review: Review) -> Manuscript:
    """Return the submitted page; for a lone claim, a page that holds nothing else."""
    if review.topic_id:
        return review.page()
    claim = review.claim_text()
    return Manuscript(
        subject="claim",
        language=claim.language,
        title=f"Claim {claim.code}",
        sections=(SectionText(heading="The claim", body=f"[[{claim.code}]]"),),
        claims=(claim,),
    )


def place_name(page: Manuscript, anchor: str) -> str:
    """Return what people call an anchor such as ``section:2`` or ``C-12``."""
    kind, _, number = anchor.partition(":")
    if kind == "section" and number.isdecimal() and 0 < int(number) <= len(page.sections):
        return f"Section “{page.sections[int(number) - 1].heading}”"
    return part_name(anchor)


def part_name(name: str) -> str:
    """Return what people call a part of a page such as ``answer`` or ``section:How it works``."""
    kind, _, heading = name.partition(":")
    if kind == "section" and heading:
        return f"Section “{heading}”"
    if kind in ("word", "picture") and heading:
        return f"Word explained: {heading}" if kind == "word" else f"Picture {heading}"
    if name.startswith("C-"):
        return f"Claim {name}"
    return _PLACES.get(name) or name.replace("_", " ").capitalize()


def places(page: Manuscript) -> list[tuple[str, str]]:
    """Return every (anchor, name) that a comment can hang on."""
    sections = [f"section:{n}" for n in range(1, len(page.sections) + 1)]
    anchors = ["page", "answer", "key_points", *sections, "not_known", "get_help", "questions"]
    anchors += [c.code for c in page.claims]
    return [(anchor, place_name(page, anchor)) for anchor in anchors]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as people read it: where, what, why there is such a rule, and who answered."""

    key: str
    check: str
    title: str
    why: str
    blocks: bool
    anchor: str
    place: str
    excerpt: str
    message: str
    line: int | None = None
    #: Found in a claim looked at by itself, where a page would have said what is missing.
    alone: bool = False
    #: (name of the signer, reason for letting it stand).
    answers: tuple[tuple[str, str], ...] = ()


def shown_finding(
    page: Manuscript, finding: Mapping[str, Any], signatures: Iterable[SignOff] = ()
) -> ShownFinding:
    """Dress a finding as stored; a check that is gone by now keeps its number as its name."""
    check = check_named(finding["check"])
    key = finding["key"]
    answers = [(s.printed_name, s.answers[key]) for s in signatures if s.answers.get(key)]
    return ShownFinding(
        key=key,
        check=finding["check"],
        title=check.title if check else finding["check"],
        why=check.explanation if check else "",
        blocks=finding["level"] == Level.BLOCK,
        alone=page.subject == "claim",
        anchor=finding["anchor"],
        place=place_name(page, finding["anchor"]),
        excerpt=finding["excerpt"],
        message=finding["message"],
        line=finding.get("line"),
        answers=tuple(answers),
    )
