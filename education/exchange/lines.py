"""Physical lines, and what one line tells about its role in an article.

Every pattern here is anchored and has one way to match, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

#: Longest heading that a section can hold (``Section.heading``); a longer one is a paragraph.
HEADING_LIMIT = 160
#: A line longer than this was not broken by hand: each line is a paragraph of its own.
_WRAP_LIMIT = 100
#: Nobody breaks running text at less than this.
_NARROWEST = 50
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "of", "on", "or")
    + ("the", "to", "vs", "with", "your", "de", "del", "el", "en", "la", "las", "los", "o", "por")
    + ("un", "una", "y")
)
# No-break and thin spaces stay: they are part of how a number and its unit are written.
_SPACES = re.compile(r"[ \t\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
_MARKER = re.compile(r"[-*+–—·]\s+|\d{1,3}[.)]\s+|[•‣◦▪●○■□✓✔✅➤►]\s*")
_ATX = re.compile(r"#{1,6}(?=\s)")
_RULE = frozenset("-*_=~#+•·–— ")
_LABEL = re.compile(r"[^.?!:;]{2,80}:(?:\*\*|__)?(?=\s)|\*\*[^*.?!]{2,80}\*\*:?(?=\s)")
_CREDIT = re.compile(
    r"(?:(?:medically |clinically )?(?:written|reviewed|edited) by|last (?:reviewed|updated)"
    r"|(?:published|updated)(?: on| by|:)|authors?:|copyright|©)",
    re.IGNORECASE,
)
_FINAL = tuple(".!?:;…؟")
_CLOSERS = "\"'”’)]*_"
_RAW_START = re.compile(r"[|>]|<[a-zA-Z/!]|!\[[^\]]{0,300}\]\(|\[[^\]]{1,100}\]:\s")


#: Lines shorter than this stand below each other as a list, even in small letters.
_LISTED = 40


class Line(NamedTuple):
    """One physical line that is not blank."""

    number: int
    raw: str
    #: Without white space around it, and single spaces inside.
    text: str
    indent: int


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that are not blank, numbered from 1 as editors count them."""
    found = []
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if stripped := raw.strip():
            indent = len(raw[: len(raw) - len(raw.lstrip())].expandtabs(4))
            found.append(Line(number, raw.rstrip(), _SPACES.sub(" ", stripped), indent))
    return found


def follows(above: Line, line: Line) -> bool:
    """Tell whether a line stands directly below another, with no blank line between them."""
    return line.number == above.number + 1


def is_final(text: str) -> bool:
    """Tell whether a text ends as a sentence does, or with a colon."""
    return text.rstrip(_CLOSERS).endswith(_FINAL)


def is_rule(text: str) -> bool:
    """Tell whether a line only divides the text."""
    return _RULE.issuperset(text)


def marker_of(text: str) -> str:
    """Return the list marker that a line begins with, or ""."""
    found = _MARKER.match(text)
    return found[0] if found and found.end() < len(text) else ""


def label_of(text: str, *, markdown: bool) -> str:
    """Return the label that a list item's text begins with (``Swelling:``), or "".

    Signs of emphasis around it are part of it in Markdown; in plain text nothing has them.
    """
    found = _LABEL.match(text)
    if found is None or len(found[0].split()) > 10:
        return ""
    label = found[0]
    if not markdown and (label[0] in "*_" or label[-1] in "*_"):
        return ""
    # "**Swelling** of the feet" emphasises the first word of a sentence.
    goes_on = ":" not in label and starts_low(unemphasised(text[len(label) :]))
    return "" if goes_on else label


def unemphasised(text: str) -> str:
    """Return a text without the signs of emphasis around it; a list item keeps its marker."""
    return text if marker_of(text) else text.strip("*_ ")


def hashes_of(text: str) -> str:
    """Return the ``#`` signs that make a line a Markdown heading, or ""."""
    found = _ATX.match(text)
    return found[0] if found else ""


def is_raw(text: str) -> bool:
    """Tell whether a line of Markdown is a quotation, table row, HTML, image or link definition."""
    return bool(_RAW_START.match(text))


def fence_of(text: str) -> str:
    """Return the code fence that a line opens, or ""."""
    return text[:3] if text.startswith(("```", "~~~")) else ""


def underline_level(text: str) -> int:
    """Return the level of the heading a line underlines: 1 for ``===``, 2 for ``---``, else 0."""
    if len(text) < 3 or set(text) not in ({"="}, {"-"}):
        return 0
    return 1 if text[0] == "=" else 2


def is_credit(text: str) -> bool:
    """Tell whether a line says who wrote or reviewed the text, or when."""
    return bool(_CREDIT.match(text)) or (text.startswith("By ") and not is_final(text))


def starts_low(text: str) -> bool:
    """Tell whether a text begins in the middle of a sentence."""
    return text[:1].islower()


def is_titled(text: str) -> bool:
    """Tell whether the words are capitalised as in a title; small words do not count."""
    words = [w.strip("\"'“”‘’()*_-–,&") for w in text.split()]
    telling = [w for w in words if w[:1].isalpha() and w.lower() not in _SMALL_WORDS]
    capitals = sum(w[0].isupper() for w in telling)
    return bool(telling) and capitals >= 0.8 * len(telling)


class Layout(NamedTuple):
    """How the author broke lines: by hand at ``width``, or once per paragraph (``width`` 0)."""

    width: int

    def runs_on(self, above: Line, line: Line) -> bool:
        """Tell whether a line goes on with the paragraph above it.

        In a text that was broken by hand it does when its first word would not have fitted there;
        in any text when it begins in the middle of a sentence.
        """
        if not follows(above, line):
            return False
        if starts_low(line.text) and not is_final(above.text) and len(above.text) >= _LISTED:
            return True
        first = line.text[: self.width].partition(" ")[0]
        return 0 < self.width < len(above.text) + above.indent + 1 + len(first)


def layout_of(lines: Sequence[Line]) -> Layout:
    """Find out whether lines were broken by hand, and at what width.

    They were when hardly one is long and many of the full ones stop in the middle of a sentence.
    """
    sizes = [len(line.text) + line.indent for line in lines]
    short = [size for size in sizes if size <= _WRAP_LIMIT]
    width = max(short, default=0)
    if width < _NARROWEST or len(short) < 0.9 * len(sizes):
        return Layout(0)
    full = [
        above
        for above, line in pairwise(lines)
        if follows(above, line) and len(above.text) > width / 2
    ]
    stopped = sum(is_final(line.text) for line in full)
    return Layout(width if stopped < 0.75 * len(full) else 0)
