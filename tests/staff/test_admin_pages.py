"""The admin of topics: writing a page, and where it stands."""

from __future__ import annotations

from typing import Any

import pytest

from education.content.models import Section, Topic
from education.people.models import User
from education.publishing.models import LivePage
from tests.builders import edit, make_claim, make_topic, publish_page
from tests.staff.worlds import admin_url, client_of, opened, submitted


@pytest.fixture
def topic(alice: User) -> Topic:
    return make_topic(alice)


def _new_page(client: Any) -> dict[str, Any]:
    return opened(client, admin_url("topic", "add")) | {
        "title": "Salt and your kidneys",
        "slug": "salt-and-your-kidneys",
        "sections-0-heading": "Why salt matters",
        "sections-0-body": "Salt raises blood pressure.",
    }


def test_author_starts_a_page_that_is_hers(alice: User) -> None:
    client = client_of(alice)
    client.post(admin_url("topic", "add"), _new_page(client))
    topic = Topic.objects.get(slug="salt-and-your-kidneys")
    assert topic.owner == alice
    assert [s.heading for s in topic.sections.all()] == ["Why salt matters"]


def test_a_new_section_without_a_place_goes_last(topic: Topic, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("topic", "change", topic.pk)
    added = {"sections-1-heading": "The end", "sections-1-body": "Goodbye."}
    client.post(url, opened(client, url) | added)
    assert [s.heading for s in topic.sections.all()][-1] == "The end"


def test_a_section_that_holds_claims_can_be_deleted(topic: Topic, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("topic", "change", topic.pk)
    section = topic.sections.get()
    client.post(url, opened(client, url) | {"sections-0-DELETE": "on"})
    assert not Section.objects.filter(pk=section.pk).exists()
    assert Section.history.filter(id=section.pk, history_type="-").exists()


def test_coordinator_changes_the_owner_and_nothing_else(
    topic: Topic, alice: User, cora: User
) -> None:
    client = client_of(cora)
    url = admin_url("topic", "change", topic.pk)
    forged = {"owner": cora.pk, "title": "Mine now", "sections-0-body": "Mine too."}
    assert client.post(url, opened(client, url) | forged).status_code == 302
    topic.refresh_from_db()
    assert (topic.owner, topic.title) == (cora, "Diabetes and your kidneys")
    assert topic.sections.get().body != "Mine too."


@pytest.mark.parametrize("who", ["dr_bell", "pat", "otto", "root"])
def test_people_without_the_role_change_no_content(
    who: str, topic: Topic, alice: User, request: pytest.FixtureRequest
) -> None:
    data = opened(client_of(alice), admin_url("topic", "change", topic.pk))
    client = client_of(request.getfixturevalue(who))
    page = client.post(admin_url("topic", "change", topic.pk), data | {"title": "Forged"})
    assert page.status_code == 403


def test_change_page_lists_the_claims_it_holds(topic: Topic, alice: User) -> None:
    text = client_of(alice).get(admin_url("topic", "change", topic.pk)).content.decode()
    claim = topic.sections.get().placements.get().claim
    assert claim.statement in text
    assert admin_url("claim", "change", claim.pk) in text


def test_change_page_says_where_the_page_stands(alice: User, dr_bell: User, pat: User) -> None:
    topic = make_topic(alice)
    client, url = client_of(alice), admin_url("topic", "change", topic.pk)
    assert "A draft that was never submitted." in client.get(url).content.decode()
    edition = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    text = client.get(url).content.decode()
    assert f'<a href="/desk/reviews/{edition.review_id}/">Published</a>' in text
    assert "Patients read <a" in text


def test_change_page_leads_to_check_preview_and_history(topic: Topic, alice: User) -> None:
    text = client_of(alice).get(admin_url("topic", "change", topic.pk)).content.decode()
    assert f"/desk/topics/{topic.pk}/findings/" in text
    assert f"/desk/topics/{topic.pk}/preview/" in text


def test_list_shows_and_filters_by_where_pages_stand(
    topic: Topic, alice: User, dr_bell: User, pat: User
) -> None:
    submitted(alice, title="Waiting page")
    live = make_topic(alice, title="Live page")
    publish_page(live, author=alice, signers=[dr_bell], publisher=pat)
    client = client_of(alice)

    def titles(**asked: str) -> list[str]:
        found = client.get(admin_url("topic", "changelist"), asked)
        return sorted(t.title for t in found.context["cl"].result_list)

    assert titles(review="none") == ["Diabetes and your kidneys"]
    assert titles(review="open") == ["Waiting page"]
    assert titles(live="yes") == ["Live page"]
    assert len(titles(live="no")) == 2


def test_list_of_pages_takes_a_fixed_number_of_queries(
    alice: User, django_assert_max_num_queries: Any
) -> None:
    claim = make_claim(alice)
    for _ in range(30):
        make_topic(alice, claims=[claim])
    client = client_of(alice)
    with django_assert_max_num_queries(12):
        client.get(admin_url("topic", "changelist"))


def test_change_page_costs_the_same_with_more_sections(
    alice: User, django_assert_max_num_queries: Any
) -> None:
    small, large = make_topic(alice), make_topic(alice)
    for n in range(12):
        section = Section(topic=large, order=n + 2, heading=f"Part {n}", body="Some words.")
        edit(section, by=alice)
    client = client_of(alice)

    def cost(topic: Topic) -> int:
        with django_assert_max_num_queries(60) as spent:
            client.get(admin_url("topic", "change", topic.pk))
        return len(spent)

    cost(small)  # The process's first visit reads what it then remembers, such as content types.
    assert cost(large) == cost(small)


def test_editing_a_live_page_changes_nothing_for_patients(
    alice: User, dr_bell: User, pat: User
) -> None:
    topic = make_topic(alice)
    edition = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    client = client_of(alice)
    url = admin_url("topic", "change", topic.pk)
    changed = {"title": "Unsigned words", "change_reason": "New title"}
    assert client.post(url, opened(client, url) | changed).status_code == 302
    assert LivePage.objects.get(topic=topic).edition == edition
    assert "Unsigned words" not in client.get(f"/topics/{edition.slug}/").content.decode()


def test_admin_pages_hold_no_inline_script_or_style(topic: Topic, alice: User) -> None:
    page = client_of(alice).get(admin_url("topic", "change", topic.pk))
    text = page.content.decode()
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert "<script>" not in text
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text
