"""A page as the checks read it: who is said to do what, how firmly, and what the evidence allows.

The analysis is done once per manuscript and shared by all checks of one inspection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from education.content.manuscript import ClaimText, Manuscript
from education.evidence.grading import BEFORE_PEOPLE, EFFECT_KINDS, Certainty, Kind, Stage, cap

from . import lexicon
from .conditions import areas_named
from .frames import Frames, frames_of
from .products import ESTABLISHED, Mention, Product, Standing, mentions, ordinary_care_ends, product_named
from .proposals import propose_kind
from .sentences import Form, Sentence, plain, sentences_of


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
_AGENT_AFTER = re.compile(r"\b(?:by|with|through|using|from|after|via|thanks to|of|on) (?:[\w-]+ ){0,3}$")
_ELLIPTIC = re.compile(r"^\W*(?:\w+ly )?(?:\w+ (?:and|or) )?$")
#: The one treatment in hand, not treatments at large.
_THIS_TREATMENT = re.compile(
    r"\b(?:this|the|our|such|that|each|every|these|its) (?:[\w-]+ ){0,3}?(?:treatment|therapy|procedure|injection|infusion|session|drip|program|programme|protocol|technique|approach|product|formula|supplement|method|technology|remedy|cleanse|device|serum|particle|messenger|signal|ingredient|herb|nutrient|vesicle|factor|cell|light|gas|plasma|solution)s?\b"
)
#: What follows a named product: its dosage form, adverbs, then the verb.
_IT = re.compile(r"^\W*(?:[^,]{2,50}, )?(?:it|they)\b")
_NEXT_VERB = re.compile(
    r"(?:'s)?(?: (?:therapy|treatments?|injections?|infusions?|drips?|sessions?|capsules?|supplements?|products?|cells?|facials?))*"
    r"(?: (?:can|may|could|might|will|also|then|even|really|simply|\w+ly))* (\w+s|(?<=can )\w+|(?<=may )\w+|(?<=will )\w+|(?<=could )\w+|(?<=also )\w+|(?<=s )\w+|(?<=they )\w+)\b"
)
_BODY_SUBJECT = re.compile(rf"^\W*(?:the |your |a |an |our |healthy |damaged |high |these )*{lexicon.BODY.pattern}")
_PEOPLE = re.compile(r"\b(?:you|patients|people|clients|individuals|users|sufferers|many)\b")
#: Title of a page about a treatment no list names: "Sound Wave Therapy for Knees".
_TREATMENT_TITLE = re.compile(
    r"\b(?:[\w-]+ ){0,2}(?:therap(?:y|ies)|treatments?|injections?|infusions?|drips?|program(?:me)?s?|supplements?|protocol|laser|cleanse|detox|pills?|capsules?|sauna|massage|device|machine|cure|remed(?:y|ies))\b"
)
#: A section that offers the treatment without naming it.
_OFFER = re.compile(
    r"\b(?:our|this|the) (?:[\w-]+ ){0,2}(?:treatment|therapy|procedure|sessions?|program(?:me)?|infusions?|drips?|supplements?|formula|cleanse)\b|\b(?:why choose|how (?:it|does it) works?|is it safe|what to expect|what you can expect)\b"
)
_SPEAKS_OF_IT = re.compile(r"\b(?:you|your|it|its|they|our|we|patients|clients|results|sessions?|treatments?|therapy)\b")
#: A treatment no list names, taken from the title of a page that sells it.
ANONYMOUS = Product("the treatment", Standing.UNPROVEN, "", None, regulated=False)
_RANK = {
    Certainty.NONE_IN_PEOPLE: 0,
    Certainty.VERY_LOW: 1,
    Certainty.LOW: 2,
    Certainty.MODERATE: 3,
    Certainty.HIGH: 4,
}


@dataclass(eq=False)
class Reading:
    """One sentence with what the checks need to know about it."""

    sentence: Sentence
    page: Page
    position: int
    #: True under a lead-in such as "Be wary of a clinic that:".
    led: bool = False
    #: Product named shortly before, for "it" and "they".
    recent: Product | None = None
    #: Product the section or the page is about, for "the treatment".
    context: Product | None = None

    @cached_property
    def plain(self) -> str:
        return plain(self.sentence.text)

    @property
    def claim(self) -> ClaimText | None:
        return self.sentence.claim

    @cached_property
    def frames(self) -> Frames:
        return frames_of(
            self.plain,
            label=plain(self.sentence.label),
            heading=plain(self.sentence.heading),
            led=self.led,
        )

    @cached_property
    def classes(self) -> list[Mention]:
        """Return the product classes named in the sentence, before the page has its say."""
        return mentions(self.plain)

    @cached_property
    def mentions(self) -> list[Mention]:
        """Return the products named in the sentence, the page's own treatment included."""
        found = [m for m in self.classes if m.product.name not in self.page.ordinary]
        if self.page.alias is not None:
            own = self.page.alias.finditer(self.plain)
            found += [Mention(hit.start(), hit.end(), ANONYMOUS) for hit in own]
            found.sort(key=lambda mention: mention.start)
        return found

    @cached_property
    def areas(self) -> frozenset[str]:
        """Return the body areas whose words the sentence holds."""
        return frozenset(areas_named(self.plain))

    @cached_property
    def kind(self) -> Kind:
        """Return the claim's declared kind, else the kind the words propose."""
        if self.claim is not None and self.claim.kind:
            return Kind(self.claim.kind)
        return propose_kind(self.sentence.text)

    @property
    def is_statement(self) -> bool:
        """Tell whether the sentence asserts something; questions do not."""
        return self.sentence.form is not Form.QUESTION

    @cached_property
    def promo(self) -> str:
        """Return the first selling word that is not framed, or ""."""
        for pattern in (lexicon.STRONG_PROMO, lexicon.MILD_PROMO, lexicon.SALES):
            for hit in pattern.finditer(self.plain):
                if not self.frames.cover(hit.start(), staged=False):
                    return hit[0]
        return ""

    @cached_property
    def grade(self) -> Certainty | None:
        """Return the certainty that a record allows this sentence, or None when none is given."""
        claim = self.claim
        if claim is None:
            return None
        if claim.stage in BEFORE_PEOPLE:
            return Certainty.NONE_IN_PEOPLE
        if claim.certainty == Certainty.NOT_GRADED:
            return None
        graded = Certainty(claim.certainty)
        if claim.stage:
            graded = min(graded, cap(claim.stage), key=_RANK.__getitem__)
        return graded

    def allowance(self, product: Product | None) -> Certainty | None:
        """Return the certainty the words must keep to; None when ordinary care needs no limit.

        A record's grade decides. Without one, an unproven product is judged as very low, a mixed
        one as low, and everything else is left to the words no certainty allows.
        """
        if self.grade is not None:
            return self.grade
        if product is None or (product.standing is Standing.REGULATED and not self.page.sells):
            return None
        if product.standing is Standing.UNPROVEN or self.page.sells:
            return Certainty.VERY_LOW
        return Certainty.LOW

    @cached_property
    def assertions(self) -> tuple[Assertion, ...]:
        """Return every benefit this sentence tells as true, outside its frames.

        On a page that sells, anything its product is said to do counts, and so does every result
        people are said to get.
        """
        found = self.benefits()
        if not self.page.sells or not self.is_statement or any(a.product for a in found):
            return found
        return (*found, *self._sold_results())

    def benefits(self) -> tuple[Assertion, ...]:
        """Return the benefits told in plain verbs, whatever the page."""
        found = []
        for start, words in self._benefit_words:
            # What a thing is used for is not yet a claim that it works, save from a seller.
            if self.page.sells or not lexicon.USAGE.search(self.plain[:start]):
                found.append(Assertion(start, words, self._strength(start), self._agent(start)))
        return tuple(found)

    @cached_property
    def _benefit_words(self) -> list[tuple[int, str]]:
        """Return the benefit verbs outside frames, and outside product names ("liver cleanse")."""
        if not self.is_statement:
            return []
        return [
            (hit.start(), hit[0])
            for hit in lexicon.BENEFIT.finditer(self.plain)
            if not self.frames.cover(hit.start())
            and not any(m.start <= hit.start() < m.end for m in self.mentions)
        ]

    def _sold_results(self) -> Iterator[Assertion]:
        product = self.context
        for pattern in (lexicon.PEOPLE_OUTCOME, lexicon.PSEUDO, lexicon.SAFE_TOLD):
            for hit in pattern.finditer(self.plain):
                if not self.frames.cover(hit.start()):
                    yield Assertion(hit.start(), hit[0], self._strength(hit.start()), product)
        ends = [m.end for m in self.mentions]
        ends += [hit.end() for hit in _THIS_TREATMENT.finditer(self.plain)]
        if hit := _IT.match(self.plain):
            ends.append(hit.end())
        for end in ends:
            verb = _NEXT_VERB.match(self.plain, end)
            if verb is None or lexicon.NEUTRAL_VERB.match(verb[1]) or self.frames.uncertain:
                continue
            if not self.frames.cover(verb.start(1)):
                yield Assertion(verb.start(1), verb[1], self._strength(verb.start(1)), product)

    @property
    def unproven(self) -> Product | None:
        """Return the product whose benefit this sentence asserts without the evidence for it."""
        products = (a.product for a in self.assertions if a.product)
        return next((p for p in products if p.standing or self.page.sells), None)

    @property
    def limits(self) -> bool:
        """Tell whether the sentence says what is not known, who says so, or what can go wrong."""
        if self.frames.uncertain or self.frames.attributed:
            return True
        hit = lexicon.HARM.search(self.plain)
        return hit is not None and not self.frames.denied(hit.start())

    @property
    def claim_tells_effect(self) -> bool:
        """Tell whether the record says how sure an effect on people is, so the words must keep to it."""
        claim = self.claim
        if claim is None or self.grade is None:
            return False
        return claim.kind in EFFECT_KINDS or claim.stage in BEFORE_PEOPLE

    @property
    def tells_benefit(self) -> bool:
        """Tell whether the sentence asserts an effect on people that the checks must judge."""
        return bool(self.assertions) and (self.unproven is not None or self.claim_tells_effect)

    @cached_property
    def siblings(self) -> tuple[Reading, ...]:
        """Return the sentences whose limits count for this one: the rest of its claim.

        In a bare text every sentence stands alone, so its neighbours count, unless the page sells:
        there a lone caveat does not carry the sentences around it.
        """
        if self.page.records:
            return self.page.unit_of(self)
        return (self,) if self.page.sells else (self, *self.page.beside(self))

    @property
    def declared(self) -> Product | None:
        """Return the product class the claim's record names as its intervention."""
        if self.claim is None or not self.claim.intervention:
            return None
        product = product_named(self.claim.intervention)
        return None if product is None or product.name in self.page.ordinary else product

    @cached_property
    def about(self) -> Product | None:
        """Return the product this sentence speaks about, named or meant by "it"."""
        if self.mentions:
            return self.mentions[0].product
        if self.page.sells and _SPEAKS_OF_IT.search(self.plain):
            return self.context
        if self.declared is not None:
            return self.declared
        if _THIS_TREATMENT.search(self.plain):
            return self.context
        if lexicon.PRONOUN_START.match(self.plain) and self.recent:
            return self.recent
        return None

    def _strength(self, start: int) -> Strength:
        clause = self.frames.clause_at(start)
        strength = Strength.BARE
        for modal in lexicon.MODAL.finditer(self.plain, clause.start, start):
            strength = _MODALS[modal.lastgroup or "sure"]
        return strength

    def _agent(self, start: int) -> Product | None:
        """Return the product that is said to do what stands at ``start``."""
        clause = self.frames.clause_at(start)
        inside = [m for m in self.mentions if clause.start <= m.start < clause.end]
        if before := [m for m in inside if m.start <= start]:
            return before[-1].product
        for mention in inside:
            if _AGENT_AFTER.search(self.plain[start : mention.start]):
                return mention.product
        lead = self.plain[clause.start : start]
        ordinary = ordinary_care_ends(lead)
        if any(hit.end() > ordinary for hit in _THIS_TREATMENT.finditer(lead)):
            return self.context
        if ordinary >= 0:
            return None
        if self.declared is not None:
            return self.declared
        if earlier := [m for m in self.mentions if m.start < start]:
            return earlier[-1].product
        if lexicon.PRONOUN_START.match(lead.lstrip(" ,;-") if clause.start else self.plain):
            return self.recent or (self.context if self.page.sells else None)
        if _ELLIPTIC.match(lead) or self.promo:
            return self.context
        if self.page.sells and (
            _PEOPLE.search(lead)
            or lexicon.GENERIC_TREATMENT.search(self.plain)
            or not _BODY_SUBJECT.match(lead)
        ):
            return self.context
        return None


