"""From the bytes of a list of sources to its text and its entries; never more than one in memory.

What a file is called counts for nothing: ``.ris`` is often nbib. Its first lines tell.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from education.errors import Refused

#: So much of a line is read at once; JSON often is a single line.
PIECE = 64 * 1024
#: Longer than any record with its abstract: what is longer is broken.
LARGEST = 400_000
_HEAD = 64 * 1024
_NUL = "\x00"

Fields = dict[str, list[str]]


class Unreadable(Refused):
    """These bytes are no list that can be read; ``str(error)`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as it stands in the file, from which line on, or what is wrong with it."""

    line: int
    text: str
    fields: Fields = field(default_factory=dict)
    problem: str = ""


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as what they then nearly always are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(_one_byte(byte) for byte in bad), error.end


def _one_byte(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)  # Five bytes that Windows leaves open; Latin-1 has signs there.


codecs.register_error("as-windows-1252", _as_windows_1252)


def text_of(stream: IO[bytes]) -> io.TextIOWrapper:
    """Return a file's text: UTF-8 with or without its mark, UTF-16, else Windows-1252.

    Decided byte by byte, so that a list glued together from two encodings is read as well.
    """
    head = stream.read(4096)
    stream.seek(0)
    encoding, errors = _encoding(head)
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors)


def _encoding(head: bytes) -> tuple[str, str]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "replace"
    # Without its mark UTF-16 shows in the nulls beside every letter of English.
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.6 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le", "replace"
    if head[0::2].count(0) > 0.6 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be", "replace"
    return "utf-8-sig", "as-windows-1252"


#: What the first line of a record looks like in each format.
_SIGNS = (
    ("nbib", re.compile(r"^\s*PMID ?- ?\d", re.MULTILINE)),
    ("ris", re.compile(r"^\s*TY {1,2}-", re.MULTILINE)),
    ("bibtex", re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)),
    ("csl", re.compile(r"\A\s*(?:\[\s*)?\{\s*\"")),
)


def format_of(text: io.TextIOWrapper, name: str) -> str:
    """Return "nbib", "ris", "bibtex" or "csl"; reads the beginning of the text and goes back.

    Raises ``Unreadable`` when the file is none of these, or empty.
    """
    head = text.read(_HEAD)
    text.seek(0)
    if not head.strip(_NUL + " \t\r\n\ufeff"):
        raise Unreadable(f"{name} is empty: there is nothing to import.")
    found = [(m.start(), kind) for kind, sign in _SIGNS if (m := sign.search(head))]
    if not found:
        raise Unreadable(
            f"{name} is no list of sources that can be read: save it as PubMed (.nbib), RIS, "
            "BibTeX or CSL-JSON."
        )
    return min(found)[1]


def pieces(text: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    """Yield (line, piece): each line with its end, or so much of it as is read at once."""
    line = 1
    while piece := text.readline(PIECE):
        yield line, piece
        line += piece.endswith("\n")


class Gathered:
    """The text of the entry that is being read, bounded."""

    def __init__(self, line: int) -> None:
        self.line, self.problem = line, ""
        self._parts: list[str] = []
        self._size = 0

    def add(self, text: str) -> bool:
        """Take some more of the entry; say whether there was room."""
        if self._size + len(text) > LARGEST:
            self.problem = f"This record is longer than {LARGEST:,} characters: it cannot be right."
            return False
        self._parts.append(text)
        self._size += len(text)
        return True

    @property
    def text(self) -> str:
        """What was taken."""
        return "".join(self._parts)

    def entry(self, fields: Fields | None = None, problem: str = "") -> Entry:
        """Return the entry, with the first thing that is wrong with it."""
        text, wrong = self.text, self.problem or problem
        if not wrong and _NUL in text:
            wrong = "This record holds a null character: the file is damaged here."
        if not wrong and "\ufffd" in text:
            wrong = "This record holds a character that cannot be read: the file is damaged here."
        return Entry(self.line, text.strip("\n"), {} if wrong else fields or {}, wrong)
