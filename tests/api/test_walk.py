"""GET /api/v1/topics, walked by cursor"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from education.people.models import User
from education.publishing.listing import live_list
from education.publishing.listing import walked as walked_from
from education.publishing.models import Edition
from education.publishing.services import withdraw
from tests.builders import edit, make_claim, make_topic, publish_page

LIST = "/api/v1/topics"
#: How a plan names the index of live pages by topic, entered at a place.
INDEX = {
    "sqlite": r"SEARCH education_livepage USING INDEX \w+ \(topic_id>\?\)",
    "postgresql": r"Index Scan using education_livepage_topic_id\w* on[^\n]+\n[^\n]+topic_id > ",
}


@pytest.fixture
def publish(alice: User, dr_bell: User, pat: User) -> Callable[..., Edition]:
    def published(topic: Any = None, **fields: Any) -> Edition:
        topic = topic or make_topic(alice, **fields)
        return publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)

    return published


@pytest.fixture
def five(publish: Callable[..., Edition]) -> list[Edition]:
    return [publish(slug=f"page-{n}", title=f"{letter} page") for n, letter in enumerate("ECADB")]


def steps(client: Client, **asked: Any) -> Iterator[Any]:
    """Walk from the beginning to the end, as ``next`` leads; what happens between is up to you."""
    address: str | None = LIST
    asked = {"cursor": "", "limit": 2} | asked
    while address:
        response = client.get(address, asked)
        assert response.status_code == 200, response.content
        address, asked = response.json()["next"], {}
        expected = f'<{address}>; rel="next"' if address else None
        assert response.headers.get("Link") == expected
        yield response.json()


def walked(client: Client, **asked: Any) -> list[str]:
    return [item["slug"] for step in steps(client, **asked) for item in step["items"]]


def refused(client: Client, **asked: Any) -> str:
    response = client.get(LIST, asked)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    return str(response.json()["detail"])


@pytest.mark.parametrize("limit", [1, 2, 5, 6])
def test_a_walk_gives_every_page_once(client: Client, five: list[Edition], limit: int) -> None:
    assert walked(client, limit=limit) == [f"page-{n}" for n in range(5)]


def test_a_step_gives_what_the_list_gives(client: Client, five: list[Edition]) -> None:
    (step,) = steps(client, limit=5)
    by_title = client.get(LIST).json()["items"]
    assert sorted(step["items"], key=lambda item: str(item["title"])) == by_title
    assert set(step) == {"limit", "next", "items"}


def test_a_site_without_pages_is_walked_at_once(client: Client, db: None) -> None:
    assert list(steps(client)) == [{"limit": 2, "next": None, "items": []}]


def test_without_a_cursor_the_list_is_what_it_was(client: Client, five: list[Edition]) -> None:
    response = client.get(LIST, {"limit": 2})
    assert list(response.json()) == ["count", "limit", "offset", "items"]
    assert "Link" not in response


def test_a_walk_keeps_to_its_filters(client: Client, publish: Callable[..., Edition]) -> None:
    for n in range(3):
        publish(slug=f"test-{n}", kind="test", title="Urine & blood")
        publish(slug=f"other-{n}", kind="condition", title="Urine & blood")
    assert walked(client, kind="test", q="urine & blood", language="en", limit=1) == [
        "test-0",
        "test-1",
        "test-2",
    ]


def test_a_page_taken_down_on_the_way_is_not_given_and_no_other_is_missed(
    client: Client, five: list[Edition], dr_cole: User
) -> None:
    walk = steps(client)
    first = [item["slug"] for item in next(walk)["items"]]
    for gone in (0, 1, 3):  # The place itself, one before it, and one to come.
        withdraw(five[gone].live_page, by=dr_cole, kind="error")
    rest = [item["slug"] for step in walk for item in step["items"]]
    assert (first, rest) == (["page-0", "page-1"], ["page-2", "page-4"])


def test_a_page_published_on_the_way_moves_no_other(
    client: Client, five: list[Edition], alice: User, publish: Callable[..., Edition]
) -> None:
    walk = steps(client)
    given = [item["slug"] for item in next(walk)["items"]]
    publish(slug="new", title="A new page, first by its title")
    # New editions with new titles: one of a page given already, one of a page to come.
    for n, title in ((0, "Z"), (4, "0")):
        edit(five[n].topic, by=alice, title=title, change_note="Another title.")
        publish(five[n].topic)
    given += [item["slug"] for step in walk for item in step["items"]]
    assert given == [*(f"page-{n}" for n in range(5)), "new"]


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "\0", "MQ", "====", "a" * 100, urlsafe_b64encode(b"1.0123456789ab").decode()],
)
def test_a_broken_cursor_is_refused_in_one_sentence(client: Client, db: None, cursor: str) -> None:
    assert refused(client, cursor=cursor) == (
        "cursor: It is not one of this list: begin again with an empty cursor."
    )


def test_a_cursor_of_other_filters_or_another_site_is_refused(
    client: Client, five: list[Edition]
) -> None:
    following = next(steps(client))["next"]
    foreign = following.partition("cursor=")[2].partition("&")[0]
    assert "not one of this list" in refused(client, cursor=foreign, language="es")
    with override_settings(SITE_URL="https://elsewhere.example"):
        assert "not one of this list" in refused(client, cursor=foreign)


def test_a_cursor_and_an_offset_do_not_go_together(client: Client, db: None) -> None:
    assert "Leave it out" in refused(client, cursor="", offset=0)


def test_a_step_takes_two_queries_at_any_place_and_size(
    client: Client, alice: User, publish: Callable[..., Edition], django_assert_num_queries: Any
) -> None:
    for n in range(4):
        claim = make_claim(alice, f"Fact number {n} stands in the answer.")
        publish(slug=f"page-{n}", claims=[claim], answer=f"[[{claim.code}]]")
    walk = steps(client, limit=1)
    for _ in range(4):
        with django_assert_num_queries(2):
            next(walk)


@pytest.mark.parametrize("after", [0, 90_000])
def test_a_step_is_read_along_the_index_of_topics_and_never_sorted(db: None, after: int) -> None:
    if connection.vendor == "postgresql":
        # It plans by the size of its tables, and would read these small ones whole.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    with CaptureQueriesContext(connection) as asked:
        walked_from(live_list(""), after, 20)
    with connection.cursor() as cursor:
        how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{how} {asked[0]['sql']}")
        said = "\n".join(str(row) for row in cursor.fetchall())
    assert re.search(INDEX[connection.vendor], said), said
    assert "Sort" not in said
    assert "TEMP B-TREE" not in said
