"""What is known around a manuscript: the day, the other pages, the claim library.

Checks are pure, so whoever runs them says what was known. Nothing known is the default: a check
that needs more is then silent. Findings that rest on it name it (the day, the claim), so what a
review records tells what was known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from education.content.likeness import Library


@dataclass(frozen=True, slots=True)
class Followed:
    """How a translation's draft stands to its original's editions."""

    #: Topic id of the original.
    original: int
    #: Number of the edition that was the newest when the draft was last written; 0 for none.
    written_against: int
    #: Number of the edition that is live.
    live: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world a manuscript is checked in."""

    #: The day of the inspection.
    today: date | None = None
    #: Slugs of every page there is, in any language; None when not known.
    slugs: frozenset[str] | None = None
    #: The claims that could be used instead of a new one, by code.
    library: Library[str] | None = None
    #: Translations of live pages, by their topic id, as far as known.
    followed: Mapping[int, Followed] = field(default_factory=dict)


NOWHERE = Surroundings()
