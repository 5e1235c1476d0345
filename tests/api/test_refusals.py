"""Every refusal is a problem (RFC 9457)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from education.api import public
from education.people.models import User
from education.publishing.models import LivePage
from education.publishing.notices import STANDARD
from education.publishing.services import withdraw
from tests.builders import make_topic, publish_page

PAGE = "/api/v1/topics/kidneys"


@pytest.fixture
def page(alice: User, dr_bell: User, pat: User) -> LivePage:
    topic = make_topic(alice, slug="kidneys")
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    return LivePage.objects.get(topic=topic)


def problem(client: Client, path: str, status: int, **params: Any) -> Any:
    response = client.get(path, params)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    body = response.json()
    assert (body["status"], body["instance"]) == (status, path)
    assert body["type"]
    assert body["title"]
    assert body["detail"]
    return body


def test_a_page_taken_down_answers_410_with_its_notice(
    page: LivePage, dr_bell: User, client: Client
) -> None:
    withdrawal = withdraw(page, by=dr_bell, kind="safety")
    body = problem(client, PAGE, 410)
    assert body["type"] == "urn:countersign:taken-down"
    assert body["detail"] == STANDARD["safety"]
    assert body["kind"] == "safety"
    assert body["taken_down_on"] == withdrawal.at.date().isoformat()
    assert body["replacement"] is None


def test_a_notice_names_the_page_that_takes_its_place(
    page: LivePage, alice: User, dr_bell: User, pat: User, client: Client
) -> None:
    other = make_topic(alice, slug="kidney-care", title="Looking after your kidneys")
    publish_page(other, author=alice, signers=[dr_bell], publisher=pat)
    withdraw(page, by=dr_bell, kind="consolidated", replacement=other)
    assert problem(client, PAGE, 410)["replacement"] == {
        "title": "Looking after your kidneys",
        "url": "http://localhost:8000/topics/kidney-care/",
    }


def test_a_page_past_its_last_day_is_gone_although_no_job_has_run(
    page: LivePage, client: Client, time_machine: Any
) -> None:
    time_machine.move_to(page.lapses_on.replace(year=page.lapses_on.year + 1))
    body = problem(client, PAGE, 410)
    assert (body["kind"], body["detail"]) == ("expired", STANDARD["expired"])


def test_the_editions_of_a_page_taken_down_are_gone_too(
    page: LivePage, dr_bell: User, client: Client
) -> None:
    withdraw(page, by=dr_bell, kind="error")
    problem(client, f"{PAGE}/editions", 410)


def test_a_page_that_never_was_answers_404(db: None, client: Client) -> None:
    problem(client, PAGE, 404)


def test_a_draft_that_was_never_published_answers_404(alice: User, client: Client) -> None:
    make_topic(alice, slug="kidneys")
    problem(client, PAGE, 404)


@pytest.mark.parametrize("language", ["es", "xx"])
def test_a_page_in_another_language_answers_404(
    page: LivePage, client: Client, language: str
) -> None:
    problem(client, PAGE, 404, language=language)


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/topics/", "/api/v1/topics/no%00good"])
def test_an_unknown_address_answers_404(db: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "many"),
        ("offset", "-1"),
        ("offset", "99999999999999999999"),
        ("kind", "advert"),
        ("language", "<en>"),
        ("q", "x" * 101),
        ("q", "\0"),
        ("langauge", "en"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(
    db: None, client: Client, name: str, value: str
) -> None:
    body = problem(client, "/api/v1/topics", 422, **{name: value})
    assert body["type"] == "urn:countersign:invalid"
    assert [(e["part"], e["name"]) for e in body["errors"]] == [("query", name)]
    assert name in body["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["/api/v1/topics", PAGE])
def test_nothing_but_reading_is_answered(db: None, client: Client, method: str, path: str) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response["Content-Type"] == "application/problem+json"


def test_a_fault_of_ours_says_nothing_about_the_inside(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(public, "live_list", broken)
    client = Client(raise_request_exception=False)
    assert "secret" not in str(problem(client, "/api/v1/topics", 500))


def test_a_fault_of_ours_is_seen_by_whoever_listens(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(public, "live_list", broken)
    with pytest.raises(RuntimeError, match="secret"):
        client.get("/api/v1/topics")
