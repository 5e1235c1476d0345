"""How guards are spelt, put in place, kept in place, and taken away when outdated."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from education.publishing import guards, triggers
from education.publishing.models import Edition
from education.publishing.sealed import KEPT, SEALED, history_models, model_of
from education.publishing.triggers import Guard
from education.review.rules import POLICIES
from tests.publishing.tampering import SQLITE, drop, settle
from tests.publishing.world import sql

pytestmark = pytest.mark.django_db
VENDORS = ("sqlite", "postgresql")


def test_after_migrating_every_guard_stands() -> None:
    assert guards.missing() == []
    assert guards.strangers() == []


def test_installing_twice_changes_nothing() -> None:
    settle()
    guards.install()
    assert guards.missing() == []


def test_migrating_puts_a_lost_guard_back() -> None:
    drop("countersign_edition_no_update", "education_edition")
    settle()
    call_command("migrate", verbosity=0)
    assert guards.missing() == []


@pytest.mark.skipif(not SQLITE, reason="SQLite rebuilds a table to alter it")
@pytest.mark.django_db(transaction=True)
def test_a_migration_may_rebuild_a_table_that_guards_read() -> None:
    field = models.CharField(max_length=5, default="")
    field.set_attributes_from_name("extra")
    emit_pre_migrate_signal(
        0, False, "default", plan=[(Migration("0002_later", "education"), False)]
    )
    with connection.schema_editor() as editor:
        editor._remake_table(Edition, create_field=field)  # type: ignore[attr-defined]
    with connection.schema_editor() as editor:
        editor._remake_table(Edition)  # type: ignore[attr-defined]
    emit_post_migrate_signal(0, False, "default")
    assert guards.missing() == []


def test_a_migrate_without_work_leaves_the_guards_where_they_are() -> None:
    emit_pre_migrate_signal(0, False, "default", plan=[])
    assert guards.missing() == []


def test_a_guard_of_an_earlier_version_is_taken_away() -> None:
    settle()
    old = Guard("education_edition", "BEFORE UPDATE", "old_rule", "FALSE", "Never")
    triggers.put_in_place(connection, [old])
    assert "countersign_edition_old_rule" in guards.strangers()
    guards.install()
    assert guards.strangers() == []
    assert guards.missing() == []


def test_a_strangers_trigger_is_named_and_left_alone() -> None:
    settle()
    if SQLITE:
        sql("CREATE TRIGGER mine AFTER INSERT ON education_edition BEGIN SELECT 1; END")
    else:
        sql("CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        sql(
            "CREATE TRIGGER mine AFTER INSERT ON education_edition FOR EACH ROW "
            "EXECUTE FUNCTION mine()"
        )
    guards.install()
    assert guards.strangers() == ["mine"]


@pytest.mark.parametrize("vendor", VENDORS)
def test_names_are_unique_and_short_enough(vendor: str) -> None:
    names = [g.trigger for g in guards.guards(vendor)]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 63


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_message_is_a_sentence_a_person_can_read(vendor: str) -> None:
    refusals = [one for one in guards.guards(vendor) if isinstance(one, triggers.Guard)]
    assert len(refusals) > 100
    for guard in refusals:
        assert guard.message[0].isupper(), guard.trigger
        assert not guard.message.endswith("."), guard.trigger


@pytest.mark.parametrize("vendor", VENDORS)
def test_sealed_and_kept_tables_have_their_guards(vendor: str) -> None:
    standing = {(g.table, g.moment) for g in guards.guards(vendor)}
    for model in [*map(model_of, SEALED), *history_models()]:
        assert (model._meta.db_table, "BEFORE UPDATE") in standing
    for model in [*map(model_of, (*SEALED, *KEPT)), *history_models()]:
        last = "BEFORE INSERT" if vendor == "sqlite" else "BEFORE TRUNCATE"
        assert {(model._meta.db_table, m) for m in ("BEFORE DELETE", last)} <= standing


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_policies_are_in_the_guards(vendor: str) -> None:
    rule = next(g for g in guards.guards(vendor) if g.name == "strict_enough")
    for risk, policy in POLICIES.items():
        assert f"'{risk}' AND NEW.required_sign_offs >= {policy.required_sign_offs}" in (
            rule.condition
        )


def test_migrations_leave_nothing_to_do() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
