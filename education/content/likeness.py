"""Whether two statements say nearly the same. Pure, exact about what must not be confused.

Words are compared whole and never by their letters, so nephropathy is not neuropathy. Numbers,
names of illnesses, and the words that turn a statement round (no, less, high) have to agree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

#: Half of what either says is said by the other: found by trial, a paraphrase is above it.
ENOUGH = 0.5

_WORD = re.compile(r"\d++(?:[.,]\d++)*|[^\W\d_]++(?:['’][^\W\d_]++)*")
_SMALL_WORDS = """
    a an and are as at be been being but by can could do does for from had has have if in into is
    it its may might of on or so some than that the their them there these they this those to was
    were what when which who will with would you your our we us also
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_TURNING_WORDS = """
    no not never none nobody nothing neither nor without cannot n't against stop stops avoid
    more less fewer higher lower high low up down increase increases increased decrease decreases
    decreased raise raises raised reduce reduces reduced rise rises fall falls better worse best
    worst improve improves worsen worsens before after only always rarely seldom often safe unsafe
    left right acute chronic mild severe cure cures cured prevent prevents causes cause
"""
#: Turned round by one of these, a statement is another statement.
_TURNS = frozenset(_TURNING_WORDS.split())
#: Illnesses, organs and procedures are told by their endings; each has to stand on both sides.
_MEDICAL = re.compile(
    r"\w+(?:pathy|pathic|itis|osis|otic|emia|aemia|emic|aemic|oma|algia|ectomy|ostomy|plasty|scopy"
    r"|uria|penia|plegia|trophy|tension|tensive|statin|pril|sartan|gliflozin|glutide|mab|cillin)s?"
    r"|(?:hyper|hypo)\w+"
)


@dataclass(frozen=True)
class Said:
    """A statement taken apart."""

    text: str

    @cached_property
    def _all(self) -> tuple[str, ...]:
        text = self.text.lower().replace("’", "'").replace("n't", " n't")
        return tuple(_WORD.findall(text.replace("n't", "not")))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that tell, without their plural s."""
        return frozenset(_singular(w) for w in self._all if w not in _SMALL)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Which telling word stands next to which."""
        telling = [_singular(w) for w in self._all if w not in _SMALL]
        return frozenset(zip(telling, telling[1:], strict=False))

    @cached_property
    def fixed(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """What has to agree to the letter: the numbers in order of size, and the words that turn
        a statement or name an illness."""
        numbers = sorted(w.replace(",", "") for w in self._all if w[0].isdigit())
        turning = {w for w in self._all if w in _TURNS}
        named = {_singular(w) for w in self._all if _MEDICAL.fullmatch(w)}
        return tuple(numbers), frozenset(turning | named)


def likeness(one: Said, other: Said) -> float:
    """Return how alike two statements are, from 0 to 1; 0 when something that must agree does not.

    The measure is that of Dice over telling words and over neighbouring pairs of them, so the same
    words in another order are less alike.
    """
    if one.fixed != other.fixed:
        return 0.0
    if len(one.words) < 2 or len(other.words) < 2:
        return float(one.words == other.words and bool(one.words))
    return (2 * _dice(one.words, other.words) + _dice(one.pairs, other.pairs)) / 3


def _dice(one: frozenset[object], other: frozenset[object]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class Library(Generic[Key]):
    """Statements by key, to be searched for those that say nearly the same as a sentence."""

    def __init__(self, statements: Iterable[tuple[Key, str]]) -> None:
        self._said = {key: Said(text) for key, text in statements}
        self._holding: dict[str, list[Key]] = defaultdict(list)
        for key, said in self._said.items():
            for word in said.words:
                self._holding[word].append(key)

    def __getitem__(self, key: Key) -> Said:
        """Return the statement with this key."""
        return self._said[key]

    def like(self, sentence: str, *, most: int = 2) -> list[Key]:
        """Return the keys of at most ``most`` statements that are like a sentence, best first."""
        asked = Said(sentence)
        keys = dict.fromkeys(self._candidates(asked))
        scores = {key: likeness(asked, self._said[key]) for key in keys}
        near = sorted((k for k in keys if scores[k] >= ENOUGH), key=lambda k: -scores[k])
        return near[:most]

    def _candidates(self, asked: Said) -> Iterator[Key]:
        """Yield those that share one of the rarer words: at ENOUGH, half are shared."""
        rare = sorted(asked.words, key=lambda word: len(self._holding.get(word, ())))
        for word in rare[: len(rare) // 2 + 1]:
            yield from self._holding.get(word, ())
