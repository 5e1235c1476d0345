"""Words that follow each other in different type, as Markdown.

Signs of emphasis are written only where they are read as such: Markdown does not allow them
everywhere that HTML does, and a sign in the wrong place would be shown to readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace


class Run(NamedTuple):
    """Words in one type. Their text is Markdown already."""

    text: str
    bold: bool = False
    italic: bool = False

    @property
    def sign(self) -> str:
        """The sign of emphasis that stands before and after it."""
        return "**" * self.bold + "*" * self.italic


def joined(runs: Iterable[Run]) -> str:
    """Return runs as one text, with as much of their emphasis as Markdown can say."""
    pieces = _apart([piece for run in _merged(runs) for piece in _trimmed(run)])
    texts = [piece.text for piece in pieces]
    parts = []
    for at, piece in enumerate(pieces):
        before = texts[at - 1][-1] if at else " "
        after = texts[at + 1][0] if at + 1 < len(pieces) else " "
        sign = piece.sign if _holds(before, piece.text, after) else ""
        parts.append(f"{sign}{piece.text}{sign}")
    return "".join(parts)


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Join neighbours of one type, and drop what is empty."""
    alike = groupby((run for run in runs if run.text), key=lambda run: (run.bold, run.italic))
    return [Run("".join(run.text for run in group), *kind) for kind, group in alike]


def _trimmed(run: Run) -> list[Run]:
    """Take the white space around a run out of its emphasis."""
    text = run.text.strip()
    if not run.sign or not text:
        return [Run(run.text)]
    start = run.text.index(text)
    pieces = (Run(run.text[:start]), run._replace(text=text), Run(run.text[start + len(text) :]))
    return [piece for piece in pieces if piece.text]


def _apart(pieces: list[Run]) -> list[Run]:
    """Where two types touch in the middle of a word, keep what they have in common."""
    kept = list(pieces)
    for at in range(1, len(kept)):
        left, right = kept[at - 1], kept[at]
        if left.sign and right.sign:
            common = (left.bold and right.bold, left.italic and right.italic)
            kept[at - 1], kept[at] = Run(left.text, *common), Run(right.text, *common)
    return _merged(kept)


def _holds(before: str, text: str, after: str) -> bool:
    """Tell whether signs around a text, between two others, open and close its emphasis."""
    opens = not _is_sign(text[0]) or _is_edge(before)
    return opens and (not _is_sign(text[-1]) or _is_edge(after))


def _is_sign(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)


def _is_edge(char: str) -> bool:
    return _is_sign(char) or isWhiteSpace(ord(char))
