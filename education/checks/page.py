"""A page as the checks read it: its sentences, the product it is about, and whether it sells.

The analysis is done once per manuscript and shared by all checks of one inspection.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.functional import cached_property

from education.content.manuscript import Manuscript

from . import lexicon
from .advocacy import advocates, pitches, speaks_as_seller, tells_limits
from .conditions import condition_in
from .products import (
    ANONYMOUS,
    Product,
    mentions,
    ordinary_care_ends,
    product_named,
)
from .reading import Reading
from .sentences import ASKING, Form, plain, sentences_of
from .terms import pattern, words

#: Title of a page about a treatment no list names: "Sound Wave Therapy for Knees".
_TREATMENT_TITLE = pattern(
    r"""
    \b(?:[\w-]+ ){0,2}(?:therap(?:y|ies)|treatments?|injections?|infusions?|drips?|
    program(?:me)?s?|supplements?|protocol|laser|cleanse|detox|pills?|capsules?|sauna|massage|
    device|machine|cure|remed(?:y|ies)|drops|oils?|teas?|powder|patch(?:es)?|bracelets?|method|
    boosters?|blend|stack|serum|panels?|formula|tonic|elixir|gummies|shots?|kit|mask|bands?|
    system|technique|pellets?|mats?|spray|vibration|wraps?|baths?|facials?|belt|lamp|
    extract|concentrate|herbs?|mushrooms?|mineral|renewal|clinic|medspa)\b
    """
)
_GIVEN = words(
    r"""
    therap\w+ | treatments? | inject\w* | infus\w* | clinics? | procedures? | sessions? | drips?
    facials? | products? | vials? | doses?
    """
)
#: What is said of a medicine, not of cells at their work.
_CURES = words(r"cur(?:e|es|ed|ing) | treat(?:s|ed|ing)? | remed(?:y|ies)")
#: Of a whole organ these are promises; of the body's own repairs one says less.
_RENEWS = words(
    r"""
    heal(?:s|ed|ing)? | revers(?:e|es|ed|ing) | restor(?:e|es|ed|ing) | rescu(?:e|es|ed|ing)
    regrow(?:s|ing)? | regenerat(?:e|es|ed|ing) | rejuvenat(?:e|es|ed|ing)
    improv(?:e|es|ed|ing) | boost(?:s|ed|ing)? | protect(?:s|ed|ing)?
    giv(?:e|es|ing) (?:you|people|patients)
    """
)
_DISEASE = words(
    r"""
    damaged | failing | diseased | worn | ag(?:e?)ing
    diseases? | disorders? | syndromes? | failure | cancers? | tumou?rs? | strokes? | dementia
    illness(?:es)? | \w+itis | \w{3,}opath(?:y|ies) | paralysis | blindness | wrinkles?
    """
)
#: A section that offers the treatment without naming it.
_OFFER = pattern(
    r"""
    \b(?:our|this|the) (?:[\w-]+ ){0,2}(?:treatment|therapy|procedure|sessions?|
    program(?:me)?|infusions?|drips?|supplements?|formula|cleanse|plan|drops|method)\b|
    \b(?:why choose|
    how (?:it|does it) works?|is it safe|what to expect|what you can expect)\b
    """
)


#: A seller's own goods, on a page whose title names none.
_OWN_OFFER = pattern(
    r"""
    \bour (?:[\w-]+ ){0,3}(?:treatments?|therap(?:y|ies)|blend|formula|serum|drops|plan|
    program(?:me)?|supplements?|capsules|drips?|infusions?|sessions?|protocols?|device|patch|
    cream|oil|tea|powder|gummies|kit|method|system|product|range|injections?|pellets?|stack|
    technology|members|clients)\b|\border (?:now|today|our|your)\b|\bbook (?:now|today|your)\b
    """
)
#: Healthy living, whose pages may tell gains and nothing else.
_ORDINARY_TITLE = pattern(
    r"""
    \b(?:sleep(?:ing)?|yoga|tai chi|pilates|breastfeeding|water|fruit|vegetables?|fibre|fiber|
    sunscreen|sun|hand ?washing|brushing|teeth|dental|meditation|mindfulness|massage|nutrition|
    gardening|dancing|cycling|running|active|fitness|bath(?:ing|s)? your baby|first aid|
    hospital|ward|department|unit|leaflet)\b
    """
)
#: Ordinary goals that sellers put into titles.
_SLIMMING = pattern(r"\b(?:weight[- ]loss|losing weight|diet|weight|drugs?)\b")


class Page:
    """A manuscript with its sentences read."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.head = plain(manuscript.title or " ".join(s.heading for s in manuscript.sections[:1]))
        self.readings = tuple(Reading(s, self, n) for n, s in enumerate(sentences_of(manuscript)))
        #: Names of product classes that this page speaks of as ordinary care.
        self.ordinary = _ordinary_classes(self)
        _mark_led(self.readings)
        #: The page's own name for a treatment no list knows.
        self.alias: re.Pattern[str] | None = None
        #: True when the page sells a product: it speaks so, or tells benefits and hardly a limit.
        self.sells = False
        spoken_for = speaks_as_seller(self) or pitches(self)
        #: Product the page is about, from its record, title or most of its sentences.
        self.product = self._subject(selling=spoken_for)
        _follow_products(self)
        if self.product is not None and (spoken_for or advocates(self)):
            self.sells = True
            _follow_products(self)

    @property
    def records(self) -> bool:
        """Tell whether records stand behind the words (not so for a bare text)."""
        return self.manuscript.subject != "text"

    @cached_property
    def balanced(self) -> bool:
        """Tell whether a page of some length sells nothing and says what limits it."""
        return not self.sells and tells_limits(self)

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

    def _subject(self, *, selling: bool) -> Product | None:
        m = self.manuscript
        if m.product and (declared := product_named(m.product)):
            return declared
        titled = (n.product for n in mentions(self.head) if n.product.name not in self.ordinary)
        if product := next(titled, None):
            return product
        counted = Counter(r.mentions[0].product.name for r in self.readings if r.mentions)
        for name, number in counted.most_common(1):
            if number >= max(3, 0.15 * len(self.readings)):
                return product_named(name)
        if not selling or _ORDINARY_TITLE.search(self.head):
            return None
        if ordinary_care_ends(_SLIMMING.sub("", self.head)) >= 0:
            return None
        called = _TREATMENT_TITLE.search(self.head)
        if called is not None:
            self.alias = re.compile(rf"\b{re.escape(called[0])}\b")
        elif not self._offers_own():
            return None
        for reading in self.readings:
            # Read before the alias was known.
            reading.__dict__.pop("mentions", None)
        return ANONYMOUS

    def _offers_own(self) -> bool:
        """Tell whether the page promises in its title, or speaks of goods of its own."""
        if lexicon.STRONG_PROMO.search(self.head) or lexicon.HYPE.search(self.head):
            return True
        return any(_OWN_OFFER.search(r.plain) for r in self.readings)


