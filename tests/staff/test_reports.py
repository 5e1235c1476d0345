"""The reports of a busy clinic: drawn, sent as files, narrowed, and what they cost."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from education.people.models import User
from education.staff.reports.catalogue import REPORTS
from tests.publishing.world import FAST
from tests.staff.plenty import Plenty, grow, plant
from tests.staff.worlds import client_of

ALL = list(REPORTS)


def address(name: str) -> str:
    return f"/desk/reports/{name}/"


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def file_of(client: Any, name: str, **asked: str) -> list[dict[str, str]]:
    """The rows of a report's file, by the names of its columns."""
    response = client.get(f"/desk/reports/{name}.csv", asked)
    whole = b"".join(response.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(whole, newline=""))
    assert len(set(head)) == len(head)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def _clinic(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plenty]:
    with django_db_blocker.unblock(), FAST, transaction.atomic():
        yield plant(60)
        transaction.set_rollback(True)


@pytest.fixture
def plenty(_clinic: Plenty, db: None) -> Plenty:
    """A clinic with years of work, planted once for all these tests, which only read."""
    return _clinic


@pytest.fixture
def client(plenty: Plenty) -> Any:
    """The coordinator's browser."""
    return client_of(plenty.coordinator)


@pytest.mark.parametrize("name", ALL)
def test_report_says_what_it_shows_draws_it_and_offers_the_file(name: str, client: Any) -> None:
    text = text_of(client.get(address(name)))
    assert REPORTS[name].says in text
    assert all(note in text for note in REPORTS[name].notes)
    assert "<svg" in text
    assert "<table" in text
    assert "style=" not in text
    assert f"/desk/reports/{name}.csv?" in text


@pytest.mark.parametrize("name", ALL)
def test_every_picture_has_a_title(name: str, client: Any) -> None:
    drawn = client.get(address(name)).content.decode().split("<svg")[1:]
    assert drawn
    assert all("<title" in picture.split("</svg>")[0] for picture in drawn)


@pytest.mark.parametrize("name", ALL)
def test_file_has_rows_under_every_head(name: str, client: Any) -> None:
    assert file_of(client, name)


def test_list_longer_than_a_page_says_that_the_file_has_the_rest(client: Any) -> None:
    rows = len(file_of(client, "turnaround"))
    assert f"And {rows - 10} more, all in the spreadsheet." in text_of(
        client.get(address("turnaround"))
    )


def test_clinician_sees_no_colleague_in_their_load(plenty: Plenty) -> None:
    me, *others = plenty.clinicians
    browser = client_of(me)
    page = text_of(browser.get(address("load")))
    assert me.printed_name in page
    assert [o for o in others if o.printed_name in page] == []
    assert {row["clinician"] for row in file_of(browser, "load")} == {me.printed_name}


# --- narrowing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "asked",
    [
        {"specialty": "nephrology"},
        {"language": "es"},
        {"since": "", "until": ""},
        {"specialty": "cardiology", "language": "en", "until": "9999-12-31"},
    ],
    ids=str,
)
def test_report_is_narrowed_by_its_address(name: str, asked: dict[str, str], client: Any) -> None:
    page = client.get(address(name), asked)
    assert page.status_code == 200
    assert len(file_of(client, name, **asked)) <= len(file_of(client, name, since="", until=""))
    for field in ("specialty", "language"):
        if asked.get(field):
            assert f'value="{asked[field]}" selected' in text_of(page)


@pytest.mark.parametrize("name", ["overdue", "turnaround", "certainty", "withdrawals"])
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("specialty", "cardiology", "Cardiology"), ("language", "en", "en")],
)
def test_narrowed_file_has_exactly_the_rows_that_were_asked_for(
    name: str, field: str, value: str, said: str, client: Any
) -> None:
    whole = file_of(client, name)
    kept = [row for row in whole if row[field] == said]
    assert whole
    assert file_of(client, name, **{field: value}) == kept


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("overdue", "due"),
        ("turnaround", "fully signed (UTC)"),
        ("withdrawals", "gone (UTC)"),
        ("speed", "signed (UTC)"),
    ],
)
def test_first_and_last_day_are_both_included(name: str, column: str, client: Any) -> None:
    whole = file_of(client, name)
    day = whole[len(whole) // 2][column][:10]
    kept = [row for row in whole if row[column].startswith(day)]
    assert file_of(client, name, since=day, until=day) == kept


def test_link_to_the_file_asks_the_same_question(client: Any) -> None:
    text = text_of(client.get(address("pairs"), {"language": "en", "until": ""}))
    link = text.split("/desk/reports/pairs.csv?")[1].split('"')[0]
    assert "language=en" in link
    assert "until=&" in link
    assert "since=20" in link


def test_paper_says_what_was_asked(client: Any) -> None:
    asked = {"specialty": "nephrology", "since": "2026-01-01", "until": "2026-02-01"}
    text = text_of(client.get(address("overdue"), asked | {"since": "", "until": ""}))
    assert "Nephrology, Any language. As of" in text


def test_names_are_shown_as_words_whatever_they_hold(plenty: Plenty, client: Any) -> None:
    first = plenty.clinicians[0]
    User._base_manager.filter(pk=first.pk).update(first_name="=cmd<b>", last_name="X")
    assert b"=cmd&lt;b&gt; X" in client.get(address("pairs")).content
    assert "'=cmd<b> X" in {row["signer"] for row in file_of(client, "pairs")}


# --- cost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_number_of_queries_does_not_grow_with_the_rows(
    name: str, plenty: Plenty, client: Any
) -> None:
    few = _queries(client, name)
    grow(plenty, 90)
    assert _queries(client, name) == few
    assert few <= 14


def _queries(client: Any, name: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address(name))
    assert response.status_code == 200
    return len(captured)
