"""From the bytes of a file to an ``Article``. Pure: no database, no file system.

A format is one row in ``_PARSERS`` and one row per file ending in ``_ENDINGS``; formats that are
known by their first bytes have a row in ``_SIGNATURES``. HTML and Word files become Markdown, one
block a line, and their lines are counted in that.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import PurePath

from education.errors import Refused

from .article import Article, ArticleSection, Block, Heading, LeftOut, Passage, Shape
from .hypertext import TooDeep, markdown_of
from .markup import UNSEEN, unseen_note
from .parser import parse_markdown, parse_text
from .word import NotWord, html_of

__all__ = [
    "MAX_BYTES",
    "Article",
    "ArticleSection",
    "Block",
    "Heading",
    "LeftOut",
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
    (b"PK\x03\x04", "docx"),
    (b"PK\x05\x06", "docx"),
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"{\\rtf", "RTF"),
)
_HTML_START = re.compile(
    rb"<(?:!doctype html|html|head|body|\?xml[^>]{0,100}>\s*<(?:!doctype )?html)\b"
)
#: What closes a block of HTML; in Markdown a few such may stand, so there the ending decides.
_HTML_END = re.compile(rb"</(?:p|div|h[1-6]|ul|ol|li|table|body|html|article|section)\s*>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-z0-9_-]{1,20})", re.IGNORECASE)
#: Encodings that web pages name, as browsers read them.
_CHARSETS = {
    **dict.fromkeys(("windows-1252", "iso-8859-1", "latin1", "us-ascii", "ascii"), "cp1252"),
    "iso-8859-15": "iso8859-15",
}
_SAVE_AS = "save the article as a .txt, .md, .html or .docx file"
_HINTS = {"doc": "is an old Word file", "PDF": "is a PDF", "RTF": "is a rich text file"}


class Unreadable(Refused):
    """These bytes are not an article that can be read; ``str(error)`` says why and what to do."""


def parse(data: bytes, name: str) -> Article:
    """Return the article in a file's bytes; ``name`` is the file's name, for its ending.

    What the bytes are decides, the ending only where they do not tell. Raises ``Unreadable`` with
    one clear sentence: empty, too large, of an unknown kind, damaged, or of unknown encoding.
    """
    if not data.strip():
        raise Unreadable(f"{name} is empty: there is nothing to import.")
    if len(data) > MAX_BYTES:
        raise Unreadable(too_large(name))
    kind = _kind(data, name)
    reader = _PARSERS.get(kind)
    if reader is None:
        raise Unreadable(f"{name} {_HINTS.get(kind, 'cannot be read')}: {_SAVE_AS}.")
    return reader(data, name)


def too_large(name: str) -> str:
    """Return the sentence for a file above the limit."""
    return f"{name} is larger than {MAX_BYTES // 2**20} MB: import one article at a time."


def _kind(data: bytes, name: str) -> str:
    """Return what the file is: by its bytes when they tell, else by its ending."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    for signature, kind in _SIGNATURES:
        if start.startswith(signature.lower()):
            return kind
    kind = _ENDINGS.get(PurePath(name).suffix.lower(), "")
    if _HTML_START.match(start):
        return "html"
    if kind == "text" and start.startswith(b"<") and _HTML_END.search(data.lower()):
        return "html"
    # A text that somebody named .docx or .html is a text.
    if kind == "docx" or (kind == "html" and b"<" not in data and not data.startswith(_UTF16)):
        return "text" if b"<" not in data and b"\x00" not in data else "broken"
    return kind


_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _decoded(data: bytes, name: str, encoding: str = "utf-8-sig") -> str:
    if data.startswith(_UTF16):
        encoding = "utf-16"
    elif b"\x00" in data:
        raise Unreadable(f"{name} is not a text file: save the article as plain text in UTF-8.")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{name} is not UTF-8 text (line {line}): save it again with the encoding UTF-8."
        ) from None
    if "\x00" in text:
        raise Unreadable(f"{name} is not a text file: save the article as plain text in UTF-8.")
    return text


def _read(text: str, name: str, left: Iterable[LeftOut] = (), *, markdown: bool) -> Article:
    seen, unseen = _seen(text)
    if not any(map(str.isalnum, seen)):
        raise Unreadable(f"{name} has no words in it: there is nothing to import.")
    article = (parse_markdown if markdown else parse_text)(seen)
    return replace(article, text=seen, left_out=(*left, *unseen))


def _seen(text: str) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the text without signs that no reader sees, and a note when there were any."""
    seen, number = UNSEEN.subn("", text)
    if not number:
        return text, ()
    first = UNSEEN.search(text)
    line = text.count("\n", 0, first.start() if first else 0) + 1
    return seen, (LeftOut(line, "", unseen_note(number)),)


def _html(data: bytes, name: str) -> Article:
    named = _CHARSET.search(data[:4096])
    label = named[1].decode().lower() if named else ""
    return _marked_up(_decoded(data, name, _CHARSETS.get(label, "utf-8-sig")), name)


def _docx(data: bytes, name: str) -> Article:
    try:
        markup, left = html_of(data)
    except NotWord as refusal:
        raise Unreadable(f"{name} {refusal}.") from refusal
    return _marked_up(markup, name, left)


def _marked_up(markup: str, name: str, left: tuple[LeftOut, ...] = ()) -> Article:
    try:
        text, gone = markdown_of(markup)
    except TooDeep:
        raise Unreadable(f"{name} is nested deeper than any article: it is not read.") from None
    return _read(text, name, (*left, *gone), markdown=True)


def _text(data: bytes, name: str) -> Article:
    return _read(_decoded(data, name), name, markdown=False)


def _markdown(data: bytes, name: str) -> Article:
    return _read(_decoded(data, name), name, markdown=True)


#: Kind of file → how it is read. A new format is a new row.
_PARSERS: dict[str, Callable[[bytes, str], Article]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "docx": _docx,
}
