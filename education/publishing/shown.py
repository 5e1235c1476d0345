"""Which pictures readers may have: those that stand in an edition they may read now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from education.content.models import Picture
from education.publishing.models import Edition
from education.publishing.reading import live_pages, may_still_be_read, today


class _Held(NamedTuple):
    """An edition that holds a picture, as ``may_still_be_read`` judges it."""

    topic_id: int
    edition_id: int
    published_at: datetime


#: Picture → an edition that holds it, to look there first and spare reading all the others.
_held_by: dict[str, int] = {}
_MOST = 10_000


def is_shown(name: str) -> bool:
    """Tell whether a picture stands in a page that readers may read now."""
    sha256, _, extension = name.partition(".")
    known = live_pages().filter(edition=_held_by.get(name))
    if name in _held_by and known.filter(edition__manuscript__contains=_spelt(sha256)).exists():
        return True
    # Whoever guesses names is sent away before any edition is read.
    if not Picture.objects.filter(sha256=sha256, extension=extension).exists():
        return False
    found = next(_readable(sha256), None)
    if found is None:
        return False
    if len(_held_by) >= _MOST:
        _held_by.clear()
    _held_by[name] = found
    return True


def _spelt(sha256: str) -> str:
    """As canonical JSON spells it: no words of a page can, because their quotes are escaped."""
    return f'"sha256":"{sha256}"'


def _readable(sha256: str) -> Iterator[int]:
    """Yield editions with a picture that readers may read: live ones, and earlier ones beside."""
    holding = Edition.objects.filter(
        topic__live_page__lapses_on__gte=today(), manuscript__contains=_spelt(sha256)
    )
    live = holding.filter(live_page__isnull=False).values_list("pk", flat=True)
    yield from live
    rows = holding.order_by("topic").values_list("topic", "pk", "published_at")
    for topic_id, group in groupby((_Held(*row) for row in rows), key=lambda held: held.topic_id):
        allowed = may_still_be_read(topic_id, list(group))
        yield from (pk for pk, may in allowed.items() if may)
