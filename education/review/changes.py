"""The changes that can hurt: numbers, units, doses, ages, phone numbers and negations.

A reader of a long diff misses the one digit that matters, so each of these is shown by itself and
ticked by itself before a signature (design of high-alert checks: ISMP independent double check).
Sentences are matched first and words inside them after, so that an edit in one place leaves the
changes of another as they were. Values in, values out; no ORM.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from education.content.manuscript import Manuscript
from education.review.critical_parts import Fact, facts_of, section_names, texts_of
from education.review.critical_words import (
    KIND_NAMES,
    Token,
    are_opposites,
    sentences,
    tokens,
    visible,
)

#: Beyond this many pairs of sentences, or of words, only the critical words are compared.
_MANY = 2500
_LONG = 4_000_000
#: How alike two sentences are that count as one sentence, changed.
_ALIKE = 0.4
_QUANTITY = ("number", "dose", "age", "phone", "unit")


@dataclass(frozen=True, slots=True)
class Change:
    """One critical change: where, of what sort, and what stands there instead."""

    place: str
    #: number, dose, age, phone, unit, negation, direction, person, certainty, source or moved.
    kind: str
    before: str
    after: str
    #: The sentence it stands in now; the old one when that is gone.
    sentence: str
    #: Tells one tick from another, and the same again while the texts stay the same.
    key: str
    #: What that sentence was before; for one that was moved, the place it stood in.
    was: str = ""

    @property
    def kind_name(self) -> str:
        """What its kind is called on screens."""
        return KIND_NAMES[self.kind]


def critical_changes(old: Manuscript, new: Manuscript) -> tuple[Change, ...]:
    """Return every critical change from one page to the other, in reading order."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for change in _changes(old, new):
        raw = (change.place, change.kind, change.before, change.after, change.sentence)
        seen[raw] += 1
        named = "\0".join((*raw, str(seen[raw])))
        found.append(replace(change, key=hashlib.sha256(named.encode()).hexdigest()[:16]))
    return tuple(found)


def unticked(changes: Sequence[Change], ticks: Sequence[str]) -> list[str]:
    """Return one sentence per critical change that was not ticked."""
    return [
        f"Tick the change of {c.before or 'nothing'} to {c.after or 'nothing'} in “{c.sentence}”."
        for c in changes
        if c.key not in ticks
    ]


def critical_spans(text: str) -> list[tuple[int, int]]:
    """Return where in a text its critical words stand, for showing them."""
    return [(t.start, t.end) for t in tokens(text) if t.kind and t.kind != "claim"]


# --- what is compared with what -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    tokens: tuple[Token, ...]

    @property
    def same(self) -> tuple[str, ...]:
        return tuple(t.same for t in self.tokens)

    def critical(self) -> list[Token]:
        return [t for t in self.tokens if t.kind]


@dataclass(slots=True)
class _Block:
    """Neighbouring sentences of one place that went, and those that came instead."""

    place: str
    gone: list[_Sentence]
    come: list[_Sentence]
    moved: list[tuple[_Sentence, str]] = field(default_factory=list)


def _changes(old: Manuscript, new: Manuscript) -> Iterator[Change]:
    names_old, names_new = section_names(old), section_names(new)
    called = _as_now_called(
        dict(zip(names_old, (s.body for s in old.sections), strict=True)),
        dict(zip(names_new, (s.body for s in new.sections), strict=True)),
    )
    was = texts_of(old, [called.get(name, name) for name in names_old])
    now = texts_of(new, names_new)
    facts_were, facts_are = facts_of(old), facts_of(new)
    held = _critical_claims(was) & _critical_claims(now)
    places = list(dict.fromkeys([*now, *was]))
    blocks = {
        place: list(_blocks(place, was.get(place, ""), now.get(place, ""), held))
        for place in places
    }
    _find_moved([block for some in blocks.values() for block in some])
    for place in places:
        for block in blocks[place]:
            yield from _in_block(block)
        yield from _in_facts(place, facts_were.get(place, {}), facts_are.get(place, {}))


