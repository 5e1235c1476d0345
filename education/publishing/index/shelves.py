"""Shelves of live pages, from A to Z: of a body system, a kind, a letter, or any of them together.

A list is read along one index from where the last one ended, so that the two-thousandth stretch
costs what the first one costs. Numbers are kept as pages come and go; pages that have lapsed and
wait to be taken down are subtracted at the time of asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from education.publishing.index.models import ShelfCount, Shelved
from education.publishing.models import LivePage
from education.publishing.reading import today


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which pages are asked for; empty means any."""

    language: str
    system: str = ""
    kind: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place between two pages of a shelf."""

    sort_key: bytes
    edition_id: int

    def __str__(self) -> str:
        return f"{self.sort_key.decode()}.{self.edition_id}"


def mark_from(text: str) -> Mark | None:
    """Return the place that ``str(mark)`` named, or None."""
    key, _, number = text.rpartition(".")
    if not (number.isascii() and number.isdigit() and len(number) <= 18) or len(key) > 400:
        return None
    return Mark(key.encode(errors="replace"), int(number))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a shelf in order, and the places before and after it when there is more."""

    edition_ids: tuple[int, ...]
    before: Mark | None = None
    after: Mark | None = None


def stretch(
    shelf: Shelf, size: int, *, after: Mark | None = None, before: Mark | None = None
) -> Stretch:
    """Return the pages that follow a place, or those just before one: one query."""
    rows = Shelved.objects.filter(
        language=shelf.language, system=shelf.system, kind=shelf.kind, letter=shelf.letter
    ).filter(edition__live_page__lapses_on__gte=today())
    back = before is not None
    start = before or after
    if start is not None:
        rows = rows.filter(_beyond(start, back=back))
    order = ("-sort_key", "-edition_id") if back else ("sort_key", "edition_id")
    found = [
        Mark(bytes(key), pk)
        for key, pk in rows.order_by(*order).values_list("sort_key", "edition")[: size + 1]
    ]
    there, more = found[:size], len(found) > size
    if back:
        there.reverse()
    has_before, has_after = (more, bool(there)) if back else (start is not None, more)
    return Stretch(
        tuple(mark.edition_id for mark in there),
        before=there[0] if there and has_before else None,
        after=there[-1] if there and has_after else None,
    )


def _beyond(mark: Mark, *, back: bool) -> Q:
    # The first condition lets the index be entered at the right place; the second is exact.
    side = "lt" if back else "gt"
    same = Q(sort_key=mark.sort_key, **{f"edition__{side}": mark.edition_id})
    return Q(**{f"sort_key__{side}e": mark.sort_key}) & (
        Q(**{f"sort_key__{side}": mark.sort_key}) | same
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many live pages stand on the shelves around one, by what could be chosen there."""

    here: int
    systems: dict[str, int]
    kinds: dict[str, int]
    letters: dict[str, int]


def counts_around(shelf: Shelf) -> Counts:
    """Return the numbers of pages that each further choice would show: two queries."""
    around = (
        Q(kind=shelf.kind, letter=shelf.letter)
        | Q(system=shelf.system, letter=shelf.letter)
        | Q(system=shelf.system, kind=shelf.kind)
    )
    held = ShelfCount.objects.filter(around, language=shelf.language)
    n = {tuple(row): count for *row, count in held.values_list("system", "kind", "letter", "n")}
    for row in _lapsed(around, shelf.language):
        n[tuple(row[:3])] = n.get(tuple(row[:3]), 0) - row[3]
    there = {place: count for place, count in n.items() if count > 0}
    return Counts(
        here=there.get((shelf.system, shelf.kind, shelf.letter), 0),
        systems=_along(there, 0, (None, shelf.kind, shelf.letter)),
        kinds=_along(there, 1, (shelf.system, None, shelf.letter)),
        letters=_along(there, 2, (shelf.system, shelf.kind, None)),
    )


def _lapsed(around: Q, language: str) -> Sequence[tuple[str, str, str, int]]:
    """Count the pages that may not be shown any more and are not taken down yet: few, if any."""
    gone = LivePage.objects.filter(lapses_on__lt=today()).values("edition")
    rows = Shelved.objects.filter(around, language=language, edition__in=gone)
    return list(
        rows.order_by("system", "kind", "letter")
        .values_list("system", "kind", "letter")
        .annotate(n=Count("pk"))
    )


def _along(
    there: dict[tuple[str, ...], int], axis: int, fixed: tuple[str | None, ...]
) -> dict[str, int]:
    return {
        place[axis]: count
        for place, count in there.items()
        if place[axis] and all(f in (None, p) for f, p in zip(fixed, place, strict=True))
    }
