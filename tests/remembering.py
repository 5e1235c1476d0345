"""Builders that run once: what they wrote is remembered, and written again as it was.

Most of a test's time went into building the same people and pages through the real verbs. A
builder's first call in a process goes that way; the next one with the same arguments, on a trail
that stands at the same event, writes the very statements that the first one did. All guards of the
database judge them again, and since the trail's head names everything recorded before it, both
calls end in the same state to the last byte.
"""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.models import Group
from django.db import connection, models, transaction
from django.utils import timezone

from education.audit.models import ChainHead

P = ParamSpec("P")
R = TypeVar("R")

#: The clock's start: a test that travels in time is told by the difference from it.
_BEGAN = time.time() - time.monotonic()
_RETURNING = re.compile(r'INSERT INTO ("\w+") \((.*?)\) VALUES \((.*)\) RETURNING "\w+"\."(\w+)"')
_KEYED = re.compile(r'INSERT INTO ("\w+") \("(\w+)", .* VALUES \(%s, (?!.*RETURNING)')


class _Unknown(Exception):
    """A call that cannot be told from another, or be done again."""


@dataclass
class _Memory:
    """What one call wrote, and what it gave back."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    result: bytes = b""


_memories: dict[Any, _Memory] = {}


def remembered(build: Callable[P, R]) -> Callable[P, R]:
    """Let a builder that only writes rows, and reads nothing but rows, run once."""

    @wraps(build)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            key = _key(build, args, kwargs)
        except _Unknown:
            return build(*args, **kwargs)
        if memory := _memories.get(key):
            _write(memory)
            result: R = pickle.loads(memory.result)  # noqa: S301 - our own, from this process
            return result
        return _learn(key, lambda: build(*args, **kwargs))

    return call


def _key(build: Any, args: Any, kwargs: Any) -> Any:
    if abs(time.time() - time.monotonic() - _BEGAN) > 1:
        raise _Unknown  # Somebody travels in time.
    head = ChainHead.objects.filter(pk=1).values_list("hash", flat=True).first()
    day = timezone.now().date()
    place = str(connection.settings_dict["NAME"])
    roles = tuple(Group.objects.order_by("pk").values_list("pk", flat=True))
    name = f"{build.__module__}.{build.__qualname__}"
    return name, _plain(args), _plain(kwargs), head, roles, day, place


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | Enum | date | datetime | timedelta):
        return value
    if isinstance(value, models.Model):
        return value._meta.label, value.pk
    if isinstance(value, dict):
        return tuple((name, _plain(value[name])) for name in sorted(value))
    if isinstance(value, list | tuple | set):
        return tuple(_plain(one) for one in value)
    raise _Unknown


def _write(memory: _Memory) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in memory.statements:
            cursor.execute(sql, params)


def _learn(key: Any, build: Callable[[], R]) -> R:
    memory: _Memory | None = _Memory()

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal memory
        done = execute(sql, params, many, context)
        if memory and sql.startswith(("INSERT", "UPDATE", "DELETE")):
            try:
                memory.statements.append(_with_its_key(sql, params))
            except _Unknown:
                memory = None
        return done

    with connection.execute_wrapper(listen):
        result = build()
    if memory:
        memory.statements += _past_its_keys(memory.statements)
        with suppress(TypeError, AttributeError, pickle.PicklingError):
            memory.result = pickle.dumps(result)
            _memories[key] = memory
    return result


def _past_its_keys(statements: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Let PostgreSQL give no key again, wherever its counters stand."""
    if connection.vendor != "postgresql":
        return []
    newest: dict[tuple[str, str], int] = {}
    for sql, params in statements:
        if found := _KEYED.match(sql):
            rows = sql.count("), (") + 1
            newest[found[1], found[2]] = params[len(params) // rows * (rows - 1)]
    counter = "pg_get_serial_sequence(%s, %s)"
    return [
        (f"SELECT setval({counter}, GREATEST(%s, nextval({counter})))", (*one, number, *one))
        for one, number in newest.items()
    ]


def _with_its_key(sql: str, params: Any) -> tuple[str, Any]:
    """Name the keys that the database gave to rows, so that they have them again."""
    if " RETURNING " not in sql:
        return sql, params
    found = _RETURNING.fullmatch(sql)
    if not found:
        raise _Unknown
    table, columns, values, key = found.groups()
    if f'"{key}"' in columns.split(", "):
        return sql, params
    last = "lastval()" if connection.vendor == "postgresql" else "last_insert_rowid()"
    # The driver's own connection: past Django's wrappers, which would listen to this as well.
    (number,) = connection.connection.execute(f"SELECT {last}").fetchone()
    rows = values.split("), (")
    width = len(params) // len(rows)
    keyed: list[Any] = []
    for place, first in enumerate(range(0, len(params), width), number - len(rows) + 1):
        keyed += [place, *params[first : first + width]]
    named = "), (".join(f"%s, {row}" for row in rows)
    return f'INSERT INTO {table} ("{key}", {columns}) VALUES ({named})', tuple(keyed)
