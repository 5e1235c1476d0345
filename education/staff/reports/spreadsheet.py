"""A report as a file that spreadsheets open: streamed, and harmless to open."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.http import StreamingHttpResponse

#: What a spreadsheet takes for the start of a formula; a tab or a line break may hide one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Spreadsheets take a file without it for the machine's own old encoding.
BOM = "\N{BYTE ORDER MARK}"


def plain(value: Any) -> str | int | float:
    """Return a cell: numbers as they are, times in UTC, and words that are no formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value)
    # Blanks are looked past: some spreadsheets trim them before they look for a formula.
    starts = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if starts else text


class _Line:
    """What ``csv.writer`` writes to: it hands each line straight back."""

    def write(self, line: str) -> str:
        return line


def lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the file line by line."""
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(head)
    for row in rows:
        yield writer.writerow([plain(value) for value in row])


def download(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Answer with the rows as a file of that name."""
    return StreamingHttpResponse(
        (line.encode() for line in lines(head, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
