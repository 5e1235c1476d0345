"""Who sees which report, what an empty one says, and which questions are refused."""

from __future__ import annotations

import html
from typing import Any

import pytest

from education.people.models import User
from education.staff.reports.catalogue import REPORTS
from tests.staff.worlds import client_of

ALL = list(REPORTS)


def address(name: str) -> str:
    return f"/desk/reports/{name}/"


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_auditor_and_coordinator_are_offered_every_report(cora: User, otto: User) -> None:
    for person in (cora, otto):
        text = text_of(client_of(person).get("/desk/reports/"))
        assert all(f'href="{address(name)}"' in text for name in ALL)


def test_clinician_is_offered_their_own_load_only(dr_bell: User) -> None:
    text = text_of(client_of(dr_bell).get("/desk/reports/"))
    assert [name for name in ALL if f'href="{address(name)}"' in text] == ["load"]


@pytest.mark.parametrize("name", ALL)
def test_clinician_opens_no_report_about_others(name: str, dr_bell: User) -> None:
    client = client_of(dr_bell)
    wanted = 200 if name == "load" else 403
    assert client.get(address(name)).status_code == wanted
    assert client.get(f"/desk/reports/{name}.csv").status_code == wanted


@pytest.mark.parametrize("name", ALL)
def test_author_and_publisher_open_none(name: str, alice: User, pat: User) -> None:
    for person in (alice, pat):
        client = client_of(person)
        page = client.get(address(name))
        assert page.status_code == client.get(f"/desk/reports/{name}.csv").status_code == 403
        assert "for coordinators and auditors" in text_of(page)


def test_tab_is_there_for_those_who_have_reports(cora: User, dr_bell: User, alice: User) -> None:
    link = 'href="/desk/reports/"'
    assert link in text_of(client_of(cora).get("/desk/"))
    assert link in text_of(client_of(dr_bell).get("/desk/queues/open/"))
    assert link not in text_of(client_of(alice).get("/desk/"))


def test_unknown_report_is_not_found(cora: User) -> None:
    client = client_of(cora)
    assert client.get(address("nonsense")).status_code == 404
    assert client.get("/desk/reports/nonsense.csv").status_code == 404


@pytest.mark.parametrize("name", ALL)
def test_empty_report_says_so(name: str, cora: User) -> None:
    page = client_of(cora).get(address(name))
    assert page.status_code == 200
    assert REPORTS[name].empty in text_of(page)
    assert "Download" not in text_of(page)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "yesterday"}, "Write a day as year-month-day."),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "The last day comes before the first"),
        ({"since": "1900-01-01"}, "Choose a day in the last 10 years."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"specialty": "' OR 1=1"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_asked_is_refused_and_kept(
    asked: dict[str, str], said: str, cora: User
) -> None:
    client = client_of(cora)
    page = client.get(address("turnaround"), asked)
    assert page.status_code == 422
    assert said in text_of(page)
    if "since" in asked:
        assert f'value="{asked["since"]}"' in text_of(page)
    refused = client.get("/desk/reports/turnaround.csv", asked)
    assert refused.status_code == 422
    assert said in text_of(refused)
