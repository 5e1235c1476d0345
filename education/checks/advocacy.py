"""Whether a page sells a treatment, judged by how it speaks and by what it leaves out.

Honest pages on an unproven treatment say what is not known and what can go wrong. One that says
neither sells, however sober its verbs.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from . import lexicon
from .products import Standing, mentions, ordinary_care_ends

if TYPE_CHECKING:
    from .page import Page
    from .reading import Reading

#: Fewer statements are too few to miss a caution in.
_ENOUGH = 5
#: A page this long that names no limit at all leaves them out.
_LONG = 8
#: Share of boasts from which a page without any limit or advice is a pitch.
_BOASTFUL = 0.35
_BOASTS = (
    lexicon.STRONG_PROMO,
    lexicon.HYPE,
    lexicon.WINNER,
    lexicon.PEOPLE_OUTCOME,
)
#: Cautions an honest page has at least: one in ten statements.
_CAUTIOUS = 0.1


def speaks_as_seller(page: Page) -> bool:
    """Tell whether a page speaks as a seller, or leans that way and is silent on limits."""
    marks = [reading.selling_marks for reading in page.readings]
    bearing = sum(map(bool, marks))
    if bearing >= 3 and sum(marks) >= max(4, 0.08 * len(marks)):
        return True
    if bearing >= 2 and is_silent(page):
        return True
    return sum(marks) >= 3 and _says_no_but(page)


def pitches(page: Page) -> bool:
    """Tell whether a page boasts a good deal and holds no limit, no harm and no advice at all."""
    if len(page.statements) < _ENOUGH or not _says_no_but(page):
        return False
    return sum(map(_boasts, page.statements)) >= _BOASTFUL * len(page.statements)


def _boasts(reading: Reading) -> bool:
    """Tell whether a sentence tells a gain that is no ordinary care's."""
    if reading.frames.uncertain or ordinary_care_ends(reading.plain) >= 0:
        return False
    told = chain(
        reading.benefit_words,
        reading.gain_words,
        *(boast.finditer(reading.plain) for boast in _BOASTS),
    )
    return any(not reading.frames.cover(hit.start()) for hit in told)


def _says_no_but(page: Page) -> bool:
    """Tell whether nothing on a page of some length limits it or sends the reader for advice."""
    if len(page.statements) < _ENOUGH:
        return False
    if any(lexicon.ACTION.search(reading.plain) for reading in page.statements):
        return False
    return not any(reading.limits for reading in page.statements)


def is_silent(page: Page) -> bool:
    """Tell whether a page of some length says hardly anything of limits and harms."""
    return len(page.statements) >= _ENOUGH and _limits(page) <= _CAUTIOUS * len(page.statements)


def tells_limits(page: Page) -> bool:
    """Tell whether a page of some length has the cautions an honest page has."""
    return len(page.statements) >= _ENOUGH and _limits(page) >= _CAUTIOUS * len(page.statements)


def advocates(page: Page) -> bool:
    """Tell whether a page tells benefits of its product and hardly a limit or a harm."""
    product = page.product
    if product is None:
        return False
    if product.standing is not Standing.REGULATED:
        told = hinted = 0
        for reading in page.statements:
            benefits = reading.benefits()
            told += any(a.product for a in benefits)
            hinted += bool(benefits) and ordinary_care_ends(reading.plain) < 0
        limits = _limits(page)
        if (told >= 3 and told > limits) or (hinted >= 2 and is_silent(page)):
            return True
    # Not one word of caution on a page named after the product.
    named = any(mention.product is product for mention in mentions(page.head))
    return named and len(page.statements) >= _LONG and not _limits(page)


def _limits(page: Page) -> int:
    return sum(reading.limits for reading in page.statements)
