"""What readers said of a page, beside the sections of a text of today.

Readers spoke of an edition; the text has moved on. A section is known again by its heading, else by
its number when what stands there now has a heading that no reader ever saw. Each number says of
which edition it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from education.publishing.feedback import FIXED
from education.publishing.models import Feedback
from education.staff.permissions import allows

#: How many of readers' words stand beside one part, and how many are looked through for them.
SHOWN, LOOKED_AT = 4, 200

#: (anchor, heading) of a part as it stood in its edition.
Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many readers of one edition found a part clear, and how many did not."""

    edition: int
    heading: str
    clear: int
    unclear: int


@dataclass(frozen=True, slots=True)
class Spot:
    """What was said of one part, the newest edition first."""

    topic_id: int
    name: str
    counts: tuple[Tally, ...]
    words: tuple[Feedback, ...]
    #: Headings under which it stood that are not today's.
    once: tuple[str, ...] = ()

    @property
    def clear(self) -> int:
        """How many found it clear, in any edition."""
        return sum(count.clear for count in self.counts)

    @property
    def unclear(self) -> int:
        """How many did not."""
        return sum(count.unclear for count in self.counts)

    def as_html(self) -> SafeString:
        """Return it as it stands beside a section in the admin."""
        return render_to_string("staff/readers_spot.html", {"spot": self, "alone": True})


@dataclass(frozen=True, slots=True)
class ReadersBox:
    """What was said of a page: beside its sections, and of everything else."""

    topic_id: int
    sections: tuple[Spot | None, ...] = ()
    rest: tuple[Spot, ...] = ()
    keys: tuple[Any, ...] = ()

    def __bool__(self) -> bool:
        """Whether anybody said anything."""
        return bool(self.spots)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Every part that somebody spoke of."""
        return (*self.rest[:1], *(s for s in self.sections if s), *self.rest[1:])

    def beside(self, key: Any) -> Spot | None:
        """Return what was said of the section with this key."""
        return dict(zip(self.keys, self.sections, strict=True)).get(key)

    def rest_as_html(self) -> SafeString:
        """Return, for the admin, what was said of what is no section."""
        return render_to_string("staff/readers_rest.html", {"box": self})


def readers_box(
    topic_id: int | None, headings: Sequence[str], user: Any, keys: Iterable[Any] = ()
) -> ReadersBox:
    """Return what readers said beside these sections: two queries, none for who may not read it."""
    if topic_id is None or not allows(user, "view", Feedback):
        return ReadersBox(topic_id or 0)
    said = Feedback.objects.filter(edition__topic=topic_id).order_by("-pk")
    counts = _counts(said)
    if not counts:
        return ReadersBox(topic_id)
    words: dict[Part, list[Feedback]] = defaultdict(list)
    spoken = said.exclude(words="").select_related("edition").defer("edition__manuscript")
    for row in spoken[:LOOKED_AT]:
        words[(row.part, row.heading)].append(row)
    places: dict[int | str, list[Part]] = defaultdict(list)
    for part, place in placed(list(counts), headings).items():
        places[_gone(part) if place is None else place].append(part)

    def spot(name: str, parts: list[Part]) -> Spot:
        found = [count for part in parts for count in counts[part]]
        newest = sorted((w for p in parts for w in words[p]), key=lambda w: -w.pk)
        once = dict.fromkeys(h for _, h in parts if h and _same(h) != _same(name))
        ordered = tuple(sorted(found, key=lambda count: -count.edition))
        return Spot(topic_id, name, ordered, tuple(newest[:SHOWN]), tuple(once))

    return ReadersBox(
        topic_id,
        tuple(spot(h, places[n]) if n in places else None for n, h in enumerate(headings)),
        tuple(
            spot(name, places[name])
            for name in [*FIXED.values(), *(n for n in places if n not in FIXED.values())]
            if isinstance(name, str) and name in places
        ),
        tuple(keys) or tuple(range(len(headings))),
    )


def placed(parts: Iterable[Part], headings: Sequence[str]) -> dict[Part, int | None]:
    """Return for each part the index of the section that it is today; None where there is none."""
    parts = list(parts)
    now = [_same(heading) for heading in headings]
    seen = {_same(heading) for _, heading in parts}
    found: dict[Part, int | None] = {}
    for anchor, heading in parts:
        number = anchor.removeprefix("section-")
        here = int(number) - 1 if number.isdecimal() and number != anchor else -1
        alike = [n for n, other in enumerate(now) if heading and other == _same(heading)]
        if alike:
            found[anchor, heading] = here if here in alike else alike[0]
        elif 0 <= here < len(now) and now[here] not in seen:
            found[anchor, heading] = here
        else:
            found[anchor, heading] = None
    return found


def _same(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _gone(part: Part) -> str:
    anchor, heading = part
    return FIXED.get(anchor) or f"“{heading}”, which is no section any more"


def _counts(said: Any) -> dict[Part, list[Tally]]:
    rows = (
        said.order_by("-edition__number", "part")
        .values("part", "heading", "edition__number")
        .annotate(yes=Count("pk", filter=Q(clear=True)), no=Count("pk", filter=Q(clear=False)))
    )
    found: dict[Part, list[Tally]] = defaultdict(list)
    for row in rows:
        one = Tally(row["edition__number"], row["heading"], row["yes"], row["no"])
        found[(row["part"], row["heading"])].append(one)
    return found
