"""The admin's edit trail: read, never restored; reasons; nothing overwritten unseen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from education.audit.models import AuditEvent
from education.content.models import Topic
from education.people.models import User
from tests.builders import (
    credential_of,
    edit,
    make_picture,
    make_policy,
    make_term,
    make_topic,
    publish_page,
)
from tests.staff.worlds import admin_url, client_of, opened

WITH_HISTORY = [
    model._meta.model_name
    for model, model_admin in admin.site._registry.items()
    if isinstance(model_admin, SimpleHistoryAdmin)
]


@pytest.fixture
def topic(alice: User, ada: User, dr_bell: User) -> Topic:
    credential_of(dr_bell)
    make_policy(ada)
    make_term(alice)
    make_picture(alice)
    topic = make_topic(alice, title="First words", specialty=None)
    return edit(topic, by=alice, title="Second words")


def _first_version(model: str) -> Any:
    row_type = next(m for m in admin.site._registry if m._meta.model_name == model)
    row = row_type._default_manager.first()
    return row, row_type.history.filter(id=row.pk).order_by("history_id").first()


def test_every_editing_admin_keeps_history() -> None:
    assert sorted(WITH_HISTORY) == [
        "claim",
        "credential",
        "picture",
        "reviewpolicy",
        "source",
        "specialty",
        "term",
        "topic",
        "user",
    ]


@pytest.mark.parametrize("model", WITH_HISTORY)
def test_old_version_is_never_put_back(
    model: str, topic: Topic, alice: User, otto: User, ada: User, root: User
) -> None:
    row, version = _first_version(model)
    before = AuditEvent.objects.count()
    url = admin_url(model, "simple_history", row.pk, version.pk)
    for who in (alice, otto, ada, root):
        page = client_of(who).post(url, {"title": "First words", "_save": "Revert"})
        assert page.status_code == 403
    assert AuditEvent.objects.count() == before


def test_old_version_is_shown_as_text(topic: Topic, otto: User) -> None:
    version = Topic.history.filter(id=topic.pk).order_by("history_id").first()
    page = client_of(otto).get(admin_url("topic", "simple_history", topic.pk, version.pk))
    assert "First words" in page.content.decode()
    assert 'name="title"' not in page.content.decode()


def test_history_says_what_changed_and_why(topic: Topic, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("topic", "change", topic.pk)
    reason = {"title": "Third words", "change_reason": "Plainer title"}
    assert client.post(url, opened(client, url) | reason).status_code == 302
    page = client.get(admin_url("topic", "history", topic.pk)).content.decode()
    assert "<del>Second words</del> <ins>Third words</ins>" in page
    assert "Plainer title" in page


def test_reason_does_not_stick_to_the_next_save(topic: Topic, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("topic", "change", topic.pk)
    client.post(url, opened(client, url) | {"title": "Third", "change_reason": "Plainer"})
    client.post(url, opened(client, url) | {"title": "Fourth"})
    newest = Topic.history.filter(id=topic.pk).order_by("-history_id").first()
    assert (newest.title, newest.history_change_reason) == ("Fourth", None)


def test_a_word_is_found_in_the_edit_trail_with_who_wrote_it(topic: Topic, otto: User) -> None:
    client = client_of(otto)
    found = client.get(admin_url("historicaltopic", "changelist"), {"q": "Second"})
    (version,) = found.context["cl"].result_list
    page = client.get(admin_url("historicaltopic", "change", version.pk)).content.decode()
    words = re.sub(r"<span.*?</span>|</?mark>", "", page)
    assert "First</del>" in words
    assert "Second</ins>" in words
    assert "Alice Writer" in page


def test_history_of_a_page_leads_to_that_of_its_sections(topic: Topic, alice: User) -> None:
    client = client_of(alice)
    page = client.get(admin_url("topic", "history", topic.pk)).content.decode()
    address = f"{admin_url('historicalsection', 'changelist')}?topic__id__exact={topic.pk}"
    assert address in page
    (version,) = client.get(address).context["cl"].result_list
    assert version.topic_id == topic.pk


def test_sections_get_the_reason_too(topic: Topic, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("topic", "change", topic.pk)
    changed = {"sections-0-heading": "A new heading", "change_reason": "Clearer"}
    client.post(url, opened(client, url) | changed)
    section = topic.sections.get()
    newest = type(section).history.filter(id=section.pk).order_by("-history_id").first()
    assert (newest.heading, newest.history_change_reason) == ("A new heading", "Clearer")
    assert newest.history_user == alice


def test_published_page_is_changed_for_a_reason_only(alice: User, dr_bell: User, pat: User) -> None:
    topic = make_topic(alice)
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    client = client_of(alice)
    url = admin_url("topic", "change", topic.pk)
    page = client.post(url, opened(client, url) | {"title": "Other words"})
    assert "change_reason" in page.context["adminform"].form.errors
    topic.refresh_from_db()
    assert topic.title != "Other words"


def test_nobody_overwrites_what_a_colleague_saved_meanwhile(topic: Topic, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("topic", "change", topic.pk)
    mine = opened(client, url) | {"title": "Mine"}
    edit(topic.sections.get(), by=alice, body="Written meanwhile.")
    page = client.post(url, mine)
    assert "Somebody else saved this record" in page.content.decode()
    topic.refresh_from_db()
    assert topic.title == "Second words"


def test_saving_nothing_new_leaves_no_history(topic: Topic, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("topic", "change", topic.pk)
    before = Topic.history.filter(id=topic.pk).count()
    client.post(url, opened(client, url))
    assert Topic.history.filter(id=topic.pk).count() == before


def test_history_of_sixty_versions_stays_cheap(
    topic: Topic, alice: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(60):
        edit(topic, by=alice, title=f"Words {n}")
    client = client_of(alice)
    with django_assert_max_num_queries(15):
        client.get(admin_url("topic", "history", topic.pk))


@pytest.mark.parametrize("model", [m._meta.model_name for m in admin.site._registry])
def test_no_list_offers_a_bulk_action(model: str) -> None:
    model_admin = next(a for m, a in admin.site._registry.items() if m._meta.model_name == model)
    assert model_admin.actions is None
