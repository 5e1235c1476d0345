"""Which claims say nearly the same: exact words, counted, never letters.

Edit distance takes nephropathy for neuropathy. Here two claims are alike only when they share
nearly all their words and none of the words in which they differ carries the meaning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import lexicon
from .conditions import areas_named, condition_in
from .products import ESTABLISHED, mentions
from .sentences import plain
from .terms import words

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_SMALL = words(
    r"""
    a | an | the | this | that | these | those | it | its | of | in | on | at | to | for | from | by
    with | and | or | as | is | are | was | were | be | been | has | have | had | do | does | you
    your | their | they | them | which | who | also | so | very
    """
)
#: Words that turn a claim into another one.
_TURNS = words(
    r"""
    not | no | never | without | nor | cannot | \w+n't | lower\w* | rais\w+ | higher | high | low
    more | less | fewer | increas\w+ | decreas\w+ | reduc\w+ | worse\w* | better | before | after
    early | late | left | right | start | stop | men | women | children | babies | adults | first
    second | once | twice | daily | weekly | morning | evening | safe | unsafe | many | most | few
    some | none | all
    """
)
#: Share of words two claims have in common, from which they are alike.
ALIKE = 0.75
_SHORTEST = 4


def tokens_of(statement: str) -> frozenset[str]:
    """Return the words of a statement that count; endings of number are left as they are."""
    found = _WORD.findall(plain(statement))
    return frozenset(word for word in found if not _SMALL.fullmatch(word))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets of words make nearly the same claim."""
    if min(len(one), len(other)) < _SHORTEST:
        return one == other and bool(one)
    shared = len(one & other)
    if shared < ALIKE * len(one | other):
        return False
    return not any(map(_matters, one ^ other))


def _matters(word: str) -> bool:
    """Tell whether a word may make the difference: a disease, a product, a number, a no."""
    return bool(
        any(map(str.isdigit, word))
        or _TURNS.search(word)
        or areas_named(word)
        or condition_in(word)
        or mentions(word)
        or ESTABLISHED.search(word)
        or lexicon.SPECIES.search(word)
        or lexicon.JARGON.search(word)
        or word.endswith(("pathy", "itis", "osis", "emia", "aemia", "oma", "uria"))
    )


@dataclass(frozen=True, slots=True)
class Known:
    """A claim that could be used instead: its code and its words."""

    code: str
    statement: str
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Library:
    """Claims of one language, found by their rarest words."""

    claims: tuple[Known, ...] = ()
    _holding: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, claims: Iterable[tuple[str, str]]) -> Library:
        """Build the library from pairs of code and statement."""
        known = tuple(Known(code, words, tokens_of(words)) for code, words in claims)
        holding: dict[str, list[int]] = {}
        for place, claim in enumerate(known):
            for token in claim.tokens:
                holding.setdefault(token, []).append(place)
        return cls(known, {token: tuple(places) for token, places in holding.items()})

    def like(self, statement: str, *, leaving_out: frozenset[str] = frozenset()) -> Known | None:
        """Return the claim most like a statement, or None.

        Args:
            statement: the words of a claim.
            leaving_out: codes of claims that are no news, such as its own.
        """
        tokens = tokens_of(statement)
        # Two alike sets share all but a quarter of their words, so any few words more than that
        # quarter hold one they share: the rarest are looked up.
        looked_up = len(tokens) - int(ALIKE * len(tokens)) + 1
        rare = sorted(tokens, key=lambda token: (len(self._holding.get(token, ())), token))
        places = Counter(p for token in rare[:looked_up] for p in self._holding.get(token, ()))
        found = (
            claim
            for claim in map(self.claims.__getitem__, places)
            if claim.code not in leaving_out and alike(tokens, claim.tokens)
        )
        return max(found, key=lambda claim: len(claim.tokens & tokens), default=None)
