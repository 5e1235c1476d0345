"""Plain text and Markdown → ``Article``: one parser, because both are lines, lists and headings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from education.checks.sentences import split_sentences

from .article import Article, ArticleSection, Block, Heading, Passage, Shape
from .emphasis import closed, crosses, split
from .headings import Headings, headings_of
from .lines import (
    Line,
    fence_of,
    follows,
    hashes_of,
    is_raw,
    is_rule,
    label_of,
    layout_of,
    lines_of,
    marker_of,
    starts_low,
    unemphasised,
)
from .nesting import Nesting


def parse_text(text: str) -> Article:
    """Return the shape of a plain text."""
    return _Parser(text, markdown=False).article()


def parse_markdown(text: str) -> Article:
    """Return the shape of a Markdown text."""
    return _Parser(text, markdown=True).article()


@dataclass(slots=True)
class _OpenSection:
    head: Heading
    blocks: list[Block] = field(default_factory=list)


class _Parser:
    """Walks the lines once; every line goes into exactly one heading or block."""

    def __init__(self, text: str, *, markdown: bool) -> None:
        self.markdown = markdown
        self.lines = lines_of(text)
        self.layout = layout_of(self.lines)
        self.headings: Headings = headings_of(self.lines, self.layout, markdown=markdown)
        self.nesting = Nesting()
        self.at = 0

    def article(self) -> Article:
        head = Heading()
        if self.headings.has_title:
            head = self._heading()
        sections: list[_OpenSection] = []
        while self.at < len(self.lines):
            if self.headings.levels.get(self.at) == self.headings.section_level:
                self.nesting.end()
                sections.append(_OpenSection(self._heading()))
                continue
            if not sections:
                sections.append(_OpenSection(Heading(line=self.lines[self.at].number)))
            sections[-1].blocks.append(self._block())
        closed = tuple(ArticleSection(s.head, tuple(s.blocks)) for s in sections)
        return Article(head, closed, self.markdown)

    def _heading(self) -> Heading:
        line = self.lines[self.at]
        self.at += 1
        marker = hashes_of(line.text)
        text = line.text[len(marker) :].strip()
        bare = text.rstrip("#")
        if marker and bare != text and bare.endswith(" "):
            return Heading(bare.strip(), line.number, marker, text[len(bare) :])
        underline = ""
        if self.at in self.headings.underlines:
            underline = self.lines[self.at].text
            self.at += 1
        return Heading(text, line.number, marker, underline)

    def _block(self) -> Block:
        line = self.lines[self.at]
        marker = marker_of(line.text)
        if not marker or self.at in self.headings.levels or is_rule(line.text):
            self.nesting.end()
        if self.at in self.headings.levels:
            head = self._heading()
            passages = (Passage(head.text, head.line), Passage(head.underline, head.line))
            kept = tuple(p for p in passages if p.text)
            return Block(Shape.SUBHEADING, head.line, kept, marker=head.marker)
        if self.markdown and (fence_of(line.text) or is_raw(line.text)):
            return self._raw(line)
        if is_rule(line.text):
            self.at += 1
            return Block(Shape.RULE, line.number, marker=line.text)
        if marker:
            return self._item(line, marker)
        return self._paragraph(line)

    def _raw(self, line: Line) -> Block:
        """Take a fence up to its end, or the run of lines that an opening raw line starts."""
        fence = fence_of(line.text)
        taken = [line]
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not fence and (not follows(taken[-1], line) or self.at in self.headings.levels):
                break
            taken.append(line)
            self.at += 1
            if fence and fence_of(line.text) == fence:
                break
        passages = tuple(Passage(line.raw, line.number) for line in taken)
        return Block(Shape.RAW, taken[0].number, passages)

    def _item(self, line: Line, marker: str) -> Block:
        text = line.text[len(marker) :]
        label = label_of(text, markdown=self.markdown)
        pieces = [(line.number, text[len(label) :].strip())]
        self.at += 1
        if not label and self._names_next_line(line, text):
            label, pieces = text, [self._take()]
        pieces += self._continuation(line, indented=True)
        if self.markdown and label and crosses(label, " ".join(more for _, more in pieces)):
            label, pieces = "", _without_label(label, line.number, pieces)
        depth = self.nesting.begin(line.indent)
        passages = _passages(pieces, markdown=self.markdown)
        return Block(Shape.ITEM, line.number, passages, label, marker.strip(), depth)

    def _paragraph(self, line: Line) -> Block:
        self.at += 1
        pieces = [(line.number, line.text), *self._continuation(line, indented=False)]
        passages = _passages(pieces, markdown=self.markdown)
        leads = len(passages) == 1 and unemphasised(passages[0].text).endswith(":")
        return Block(Shape.LABEL if leads else Shape.PARAGRAPH, line.number, passages)

    def _names_next_line(self, line: Line, text: str) -> bool:
        """Tell whether a bare list item is the label of the text on the line below it."""
        ends = unemphasised(text).endswith((".", "!", ";", ",", "…"))
        if ends or len(text) > 80 or text.count(" ") >= 10:
            return False
        below = self._next_plain_line(line)
        if below is None or starts_low(below.text):
            return False
        return not self.layout.runs_on(line, below)

    def _continuation(self, line: Line, *, indented: bool) -> list[tuple[int, str]]:
        """Take the lines that go on with the paragraph or item that begins on ``line``."""
        taken: list[tuple[int, str]] = []
        last = self.lines[self.at - 1]
        while (below := self._next_plain_line(last)) is not None:
            deeper = indented and below.indent > line.indent
            if not (self._joins(last, below) or deeper):
                break
            taken.append(self._take())
            last = below
        return taken

    def _joins(self, above: Line, below: Line) -> bool:
        if self.markdown and self.headings.marked:
            return True
        return self.layout.runs_on(above, below)

    def _next_plain_line(self, line: Line) -> Line | None:
        """Return the line directly below when no new block starts there."""
        if self.at >= len(self.lines) or self.at in self.headings.levels:
            return None
        below = self.lines[self.at]
        if not follows(line, below) or is_rule(below.text) or marker_of(below.text):
            return None
        if self.markdown and (fence_of(below.text) or is_raw(below.text)):
            return None
        return below

    def _take(self) -> tuple[int, str]:
        line = self.lines[self.at]
        self.at += 1
        return line.number, line.text


def _without_label(label: str, number: int, pieces: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Put a label back before the words it was taken from."""
    first, *more = pieces
    if first[0] == number:
        return [(number, f"{label} {first[1]}".rstrip()), *more]
    return [(number, label), *pieces]


def _passages(pieces: Sequence[tuple[int, str]], *, markdown: bool) -> tuple[Passage, ...]:
    """Split joined lines into sentences and give each the line on which it begins."""
    starts: list[int] = []
    size = 0
    for _, text in pieces:
        starts.append(size)
        size += len(text) + 1
    running = " ".join(text for _, text in pieces)
    sentences = split(running) if markdown else split_sentences(running)
    whole = closed(sentences) if markdown else sentences
    passages: list[Passage] = []
    cursor = 0
    for sentence, shown in zip(sentences, whole, strict=True):
        begin = running.index(sentence, cursor)
        cursor = begin + len(sentence)
        own = shown if shown != sentence else ""
        passages.append(Passage(sentence, pieces[bisect_right(starts, begin) - 1][0], own))
    return tuple(passages)
