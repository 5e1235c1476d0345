"""Between plain text and Markdown: shown as it was, and never read as the mark of a claim."""

from __future__ import annotations

import re

from education.content.markdown import to_text

_INLINE = re.compile(r"[\\`*_\[\]<>|~&]")
_BLOCK_START = re.compile(r"#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$)|\d{1,9}(?=[.)](?:\s|$))")
_MARKED_UP = re.compile(r"[\\*_\[&]")
#: A link or an image with its address.
LINK = re.compile(r"!?\[[^\[\]]*+\]\([^()\s]++[^()]*+\)")
#: Beyond this, Markdown inside a sentence stays as it is written: nobody reads that far.
_LONGEST_SENTENCE = 5000
_MARK = re.compile(r"\[(?=\[C-\d)")

#: Signs that no reader sees, and that would make words read otherwise than they are written.
UNSEEN = re.compile("[\x01-\x08\x0e-\x1b\x7f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]+")


def unseen_note(number: int) -> str:
    """Return why so many signs that no reader sees are not in the article."""
    return f"{number} invisible signs, such as those that turn the reading direction, were removed."


def as_read(text: str, *, markdown: bool) -> str:
    """Return the words that a reader sees: those of a plain text are the text itself."""
    if not markdown or not _MARKED_UP.search(text) or len(text) > _LONGEST_SENTENCE:
        return text
    return to_text(text, lambda number: f"[[C-{number}]]")


def prose(text: str, *, markdown: bool, first: bool = False) -> str:
    """Return words of an article as Markdown for a body; ``first`` at the start of a block."""
    return unmarked(text) if markdown else escaped(text, first=first)


def unmarked(text: str) -> str:
    """Return Markdown in which nothing reads as the mark of a claim."""
    return _MARK.sub(r"[\\", text)


def escaped(text: str, *, first: bool = False) -> str:
    """Return plain text as Markdown that shows exactly that text."""
    shown = _INLINE.sub(r"\\\g<0>", text)
    return guarded(shown) if first else shown


def guarded(shown: str) -> str:
    """Return a line of Markdown that starts no heading, list or rule."""
    found = _BLOCK_START.match(shown)
    if found is None:
        return shown
    # The backslash goes before the sign that makes the block: "1\." but "\#".
    number = found[0] if found[0].isdigit() else ""
    return f"{number}\\{shown[len(number) :]}"
