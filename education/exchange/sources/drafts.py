"""What an entry says, as a source. Pure: no database.

A format is one function from its fields to ``Draft``. What kind of study it is, is a proposal: the
file's own words where it has some, then the title's, and else the weakest, so that nothing gets
more weight than somebody has given it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from education.evidence.identifiers import is_doi, is_pmid, normal_doi, normal_pmid
from education.evidence.models import Source

from .names import authors
from .reading import Entry, Fields

_Kind, _Notice = Source.SourceKind, Source.Notice


#: Control characters, halves of characters, and signs that make a text read otherwise than it is.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The values of a source that a file proposes."""

    title: str
    kind: str = _Kind.NARRATIVE
    authors: str = ""
    container: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    accessed_on: date | None = None
    notice: str = _Notice.NONE

    def values(self) -> dict[str, Any]:
        """Return the columns of the source."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def draft_of(entry: Entry, form: str) -> Draft:
    """Return the source in an entry of a format; whether it can be kept is another question."""
    return _tidied(_READERS[form](entry.fields))


def reasons_against(draft: Draft) -> list[str]:
    """Say why a source cannot be kept as the file has it."""
    if any(_ODD.search(text) for text in draft.values().values() if isinstance(text, str)):
        return ["This record holds signs that no text has, or that turn its direction."]
    found = [] if draft.title else ["This record has no title."]
    if draft.doi and not is_doi(draft.doi):
        found.append(f"“{draft.doi[:60]}” is no DOI.")
    if draft.pmid and not is_pmid(draft.pmid):
        found.append(f"“{draft.pmid[:60]}” is no PMID.")
    if draft.url and not re.match(r"https?://[^\s/]+\.[^\s]+$", draft.url):
        found.append(f"“{draft.url[:60]}” is no address of a page.")
    for name, text in draft.values().items():
        most = getattr(Source._meta.get_field(name), "max_length", None)
        if isinstance(text, str) and most and len(text) > most:
            called = str(getattr(Source._meta.get_field(name), "verbose_name", name))
            found.append(f"The {called} is longer than {most} characters: enter this by hand.")
    return found


def _tidied(draft: Draft) -> Draft:
    """One spelling for identifiers; an address that only says them again is left out."""
    values: dict[str, Any] = {
        k: " ".join(v.split()) if isinstance(v, str) else v for k, v in draft.values().items()
    }
    values["title"] = values["title"].removesuffix(".")
    values["container"] = values["container"].removesuffix(".")
    values["doi"], values["pmid"] = normal_doi(values["doi"]), normal_pmid(values["pmid"])
    from_url = normal_doi(values["url"])
    if "doi.org/" in values["url"] and is_doi(from_url):
        values["doi"], values["url"] = values["doi"] or from_url, ""
    if "ncbi.nlm.nih.gov" in values["url"] and is_pmid(number := normal_pmid(values["url"])):
        values["pmid"], values["url"] = values["pmid"] or number, ""
    return Draft(**values)


def _first(found: Fields, *names: str) -> str:
    """Return the first value of the first of these fields that says something."""
    return next((v for name in names for v in found.get(name, ()) if v.strip()), "")


def _year(text: str) -> int | None:
    match = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", text)
    return int(match[1]) if match else None


def _day(text: str) -> date | None:
    match = re.match(r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


# --- what kind it is ------------------------------------------------------------------------------

#: In order of caution: a trial in mice is an animal study.
_TITLE_SIGNS = (
    (_Kind.ANIMAL, r"\b(mice|mouse|rats?|murine|rodents?|in vitro|cell line|animal model)\b"),
    (_Kind.REVIEW, r"\b(systematic review|meta-analys[ie]s)\b"),
    (_Kind.GUIDELINE, r"\b(clinical practice guidelines?|practice guidelines?|guidelines? for)\b"),
    (_Kind.TRIAL, r"\brandomi[sz]ed\b.*\btrial\b"),
    (_Kind.STUDY, r"\b(cohort|case-control|cross-sectional|registry) study\b"),
)
_PUBLICATION_TYPES = (
    (_Kind.GUIDELINE, ("practice guideline", "guideline")),
    (_Kind.REVIEW, ("systematic review", "meta-analysis")),
    (_Kind.TRIAL, ("randomized controlled trial", "controlled clinical trial", "clinical trial")),
    (_Kind.STUDY, ("observational study", "comparative study", "multicenter study")),
)


def kind_of(title: str, *, types: Iterable[str] = (), is_page: bool = False) -> str:
    """Propose what kind of study a source is."""
    said = title.lower()
    signs = dict(_TITLE_SIGNS)
    if re.search(signs[_Kind.ANIMAL], said):
        return _Kind.ANIMAL
    named = [text.lower() for text in types]
    for kind, words in _PUBLICATION_TYPES:
        if any(name == word or name.startswith(f"{word}, ") for name in named for word in words):
            return kind
    found = next((kind for kind, sign in _TITLE_SIGNS if re.search(sign, said)), None)
    return found or (_Kind.WEB if is_page else _Kind.NARRATIVE)


# --- the formats ----------------------------------------------------------------------------------


def _from_nbib(found: Fields) -> Draft:
    title = _first(found, "TI", "BTI", "TT")
    about = {term.lstrip("*").lower().split("/")[0] for term in found.get("MH", ())}
    animal = "animals" in about and "humans" not in about
    types = found.get("PT", [])
    return Draft(
        title=title,
        kind=_Kind.ANIMAL if animal else kind_of(title, types=types),
        authors=authors([*found.get("AU", ()), *("{" + n + "}" for n in found.get("CN", ()))]),
        container=_first(found, "TA", "JT"),
        year=_year(_first(found, "DP", "EDAT")),
        volume=_first(found, "VI"),
        issue=_first(found, "IP"),
        pages=_first(found, "PG"),
        publisher=_first(found, "PB"),
        doi=_tagged_doi(found),
        pmid=_first(found, "PMID"),
        notice=_nbib_notice(found, types),
    )


def _tagged_doi(found: Fields) -> str:
    ids = [v for name in ("LID", "AID") for v in found.get(name, ()) if v.endswith("[doi]")]
    return ids[0].removesuffix("[doi]").strip() if ids else ""


def _nbib_notice(found: Fields, types: list[str]) -> str:
    if "RIN" in found or any(t.lower() == "retracted publication" for t in types):
        return _Notice.RETRACTED
    if "ECI" in found:
        return _Notice.CONCERN
    if "UIN" in found:
        return _Notice.SUPERSEDED
    return _Notice.CORRECTED if "EIN" in found else _Notice.NONE


def _from_ris(found: Fields) -> Draft:
    title = _first(found, "TI", "T1", "CT", "BT")
    form = _first(found, "TY").upper()
    first, last = _first(found, "SP"), _first(found, "EP")
    from_pubmed = re.search(r"medline|pubmed", _first(found, "DB", "DP"), re.IGNORECASE)
    return Draft(
        title=title,
        kind=kind_of(title, is_page=form in ("ELEC", "WEB", "BLOG", "ICOMM")),
        authors=authors(found.get("AU") or found.get("A1") or []),
        container=_first(found, "J2", "JA", "JO", "JF", "T2"),
        year=_year(_first(found, "PY", "Y1", "DA")),
        volume=_first(found, "VL"),
        issue=_first(found, "IS"),
        pages=first if "-" in first or not last or first == last else f"{first}-{last}",
        publisher=_first(found, "PB"),
        doi=_first(found, "DO", "DI"),
        pmid=_first(found, "AN") if from_pubmed else "",
        url=_address(_first(found, "UR", "L2", "LK")),
        accessed_on=_day(_first(found, "Y2")),
    )


def _from_bibtex(found: Fields) -> Draft:
    title = _first(found, "title")
    form = _first(found, "")
    return Draft(
        title=title,
        kind=kind_of(title, is_page=form in ("online", "electronic", "www")),
        authors=authors(found.get("author") or found.get("editor") or []),
        container=_first(
            found, "shortjournal", "journal", "journaltitle", "booktitle", "organization"
        ),
        year=_year(_first(found, "year", "date")),
        volume=_first(found, "volume"),
        issue=_first(found, "number", "issue"),
        pages=_first(found, "pages").replace("–", "-"),
        publisher=_first(found, "publisher", "institution"),
        doi=_first(found, "doi"),
        pmid=_first(found, "pmid"),
        url=_address(_first(found, "url", "howpublished")),
        accessed_on=_day(_first(found, "urldate")),
    )


def _from_csl(found: Fields) -> Draft:
    title = _first(found, "title")
    return Draft(
        title=title,
        kind=kind_of(title, is_page=_first(found, "type") in ("webpage", "post", "post-weblog")),
        authors=authors(found.get("author") or found.get("editor") or []),
        container=_first(found, "container-title-short", "journalAbbreviation", "container-title"),
        year=_year(_first(found, "issued", "original-date")),
        volume=_first(found, "volume"),
        issue=_first(found, "issue"),
        pages=_first(found, "page").replace("–", "-"),
        publisher=_first(found, "publisher"),
        doi=_first(found, "DOI"),
        pmid=_first(found, "PMID"),
        url=_address(_first(found, "URL")),
        accessed_on=_day(_first(found, "accessed")),
    )


def _address(text: str) -> str:
    """Return the address in a text, such as a note with a link in it."""
    match = re.search(r"https?://\S+", text)
    return match[0] if match else text


_READERS: dict[str, Callable[[Fields], Draft]] = {
    "nbib": _from_nbib,
    "ris": _from_ris,
    "bibtex": _from_bibtex,
    "csl": _from_csl,
}
