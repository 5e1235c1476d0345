"""What became of each sentence of an article: the rows of an import's report.

Pure: an article and its draft in, rows out. Each row is plain JSON, kept with the import.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from enum import StrEnum
from typing import TypedDict

from .article import Article, ArticleSection, Block, Passage, Shape
from .assertions import is_listing, why_kept
from .drafting import Draft, DraftClaim
from .markup import as_read


class Fate(StrEnum):
    """What a sentence became."""

    TITLE = "title"
    HEADING = "heading"
    LABEL = "label"
    CLAIM = "claim"
    TEXT = "text"
    LEFT_OUT = "left_out"


class Row(TypedDict):
    """A sentence of an article, its line, and what became of it; line 0 when none is known."""

    line: int
    text: str
    fate: str
    #: Position of its claim in the draft (from 0), or None.
    claim: int | None
    why: str


_KEPT_AS = {
    Shape.RAW: "A quotation, table, picture or code: kept as it stands",
    Shape.RULE: "A dividing line",
}


def fates_of(article: Article, draft: Draft) -> list[Row]:
    """Return every sentence of an article with what became of it, in order of lines."""
    rows = list(_Teller(article, draft).rows())
    rows += [_row(o.line, o.text, Fate.LEFT_OUT, why=o.why) for o in article.left_out]
    return sorted(rows, key=lambda row: row["line"])


def _row(line: int, text: str, fate: Fate, *, claim: int | None = None, why: str = "") -> Row:
    return {"line": line, "text": text, "fate": fate.value, "claim": claim, "why": why}


class _Teller:
    """Walks an article beside the claims of its draft, which stand in the same order."""

    def __init__(self, article: Article, draft: Draft) -> None:
        self.article = article
        self.waiting: deque[tuple[int, DraftClaim]] = deque(enumerate(draft.claims()))
        #: What of the newest claim's statement has not been met yet: a sentence bound to it.
        self.rest = ""
        self.newest: int | None = None

    def rows(self) -> Iterator[Row]:
        if self.article.title:
            yield _row(self.article.head.line, self._read(self.article.title), Fate.TITLE)
        for section in self.article.sections:
            if section.heading:
                yield _row(section.line, self._read(section.heading), Fate.HEADING)
            for block in section.blocks:
                yield from self._block(block, section)

    def _read(self, text: str) -> str:
        return as_read(text, markdown=self.article.markdown)

    def _block(self, block: Block, section: ArticleSection) -> Iterator[Row]:
        if block.shape is Shape.SUBHEADING:
            yield _row(block.line, self._read(block.passages[0].text), Fate.HEADING)
            return
        if block.shape is Shape.RULE:
            yield _row(block.line, block.marker, Fate.TEXT, why=_KEPT_AS[block.shape])
            return
        if block.shape is Shape.RAW:
            text = "\n".join(passage.text for passage in block.passages)
            yield _row(block.line, text, Fate.TEXT, why=_KEPT_AS[block.shape])
            return
        if block.label:
            yield _row(block.line, self._read(block.label), Fate.LABEL)
        for passage in block.passages:
            yield self._sentence(passage, block, section)

    def _sentence(self, passage: Passage, block: Block, section: ArticleSection) -> Row:
        text = self._read(passage.markdown)
        claim = self._claim(text, passage.line)
        if claim is not None:
            return _row(passage.line, text, Fate.CLAIM, claim=claim)
        return _row(passage.line, text, Fate.TEXT, why=self._why(text, block, section))

    def _claim(self, text: str, line: int) -> int | None:
        """Return the position of the claim that a sentence became, or is bound to."""
        if self.rest and (self.rest == text or self.rest.startswith(f"{text} ")):
            self.rest = self.rest[len(text) :].strip()
            return self.newest
        if not self.waiting:
            return None
        number, claim = self.waiting[0]
        said = claim.statement
        if claim.line != line or not (said == text or said.startswith(f"{text} ")):
            return None
        self.waiting.popleft()
        self.newest, self.rest = number, said[len(text) :].strip()
        return number

    def _why(self, text: str, block: Block, section: ArticleSection) -> str:
        if is_listing(self._read(section.heading)):
            return "It stands in a list of references"
        return why_kept(text, block)
