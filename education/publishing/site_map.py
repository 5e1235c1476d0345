"""What search engines are told of each live page: its address, its day, and its translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Q
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, Coalesce

from education.content.models import Topic
from education.publishing.addresses import alternates, page_address
from education.publishing.reading import live_pages


@dataclass(frozen=True, slots=True)
class Mapped:
    """A live page as the site map names it."""

    address: str
    #: The day of the last change that a reader can see.
    day: date
    #: (language, full address) of the page in each language it is live in, as its own head says.
    alternates: tuple[tuple[str, str], ...]


def live_count() -> int:
    """Return how many pages are live, in all languages."""
    return live_pages().count()


def mapped(start: int, end: int) -> Iterator[Mapped]:
    """Yield some of the live pages, oldest page first: two queries."""
    part: Any = live_pages().annotate(drafted=_DRAFTED).order_by("pk")[start:end]
    families = _families(part)
    family_of = {pk: family for family in families for pk, _ in family}
    rows = part.values_list("pk", "language", "slug", "reviewed_at", "edition__published_at")
    for pk, language, slug, reviewed_at, published_at in rows:
        own = (language, page_address(language, slug))
        others = [address for one, address in family_of.get(pk, ()) if one != pk]
        day = max(reviewed_at, published_at).date()
        yield Mapped(own[1], day, tuple(alternates(own, others)))


_DRAFTED = Coalesce("topic__translation_of", "topic")
_TRANSLATED = Exists(Topic.objects.filter(translation_of=OuterRef("topic")))
_SIGNED = KeyTransform("translation_of", Cast("edition__manuscript", JSONField()))


def _families(part: Any) -> list[list[tuple[int, tuple[str, str]]]]:
    """Return (page, (language, path)) of all pages that belong together, by family.

    As a page's own head does, it looks for translations by the drafts' ids and keeps together
    those whose signed texts say so too. Pages in one language only are not looked into.
    """
    kin: Any = (
        live_pages()
        .alias(drafted=_DRAFTED)
        .filter(Q(topic__translation_of__isnull=False) | _TRANSLATED)
        .filter(drafted__in=part.values("drafted"))
        .order_by("language", "pk")
    )
    families = defaultdict(list)
    rows = kin.values_list("pk", "language", "slug", "topic_id", _DRAFTED, _SIGNED)
    for pk, language, slug, topic, drafted, signed in rows:
        one = (pk, (language, page_address(language, slug)))
        families[drafted, signed or topic].append(one)
    return list(families.values())
