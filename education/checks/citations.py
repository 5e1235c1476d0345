"""Checks on what claims rest on: their sources, and their place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from education.content.manuscript import SourceText

from .base import Check, Finding, Level
from .page import Page

_REFERENCE = re.compile(
    r"\b(?:references?|sources?|bibliography|further reading|doi|pmid|et al|https?:|www\.)"
    r"|\[\d+\]|\(\d{4}\)|10\.\d{4,}/",
    re.IGNORECASE,
)


class NoSource(Check):
    id = "K12"
    name = "no-source"
    title = "Claim without a source"
    description = "Every claim has at least one source."
    level = Level.BLOCK
    explanation = (
        "Attach the publication the claim rests on, with the place in it. A regulatory claim may "
        "rest on the regulator's page recorded with its status."
    )
    bad = "A claim with an empty source list."
    good = "A claim that cites a guideline, with the page and the words relied on."
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        if not page.records:
            yield from self._bare_text(page)
            return
        for reading in page.first_of_each_claim():
            claim = reading.claim
            if claim is None or claim.citations:
                continue
            if claim.regulation is None or not claim.regulation.url:
                yield self.at(reading.sentence, "This claim has no source.")

    def _bare_text(self, page: Page) -> Iterator[Finding]:
        if not any(_REFERENCE.search(r.sentence.text) for r in page.readings):
            yield self.on_page("The text names no source for anything it says.", Level.WARN)


class UnknownClaimMark(Check):
    id = "K23"
    name = "unknown-claim-mark"
    title = "Claim mark without a claim, or claim without a mark"
    description = "Every claim mark points at a claim of this page, and every claim is used."
    level = Level.BLOCK
    explanation = "Correct the number in the mark, or take the mark or the unused claim away."
    bad = "A body with [[C-12]] on a page that has no claim C-12."
    good = "A body whose marks all point at claims of the page."
    subjects = frozenset({"topic"})
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        manuscript = page.manuscript
        held = {claim.claim_id for claim in manuscript.claims}
        marked = manuscript.marked_claim_ids()
        for number in marked:
            if number not in held:
                yield self.on_page(f"[[C-{number}]] points at no claim.", excerpt=f"[[C-{number}]]")
        for claim in manuscript.claims:
            if claim.claim_id not in marked:
                yield Finding(
                    self.id,
                    Level.WARN,
                    claim.code or "page",
                    claim.statement,
                    "No section uses this claim, so no reader sees it.",
                    claim.line,
                )


class WithdrawnSource(Check):
    id = "K27"
    name = "withdrawn-source"
    title = "Source retracted or in doubt"
    description = "No claim rests only on a retracted source."
    level = Level.BLOCK
    explanation = (
        "Replace a retracted source or withdraw the claim. A corrected, doubted or superseded "
        "source needs a clinician who has read the notice."
    )
    bad = "A claim whose only source was retracted."
    good = "A claim whose source stands."
    subjects = frozenset({"topic", "claim"})
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.first_of_each_claim():
            claim = reading.claim
            if claim is None or not claim.citations:
                continue
            notices = [c.source.notice for c in claim.citations]
            if all(notice == "retracted" for notice in notices):
                yield self.at(reading.sentence, "Every source of this claim has been retracted.")
            elif marked := sorted({n for n in notices if n not in {"none", ""}}):
                told = f"A source of this claim carries a notice: {', '.join(marked)}."
                sources = (c.source for c in claim.citations)
                yield self.at(
                    reading.sentence, " ".join([told, *_successions(sources)]), Level.WARN
                )


def _successions(sources: Iterable[SourceText]) -> Iterator[str]:
    for source in sources:
        if source.superseded_by:
            yield f"“{_called(source)}” was superseded by “{source.superseded_by}”."


def _called(source: SourceText) -> str:
    return f"{source.title} ({source.year})" if source.year else source.title
