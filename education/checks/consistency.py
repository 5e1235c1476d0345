"""Checks on whether a page agrees with itself: condition, contradiction, grammar, language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from education.evidence.grading import EFFECT_KINDS

from .agency import Strength
from .base import Check, Finding, Level
from .conditions import area_of_code, condition_in, disease_areas
from .page import Page
from .reading import Reading
from .sentences import plain


class ConditionMismatch(Check):
    id = "K08"
    name = "condition-mismatch"
    title = "Another condition"
    description = "A page speaks about the condition of its codes, not about another one."
    level = Level.BLOCK
    explanation = (
        "Nephropathy (kidneys) and neuropathy (nerves) sound alike and are not. Move the other "
        "condition to a page with its own codes and its own sign-off; one mention in passing is "
        "fine."
    )
    bad = "A section on nerve pain in a page coded as diabetic kidney disease."
    good = "This page is about your kidneys. Nerve damage has its own page."
    subjects = frozenset({"topic", "text"})

    def look(self, page: Page) -> Iterator[Finding]:
        own = self._own_areas(page)
        if not own:
            return
        coded = bool(page.manuscript.codes)
        sections: dict[int, list[Reading]] = {}
        for reading in page.readings:
            sections.setdefault(reading.sentence.section, []).append(reading)
        for number, readings in sections.items():
            other = self._dominant(readings, own, coded=coded) if number else None
            for reading in readings:
                if other is not None and self._strays(reading, own, other):
                    yield self.at(reading.sentence, self._message(other))
                elif coded and other is None and self._effect_elsewhere(reading, own):
                    yield self.at(reading.sentence, self._message("another condition"))

    @staticmethod
    def _message(other: str) -> str:
        what = other if other.startswith("another") else f"the {other} (another condition)"
        return f"This is about {what}, not the condition of this page. Move it to its own page."

    @staticmethod
    def _own_areas(page: Page) -> set[str]:
        m = page.manuscript
        if m.codes:
            return {area for code in m.codes if (area := area_of_code(code))}
        heads = [m.title, *(s.heading for s in m.sections[:1])]
        for head in heads:
            if found := condition_in(plain(head)):
                return {found.area} if found.area in _SEPARATE else set()
        return set()

    @staticmethod
    def _dominant(readings: list[Reading], own: set[str], *, coded: bool) -> str | None:
        """Return the other area this section is mostly about, or None."""
        counts = Counter(a for r in readings for a in r.areas)
        foreign = {a: n for a, n in counts.items() if a not in own and a in _SEPARATE}
        if not foreign:
            return None
        area = max(foreign, key=foreign.__getitem__)
        mine = sum(counts[a] for a in own)
        if foreign[area] <= mine:
            return None
        headed = area in disease_areas(plain(readings[0].sentence.heading))
        if coded and headed:
            return area
        if foreign[area] < 3 or foreign[area] <= 2 * mine or not (coded or headed):
            return None
        diseases = sum(1 for r in readings if area in r.areas and area in disease_areas(r.plain))
        return area if diseases >= 2 else None

    @staticmethod
    def _strays(reading: Reading, own: set[str], other: str) -> bool:
        return other in reading.areas and not reading.areas & own

    @staticmethod
    def _effect_elsewhere(reading: Reading, own: set[str]) -> bool:
        """Tell whether a claim tells an effect on another condition only."""
        claim = reading.claim
        if claim is None or claim.kind not in EFFECT_KINDS or not reading.assertions:
            return False
        diseases = disease_areas(reading.plain) & _SEPARATE
        return bool(diseases) and not diseases & own and not reading.areas & own


#: Areas whose pages should not be mixed; broad ones (diabetes, blood pressure) stay out.
_SEPARATE = frozenset(
    {
        "kidney",
        "nerve",
        "eye",
        "heart",
        "brain",
        "joint",
        "back",
        "lung",
        "liver",
        "bowel",
        "skin",
        "cancer",
    }
)


class Contradiction(Check):
    id = "K11"
    name = "contradiction"
    title = "Contradiction"
    description = "A page does not say that something works and that it is not known to work."
    level = Level.WARN
    explanation = (
        "Compared by rule: the same product told as working and as unknown, or a result hedged "
        "in one place and plain in another. A clinician settles which one stands."
    )
    bad = "It repairs nerves. … More research is needed to know if it works."
    good = "We do not know if it repairs nerves. More research is needed."
    subjects = frozenset({"topic", "text"})

    def look(self, page: Page) -> Iterator[Finding]:
        if page.sold:
            yield from self._known_and_unknown(page)
            yield from self._drift(page)

    def _known_and_unknown(self, page: Page) -> Iterator[Finding]:
        doubt = {
            r.about.name
            for r in page.statements
            if r.frames.uncertain and r.about is not None and not r.assertions
        }
        told: set[str] = set()
        for reading in page.sold:
            firm = [a for a in reading.assertions if a.product and a.strength > Strength.HEDGED]
            name = firm[0].product.name if firm and firm[0].product else ""
            if name in doubt and name not in told:
                told.add(name)
                yield self.at(
                    reading.sentence,
                    f"Here {name} is told as working; elsewhere the page says that this is not "
                    "known.",
                )

    def _drift(self, page: Page) -> Iterator[Finding]:
        hedged: set[tuple[str, str]] = set()
        told: set[tuple[str, str]] = set()
        for reading in page.sold:
            for assertion in reading.assertions:
                if assertion.product is None:
                    continue
                key = (assertion.product.name, _stem(assertion.words))
                if assertion.strength is Strength.HEDGED:
                    hedged.add(key)
                elif assertion.strength is Strength.BARE and key in hedged - told:
                    told.add(key)
                    yield self.at(
                        reading.sentence,
                        f"“{assertion.words}” stands plain here and hedged before. Only one can "
                        "be right.",
                    )


_ENDING = re.compile(r"(?:e|es|s|ed|ing)$")


def _stem(words: str) -> str:
    """Return what "ease", "eases" and "easing" share."""
    return _ENDING.sub("", words.split()[0])[:5]


_REPEATED = re.compile(r"\b(\w{2,}) \1\b(?<!that that)(?<!had had)(?<!is is)")
_LONELY = re.compile(
    r"^(?:it|they|this|these|that|those|its|their)\b(?! (?:page|leaflet|means? that))"
)


class UnclearGrammar(Check):
    id = "K21"
    name = "unclear-reference"
    title = "Unclear reference or garbled sentence"
    description = "A claim makes sense alone, since it is reused on other pages."
    level = Level.WARN
    explanation = (
        "A claim that begins with “it” or “they” loses its meaning when it stands elsewhere. "
        "Name the thing. Doubled words are flagged too."
    )
    bad = "It reduces the the inflammation caused by them."
    good = "In mice, exosomes lowered some signs of swelling."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            if _REPEATED.search(reading.plain):
                yield self.at(reading.sentence, "A word is doubled in this sentence.")
        if page.records:
            for reading in page.first_of_each_claim():
                if _LONELY.match(reading.plain):
                    yield self.at(
                        reading.sentence, "This claim begins with a pronoun. Name what it is about."
                    )


class WordingNotChecked(Check):
    id = "K26"
    name = "wording-not-checked"
    title = "Language outside the lexicon"
    description = (
        "The wording rules know English only, so a clinician reads other languages unaided."
    )
    level = Level.WARN
    explanation = (
        "Records, sources and grades are checked in every language. Words are not: a clinician "
        "who reads the language must look for promises and overclaims."
    )
    bad = "A page in Spanish."
    good = "A page in English."
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        if not page.manuscript.language.lower().startswith("en"):
            yield self.on_page(
                "The words of this page were not checked: the lexicon is English. Read it for "
                "promises and overclaims.",
            )
