"""Matching two texts: sentences first and words inside them after, never crosswise.

So an edit in one place leaves the differences of another as they were, and nothing that changed
places passes for unchanged. Values in, values out; no ORM.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from education.review.critical_words import Token, are_opposites, sentences, tokens, visible

#: Beyond this many pairs of sentences, or of words, only the critical words are compared.
MANY = 2500
_LONG = 4_000_000
#: How alike two sentences are that count as one sentence, changed.
ALIKE = 0.4
_QUANTITY = ("number", "dose", "age", "phone", "unit")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or line of a text, as readers see it."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def same(self) -> tuple[str, ...]:
        """What of it is compared."""
        return tuple(t.same for t in self.tokens)

    def critical(self) -> list[Token]:
        """Return its critical words."""
        return [t for t in self.tokens if t.kind]


@dataclass(slots=True)
class Block:
    """Neighbouring sentences of one place that went, and those that came instead."""

    place: str
    gone: list[Sentence]
    come: list[Sentence]
    moved: list[tuple[Sentence, str]] = field(default_factory=list)


Placed = tuple[Token, Sentence]
Pair = tuple[Placed | None, Placed | None]


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """Return how alike two bags of words are, from 0 to 1."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 1.0


def read_sentences(text: str, held: set[str]) -> list[Sentence]:
    """Return a text's sentences; a claim's mark counts when the claim is critical in both pages."""
    return [
        Sentence(
            one,
            tuple(
                replace(t, kind="") if t.kind == "claim" and t.text not in held else t
                for t in tokens(one)
            ),
        )
        for one in sentences(visible(text))
    ]


def blocks_of(place: str, old: str, new: str, held: set[str]) -> Iterator[Block]:
    """Yield where two texts of a place differ, in order."""
    if old == new:
        return
    before, after = read_sentences(old, held), read_sentences(new, held)
    matcher = difflib.SequenceMatcher(
        a=[s.same for s in before], b=[s.same for s in after], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield Block(place, before[i1:i2], after[j1:j2])


def find_moved(blocks: list[Block]) -> None:
    """Take out of the blocks each sentence that only stands elsewhere now, and note where it was.

    The words are the same, but what stands under another heading, or after another sentence, may
    say another thing: "5 ml" after "Children:" is not "5 ml" after "Adults:".
    """
    lost: dict[tuple[str, ...], list[tuple[Block, Sentence]]] = defaultdict(list)
    for block in blocks:
        for sentence in block.gone:
            lost[sentence.same].append((block, sentence))
    for block in blocks:
        for sentence in list(block.come):
            if twins := lost.get(sentence.same):
                origin, twin = twins.pop(0)
                origin.gone = [s for s in origin.gone if s is not twin]
                block.come = [s for s in block.come if s is not sentence]
                block.moved.append((sentence, origin.place))


def aligned(
    gone: Sequence[Sentence], come: Sequence[Sentence]
) -> list[tuple[Sentence | None, Sentence | None]]:
    """Pair old sentences with new ones that are like them, never crosswise."""
    if len(gone) == len(come) == 1:
        return [(gone[0], come[0])]
    bags = [[Counter(s.same) for s in some] for some in (gone, come)]
    rows, columns = len(gone), len(come)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            alike = overlap(bags[0][i], bags[1][j])
            both = alike + best[i + 1][j + 1] if alike >= ALIKE else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[Sentence | None, Sentence | None]] = []
    i = j = 0
    while i < rows or j < columns:
        if i < rows and (j == columns or best[i][j] == best[i + 1][j]):
            pairs.append((gone[i], None))
            i += 1
        elif j < columns and (i == rows or best[i][j] == best[i][j + 1]):
            pairs.append((None, come[j]))
            j += 1
        else:
            pairs.append((gone[i], come[j]))
            i, j = i + 1, j + 1
    return pairs


def worth_ticking(sentence: Sentence) -> list[Placed]:
    """Return what is ticked in a sentence that is wholly new or gone.

    Each number and each "not"; words of direction or unit only where there is nothing else, since
    the sentence is read as a whole.
    """
    words = sentence.critical()
    weighty = [t for t in words if t.kind not in ("direction", "unit", "person")]
    return [(t, sentence) for t in weighty or words[:1]]


def in_sentence(was: Sentence, now: Sentence) -> Iterator[Pair]:
    """Yield the critical words that differ between two texts of one sentence, in pairs."""
    if len(was.tokens) * len(now.tokens) > _LONG:
        yield from differing([(t, was) for t in was.critical()], [(t, now) for t in now.critical()])
        return
    matcher = difflib.SequenceMatcher(a=was.same, b=now.same, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = list(was.tokens[i1:i2]), list(now.tokens[j1:j2])
        _mark_opposites(gone, come)
        yield from differing([(t, was) for t in gone if t.kind], [(t, now) for t in come if t.kind])


def _mark_opposites(gone: list[Token], come: list[Token]) -> None:
    for i, one in enumerate(gone):
        for j, other in enumerate(come):
            if not one.kind and not other.kind and are_opposites(one.text, other.text):
                gone[i] = replace(one, kind="negation")
                come[j] = replace(other, kind="negation")


def differing(gone: Sequence[Placed], come: Sequence[Placed]) -> Iterator[Pair]:
    """Pair what went with what came of one sort; what stands in both has not changed."""
    matcher = difflib.SequenceMatcher(
        a=[t.same for t, _ in gone], b=[t.same for t, _ in come], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        sorts = dict.fromkeys(_sort(t) for t, _ in (*gone[i1:i2], *come[j1:j2]))
        for sort in sorts:
            yield from zip_longest(
                [p for p in gone[i1:i2] if _sort(p[0]) == sort],
                [p for p in come[j1:j2] if _sort(p[0]) == sort],
            )


def _sort(token: Token) -> str:
    return "quantity" if token.kind in _QUANTITY else token.kind
