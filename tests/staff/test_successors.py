"""What took the place of a superseded source: who may be it, and where it is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.test import Client

from education.audit import chain
from education.audit.history import acting, newest_history
from education.content.services import manuscript_of
from education.evidence.models import Source
from education.people.models import User
from education.publishing.models import Edition
from education.publishing.recalls import retract_source
from education.staff.field_words import fields_said
from tests.builders import edit, make_claim, make_source, make_topic, publish_page
from tests.staff.worlds import admin_url, client_of, opened


@pytest.fixture
def old(alice: User) -> Source:
    return make_source(alice, title="Old advice")


@pytest.fixture
def new(alice: User) -> Source:
    return make_source(alice, title="New advice")


def _save(by: User, source: Source, **fields: Any) -> str:
    """Save a source in the admin; return what was refused about its successor."""
    client = client_of(by)
    url = admin_url("source", "change", source.pk)
    answer = client.post(url, opened(client, url) | fields)
    if answer.status_code == 302:
        return ""
    return " ".join(answer.context["adminform"].form.errors["superseded_by"])


def test_a_superseded_source_names_its_successor(old: Source, new: Source, cora: User) -> None:
    assert _save(cora, old, notice="superseded", superseded_by=new.pk) == ""
    assert Source.objects.get(pk=old.pk).superseded_by == new
    page = client_of(cora).get(admin_url("source", "change", old.pk)).content.decode()
    assert "New advice (2024)" in page


@pytest.mark.parametrize("notice", ["none", "corrected", "concern"])
def test_only_a_superseded_source_has_a_successor(
    old: Source, new: Source, cora: User, notice: str
) -> None:
    refused = _save(cora, old, notice=notice, superseded_by=new.pk)
    assert refused == "Only a source whose notice is “Superseded” has one that took its place."


def test_a_source_is_not_its_own_successor(old: Source, cora: User) -> None:
    refused = _save(cora, old, notice="superseded", superseded_by=old.pk)
    assert "not even through others" in refused


def test_a_source_is_not_its_own_successor_through_others(
    old: Source, new: Source, alice: User, cora: User
) -> None:
    newest = make_source(alice, title="Newest advice")
    edit(old, by=alice, notice="superseded", superseded_by=new)
    edit(new, by=alice, notice="superseded", superseded_by=newest)
    refused = _save(cora, newest, notice="superseded", superseded_by=old.pk)
    assert "not even through others" in refused


def test_a_retracted_source_succeeds_nothing(old: Source, new: Source, cora: User) -> None:
    retract_source(new, by=cora, reason="In the journal")
    assert "retracted itself" in _save(cora, old, notice="superseded", superseded_by=new.pk)


def test_the_database_lets_no_source_that_stands_have_a_successor(
    old: Source, new: Source, alice: User
) -> None:
    with pytest.raises(IntegrityError):
        edit(old, by=alice, superseded_by=new)


def test_a_retraction_takes_the_successor_away_and_leaves_it_in_the_history(
    old: Source, new: Source, alice: User, cora: User
) -> None:
    edit(old, by=alice, notice="superseded", superseded_by=new)
    retract_source(old, by=cora, reason="In the journal")
    assert Source.objects.get(pk=old.pk).superseded_by is None
    assert Source.history.filter(id=old.pk, superseded_by=new.pk).exists()


def test_a_successor_is_kept(old: Source, new: Source, alice: User) -> None:
    edit(old, by=alice, notice="superseded", superseded_by=new)
    with acting(alice), pytest.raises(ProtectedError):
        new.delete()
    assert Source.objects.filter(pk=new.pk).exists()


def test_a_successor_is_said_by_its_name(old: Source, new: Source, alice: User) -> None:
    edit(old, by=alice, notice="superseded", superseded_by=new)
    assert fields_said(old, ["superseded_by"]) == {"Superseded by": "New advice (2024)"}


def test_a_draft_knows_the_successor_and_its_fingerprint_does_not(
    old: Source, new: Source, alice: User
) -> None:
    topic = make_topic(alice, claims=[make_claim(alice, sources=[old])])
    edit(old, by=alice, notice="superseded")
    before = manuscript_of(topic)
    edit(old, by=alice, superseded_by=new)
    after = manuscript_of(topic)
    assert after.claims[0].citations[0].source.superseded_by == "New advice (2024)"
    assert after == before
    assert after.canonical() == before.canonical()


def test_sources_from_before_keep_their_digests_in_the_trail(old: Source) -> None:
    for row in (old, newest_history(old)):
        assert row is not None
        assert "superseded_by_id" not in chain.said(row)


def test_patients_pages_say_nothing_of_a_successor(
    old: Source, new: Source, alice: User, dr_bell: User, pat: User
) -> None:
    edit(old, by=alice, notice="superseded")
    topic = make_topic(alice, claims=[make_claim(alice, sources=[old])])
    edition = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    before = Client().get(f"/topics/{topic.slug}/").content
    edit(old, by=alice, superseded_by=new)
    assert Client().get(f"/topics/{topic.slug}/").content == before
    assert Edition.objects.get(pk=edition.pk).page().fingerprint() == edition.fingerprint
