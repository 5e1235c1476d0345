"""HTML → Markdown: the words that a reader of the page would see, and a list of what is left out.

A browser's parser (html5ever, in nh3) mends the markup first and takes everything away that could
run; what comes out is well formed, and is walked once. The result goes the way of every Markdown
file, so nothing rests on this module for safety: bodies are cleaned again whenever they are shown.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import nh3

from .article import LeftOut
from .markup import UNSEEN, escaped, guarded, unseen_note
from .nesting import DEEPEST
from .runs import Run, joined
from .tables import Table, table_lines

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCK_NAMES = """
    address article aside body center div dd dl dt details fieldset figcaption figure footer form
    header hgroup legend main nav ol p pre section summary ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_VOID = frozenset({"br", "hr", "img"})
#: A term of a list of definitions names what follows it, as a bold label does.
_BOLD = ("b", "strong", "dt")
_ITALIC = ("i", "em")
#: What changes the type of words and nothing else.
_TYPE = frozenset({"b", "strong", "i", "em"})
_KEPT = (
    {"a", "blockquote", "caption", "li", "title"}
    | _TYPE
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr"}
    | _HEADINGS
    | _BLOCKS
    | _VOID
)
#: Taken away with all that is in them; how many there were is told.
_SILENT = {
    "script": "A script was taken away",
    "style": "A style sheet was taken away",
    "template": "A template that no reader sees was taken away",
    "noscript": "Words for browsers without scripts were taken away",
    "iframe": "A frame from elsewhere was taken away",
    "object": "An embedded object was taken away",
    "comment": "A comment in the markup was taken away",
}
_TAG = re.compile(r"<(?:(/?)([a-z][a-z0-9]*)|!--)")
_CLOSED_NAMES = """
    a area base body br col colgroup dd dt embed head hr html img input li link meta optgroup
    option p param source tbody td tfoot th thead tr track wbr
"""
#: Elements that end where the next of their kind begins, or hold nothing: they add no depth.
_CLOSED_BY_THEMSELVES = frozenset(_CLOSED_NAMES.split())
#: The parser's work grows with the square of the depth; no article is as deep.
_DEEPEST = 500
#: Drawings and formulas: left open, they would swallow all that comes after them. The end of a tag
#: is looked for up to the next one only, or a file of nothing but beginnings would take for ever.
_FOREIGN = re.compile(r"</?(?:svg|math)\b[^<>]*>?", re.IGNORECASE)
_ATTRIBUTES = {
    "*": {"hidden", "style"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity)\s*:\s*0(?![.\d])"
    r"|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_UNSAFE_IN_ADDRESS = re.compile(r"[\s()<>|\\\[\]\"`]")
_LONGEST_HEADING = 150


class TooDeep(ValueError):
    """Elements stand inside each other further than any article needs."""


def markdown_of(markup: str) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the Markdown of an HTML text, one line a block, and what was left out.

    Raises ``TooDeep`` when elements stand inside each other further than any article needs.
    """
    writer = _Writer()
    for name, found in _scanned(markup).items():
        times = f" ({found} times)" if found > 1 else ""
        writer.left.append(LeftOut(0, "", f"{_SILENT[name]}{times}."))
    writer.feed(
        nh3.clean(
            _FOREIGN.sub("", markup),
            tags=set(_KEPT),
            clean_content_tags=set(_SILENT) - {"comment"},
            attributes={name: set(names) for name, names in _ATTRIBUTES.items()},
            url_schemes=_SCHEMES,
            link_rel=None,
        )
    )
    writer.close()
    return writer.finished()


def _scanned(markup: str) -> Counter[str]:
    """Count what is taken away without a word, and refuse what would keep the parser for hours."""
    counted: Counter[str] = Counter()
    lower, depth, at = markup.lower(), 0, 0
    while found := _TAG.search(lower, at):
        at = found.end()
        closes, name = found[1] == "/", found[2] or "comment"
        if name in _SILENT and not closes:
            counted[name] += 1
            end = lower.find("-->" if name == "comment" else f"</{name}", at)
            at = end if end >= 0 else len(lower)
        elif name not in _CLOSED_BY_THEMSELVES:
            depth = max(0, depth - 1) if closes else depth + 1
            if depth > _DEEPEST:
                raise TooDeep
    return counted


class _Writer(HTMLParser):
    """Walks well-formed markup; every visible word goes into exactly one line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.left: list[LeftOut] = []
        self.words: list[Run] = []
        #: Lines that follow the block in hand: pictures that stood in it.
        self.after: list[str] = []
        self.open: list[str] = []
        self.inside: Counter[str] = Counter()
        self.hidden_at = 0
        self.hidden_words: list[str] = []
        self.href = ""
        self.linked_at = 0
        self.unseen = 0
        #: For each open list, the number of its next item, or None for bullets.
        self.lists: list[int | None] = []
        self.marker = ""
        self.in_item = False
        #: An inner list ended in the item in hand.
        self.came_back = False
        self.table: Table | None = None
        self.heading = ""

    # What the parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self.open.append(tag)
            self.inside[tag] += 1
            concealed = "hidden" in given or _INVISIBLE.search(given.get("style", ""))
            if not self.hidden_at and (concealed or tag == "title"):
                self._flush()
                self.hidden_at = len(self.open)
        if not self.hidden_at:
            self._start(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not self.open:
            return
        if self.hidden_at:
            if len(self.open) == self.hidden_at:
                self._reveal(tag)
        else:
            self._end(tag)
        self.inside[self.open.pop()] -= 1

    def handle_data(self, data: str) -> None:
        data, unseen = UNSEEN.subn("", data)
        self.unseen += unseen
        if self.hidden_at:
            self.hidden_words.append(data)
        elif self.inside["pre"]:
            for number, line in enumerate(data.split("\n")):
                if number:
                    self._break()
                self._say(escaped(line))
        elif data:
            text = _SPACES.sub(" ", data)
            if self.href:
                # A bracket inside a link would end it.
                text = text.replace("[", "(").replace("]", ")")
            self._say(escaped(text))

    def leave(self, text: str, why: str) -> None:
        """Note something that does not become part of the article."""
        self.left.append(LeftOut(len(self.lines) + 1, " ".join(text.split()), f"{why}."))

    def finished(self) -> tuple[str, tuple[LeftOut, ...]]:
        """Return the lines that were written and what was left out."""
        if self.hidden_at:
            self._reveal("")
        self._close_table()
        self._flush()
        if self.unseen:
            self.left.append(LeftOut(0, "", unseen_note(self.unseen)))
        return "\n".join(self.lines).strip("\n") + "\n", tuple(self.left)

    # Elements

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "img":
            self._picture(given)
        elif tag == "br":
            self._break()
        elif tag == "a":
            self._end_link()
            self.href, self.linked_at = given.get("href", "").strip(), len(self.words)
        elif tag in _TYPE:
            pass  # What is open tells the type of the words inside (``_say``).
        elif self.table is not None:
            self._start_in_table(tag, given)
        elif tag == "table":
            self._flush()
            self.table = Table()
        else:
            self._start_block(tag, given)

    def _start_block(self, tag: str, given: dict[str, str]) -> None:
        self._flush()
        if tag in ("ul", "ol"):
            number = given.get("start", "1")
            first = int(number) if number.isdecimal() and len(number) < 4 else 1
            self.lists.append(first if tag == "ol" else None)
        elif tag in ("li", "dt"):
            self.in_item, self.marker = True, self._next_marker() if tag == "li" else "- "
        elif tag in _HEADINGS and not self.inside["blockquote"]:
            self.heading = "#" * int(tag[1])
        elif tag == "hr":
            self._write(["", "---", ""])

    def _end(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag in _TYPE:
            pass
        elif self.table is not None:
            self._end_in_table(tag)
        else:
            if tag in _BLOCKS or tag in _HEADINGS or tag in ("li", "blockquote", "caption"):
                self._flush()
            if tag in ("li", "dd"):
                self.in_item, self.marker, self.came_back = False, "", False
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()
                self.in_item = self.came_back = self.inside["li"] > 0

    def _next_marker(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "- "
        number = self.lists[-1]
        self.lists[-1] = number + 1
        return f"{number}. "

    def _start_in_table(self, tag: str, given: dict[str, str]) -> None:
        assert self.table is not None  # noqa: S101 - for the type checker
        if tag == "table":
            self.table.depth += 1
        elif self.table.depth == 0 and tag == "tr":
            self.table.row()
        elif self.table.depth == 0 and tag in ("td", "th"):
            self.table.cell(given.get("colspan", ""), given.get("rowspan", ""))
            self.words = []
        elif tag in _BLOCKS or tag in _HEADINGS or tag in ("li", "tr", "td", "th", "blockquote"):
            self._say(" ")

    def _end_in_table(self, tag: str) -> None:
        assert self.table is not None  # noqa: S101 - for the type checker
        if tag == "table" and self.table.depth:
            self.table.depth -= 1
        elif tag == "table":
            self._close_table()
        elif self.table.depth == 0 and tag in ("td", "th"):
            self.table.fill(self._taken())
        elif self.table.depth == 0 and tag == "caption":
            self.table.caption = self._taken()
        elif tag in _BLOCKS or tag in _HEADINGS or tag in ("li", "td", "th", "caption"):
            self._say(" ")

    def _close_table(self) -> None:
        table, self.table = self.table, None
        if table is not None:
            self._write(["", *table_lines(table), ""])

    def _picture(self, given: dict[str, str]) -> None:
        alt = " ".join(given.get("alt", "").split()).replace("[", "(").replace("]", ")")
        source = _address(given.get("src", ""))
        name = source.rpartition("/")[2] or "embedded"
        note = escaped(f"Image: {alt}" if alt else f"Image without alternative text: {name}")
        if self.table is not None or self.inside["blockquote"]:
            self.words.append(Run(f" {note} "))
            return
        self.after.append(f"![{note}]({source or 'embedded-picture'})")

    def _break(self) -> None:
        if self.table is not None or self.heading:
            self._say(" ")
        else:
            self._flush(closes=False)

    def _end_link(self) -> None:
        href, self.href = self.href, ""
        if not href:
            return
        words = joined(self.words[self.linked_at :])
        if not words.strip():
            return
        if not href.lower().startswith(tuple(f"{scheme}:" for scheme in _SCHEMES)):
            if words.strip() == "↑":  # Back from a note to its mark: a way, no words.
                del self.words[self.linked_at :]
            elif not href.startswith("#"):
                self.leave(href, "A link that leads nowhere outside its own site; its words stay")
        elif self.heading:
            self.leave(href, "A link in a heading; its words stay")
        else:
            inner = words.strip()
            before = " " if words[:1] == " " else ""
            after = " " if words[-1:] == " " else ""
            self.words[self.linked_at :] = [Run(f"{before}[{inner}]({_address(href)}){after}")]

    # Lines

    def _say(self, text: str) -> None:
        """Add words in the type that is open now."""
        bold, italic = (any(self.inside[tag] for tag in tags) for tags in (_BOLD, _ITALIC))
        self.words.append(Run(text, bold, italic))

    def _taken(self) -> str:
        self._end_link()
        text = _SPACES.sub(" ", joined(self.words)).strip(" ")
        self.words = []
        return text

    def _flush(self, *, closes: bool = True) -> None:
        """Write the block in hand, if it has words, and the pictures that stood in it."""
        if self.table is not None:
            return
        text = self._taken()
        if text:
            self._block(text)
        if self.after:
            self._write([line for picture in self.after for line in ("", picture, "")])
            self.after = []
        if closes:
            self.heading = ""

    def _block(self, text: str) -> None:
        if self.inside["blockquote"]:
            quoted = f"> {guarded(text)}"
            follows = bool(self.lines) and self.lines[-1].startswith(">")
            self._write([">" if follows else "", quoted])
        elif self.heading and len(text) <= _LONGEST_HEADING:
            self._write(["", f"{self.heading} {text}", ""])
        elif self.in_item and self.marker:
            after_quote = bool(self.lines) and self.lines[-1].startswith(">")
            margin = self._margin(len(self.lists))
            self._write([*([""] if after_quote else []), f"{margin}{self.marker}{guarded(text)}"])
            self.marker, self.came_back = "", False
        elif self.in_item and self.came_back:
            # Words below an inner list are no part of its last item.
            self._write([f"{self._margin(len(self.lists) + 1)}- {guarded(text)}"])
            self.came_back = False
        elif self.in_item and self.lines and self.lines[-1] and self.lines[-1][0] != "#":
            self._write([f"    {self._margin(len(self.lists))}{guarded(text)}"])
        else:
            self._write(["", guarded(text), ""])

    def _margin(self, depth: int) -> str:
        """Return the blanks before an item of a list that stands in others."""
        return "    " * (min(depth, DEEPEST) - 1)

    def _write(self, lines: list[str]) -> None:
        for line in lines:
            if line or (self.lines and self.lines[-1]):
                self.lines.append(line)

    def _reveal(self, tag: str) -> None:
        """Come out of a hidden element and tell what stood in it."""
        words, self.hidden_words, self.hidden_at = "".join(self.hidden_words), [], 0
        if not words.strip():
            return
        why = "The name of the window" if tag == "title" else "It was hidden from readers"
        self.leave(words, why)


def _address(href: str) -> str:
    """Return an address in which nothing can end the link, or ""."""
    href = href.strip()
    if href.lower().startswith("data:"):
        return ""
    return _UNSAFE_IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", href)
