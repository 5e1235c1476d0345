"""How deep list items stand: told by the indent of lines on the way in, written as one after it."""

from __future__ import annotations

#: As many lists inside each other as the renderer shows; what stands deeper joins the last.
DEEPEST = 8
#: An item indented by less than this stands beside the one above it.
_STEP = 2


class Nesting:
    """The open lists while an article is read from top to bottom."""

    def __init__(self) -> None:
        self._indents: list[int] = []

    def begin(self, indent: int) -> int:
        """Return in how many lists the list of an item at this indent stands."""
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()
        if not self._indents:
            self._indents = [indent]
        elif indent >= self._indents[-1] + _STEP and len(self._indents) < DEEPEST:
            self._indents.append(indent)
        return len(self._indents) - 1

    def end(self) -> None:
        """Leave all lists: something else stands here."""
        self._indents = []


class Margins:
    """The lists of a body while it is written: where each item begins, and what parts it."""

    def __init__(self) -> None:
        #: For each open list, its marker and how far its items' words stand to the right of it.
        self._open: list[tuple[str, int]] = []

    def item(self, marker: str, depth: int) -> tuple[str, str]:
        """Return what parts an item from what stands above, and the blanks before its marker."""
        kind = "1" if marker[0].isdigit() else "-"
        same = len(self._open) > depth and self._open[depth][0] == kind
        del self._open[depth:]
        before = " " * self.width
        self._open.append((kind, len(marker) + 1))
        # A blank line lets a number other than 1 begin a list, and a claim stand by itself.
        return "\n" if same else "\n\n", before

    @property
    def width(self) -> int:
        """How far to the right the words of the newest item stand."""
        return sum(width for _, width in self._open)

    def end(self) -> None:
        """Leave all lists."""
        self._open = []
