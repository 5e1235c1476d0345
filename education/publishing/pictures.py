"""Icon arrays: an absolute risk as a picture of so many people, some of them affected.

Every person is drawn, so nothing is rounded; a risk in more than ``LARGEST`` people stays words.
On a screen the picture is a few rectangles filled with a pattern, so its size does not grow with
the number. What sets type for paper draws patterns wrongly, so there each person is drawn alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from education.content.manuscript import Risk

LARGEST = 10_000
#: More than so many are too small on paper.
LARGEST_ON_PAPER = 1_000
#: Side of one person's cell in the units of the drawing.
CELL = 10
#: Head and shoulders, from the top of the head on.
_PERSON = "M{} {}a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm-3.1 8.6v-1.1a3.1 3.1 0 0 1 6.2 0v1.1z"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing, in its units."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class IconArray:
    """A grid of ``total`` people of whom the first ``affected`` are drawn filled."""

    label: str
    affected: int
    total: int
    width: int
    height: int
    filled: tuple[Box, ...]
    hollow: tuple[Box, ...]

    @property
    def spared(self) -> int:
        """The people who do not have the outcome: the other framing of the same number."""
        return self.total - self.affected

    @property
    def filled_people(self) -> str:
        """The affected as one path."""
        return self._people(0, self.affected)

    @property
    def hollow_people(self) -> str:
        """The spared as one path."""
        return self._people(self.affected, self.total)

    def _people(self, start: int, end: int) -> str:
        columns = self.width // CELL
        places = (divmod(n, columns) for n in range(start, end))
        return "".join(_PERSON.format(x * CELL + 5, y * CELL + 0.8) for y, x in places)

    @property
    def is_drawn_on_paper(self) -> bool:
        """Whether there is a picture on a sheet too."""
        return self.total <= LARGEST_ON_PAPER

    @property
    def is_drawn(self) -> bool:
        """Whether there is a picture, and not words alone."""
        return self.total <= LARGEST


def arrays(risk: Risk) -> tuple[IconArray, ...]:
    """Return one array per group: the group itself and, when known, the one it is compared with."""
    found = [_array(risk.group, risk.affected, risk.denominator)]
    if risk.comparator_affected is not None:
        found.append(_array(risk.comparator_group, risk.comparator_affected, risk.denominator))
    return tuple(found)


def _array(label: str, affected: int, total: int) -> IconArray:
    columns = _columns(total)
    rows = -(-total // columns)
    return IconArray(
        label=label,
        affected=affected,
        total=total,
        width=columns * CELL,
        height=rows * CELL,
        filled=_boxes(0, affected, columns),
        hollow=_boxes(affected, total, columns),
    )


def _columns(total: int) -> int:
    """Ten people in a row up to a hundred; then wider, so that the picture stays a picture."""
    return next((wide for most, wide in ((100, 10), (500, 25), (1000, 40)) if total <= most), 100)


def _boxes(start: int, end: int, columns: int) -> tuple[Box, ...]:
    """Cover the cells from ``start`` to before ``end`` of a grid with as few boxes as it takes."""
    found = []
    while start < end:
        row, column = divmod(start, columns)
        whole_rows = (end - start) // columns if column == 0 else 0
        width = columns if whole_rows else min(columns - column, end - start)
        height = whole_rows or 1
        found.append(Box(column * CELL, row * CELL, width * CELL, height * CELL))
        start += width * height
    return tuple(found)
