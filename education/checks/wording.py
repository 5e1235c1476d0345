"""Checks on single words: promises, selling, safety talk, fear, vague numbers and research."""

from __future__ import annotations

from collections.abc import Iterator

from education.content.glossary import names_of
from education.evidence.grading import EFFECT_KINDS, Certainty, Kind

from . import lexicon
from .agency import Strength
from .base import Check, Finding, Level
from .page import Page
from .products import Standing
from .reading import Reading
from .sentences import Form, plain


class PromiseLanguage(Check):
    id = "K01"
    name = "promise-language"
    title = "Promise or selling words"
    description = "Words that sell or promise have no place in what a patient reads."
    level = Level.WARN
    explanation = (
        "Say what was done and what was found. Selling words block when the sentence tells a "
        "benefit; elsewhere a clinician may accept them with a reason."
    )
    bad = "This breakthrough exosome therapy promises a brighter future for your kidneys!"
    good = "Scientists are testing exosomes. We do not know yet if they help people."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.readings:
            word = reading.promo or ("!" if self._shouts(reading) else "")
            if word:
                yield self.at(
                    reading.sentence,
                    f"“{word}” sells or promises. Say plainly what was found, and in whom.",
                    self._level(reading, word),
                )

    @staticmethod
    def _shouts(reading: Reading) -> bool:
        return reading.plain.endswith("!") and (
            reading.tells_benefit or reading.about is not None or reading.page.sells
        )

    @staticmethod
    def _level(reading: Reading, word: str) -> Level:
        if reading.frames.uncertain or reading.sentence.form is not Form.STATEMENT:
            return Level.WARN
        strong = lexicon.STRONG_PROMO.search(word) is not None
        benefit = reading.claim is not None and reading.claim.kind in EFFECT_KINDS
        told = bool(reading.assertions) and (strong or (benefit and reading.page.records))
        about = reading.about or reading.unproven
        sold = reading.page.sells or (about is not None and about.standing is Standing.UNPROVEN)
        return Level.BLOCK if told or sold else Level.WARN


class SecondPersonPromise(Check):
    id = "K02"
    name = "second-person-promise"
    title = "A benefit promised to the reader"
    description = "A benefit may not be promised to the reader in person."
    level = Level.BLOCK
    explanation = (
        "Evidence is about groups. Name the group, or say that it is not known whether it helps."
    )
    bad = "Our ozone sessions will give you back your energy."
    good = "Ask your care team which treatments may suit you."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            if lexicon.SECOND_PERSON.search(reading.plain) and self._promises(reading):
                yield self.at(
                    reading.sentence,
                    "This promises a benefit to the reader. Say in which group it was seen, "
                    "or that we do not know.",
                    Level.WARN if reading.tempered(reading.unproven) else Level.BLOCK,
                )

    @staticmethod
    def _promises(reading: Reading) -> bool:
        for assertion in reading.assertions:
            if not (assertion.product or reading.tells_benefit):
                continue
            allowed = reading.allowance(assertion.product)
            if allowed in (Certainty.NONE_IN_PEOPLE, Certainty.VERY_LOW):
                return True
            if allowed is not None and assertion.strength is Strength.BARE:
                will = lexicon.SURE_PROMISE.search(reading.plain) is not None
                if will or allowed is Certainty.LOW:
                    return True
        return False


class NaturalSafety(Check):
    id = "K07"
    name = "natural-therefore-safe"
    title = "Natural told as safe"
    description = "A natural origin is not a reason to call a treatment safe."
    level = Level.BLOCK
    explanation = (
        "Snake venom is natural. Say what harms were looked for, in how many people, and what "
        "was found."
    )
    bad = "Because it comes from your own body, PRP has no side effects."
    good = "Natural does not mean safe. How a product is made and given can cause harm."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            text = reading.plain
            safe = lexicon.SAFE.search(text)
            if safe is None or lexicon.NATURAL.search(text) is None:
                continue
            # A seller need not say "because": side by side is enough.
            caused = reading.page.sells or lexicon.CAUSE.search(text) is not None
            if not caused or self._framed(reading, safe.start()):
                continue
            if reading.about is not None or reading.claim_tells_effect or self._bare(reading):
                yield self.at(
                    reading.sentence,
                    "A natural origin does not make a treatment safe. Name the known harms, or "
                    "say that they are not known.",
                )

    @staticmethod
    def _framed(reading: Reading, place: int) -> bool:
        frames = reading.frames
        unsure = frames.uncertain_at(place) or bool(frames.attributed)
        return unsure or frames.doubted(place) or frames.denied(place)

    @staticmethod
    def _bare(reading: Reading) -> bool:
        return lexicon.GENERIC_TREATMENT.search(reading.plain) is not None


