"""The versions of a draft: any two are compared, and an old one is copied, never put back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from education.audit.history import acting
from education.content.manuscript import Manuscript
from education.content.models import Section, Topic, TopicCode
from education.content.services import manuscript_of
from education.people.models import User
from education.staff.versions import page_at, versions
from tests.builders import edit, make_topic
from tests.staff.worlds import admin_url, client_of


@pytest.fixture
def topic(alice: User) -> Topic:
    return make_topic(alice)


@pytest.fixture
def before(topic: Topic) -> Manuscript:
    return manuscript_of(topic)


@pytest.fixture
def key(topic: Topic, before: Manuscript, alice: User) -> str:
    """The name of the first version of a page that has changed in every way since."""
    first = versions(topic)[0].key
    edit(topic, by=alice, answer="Another answer.")
    with acting(alice):
        topic.sections.get().delete()
        topic.codes.get().delete()
        Section(topic=topic, order=1, heading="Instead", body="Other words.").save()
        TopicCode(topic=topic, code="E11.9").save()
    return first


@pytest.fixture
def client(alice: User) -> Client:
    return client_of(alice)


def _now(topic: Topic) -> Manuscript:
    return manuscript_of(Topic.objects.get(pk=topic.pk))


def _copy(client: Client, topic: Topic, key: str, **posted: str) -> Any:
    url = f"/desk/topics/{topic.pk}/versions/{key}/copy/"
    seen = client.get(url).context["seen"]
    return client.post(url, {"seen": seen, "reason": "The old words were right."} | posted)


def test_an_old_version_is_the_page_as_it_stood(topic: Topic, before: Manuscript, key: str) -> None:
    assert page_at(topic, key) == before
    assert _now(topic) != before


def test_copying_writes_a_new_version_in_the_persons_name(
    topic: Topic, before: Manuscript, key: str, client: Client, alice: User
) -> None:
    assert _copy(client, topic, key).status_code == 302
    assert _now(topic) == before
    newest = versions(topic)[0]
    assert (newest.by, newest.reason) == ("Alice Writer", "The old words were right.")


def test_what_was_copied_over_is_a_version_too(topic: Topic, key: str, client: Client) -> None:
    replaced = _now(topic)
    last = versions(topic)[0].key
    _copy(client, topic, key)
    assert page_at(topic, last) == replaced


def test_what_would_change_is_shown_first(topic: Topic, key: str, client: Client) -> None:
    page = client.get(f"/desk/topics/{topic.pk}/versions/{key}/copy/")
    words = re.sub(r'<span class="hidden">.*?</span>|</?mark>', "", page.content.decode())
    assert re.search(r"<del>Another.*?</del>", words)
    assert _now(topic).answer == "Another answer."


@pytest.mark.parametrize(("posted", "status"), [({"reason": ""}, 422), ({"seen": "1.1.1"}, 409)])
def test_nothing_is_copied_without_a_reason_or_over_a_newer_draft(
    topic: Topic, key: str, client: Client, posted: dict[str, str], status: int
) -> None:
    assert _copy(client, topic, key, **posted).status_code == status
    assert _now(topic).answer == "Another answer."


def test_any_two_versions_are_compared(topic: Topic, client: Client, alice: User) -> None:
    edit(topic, by=alice, title="Second title", _change_reason="Shorter")
    edit(topic.sections.get(), by=alice, heading="Third heading", _change_reason="Clearer")
    found = versions(topic)
    page = client.get(
        f"/desk/topics/{topic.pk}/versions/", {"old": found[-1].key, "new": found[0].key}
    )
    assert {"Title"} <= {part.name for part in page.context["diff"]}


@pytest.mark.parametrize("key", ["0.0.0", "9", "a.b.c", "99999999999999999999.1.1"])
def test_a_version_that_never_was_is_not_found(topic: Topic, client: Client, key: str) -> None:
    assert client.get(f"/desk/topics/{topic.pk}/versions/{key}/copy/").status_code == 404


def test_only_an_author_copies(topic: Topic, key: str, dr_bell: User, client: Client) -> None:
    url = f"/desk/topics/{topic.pk}/versions/"
    reader = client_of(dr_bell)
    assert "Copy into the draft" not in reader.get(url).content.decode()
    assert reader.post(f"{url}{key}/copy/", {"reason": "x"}).status_code == 403


def test_history_leads_to_the_versions(topic: Topic, client: Client) -> None:
    text = client.get(admin_url("topic", "history", topic.pk)).content.decode()
    assert f"/desk/topics/{topic.pk}/versions/" in text
