"""The Manuscript: the one frozen value that is checked, reviewed, signed, published and rendered.

No ORM here. A manuscript is built from rows by ``content.services.manuscript_of`` and read back
from the JSON that a review or an edition froze with ``Manuscript.from_json``.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Self

FORMAT = 1
#: How a claim stands in a body: ``[[C-12]]``.
CLAIM_MARK = re.compile(r"\[\[C-(\d{1,9})\]\]")
#: How a picture stands in a section's body, on a line of its own: ``[[P-3]]``.
PICTURE_MARK = re.compile(r"\[\[P-(\d{1,9})\]\]")
#: A field that came later than the first signatures: while it is empty it is not written at all,
#: so that whatever was signed before it existed keeps its bytes and its fingerprint.
_LATER = {"later": True}


def canonical_json(value: Any) -> str:
    """Return the one spelling of a JSON value: sorted keys, NFC text, no spaces, UTF-8 literals."""
    return json.dumps(_nfc(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _nfc(value: Any) -> Any:
    # Each text by itself: in the finished JSON an accent melts into the n of a line break.
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _nfc(one) for key, one in value.items()}
    return [_nfc(one) for one in value] if isinstance(value, list) else value


def sha256(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class _Frozen:
    """What every part of a manuscript can do: become JSON and come back."""

    def as_json(self) -> dict[str, Any]:
        """Return this value as plain JSON types.

        Fields marked ``frozen=False`` are left out, and later fields while they are empty.
        """
        return {
            f.name: _plain(getattr(self, f.name))
            for f in fields(self)  # type: ignore[arg-type]
            if f.metadata.get("frozen", True)
            and (getattr(self, f.name) or not f.metadata.get("later"))
        }

    def canonical(self) -> str:
        """Return the canonical JSON text, the exact bytes that are signed."""
        return canonical_json(self.as_json())

    def fingerprint(self) -> str:
        """Return the SHA-256 of the canonical JSON text."""
        return sha256(self.canonical())

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the value from ``as_json()``; unknown keys raise ``TypeError``."""
        return cls(**data)


