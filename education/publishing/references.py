"""Numbered sources as readers see them, after the Vancouver style (ICMJE / NLM Citing Medicine).

Held to a CSL processor by a test, and written by ourselves: decision 0013 says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.utils.translation import gettext

from education.content.manuscript import Manuscript, SourceText
from education.publishing.words import SOURCE_NOTICES, Words, day


@dataclass(frozen=True, slots=True)
class Reference:
    """One numbered source: who, what, where, links to it, and what happened to it since."""

    number: int
    authors: str
    title: str
    #: "J Am Soc Nephrol. 2020;31(3):12-20."
    detail: str
    #: (label, address) pairs; addresses are http(s) only.
    links: tuple[tuple[str, str], ...]
    notice: Words
    #: none, corrected, concern, retracted or superseded.
    notice_key: str
    #: Codes of the claims that rest on it, with where in it: ("C-12", "Table 2").
    used_by: tuple[tuple[str, str], ...]


def references(page: Manuscript) -> tuple[Reference, ...]:
    """Return a page's sources, numbered in order of first citation."""
    return tuple(
        _reference(number, source, page) for number, source in enumerate(page.sources(), start=1)
    )


def numbers(page: Manuscript) -> dict[int, int]:
    """Return source id → the number readers know it by."""
    return {source.source_id: n for n, source in enumerate(page.sources(), start=1)}


def _reference(number: int, source: SourceText, page: Manuscript) -> Reference:
    return Reference(
        number=number,
        authors=_stopped(source.authors),
        title=_stopped(source.title),
        detail=_detail(source),
        links=tuple(_links(source)),
        notice=SOURCE_NOTICES.get(source.notice, ""),
        notice_key=source.notice,
        used_by=tuple(
            (claim.code, citation.locator)
            for claim in page.claims
            for citation in claim.citations
            if citation.source.source_id == source.source_id
        ),
    )


def _stopped(text: str) -> str:
    """End a part of a reference with one full stop, unless it ends with a mark of its own."""
    text = text.strip()
    return text if not text or text[-1] in ".?!" else f"{text}."


def _detail(source: SourceText) -> str:
    issue = f"({source.issue})" if source.issue else ""
    volume = f"{source.volume}{issue}"
    pages = f":{source.pages}" if source.pages else ""
    year = str(source.year) if source.year else ""
    where = f"{year};{volume}{pages}" if year and volume else f"{year or volume}{pages}"
    publisher = source.publisher
    if publisher and year and not (source.container or source.volume):
        publisher, where = f"{publisher}; {year}{pages}", ""  # A book, or a report.
    parts = [_stopped(part) for part in (source.container, publisher, where) if part]
    if source.accessed_on:
        read = gettext("Read on %(day)s.")
        parts.append(read % {"day": day(date.fromisoformat(source.accessed_on))})
    return " ".join(parts)


def _links(source: SourceText) -> Iterator[tuple[str, str]]:
    found = addresses(source)
    # Readers are sent to the publication by its lasting name where it has one.
    yield from (link for to, link in found.items() if to != "url" or "doi" not in found)


def addresses(source: SourceText) -> dict[str, tuple[str, str]]:
    """Return "doi", "pubmed" or "url" → (label, address) of where a source stands; http(s) only."""
    found = {}
    if source.doi:
        address = f"https://doi.org/{quote(source.doi, safe='/:;()._-')}"
        found["doi"] = (f"doi:{source.doi}", address)
    if source.pmid.isdecimal():
        address = f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"
        found["pubmed"] = (f"PubMed {source.pmid}", address)
    if source.url.startswith(("https://", "http://")):
        name = source.url.split("://", 1)[1].removeprefix("www.").split("/")[0]
        found["url"] = (name, source.url)
    return found
