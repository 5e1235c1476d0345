"""PubMed's .nbib and RIS: a tag at the start of a line, and a value; some lines go on."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from .reading import Entry, Fields, Gathered, pieces

_NBIB = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?: +|$)(.*)", re.DOTALL)
_RIS = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: +|$)(.*)", re.DOTALL)
_STRAY = "This text belongs to no record."


class _Record(Gathered):
    """A record with the values of its tags."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.fields: Fields = {}
        self._last: list[str] = []

    def tag(self, tag: str, value: str) -> None:
        self._last = self.fields.setdefault(tag, [])
        self._last.append(value)

    def go_on(self, text: str) -> None:
        if self._last and text:
            self._last[-1] = f"{self._last[-1]} {text}".strip()

    def done(self, problem: str = "") -> Entry:
        return self.entry(self.fields, problem or ("" if self.fields else _STRAY))


def nbib_entries(text: io.TextIOWrapper) -> Iterator[Entry]:
    """Yield the records of a PubMed file: each begins with its PMID, and a blank line ends it."""
    record, starts = None, True
    for line, piece in pieces(text):
        value = piece.rstrip("\r\n")
        found = _NBIB.match(value) if starts else None
        if record and ((found and found[1] == "PMID") or (starts and not value.strip())):
            yield record.done()
            record = None
        if value.strip():
            record = record or _Record(line)
            _take(record, piece, found, value)
        starts = piece.endswith("\n")
    if record:
        yield record.done()


def ris_entries(text: io.TextIOWrapper) -> Iterator[Entry]:
    """Yield the records of a RIS file: each goes from its TY to its ER."""
    record, starts = None, True
    for line, piece in pieces(text):
        value = piece.rstrip("\r\n")
        found = _RIS.match(value.lstrip() if record is None else value) if starts else None
        if found and found[1] == "TY" and record:
            yield record.done(_not_ended(record))
            record = None
        if value.strip():
            record = record or _Record(line)
            _take(record, piece, found, value)
        if found and found[1] == "ER" and record:
            yield record.done("" if "TY" in record.fields else _STRAY)
            record = None
        starts = piece.endswith("\n")
    if record:
        yield record.done(_not_ended(record))


def _not_ended(record: _Record) -> str:
    return "This record is cut off: it has no line “ER  -”." if record.fields else _STRAY


def _take(record: _Record, piece: str, found: re.Match[str] | None, value: str) -> None:
    if not record.add(piece):
        return
    if found:
        record.tag(found[1], found[2].strip())
    else:
        record.go_on(value.strip())
