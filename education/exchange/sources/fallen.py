"""Lists of publications that were retracted, doubted, corrected or superseded, as CSV.

The columns may be called as Retraction Watch calls them, or plainly; their order does not matter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

from education.evidence.identifiers import is_doi, is_pmid, normal_doi, normal_pmid
from education.evidence.models import Source

from .drafts import Draft
from .library import Shelf
from .reading import LARGEST, PIECE, Unreadable, pieces, text_of

MARKED, KNOWN, ABSENT, REFUSED = "marked", "known", "absent", "refused"
_BATCH = 300
_COLUMNS = {
    "doi": ("originalpaperdoi", "doi", "originaldoi", "paperdoi", "articledoi"),
    "pmid": ("originalpaperpubmedid", "pmid", "pubmedid", "originalpmid", "paperpmid"),
    "date": ("retractiondate", "date", "noticedate", "announced"),
    "reason": ("reason", "reasons", "why", "note", "notes"),
    "successor": ("replacedby", "supersededby", "successor"),
    "nature": ("retractionnature", "nature", "notice", "status", "type"),
}
_Notice = Source.Notice
_NATURES = (
    ("retract", _Notice.RETRACTED),
    ("concern", _Notice.CONCERN),
    ("correct", _Notice.CORRECTED),
    ("erratum", _Notice.CORRECTED),
    ("supersed", _Notice.SUPERSEDED),
    ("replaced", _Notice.SUPERSEDED),
)
#: A list never takes a graver notice away; a person does.
_GRAVITY = [
    _Notice.NONE,
    _Notice.CORRECTED,
    _Notice.SUPERSEDED,
    _Notice.CONCERN,
    _Notice.RETRACTED,
]


def is_graver(notice: str, than: str) -> bool:
    """Tell whether one notice weighs more than another."""
    return _GRAVITY.index(_Notice(notice)) > _GRAVITY.index(_Notice(than))


@dataclass(frozen=True, slots=True)
class Fallen:
    """One row of the list: which publication, what happened to it, and what follows here."""

    line: int
    text: str = ""
    doi: str = ""
    pmid: str = ""
    notice: str = _Notice.RETRACTED
    date: str = ""
    reason: str = ""
    state: str = ABSENT
    #: Why it is refused, or is nothing to do.
    why: str = ""
    source: Source | None = None
    #: The DOI or PMID of what took its place, and that source, where the library holds it.
    replaced_by: str = ""
    successor: Source | None = None

    @property
    def label(self) -> str:
        """What happened to it, in a word or two."""
        return str(Source.Notice(self.notice).label)

    def said_by(self, name: str) -> str:
        """Return the reason that is kept with the act."""
        when = f" on {self.date}" if self.date else ""
        why = f": {self.reason}" if self.reason else "."
        by = f" Replaced by {self.replaced_by}." if self.replaced_by else ""
        return f"{self.label}{when}, says {name}, line {self.line}{why}{by}"


def decisions(stream: IO[bytes], name: str) -> Iterator[Fallen]:
    """Yield what each row means for the library; nothing is marked.

    Raises ``Unreadable`` when the file is no table with a DOI or a PMID in it.
    """
    text = text_of(stream)
    #: What this list has said of a source so far, beyond what the library says.
    said: dict[int, str] = {}
    try:
        rows = _rows(text, name)
        while some := list(islice(rows, _BATCH)):
            whole = [row for row in some if row.state != REFUSED]
            successors = [_successor(row) for row in whole if row.replaced_by]
            shelf = Shelf.holding([*map(_named, whole), *successors])
            yield from (_decided(row, shelf, said) for row in some)
    finally:
        text.detach()


def _named(row: Fallen) -> Draft:
    return Draft(title="", doi=row.doi, pmid=row.pmid)


def _successor(row: Fallen) -> Draft:
    doi = normal_doi(row.replaced_by)
    pmid = normal_pmid(row.replaced_by)
    return Draft(title="", doi=doi if is_doi(doi) else "", pmid=pmid if is_pmid(pmid) else "")


def _decided(row: Fallen, shelf: Shelf, said: dict[int, str]) -> Fallen:
    if row.state == REFUSED or row.state == KNOWN:
        return row
    held = shelf.same_as(_named(row))
    if not held:
        return row
    if len(held) > 1:
        why = f"Its DOI is of “{held[0].title}”, and its PMID of “{held[1].title}”."
        return replace(row, state=REFUSED, why=why)
    (source,) = held
    now = said.get(source.pk, source.notice)
    if not is_graver(row.notice, now):
        label = _Notice(now).label.lower()
        return replace(row, state=KNOWN, source=source, why=f"It is marked as {label} already.")
    said[source.pk] = row.notice
    successor = None
    if row.replaced_by and row.notice == _Notice.SUPERSEDED:
        successor = next(iter(shelf.same_as(_successor(row))), None)
    return replace(row, state=MARKED, source=source, successor=successor)


def _rows(text: io.TextIOWrapper, name: str) -> Iterator[Fallen]:
    long: set[int] = set()
    lines = _lines(text, long)
    before, first = next(
        ((n, line) for n, line in enumerate(lines, 1) if line.strip("\ufeff\x00 \r\n")), (0, "")
    )
    if not first:
        raise Unreadable(f"{name} is empty: there is nothing to read.")
    sign = max(",;\t", key=first.count)
    where = _columns(next(csv.reader([first], delimiter=sign), []))
    if "doi" not in where and "pmid" not in where:
        raise Unreadable(
            f"{name} is no list of retractions: its first line names neither a DOI nor a PMID "
            "column."
        )
    reader = csv.reader(lines, delimiter=sign)
    while True:
        line = before + reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            why = (
                f"This row cannot be read ({error}); it goes up to line {before + reader.line_num}."
            )
            yield Fallen(line, state=REFUSED, why=why)
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            is_long = any(line <= n <= before + reader.line_num for n in long)
            yield _row(line, cells, where, sign, is_long=is_long)


def _lines(text: io.TextIOWrapper, long: set[int]) -> Iterator[str]:
    """Yield lines; of one that is too long only its beginning, and its number is noted."""
    last = 0
    for line, piece in pieces(text):
        if len(piece) == PIECE and not piece.endswith("\n"):
            long.add(line)
        if line != last:
            yield piece
        last = line


def _columns(head: list[str]) -> dict[str, int]:
    names = [re.sub(r"[^a-z]", "", cell.lower()) for cell in head]
    return {
        column: names.index(known)
        for column, called in _COLUMNS.items()
        if (known := next((name for name in called if name in names), ""))
    }


def _row(line: int, cells: list[str], where: dict[str, int], sign: str, *, is_long: bool) -> Fallen:
    def cell(column: str) -> str:
        at = where.get(column, len(cells))
        return " ".join(cells[at].split()) if at < len(cells) else ""

    text = sign.join(cells)[:LARGEST]
    doi, pmid = normal_doi(_given(cell("doi"))), normal_pmid(_given(cell("pmid")))
    nature = cell("nature").lower()
    notice = next((n for word, n in _NATURES if word in nature), "" if nature else "retracted")
    row = Fallen(
        line=line,
        text=text,
        doi=doi,
        pmid=pmid,
        date=re.sub(r" 0+:00(:00)?$", "", cell("date")),
        reason=cell("reason").strip("+; ")[:500],
        replaced_by=_given(cell("successor"))[:200],
    )
    if is_long or "\x00" in text:
        return replace(row, state=REFUSED, why="This row is damaged: it cannot be right.")
    if not (doi or pmid):
        return replace(row, state=REFUSED, why="This row has neither a DOI nor a PMID.")
    if doi and not is_doi(doi):
        return replace(row, state=REFUSED, why=f"“{doi[:60]}” is no DOI.")
    if pmid and not is_pmid(pmid):
        return replace(row, state=REFUSED, why=f"“{pmid[:60]}” is no PMID.")
    if "reinstate" in nature:
        return replace(row, state=KNOWN, why="It was put back in force: a person decides on that.")
    if not notice:
        return replace(row, state=REFUSED, why=f"What “{nature[:60]}” means is not known here.")
    return replace(row, notice=notice)


def _given(text: str) -> str:
    """Return an identifier, or nothing where the list says that there is none."""
    return "" if text.lower() in ("unavailable", "none", "n/a", "na", "0", "-") else text
