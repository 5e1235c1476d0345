"""Checks on how a page is built: its choices, its headings, its links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from education.evidence.grading import Kind

from .base import Check, Contextual, Finding, Level
from .page import Page
from .surroundings import Surroundings
from .terms import words

_NO_TREATMENT = words(
    r"""
    without (?:any )?(?:treatment|it|surgery|medicine|tablets) | (?:left )?untreated
    no treatment | not (?:be |being )?treated | not to (?:have|start|take|treat)
    do nothing | doing nothing | watch(?:ful)? (?:and wait|waiting) | active surveillance
    wait and see | if you (?:do not|don't|choose not to|decide not to) (?:have|take|start|treat)
    supportive care | care that eases | you can say no | right to refuse | choose not to
    """
)


class NoTreatmentOption(Check):
    id = "K33"
    name = "no-treatment-option"
    title = "The choice of no treatment is not told"
    description = "A treatment page says what may happen without the treatment."
    level = Level.WARN
    explanation = (
        "Readers can say no (DISCERN question 12). Add a claim of kind “what happens without "
        "treatment”, or say so in a section. Harms, other options and questions to ask are the "
        "matter of K10, K22 and K20."
    )
    bad = "A treatment page that tells benefits and harms only."
    good = "A treatment page that also says what may happen if nothing is done."
    subjects = frozenset({"topic"})

    def look(self, page: Page) -> Iterator[Finding]:
        m = page.manuscript
        if m.kind != "treatment" and not m.product:
            return
        told = any(claim.kind == Kind.NO_TREATMENT for claim in m.claims)
        if not told and not any(_NO_TREATMENT.search(r.plain) for r in page.readings):
            yield self.on_page("The page does not say what may happen without this treatment.")


_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*))?$", re.MULTILINE)


class HeadingOrder(Check):
    id = "K34"
    name = "heading-order"
    title = "Headings out of order"
    description = "Headings in a body go down one level at a time and are never empty."
    level = Level.WARN
    explanation = (
        "A reader who listens to the page finds a way by its headings. Begin a body's headings at "
        "one level, and go from “##” to “###”, not to “####”."
    )
    bad = "A body with “## Tests” and under it “#### Blood test”."
    good = "A body with “## Tests” and under it “### Blood test”."
    subjects = frozenset({"topic"})
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        for number, section in enumerate(page.manuscript.sections, 1):
            above = top = 0
            for marks, words_ in _HEADING.findall(section.body):
                level, words_ = len(marks), words_.strip(" #\t")
                top = top or level
                if message := self._fault(level, above, top, words_):
                    yield Finding(
                        self.id, self.level, f"section:{number}", words_, message, section.line
                    )
                above = level

    @staticmethod
    def _fault(level: int, above: int, top: int, words_: str) -> str:
        if not words_:
            return "This heading is empty. Write it or take it out."
        if above and level > above + 1:
            return f"This heading is {level - above} levels below the one before. Use one level."
        if level < top:
            return "This heading stands above the first one of its section. Give it a section."
        return ""


#: A link to a page of ours, in Markdown or as a bare address.
_TOPIC_LINK = re.compile(r"\]\(\s*<?(?:/[a-z]{2,3}(?:-[\w]+)?)?/topics/([-a-zA-Z0-9_]+)/?[^)]*\)")


class BrokenLink(Contextual):
    id = "K35"
    name = "broken-link"
    title = "Link to a page that is not there"
    description = "A link to another topic leads to a page there is."
    level = Level.BLOCK
    explanation = (
        "Correct the address, or take the link out. Only links inside this site are looked at "
        "here; other addresses are tried by a nightly job."
    )
    bad = "[Nerve damage](/topics/nerve-damge/), when no page has that address."
    good = "[Nerve damage](/topics/nerve-damage/), when a page has that address."
    subjects = frozenset({"topic"})
    reads_english = False

    def look_around(self, page: Page, around: Surroundings) -> Iterator[Finding]:
        if around.slugs is None:
            return
        known = around.slugs | {page.manuscript.slug}
        missing = {
            slug
            for text in page.manuscript.marked_texts()
            for slug in _TOPIC_LINK.findall(text)
            if slug not in known
        }
        for slug in sorted(missing):
            yield self.on_page(f"No page has the address /topics/{slug}/.", excerpt=slug)
