"""What readers may have: the live pointer, and the page, list and notice behind it.

Only editions, sign-offs, live pages and withdrawals are read here, never the words of a draft.
The one query that each reader's request repeats is ``live_pointer``; it is a constant string
through a raw cursor because an ORM query costs ten times as much (pitfalls D3).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, Protocol

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_noop

from education.content.manuscript import Manuscript
from education.publishing.addresses import address, page_address
from education.publishing.models import Edition, EditionClaim, LivePage, Withdrawal
from education.publishing.notices import STANDARD
from education.publishing.pages import (
    PRINTED,
    EditionLine,
    LiveRow,
    Notice,
    Pointer,
    PublishedPage,
    Signature,
    Translation,
)
from education.publishing.prepared import Prepared
from education.review.models import APPROVING
from education.review.states import State

# Translations are found through the drafts' ids; ``_translations`` keeps only those whose signed
# manuscripts say so too. No word of a draft is read. First the original (the page itself, when it
# translates none), then what translates that; joined by OR, SQLite could read through all topics,
# and CROSS JOIN holds it to the order in which they are named. Times come as text, which both
# databases write as ISO 8601: most requests only compare them.
_ROW = (
    "SELECT s.language,s.slug,s.topic_id,s.edition_id,CAST(s.reviewed_at AS TEXT),"
    "CAST(s.review_due AS TEXT),CAST(s.lapses_on AS TEXT) "
    "FROM education_livepage l CROSS JOIN education_topic t"
)
_HERE = "l.language=%s AND l.slug=%s AND t.id=l.topic_id"
_ORIGINAL = "COALESCE(t.translation_of_id,t.id)"
_POINTER = Prepared(
    f"{_ROW} CROSS JOIN education_livepage s WHERE {_HERE} AND s.topic_id={_ORIGINAL} UNION ALL "
    f"{_ROW} CROSS JOIN education_topic f CROSS JOIN education_livepage s "
    f"WHERE {_HERE} AND f.translation_of_id={_ORIGINAL} AND s.topic_id=f.id"
)
_VERSION = Prepared("SELECT number FROM education_liveversion")

#: Rows of ``_POINTER``.
LiveRows = tuple[tuple[Any, ...], ...]

#: Why an earlier edition of a live page is not shown.
EARLIER_GONE = gettext_noop(
    "This earlier edition is no longer shown, because something in it was taken down."
)


def today() -> date:
    """Return the day that decides about review dates (UTC, as the records are kept)."""
    return timezone.now().date()


def live_rows(language: str, slug: str) -> LiveRows:
    """Return what the database holds live at an address and its translations: one query.

    Whatever a reader gets there today follows from these rows. Empty when nothing is live there.
    """
    return tuple(_POINTER.rows(language, slug, language, slug))


def live_pointer(language: str, slug: str, rows: LiveRows | None = None) -> Pointer | Notice | None:
    """Return what is live at an address now: one query, none with the ``live_rows`` just read.

    A page past the last day it may be shown is a ``Notice`` at once, whether or not the daily job
    has taken it down yet. None when nothing is live there.
    """
    rows = live_rows(language, slug) if rows is None else rows
    here = (language, slug)
    own = next((row for row in rows if row[:2] == here), None)
    if own is None:
        return None
    page, now = _live_row(own), today()
    if page.lapses_on < now:
        return Notice("expired", STANDARD["expired"], page.lapses_on)
    others = (_live_row(row) for row in rows if row is not own)
    return Pointer(
        page, tuple(sorted(t for t in others if t.lapses_on >= now)), page.review_due < now
    )


def _live_row(row: tuple[Any, ...]) -> LiveRow:
    language, slug, topic_id, edition_id, reviewed_at, *days = row
    at = datetime.fromisoformat(reviewed_at)
    return LiveRow(language, slug, topic_id, edition_id, at, *map(date.fromisoformat, days))


def live_version() -> int | None:
    """Return the number that stands for all that is live now: one query; None without its row."""
    return next((number for (number,) in _VERSION.rows()), None)


def published_page(pointer: Pointer) -> PublishedPage:
    """Return the live page behind a pointer: one query."""
    row = pointer.row
    ids = [row.edition_id, *(t.edition_id for t in pointer.translations)]
    found = {page.edition_id: page for page in _editions(pk__in=ids)}
    page = found.pop(row.edition_id)
    reviewed_at = row.reviewed_at
    if timezone.is_naive(reviewed_at):  # SQLite keeps UTC without saying so.
        reviewed_at = reviewed_at.replace(tzinfo=UTC)
    return replace(
        page,
        # A reaffirmation counts once the pointer has moved, not while a second one is awaited.
        signatures=tuple(s for s in page.signatures if s.signed_at <= reviewed_at),
        reviewed_at=reviewed_at,
        review_due=row.review_due,
        overdue=pointer.overdue,
        translations=_translations(page, found.values()),
        original_now=_original_now(page, pointer, found),
    )


def _original_now(
    page: PublishedPage, pointer: Pointer, found: dict[int, PublishedPage]
) -> int | None:
    """Return the number of the live edition of the page that this one translates."""
    original = page.manuscript.translation_of
    ids = [row.edition_id for row in pointer.translations if row.topic_id == original]
    return found[ids[0]].number if original and ids else None


_EDITION = ("pk", "number", "manuscript", "fingerprint", "published_at")
#: The edition of the original that was live when a translation was submitted. Which page is the
#: original stands in the draft as well; where the signed text says otherwise, nothing is told.
_AGAINST = Subquery(
    Edition.objects.filter(
        topic=OuterRef("topic__translation_of"), published_at__lte=OuterRef("review__submitted_at")
    )
    .order_by("-number")
    .values("number")[:1]
)
#: Stands when it was never taken back.
_STANDS = "review__sign_offs__revocation"


def _editions(**where: Any) -> list[PublishedPage]:
    """Return editions with all their signatures: one query."""
    rows = (
        Edition.objects.filter(**where)
        .order_by("-number", "pk", "review__sign_offs__signed_at")
        .annotate(against=_AGAINST)
        .values_list(
            *_EDITION,
            "against",
            "topic__translation_of",
            *(f"review__sign_offs__{name}" for name in PRINTED),
            _STANDS,
        )
    )
    pages = []
    for _, lines in groupby(rows, key=lambda row: row[0]):
        edition, *_ = signed = list(lines)
        manuscript = Manuscript.from_json(json.loads(edition[2]))
        same_original = manuscript.translation_of == edition[6]
        pages.append(
            PublishedPage(
                manuscript=manuscript,
                edition_id=edition[0],
                number=edition[1],
                newest=edition[1],
                fingerprint=edition[3],
                published_at=edition[4],
                signatures=tuple(Signature(*row[7:-1]) for row in signed if _is_printed(row)),
                signed_against=edition[5] if same_original else None,
            )
        )
    return pages


def _is_printed(row: Sequence[Any]) -> bool:
    """Tell whether a line holds a signature, and one that nobody took back."""
    return row[7] is not None and row[-1] is None


def _translations(page: PublishedPage, others: Iterable[PublishedPage]) -> tuple[Translation, ...]:
    """Keep the pages whose signed text belongs to the same original as this page's signed text."""
    kept = [o for o in others if _original(o.manuscript) == _original(page.manuscript)]
    return tuple(
        Translation(
            o.manuscript.language, o.manuscript.slug, o.manuscript.title, _is_behind(o, page)
        )
        for o in kept
    )


