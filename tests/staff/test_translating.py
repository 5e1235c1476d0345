"""A translation is written beside its original, and each part says when the original moved on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from education.content.models import Topic
from education.people.models import Role, User
from tests.builders import edit, make_claim, make_topic, make_user, publish_page
from tests.staff.worlds import admin_url, client_of


@pytest.fixture
def original(alice: User, dr_bell: User, pat: User) -> Topic:
    """A live page."""
    topic = make_topic(alice)
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    return topic


@pytest.fixture
def spanish(original: Topic, alice: User) -> Topic:
    """Its translation, written a day later."""
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        topic: Topic = make_topic(
            alice,
            claims=[],
            body="La diabetes puede dañar los riñones.",
            title="La diabetes y los riñones",
            language="es",
            translation_of=original,
        )
        return topic


@pytest.fixture
def client(alice: User) -> Client:
    return client_of(alice)


def _url(topic: Topic) -> str:
    return f"/desk/topics/{topic.pk}/translate/"


def _stale(client: Client, topic: Topic) -> list[str]:
    return [pair.name for pair in client.get(_url(topic)).context["pairs"] if pair.changed]


def _form(client: Client, topic: Topic) -> dict[str, Any]:
    context = client.get(_url(topic)).context
    data = {c.name: c.text for pair in context["pairs"] for c in pair.cells}
    data |= {pair.row_name: pair.row_id for pair in context["pairs"] if pair.row_id}
    count = {"sections-TOTAL_FORMS": context["sections"], "seen": context["data"]["seen"]}
    return data | count


def _new_edition(original: Topic, alice: User, dr_bell: User, pat: User, days: int) -> None:
    """Publish the original anew, with another answer and another text of its section."""
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        topic = Topic.objects.get(pk=original.pk)
        edit(topic, by=alice, answer="Diabetes can harm both kidneys over time.")
        body = topic.sections.get().body + "\n\nA test each year helps you plan."
        edit(topic.sections.get(), by=alice, body=body)
        publish_page(Topic.objects.get(pk=topic.pk), author=alice, signers=[dr_bell], publisher=pat)


def test_the_original_stands_beside_the_fields(spanish: Topic, client: Client) -> None:
    page = client.get(_url(spanish))
    text = page.content.decode()
    assert "edition 1, live now" in text
    assert "Diabetes can harm your kidneys over time." in text
    assert "La diabetes puede dañar los riñones.</textarea>" in text
    assert _stale(client, spanish) == []


def test_parts_whose_original_changed_are_marked_with_the_change(
    original: Topic, spanish: Topic, client: Client, alice: User, dr_bell: User, pat: User
) -> None:
    _new_edition(original, alice, dr_bell, pat, days=2)
    assert _stale(client, spanish) == ["One-line answer", "Section 1"]
    (answer,) = [p for p in client.get(_url(spanish)).context["pairs"] if "answer" in p.name]
    words = re.sub(r'<span class="hidden">.*?</span>|</?mark>', "", answer.changed)
    assert "<del>your</del><ins>both</ins>" in words


def test_a_part_that_is_edited_loses_its_own_mark_alone(
    original: Topic, spanish: Topic, client: Client, alice: User, dr_bell: User, pat: User
) -> None:
    _new_edition(original, alice, dr_bell, pat, days=2)
    data = _form(client, spanish)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        client.force_login(alice)
        saved = client.post(_url(spanish), data | {"answer": "Puede dañar ambos riñones."})
        assert saved.status_code == 302
        assert _stale(client, spanish) == ["Section 1"]


def test_a_draft_of_the_original_that_moves_on_marks_nothing_that_is_live(
    original: Topic, spanish: Topic, client: Client, alice: User
) -> None:
    edit(Topic.objects.get(pk=original.pk), by=alice, answer="Only a draft.")
    assert _stale(client, spanish) == []


def test_a_missing_section_is_added(spanish: Topic, client: Client, alice: User) -> None:
    data = _form(client, spanish) | {"sections-TOTAL_FORMS": "2"}
    new = {"sections-1-heading": "Qué hacer", "sections-1-body": "Una prueba al año."}
    client.post(_url(spanish), data | new)
    assert [s.heading for s in spanish.sections.all()][1:] == ["Qué hacer"]


def test_saving_nothing_new_leaves_no_history(spanish: Topic, client: Client, alice: User) -> None:
    edit(spanish.sections.get(), by=alice, body="Una línea.\r\nOtra línea.")
    before = spanish.sections.get().history.count()
    client.post(_url(spanish), _form(client, spanish))
    assert spanish.sections.get().history.count() == before


def test_a_section_without_a_heading_is_told_and_nothing_is_lost(
    spanish: Topic, client: Client
) -> None:
    typed = {"sections-0-heading": "", "answer": "Palabras nuevas."}
    page = client.post(_url(spanish), _form(client, spanish) | typed)
    assert page.status_code == 422
    assert "Section 1, heading" in page.content.decode()
    assert "Palabras nuevas.</textarea>" in page.content.decode()
    spanish.refresh_from_db()
    assert spanish.answer != "Palabras nuevas."


def test_nobody_overwrites_a_colleague_here_either(spanish: Topic, client: Client) -> None:
    data = _form(client, spanish) | {"answer": "Mis palabras."}
    bob = make_user("bob", Role.AUTHOR)
    edit(spanish, by=bob, answer="Sus palabras.")
    page = client.post(_url(spanish), data)
    assert page.status_code == 409
    (choice,) = page.context["conflict"].choices
    decided = {"now": page.context["conflict"].now, "conflict": ["answer"]}
    decided |= {"theirs-answer": choice.theirs, "choose-answer": "mine"}
    assert client.post(_url(spanish), data | decided).status_code == 302
    spanish.refresh_from_db()
    assert spanish.answer == "Mis palabras."


def test_each_claim_shows_its_translation_or_the_way_to_write_it(
    original: Topic, spanish: Topic, client: Client, alice: User
) -> None:
    claim = original.sections.get().placements.get().claim
    assert (
        f"?translation_of={claim.pk}&amp;language=es" in client.get(_url(spanish)).content.decode()
    )
    twin = make_claim(
        alice, "El azúcar alto puede dañar los riñones.", language="es", translation_of=claim
    )
    assert f"[[{twin.code}]]" in client.get(_url(spanish)).content.decode()


def test_the_form_of_a_translation_leads_here(
    original: Topic, spanish: Topic, client: Client
) -> None:
    at = {
        t: client.get(admin_url("topic", "change", t.pk)).content.decode()
        for t in (original, spanish)
    }
    assert _url(spanish) in at[spanish]
    assert "/translate/" not in at[original]
    assert client.get(_url(original)).status_code == 409
