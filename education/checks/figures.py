"""Checks on numbers and length: what a reader cannot weigh or cannot finish."""

from __future__ import annotations

from collections.abc import Iterator

from . import lexicon
from .base import Check, Finding, Level
from .page import Page
from .readability import LONGEST_SENTENCE
from .readability_scores import words_of
from .reading import Reading
from .sentences import Form
from .terms import pattern


class LongSentence(Check):
    id = "K30"
    name = "long-sentence"
    title = "Long sentence"
    description = "A sentence has 20 words or fewer."
    level = Level.WARN
    explanation = (
        "One thought, one sentence (NHS service manual). Told once for a page, on its longest "
        "sentence, with how many others there are; the grade of the whole page is K19's matter."
    )
    bad = (
        "When the kidneys have been damaged for a long time by high blood sugar and by high blood "
        "pressure they let protein leak into the urine."
    )
    good = "Damaged kidneys can let protein leak into the urine."

    def look(self, page: Page) -> Iterator[Finding]:
        long = [
            (count, reading)
            for reading in page.readings
            # Counting words is slow, and few sentences have so many spaces.
            if reading.sentence.text.count(" ") >= LONGEST_SENTENCE - 5
            and (count := len(words_of(reading.sentence.text))) > LONGEST_SENTENCE
            and reading.sentence.form is not Form.HEADING
            # Signs to act on are a list, which readers go through one by one.
            and reading.sentence.anchor != "get_help"
        ]
        if not long:
            return
        count, longest = max(long, key=lambda pair: pair[0])
        others = f" {len(long) - 1} more have over {LONGEST_SENTENCE}." if len(long) > 1 else ""
        yield self.at(longest.sentence, f"This sentence has {count} words.{others} Cut it in two.")


_RELATIVE = pattern(
    r"""
    \b(?:(?:cuts?|lowers?|reduc(?:e|es|ed|ing)|rais(?:e|es|ed)|increas(?:e|es|ed|ing)|drops?|
    fell|falls?|rose|boosts?|improv(?:e|es|ed)|slash(?:es|ed)?)\b[^.;]{0,60}?
    \bby (?:about |around |up to |nearly |almost |more than |over )?\d+(?:\.\d+)? ?
    (?:%|per ?cent)|
    \d+(?:\.\d+)? ?(?:%|per ?cent) (?:lower|higher|greater|reduction|increase|drop|fall|decrease|
    (?:less|more|fewer|better) (?:likely|people|deaths?|risks?|chance|cases|patients))|
    (?:halv(?:e|es|ed|ing)|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)) (?:\w+ ){0,3}?(?:risks?|
    chances?|odds|rates?|numbers?|likelihood)|
    (?:twice|three times|four times|five times|ten times|\d+ times|\d+-fold)
    (?: as|more| higher| lower| less)?(?: likely| common| risk| high| often)|
    half as (?:likely|common)|relative risk|odds ratio|hazard ratio)
    """
)


#: Without one of these no relative risk is told; quick to look for.
_HINT = pattern(r"\d|twice|doubl|halv|tripl|half as|times|relative|ratio")


class RelativeRiskAlone(Check):
    id = "K31"
    name = "relative-risk-alone"
    title = "Relative risk without the absolute one"
    description = "A relative change in risk stands beside the risk in numbers of people."
    level = Level.WARN
    explanation = (
        "“Halves the risk” sounds the same for 2 in 10 and for 2 in 100,000. Say how many people "
        "in how many it happens to, with and without (NICE NG197)."
    )
    bad = "The tablet lowers the risk of a stroke by 50%."
    good = "The tablet lowers the risk of a stroke by 50%: from 4 in 100 people to 2 in 100."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            hit = _RELATIVE.search(reading.plain) if _HINT.search(reading.plain) else None
            if hit is None or reading.frames.cover(hit.start()) or _absolute(page, reading):
                continue
            yield self.at(
                reading.sentence,
                f"“{hit[0]}” gives no idea of how many people. Add the numbers with and without.",
            )


def _absolute(page: Page, reading: Reading) -> bool:
    """Tell whether numbers of people stand in the sentence, beside it, or in its claim's record."""
    if reading.claim is not None and reading.claim.risk is not None:
        return True
    near = (reading, *page.unit_of(reading), *page.beside(reading))
    return any(lexicon.OUT_OF.search(r.plain) for r in near)


class MixedDenominators(Check):
    id = "K32"
    name = "mixed-denominators"
    title = "Risks out of different numbers"
    description = "The risks on one page are out of the same number of people."
    level = Level.WARN
    explanation = (
        "Readers take 1 in 25 for less than 5 in 100 because the numbers are smaller. Choose one "
        "denominator, such as 100 or 1,000, and keep to it."
    )
    bad = "It happens to 1 in 25 people. A cough happens to 6 in 100."
    good = "It happens to 4 in 100 people. A cough happens to 6 in 100."
    subjects = frozenset({"topic", "text"})

    def look(self, page: Page) -> Iterator[Finding]:
        met: dict[int, Reading | None] = {}
        for reading in page.statements:
            for hit in lexicon.OUT_OF.finditer(reading.plain):
                met.setdefault(_number(hit["whole"]), reading)
        for claim in page.manuscript.claims:
            if claim.risk is not None:
                met.setdefault(claim.risk.denominator, None)
        if len(met) > 1:
            listed = ", ".join(f"{number:,}" for number in sorted(met))
            yield self.on_page(
                f"Risks on this page are out of {listed}. Give them all out of one number."
            )


_WORDS = {"ten": 10, "hundred": 100, "thousand": 1000, "million": 1_000_000}


def _number(words: str) -> int:
    digits = words.replace(",", "")
    return int(digits) if digits.isdigit() else _WORDS[words.split()[-1]]