def _is_behind(other: PublishedPage, page: PublishedPage) -> bool:
    """Tell whether a translation was signed against an earlier edition of this very page."""
    translates_this = other.manuscript.translation_of == page.manuscript.topic_id
    return translates_this and 0 < (other.signed_against or 0) < page.number


def _original(page: Manuscript) -> int | None:
    return page.translation_of or page.topic_id


def edition_at(language: str, slug: str, number: int) -> PublishedPage | Notice | None:
    """Return one edition of the page that is live at an address, or why it is not shown."""
    pointer = live_pointer(language, slug)
    if not isinstance(pointer, Pointer):
        return pointer
    current = published_page(pointer)
    if number == current.number:
        return current
    page = next(iter(_editions(topic=pointer.row.topic_id, number=number)), None)
    if page is None:
        return None
    if not may_still_be_read(pointer.row.topic_id, [page])[page.edition_id]:
        here = (current.manuscript.title, page_address(language, slug))
        return Notice("", EARLIER_GONE, None, here)
    return replace(page, newest=current.number)


def editions_of(language: str, slug: str) -> tuple[EditionLine, ...] | Notice | None:
    """Return every edition of the page that is live at an address, newest first."""
    pointer = live_pointer(language, slug)
    if not isinstance(pointer, Pointer):
        return pointer
    pages = _editions(topic=pointer.row.topic_id)
    shown = may_still_be_read(pointer.row.topic_id, pages)
    return tuple(
        EditionLine(
            number=p.number,
            title=p.manuscript.title,
            published_at=p.published_at,
            change_note=p.manuscript.change_note,
            address=address("edition", language, slug=slug, number=p.number),
            shown=shown[p.edition_id],
            changes_address=address("changes", language, slug=slug, number=p.number)
            if p.number > 1
            else "",
        )
        for p in pages
    )


