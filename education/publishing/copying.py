"""What a copy of the site has to hold: addresses, the seals of texts, until when it is good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from django.db.models import Min

from education.content.manuscript import Manuscript
from education.publishing.addresses import page_address, standing_address
from education.publishing.listing import listed
from education.publishing.models import Edition, LivePage
from education.publishing.reading import live_pages

_BATCH = 200


def addresses() -> Iterator[str]:
    """Yield every address at which a page stands or ever stood, and where its sheets lead."""
    rows = Edition.objects.order_by("language", "slug").values_list("language", "slug").distinct()
    for language, slug in rows.iterator(chunk_size=_BATCH):
        yield page_address(language, slug)
    seals = Edition.objects.order_by("pk").values_list("fingerprint", flat=True)
    yield from map(standing_address, seals.iterator(chunk_size=_BATCH))


def live_fingerprints() -> Iterator[tuple[str, str]]:
    """Yield (path, fingerprint recomputed from the text) of every live page."""
    rows = live_pages().order_by("pk").values_list("language", "slug", "edition__manuscript")
    for language, slug, text in rows.iterator(chunk_size=_BATCH):
        seal = Manuscript.from_json(json.loads(text)).fingerprint()
        yield page_address(language, slug), seal


def indexed(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield (title, one-line answer, path) of every live page of a language, by title."""
    pages = live_pages().filter(language=language).order_by("edition__title", "pk")
    start = 0
    while lines := listed(pages, start, start + _BATCH):
        yield from ((line.title, line.answer, line.address) for line in lines)
        start += _BATCH


def first_lapse() -> date | None:
    """Return the first day on which a page that is live now may not be shown any more."""
    first: date | None = LivePage.objects.aggregate(first=Min("lapses_on"))["first"]
    return first
