"""Hits as readers see them: title, short answer and a passage of the signed text, words marked.

Everything shown comes from the signed edition that is live at that moment, never from the index.
A passage is always shown whole (``passages``), so no mark and no cut can turn what it says.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from django.utils.html import escape
from django.utils.safestring import SafeString

from education.content.manuscript import Manuscript
from education.publishing.index.passages import Passage, passages_of
from education.publishing.index.tokens import stem, words
from education.publishing.models import Edition

#: Editions whose passages are kept in memory. An edition never changes, so they stay right.
_MOST_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage with the words that were asked for marked, and the heading it stands under."""

    label: str
    html: SafeString
    #: How many of the words it has.
    has: int


@dataclass(frozen=True, slots=True)
class Readable:
    """A passage, and the stems of its words by place."""

    passage: Passage
    places: tuple[tuple[int, int, str], ...]

    def marked(self, wanted: Sequence[tuple[str, ...]]) -> Marked:
        """Return it with these rows of stems marked."""
        html, has = _mark(self.passage.text, self.places, wanted)
        return Marked(self.passage.label, html, has)


def mark(text: str, wanted: Sequence[tuple[str, ...]], language: str) -> SafeString:
    """Return a text, escaped, with every row of stems marked in it."""
    return _mark(text, _places(text, language), wanted)[0]


def best_passage(passages: Iterable[Readable], wanted: Sequence[tuple[str, ...]]) -> Marked | None:
    """Return the passage that has most of what was asked for, the first among equals."""
    stems = {row[0] for row in wanted}
    best: Marked | None = None
    for one in passages:
        if stems.isdisjoint(place[2] for place in one.places):
            continue
        marked = one.marked(wanted)
        if marked.has and (best is None or marked.has > best.has):
            best = marked
    return best


def _places(text: str, language: str) -> tuple[tuple[int, int, str], ...]:
    found = ((start, end, stem(word, language)) for start, end, word in words(text))
    return tuple(place for place in found if place[2])


def _mark(
    text: str, places: Sequence[tuple[int, int, str]], wanted: Sequence[tuple[str, ...]]
) -> tuple[SafeString, int]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for row in wanted:
        by_first.setdefault(row[0], []).append(row)
    spans: list[tuple[int, int]] = []
    has: set[tuple[str, ...]] = set()
    for n, (start, _, first) in enumerate(places):
        for row in by_first.get(first, ()):
            if tuple(place[2] for place in places[n : n + len(row)]) == row:
                spans.append((start, places[n + len(row) - 1][1]))
                has.add(row)
    parts, at = [], 0
    for start, end in _joined(spans):
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return SafeString("".join([*parts, escape(text[at:])])), len(has)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# --- reading the signed text ------------------------------------------------------------------

_kept: OrderedDict[int, tuple[Readable, ...]] = OrderedDict()
_lock = Lock()


def readable(edition_ids: Iterable[int]) -> dict[int, tuple[Readable, ...]]:
    """Return edition → its passages: one query for those that are not in memory."""
    wanted = list(edition_ids)
    with _lock:
        found = {pk: _kept[pk] for pk in wanted if pk in _kept}
    lacking = [pk for pk in wanted if pk not in found]
    if lacking:
        rows = Edition.objects.filter(pk__in=lacking).values_list("pk", "manuscript")
        read = {pk: _read(Manuscript.from_json(json.loads(text))) for pk, text in rows}
        found |= read
        with _lock:
            _kept.update(read)
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return found


def _read(page: Manuscript) -> tuple[Readable, ...]:
    return tuple(Readable(p, _places(p.text, page.language)) for p in passages_of(page))


def forget() -> None:
    """Empty the memory of this process."""
    with _lock:
        _kept.clear()
