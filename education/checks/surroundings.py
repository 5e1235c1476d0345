"""What is known around a manuscript: the day, the other pages, the claim library.

Checks are pure, so whoever runs them says what was known. Nothing known is the default: a check
that needs more is then silent. Findings that rest on it name it (the day, the claim), so what a
review records tells what was known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from education.content.likeness import Library


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world a manuscript is checked in."""

    #: The day of the inspection.
    today: date | None = None
    #: Slugs of every page there is, in any language; None when not known.
    slugs: frozenset[str] | None = None
    #: The claims that could be used instead of a new one, by code.
    library: Library[str] | None = None


NOWHERE = Surroundings()
