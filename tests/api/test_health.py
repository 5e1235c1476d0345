"""/healthz and /readyz"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from education.api import health
from tests.conftest import drop_guards


@pytest.fixture(autouse=True)
def _ask_anew() -> Iterator[None]:
    health.tables_and_guards.cache_clear()
    yield
    health.tables_and_guards.cache_clear()


def test_the_process_is_up_without_asking_the_database(client: Client) -> None:
    # No ``db`` fixture: a query would fail this test.
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"


def test_a_whole_database_is_ready(db: None, client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "failing": []})
    assert response["Cache-Control"] == "no-store"


def test_missing_guards_are_named(db: None, client: Client) -> None:
    drop_guards()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "guard countersign_edition_signed" in response.json()["failing"]


def test_migrations_that_wait_are_named(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'education'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "migration education.0001_initial" in response.json()["failing"]


def test_a_database_that_does_not_answer_is_named(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> None:
        raise DatabaseError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        response = client.get("/readyz")
    assert (response.status_code, response.json()["failing"]) == (503, ["database"])


def test_tables_and_guards_are_looked_up_once_in_a_while(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(health, "_moment", lambda: 1)
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")
    monkeypatch.setattr(health, "_moment", lambda: 2)
    drop_guards()
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_head_is_enough_for_a_probe(db: None, client: Client, path: str) -> None:
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_only_read(db: None, client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
