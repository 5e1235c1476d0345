"""The feed of what is new: the last word on each page, and never a word of one that is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from django.test import Client

from education.audit.history import acting
from education.people.models import User
from education.publishing.models import Edition
from education.publishing.services import withdraw

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, address: str = "/feed.atom") -> ElementTree.Element:
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own answer


def entries(client: Client) -> list[tuple[str, str]]:
    found = feed(client).findall(f"{ATOM}entry")
    return [(e.find(f"{ATOM}category").get("term"), e.findtext(f"{ATOM}title")) for e in found]  # type: ignore[union-attr, misc]


def test_page_that_is_new_is_told(client: Client, live: Edition) -> None:
    assert entries(client) == [("new", live.title)]


def test_feed_has_what_the_standard_asks_for(client: Client, live: Edition) -> None:
    root = feed(client)
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == "http://localhost:8000/feed.atom"  # type: ignore[union-attr]
    for one in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert one.findtext(f"{ATOM}{name}"), name
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == "tag:localhost,2026:topics/en/kidneys"
    assert root.findtext(f"{ATOM}author/{ATOM}name")


def test_page_that_changed_is_told_once(
    client: Client, live: Edition, publish: Callable[..., Edition], alice: User
) -> None:
    topic = live.topic
    topic.title = "Kidneys <&> diabetes"
    topic.change_note = "A new title."
    with acting(alice):
        topic.save()
    publish(topic)
    assert entries(client) == [("changed", "Kidneys <&> diabetes")]


def test_page_that_was_taken_down_is_told_without_its_words(
    client: Client, live: Edition, dr_bell: User
) -> None:
    withdraw(live.live_page, by=dr_bell, kind="safety")
    assert entries(client) == [("withdrawn", "Page taken down: kidneys")]
    said = client.get("/feed.atom").content.decode()
    assert "because of a safety concern" in said
    assert live.title not in said


def test_page_past_its_last_day_is_told_as_gone(
    client: Client, live: Edition, time_machine: Any
) -> None:
    time_machine.move_to(live.live_page.lapses_on.replace(year=live.live_page.lapses_on.year + 1))
    assert [kind for kind, _ in entries(client)] == ["withdrawn"]


def test_feed_that_a_reader_has_is_not_sent_again(client: Client, live: Edition) -> None:
    etag = client.get("/feed.atom")["ETag"]
    assert client.get("/feed.atom", headers={"if-none-match": etag}).status_code == 304


def test_each_language_has_its_own_feed(client: Client, live: Edition) -> None:
    assert feed(client, "/es/feed.atom").findall(f"{ATOM}entry") == []


def test_feed_costs_the_same_however_many_pages(
    client: Client, publish: Callable[..., Edition], django_assert_num_queries: Any
) -> None:
    publish(slug="one")
    publish(slug="two")
    with django_assert_num_queries(3):
        client.get("/feed.atom")