@dataclass(eq=False)
class Page:
    """A manuscript with its sentences read."""

    manuscript: Manuscript
    readings: tuple[Reading, ...] = field(default=(), init=False)
    #: Product the page is about, from its record, title or first heading.
    product: Product | None = field(default=None, init=False)
    #: True when the page speaks the language of selling; its treatment is then judged as unproven.
    promotional: bool = field(default=False, init=False)
    #: True when the page sells a product: it speaks so, or tells benefits and hardly a limit.
    sells: bool = field(default=False, init=False)
    #: Names of product classes that this page speaks of as ordinary care.
    ordinary: frozenset[str] = field(default=frozenset(), init=False)
    #: The page's own name for a treatment no list knows.
    alias: re.Pattern[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.head = plain(self.manuscript.title or " ".join(s.heading for s in self.manuscript.sections[:1]))
        self.readings = tuple(Reading(s, self, n) for n, s in enumerate(sentences_of(self.manuscript)))
        self.ordinary = self._ordinary()
        self._mark_led()
        self.promotional = self._speaks_as_seller()
        self.product = self._subject()
        self._follow_products()
        self.sells = self.product is not None and (self.promotional or self._advocates())
        if self.sells:
            self._follow_products()

    @property
    def records(self) -> bool:
        """Tell whether records stand behind the words (not so for a bare text)."""
        return self.manuscript.subject != "text"

    @cached_property
    def statements(self) -> tuple[Reading, ...]:
        """Return the readings that assert something: sentences and headings, not questions."""
        return tuple(r for r in self.readings if r.is_statement)

    @cached_property
    def sold(self) -> tuple[Reading, ...]:
        """Return the sentences that assert a benefit of a product with no or mixed evidence."""
        return tuple(r for r in self.statements if r.unproven is not None)

    def unit_of(self, reading: Reading) -> tuple[Reading, ...]:
        """Return the sentences of the same claim or paragraph, this one included."""
        return self._units[reading.sentence.unit]

    def beside(self, reading: Reading) -> tuple[Reading, ...]:
        """Return the sentence before and the sentence after, in the same section."""
        near = self.readings[max(0, reading.position - 1) : reading.position + 2]
        section = reading.sentence.section
        return tuple(r for r in near if r is not reading and r.sentence.section == section)

    def first_of_each_claim(self) -> Iterator[Reading]:
        """Yield one reading per claim, for checks on the claim's record."""
        for readings in self._units.values():
            if readings[0].claim is not None:
                yield readings[0]

    @cached_property
    def _units(self) -> dict[int, tuple[Reading, ...]]:
        units: dict[int, list[Reading]] = {}
        for reading in self.readings:
            units.setdefault(reading.sentence.unit, []).append(reading)
        return {number: tuple(readings) for number, readings in units.items()}

    def _ordinary(self) -> frozenset[str]:
        """Return the classes whose ordinary sense rules here: transplants, eye lasers, lead."""
        enough = max(2, 0.1 * len(self.readings))
        named = {m.product.name: m.product for r in self.readings for m in r.classes}
        return frozenset(
            product.name
            for product in named.values()
            if product.is_ordinary_in(self.head)
            or sum(product.is_ordinary_in(r.plain) for r in self.readings) >= enough
        )

    def _mark_led(self) -> None:
        led = False
        section = -1
        for reading in self.readings:
            text = reading.sentence.text
            same = reading.sentence.section == section
            item = text[:1].islower() or not text.endswith((".", "!", "?"))
            reading.led = led and same and item and reading.sentence.form is not Form.HEADING
            if text.endswith(":"):
                led = bool(reading.frames.uncertain or reading.frames.attributed)
            elif not reading.led:
                led = False
            section = reading.sentence.section

    def _advocates(self) -> bool:
        """Tell whether the page tells benefits of its product and hardly a limit or a harm."""
        told = hinted = limits = 0
        for reading in self.statements:
            benefits = reading.benefits()
            told += any(a.product for a in benefits)
            hinted += bool(benefits) and ordinary_care_ends(reading.plain) < 0
            limits += reading.limits
        titled = any(m.product is self.product for m in mentions(self.head))
        return (told >= 3 and told > limits) or (titled and hinted >= 2 and hinted >= 4 * limits)

    def _speaks_as_seller(self) -> bool:
        score = selling = 0
        for reading in self.readings:
            strong = lexicon.STRONG_PROMO.search(reading.plain) is not None
            voice = lexicon.SALES.search(reading.plain) is not None
            if reading.promo or voice:
                selling += 1
                score += 1 + strong + voice
        return selling >= 3 and score >= max(4, 0.08 * len(self.readings))

    def _subject(self) -> Product | None:
        m = self.manuscript
        if m.product and (named := product_named(m.product)):
            return named
        if found := [n for n in mentions(self.head) if n.product.name not in self.ordinary]:
            return found[0].product
        counted: dict[str, int] = {}
        for reading in self.readings:
            for mention in reading.mentions[:1]:
                counted[mention.product.name] = counted.get(mention.product.name, 0) + 1
        if counted:
            name = max(counted, key=counted.__getitem__)
            if counted[name] >= max(3, 0.15 * len(self.readings)):
                return product_named(name)
        named = _TREATMENT_TITLE.search(self.head)
        if self.promotional and named and not ESTABLISHED.search(self.head):
            self.alias = re.compile(rf"\b{re.escape(named[0])}\b")
            for reading in self.readings:
                reading.__dict__.pop("mentions", None)
            return ANONYMOUS
        return None

    def _follow_products(self) -> None:
        spoken_of = {r.sentence.section for r in self.readings if r.mentions or _OFFER.search(r.plain)}
        recent: Product | None = None
        age = 99
        headed: Product | None = None
        ordinary = False
        section = -1
        for reading in self.readings:
            if reading.sentence.section != section:
                section, recent, age, headed = reading.sentence.section, None, 99, None
                ordinary = False
            reading.recent = recent if age <= 2 else None
            reading.context = headed or reading.recent
            # A section that never names the treatment tells of the disease.
            if reading.context is None and section in spoken_of and (self.sells or not ordinary):
                reading.context = self.product
            if reading.sentence.form is Form.STATEMENT:
                age += 1
            if reading.mentions:
                recent, age, ordinary = reading.mentions[-1].product, 0, False
                if reading.sentence.form is not Form.STATEMENT:
                    headed = recent
            elif ordinary_care_ends(reading.plain) >= 0:
                recent, ordinary = None, True
            elif reading.recent and lexicon.PRONOUN_START.match(reading.plain):
                age = 0  # "They ... They ..." keeps speaking of the same thing.


_latest: tuple[Manuscript, Page] | None = None


def page_of(manuscript: Manuscript) -> Page:
    """Return the page for a manuscript; the last one is kept, so the checks of one run share it.

    Kept by identity: two manuscripts that differ only in line numbers are equal.
    """
    global _latest  # noqa: PLW0603
    held = _latest
    if held is not None and held[0] is manuscript:
        return held[1]
    page = Page(manuscript)
    _latest = (manuscript, page)
    return page


def stage_of(claim: ClaimText) -> Stage | None:
    """Return the stage of a claim's evidence, or None when it has none."""
    return Stage(claim.stage) if claim.stage else None
