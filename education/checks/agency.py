"""Who is said to do what in a sentence, and how firmly.

No grammar is parsed. The product nearest before the verb in its clause does it; else the treatment
in hand ("this therapy"), else what "it" stands for. Ordinary care named there takes it away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from . import lexicon
from .products import Product, ordinary_care_ends
from .sentences import Form
from .terms import pattern

if TYPE_CHECKING:
    from .reading import Reading


class Strength(IntEnum):
    """How firmly a sentence says that something works."""

    HEDGED = 1
    ABLE = 2
    PROBABLE = 3
    BARE = 4


@dataclass(frozen=True, slots=True)
class Assertion:
    """A benefit told as true: the words, where, how firmly, and of which product (if any)."""

    start: int
    words: str
    strength: Strength
    product: Product | None


_MODALS = {
    "hedged": Strength.HEDGED,
    "able": Strength.ABLE,
    "probable": Strength.PROBABLE,
    "sure": Strength.BARE,
}
#: "Has no proven benefit" is one hit, with its denial inside.
_DENIED_INSIDE = re.compile(r"\b(?:no|not|little|without) (?:\w+ )*(?:benefits?|hope|promise)")
_AGENT_AFTER = re.compile(
    r"\b(?:by|with|through|using|from|after|via|thanks to|of|on) (?:[\w-]+ ){0,3}$"
)
_GERUND = re.compile(r"\w+ing\b")
_ELLIPTIC = re.compile(r"^\W*(?:\w+ly )?(?:\w+ (?:and|or) )?$")
#: The one treatment in hand, not treatments at large.
THIS_TREATMENT = pattern(
    r"""
    \b(?:this|the|our|such|that|each|every|these|its) (?:[\w-]+ ){0,3}?(?:treatment|therapy|
    procedure|injection|infusion|session|drip|program|programme|protocol|technique|approach|
    product|formula|supplement|method|technology|remedy|cleanse|device|serum|particle|
    messenger|signal|plan|drop|pellet|adjustment|wave|ingredient|herb|nutrient|vesicle|factor|
    cell|light|gas|plasma|
    solution)s?\b
    """
)
_IT = re.compile(r"^\W*(?:[^,]{2,50}, )?(?:it|they)\b")
#: What follows a named product: its dosage form, adverbs, then the verb.
_NEXT_VERB = pattern(
    r"""
    (?:'s)?(?: (?:therapy|treatments?|injections?|infusions?|drips?|sessions?|capsules?|
    supplements?|products?|cells?|facials?))*(?: (?:can|may|could|might|will|also|then|even|
    really|simply|\w+ly))* (\w+s|(?<=can )\w+|(?<=may )\w+|(?<=will )\w+|(?<=could )\w+|
    (?<=also )\w+|(?<=s )\w+|(?<=they )\w+)\b
    """
)
_BODY_SUBJECT = re.compile(
    rf"^\W*(?:the |your |a |an |our |healthy |damaged |high |these )*{lexicon.BODY.pattern}"
)
_PEOPLE = re.compile(r"\b(?:you|patients|people|clients|individuals|users|sufferers|many)\b")


def benefits_in(reading: Reading) -> Iterator[Assertion]:
    """Yield the benefits a sentence tells in plain verbs, outside frames and product names."""
    for hit in reading.benefit_words:
        start = hit.start()
        if _DENIED_INSIDE.search(hit[0]):
            continue
        if reading.frames.cover(start) or any(m.start <= start < m.end for m in reading.mentions):
            continue
        # What a thing is used for is not yet a claim that it works, save from a seller.
        if reading.page.sells or not lexicon.USAGE.search(reading.plain[:start]):
            yield Assertion(start, hit[0], _strength(reading, start), _agent(reading, start))
    yield from _gains_in(reading)


def _gains_in(reading: Reading) -> Iterator[Assertion]:
    """Yield the seller's verbs whose subject is a product named before them in the clause."""
    if not reading.mentions:
        return
    for hit in reading.gain_words:
        product = _named_agent(reading, hit.start())
        named_inside = any(m.start <= hit.start() < m.end for m in reading.mentions)
        if product is None or named_inside or reading.frames.cover(hit.start()):
            continue
        if not lexicon.USAGE.search(reading.plain[: hit.start()]):
            yield Assertion(hit.start(), hit[0], _strength(reading, hit.start()), product)


