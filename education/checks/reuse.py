"""Checks on prose that should be a claim, and on claims that exist already."""

from __future__ import annotations

from collections.abc import Iterator

from education.content.likeness import Library, Said
from education.evidence.grading import Kind

from . import lexicon
from .base import Check, Contextual, Finding, Level
from .likeness import nearly_the_same, twin_in
from .page import Page
from .products import ESTABLISHED
from .proposals import propose_kind
from .reading import Reading
from .sentences import Form
from .surroundings import Surroundings

#: Parts of a page that sum up or advise; what they say rests on the claims of the sections.
_NO_CLAIMS = frozenset({"answer", "key_points", "title", "get_help", "questions", "page"})


class LooseStatement(Check):
    id = "K28"
    name = "loose-statement"
    title = "Statement that is no claim"
    description = "What a section asserts about health stands in a claim with a source."
    level = Level.WARN
    explanation = (
        "Prose joins claims together; it carries no source and no grade. Make a claim of a number, "
        "a treatment's effect or a harm, and put its mark in the sentence's place. Advice, "
        "questions and what is not known may stay prose."
    )
    bad = "A body that says “Tablets halve the risk of a stroke” between two claim marks."
    good = "A body that says “Your care team can tell you more about this” between two claim marks."
    subjects = frozenset({"topic"})

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            told = reading.claim is None and self._in_prose(reading) and self._asserts(reading)
            if told:
                yield self.at(
                    reading.sentence,
                    "This asserts something and is no claim, so it has no source. Make it a claim "
                    "and put its mark here.",
                )

    @staticmethod
    def _in_prose(reading: Reading) -> bool:
        sentence = reading.sentence
        return sentence.form is Form.STATEMENT and sentence.anchor not in _NO_CLAIMS

    @staticmethod
    def _asserts(reading: Reading) -> bool:
        frames = reading.frames
        if frames.uncertain or frames.whole or frames.attributed:
            return False
        if lexicon.ACTION.search(reading.plain) or propose_kind(reading.sentence.text) in _SOFT:
            return False
        if reading.assertions or lexicon.RISK_NUMBER.search(reading.plain):
            return True
        treats = ESTABLISHED.search(reading.plain) is not None or bool(reading.mentions)
        return treats and (
            bool(reading.benefit_words) or lexicon.HARM.search(reading.plain) is not None
        )


_SOFT = frozenset({Kind.ADVICE})


class NearDuplicate(Contextual):
    id = "K29"
    name = "near-duplicate"
    title = "Nearly the same as another claim"
    description = "A claim that says what another one says is used again, not written again."
    level = Level.WARN
    explanation = (
        "Use the claim that exists: it has its source, its grade and its signatures, and one "
        "correction then reaches every page. Claims that differ in a disease, a product, a number "
        "or a “not” are never taken for one another."
    )
    bad = "“A urine test each year can find damage early.” beside “A urine test can find damage "
    bad += "early each year.”"
    good = "One claim, used on both pages."
    subjects = frozenset({"topic", "claim"})
    reads_english = False

    def look_around(self, page: Page, around: Surroundings) -> Iterator[Finding]:
        told: list[tuple[str, Said]] = []
        own = frozenset(claim.code for claim in page.manuscript.claims if claim.code)
        for reading in page.first_of_each_claim():
            claim = reading.claim
            if claim is None:
                continue
            said = Said(claim.statement)
            twin = next((code for code, before in told if nearly_the_same(said, before)), "")
            twin = twin or self._in_library(around.library, claim.statement, own)
            told.append((claim.code or "an earlier one", said))
            if twin:
                yield self.at(
                    reading.sentence,
                    f"This says nearly what {twin} says. Use that claim here, or make plain how "
                    "they differ.",
                )

    @staticmethod
    def _in_library(library: Library[str] | None, statement: str, own: frozenset[str]) -> str:
        code = twin_in(library, statement, leaving_out=own) if library else ""
        return f"{code} (“{library[code].text}”)" if library and code else ""
