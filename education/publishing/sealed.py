"""Rows that stay as they are: what is sealed, what is kept, and the triggers that see to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from education.audit.history import history_of
from education.publishing.dialects import Dialect, any_of, exists
from education.publishing.triggers import Guard

#: Written once: no update, no delete, no emptying, no replacing. History tables are so too.
SEALED = (
    *("SignOff", "Revocation", "Declaration", "Comment", "Resolution", "SourceOpening"),
    *("Edition", "EditionClaim", "Withdrawal", "AuditEvent", "ImportRecord"),
)
#: Kept as written until they end: what is written once, when they do, and never again.
ENDING: dict[str, tuple[str, ...]] = {
    "Assignment": ("ended_at", "ended_by", "outcome", "reason"),
    "Delegation": ("ended_at", "ended_by"),
    "Invitation": ("opened_at", "secret_hash", "closed_at"),
    "Schedule": ("ended_at", "outcome", "why"),
}
#: Kept for ever, while some of their columns may change.
KEPT = ("Review", "User", "Credential", "Specialty", "ChainHead", "Feedback", "LiveVersion")
#: Every row of these, of the history and of what staff edit has its digest in the audit trail.
RECORDED = (
    *("Review", "Comment", "Resolution", "SourceOpening", "SignOff", "Revocation", "Declaration"),
    *("Assignment", "Delegation", "Invitation"),
    *("Edition", "EditionClaim", "LivePage", "Schedule", "Withdrawal", "ImportRecord"),
)


def model_of(name: str) -> type[models.Model]:
    """Return one of our models by its name."""
    model: type[models.Model] = apps.get_model("education", name)
    return model


def table_of(name: str) -> str:
    """Return the table of one of our models."""
    return model_of(name)._meta.db_table


@cache
def tracked_models() -> tuple[type[models.Model], ...]:
    """Return the models that staff edit, whose every save leaves history."""
    found = apps.get_app_config("education").get_models()
    return tuple(
        m for m in found if hasattr(m, "history") and not m.__name__.startswith("Historical")
    )


@cache
def history_models() -> tuple[type[models.Model], ...]:
    """Return the models that hold the edit trail."""
    return tuple(map(history_of, tracked_models()))


@cache
def guarded_models() -> tuple[type[models.Model], ...]:
    """Return the models whose every row has its digest in the audit trail."""
    return (*map(model_of, RECORDED), *history_models(), *tracked_models())


def _never(table: str, verb: str, what: str) -> Guard:
    return Guard(table, f"BEFORE {verb}", f"no_{verb.lower()}", "TRUE", what)


def sealed_guards(d: Dialect) -> Iterator[Guard]:
    """Yield the guards that keep sealed rows as written, and kept rows in their place."""
    for model in [*map(model_of, SEALED), *history_models()]:
        name = str(model._meta.verbose_name).capitalize()
        yield _never(model._meta.db_table, "UPDATE", f"{name} is a record and is never changed")
        yield from _kept(d, model)
    for model in map(model_of, (*KEPT, *ENDING)):
        yield from _kept(d, model)
        yield from _same(d, model)
    for name, ends in ENDING.items():
        yield _ends_once(d, model_of(name), ends)
    # Taking a page down is always allowed, so only its rows' identity is held.
    live = model_of("LivePage")
    yield from _same(d, live)
    yield from _not_emptied_or_replaced(d, live)


def _kept(d: Dialect, model: type[models.Model]) -> Iterator[Guard]:
    name = str(model._meta.verbose_name).capitalize()
    yield _never(model._meta.db_table, "DELETE", f"{name} is kept for ever")
    yield from _not_emptied_or_replaced(d, model)


def _not_emptied_or_replaced(d: Dialect, model: type[models.Model]) -> Iterator[Guard]:
    table, name = model._meta.db_table, str(model._meta.verbose_name).capitalize()
    if d.vendor == "postgresql":
        yield _never(table, "TRUNCATE", f"{name} is never emptied")
        return
    # SQLite's OR REPLACE deletes whatever is in the way, without asking the delete trigger.
    taken = exists(f"{table} t", _twin(model))
    yield Guard(table, "BEFORE INSERT", "no_replace", taken, f"{name} is never replaced")


def _ends_once(d: Dialect, model: type[models.Model], ends: tuple[str, ...]) -> Guard:
    """Nothing changes but what says how a row ended, and that is written once."""
    name = str(model._meta.verbose_name).capitalize()
    changes = []
    for field in model._meta.concrete_fields:
        change = d.differs(f"NEW.{field.column}", f"OLD.{field.column}")
        if field.name in ends:
            was = f"OLD.{field.column} " + ("<> ''" if not field.null else "IS NOT NULL")
            change = f"{was} AND {change}"
        changes.append(change)
    what = f"{name} is a record: its end is written once, the rest never changes"
    return Guard(model._meta.db_table, "BEFORE UPDATE", "ends_once", any_of(changes), what)


def _same(d: Dialect, model: type[models.Model]) -> Iterator[Guard]:
    """A row stays the row it is, and pushes no other out of its place."""
    table, pk = model._meta.db_table, _pk(model)
    name = str(model._meta.verbose_name).capitalize()
    what = d.differs(f"NEW.{pk}", f"OLD.{pk}")
    if d.vendor == "sqlite":
        what = any_of(
            [
                what,
                exists(f"{table} t", f"t.{pk} <> OLD.{pk} AND ({_twin(model)})"),
            ]
        )
    yield Guard(table, "BEFORE UPDATE", "same", what, f"{name} is never exchanged")


def _pk(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def _twin(model: type[models.Model]) -> str:
    """SQL: row ``t`` has the same unique values as NEW."""
    meta = model._meta
    alike = [f"t.{f.column} = NEW.{f.column}" for f in meta.concrete_fields if f.unique]
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            columns = [_column(model, name) for name in constraint.fields]
            parts = [f"t.{c} = NEW.{c}" for c in columns]
            if isinstance(constraint.condition, Q):
                parts += [_where(constraint.condition, row) for row in ("t", "NEW")]
            alike.append(" AND ".join(parts))
    return any_of(alike)


def _column(model: type[models.Model], field: str) -> str:
    return str(model._meta.get_field(field).column)  # type: ignore[union-attr]


def _where(condition: Q, row: str) -> str:
    """SQL of a constraint's condition, for the simple ones that guarded models have."""
    pairs: list[Any] = list(condition.children)
    said = f" {condition.connector} ".join(f"{row}.{column} = '{value}'" for column, value in pairs)
    return f"NOT ({said})" if condition.negated else f"({said})"
