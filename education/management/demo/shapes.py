"""The shapes the demo's contents are written in: values only, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from education.content.manuscript import Regulation, Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of staff. ``credential`` is (profession, register number) for those who sign."""

    username: str
    first_name: str
    last_name: str
    roles: tuple[str, ...] = ()
    credential: tuple[str, str] | None = None
    specialties: tuple[str, ...] = ()
    interests: str = ""
    superuser: bool = False
    #: What a newcomer can do with this account, for the table the command prints.
    does: str = ""

    @property
    def printed_name(self) -> str:
        """The name as pages print it."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A publication; the fields are those of ``Source``."""

    key: str
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
    accessed_on: date | None = None
    notice: str = "none"


@dataclass(frozen=True, slots=True)
class Cite:
    """A claim rests on a reference, at this place in it."""

    source: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """A claim. Bodies name it ``[[key]]``; the builder puts its code there."""

    key: str
    statement: str
    kind: str
    cites: tuple[Cite, ...]
    certainty: str = "not_graded"
    stage: str = "established"
    species: str = ""
    n_people: int | None = None
    population: str = ""
    comparator: str = ""
    intervention: str = ""
    risk: Risk | None = None
    regulation: Regulation | None = None
    language: str = "en"
    #: Key of the claim this one translates.
    original: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Why the signing clinician lets a warning stand.

    Answers every warning of ``check`` whose excerpt or message holds ``about``.
    """

    check: str
    reason: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that the glossary explains; ``forms`` stand one a line."""

    term: str
    forms: str
    definition: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A topic with its sections; ``claims`` are those first used here."""

    slug: str
    title: str
    kind: str
    aim: str
    answer: str
    key_points: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    not_known: str
    get_help: str
    questions: tuple[str, ...]
    #: ICD-10-CM code and its display.
    codes: tuple[tuple[str, str], ...]
    claims: tuple[Assertion, ...] = ()
    language: str = "en"
    risk_class: str = "routine"
    specialty: str = ""
    product: str = ""
    funding: str = "This clinic paid for this page. No maker of any product took part."
    #: Slug of the page this one translates.
    original: str = ""
    answers: tuple[Answer, ...] = field(default=())