def _ordinary_classes(page: Page) -> frozenset[str]:
    """Return the classes whose ordinary sense rules here: transplants, eye lasers, biology."""
    enough = max(2, 0.1 * len(page.readings))
    named = {m.product.name: m.product for r in page.readings for m in r.classes}
    return frozenset(
        product.name
        for product in named.values()
        if product.is_ordinary_in(page.head)
        or sum(product.is_ordinary_in(r.plain) for r in page.readings) >= enough
        or (product.substance and _tells_biology(page))
    )


def _tells_biology(page: Page) -> bool:
    """Tell whether a page of some length never speaks of giving or curing anything."""
    return len(page.readings) > 6 and not any(
        _GIVEN.search(r.plain) or _cures_people(r) for r in page.readings
    )


def _cures_people(reading: Reading) -> bool:
    """Tell whether a product class is said to do what only a treatment does.

    The body's own cells mend and renew; a cell that "reverses kidney disease" is on offer.
    """
    if not reading.classes:
        return False
    verbs = [*_CURES.finditer(reading.plain)]
    if _DISEASE.search(reading.plain) or condition_in(reading.plain):
        verbs += reading.benefit_words
    elif reading.areas:
        verbs += _RENEWS.finditer(reading.plain)
    return any(not reading.frames.cover(verb.start(), staged=False) for verb in verbs)


def _mark_led(readings: tuple[Reading, ...]) -> None:
    """Mark the items under a framing lead-in such as "Be wary of a clinic that:"."""
    led = False
    section = -1
    for reading in readings:
        text = reading.sentence.text
        same = reading.sentence.section == section
        item = text[:1].islower() or not text.endswith((".", "!", *ASKING))
        reading.led = led and same and item and reading.sentence.form is not Form.HEADING
        if text.endswith(":"):
            led = bool(reading.frames.uncertain or reading.frames.attributed)
        elif not reading.led:
            led = False
        section = reading.sentence.section


def _sections_on_product(page: Page) -> set[int]:
    """Return the sections that speak of the product; a headed one may tell of the disease only."""
    named = {r.sentence.section for r in page.readings if r.mentions or _OFFER.search(r.plain)}
    bare = {n for n, s in enumerate(page.manuscript.sections, 1) if not s.heading.strip()}
    return named | bare | {0}


def _follow_products(page: Page) -> None:
    """Tell every sentence which product "it" and "the treatment" mean there."""
    spoken_of = _sections_on_product(page)
    recent: Product | None = None
    age = 99
    headed: Product | None = None
    ordinary = False
    section = -1
    for reading in page.readings:
        if reading.sentence.section != section:
            section, recent, age, headed = reading.sentence.section, None, 99, None
            ordinary = False
        reading.recent = recent if age <= 2 else None
        reading.context = headed or reading.recent
        # A section that never names the treatment tells of the disease.
        if reading.context is None and section in spoken_of and (page.sells or not ordinary):
            reading.context = page.product
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
    global _latest
    held = _latest
    if held is not None and held[0] is manuscript:
        return held[1]
    page = Page(manuscript)
    _latest = (manuscript, page)
    return page
