"""Whether a printed sheet still holds: what became of a signed text, told by its fingerprint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from education.publishing.addresses import page_address
from education.publishing.models import Edition, LivePage
from education.publishing.notices import STANDARD
from education.publishing.pages import Notice
from education.publishing.reading import may_still_be_read, notice_of, today


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of an edition: ``current``, ``superseded`` or ``withdrawn``."""

    state: str
    language: str
    number: int
    published_at: datetime
    #: Path and signed title of the page that is live now; empty when none is.
    address: str = ""
    title: str = ""
    #: Of the current one: its review date, and whether that is past.
    review_due: date | None = None
    overdue: bool = False
    #: Superseded, and no longer shown: something in it was taken down.
    void: bool = False
    #: Why it was taken down.
    notice: Notice | None = None


def standing_of(fingerprint: str) -> Standing | None:
    """Return what became of a text; None when no edition ever had this fingerprint."""
    edition = Edition.objects.filter(fingerprint=fingerprint).order_by("-published_at").first()
    if edition is None:
        return None
    said = (edition.language, edition.number, edition.published_at)
    live = LivePage.objects.filter(topic=edition.topic_id).select_related("edition").first()
    if live is None:
        return Standing("withdrawn", *said, notice=notice_of(edition.topic_id))
    if live.lapses_on < today():
        lapsed = Notice("expired", STANDARD["expired"], live.lapses_on)
        return Standing("withdrawn", *said, notice=lapsed)
    here = (page_address(live.language, live.slug), live.edition.title)
    if live.edition.fingerprint == fingerprint:
        overdue = live.review_due < today()
        return Standing("current", *said, *here, live.review_due, overdue)
    void = not may_still_be_read(edition.topic_id, [_Dated(edition.pk, edition.published_at)])[
        edition.pk
    ]
    return Standing("superseded", *said, *here, void=void)


@dataclass(frozen=True, slots=True)
class _Dated:
    edition_id: int
    published_at: datetime