_TOLD_BY_SELLERS = (
    lexicon.PEOPLE_OUTCOME,
    lexicon.PSEUDO,
    lexicon.SAFE_TOLD,
    lexicon.GAIN,
    lexicon.WINNER,
    lexicon.HYPE,
)


def results_sold_in(reading: Reading) -> Iterator[Assertion]:
    """Yield what a selling page tells beyond plain verbs.

    Results that people get, safety, science-like words, and whatever else its product does.
    """
    text, frames = reading.plain, reading.frames
    for told in _TOLD_BY_SELLERS:
        for hit in told.finditer(text):
            if not frames.cover(hit.start()):
                told_result = _of_context(reading, hit.start(), hit[0])
                yield told_result
                if told_result.strength is Strength.BARE:
                    return  # Nothing firmer can follow, and the lists are long.
    if frames.uncertain:
        return
    for end in _subject_ends(reading):
        verb = _NEXT_VERB.match(text, end)
        if verb is None or lexicon.NEUTRAL_VERB.match(verb[1]):
            continue
        if not frames.cover(verb.start(1)):
            yield _of_context(reading, verb.start(1), verb[1])


def _subject_ends(reading: Reading) -> Iterator[int]:
    """Yield where a name of the product, or "it", ends."""
    yield from (mention.end for mention in reading.mentions)
    yield from (hit.end() for hit in THIS_TREATMENT.finditer(reading.plain))
    if hit := _IT.match(reading.plain):
        yield hit.end()


def _of_context(reading: Reading, start: int, words: str) -> Assertion:
    return Assertion(start, words, _strength(reading, start), reading.context)


def _strength(reading: Reading, start: int) -> Strength:
    clause = reading.frames.clause_at(start)
    strength = Strength.BARE
    for modal in lexicon.MODAL.finditer(reading.plain, clause.start, start):
        strength = _MODALS[modal.lastgroup or "sure"]
    return strength


def _agent(reading: Reading, start: int) -> Product | None:
    """Return the product that is said to do what stands at ``start``; None for anything else."""
    clause = reading.frames.clause_at(start)
    lead = reading.plain[clause.start : start]
    if named := _named_agent(reading, start):
        return named
    ordinary = ordinary_care_ends(lead)
    if any(hit.end() > ordinary for hit in THIS_TREATMENT.finditer(lead)):
        return reading.context
    if ordinary >= 0:
        return None
    if reading.declared is not None:
        return reading.declared
    if earlier := [m for m in reading.mentions if m.start < start]:
        return earlier[-1].product
    if lexicon.PRONOUN_START.match(lead.lstrip(" ,;-") if clause.start else reading.plain):
        return reading.recent or (reading.context if reading.page.sells else None)
    if reading.promo or (_ELLIPTIC.match(lead) and not _opens_with_gerund(reading, start)):
        return reading.context
    return reading.context if reading.page.sells and _may_be_sold(reading, lead) else None


def _opens_with_gerund(reading: Reading, start: int) -> bool:
    """Tell whether "treating it helps" stands there: the gerund has another subject."""
    statement = reading.sentence.form is Form.STATEMENT
    return statement and _GERUND.match(reading.plain, start) is not None


def _named_agent(reading: Reading, start: int) -> Product | None:
    clause = reading.frames.clause_at(start)
    inside = [m for m in reading.mentions if clause.start <= m.start < clause.end]
    if before := [m for m in inside if m.start <= start]:
        return before[-1].product
    after = (m for m in inside if _AGENT_AFTER.search(reading.plain[start : m.start]))
    return next((m.product for m in after), None)


def _may_be_sold(reading: Reading, lead: str) -> bool:
    """Tell whether a verb without a named agent on a selling page speaks for the product."""
    people = _PEOPLE.search(lead) is not None
    treated = lexicon.GENERIC_TREATMENT.search(reading.plain) is not None
    return people or treated or _BODY_SUBJECT.match(lead) is None