class VagueFrequency(Check):
    id = "K13"
    name = "vague-frequency"
    title = "A frequency or risk without a number"
    description = "How often something happens needs a number, not an adjective."
    level = Level.WARN
    explanation = (
        "Readers give “common” and “high risk” very different numbers. Write how many in how "
        "many, over how long (NICE NG197)."
    )
    bad = "Kidney failure is very common in people with this disease."
    good = "About 9 in 100 people had kidney failure within 3 years."
    _kinds = frozenset(
        {Kind.PROGNOSIS, Kind.HARM, Kind.SYMPTOM, Kind.BENEFIT, Kind.COMPARISON, Kind.NO_TREATMENT}
    )

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            hit = lexicon.VAGUE_FREQUENCY.search(reading.plain)
            if hit is None or lexicon.NUMBER.search(reading.plain):
                continue
            if reading.frames.doubted(hit.start()):
                continue
            risk_given = reading.claim is not None and reading.claim.risk is not None
            if not risk_given and reading.kind in self._kinds:
                yield self.at(
                    reading.sentence,
                    f"“{hit[0]}” means different numbers to different readers. Give how many "
                    "in how many, and over what time.",
                )


def _is_explained(word: str, reading: Reading) -> bool:
    """Tell whether the page's list of words explains a word, or the longer term it stands in."""
    forms = (plain(name) for t in reading.page.manuscript.terms for name in names_of(t))
    return any(word == f or (word in f.split() and f in reading.plain) for f in forms)


class UndefinedTerm(Check):
    id = "K15"
    name = "undefined-term"
    title = "Undefined or pseudo-scientific term"
    description = "A term readers do not know is explained, and one that means nothing is removed."
    level = Level.WARN
    explanation = (
        "Explain a clinical word where it first stands, or in the glossary: pages that use it "
        "then explain it at their end. Words such as “toxic load” measure "
        "nothing; name the substance and what it does."
    )
    bad = "Waste leaves a toxic load in your blood."
    good = "When kidneys do not work well, waste builds up in your blood."

    def look(self, page: Page) -> Iterator[Finding]:
        known: set[str] = set()
        for reading in page.readings:
            yield from self._pseudo(reading)
            for hit in lexicon.JARGON.finditer(reading.plain):
                if hit[0] in known or _is_explained(hit[0], reading):
                    continue
                known.add(hit[0])
                if not lexicon.EXPLAINED.search(reading.plain):
                    yield self.at(
                        reading.sentence, f"“{hit[0]}” is not explained where it first stands."
                    )

    def _pseudo(self, reading: Reading) -> Iterator[Finding]:
        hit = lexicon.PSEUDO.search(reading.plain)
        if hit and not reading.frames.cover(hit.start(), staged=False):
            yield self.at(
                reading.sentence,
                f"“{hit[0]}” sounds like science and measures nothing. Say what is meant.",
            )


class Pressure(Check):
    id = "K17"
    name = "fear-or-blame"
    title = "Fear, blame or hurry"
    description = "Fear, blame and hurry do not help a reader choose."
    level = Level.WARN
    explanation = (
        "Give the risk as a number and say what can be done, including the choice of supportive "
        "care. Do not blame the reader for delay."
    )
    bad = "The longer you wait, the closer you come to a death sentence."
    good = "If your kidneys fail, you may need dialysis. Your team will help you choose."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.readings:
            hit = lexicon.PRESSURE.search(reading.plain)
            if hit is None or lexicon.ACTION.search(reading.plain):
                continue
            if not reading.frames.cover(hit.start(), staged=False):
                yield self.at(
                    reading.sentence,
                    f"“{hit[0]}” frightens or blames. Say what can be done and what the "
                    "choices are.",
                )


class VagueAppeal(Check):
    id = "K18"
    name = "vague-appeal"
    title = "Unnamed research or popularity"
    description = "Research is cited or not mentioned, and popularity proves nothing."
    level = Level.WARN
    explanation = (
        "Cite the study on the claim. Interest, use and praise are not evidence. It blocks when "
        "the sentence tells a benefit."
    )
    bad = "Studies show that ozone therapy heals joints, and it is gaining popularity."
    good = "One trial of 40 people looked at this. It was too small to tell us if it works."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            hit = self._hit(reading)
            if hit and not (reading.claim and reading.claim.citations):
                told = self._sells(reading)
                yield self.at(
                    reading.sentence,
                    f"“{hit}” points at research or fashion without naming a source. Cite the "
                    "study or take it out.",
                    Level.BLOCK if told else Level.WARN,
                )

    @staticmethod
    def _sells(reading: Reading) -> bool:
        about = reading.about
        unproven = about is not None and about.standing is Standing.UNPROVEN
        return unproven or reading.page.sells or reading.claim_tells_effect

    @staticmethod
    def _hit(reading: Reading) -> str:
        for pattern in (lexicon.VAGUE_RESEARCH, lexicon.POPULARITY):
            for hit in pattern.finditer(reading.plain):
                place, frames = hit.start(), reading.frames
                if not frames.uncertain_at(place) and not frames.cover(place):
                    return hit[0]
        return ""
