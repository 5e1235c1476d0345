"""Two people save one record: both texts are shown, nothing typed is lost, the author decides."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from education.audit.history import acting
from education.content.models import Section, Topic
from education.evidence.models import Claim
from education.people.models import Role, User
from tests.builders import edit, make_claim, make_source, make_topic, make_user
from tests.staff.worlds import admin_url, client_of, opened


@pytest.fixture
def topic(alice: User) -> Topic:
    """A page of two sections."""
    topic = make_topic(alice)
    with acting(alice):
        Section(topic=topic, order=2, heading="Second", body="The second text.").save()
    return topic


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob", Role.AUTHOR, name="Bob Other")


@pytest.fixture
def client(alice: User) -> Client:
    return client_of(alice)


@pytest.fixture
def url(topic: Topic) -> str:
    return admin_url("topic", "change", topic.pk)


def _words(page: Any) -> str:
    return re.sub(r'<span class="hidden">.*?</span>|</?mark>', "", page.content.decode())


def _again(page: Any, **decided: str) -> dict[str, Any]:
    """Return what a browser would post from a form that was shown again."""
    form = page.context["adminform"].form
    data = {k: v for k, v in form.data.items() if k != "csrfmiddlewaretoken"}
    found = page.context["conflict"]
    data |= {"now": found.now, "conflict": [c.name for c in found.choices]}
    for choice in found.choices:
        data[f"theirs-{choice.name}"] = choice.theirs
        if choice.chosen:
            data[f"choose-{choice.name}"] = choice.chosen
    return data | {f"choose-{name}": which for name, which in decided.items()}


def _both_write(topic: Topic, client: Client, url: str, bob: User) -> Any:
    mine = opened(client, url) | {"answer": "Diabetes can slowly harm your kidneys."}
    edit(topic, by=bob, answer="Diabetes can harm both kidneys.")
    return client.post(url, mine)


def test_both_texts_are_shown_with_what_differs(
    topic: Topic, client: Client, url: str, bob: User
) -> None:
    page = _both_write(topic, client, url, bob)
    text = _words(page)
    assert "Bob Other saved this while you were writing" in text
    assert "can <ins>slowly </ins>harm <ins>your</ins> kidneys" in text
    assert "can harm <ins>both</ins> kidneys" in text
    assert "Diabetes can slowly harm your kidneys.</textarea>" in text
    topic.refresh_from_db()
    assert topic.answer == "Diabetes can harm both kidneys."


@pytest.mark.parametrize(
    ("which", "kept"),
    [
        ("mine", "Diabetes can slowly harm your kidneys."),
        ("theirs", "Diabetes can harm both kidneys."),
    ],
)
def test_the_author_decides_which_text_stands(
    topic: Topic, client: Client, url: str, bob: User, which: str, kept: str
) -> None:
    page = _both_write(topic, client, url, bob)
    assert client.post(url, _again(page, answer=which)).status_code == 302
    topic.refresh_from_db()
    assert topic.answer == kept


def test_nothing_is_saved_before_the_author_decides(
    topic: Topic, client: Client, url: str, bob: User
) -> None:
    page = _both_write(topic, client, url, bob)
    page = client.post(url, _again(page))
    assert page.context["conflict"].choices[0].chosen == ""
    topic.refresh_from_db()
    assert topic.answer == "Diabetes can harm both kidneys."


def test_a_third_save_in_between_is_noticed_again(
    topic: Topic, client: Client, url: str, bob: User
) -> None:
    page = _both_write(topic, client, url, bob)
    edit(Topic.objects.get(pk=topic.pk), by=bob, answer="Diabetes is hard on kidneys.")
    page = client.post(url, _again(page, answer="mine"))
    assert page.context["conflict"].choices[0].theirs == "Diabetes is hard on kidneys."


def test_two_people_in_different_sections_keep_both_texts(
    topic: Topic, client: Client, url: str, bob: User
) -> None:
    mine = opened(client, url) | {"sections-1-body": "My second text."}
    edit(topic.sections.first(), by=bob, body="Bob's first text.")
    page = client.post(url, mine)
    (choice,) = page.context["conflict"].choices
    assert (choice.name, choice.chosen) == ("sections-0-body", "theirs")
    assert client.post(url, _again(page)).status_code == 302
    assert [s.body for s in topic.sections.all()] == ["Bob's first text.", "My second text."]


def test_a_section_a_colleague_added_stays(
    topic: Topic, client: Client, url: str, bob: User
) -> None:
    mine = opened(client, url) | {"title": "My title"}
    with acting(bob):
        Section(topic=topic, order=3, heading="Bob's", body="New.").save()
    page = client.post(url, mine)
    assert "The section “Bob&#x27;s” was added. It stays." in page.content.decode()
    assert client.post(url, _again(page)).status_code == 302
    assert topic.sections.count() == 3
    topic.refresh_from_db()
    assert topic.title == "My title"


def _bob_removes_the_first_section(topic: Topic, bob: User) -> None:
    with acting(bob):
        topic.sections.first().delete()


def test_what_was_typed_into_a_removed_section_stands_as_a_new_one(
    topic: Topic, client: Client, url: str, bob: User
) -> None:
    mine = opened(client, url) | {"sections-0-body": "Typed into it."}
    _bob_removes_the_first_section(topic, bob)
    page = client.post(url, mine)
    assert "what you wrote stands below as a new one" in page.content.decode()
    assert client.post(url, _again(page)).status_code == 302
    assert sorted(s.body for s in topic.sections.all()) == ["The second text.", "Typed into it."]


def test_a_removed_section_that_was_left_alone_stays_away(
    topic: Topic, client: Client, url: str, bob: User
) -> None:
    mine = opened(client, url) | {"sections-1-body": "My second text."}
    _bob_removes_the_first_section(topic, bob)
    page = client.post(url, mine)
    assert client.post(url, _again(page)).status_code == 302
    assert [s.body for s in topic.sections.all()] == ["My second text."]


def test_claims_and_their_citations_are_guarded_too(client: Client, alice: User, bob: User) -> None:
    claim: Claim = make_claim(alice)
    url = admin_url("claim", "change", claim.pk)
    mine = opened(client, url) | {"statement": "Mine."}
    edit(claim.citations.get(), by=bob, locator="Chapter 2")
    page = client.post(url, mine)
    (choice,) = page.context["conflict"].choices
    assert (choice.name, choice.theirs) == ("citations-0-locator", "Chapter 2")
    assert client.post(url, _again(page)).status_code == 302
    claim.refresh_from_db()
    assert (claim.statement, claim.citations.get().locator) == ("Mine.", "Chapter 2")


def test_sources_are_guarded_too(client: Client, alice: User, bob: User) -> None:
    source = make_source(alice)
    url = admin_url("source", "change", source.pk)
    mine = opened(client, url) | {"year": "2020"}
    edit(source, by=bob, year=2021)
    page = client.post(url, mine)
    (choice,) = page.context["conflict"].choices
    assert (choice.theirs, choice.chosen) == ("2021", "")


def test_markup_in_either_text_is_shown_as_text(
    topic: Topic, client: Client, url: str, bob: User
) -> None:
    mine = opened(client, url) | {"answer": "<b>mine</b>"}
    edit(topic, by=bob, answer="<script>x</script>")
    text = client.post(url, mine).content.decode()
    assert "<script>x" not in text
    assert "<b>mine" not in text
