"""Tables as Markdown writes them. A row longer than its head would be cut: none is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

#: A table with more cells than this in a row, or in all, is kept as quoted lines.
_MOST_COLUMNS = 30
_MOST_CELLS = 20_000
_MOST_SPAN = 30


@dataclass(slots=True)
class Table:
    """The cells of a table as they come."""

    rows: list[list[str]] = field(default_factory=list)
    caption: str = ""
    #: How deep inside tables of its cells we are; those become words of the cell.
    depth: int = 0
    #: Column → how many rows the cell above reaches into.
    reaching: dict[int, int] = field(default_factory=dict)
    _columns: int = 1
    _rows: int = 1

    def row(self) -> None:
        """Begin a row."""
        self.rows.append([])

    def cell(self, columns: str, rows: str) -> None:
        """Begin a cell that is so many columns wide and rows high."""
        if not self.rows:
            self.row()
        self._skip()
        self._columns, self._rows = _span(columns), _span(rows)

    def fill(self, text: str) -> None:
        """End the cell with these words."""
        if not self.rows:
            self.row()
        row = self.rows[-1]
        for number in range(self._columns):
            if self._rows > 1:
                self.reaching[len(row)] = self._rows - 1
            row.append("" if number else text)
        self._columns = self._rows = 1

    def _skip(self) -> None:
        """Leave room for cells that reach down from the rows above."""
        row = self.rows[-1]
        while self.reaching.get(len(row)):
            self.reaching[len(row)] -= 1
            row.append("")


def _span(text: str) -> int:
    return min(int(text), _MOST_SPAN) or 1 if text.isdecimal() and len(text) < 5 else 1


def table_lines(table: Table) -> Iterator[str]:
    """Yield the lines of a table; the first row is its head."""
    rows = [row for row in table.rows if any(row)]
    if table.caption:
        yield from (table.caption, "")
    width = max(map(len, rows), default=0)
    if width > _MOST_COLUMNS or width * len(rows) > _MOST_CELLS:
        for row in rows:
            yield from ("> " + " · ".join(filter(None, row)), ">")
        return
    for number, row in enumerate(rows):
        yield f"| {' | '.join([*row, *[''] * (width - len(row))])} |"
        if number == 0:
            yield f"|{' --- |' * width}"
