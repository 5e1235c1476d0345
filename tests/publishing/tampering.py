"""How somebody who owns the database could tamper with it: guards away, one byte changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from education.publishing import guards
from tests.conftest import drop_guards

SQLITE = connection.vendor == "sqlite"


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the guards and foreign keys away, and put them back as if nothing had happened."""
    settle()
    drop_guards()
    _run_on_postgresql("SET LOCAL session_replication_role = replica")
    try:
        yield
    finally:
        _run_on_postgresql("SET LOCAL session_replication_role = origin")
        guards.install()


def drop(trigger: str, table: str) -> None:
    """Take one trigger away."""
    settle()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}" + ("" if SQLITE else f" ON {table}"))


def settle() -> None:
    """Let PostgreSQL check what it has put off, or it allows no change of triggers."""
    _run_on_postgresql("SET CONSTRAINTS ALL IMMEDIATE")
    _run_on_postgresql("SET CONSTRAINTS ALL DEFERRED")


def _run_on_postgresql(statement: str) -> None:
    if not SQLITE:
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def undone() -> Iterator[None]:
    """Take back what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def flip_one_byte(row: models.Model, column: str) -> bool:
    """Change one byte of one column as it is stored; False when the database refuses every way.

    Tries each byte and bit until the database takes one: a date has to stay a date.
    """
    stored = _stored(row, column)
    for changed in _neighbours(stored) if stored is not None else _fillings(row, column):
        try:
            with transaction.atomic():
                _store(row, column, changed)
        except DatabaseError:
            continue
        if column == row._meta.pk.column or _stored(row, column) != stored:
            return True
    return False


def _stored(row: models.Model, column: str) -> bytes | None:
    raw = f'CAST("{column}" AS BLOB)' if SQLITE else f"convert_to(\"{column}\"::text, 'UTF8')"
    table, pk = row._meta.db_table, row._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {raw} FROM {table} WHERE {pk} = %s", [row.pk])
        found = cursor.fetchone()
    return bytes(found[0]) if found and found[0] is not None else None


def _store(row: models.Model, column: str, value: bytes) -> None:
    table, pk = row._meta.db_table, row._meta.pk.column
    to: Any = value if SQLITE else value.decode()
    cast = "CAST(%s AS TEXT)" if SQLITE else "%s"
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {table} SET "{column}" = {cast} WHERE {pk} = %s', [to, row.pk])


def _neighbours(value: bytes) -> Iterator[bytes]:
    if not value:
        yield b"x"
    middle = len(value) // 2
    for position in [*range(middle, len(value)), *range(middle)]:
        for bit in (1, 2, 4, 16):
            byte = value[position] ^ bit
            if 32 <= byte < 127:
                yield value[:position] + bytes([byte]) + value[position + 1 :]
    if value in (b"true", b"false"):  # PostgreSQL keeps one byte and spells it so.
        yield b"false" if value == b"true" else b"true"


def _fillings(row: models.Model, column: str) -> list[bytes]:
    """What could stand in a column that is empty."""
    field = next(f for f in row._meta.concrete_fields if f.column == column)
    if isinstance(field, models.DateTimeField):
        return [b"2024-01-01 00:00:00.5+00:00"]
    return [b"2024-01-01"] if isinstance(field, models.DateField) else [b"1"]
