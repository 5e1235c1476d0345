"""What the checks say of a draft that is being written, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from education.checks.registry import inspect
from education.review.surroundings import surroundings
from education.staff.showing import ShownFinding, place_name, places, shown_finding
from education.staff.unsaved import Written


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of a draft: its name, the field where it is mended, and what was found there."""

    name: str
    #: The ``id`` of the form's field; empty for the page as a whole.
    field: str
    #: The number of the claim to mend, when it is one; 0 else.
    claim: int
    findings: tuple[ShownFinding, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was found in a draft."""

    spots: tuple[Spot, ...]

    @property
    def blocks(self) -> int:
        """How many findings stop a submission."""
        return sum(f.blocks for spot in self.spots for f in spot.findings)

    @property
    def warnings(self) -> int:
        """How many findings only ask for an answer."""
        return sum(not f.blocks for spot in self.spots for f in spot.findings)

    def as_html(self) -> dict[str, Any]:
        """Return the count in words, the whole list, and what belongs beside each field."""
        beside: dict[str, list[Spot]] = {}
        for spot in self.spots:
            if spot.field:
                beside.setdefault(spot.field, []).append(spot)
        return {
            "count": render_to_string("staff/found_count.html", {"found": self}).strip(),
            "list": render_to_string("staff/found_list.html", {"found": self}),
            "beside": {
                field: render_to_string("staff/found_beside.html", {"spots": spots})
                for field, spots in beside.items()
            },
        }


def found_in(draft: Written) -> Found:
    """Run every check over a draft; places in reading order, blocks before warnings.

    Told what a submission is told. The library is left to the findings page: it is searched anew
    for every look, and authors look with every few words.
    """
    page = draft.page
    grouped: dict[str, list[ShownFinding]] = {anchor: [] for anchor, _ in places(page)}
    for one in inspect(page, surroundings(page.topic_id or 0)):
        shown = shown_finding(page, {**one.as_json(), "key": one.key})
        grouped.setdefault(one.anchor, []).append(shown)
    return Found(
        tuple(
            Spot(
                name=place_name(page, anchor),
                field=draft.field_of(anchor),
                claim=int(anchor[2:]) if anchor.startswith("C-") else 0,
                findings=tuple(sorted(findings, key=lambda f: not f.blocks)),
            )
            for anchor, findings in grouped.items()
            if findings
        )
    )