def _as_now_called(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """Map each old section's name to its new one: under another heading it is still itself."""
    lost = [name for name in old if name not in new]
    free = [name for name in new if name not in old]
    called = {}
    for name in lost:
        words = Counter(old[name].casefold().split())
        scored = [(_overlap(words, Counter(new[n].casefold().split())), n) for n in free]
        likeness, twin = max(scored, key=lambda s: s[0], default=(0.0, ""))
        if likeness >= _ALIKE or (len(lost) == len(free) == 1):
            called[name] = twin
            free.remove(twin)
    return called


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 1.0


def _critical_claims(texts: dict[str, str]) -> set[str]:
    """Return the codes of the claims that say something critical."""
    return {
        place
        for place, text in texts.items()
        if re.fullmatch(r"C-\d+", place) and any(t.kind for t in tokens(visible(text)))
    }


def _read(text: str, held: set[str]) -> list[_Sentence]:
    """Return a text's sentences; a claim's mark counts when the claim is critical in both pages."""
    return [
        _Sentence(
            one,
            tuple(
                replace(t, kind="") if t.kind == "claim" and t.text not in held else t
                for t in tokens(one)
            ),
        )
        for one in sentences(visible(text))
    ]


def _blocks(place: str, old: str, new: str, held: set[str]) -> Iterator[_Block]:
    if old == new:
        return
    before, after = _read(old, held), _read(new, held)
    matcher = difflib.SequenceMatcher(
        a=[s.same for s in before], b=[s.same for s in after], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield _Block(place, before[i1:i2], after[j1:j2])


def _find_moved(blocks: list[_Block]) -> None:
    """Take out of the blocks each sentence that only stands elsewhere now, and note where it was.

    The words are the same, but what stands under another heading, or after another sentence, may
    say another thing: "5 ml" after "Children:" is not "5 ml" after "Adults:".
    """
    lost: dict[tuple[str, ...], list[tuple[_Block, _Sentence]]] = defaultdict(list)
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


# --- what changed in it -------------------------------------------------------------------------


def _in_block(block: _Block) -> Iterator[Change]:
    for sentence, origin in block.moved:
        if said := ", ".join(t.text for t in sentence.critical()):
            yield Change(block.place, "moved", said, said, sentence.text, "", origin)
    if len(block.gone) * len(block.come) > _MANY:
        words = ([(t, s) for s in some for t in s.critical()] for some in (block.gone, block.come))
        yield from _told(block.place, _differing(*words))
        return
    for was, now in _aligned(block.gone, block.come):
        if was and now:
            yield from _told(block.place, _in_sentence(was, now), (was, now))
        elif one := now or was:
            placed = _worth_ticking(one)
            gone, come = ([], placed) if now else (placed, [])
            yield from _told(block.place, zip_longest(gone, come))


_Placed = tuple[Token, _Sentence]
_Pair = tuple[_Placed | None, _Placed | None]


def _told(
    place: str,
    pairs: Iterable[_Pair],
    of: tuple[_Sentence, _Sentence] | None = None,
) -> Iterator[Change]:
    """Make a change of each pair; ``of`` are the old and new sentence, when both are known."""
    for was, now in pairs:
        shown = now or was
        if shown is None:
            continue
        token, sentence = shown
        before, after = of or (was[1] if was and now else sentence, sentence)
        yield Change(
            place,
            "moved" if token.kind == "claim" else token.kind,
            was[0].text if was else "",
            now[0].text if now else "",
            after.text,
            "",
            before.text if before.text != after.text else "",
        )


def _aligned(
    gone: Sequence[_Sentence], come: Sequence[_Sentence]
) -> list[tuple[_Sentence | None, _Sentence | None]]:
    """Pair old sentences with new ones that are like them, never crosswise."""
    if len(gone) == len(come) == 1:
        return [(gone[0], come[0])]
    bags = [[Counter(s.same) for s in some] for some in (gone, come)]
    rows, columns = len(gone), len(come)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            alike = _overlap(bags[0][i], bags[1][j])
            both = alike + best[i + 1][j + 1] if alike >= _ALIKE else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[_Sentence | None, _Sentence | None]] = []
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


def _worth_ticking(sentence: _Sentence) -> list[_Placed]:
    """Return what is ticked in a sentence that is wholly new or gone.

    Each number and each "not"; words of direction or unit only where there is nothing else, since
    the sentence is read as a whole.
    """
    words = sentence.critical()
    weighty = [t for t in words if t.kind not in ("direction", "unit", "person")]
    return [(t, sentence) for t in weighty or words[:1]]


def _in_sentence(was: _Sentence, now: _Sentence) -> Iterator[_Pair]:
    if len(was.tokens) * len(now.tokens) > _LONG:
        yield from _differing(
            [(t, was) for t in was.critical()], [(t, now) for t in now.critical()]
        )
        return
    matcher = difflib.SequenceMatcher(a=was.same, b=now.same, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = list(was.tokens[i1:i2]), list(now.tokens[j1:j2])
        _mark_opposites(gone, come)
        yield from _differing(
            [(t, was) for t in gone if t.kind], [(t, now) for t in come if t.kind]
        )


def _mark_opposites(gone: list[Token], come: list[Token]) -> None:
    for i, one in enumerate(gone):
        for j, other in enumerate(come):
            if not one.kind and not other.kind and are_opposites(one.text, other.text):
                gone[i] = replace(one, kind="negation")
                come[j] = replace(other, kind="negation")


def _differing(gone: Sequence[_Placed], come: Sequence[_Placed]) -> Iterator[_Pair]:
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


def _in_facts(place: str, old: dict[str, Fact], new: dict[str, Fact]) -> Iterator[Change]:
    for name in dict.fromkeys([*new, *old]):
        was, now = old.get(name), new.get(name)
        shown = now or was
        if shown is None or (was and now and was.compared == now.compared):
            continue
        if shown.only_if_both and not (was and now):
            continue
        yield Change(
            place,
            shown.kind,
            was.value if was else "",
            now.value if now else "",
            f"{shown.label} “{shown.sentence}”",
            "",
        )
