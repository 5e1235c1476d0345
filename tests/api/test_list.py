"""GET /api/v1/topics"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from education.people.models import User
from education.publishing.models import LivePage
from education.publishing.services import withdraw
from tests.builders import edit, make_claim, make_topic, publish_page

LIST = "/api/v1/topics"
ONE_DAY = timedelta(days=1)


@pytest.fixture
def publish(alice: User, dr_bell: User, pat: User) -> Any:
    def published(**fields: Any) -> Any:
        topic = make_topic(alice, **fields)
        publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
        return topic

    return published


def slugs(client: Client, **filters: Any) -> list[str]:
    response = client.get(LIST, filters)
    assert response.status_code == 200, response.content
    return [item["slug"] for item in response.json()["items"]]


def test_a_live_page_is_listed_in_short(publish: Any, client: Client) -> None:
    topic = publish(slug="kidneys", title="Your kidneys", answer="Kidneys clean your *blood*.")
    edition = topic.live_page.edition
    answer = client.get(LIST).json()
    assert (answer["count"], answer["limit"], answer["offset"]) == (1, 20, 0)
    (item,) = answer["items"]
    assert item["slug"] == "kidneys"
    assert item["title"] == "Your kidneys"
    assert item["answer"] == "Kidneys clean your blood."
    assert item["edition"] == 1
    assert item["fingerprint"] == edition.fingerprint
    assert item["url"] == "http://localhost:8000/topics/kidneys/"
    assert item["overdue"] is False


def test_a_draft_is_not_listed(alice: User, client: Client) -> None:
    make_topic(alice)
    assert slugs(client) == []


def test_later_edits_of_the_draft_do_not_show(publish: Any, alice: User, client: Client) -> None:
    topic = publish(title="As it was signed")
    edit(topic, by=alice, title="Nobody signed this")
    assert client.get(LIST).json()["items"][0]["title"] == "As it was signed"


def test_a_page_that_was_taken_down_leaves_the_list(
    publish: Any, dr_bell: User, client: Client
) -> None:
    topic = publish()
    withdraw(LivePage.objects.get(topic=topic), by=dr_bell, kind="error")
    assert slugs(client) == []


def test_a_page_past_its_last_day_leaves_the_list(
    publish: Any, client: Client, time_machine: Any
) -> None:
    topic = publish()
    time_machine.move_to(topic.live_page.lapses_on)
    assert slugs(client) == [topic.slug]
    time_machine.move_to(topic.live_page.lapses_on + ONE_DAY)
    assert slugs(client) == []


def test_a_claim_in_the_answer_is_said_in_full(publish: Any, alice: User, client: Client) -> None:
    claim = make_claim(alice, "Salt can raise your blood pressure.")
    publish(claims=[claim], answer=f"[[{claim.code}]]")
    assert client.get(LIST).json()["items"][0]["answer"] == claim.statement


def test_pages_are_filtered_by_kind(publish: Any, client: Client) -> None:
    publish(slug="a", kind="condition")
    publish(slug="b", kind="test")
    assert slugs(client, kind="test") == ["b"]


def test_pages_are_filtered_by_language(publish: Any, client: Client) -> None:
    publish(slug="a", title="A")
    publish(slug="b", title="B", language="es", claims=[])
    assert slugs(client) == ["a", "b"]
    assert slugs(client, language="es") == ["b"]


def test_every_word_of_a_question_has_to_be_found(publish: Any, client: Client) -> None:
    publish(slug="a", title="Your kidneys", answer="They clean your blood.")
    publish(slug="b", title="Your heart", answer="It moves your blood.")
    assert slugs(client, q="BLOOD clean") == ["a"]
    assert slugs(client, q="lungs") == []


def test_pages_come_by_title_a_stretch_at_a_time(publish: Any, client: Client) -> None:
    for title in ("Cough", "Asthma", "Back pain"):
        publish(slug=title.split()[0].lower(), title=title)
    assert slugs(client, limit=2) == ["asthma", "back"]
    assert slugs(client, limit=2, offset=2) == ["cough"]
    assert client.get(LIST, {"limit": 2, "offset": 2}).json()["count"] == 3


@pytest.mark.parametrize("pages", [1, 4])
def test_the_list_takes_three_queries_at_any_size(
    publish: Any, alice: User, client: Client, django_assert_max_num_queries: Any, pages: int
) -> None:
    for number in range(pages):
        claim = make_claim(alice, f"Fact number {number} stands in the answer.")
        publish(slug=f"page-{number}", claims=[claim], answer=f"[[{claim.code}]]")
    with django_assert_max_num_queries(3):
        assert len(slugs(client)) == pages
