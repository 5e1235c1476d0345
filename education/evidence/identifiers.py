"""One spelling for each identifier of a publication, so that one paper is one source."""

from __future__ import annotations

import re
from urllib.parse import unquote

_DOI_PREFIX = re.compile(
    r"^(?:(?:https?://)?(?:dx\.)?(?:www\.)?doi\.org/|doi:?\s*)+", re.IGNORECASE
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_PMID_PREFIX = re.compile(
    r"^(?:(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/"
    r"|pmid:?\s*)",
    re.IGNORECASE,
)


def normal_doi(text: str) -> str:
    """Return a DOI bare and in lower case: DOIs know no case, and are pasted as addresses."""
    text = text.strip()
    bare = _DOI_PREFIX.sub("", text)
    if bare != text and "://" in text:
        bare = unquote(bare)  # Only an address has its signs written in percent.
    return bare.strip().rstrip(".,;").lower()


def is_doi(text: str) -> bool:
    """Tell whether a normalised text has the form of a DOI."""
    return _DOI.fullmatch(text) is not None


def normal_pmid(text: str) -> str:
    """Return a PMID as its number alone."""
    return _PMID_PREFIX.sub("", text.strip()).strip().rstrip("/").lstrip("0")


def is_pmid(text: str) -> bool:
    """Tell whether a normalised text has the form of a PMID."""
    return text.isascii() and text.isdecimal() and len(text) <= 10
