"""What the API says of a page, field by field; every value is copied from an edition.

``values`` gives what a schema is filled with; ninja validates it, once, as it answers.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from education.content.manuscript import ClaimText, PictureText
from education.publishing.addresses import absolute, page_address
from education.publishing.figures import READERS
from education.publishing.listing import Listed
from education.publishing.pages import PublishedPage
from education.publishing.words import evidence_of, level_of


class Source(Schema):
    """A publication."""

    source_id: int
    kind: str
    title: str
    authors: str
    container: str
    year: int | None
    volume: str
    issue: str
    pages: str
    publisher: str
    doi: str
    pmid: str
    url: str
    accessed_on: str = Field(description="ISO date on which it was looked at online, or empty")
    notice: str = Field(description="none, corrected, concern, retracted or superseded")


class Citation(Schema):
    """Where a claim rests on a source."""

    source_id: int
    locator: str
    quote: str


class Risk(Schema):
    """An absolute risk: so many of so many people, over a time."""

    outcome: str
    affected: int
    denominator: int
    time_span: str
    group: str
    comparator_affected: int | None
    comparator_group: str


class Regulation(Schema):
    """What a regulator says about a product, and the day somebody looked."""

    jurisdiction: str
    status: str
    checked_on: str
    url: str
    recheck_months: int


class Claim(Schema):
    """One assertion, signed by itself."""

    code: str = Field(description="Stands as [[C-12]] in the texts of the page")
    statement: str
    kind: str
    certainty: str = Field(
        description="high, moderate, low, very_low, none_in_people or not_graded (GRADE)"
    )
    certainty_in_words: str
    certainty_means: str
    stage: str
    evidence_in_words: str
    species: str
    n_people: int | None
    population: str
    comparator: str
    intervention: str
    sources: list[Citation]
    risk: Risk | None
    regulation: Regulation | None
    fingerprint: str = Field(description="SHA-256 of what was signed")

    @staticmethod
    def values(claim: ClaimText, plain: dict[str, Any]) -> dict[str, Any]:
        """Return the values of a claim that is ``plain`` in its page's JSON."""
        level = level_of(claim)
        return {
            **plain,
            "code": claim.code,
            "certainty_in_words": str(level.label),
            "certainty_means": str(level.meaning),
            "evidence_in_words": evidence_of(claim),
            "sources": [
                {"source_id": c.source.source_id, "locator": c.locator, "quote": c.quote}
                for c in claim.citations
            ],
        }


class Section(Schema):
    """A part of a page: Markdown in which claims stand as [[C-12]]."""

    heading: str
    body: str


class Term(Schema):
    """A word of the page, explained."""

    term: str
    forms: list[str] = Field(description="Other spellings of it, as they may stand in the text")
    definition: str


class Picture(Schema):
    """A picture of the page."""

    code: str = Field(description="Stands as [[P-3]], on a line of its own, in the texts")
    url: str = Field(description="Its file; answers while readers may read the page")
    sha256: str = Field(description="SHA-256 of the file")
    width: int
    height: int
    alternative: str = Field(description="What it tells; empty when it only decorates")
    decorative: bool
    caption: str
    credit: str
    licence: str
    licence_url: str

    @staticmethod
    def values(picture: PictureText) -> dict[str, Any]:
        """Return the values of a picture; where consent is filed is nobody else's business."""
        url = absolute(READERS + picture.name)
        return {**picture.as_json(), "code": picture.code, "url": url}


class Code(Schema):
    """What the page is about, in a code system (OID)."""

    system: str
    code: str
    display: str
    version: str


class SignOff(Schema):
    """A clinician's electronic signature on exactly this text."""

    name: str
    profession: str
    # Schemas have a method of this name already.
    register_: str = Field(alias="register")
    register_number: str
    signed_at: datetime
    meaning: str = Field(description="clinical_review or reviewed_no_change")
    statement: str = Field(description="The sentence that was signed")
    interests: str
    clinic_sells: bool = Field(
        description="True when the signer works where what the page is about is sold"
    )


class Translation(Schema):
    """The same page in another language, live now."""

    language: str
    slug: str
    title: str
    url: str


class TopicLine(Schema):
    """A live page, in short."""

    language: str
    slug: str
    title: str
    kind: str
    answer: str = Field(description="The one-line answer, as plain text")
    edition: int
    fingerprint: str
    published_at: datetime
    reviewed_at: datetime
    review_due: date
    overdue: bool
    url: str = Field(description="The page for readers")

    @staticmethod
    def values(line: Listed) -> dict[str, Any]:
        """Return the values of a live page's line."""
        return {**asdict(line), "edition": line.number, "url": absolute(line.address)}


class TopicList(Schema):
    """A stretch of the live pages, ordered by title."""

    count: int = Field(description="How many there are in all")
    limit: int
    offset: int
    items: list[TopicLine]


class TopicWalk(Schema):
    """A step of a walk through the live pages, each of them once, in an order that stays."""

    limit: int
    next: str | None = Field(
        description="Address of the next step, also in the header Link; null at the end"
    )
    items: list[TopicLine]


class TopicPage(Schema):
    """A live page in full: the signed text, who signed it, and when it is due again.

    ``answer``, ``key_points``, section bodies, ``not_known`` and ``get_help`` are Markdown in
    which claims stand as [[C-12]] and pictures as [[P-3]]. A reader's number of a source is its
    place in ``sources``.
    """

    language: str
    slug: str
    title: str
    kind: str
    risk_class: str
    product: str
    aim: str
    answer: str
    key_points: list[str]
    sections: list[Section]
    not_known: str
    get_help: str
    questions: list[str]
    claims: list[Claim]
    sources: list[Source]
    terms: list[Term]
    pictures: list[Picture]
    codes: list[Code]
    author: str
    publisher: str
    funding: str
    clinic_sells_this: bool
    change_note: str
    edition: int
    fingerprint: str = Field(description="SHA-256 of what was signed")
    published_at: datetime
    reviewed_at: datetime | None
    review_due: date | None
    overdue: bool
    sign_offs: list[SignOff]
    translations: list[Translation]
    url: str = Field(description="The page for readers")

    @staticmethod
    def values(page: PublishedPage) -> dict[str, Any]:
        """Return the values of a page, its words of certainty in the language now active."""
        text = page.manuscript
        plain = text.as_json()
        return {
            **plain,
            "claims": [
                Claim.values(*pair) for pair in zip(text.claims, plain["claims"], strict=True)
            ],
            "sources": [source.as_json() for source in text.sources()],
            "terms": [term.as_json() for term in text.terms],
            "pictures": [Picture.values(picture) for picture in text.pictures],
            "edition": page.number,
            "fingerprint": page.fingerprint,
            "published_at": page.published_at,
            "reviewed_at": page.reviewed_at,
            "review_due": page.review_due,
            "overdue": page.overdue,
            "sign_offs": [
                {**asdict(s), "clinic_sells": bool(s.clinic_sells)} for s in page.signatures
            ],
            "translations": [{**asdict(t), "url": absolute(t.address)} for t in page.translations],
            "url": absolute(page_address(text.language, text.slug)),
        }


class EditionLine(Schema):
    """One edition of a live page."""

    number: int
    published_at: datetime
    change_note: str
    shown: bool = Field(description="False when readers may not have it any more")
