"""The hash chain: what an event holds, and that it stands or falls with its act."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection, transaction

from education.audit import chain
from education.audit.models import AuditEvent, ChainHead
from education.content.models import Topic
from education.errors import NotAllowed
from education.people.models import Specialty, User
from education.publishing.guards import guarded_models
from education.review.models import Review
from tests.builders import edit, make_topic, submitted


def events() -> list[AuditEvent]:
    return list(AuditEvent.objects.order_by("seq"))


def test_events_are_numbered_and_each_names_the_one_before(alice: User) -> None:
    make_topic(alice)
    trail = events()
    assert [e.seq for e in trail] == list(range(1, len(trail) + 1))
    assert [e.previous_hash for e in trail] == [chain.GENESIS, *[e.hash for e in trail[:-1]]]
    head = ChainHead.objects.get()
    assert (head.seq, head.hash) == (trail[-1].seq, trail[-1].hash)


def test_an_event_says_who_did_what_to_which_record(alice: User) -> None:
    topic = make_topic(alice)
    event = chain.record("topic.noted", actor=alice, subject=topic, colour="red")
    event.refresh_from_db()
    assert (event.actor, event.action) == (alice, "topic.noted")
    assert (event.subject, event.data) == (f"topic:{topic.pk}", {"colour": "red"})


def test_an_event_holds_the_digest_of_each_row_as_stored(alice: User) -> None:
    review = submitted(alice)
    stale = Review(pk=review.pk)
    event = chain.record("x", actor=alice, subject=review, wrote=[stale], deleted=["a:1"])
    stored = Review.objects.get(pk=review.pk)
    assert event.rows == {f"review:{review.pk}": chain.digest(stored), "a:1": None}


@pytest.mark.parametrize("nobody", [None, User()])
def test_every_act_needs_a_person(alice: User, nobody: User | None) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(NotAllowed, match="needs a person"):
        chain.record("x", actor=nobody, subject=alice)
    assert AuditEvent.objects.count() == before


def test_an_event_is_undone_with_its_act(alice: User) -> None:
    before = events()

    def act() -> None:
        with chain.writing():
            chain.record("x", actor=alice, subject=alice)
            raise LookupError

    with pytest.raises(LookupError):
        act()
    assert events() == before
    assert list(chain.verify(guarded_models())) == []


def test_an_act_is_undone_with_its_event(alice: User) -> None:
    topic = make_topic(alice)
    with pytest.raises(NotAllowed):
        edit(topic, by=User(), title="Changed by nobody")
    assert Topic.objects.get().title == "Diabetes and your kidneys"


def test_writing_nests(alice: User) -> None:
    with chain.writing(), chain.writing():
        chain.record("x", actor=alice, subject=alice)
        chain.record("y", actor=alice, subject=alice)
    assert list(AuditEvent.objects.values_list("action", flat=True))[-2:] == ["x", "y"]
    assert list(chain.verify(guarded_models())) == []


def test_what_fails_inside_undoes_the_whole_act_even_when_nobody_says_so(alice: User) -> None:
    before = events()
    with chain.writing():
        chain.record("x", actor=alice, subject=alice)
        with suppress(LookupError), chain.writing():
            raise LookupError
    assert events() == before


def test_after_a_part_that_was_undone_the_trail_goes_on(alice: User) -> None:
    with chain.writing():
        with suppress(LookupError), transaction.atomic():
            chain.record("undone", actor=alice, subject=alice)
            raise LookupError
        chain.record("done", actor=alice, subject=alice)
    assert not AuditEvent.objects.filter(action="undone").exists()
    assert list(chain.verify(guarded_models())) == []


def test_the_digest_changes_with_any_column(alice: User) -> None:
    topic = make_topic(alice)
    before = chain.digest(topic)
    topic.aim += "."
    assert chain.digest(topic) != before


def test_the_digest_of_a_row_never_changes_its_meaning() -> None:
    """A later version has to find the same digest, or every old record would seem forged."""
    row = Specialty(pk=7, slug="nephrology", name="Nephrology")
    known = "4a13e89e5ad1d9639b23c34c6f2438364cc8e15f1b827c631167660b15382268"
    assert chain.digest(row) == known


def test_a_row_is_recorded_until_somebody_writes_past_the_trail(alice: User) -> None:
    topic = make_topic(alice)
    assert chain.is_recorded(Topic.objects.get())
    Topic._base_manager.filter(pk=topic.pk).update(title="Past the trail")
    assert not chain.is_recorded(Topic.objects.get())
    edit(Topic.objects.get(), by=alice, title="Again as it should be")
    assert chain.is_recorded(Topic.objects.get())


def test_a_row_that_no_event_names_is_not_recorded(alice: User) -> None:
    assert not chain.is_recorded(Topic(pk=99, owner=alice))


def test_a_clinic_at_work_verifies(alice: User, dr_bell: User) -> None:
    submitted(alice)
    assert list(chain.verify(guarded_models())) == []


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_does_not_see_what_others_write_meanwhile(alice: User) -> None:
    with chain.snapshot():
        before = AuditEvent.objects.count()
        elsewhere = connection.copy()
        try:
            with elsewhere.cursor() as cursor:
                cursor.execute("UPDATE auth_group SET name = 'Writer' WHERE name = 'Author'")
                elsewhere.commit()
        finally:
            elsewhere.close()
        assert AuditEvent.objects.count() == before


def test_a_snapshot_inside_a_transaction_is_that_transaction(alice: User) -> None:
    with transaction.atomic(), chain.snapshot():
        assert AuditEvent.objects.exists()
