"""From an article to a draft: which sentences become claims, and what the bodies hold.

What becomes a claim is decided in ``assertions``. Headings, labels, quotations, tables and
everything else that is not a claim stay in the body as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from education.checks.proposals import propose_intervention, propose_kind

from .article import Article, ArticleSection, Block, Shape
from .assertions import asserts, is_listing, restates
from .markup import LINK, as_read, escaped, prose, unmarked
from .nesting import Margins

#: In a label: emphasis of its own, or a sign that is none.
_SIGNS = re.compile(r"[*_\\]")


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A sentence (or two bound ones), verbatim, with what an author has to confirm."""

    statement: str
    line: int
    kind: str
    intervention: str


#: A piece of a body: Markdown, or a claim that will stand there as a mark.
Piece = str | DraftClaim


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A heading and a body that waits for the numbers of its claims."""

    heading: str
    line: int
    pieces: tuple[Piece, ...]

    def claims(self) -> Iterator[DraftClaim]:
        """Yield the claims in the order in which they stand."""
        yield from (piece for piece in self.pieces if isinstance(piece, DraftClaim))

    def body(self, codes: Iterator[str]) -> str:
        """Return the Markdown in which each claim is the mark of the next of ``codes`` (C-12)."""
        parts = (p if isinstance(p, str) else f"[[{next(codes)}]]" for p in self.pieces)
        return "".join(parts).strip()


@dataclass(frozen=True, slots=True)
class Draft:
    """A page before it has rows."""

    title: str
    sections: tuple[DraftSection, ...]

    def claims(self) -> Iterator[DraftClaim]:
        """Yield every claim in reading order."""
        for section in self.sections:
            yield from section.claims()


def draft_of(article: Article, title: str = "") -> Draft:
    """Return the draft of an article under ``title`` (its own when empty).

    When the page gets another title, the article's own words stay as its first heading.
    """
    sections = [_section(section, markdown=article.markdown) for section in article.sections]
    own = as_read(article.title, markdown=article.markdown)
    if own and title and _folded(title) != _folded(own):
        head = DraftSection(own, article.head.line, ())
        if sections and not sections[0].heading:
            head = DraftSection(own, article.head.line, sections.pop(0).pieces)
        sections.insert(0, head)
    return Draft(title or own, tuple(sections))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _section(section: ArticleSection, *, markdown: bool) -> DraftSection:
    pieces: list[Piece] = []
    margins = Margins()
    for block in section.blocks:
        if block.shape is Shape.ITEM:
            parted, before = margins.item(_marker(block), block.depth)
            inside = " " * margins.width
        else:
            margins.end()
            parted, before, inside = "\n\n", "", ""
        pieces += [parted, before] if pieces else [before]
        pieces += _block(block, section, inside, markdown=markdown)
    heading = as_read(section.heading, markdown=markdown)
    return DraftSection(heading, section.line, tuple(pieces))


def _marker(block: Block) -> str:
    return block.marker if block.marker[0].isdigit() else "-"


def _block(block: Block, section: ArticleSection, inside: str, *, markdown: bool) -> list[Piece]:
    if block.shape is Shape.RAW:
        return [_raw(block)]
    if block.shape is Shape.RULE:
        signs = block.marker.replace(" ", "")
        divides = len(signs) >= 3 and signs in (sign * len(signs) for sign in "-*_")
        return ["---" if divides else escaped(block.marker, first=True)]
    if block.shape is Shape.SUBHEADING:
        depth = max(1, len(block.marker) - max(1, len(section.head.marker)))
        return ["#" * min(depth, 4), " ", prose(block.passages[0].text, markdown=markdown)]
    lead = ""
    if block.shape is Shape.ITEM:
        lead = f"{_marker(block)} {_label(block, inside, markdown=markdown)}"
    # After a label and its colon nothing can start a block any more.
    first = not lead.endswith(":** ")
    listing = is_listing(as_read(section.heading, markdown=markdown))
    return [lead, *_running(block, markdown=markdown, first=first, listing=listing)]


def _label(block: Block, inside: str, *, markdown: bool) -> str:
    if not block.label:
        return ""
    words, colon = prose(block.label_text, markdown=markdown), block.label.rstrip("*_")[-1:] == ":"
    own = markdown and bool(_SIGNS.search(words))
    if own and not LINK.search(words):
        # It is shown in bold as a whole, so emphasis of its own would end that.
        words = escaped(as_read(block.label, markdown=True).rstrip(": "))
    shown = f"**{words}:**" if colon else f"**{words}**"
    if own and LINK.search(words):
        shown = prose(block.label, markdown=True)
    # A label that stood on a line of its own keeps it: two spaces break the line.
    return f"{shown} " if colon else f"{shown}  \n{inside}"


def _running(block: Block, *, markdown: bool, first: bool, listing: bool) -> Iterator[Piece]:
    """Yield the sentences of a block: claims, and prose between them."""
    units: list[Piece] = []
    for passage in block.passages:
        text = as_read(passage.markdown, markdown=markdown)
        above = units[-1] if units else None
        if listing or not asserts(text, block):
            units.append(prose(passage.markdown, markdown=markdown, first=first and not units))
            continue
        if isinstance(above, DraftClaim) and restates(text):
            units[-1] = _claim(f"{above.statement} {text}", above.line)
        else:
            units.append(_claim(text, passage.line))
        if markdown:
            # A statement is plain words, so what they link to stands beside it.
            units += [unmarked(found[0]) for found in LINK.finditer(passage.markdown)]
    for number, unit in enumerate(units):
        if number:
            yield " "
        yield unit


def _claim(statement: str, line: int) -> DraftClaim:
    return DraftClaim(statement, line, propose_kind(statement), propose_intervention(statement))


def _raw(block: Block) -> str:
    """Return the lines of a raw block as they were, blank lines included."""
    parts: list[str] = []
    at = block.line
    for passage in block.passages:
        parts.append("\n" * (passage.line - at) + passage.text)
        at = passage.line
    return unmarked("".join(parts))
