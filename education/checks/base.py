"""What a quality check is and what it says: ``Check`` and ``Finding``."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from education.content.manuscript import Manuscript

from .page import Page, page_of
from .sentences import Sentence
from .surroundings import NOWHERE, Surroundings


class Level(StrEnum):
    """What a finding does to a submission."""

    #: The manuscript cannot be submitted until the words or the record change.
    BLOCK = "block"
    #: A clinician answers it with a reason before signing.
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check says about one place of a manuscript."""

    #: The check's id, such as ``K04``.
    check: str
    level: Level
    #: ``C-12``, ``section:2`` (1-based), ``answer``, ``key_points``, ``not_known``, ``get_help``,
    #: ``questions``, ``title`` or ``page``.
    anchor: str
    #: The words it is about, as the author wrote them; empty when it is about a record.
    excerpt: str
    #: What is wrong and what to do, in one or two sentences.
    message: str
    #: Physical line in an imported article, when known.
    line: int | None = None

    @property
    def key(self) -> str:
        """Return the stable name a clinician's answer hangs on: same check, place and words."""
        return hashlib.sha256(
            "\x1f".join((self.check, self.anchor, self.excerpt)).encode()
        ).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """Return the six public fields as plain JSON types."""
        return {
            "check": self.check,
            "level": self.level.value,
            "line": self.line,
            "excerpt": self.excerpt,
            "message": self.message,
            "anchor": self.anchor,
        }


class Check(ABC):
    """A rule for manuscripts: class data that names it, and one method that looks at a page.

    Checks hold no state, so one instance serves every call and every thread.
    """

    #: ``K`` and two digits. Stored with findings: never reuse or renumber one.
    id: ClassVar[str]
    #: Kebab-case name, unique.
    name: ClassVar[str]
    title: ClassVar[str]
    #: One sentence that ends with a full stop.
    description: ClassVar[str]
    #: The level of most of its findings; a check may lower or raise a single one.
    level: ClassVar[Level]
    #: Why the rule exists and how to satisfy it, for authors.
    explanation: ClassVar[str]
    #: A sentence that fails and one that passes, for the catalogue.
    bad: ClassVar[str]
    good: ClassVar[str]
    #: Subjects (``Manuscript.subject``) the rule makes sense for.
    subjects: ClassVar[frozenset[str]] = frozenset({"topic", "claim", "text"})
    #: True when the rule reads words. The lexicon is English, so other languages are passed over.
    reads_english: ClassVar[bool] = True

    def inspect(self, manuscript: Manuscript, around: Surroundings = NOWHERE) -> Iterator[Finding]:
        """Yield what this check finds in a manuscript; nothing when the rule does not apply."""
        if manuscript.subject not in self.subjects:
            return
        if self.reads_english and not manuscript.language.lower().startswith("en"):
            return
        yield from self.look_around(page_of(manuscript), around)

    def look_around(self, page: Page, around: Surroundings) -> Iterator[Finding]:
        """Yield the findings for a page in its surroundings; most rules need the page alone."""
        return self.look(page)

    @abstractmethod
    def look(self, page: Page) -> Iterator[Finding]:
        """Yield the findings for a page that the rule applies to."""

    def at(self, sentence: Sentence, message: str, level: Level | None = None) -> Finding:
        """Return a finding about a sentence."""
        return Finding(
            self.id, level or self.level, sentence.anchor, sentence.text, message, sentence.line
        )

    def on_page(self, message: str, level: Level | None = None, excerpt: str = "") -> Finding:
        """Return a finding about the page as a whole."""
        return Finding(self.id, level or self.level, "page", excerpt, message)


class Contextual(Check):
    """A rule that needs to know what is around a page; silent where nothing is known."""

    def look(self, page: Page) -> Iterator[Finding]:
        return self.look_around(page, NOWHERE)

    @abstractmethod
    def look_around(self, page: Page, around: Surroundings) -> Iterator[Finding]:
        """Yield the findings for a page in its surroundings."""
