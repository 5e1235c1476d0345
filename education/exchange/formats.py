"""From the bytes of a file to an ``Article``. Pure: no database, no file system.

A format is one row in ``_PARSERS`` and one row per file ending in ``_ENDINGS``; formats that are
known by their first bytes have a row in ``_SIGNATURES``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from education.errors import Refused

from .article import Article, ArticleSection, Block, Heading, Passage, Shape
from .parser import parse_markdown, parse_text

__all__ = [
    "MAX_BYTES",
    "Article",
    "ArticleSection",
    "Block",
    "Heading",
    "Passage",
    "Shape",
    "Unreadable",
    "parse",
]

#: Larger than any article: 5 MB of text is some 800,000 words.
MAX_BYTES = 5 * 1024 * 1024

_ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
}
# What a file is counts for more than what it is called.
_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"{\\rtf", "RTF"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
)


class Unreadable(Refused):
    """These bytes are not an article that can be read; ``str(error)`` says why and what to do."""


def parse(data: bytes, name: str) -> Article:
    """Return the article in a file's bytes; ``name`` is the file's name, for its ending.

    Raises ``Unreadable`` with one clear sentence: empty, too large, of an unknown kind, binary, or
    not UTF-8.
    """
    if not data.strip():
        raise Unreadable(f"{name} is empty: there is nothing to import.")
    if len(data) > MAX_BYTES:
        raise Unreadable(too_large(name))
    kind = _kind(data, name)
    reader = _PARSERS.get(kind)
    if reader is None:
        raise Unreadable(f"{name} cannot be read: save the article as a .txt or .md file.")
    return reader(data, name)


def too_large(name: str) -> str:
    """Return the sentence for a file above the limit."""
    return f"{name} is larger than {MAX_BYTES // 2**20} MB: import one article at a time."


def _kind(data: bytes, name: str) -> str:
    """Return what the file is: by its first bytes when they tell, else by its ending."""
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()[:32].lower()
    ending = PurePath(name).suffix.lower()
    for signature, kind in _SIGNATURES:
        if start.startswith(signature.lower()):
            return _ENDINGS[ending] if kind == "zip" and ending == ".docx" else kind
    return _ENDINGS.get(ending, "")


def _decoded(data: bytes, name: str) -> str:
    if b"\x00" in data:
        raise Unreadable(f"{name} is not a text file: save the article as plain text in UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{name} is not UTF-8 text (line {line}): save it again with the encoding UTF-8."
        ) from None
    if not any(map(str.isalnum, text)):
        raise Unreadable(f"{name} has no words in it: there is nothing to import.")
    return text


#: Kind of file → how it is read. A new format is a new row.
_PARSERS: dict[str, Callable[[bytes, str], Article]] = {
    "text": lambda data, name: parse_text(_decoded(data, name)),
    "markdown": lambda data, name: parse_markdown(_decoded(data, name)),
}
