"""Checks on age: of sources, and of what a regulator was seen to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from education.content.manuscript import SourceText

from .base import Contextual, Finding, Level
from .page import Page
from .surroundings import Surroundings

#: Years after which a source of a kind is looked at again; kinds that are not here do not age.
YEARS = {
    "guideline": 5,
    "review": 7,
    "trial": 15,
    "study": 15,
    "animal": 15,
    "article": 10,
    "narrative": 7,
    # A web page is as old as the day somebody last looked at it. What a regulator says ages by its
    # own record (K37).
    "web": 3,
}


class OldSource(Contextual):
    id = "K36"
    name = "old-source"
    title = "Every source is old"
    description = "A claim rests on a source that is not older than its kind allows."
    level = Level.WARN
    explanation = (
        "A guideline is looked at again after 5 years, a review after 7, a study after 15, a web "
        "page after 3. Cite the newer one, or say that nothing newer changes the claim. One "
        "source that is recent enough is enough."
    )
    bad = "A claim that rests on a guideline of 2009 alone."
    good = "A claim that rests on this year's guideline."
    subjects = frozenset({"topic", "claim"})
    reads_english = False

    def look_around(self, page: Page, around: Surroundings) -> Iterator[Finding]:
        if around.today is None:
            return
        for reading in page.first_of_each_claim():
            claim = reading.claim
            sources = [c.source for c in claim.citations] if claim else []
            years = [_year(source) for source in sources]
            if years and all(
                _too_old(source.kind, year, around.today)
                for source, year in zip(sources, years, strict=True)
            ):
                newest = max(year or 0 for year in years)
                yield self.at(
                    reading.sentence,
                    f"The newest source of this claim is of {newest}. On {around.today} that is "
                    "older than its kind allows: look for a newer one.",
                )


def _year(source: SourceText) -> int | None:
    looked_at = source.accessed_on[:4] if source.kind == "web" else ""
    return int(looked_at) if looked_at.isdigit() else source.year


def _too_old(kind: str, year: int | None, today: date) -> bool:
    allowed = YEARS.get(kind)
    return allowed is not None and year is not None and today.year - year > allowed


class StaleStatus(Contextual):
    id = "K37"
    name = "stale-status"
    title = "Regulatory status past its re-check date"
    description = "What a regulator says was looked at within the interval its record gives."
    level = Level.WARN
    explanation = (
        "Approvals and warnings change. Open the address in the record, read it again, and enter "
        "the day. A day that is still to come, or is no date, is found too."
    )
    bad = "“Not approved”, looked at 14 months ago, to be looked at every 6 months."
    good = "“Not approved”, looked at last week."
    subjects = frozenset({"topic", "claim"})
    reads_english = False

    def look_around(self, page: Page, around: Surroundings) -> Iterator[Finding]:
        if around.today is None:
            return
        for reading in page.first_of_each_claim():
            status = reading.claim.regulation if reading.claim else None
            if status is None or not status.checked_on:
                continue
            if message := _fault(status.checked_on, status.recheck_months, around.today):
                yield self.at(reading.sentence, message)


def _fault(checked_on: str, months: int, today: date) -> str:
    try:
        looked = date.fromisoformat(checked_on)
    except ValueError:
        return f"“{checked_on}” is no date. Give the day as year-month-day."
    if looked > today:
        return f"The status was looked at on {looked}, which on {today} is still to come."
    passed = (today.year - looked.year) * 12 + today.month - looked.month
    late = passed > months or (passed == months and today.day > looked.day)
    if not late:
        return ""
    return f"The status was looked at on {looked}, over {months} months before {today}. Look again."