class Dated(Protocol):
    """An edition in whatever form, and when it was published."""

    @property
    def edition_id(self) -> int:
        """Its id."""

    @property
    def published_at(self) -> datetime:
        """Since when it could be read."""


def may_still_be_read(topic_id: int, pages: Iterable[Dated]) -> dict[int, bool]:
    """Tell which editions of a live page may be read beside the current one.

    Not those published before their page was last taken down: what was wrong then may stand in
    any of them. Nor those that hold a claim whose signatures have been voided since, or whose own
    signatures somebody took back.
    """
    taken_down = Withdrawal.objects.filter(topic=topic_id).aggregate(last=Max("at"))["last"]
    ids = {page.edition_id: page.published_at for page in pages}
    voided = set(
        EditionClaim.objects.filter(edition__in=ids)
        .exclude(review__state=State.SIGNED)
        .values_list("edition", flat=True)
    )
    voided |= set(
        Edition.objects.filter(
            pk__in=ids,
            review__sign_offs__meaning__in=APPROVING,
            review__sign_offs__revocation__at__gte=F("published_at"),
        ).values_list("pk", flat=True)
    )
    return {
        pk: pk not in voided and (taken_down is None or published_at > taken_down)
        for pk, published_at in ids.items()
    }


def withdrawal_at(language: str, slug: str) -> Notice | None:
    """Return the notice for an address whose page was taken down and is not live anywhere."""
    topic_id = topic_once_at(language, slug)
    return notice_of(topic_id) if topic_id else None


def notice_of(topic_id: int) -> Notice | None:
    """Return the notice of a page that was taken down last; None when it never was."""
    gone = Withdrawal.objects.filter(topic=topic_id).first()
    if gone is None:
        return None
    replacement = live_pages().filter(topic=gone.replacement_id).select_related("edition").first()
    return Notice(
        gone.kind,
        gone.notice,
        gone.at.date(),
        (replacement.edition.title, page_address(replacement.language, replacement.slug))
        if replacement
        else None,
    )


def moved_to(language: str, slug: str) -> str | None:
    """Return the path at which the page once published at this address is live now, if another."""
    topic_id = topic_once_at(language, slug)
    live = live_pages().filter(topic=topic_id).first() if topic_id else None
    if live is None or (live.language, live.slug) == (language, slug):
        return None
    return page_address(live.language, live.slug)


def topic_once_at(language: str, slug: str) -> int | None:
    """Return the topic that was published last at an address."""
    editions = Edition.objects.filter(language=language, slug=slug)
    return editions.order_by("-published_at").values_list("topic", flat=True).first()


def live_pages() -> QuerySet[LivePage]:
    """Return every page that may be shown today."""
    return LivePage.objects.filter(lapses_on__gte=today())
