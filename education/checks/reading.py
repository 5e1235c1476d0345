"""A sentence as the checks read it: what it asserts, of what, and what the evidence allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import cached_property

from education.content.manuscript import ClaimText
from education.evidence.grading import BEFORE_PEOPLE, EFFECT_KINDS, Certainty, Kind, cap

from . import lexicon
from .agency import THIS_TREATMENT, Assertion, benefits_in, results_sold_in
from .conditions import areas_named
from .frames import Frames, frames_of
from .products import (
    ANONYMOUS,
    Mention,
    Product,
    Standing,
    mentions,
    product_named,
)
from .proposals import propose_kind
from .sentences import Form, Sentence, plain
from .terms import words

if TYPE_CHECKING:
    from .page import Page

_SPEAKS_OF_IT = words(
    r"""
    you | your | it | its | they | our | we | patients | clients | results | sessions?
    treatments? | therapy
    """
)
_BOLD_MARKS = (
    lexicon.STRONG_PROMO,
    lexicon.SALES,
    lexicon.RUN_DOWN,
    lexicon.ABSOLUTE,
    lexicon.HYPE,
)
_MILD_MARKS = (lexicon.POPULARITY, lexicon.NO_SIDE_EFFECTS)
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
    def benefit_words(self) -> tuple[re.Match[str], ...]:
        """Return the plain verbs of benefit; found once, judged again as the page is read."""
        return tuple(lexicon.BENEFIT.finditer(self.plain))

    @cached_property
    def gain_words(self) -> tuple[re.Match[str], ...]:
        """Return the seller's verbs of gain; they are slow to look for."""
        return tuple(lexicon.GAIN.finditer(self.plain))

    @cached_property
    def areas(self) -> frozenset[str]:
        """Return the body areas whose words the sentence holds."""
        return areas_named(self.plain)

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
        for selling in (lexicon.STRONG_PROMO, lexicon.MILD_PROMO, lexicon.SALES):
            for hit in selling.finditer(self.plain):
                if not self.frames.cover(hit.start(), staged=False):
                    return hit[0]
        return ""

    @cached_property
    def selling_marks(self) -> int:
        """Return how many marks of a seller the sentence bears; bold ones count twice."""
        bold = sum(p.search(self.plain) is not None for p in _BOLD_MARKS)
        mild = sum(p.search(self.plain) is not None for p in _MILD_MARKS)
        marks = 2 * bold + mild + bool(self.promo)
        return 0 if marks and (self.frames.whole or self.frames.uncertain) else marks

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

    def tempered(self, product: Product | None) -> bool:
        """Tell whether a bare word on a mixed product is a matter for a clinician, not a block.

        Some uses of a mixed class have evidence, and a page that tells limits is no pitch.
        """
        mixed = product is not None and product.standing is Standing.MIXED
        return self.grade is None and mixed and self.page.balanced

    @cached_property
    def assertions(self) -> tuple[Assertion, ...]:
        """Return every benefit this sentence tells as true, outside its frames.

        On a page that sells, anything its product is said to do counts, and so does every result
        people are said to get.
        """
        found = self.benefits()
        if not self.page.sells or not self.is_statement or any(a.product for a in found):
            return found
        return (*found, *results_sold_in(self))

    def benefits(self) -> tuple[Assertion, ...]:
        """Return the benefits told in plain verbs; not kept, since a page's product may change."""
        return tuple(benefits_in(self)) if self.is_statement else ()

    @cached_property
    def unproven(self) -> Product | None:
        """Return the product whose benefit this sentence asserts without the evidence for it."""
        products = (a.product for a in self.assertions if a.product)
        return next((p for p in products if p.standing or self.page.sells), None)

    @property
    def limits(self) -> bool:
        """Tell whether the sentence says what is not known, who says so, or what can go wrong."""
        if self._hedges:
            return True
        hit = lexicon.HARM.search(self.plain)
        if hit is None or self.frames.denied(hit.start()):
            return False
        # The risks of the disease, or of surgery, are no limit of the product sold against them.
        spoken = bool(self.mentions) or lexicon.GENERIC_TREATMENT.search(self.plain) is not None
        return (spoken or lexicon.PRONOUN_START.match(self.plain) is not None) and not any(
            a.product for a in self.benefits()
        )

    @cached_property
    def _hedges(self) -> bool:
        # The part that no later knowledge of the page changes.
        return bool(self.frames.uncertain or self.frames.attributed or self._cautions)

    @property
    def _cautions(self) -> bool:
        hit = lexicon.CAUTION.search(self.plain)
        if hit is None:
            return False
        # "Calms redness" names what a treatment is sold for, not what it does wrong.
        before = self.plain[: hit.start()]
        sold = any(told.search(before) for told in (lexicon.BENEFIT, lexicon.GAIN))
        return not (sold and hit[0].startswith(("bruis", "sore", "redness", "allergic")))

    @property
    def claim_tells_effect(self) -> bool:
        """Tell whether the record grades an effect on people, so the words must keep to it."""
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
        if THIS_TREATMENT.search(self.plain):
            return self.context
        if lexicon.PRONOUN_START.match(self.plain) and self.recent:
            return self.recent
        return None
