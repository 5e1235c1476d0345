"""Home, lists, search and what machines read: live pages only."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from education.patients import machines
from education.people.models import User
from education.publishing.models import Edition
from education.publishing.services import withdraw
from tests.builders import make_claim, make_topic

LISTS = ("/", "/topics/", "/topics/?kind=condition", "/search/?q=kidneys", "/sitemap.xml")


def titles(client: Client, url: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', client.get(url).content.decode())


def listed_at(client: Client) -> list[str]:
    """The lists that lead to the page."""
    return [url for url in LISTS if "/topics/kidneys/" in client.get(url).content.decode()]


def test_live_page_is_listed_until_it_is_withdrawn(
    client: Client, live: Edition, dr_cole: User
) -> None:
    assert listed_at(client) == list(LISTS)
    withdraw(live.live_page, by=dr_cole, kind="error")
    assert listed_at(client) == []


def test_lapsed_page_is_listed_nowhere(client: Client, live: Edition) -> None:
    with time_machine.travel(live.live_page.lapses_on + timedelta(days=1), tick=False):
        assert listed_at(client) == []


def test_draft_is_listed_nowhere(client: Client, alice: User) -> None:
    make_topic(alice, slug="kidneys")
    assert listed_at(client) == []


def test_pages_stand_from_a_to_z(client: Client, publish: Callable[..., Edition]) -> None:
    for title in ("Blood tests", "Asthma", "Cough"):
        publish(title=title)
    assert titles(client, "/topics/") == ["Asthma", "Blood tests", "Cough"]


def test_list_can_be_narrowed_to_a_kind(client: Client, publish: Callable[..., Edition]) -> None:
    publish(title="Asthma", kind="condition")
    publish(title="Blood tests", kind="test")
    assert titles(client, "/topics/?kind=test") == ["Blood tests"]
    assert titles(client, "/topics/?kind=nonsense") == ["Asthma", "Blood tests"]


def test_any_query_is_answered_and_escaped(client: Client, db: None) -> None:
    for query in ("%25", "_", "'", '"', "%00", "<script>", "a" * 5000, "%F0%9F"):
        response = client.get(f"/search/?q={query}")
        assert response.status_code == 200, query
        assert "<script>" not in response.content.decode(), query


def test_site_without_pages_says_so(client: Client, db: None) -> None:
    assert "No page has been signed" in client.get("/").content.decode()
    assert "No page has been signed" in client.get("/topics/").content.decode()


def test_answer_that_rests_on_a_claim_is_shown_in_words(
    client: Client, alice: User, publish: Callable[..., Edition]
) -> None:
    claim = make_claim(alice, "High blood sugar can harm the filters in your kidneys.")
    publish(slug="kidneys", answer=f"Yes. [[{claim.code}]]", claims=[claim])
    html = client.get("/topics/").content.decode()
    assert "Yes. High blood sugar can harm the filters in your kidneys." in html
    assert "[[C-" not in html


def test_list_costs_the_same_however_many_pages(
    client: Client, publish: Callable[..., Edition], django_assert_num_queries: Any
) -> None:
    publish(title="A")
    publish(title="B")
    with django_assert_num_queries(4):  # counts, what has lapsed, places, rows
        client.get("/topics/")


def test_home_shows_the_shelves_with_numbers(
    client: Client, publish: Callable[..., Edition]
) -> None:
    publish(title="A", kind="condition")
    publish(title="B", kind="condition")
    html = client.get("/").content.decode()
    assert 'href="/topics/?kind=condition"' in html
    assert "2 pages" in html
    assert "?kind=medicine" not in html


def test_list_is_not_sent_twice(client: Client, live: Edition) -> None:
    etag = client.get("/topics/")["ETag"]
    assert client.get("/topics/", headers={"if-none-match": etag}).status_code == 304


def test_sitemap_has_the_day_of_the_last_change(client: Client, live: Edition) -> None:
    response = client.get("/sitemap.xml")
    day = live.published_at.date().isoformat()
    expected = f"<loc>http://localhost:8000/topics/kidneys/</loc><lastmod>{day}</lastmod>"
    assert expected in response.content.decode()
    assert response["Content-Type"] == "application/xml; charset=utf-8"


def test_sitemap_of_a_large_site_comes_in_parts(
    client: Client, publish: Callable[..., Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "PER_SITEMAP", 1)
    publish(slug="one")
    publish(slug="two")
    assert "/sitemap.xml?part=2</loc>" in client.get("/sitemap.xml").content.decode()
    second = client.get("/sitemap.xml?part=2").content.decode()
    assert "/topics/two/" in second
    assert "/topics/one/" not in second
    for part in ("0", "3", "x", "²"):
        assert client.get("/sitemap.xml", {"part": part}).status_code == 404


def test_robots_are_told_where_the_sitemap_is(client: Client, db: None) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/" in response.content.decode()
    assert "Sitemap: http://localhost:8000/sitemap.xml" in response.content.decode()
