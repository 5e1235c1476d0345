"""The values that readers are served: frozen, complete, and free of the ORM."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings

from education.content.manuscript import Manuscript
from education.publishing.addresses import page_address


class LiveRow(NamedTuple):
    """A live page's row, as the database driver gives it (SQLite's times are UTC unsaid)."""

    language: str
    slug: str
    topic_id: int
    edition_id: int
    reviewed_at: datetime
    review_due: date
    lapses_on: date


class Pointer(NamedTuple):
    """What a request is answered from: the live row and those of its translations.

    Hashable, and different whenever the page that a reader should get is different.
    """

    row: LiveRow
    translations: tuple[LiveRow, ...]
    overdue: bool

    @property
    def edition_id(self) -> int:
        """The edition that readers get."""
        return self.row.edition_id


#: The columns of a sign-off that are printed, in the order of ``Signature``.
PRINTED = (
    *("printed_name", "profession", "register", "register_number", "signed_at"),
    *("meaning", "statement", "interests", "declaration__clinic_sells"),
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A sign-off as it is printed (21 CFR 11.50: name, time, meaning)."""

    name: str
    profession: str
    register: str
    register_number: str
    signed_at: datetime
    meaning: str
    statement: str
    interests: str
    #: Whether the signer works where what the page is about is sold; None when nothing was said.
    clinic_sells: bool | None = False


@dataclass(frozen=True, slots=True)
class Translation:
    """The same page in another language, live now."""

    language: str
    slug: str
    title: str
    #: Signed against an earlier edition of the page that it translates.
    behind: bool = False

    @property
    def name(self) -> str:
        """The language's own name."""
        return dict(settings.LANGUAGES).get(self.language, self.language)

    @property
    def address(self) -> str:
        """Its path."""
        return page_address(self.language, self.slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPage:
    """An edition with everything that is printed around its signed text."""

    manuscript: Manuscript
    edition_id: int
    number: int
    published_at: datetime
    fingerprint: str
    signatures: tuple[Signature, ...]
    #: None for an edition that is not the current one.
    reviewed_at: datetime | None = None
    review_due: date | None = None
    #: Past its review date but still within the days of grace.
    overdue: bool = False
    #: The number of the live edition: more than ``number`` when this is an earlier one.
    newest: int
    translations: tuple[Translation, ...] = ()
    #: Of a translation: the original's edition that was live when this text was submitted for
    #: signing, and the one that is live now; None when there was or is none.
    signed_against: int | None = None
    original_now: int | None = None

    @property
    def is_behind(self) -> bool:
        """Whether the original has a newer edition than the one this text was signed against."""
        return (self.signed_against or 0) < (self.original_now or 0) and bool(self.signed_against)

    @property
    def signers(self) -> list[str]:
        """The names of everyone who signed, each once."""
        return list(dict.fromkeys(s.name for s in self.signatures))

    @property
    def is_current(self) -> bool:
        """Whether this is the edition that is live."""
        return self.number == self.newest


@dataclass(frozen=True, slots=True)
class Notice:
    """What readers get in place of a page that was taken down."""

    kind: str
    words: str
    on: date | None
    #: (title, path) of the live page that takes its place.
    replacement: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One edition in the list of a page's editions."""

    number: int
    title: str
    published_at: datetime
    change_note: str
    #: Its path.
    address: str
    #: False when it may not be read any more.
    shown: bool
    #: Path of what changed since the edition before; empty for the first.
    changes_address: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers got at an address during a day, or a part of it (UTC)."""

    start: datetime
    end: datetime
    #: The edition's number; None when nothing was shown.
    number: int | None = None
    #: Where it may still be read; empty when it may not.
    address: str = ""
    #: Where it stood, when that was another address than today's.
    stood_at: str = ""
    #: Another page than the one that stands here today.
    another: bool = False
    #: Why nothing was shown: "not_yet" or the kind of a withdrawal; and since which day.
    why: str = ""
    since: date | None = None
    #: It lasted the whole day, or all of today until now.
    all_day: bool = False
