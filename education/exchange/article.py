"""What an article is once its shape is known: a title and sections of blocks, word for word.

Nothing is added and nothing is dropped: ``Article.verbatim()`` hands back every character of the
original that is not white space, in its order. Every piece knows its physical line (1-based).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What a block looks like on the page."""

    PARAGRAPH = "paragraph"
    #: An item of a bulleted or numbered list.
    ITEM = "item"
    #: A line that only leads to what follows it, such as ``You may notice:``.
    LABEL = "label"
    #: A heading below the level of the sections.
    SUBHEADING = "subheading"
    #: A quotation, table, code or HTML: kept line by line, never taken apart.
    RAW = "raw"
    #: A line of dashes or stars that divides the text.
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence (or, in a raw block, a line) with the physical line on which it begins."""

    text: str
    line: int
    #: Its Markdown with emphasis closed, where that opened or ended in another sentence.
    closed: str = ""

    @property
    def markdown(self) -> str:
        """The sentence as Markdown that stands by itself."""
        return self.closed or self.text


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, label line, subheading, raw block or rule."""

    shape: Shape
    line: int
    passages: tuple[Passage, ...] = ()
    #: The words that name a list item (``Swelling:``) as written, with their colon if any.
    label: str = ""
    #: The list or heading marker as written (``-``, ``3.``, ``###``), or the rule itself.
    marker: str = ""
    #: How many lists a list item's own list stands in.
    depth: int = 0

    @property
    def label_text(self) -> str:
        """The label without its colon and without Markdown emphasis around it."""
        return self.label.strip("*_: \t")

    def verbatim(self) -> Iterator[str]:
        """Yield the block's text in the order in which it stood in the original."""
        yield self.marker
        yield self.label
        for passage in self.passages:
            yield passage.text


@dataclass(frozen=True, slots=True)
class Heading:
    """A title or a section's heading with the marks around it."""

    text: str = ""
    line: int = 1
    marker: str = ""
    #: Closing hashes, or the line of ``=`` or ``-`` beneath.
    underline: str = ""

    def verbatim(self) -> Iterator[str]:
        """Yield the heading's text in the order in which it stood in the original."""
        yield from (self.marker, self.text, self.underline)


@dataclass(frozen=True, slots=True)
class ArticleSection:
    """A heading and the blocks below it; text before the first heading has an empty heading."""

    head: Heading
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        """The words of the heading, or ""."""
        return self.head.text

    @property
    def line(self) -> int:
        """The physical line of the heading, or of the first block when there is no heading."""
        return self.head.line


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a file that did not become part of its article, and why."""

    #: The line of the article before which it stood; 0 when the file does not tell.
    line: int
    #: Its words, or "" when it had none.
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """A whole article. ``markdown`` says that its text is Markdown and not plain text."""

    head: Heading
    sections: tuple[ArticleSection, ...]
    markdown: bool = False
    #: The lines that were read: the file's own, or those made of an HTML or Word file.
    text: str = ""
    left_out: tuple[LeftOut, ...] = ()

    @property
    def title(self) -> str:
        """The words of the title, or "" when the article has none."""
        return self.head.text

    def verbatim(self) -> Iterator[str]:
        """Yield the whole text in its order, markers included; only white space is not in it."""
        yield from self.head.verbatim()
        for section in self.sections:
            yield from section.head.verbatim()
            for block in section.blocks:
                yield from block.verbatim()

    def words_with_lines(self) -> Iterator[Passage]:
        """Yield title, headings, labels and passages in order, each with its physical line."""
        yield Passage(self.head.text, self.head.line)
        for section in self.sections:
            yield Passage(section.heading, section.line)
            for block in section.blocks:
                yield Passage(block.label, block.line)
                yield from block.passages
