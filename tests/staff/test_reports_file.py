"""A report's file opens in a spreadsheet, and does nothing there."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.staff.reports.spreadsheet import BOM, download, lines, plain


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+44 20 7946 0000",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =HYPERLINK(1)",
        "\u00a0=1",
        "＝1+1",
    ],
)
def test_words_that_would_be_a_formula_are_made_words(words: str) -> None:
    assert plain(words) == f"'{words}"


@given(st.text())
def test_no_text_starts_as_a_formula_and_nothing_is_lost(words: str) -> None:
    made = plain(words)
    assert isinstance(made, str)
    assert not made.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert made in (words, f"'{words}")


def test_numbers_stay_numbers() -> None:
    assert (plain(-3), plain(1.5)) == (-3, 1.5)


def test_times_are_utc_and_days_are_iso() -> None:
    at = datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert plain(at) == "2025-12-31 23:30:00"
    assert plain(date(2026, 1, 2)) == "2026-01-02"
    assert plain(None) == ""
    assert (plain(True), plain(False)) == ("yes", "no")  # noqa: FBT003


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_file_is_read_back_as_it_was_written(rows: list[list[str]]) -> None:
    whole = "".join(lines(("a", "b"), rows))
    assert whole.startswith(BOM)
    read = list(csv.reader(io.StringIO(whole.removeprefix(BOM), newline="")))
    assert read == [["a", "b"], *[[str(plain(cell)) for cell in row] for row in rows]]


def test_file_is_sent_line_by_line_with_a_mark_for_spreadsheets() -> None:
    taken = []

    def rows() -> object:
        for n in range(3):
            taken.append(n)
            yield (n, datetime(2026, 1, 1, tzinfo=UTC))

    response = download("overdue-2026", ("n", "at"), rows())  # type: ignore[arg-type]
    first = next(iter(response.streaming_content))
    assert first == b"\xef\xbb\xbfn,at\r\n"
    assert taken == []
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="overdue-2026.csv"'
