"""Lists of live pages: by shelf, by words, and walked through."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import get_language_info

from education.content.manuscript import CLAIM_MARK, Manuscript
from education.content.markdown import to_text
from education.publishing.addresses import page_address
from education.publishing.index.models import IndexedPage
from education.publishing.index.search import LONGEST_QUERY, matching
from education.publishing.models import Edition, LivePage
from education.publishing.reading import live_pages, today
from education.publishing.words import languages

__all__ = ["LONGEST_QUERY"]

#: Text in which no sign means anything in Markdown: it says what it says.
_NO_MARKUP = re.compile(r"(?:[^\W_]|[\s.,;:’'()%?/-])*")


@dataclass(frozen=True, slots=True)
class Listed:
    """One live page as a list shows it."""

    language: str
    slug: str
    title: str
    kind: str
    #: The one-line answer as plain text.
    answer: str
    reviewed_at: datetime
    review_due: date
    overdue: bool
    #: The number of the live edition.
    number: int
    fingerprint: str
    published_at: datetime
    edition_id: int
    topic_id: int

    @property
    def address(self) -> str:
        """Its path."""
        return page_address(self.language, self.slug)

    @property
    def direction(self) -> str:
        """Which way its words run: ltr or rtl."""
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def language_name(self) -> str:
        """Its language's own name."""
        return languages().get(self.language, self.language)


def live_list(language: str, kind: str = "", query: str = "") -> QuerySet[LivePage]:
    """Return live pages by title: of a language or "" for all, of a kind, with a query's words.

    Rows are made readable by ``listed``, so that a list loads no more than it shows.
    """
    pages = live_pages()
    if language:
        pages = pages.filter(language=language)
    if kind:
        pages = pages.filter(edition__kind=kind)
    if query.split():
        found = matching(query, [language] if language else languages())
        pages = pages.none() if found is None else pages.filter(edition__in=found)
    return pages.order_by("edition__title", "pk")


def newest(language: str, number: int) -> list[Listed]:
    """Return the live pages that were published last."""
    rows = IndexedPage.objects.filter(
        language=language, edition__live_page__lapses_on__gte=today()
    ).order_by("-published_at", "-pk")
    return lines_of(rows.values_list("pk", flat=True)[:number])


def lines_of(edition_ids: Iterable[int]) -> list[Listed]:
    """Return live editions as values, in the order given; what is not live is left out.

    One query, and one more when an answer rests on a claim.
    """
    wanted = list(edition_ids)
    rows = _rows(live_pages().filter(edition__in=wanted)) if wanted else []
    place = {pk: n for n, pk in enumerate(wanted)}
    return _lines(sorted(rows, key=lambda row: place[row["edition_id"]]))


def listed(pages: QuerySet[LivePage], start: int, end: int) -> list[Listed]:
    """Return some of the live pages as values.

    One query, and one more when an answer rests on a claim.
    """
    return _lines(_rows(pages)[start:end])


def walked(pages: QuerySet[LivePage], after: int, size: int) -> tuple[list[Listed], int | None]:
    """Return the live pages that follow a place, and the place after them when there are more.

    The place is the number of a topic, which stays with a page whatever becomes of its title: so
    a walk gives each page once that is live from its beginning to its end. It is read along the
    index of that number. One query, and one more when an answer rests on a claim.
    """
    found = listed(pages.filter(topic__gt=after).order_by("topic_id"), 0, size + 1)
    there, more = found[:size], len(found) > size
    return there, there[-1].topic_id if more else None


def _rows(pages: QuerySet[LivePage]) -> Any:
    return pages.values(
        *("language", "slug", "reviewed_at", "review_due", "edition_id", "topic_id"),
        title=F("edition__title"),
        kind=F("edition__kind"),
        answer=F("edition__answer"),
        number=F("edition__number"),
        fingerprint=F("edition__fingerprint"),
        published_at=F("edition__published_at"),
    )


def _lines(found: Iterable[dict[str, Any]]) -> list[Listed]:
    rows = list(found)
    said = _statements(row["edition_id"] for row in rows if CLAIM_MARK.search(row["answer"]))
    return [_line(**row, said=said.get(row["edition_id"], {})) for row in rows]


def _line(*, answer: str, review_due: date, said: dict[int, str], **row: Any) -> Listed:
    plain = _plain(answer, said)
    return Listed(answer=plain, review_due=review_due, overdue=review_due < today(), **row)


def _plain(answer: str, said: dict[int, str]) -> str:
    if _NO_MARKUP.fullmatch(answer):
        return " ".join(answer.split())
    return to_text(answer, lambda claim_id: said.get(claim_id, ""))


def _statements(edition_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Return edition → claim id → statement, from the signed manuscripts."""
    ids = list(edition_ids)
    found: Any = Edition.objects.filter(pk__in=ids).values_list("pk", "manuscript") if ids else ()
    return {
        pk: {c.claim_id or 0: c.statement for c in Manuscript.from_json(json.loads(text)).claims}
        for pk, text in found
    }
