"""An article as a manuscript to be checked, or as a draft topic to be worked on.

Both ways build the same draft, so ``check_text`` says of a file what its import will say, apart
from what only records can lack. The rows are written in ``services``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from education.checks.base import Finding
from education.checks.registry import inspect
from education.content.manuscript import ClaimText, CodeText, Manuscript, SectionText

from .article import Article
from .codes import code_of
from .drafting import draft_of
from .findings import located
from .formats import Unreadable, parse
from .services import ImportedArticle, import_article

__all__ = [
    "ImportedArticle",
    "Unreadable",
    "code_of",
    "findings_of_text",
    "import_article",
    "manuscript_of_text",
]


def manuscript_of_text(
    data: bytes, name: str, title: str = "", codes: Sequence[CodeText] = ()
) -> Manuscript:
    """Return the manuscript of an article that has no records behind it (``subject`` "text").

    Its claims are numbered 1, 2, … and stand in the bodies as marks, so a sentence is read once
    and in its place. Raises ``Unreadable``.
    """
    return _manuscript(parse(data, name), title, codes)


def findings_of_text(data: bytes, name: str, codes: Sequence[CodeText] = ()) -> tuple[Finding, ...]:
    """Return what the checks say about an article, each finding with its physical line.

    Touches no database. Raises ``Unreadable``.
    """
    article = parse(data, name)
    return located(inspect(_manuscript(article, "", codes)), article)


def _manuscript(article: Article, title: str, codes: Sequence[CodeText]) -> Manuscript:
    draft = draft_of(article, title)
    marks = (f"C-{number}" for number in count(1))
    return Manuscript(
        subject="text",
        title=draft.title,
        sections=tuple(
            SectionText(heading=s.heading, body=s.body(marks), line=s.line) for s in draft.sections
        ),
        codes=tuple(codes),
        claims=tuple(
            ClaimText(
                claim_id=number,
                language="en",
                statement=claim.statement,
                kind=claim.kind,
                intervention=claim.intervention,
                line=claim.line,
            )
            for number, claim in enumerate(draft.claims(), 1)
        ),
    )
