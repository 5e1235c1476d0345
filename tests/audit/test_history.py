"""The edit trail on django-simple-history, with its holes closed (pitfalls S1–S24)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, models, transaction
from django.db.models import F, ProtectedError
from django.test import override_settings
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from education.audit.history import (
    TrackedModel,
    acting,
    is_as_recorded,
    newest_history,
    writers_of,
)
from education.audit.models import AuditEvent
from education.content.models import Section, Topic
from education.errors import NotAllowed, WrongState
from education.people.models import Specialty, User
from education.publishing.sealed import history_models, tracked_models
from education.review.models import Review
from tests.builders import PASSWORD, edit, make_claim, make_source, make_topic


def rows(row: Any) -> Any:
    return type(row).history.filter(id=row.pk).order_by("history_id")


def footprint() -> tuple[int, int]:
    return AuditEvent.objects.count(), sum(m._base_manager.count() for m in history_models())


@pytest.fixture
def topic(alice: User) -> Topic:
    return make_topic(alice)


def test_a_save_leaves_a_history_row_and_an_event(topic: Topic, cora: User) -> None:
    edit(topic, by=cora, title="Kidneys")
    newest, event = rows(topic).last(), AuditEvent.objects.latest("seq")
    assert (newest.title, newest.history_user, newest.history_type) == ("Kidneys", cora, "~")
    assert (event.action, event.actor, event.subject) == (
        "topic.changed",
        cora,
        f"topic:{topic.pk}",
    )
    assert set(event.rows) == {f"topic:{topic.pk}", f"historicaltopic:{newest.pk}"}


def test_a_save_that_changes_nothing_writes_nothing(topic: Topic, cora: User) -> None:
    before = footprint()
    edit(Topic.objects.get(), by=cora)
    assert footprint() == before


def test_a_save_of_some_columns_saves_them_all(topic: Topic, alice: User) -> None:
    topic.title, topic.aim = "Kidneys", "Another aim"
    with acting(alice):
        topic.save(update_fields=["title"])
    stored, newest = Topic.objects.get(), rows(topic).last()
    assert (stored.title, stored.aim) == (newest.title, newest.aim) == ("Kidneys", "Another aim")


def test_a_delete_leaves_a_history_row_and_an_event(alice: User) -> None:
    source = make_source(alice, doi="10.1000/1")
    pk = source.pk
    with acting(alice):
        source.delete()
    newest = type(source).history.filter(id=pk).latest("history_id")
    event = AuditEvent.objects.latest("seq")
    assert newest.history_type == "-"
    assert (event.action, event.rows[f"source:{pk}"]) == ("source.deleted", None)


def test_an_edit_without_a_person_is_refused_and_undone(topic: Topic) -> None:
    topic.title = "Kidneys"
    before = footprint()
    with pytest.raises(NotAllowed, match="needs a person"):
        topic.save()
    assert Topic.objects.get().title == "Diabetes and your kidneys"
    assert footprint() == before


def test_an_expression_is_refused_and_undone(topic: Topic, alice: User) -> None:
    section = topic.sections.get()
    section.order = F("order") + 1
    before = footprint()
    with pytest.raises((ValueError, TypeError)), acting(alice):
        section.save()
    assert Section.objects.get().order == 1
    assert footprint() == before


BULK: dict[str, Any] = {
    "update": lambda q: q.update(heading="x"),
    "delete": lambda q: q.delete(),
    "bulk_create": lambda q: q.bulk_create([Section(heading="x")]),
    "bulk_update": lambda q: q.bulk_update(list(q.all()), ["heading"]),
    "bulk_create_with_history": lambda q: bulk_create_with_history([Section(heading="x")], Section),
    "bulk_update_with_history": lambda q: bulk_update_with_history(
        list(q.all()), Section, ["heading"]
    ),
}


@pytest.mark.parametrize("name", BULK)
def test_bulk_writes_are_refused(topic: Topic, alice: User, name: str) -> None:
    before = footprint()
    with acting(alice), pytest.raises(WrongState, match="Save each"), transaction.atomic():
        BULK[name](Section.objects)
    assert footprint() == before


@pytest.mark.parametrize("name", ["aupdate", "adelete", "abulk_create", "abulk_update"])
def test_their_asynchronous_twins_are_refused(db: None, name: str) -> None:
    with pytest.raises(WrongState):
        getattr(Section.objects.all(), name)()


def test_update_or_create_goes_through_save(alice: User) -> None:
    with acting(alice):
        made, _ = Specialty.objects.update_or_create(slug="x", defaults={"name": "X"})
        Specialty.objects.update_or_create(slug="x", defaults={"name": "Y"})
    assert [row.name for row in rows(made)] == ["X", "Y"]


def test_history_is_newest_by_number_not_by_time(
    topic: Topic, alice: User, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    for title in ("One", "Two", "Three"):
        edit(topic, by=alice, title=title)
    newest: Any = newest_history(topic)
    assert newest.title == "Three"


def test_history_is_neither_changed_nor_deleted(topic: Topic) -> None:
    history: Any = Topic.history
    for attempt in (
        lambda: history.update(title="x"),
        lambda: history.all().delete(),
        lambda: history.first().delete(),
    ):
        with pytest.raises(DatabaseError, match="istor"), transaction.atomic():
            attempt()


def test_people_are_deactivated_never_deleted(alice: User, topic: Topic, ada: User) -> None:
    with pytest.raises((ProtectedError, DatabaseError)), transaction.atomic(), acting(ada):
        alice.delete()
    assert rows(topic).first().history_user == alice


def test_a_person_who_did_nothing_is_not_deleted_either(ada: User) -> None:
    with acting(ada):
        idle = User.objects.create(username="idle")
    with pytest.raises(DatabaseError, match="kept for ever"), transaction.atomic(), acting(ada):
        idle.delete()


def test_the_password_is_in_no_history_row(alice: User) -> None:
    history: Any = User.history
    columns = {f.name for f in history.model._meta.concrete_fields}
    assert "password" not in columns
    assert "username" in columns


def test_a_new_password_is_recorded_although_history_does_not_hold_it(
    alice: User, ada: User
) -> None:
    with acting(ada):
        alice.set_password("another horse battery")
        alice.save()
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.actor) == ("user.changed", ada)
    assert is_as_recorded(User.objects.get(pk=alice.pk))
    assert alice.password not in str(event.rows)


def test_a_password_upgraded_at_sign_in_is_ones_own_act(alice: User) -> None:
    with override_settings(
        PASSWORD_HASHERS=[
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
            "django.contrib.auth.hashers.MD5PasswordHasher",
        ]
    ):
        assert alice.check_password(PASSWORD)
    assert AuditEvent.objects.latest("seq").actor == alice
    assert User.objects.get(pk=alice.pk).password.startswith("pbkdf2")


def test_nobody_changes_a_person_anonymously(alice: User) -> None:
    alice.is_superuser = True
    with pytest.raises(NotAllowed):
        alice.save()
    assert not User.objects.get(pk=alice.pk).is_superuser


@pytest.mark.parametrize("switch", ["SIMPLE_HISTORY_ENABLED", "skip_history_when_saving"])
def test_no_switch_silences_the_trail(topic: Topic, alice: User, switch: str) -> None:
    if switch == "skip_history_when_saving":
        topic.skip_history_when_saving = True  # type: ignore[attr-defined]
    with override_settings(**{switch: False}), pytest.raises(NotAllowed, match="leave a trail"):
        edit(topic, by=alice, title="Silently")
    assert Topic.objects.get().title == "Diabetes and your kidneys"


def test_saving_without_history_is_refused(topic: Topic, alice: User) -> None:
    topic.title = "Silently"
    with pytest.raises(NotAllowed), acting(alice):
        topic.save_without_historical_record()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("setting", "value"), [("SIMPLE_HISTORY_ENABLED", False), ("SIMPLE_HISTORY_EDIT", True)]
)
def test_the_system_check_says_so_too(setting: str, value: bool) -> None:
    with override_settings(**{setting: value}), pytest.raises(SystemCheckError, match=setting):
        call_command("check")


@pytest.mark.parametrize(
    "command", ["clean_old_history", "clean_duplicate_history", "populate_history"]
)
def test_the_librarys_commands_refuse_in_one_sentence(topic: Topic, command: str) -> None:
    before = footprint()
    with pytest.raises(CommandError, match=r"History is .+: nothing was (removed|added)\.$"):
        call_command(command, auto=True)
    assert footprint() == before


def test_all_that_staff_edit_is_tracked() -> None:
    names = {m.__name__ for m in tracked_models()}
    assert names == {
        "Citation",
        "Claim",
        "Credential",
        "CredentialSpecialty",
        "Picture",
        "ReviewPolicy",
        "Section",
        "Source",
        "Specialty",
        "Term",
        "Topic",
        "TopicCode",
        "User",
    }
    assert all(issubclass(m, TrackedModel) for m in tracked_models())


@pytest.mark.parametrize("model", tracked_models(), ids=lambda m: m.__name__)
def test_a_tracked_model_protects_what_it_points_to(model: type[models.Model]) -> None:
    """A cascade or SET NULL would change rows past the trail (S16)."""
    ways = {f.name: f.remote_field.on_delete for f in model._meta.concrete_fields if f.remote_field}
    assert set(ways.values()) <= {models.PROTECT}


@pytest.mark.parametrize("model", history_models(), ids=lambda m: m.__name__)
def test_history_takes_whole_sentences_as_reasons(model: type[models.Model]) -> None:
    assert isinstance(model._meta.get_field("history_change_reason"), models.TextField)


def test_a_row_written_past_the_trail_is_not_as_recorded(alice: User) -> None:
    claim = make_claim(alice)
    assert is_as_recorded(claim)
    type(claim)._base_manager.filter(pk=claim.pk).update(statement="Past the trail.")
    assert not is_as_recorded(claim)


def test_who_saves_such_a_row_as_it_is_takes_it_on(alice: User, cora: User) -> None:
    claim = make_claim(alice)
    type(claim)._base_manager.filter(pk=claim.pk).update(statement="Past the trail.")
    edit(type(claim).objects.get(), by=cora)
    assert is_as_recorded(claim)
    assert writers_of(type(claim), id=claim.pk) == {alice.pk, cora.pk}


def test_writers_of_rows_that_were_here_once_count(alice: User, cora: User, topic: Topic) -> None:
    section = edit(Section(topic=topic, order=2), by=cora, heading="More")
    elsewhere = make_topic(alice)
    edit(section, by=alice, topic=elsewhere)
    assert cora.pk in writers_of(Section, topic_id=topic.pk)
    assert cora.pk in writers_of(Section, topic_id=elsewhere.pk)


def test_reviews_keep_no_edit_trail_because_nobody_edits_them() -> None:
    assert not hasattr(Review, "history")
