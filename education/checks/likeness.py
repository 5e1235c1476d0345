"""Which claims are so alike that one of them is enough: ``content.likeness``, held to its word.

An author may be offered a claim that says half the same. To be told that a claim exists already,
nearly all has to agree, and none of the words in which the two differ may carry the meaning.
"""

from __future__ import annotations

from education.content.likeness import Library, Said, likeness

from . import lexicon
from .conditions import areas_named, condition_in
from .products import ESTABLISHED, mentions
from .terms import words

#: Likeness from which two claims are nearly the same; the same words in another order have 0.7.
NEARLY = 0.7
#: Words that turn a claim into another one, beside those that ``content.likeness`` knows.
_TURNS = words(
    r"""
    \w+n't | lower\w* | rais\w+ | increas\w+ | decreas\w+ | reduc\w+ | worse\w*
    early | late | start | men | women | children | child | babies | adult | adults | first
    second | once | twice | daily | weekly | morning | evening | many | most | few | some | all
    """
)


def nearly_the_same(one: Said, other: Said) -> bool:
    """Tell whether one claim could stand for the other."""
    if likeness(one, other) < NEARLY:
        return False
    return not any(map(_matters, one.words ^ other.words))


def twin_in(library: Library[str], statement: str, *, leaving_out: frozenset[str]) -> str:
    """Return the code of the claim of a library that could stand for a statement, or ""."""
    said = Said(statement)
    # A few more than one: the nearest may be its own, or differ in the word that matters.
    near = library.like(statement, most=5)
    wanted = (c for c in near if c not in leaving_out and nearly_the_same(said, library[c]))
    return next(wanted, "")


def _matters(word: str) -> bool:
    """Tell whether a word may make the difference: a disease, a product, a kind of people."""
    return bool(
        _TURNS.search(word)
        or areas_named(word)
        or condition_in(word)
        or mentions(word)
        or ESTABLISHED.search(word)
        or lexicon.SPECIES.search(word)
        or lexicon.JARGON.search(word)
    )
