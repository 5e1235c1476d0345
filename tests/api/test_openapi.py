"""The document that describes the API, and the policy of every operation in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from education.api.api import make_api
from education.content.models import TopicKind
from education.publishing.words import SHELVES

SNAPSHOT = Path(__file__).with_name("openapi.json")
DOCUMENT = "/api/v1/openapi.json"
#: Every operation and who may call it. A new operation has to be entered here with its policy.
POLICIES = {
    ("get", "/api/v1/topics"): "public",
    ("get", "/api/v1/topics/{slug}"): "public",
    ("get", "/api/v1/topics/{slug}/editions"): "public",
}


@pytest.fixture
def document(client: Client) -> Any:
    return client.get(DOCUMENT).json()


def operations(document: Any) -> dict[tuple[str, str], Any]:
    return {
        (method, path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_the_document_is_the_one_that_was_reviewed(document: Any) -> None:
    """To accept a change, write it down and read the difference.

    ``manage.py export_openapi_schema --api education.api.urls.api --indent 2 --sorted
    --output tests/api/openapi.json``
    """
    assert document == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_operation_has_a_policy(document: Any) -> None:
    assert set(operations(document)) == set(POLICIES)


def test_public_operations_only_read(document: Any) -> None:
    public = {key for key, policy in POLICIES.items() if policy == "public"}
    assert {method for method, _ in public} == {"get"}
    for key in public:
        assert "security" not in operations(document)[key]
        assert "requestBody" not in operations(document)[key]


def test_every_operation_is_reached_without_an_account(db: None, client: Client) -> None:
    for _, path in POLICIES:
        assert client.get(path.format(slug="nothing-here")).status_code in {200, 404}


def test_every_operation_tells_how_it_refuses(document: Any) -> None:
    for (_, path), operation in operations(document).items():
        expected = {"200", "422"} | ({"404", "410"} if "{slug}" in path else set())
        assert expected <= set(operation["responses"])
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"]


def test_every_operation_and_field_group_is_described(document: Any) -> None:
    assert all(o["summary"] and o["description"] for o in operations(document).values())
    schemas = document["components"]["schemas"]
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []


def test_the_api_can_be_made_again(db: None, document: Any) -> None:
    assert make_api().get_openapi_schema(path_prefix="/api/v1/")["paths"] == {
        path: {
            method: {
                **operation,
                "responses": {int(s): a for s, a in operation["responses"].items()},
            }
            for method, operation in methods.items()
        }
        for path, methods in document["paths"].items()
    }


def test_the_kinds_that_can_be_asked_for_are_the_kinds_there_are() -> None:
    assert set(SHELVES) == set(TopicKind.values)
