"""Which lines are headings, and which of them is the title.

Markdown says it with marks. Plain text does not, so a heading is known by its company: a short line
that does not end as a sentence does, stands at the start of a paragraph, and leads to prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from education.checks.sentences import ASKING

from .lines import (
    HEADING_LIMIT,
    Layout,
    Line,
    fence_of,
    follows,
    hashes_of,
    is_credit,
    is_final,
    is_raw,
    is_titled,
    marker_of,
    starts_low,
    underline_level,
    unemphasised,
)

#: Level given to headings of plain text, below that of a title.
_PLAIN_LEVEL = 2
_TITLE_LIMIT = 120
_NOT_A_HEADING = tuple(".,;:!…-")


@dataclass(slots=True)
class Headings:
    """The headings of a text by index of their line."""

    #: Index → level, the title not included.
    levels: dict[int, int] = field(default_factory=dict)
    #: Indexes of the lines that underline the heading above them.
    underlines: set[int] = field(default_factory=set)
    has_title: bool = False
    #: True when the text marks its headings with hashes or lines beneath.
    marked: bool = False
    #: The level that divides the text into sections; headings below it stay in the bodies.
    section_level: int = 0


def headings_of(lines: Sequence[Line], layout: Layout, *, markdown: bool) -> Headings:
    """Find the headings and the title of a text."""
    found = Headings()
    in_code = _code_lines(lines) if markdown else frozenset[int]()
    marked = any(hashes_of(line.text) for i, line in enumerate(lines) if i not in in_code)
    for index in range(len(lines)):
        if index not in in_code and index not in found.underlines:
            _look(lines, index, layout, found, markdown=markdown, marked=marked)
    _name_title(lines, layout, found, markdown=markdown, in_code=in_code)
    found.marked = marked or bool(found.underlines)
    found.section_level = min(found.levels.values(), default=0)
    return found


def _code_lines(lines: Sequence[Line]) -> frozenset[int]:
    inside: set[int] = set()
    fence = ""
    for index, line in enumerate(lines):
        mark = fence_of(line.text)
        if fence or mark:
            inside.add(index)
        if not fence:
            fence = mark
        elif mark == fence:
            fence = ""
    return frozenset(inside)


def _look(
    lines: Sequence[Line],
    index: int,
    layout: Layout,
    found: Headings,
    *,
    markdown: bool,
    marked: bool,
) -> None:
    """Enter the line into ``found`` when it is a heading."""
    line = lines[index]
    if hashes := hashes_of(line.text):
        if 0 < len(line.text.strip("# ")) <= HEADING_LIMIT:
            found.levels[index] = len(hashes)
        return
    if len(line.text) > HEADING_LIMIT:
        return
    above = lines[index - 1] if index else None
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None or (markdown and is_raw(line.text)):
        return
    under = index - 1 in found.levels or index - 1 in found.underlines
    free = above is None or under or not follows(above, line)
    level = underline_level(below.text) if follows(line, below) else 0
    if level and free and not underline_level(line.text):
        found.levels[index] = level
        found.underlines.add(index + 1)
    elif not marked and _reads_as_heading(above, line, below, layout, under=under):
        found.levels[index] = _PLAIN_LEVEL


def _reads_as_heading(
    above: Line | None, line: Line, below: Line, layout: Layout, *, under: bool
) -> bool:
    """Tell whether a line of plain text is a heading; ``under`` another one it may be its own."""
    text = unemphasised(line.text)
    words = text.count(" ") + 1
    if words > 14 or starts_low(text) or not any(map(str.isalpha, text)):
        return False
    if text.rstrip("\"'”’)").endswith(_NOT_A_HEADING) or is_credit(text):
        return False
    if (above and not under and layout.runs_on(above, line)) or layout.runs_on(line, below):
        return False
    opens = above is None or not follows(above, line)
    alone = opens and not follows(line, below)
    if marker := marker_of(text):
        # "1. What is it?" with space around it heads a chapter; without, it is an item of a list.
        named = is_titled(text[len(marker) :]) or text.endswith(ASKING)
        return marker[0].isdigit() and alone and named and not marker_of(below.text)
    if text.endswith(ASKING):
        return not below.text.endswith(ASKING)
    prose = is_final(below.text) or len(below.text) > 60
    if is_titled(text):
        leads = bool(marker_of(below.text)) or (opens and not is_titled(below.text))
        return alone or prose or leads
    return words <= 8 and (alone or (opens and prose) or len(below.text) > max(60, 2 * len(text)))


def _name_title(
    lines: Sequence[Line],
    layout: Layout,
    found: Headings,
    *,
    markdown: bool,
    in_code: frozenset[int],
) -> None:
    """Decide whether the first line is the title."""
    if not lines or 0 in in_code:
        return
    first = lines[0]
    level = found.levels.get(0)
    if level is None or (level == _PLAIN_LEVEL and not hashes_of(first.text)):
        below = lines[1] if len(lines) > 1 else None
        underlined = 1 in found.underlines
        found.has_title = underlined or (
            below is not None and _reads_as_title(first, below, layout, markdown=markdown)
        )
    else:
        others = [other for index, other in found.levels.items() if index]
        found.has_title = level == 1 or all(level < other for other in others)
    if found.has_title:
        found.levels.pop(0, None)


def _reads_as_title(line: Line, below: Line, layout: Layout, *, markdown: bool) -> bool:
    text = unemphasised(line.text)
    if len(text) > _TITLE_LIMIT or starts_low(text) or hashes_of(text) or marker_of(text):
        return False
    if (markdown and is_raw(text)) or layout.runs_on(line, below):
        return False
    if not any(map(str.isalnum, text)):
        return False
    return text.endswith(ASKING) or not text.rstrip("\"'”’)").endswith(tuple(".,;:…-"))
