"""What is new: pages that came, changed, or were taken down; the last word on each page only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import chain

from education.publishing.addresses import page_address
from education.publishing.listing import listed
from education.publishing.models import LivePage, Withdrawal
from education.publishing.notices import STANDARD
from education.publishing.reading import live_pages, today

NEW, CHANGED, GONE = "new", "changed", "withdrawn"


@dataclass(frozen=True, slots=True)
class News:
    """What last became of a page."""

    kind: str
    language: str
    slug: str
    at: datetime
    #: Of a live page: its title, and its one-line answer. Of one that is gone: "" and the notice.
    title: str
    words: str

    @property
    def address(self) -> str:
        """Path of the page, or of its notice."""
        return page_address(self.language, self.slug)


def news(language: str, most: int = 100) -> list[News]:
    """Return the newest of a language, newest first: four queries, whatever there is.

    A page that may not be shown any more is told as gone, whether or not it was taken down yet.
    """
    pages = live_pages().filter(language=language)
    newest = listed(pages.order_by("-edition__published_at", "pk"), 0, most)
    came = (
        News(NEW if p.number == 1 else CHANGED, language, p.slug, p.published_at, p.title, p.answer)
        for p in newest
    )
    told = sorted(chain(came, _lapsed(language, most), _gone(language, most)), key=lambda n: n.at)
    return told[::-1][:most]


def _lapsed(language: str, most: int) -> list[News]:
    rows = LivePage.objects.filter(language=language, lapses_on__lt=today()).order_by("-lapses_on")
    return [
        News(GONE, language, slug, _midnight_after(day), "", STANDARD["expired"])
        for slug, day in rows.values_list("slug", "lapses_on")[:most]
    ]


def _midnight_after(day: object) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(days=1)  # type: ignore[arg-type]


def _gone(language: str, most: int) -> list[News]:
    """Return notices of addresses at which no page stands now."""
    rows = (
        Withdrawal.objects.filter(edition__language=language)
        .exclude(topic__live_page__isnull=False)
        .exclude(edition__slug__in=LivePage.objects.filter(language=language).values("slug"))
        .order_by("-at")
        .values_list("edition__slug", "at", "notice")[:most]
    )
    last: dict[str, News] = {}
    for slug, at, notice in rows:
        last.setdefault(slug, News(GONE, language, slug, at, "", notice))
    return list(last.values())
