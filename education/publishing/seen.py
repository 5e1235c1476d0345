"""What readers saw at an address on a day: for everybody, so dates and reasons but no text.

An edition is linked only where readers may read it today. Asked seldom and never on the hot path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from education.publishing.addresses import address, page_address
from education.publishing.models import Edition
from education.publishing.pages import Pointer, Seen
from education.publishing.past import NOT_YET, Stretch, on_day, stretches
from education.publishing.reading import live_pointer, may_still_be_read, topic_once_at


def seen_on(language: str, slug: str, day: date) -> tuple[Seen, ...] | None:
    """Return what readers got on a day, earliest first; None where there never was a page.

    The answer is that of the page which stands, or stood last, at the address. Where the address
    was another page's then, that page is told too.
    """
    pointer = live_pointer(language, slug)
    live = pointer if isinstance(pointer, Pointer) else None
    topic_id = live.row.topic_id if live else topic_once_at(language, slug)
    if topic_id is None:
        return None
    here = Edition.objects.filter(language=language, slug=slug)
    past = stretches({topic_id, *here.values_list("topic", flat=True).distinct()})
    own = _told_once(on_day(past.pop(topic_id), day))
    readable = _readable(live, own) if live else {}
    found = [_seen(s, day, (language, slug), readable) for s in own]
    found += [
        replace(_seen(s, day, (language, slug), {}), another=True)
        for other in past.values()
        for s in _told_once(on_day(other, day))
        if s.shown and (s.shown.language, s.shown.slug) == (language, slug)
    ]
    return tuple(sorted(found, key=lambda s: (s.start, s.another)))


def _told_once(day: Iterable[Stretch]) -> list[Stretch]:
    """Readers got the same text before and after its review date moved."""
    told: list[Stretch] = []
    for stretch in day:
        last = told[-1] if told else None
        if last and _same_text(last, stretch):
            told[-1] = replace(last, end=stretch.end)
        else:
            told.append(stretch)
    return told


def _same_text(one: Stretch, other: Stretch) -> bool:
    if one.shown is None or other.shown is None:
        return False
    return one.shown.edition_id == other.shown.edition_id and one.end == other.start


def _readable(live: Pointer, day: Iterable[Stretch]) -> dict[int, str]:
    """Return edition id → where it may be read today."""
    row, shown = live.row, {s.shown for s in day if s.shown}
    earlier = [s for s in shown if s.edition_id != row.edition_id]
    may = may_still_be_read(row.topic_id, earlier)
    found = {
        s.edition_id: address("edition", row.language, slug=row.slug, number=s.number)
        for s in earlier
        if may[s.edition_id]
    }
    return found | {row.edition_id: page_address(row.language, row.slug)}


def _seen(stretch: Stretch, day: date, here: tuple[str, str], readable: Mapping[int, str]) -> Seen:
    midnight = datetime.combine(day, time(), UTC)
    start, end = stretch.start or midnight, stretch.end or timezone.now()
    # Today is not over, so its last answer ends with this moment.
    until_now = day == timezone.now().date() and timezone.now() - end < timedelta(minutes=1)
    whole = end - start == timedelta(days=1) or (until_now and start == midnight)
    shown = stretch.shown
    if shown is None:
        since = stretch.since.date() if stretch.since else None
        return Seen(start, end, why=stretch.why or NOT_YET, since=since, all_day=whole)
    moved = (shown.language, shown.slug) != here
    return Seen(
        start,
        end,
        number=shown.number,
        address=readable.get(shown.edition_id, ""),
        stood_at=page_address(shown.language, shown.slug) if moved else "",
        all_day=whole,
    )