def _plain(value: Any) -> Any:
    if isinstance(value, ClaimText):
        # The claim's own fingerprint travels with it so the database can compare it with
        # the claim's own signed review (guards on EditionClaim).
        return {**value.as_json(), "fingerprint": value.fingerprint()}
    if isinstance(value, _Frozen):
        return value.as_json()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText(_Frozen):
    """A publication as the reader's source list shows it."""

    source_id: int
    kind: str
    title: str
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
    #: ISO date on which an online source was last looked at, or "".
    accessed_on: str = ""
    #: none, corrected, concern, retracted, superseded.
    notice: str = "none"
    #: What took its place, for people who mend the page; not part of what is signed.
    superseded_by: str = field(default="", compare=False, metadata={"frozen": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationText(_Frozen):
    """The link from a claim to one source: where in it, and the words relied on."""

    source: SourceText
    locator: str = ""
    quote: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "source": SourceText.from_json(data["source"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(_Frozen):
    """An absolute risk: ``affected`` of ``denominator`` people over ``time_span``.

    ``comparator_affected`` is the number out of the same denominator without the treatment.
    """

    outcome: str
    affected: int
    denominator: int
    time_span: str
    group: str = ""
    comparator_affected: int | None = None
    comparator_group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation(_Frozen):
    """What a regulator says about a product, with the day somebody looked."""

    jurisdiction: str
    status: str
    checked_on: str
    url: str
    recheck_months: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimText(_Frozen):
    """One claim exactly as patients read it and clinicians judge it."""

    claim_id: int | None
    language: str
    statement: str
    kind: str = ""
    certainty: str = "not_graded"
    stage: str = ""
    species: str = ""
    n_people: int | None = None
    population: str = ""
    comparator: str = ""
    #: What is done or given, e.g. "exosomes"; ties a benefit to its harms.
    intervention: str = ""
    risk: Risk | None = None
    regulation: Regulation | None = None
    citations: tuple[CitationText, ...] = ()
    #: Physical line in the imported article, for people who fix it; not part of what is signed.
    line: int | None = field(default=None, compare=False, metadata={"frozen": False})

    @property
    def code(self) -> str:
        """The code authors use in bodies, such as ``C-12``."""
        return f"C-{self.claim_id}" if self.claim_id else ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        data = {k: v for k, v in data.items() if k != "fingerprint"}
        risk, regulation = data.get("risk"), data.get("regulation")
        return cls(
            **{
                **data,
                "risk": Risk.from_json(risk) if risk else None,
                "regulation": Regulation.from_json(regulation) if regulation else None,
                "citations": tuple(CitationText.from_json(c) for c in data["citations"]),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText(_Frozen):
    """One section: a heading and a Markdown body in which claims stand as ``[[C-12]]``."""

    heading: str
    body: str
    #: Physical line of the heading in an imported article; not part of what is signed.
    line: int | None = field(default=None, compare=False, metadata={"frozen": False})

    def claim_ids(self) -> tuple[int, ...]:
        """Return the ids of the claims in this body, in order of appearance."""
        return tuple(int(n) for n in CLAIM_MARK.findall(self.body))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeText(_Frozen):
    """A code of the condition or treatment the page is about (system = OID)."""

    system: str
    code: str
    display: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermText(_Frozen):
    """A word that the page explains: the definition is signed together with the page."""

    term_id: int
    term: str
    definition: str
    #: Plurals and other spellings that mean the same.
    forms: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "forms": tuple(data["forms"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureText(_Frozen):
    """A picture as readers get it: which bytes, and every word that goes with them."""

    picture_id: int
    #: SHA-256 of the stored file, which is its name, and the name's extension.
    sha256: str
    extension: str
    width: int
    height: int
    #: What somebody hears who cannot see it; empty when it only decorates.
    alternative: str = ""
    decorative: bool = False
    caption: str = ""
    credit: str = ""
    licence: str = ""
    licence_url: str = ""
    shows_people: bool = False
    #: Where their consent is filed.
    consent: str = ""

    @property
    def code(self) -> str:
        """The code authors use in bodies, such as ``P-3``."""
        return f"P-{self.picture_id}"

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.sha256}.{self.extension}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript(_Frozen):
    """A page with everything a reader would get and a reviewer judges.

    ``subject`` is "topic" for a page, "claim" for a lone claim under check, "text" for bare text
    that has no records behind it (``check_text``). The Markdown fields (``answer``,
    ``key_points``, section bodies, ``not_known``, ``get_help``) may hold ``[[C-12]]`` marks;
    ``claims`` has each marked claim once, in order of first appearance.
    """

    format: int = FORMAT
    subject: str = "topic"
    topic_id: int | None = None
    language: str = "en"
    slug: str = ""
    title: str = ""
    #: condition, treatment, test, medicine, prevention, living.
    kind: str = ""
    risk_class: str = "routine"
    specialty: str = ""
    #: Printed names and statements that the page shows.
    author: str = ""
    publisher: str = ""
    funding: str = ""
    clinic_sells_this: bool = False
    aim: str = ""
    #: Regulated product the page is about, e.g. "exosomes"; empty when there is none.
    product: str = ""
    answer: str = ""
    key_points: tuple[str, ...] = ()
    sections: tuple[SectionText, ...] = ()
    not_known: str = ""
    get_help: str = ""
    questions: tuple[str, ...] = ()
    codes: tuple[CodeText, ...] = ()
    claims: tuple[ClaimText, ...] = ()
    #: What changed since the edition before, in words for readers.
    change_note: str = ""
    #: Topic id of the original, when this page is a translation.
    translation_of: int | None = None
    #: Words of the text that the glossary explains, in its alphabetical order.
    terms: tuple[TermText, ...] = field(default=(), metadata=_LATER)
    #: Each picture that stands in the text, once, in order of first appearance.
    pictures: tuple[PictureText, ...] = field(default=(), metadata=_LATER)

    def picture(self, picture_id: int) -> PictureText | None:
        """Return the picture with this id, or None when the manuscript does not hold it."""
        return next((p for p in self.pictures if p.picture_id == picture_id), None)

    def marked_picture_ids(self) -> tuple[int, ...]:
        """Return the ids of the pictures marked anywhere, once, in order of first appearance."""
        found = (int(n) for text in self.marked_texts() for n in PICTURE_MARK.findall(text))
        return tuple(dict.fromkeys(found))

    def claim(self, claim_id: int) -> ClaimText | None:
        """Return the claim with this id, or None when the manuscript does not hold it."""
        return next((c for c in self.claims if c.claim_id == claim_id), None)

    def marked_texts(self) -> Iterator[str]:
        """Yield every Markdown text that may hold claim marks, in reading order."""
        yield self.answer
        yield from self.key_points
        for section in self.sections:
            yield section.body
        yield self.not_known
        yield self.get_help

    def marked_claim_ids(self) -> tuple[int, ...]:
        """Return every claim id marked anywhere, once, in order of first appearance."""
        found = (int(n) for text in self.marked_texts() for n in CLAIM_MARK.findall(text))
        return tuple(dict.fromkeys(found))

    def sources(self) -> tuple[SourceText, ...]:
        """Return the sources in order of first citation; a reader's number is index + 1."""
        seen = {c.source.source_id: c.source for claim in self.claims for c in claim.citations}
        return tuple(seen.values())

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            **{
                **data,
                "key_points": tuple(data["key_points"]),
                "questions": tuple(data["questions"]),
                "sections": tuple(SectionText.from_json(s) for s in data["sections"]),
                "codes": tuple(CodeText.from_json(c) for c in data["codes"]),
                "claims": tuple(ClaimText.from_json(c) for c in data["claims"]),
                "terms": tuple(TermText.from_json(t) for t in data.get("terms", ())),
                "pictures": tuple(PictureText.from_json(p) for p in data.get("pictures", ())),
            }
        )
