"""Checks of words against evidence: certainty, stage, mechanism, comparison, prognosis."""

from __future__ import annotations

from collections.abc import Iterator

from education.evidence.grading import BEFORE_PEOPLE, EFFECT_KINDS, Certainty, Kind, exceeds_cap

from . import lexicon
from .agency import Strength
from .base import Check, Finding, Level
from .page import Page
from .products import Standing
from .reading import Reading

_SAY = {
    Certainty.HIGH: "the plain verb (“lowers”, “helps”), without absolutes",
    Certainty.MODERATE: "“probably” or “is likely to”",
    Certainty.LOW: "“may” or “might”",
    Certainty.VERY_LOW: "“we do not know if”",
    Certainty.NONE_IN_PEOPLE: "“in mice” or “in the lab”, and that it is not known in people",
}
#: Verbs each certainty allows, by the firmest a sentence may be (GRADE guidelines 26).
_FIRMEST = {
    Certainty.HIGH: Strength.BARE,
    Certainty.MODERATE: Strength.PROBABLE,
    Certainty.LOW: Strength.HEDGED,
    Certainty.VERY_LOW: None,
    Certainty.NONE_IN_PEOPLE: None,
}


class MechanismAsOutcome(Check):
    id = "K03"
    name = "mechanism-as-outcome"
    title = "Mechanism told as outcome"
    description = "What happens in cells is not told as what happens to people."
    level = Level.BLOCK
    explanation = (
        "A signal in a dish is not a healed kidney. Say where it was seen, and that this does "
        "not tell us if people get better."
    )
    bad = "Exosomes carry healing signals that repair the kidney and restore its function."
    good = "In the lab, exosomes can carry signals from one cell to another."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            if self._before_people(reading) and self._leaps(reading):
                yield self.at(
                    reading.sentence,
                    "This tells a mechanism as if it were a result in people. Say where it was "
                    "seen (cells, mice) and what is not known.",
                )

    @staticmethod
    def _before_people(reading: Reading) -> bool:
        if reading.claim is not None and reading.claim.stage:
            return reading.claim.stage in BEFORE_PEOPLE
        product = reading.unproven
        return product is not None and product.standing is Standing.UNPROVEN

    @staticmethod
    def _leaps(reading: Reading) -> bool:
        if lexicon.MECHANISM.search(reading.plain) is None:
            return False
        told = [a.strength for a in reading.assertions if a.product]
        if reading.page.balanced and told and max(told) is Strength.HEDGED:
            return False
        return any(
            not reading.frames.cover(hit.start()) for hit in lexicon.OUTCOME.finditer(reading.plain)
        )


class CertaintyWords(Check):
    id = "K04"
    name = "certainty-words"
    title = "Words stronger than the evidence"
    description = "The verb of a claim is no stronger than the certainty of its evidence."
    level = Level.BLOCK
    explanation = (
        "High: “lowers”. Moderate: “probably lowers”. Low: “may lower”. Very low: “we do not "
        "know if it lowers”. Not tested in people: “in mice”. No certainty allows “cures”, "
        "“guaranteed” or “no side effects”. Where no certainty is recorded, an unproven product "
        "is judged as very low."
    )
    bad = "Stem cell injections repair worn knees."
    good = "We do not know if stem cell injections help worn knees."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            yield from self._verdict(reading)

    def _verdict(self, reading: Reading) -> Iterator[Finding]:
        if word := self._absolute(reading):
            yield self.at(reading.sentence, f"No evidence allows “{word}” about a treatment.")
            return
        for assertion in reading.assertions:
            if not (assertion.product or reading.claim_tells_effect):
                continue
            allowed = reading.allowance(assertion.product)
            if allowed is None or self._within(reading, assertion.strength, allowed):
                continue
            yield self.at(
                reading.sentence,
                f"“{assertion.words}” is stronger than the evidence, which is "
                f"“{allowed.label.lower()}”. Use {_SAY[allowed]}.",
                Level.WARN if reading.tempered(assertion.product) else Level.BLOCK,
            )
            return

    @staticmethod
    def _within(reading: Reading, strength: Strength, allowed: Certainty) -> bool:
        firmest = _FIRMEST[allowed]
        if firmest is None:
            # A hedge with its limit beside it ("may ... most of this is in mice") is K05's matter.
            ungraded = reading.grade is None
            limited = any(r.frames.uncertain or r.frames.staged for r in reading.siblings)
            return strength is Strength.HEDGED and (ungraded or limited)
        if allowed is Certainty.LOW and reading.grade is None:
            return strength <= Strength.ABLE
        return strength <= firmest

    @staticmethod
    def _absolute(reading: Reading) -> str:
        text = reading.plain
        told = (
            reading.about is not None
            or reading.claim_tells_effect
            or bool(reading.assertions)
            or lexicon.GENERIC_TREATMENT.search(text) is not None
        )
        if not told:
            return ""
        patterns = [lexicon.ABSOLUTE]
        if reading.page.sells or not lexicon.MOSTLY.search(text):
            patterns.append(lexicon.NO_SIDE_EFFECTS)
        if reading.claim_tells_effect:
            patterns.append(lexicon.NEVER_WRITTEN)
        for pattern in patterns:
            for hit in pattern.finditer(text):
                if not reading.frames.cover(hit.start(), staged=False):
                    return hit[0]
        return ""


