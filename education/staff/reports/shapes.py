"""What a report is made of: what was asked, and the values that the page and the file show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import Q

from education.people.models import User
from education.staff.reports.charts import Bar, Bars, Columns, Spans

#: How many rows of a list stand on the page; the file has them all.
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is narrowed to: days (both included), specialty and language."""

    today: date
    since: date | None = None
    until: date | None = None
    specialty: str = ""
    language: str = ""
    #: What is searched for, in a report that has a search.
    words: str = ""
    #: The one person whose own figures these are; None shows everybody's.
    only: User | None = None

    @property
    def start(self) -> datetime | None:
        """The first moment asked for."""
        return _midnight(self.since) if self.since else None

    @property
    def end(self) -> datetime | None:
        """The first moment that is not asked for any more."""
        return _midnight(self.until + timedelta(days=1)) if self.until else None

    def moments(self, name: str) -> Q:
        """Return the condition that a time lies in the days asked for."""
        found = Q(**{f"{name}__gte": self.start}) if self.start else Q()
        return found & Q(**{f"{name}__lt": self.end}) if self.end else found

    def days(self, name: str) -> Q:
        """Return the condition that a date lies in the days asked for."""
        found = Q(**{f"{name}__gte": self.since}) if self.since else Q()
        return found & Q(**{f"{name}__lte": self.until}) if self.until else found

    def about(self, topic: str, *, claim: str = "", edition: str = "") -> Q:
        """Return the condition that a page, reached by ``topic``, is one that was asked for.

        With ``claim`` the rows may be about a claim instead: it has a language, and no specialty.
        With ``edition`` the language is that of the published page, not of today's draft.
        """
        found = Q()
        if self.specialty:
            found &= Q(**{f"{topic}__specialty__slug": self.specialty})
        if self.language:
            spoken = Q(**{f"{edition or topic}__language": self.language})
            found &= spoken | Q(**{f"{claim}__language": self.language}) if claim else spoken
        return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: words, where they lead, and a bar beside them."""

    text: str
    href: str = ""
    about: str = ""
    tag: str = ""
    bar: Bar | None = None
    picture: Columns | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column."""

    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a caption; ``left_out`` more stand in the file only."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        """Each row's cells with their columns, for a phone on which a row becomes a card."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


T = TypeVar("T")


def table(
    caption: str,
    columns: Sequence[Column],
    items: Sequence[T],
    cells: Callable[[T], tuple[Cell, ...]],
    *,
    shown: int = SHOWN,
) -> Table:
    """Return the table of the first items; the others are counted, and cost nothing."""
    rows = tuple(cells(item) for item in items[:shown])
    return Table(caption, tuple(columns), rows, left_out=len(items) - len(rows))


@dataclass(frozen=True, slots=True)
class Result:
    """A report as it stands: what it found in a sentence, its pictures, its lists and its file."""

    headline: str
    #: The head of the file, and its rows: text, numbers, dates and times.
    head: tuple[str, ...]
    rows: Iterable[Sequence[Any]]
    bars: tuple[Bars, ...] = ()
    spans: Spans | None = None
    tables: tuple[Table, ...] = ()
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A saved question about the clinic's work."""

    name: str
    title: str
    #: One sentence: what it shows.
    says: str
    empty: str
    build: Callable[[Asked], Result]
    #: What the days asked for are days of, as in "Signed from"; and where they start by default.
    dated: str
    months: int | None = 12
    #: What has to be known to read it rightly.
    notes: tuple[str, ...] = field(default=())
    #: Clinicians may open it for themselves.
    is_personal: bool = False
    #: What its search looks in, as in "Title, DOI or PMID"; empty when it has none.
    searches: str = ""
