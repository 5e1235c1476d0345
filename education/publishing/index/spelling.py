"""Help with spelling: words of live pages that somebody may have meant. Never applied by itself.

A misspelt word finds a word that sounds alike, or does but for one letter. The danger is in words
of medicine that differ by a letter and mean another thing: "nefropathy" is one letter away from
"neuropathy", and what was meant is "nephropathy". So every word of medicine that we know takes
part, whether a page has it or not, and one is offered only when it is nearer than all the others.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from education.publishing.index.models import IndexedWord
from education.publishing.index.names import medical_words
from education.publishing.index.tokens import fold, stem, words

#: Shorter words are as near to anything as to what was meant.
SHORTEST = 4
#: How much of a word's sound a key holds.
_REACH = 7
#: Candidates that are compared, at most.
_MOST = 300
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"[ao]e"), "e"),
    (re.compile(r"(?<=[tgrk])h"), ""),
    (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"ck|c|qu|q"), "k"),
    (re.compile(r"y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_SOUNDS_OF = {"es": ((re.compile(r"ll"), "y"), (re.compile(r"v"), "b"), (re.compile(r"h"), ""))}


@lru_cache(maxsize=16_384)
def sound(word: str, language: str) -> str:
    """Return roughly how a word sounds, in letters."""
    said = fold(word)
    for pattern, letters in (*_SOUNDS_OF.get(language.partition("-")[0], ()), *_SOUNDS):
        said = pattern.sub(letters, said)
    return said


def keys_of(word: str, language: str) -> set[str]:
    """Return the keys of a word: the head of its sound, whole and without each letter in turn.

    Two words whose heads differ by one letter put in, left out or exchanged share a key.
    """
    head = sound(word, language)[:_REACH]
    return {head, *(head[:n] + head[n + 1 :] for n in range(len(head)))}


def meant(typed: Collection[str], language: str) -> dict[str, str]:
    """Return typed word → the word of the index that was probably meant; one query for all."""
    known = medical_words(language)
    unsure = [w for w in typed if len(w) >= SHORTEST and w.isalpha() and fold(w) not in known]
    keys = {word: keys_of(word, language) for word in unsure}
    if not keys:
        return {}
    wanted = {key for one in keys.values() for key in one}
    rows = IndexedWord.objects.filter(language=language, key__in=wanted).order_by("key", "word")
    found = list(rows.values_list("key", "word")[:_MOST])
    offered = {}
    for word, its_keys in keys.items():
        held = {candidate for key, candidate in found if key in its_keys}
        if all(fold(word) != fold(candidate) for candidate in held):
            offered[word] = nearest(word, held, language)
    return {word: one for word, one in offered.items() if one}


def nearest(typed: str, held: Collection[str], language: str) -> str:
    """Return the word of the index that is nearest to a typed one; empty when none is for sure.

    A word of medicine has to sound nearer than every other one: were the typed word as near to
    another, the one that no page has may well be what was meant.
    """
    medical = medical_words(language)
    stems = {fold(word): stem(word, language) for word in (*held, *medical)}
    scored = sorted(
        (distance(sound(typed, language), sound(word, language)), distance(fold(typed), word), word)
        for word in {fold(word) for word in held} | medical
        if abs(len(word) - len(typed)) <= 3
    )
    limit = 1 if len(typed) < 7 else 2
    if not scored or scored[0][0] > limit:
        return ""
    best_sound, _, best = scored[0]
    if best in medical:
        rivals = {w for sounds, _, w in scored if sounds <= best_sound and w in medical}
    else:
        rivals = {w for sounds, spells, w in scored if (sounds, spells) <= scored[0][:2]}
        rivals = {w for w in rivals if w in medical}
    if any(stems[rival] != stems[best] for rival in rivals):
        return ""
    return next((word for word in sorted(held) if fold(word) == best), "")


def distance(one: str, other: str) -> int:
    """Return how many letters differ: put in, left out, exchanged, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def put_right(query: str, swaps: dict[str, str]) -> str:
    """Return a question with some of its words exchanged."""
    parts, at = [], 0
    for start, end, word in words(query):
        parts += [query[at:start], swaps.get(word, word)]
        at = end
    return "".join([*parts, query[at:]])