class HedgeWithoutStage(Check):
    id = "K05"
    name = "hedge-without-stage"
    title = "A hedge that hides the stage"
    description = "A “may” or “could” says where it was tested and in how many."
    level = Level.BLOCK
    explanation = (
        "“Could help your kidneys” is a promise when the only data are from mice. Name the "
        "animal, or the number of people, or say that it is not known in people."
    )
    bad = "Exosomes could slow the disease."
    good = "In animal tests, exosomes slowed some damage. We do not know if they do so in people."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            if self._hides(reading):
                yield self.at(
                    reading.sentence,
                    "Hedged, but the reader cannot see what was tested. Name the animal or the "
                    "number of people, or say that we do not know.",
                    # A page that tells limits elsewhere hides little; a clinician judges.
                    Level.WARN if reading.grade is None and page.balanced else Level.BLOCK,
                )

    @staticmethod
    def _hides(reading: Reading) -> bool:
        for assertion in reading.assertions:
            if assertion.strength > Strength.ABLE:
                continue
            if not (assertion.product or reading.claim_tells_effect):
                continue
            allowed = reading.allowance(assertion.product)
            if allowed not in (Certainty.VERY_LOW, Certainty.NONE_IN_PEOPLE):
                continue
            if not any(r.frames.uncertain or r.frames.staged for r in reading.siblings):
                return True
        return False


class ComparisonWithoutComparator(Check):
    id = "K06"
    name = "comparison-without-comparator"
    title = "Comparison without a head-to-head source"
    description = "Safer, better or fewer needs a named comparator and a trial that compared them."
    level = Level.BLOCK
    explanation = (
        "Name what it was compared with in the claim's record and cite the randomised trial or "
        "review that compared the two. Otherwise drop the comparison."
    )
    bad = "PRP is safer than surgery and works better than ordinary injections."
    good = "No one has tested PRP side by side with surgery."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            hit = self._hit(reading) if self._unfounded(reading) else ""
            if hit:
                yield self.at(
                    reading.sentence,
                    f"“{hit}” compares treatments without a named comparator and a trial that "
                    "compared them.",
                )

    @staticmethod
    def _hit(reading: Reading) -> str:
        frames = reading.frames
        if frames.whole or frames.attributed:
            return ""
        for hit in lexicon.COMPARATIVE.finditer(reading.plain):
            # "No downtime" and "without surgery" hold their own negation.
            own = hit[0].startswith(("no ", "without", "instead")) and not frames.uncertain
            if own or not frames.cover(hit.start(), staged=False):
                return hit[0]
        return ""

    @staticmethod
    def _unfounded(reading: Reading) -> bool:
        claim = reading.claim
        if claim is not None and reading.page.records and claim.kind:
            tested = claim.stage in {"rct", "rct_review", "guideline"}
            founded = bool(claim.comparator and claim.citations and tested)
            return not founded and (claim.kind in EFFECT_KINDS or reading.about is not None)
        return reading.about is not None or reading.unproven is not None or reading.page.sells


class CertainOutcome(Check):
    id = "K14"
    name = "certain-outcome"
    title = "An outcome told as certain"
    description = "What will happen to a reader is told as a chance, not as fate."
    level = Level.BLOCK
    explanation = (
        "Say how many people it happens to and over what time, and what changes the odds. It "
        "blocks for severe outcomes and warns for the rest."
    )
    bad = "It will get worse and leads to kidney failure."
    good = "Without care it can get worse. Some people get kidney failure; many do not."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            hit = lexicon.CERTAIN_OUTCOME.search(reading.plain)
            if hit is None or reading.frames.cover(hit.start()):
                continue
            clause = reading.frames.clause_at(hit.start())
            words = reading.plain[clause.start : clause.end]
            if not lexicon.SOFTENED.search(words):
                yield self.at(
                    reading.sentence,
                    f"“{hit[0]}” tells an outcome as certain. Say how many people it happens "
                    "to, and over what time.",
                    Level.BLOCK if reading.kind in _FATE else Level.WARN,
                )


_FATE = frozenset({Kind.PROGNOSIS, Kind.BENEFIT, Kind.NO_TREATMENT})


class GradeAboveEvidence(Check):
    id = "K24"
    name = "grade-above-evidence"
    title = "Certainty above what the stage can carry"
    description = "The recorded certainty is no higher than the stage of evidence can carry."
    level = Level.BLOCK
    explanation = (
        "Animal and laboratory data say nothing certain about people; case reports carry very "
        "low certainty at best. Lower the certainty, or cite better evidence. Effects on people "
        "must be graded, and animal work must name the animal."
    )
    bad = "Stage “animals” with certainty “moderate”."
    good = "Stage “animals”, certainty “not tested in people”, and the statement says “in mice”."
    subjects = frozenset({"topic", "claim"})
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.first_of_each_claim():
            for message in self._faults(reading):
                yield self.at(reading.sentence, message)

    @staticmethod
    def _faults(reading: Reading) -> Iterator[str]:
        claim = reading.claim
        if claim is None:
            return
        effect = claim.kind in EFFECT_KINDS
        if effect and claim.certainty == Certainty.NOT_GRADED:
            yield "This claim tells an effect on people, so its certainty must be graded."
        if effect and not claim.stage:
            yield "This claim tells an effect on people, so its stage of evidence must be given."
        if exceeds_cap(claim.certainty, claim.stage):
            yield "The certainty is higher than this stage of evidence can carry."
        if claim.stage in {"animal", "animal_review"} and not names_species(
            claim.statement, claim.species
        ):
            yield "The evidence is from animals, so the statement must name the animal."


def names_species(statement: str, species: str) -> bool:
    """Tell whether a statement says that it is about animals, by kind or by name."""
    text = statement.lower()
    return any(
        word in text for word in species.lower().replace(",", " ").split() if len(word) > 2
    ) or (lexicon.SPECIES.search(text) is not None)
