"""The changes that can hurt: numbers, units, doses, ages, phone numbers and negations.

A reader of a long diff misses the one digit that matters, so each of these is shown by itself and
ticked by itself before a signature (design of high-alert checks: ISMP independent double check).
Values in, values out; no ORM.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from education.content.manuscript import Manuscript
from education.review.critical_parts import Fact, facts_of, section_names, texts_of
from education.review.critical_words import KIND_NAMES, tokens, visible
from education.review.matching import (
    ALIKE,
    MANY,
    Block,
    Pair,
    Sentence,
    aligned,
    blocks_of,
    differing,
    find_moved,
    in_sentence,
    overlap,
    worth_ticking,
)


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


def _changes(old: Manuscript, new: Manuscript) -> Iterator[Change]:
    names_old, names_new = section_names(old), section_names(new)
    called = _as_now_called(
        dict(zip(names_old, (s.body for s in old.sections), strict=True)),
        dict(zip(names_new, (s.body for s in new.sections), strict=True)),
    )
    was = texts_of(old, [called.get(name, name) for name in names_old])
    now = texts_of(new, names_new)
    facts_were, facts_are = facts_of(old), facts_of(new)
    heavy = {place for texts in (was, now) for place in texts if _is_critical(texts[place])}
    held = {place for place in heavy & was.keys() & now.keys() if place.startswith("C-")}
    places = list(dict.fromkeys([*now, *was]))
    blocks = {
        place: list(blocks_of(place, was.get(place, ""), now.get(place, ""), held))
        for place in places
    }
    find_moved([block for some in blocks.values() for block in some])
    for place in places:
        for block in blocks[place]:
            yield from _in_block(block, heavy)
        yield from _in_facts(place, facts_were.get(place, {}), facts_are.get(place, {}))


def _as_now_called(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """Map each old section's name to its new one: under another heading it is still itself."""
    lost = [name for name in old if name not in new]
    free = [name for name in new if name not in old]
    called = {}
    for name in lost:
        words = Counter(old[name].casefold().split())
        scored = [(overlap(words, Counter(new[n].casefold().split())), n) for n in free]
        likeness, twin = max(scored, key=lambda s: s[0], default=(0.0, ""))
        if likeness >= ALIKE or (len(lost) == len(free) == 1):
            called[name] = twin
            free.remove(twin)
    return called


def _is_critical(text: str) -> bool:
    return any(t.kind for t in tokens(visible(text)))


# --- what changed in it -------------------------------------------------------------------------


def _in_block(block: Block, heavy: Collection[str]) -> Iterator[Change]:
    for sentence, origin in block.moved:
        said = ", ".join(t.text for t in sentence.critical())
        if not said and {block.place, origin} & set(heavy):
            # "If you cough:" may stand before another number now.
            said = sentence.text
        if said:
            yield Change(block.place, "moved", said, said, sentence.text, "", origin)
    if len(block.gone) * len(block.come) > MANY:
        words = ([(t, s) for s in some for t in s.critical()] for some in (block.gone, block.come))
        yield from _told(block.place, differing(*words))
        return
    for was, now in aligned(block.gone, block.come):
        if was and now:
            yield from _told(block.place, in_sentence(was, now), (was, now))
        elif one := now or was:
            placed = worth_ticking(one)
            gone, come = ([], placed) if now else (placed, [])
            yield from _told(block.place, zip_longest(gone, come))


def _told(
    place: str,
    pairs: Iterable[Pair],
    of: tuple[Sentence, Sentence] | None = None,
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
