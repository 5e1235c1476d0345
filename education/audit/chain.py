"""Writing and verifying the audit trail.

Every act is one ``AuditEvent`` in the transaction of the act itself. The event carries the digest
of each row that the act wrote, and the hash of the event before it, so a changed byte anywhere is
found by recomputing (``verify``). One ChainHead row, locked first by every writer, serialises
writing on PostgreSQL as IMMEDIATE transactions do on SQLite; with one lock there is no deadlock.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import (
    DEFAULT_DB_ALIAS,
    OperationalError,
    connection,
    connections,
    models,
    transaction,
)
from django.utils import timezone

from education.audit.models import AuditEvent, ChainHead
from education.errors import NotAllowed

GENESIS = "0" * 64
#: The columns of an event that its hash is made of.
HASHED = ("seq", "at", "actor_id", "action", "subject", "data", "rows", "previous_hash")


def reference(row: models.Model) -> str:
    """Return ``table:pk``, the name of a row in the trail."""
    return f"{row._meta.model_name}:{row.pk}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        # Microseconds in UTC: the finest form that both databases keep.
        return value.astimezone(timezone.get_fixed_timezone(0)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _sha(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def said(row: models.Model) -> dict[str, Any]:
    """Return what a row's digest is made of: each column as it stands in memory, and memberships.

    A column that stands at its default is left out, so that a column added later, with a default,
    leaves the digests of older rows as they are. Therefore: never change the default of a column.
    A default that is the present moment is none in this sense: it would be another one each time.
    """
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    found = {
        f.attname: _plain(values[f.attname])
        for f in row._meta.concrete_fields
        if not _at_default(f, values[f.attname])
    }
    for many in row._meta.many_to_many:
        if names := sorted(str(one) for one in getattr(row, many.name).all()):
            found[many.name] = names
    return found


def digest(row: models.Model) -> str:
    """Return the SHA-256 over every column of a row as it stands in memory (``said``)."""
    return digest_of(said(row))


def digest_of(said: dict[str, Any]) -> str:
    """Return the digest of what a row said, as ``said`` gave it or as read back from JSON."""
    return _sha(said)


def _at_default(field: Any, value: Any) -> bool:
    if callable(field.default) and field.default not in (dict, list):
        return False  # "Now" is a different default each time it is asked.
    return bool(value == field.get_default())


def event_json(event: AuditEvent) -> dict[str, Any]:
    """Return an event as plain JSON: what its hash is made of, and the hash."""
    return {name: _plain(getattr(event, name)) for name in (*HASHED, "hash")}


def hash_of(event: Mapping[str, Any]) -> str:
    """Return the hash that an event has to have, from ``event_json``, read back or not."""
    return _sha({name: event[name] for name in HASHED})


def _event_hash(event: AuditEvent) -> str:
    return hash_of(event_json(event))


@contextmanager
def writing() -> Iterator[None]:
    """Open a transaction that holds the one writer's lock; nests freely.

    Inside another one the lock is held already, and a failure undoes the whole act: whoever
    wants to go on after one opens a transaction of their own around what may fail.
    """
    holder = _connection()
    if getattr(holder, "holds_the_chain", False):
        with transaction.atomic(savepoint=False):
            yield
        return
    with transaction.atomic():
        ChainHead.objects.select_for_update().get(pk=1)
        holder.holds_the_chain = True
        try:
            yield
        finally:
            holder.holds_the_chain = False


def recorded_here() -> int:
    """Return how many events this connection has recorded, to tell whether one was."""
    return getattr(_connection(), "events_recorded", 0)


def _connection() -> Any:
    """Return this thread's connection itself: notes of what it holds are kept on it."""
    return connections[DEFAULT_DB_ALIAS]


def record(
    action: str,
    *,
    actor: models.Model | None,
    subject: models.Model,
    wrote: Iterable[models.Model] = (),
    deleted: Iterable[str] = (),
    **data: Any,
) -> AuditEvent:
    """Append one event to the chain.

    ``wrote`` are the rows this act inserted or changed, as stored; ``deleted`` the references of
    rows it removed. ``data`` must be JSON. Raises ``NotAllowed`` without an actor.
    """
    if actor is None or actor.pk is None:
        raise NotAllowed("Every act needs a person: sign in, or name who is acting.")
    with writing():
        head = ChainHead.objects.get(pk=1)
        rows: dict[str, str | None] = dict.fromkeys(deleted)
        for row in wrote:
            row.refresh_from_db()
            rows[reference(row)] = digest(row)
        event = AuditEvent(
            seq=head.seq + 1,
            at=timezone.now(),
            actor_id=actor.pk,
            action=action,
            subject=reference(subject),
            data=data,
            rows=rows,
            previous_hash=head.hash,
        )
        event.hash = _event_hash(event)
        event.save(force_insert=True)
        head.seq, head.hash = event.seq, event.hash
        head.save()
        _connection().events_recorded = recorded_here() + 1
    return event


def is_recorded(row: models.Model) -> bool:
    """Tell whether a row in hand is as the newest event about it recorded it.

    For rows that are the subject of the events that write them, as all that staff edit are.
    """
    name = reference(row)
    for event in AuditEvent.objects.filter(subject=name).order_by("-seq").iterator():
        if name in event.rows:
            return bool(event.rows[name] == digest(row))
    return False


class _Ledger:
    """What each row should be, by its newest event; kept on disk, however long the trail is."""

    def __init__(self) -> None:
        # No name: SQLite keeps a private file and takes it away with the connection.
        self._db = sqlite3.connect("")
        self._db.execute("CREATE TABLE expected (name TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID")

    def note(self, rows: dict[str, str | None]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO expected VALUES (?, ?)", rows.items())

    def take(self, name: str) -> str | None:
        found = self._db.execute("DELETE FROM expected WHERE name = ? RETURNING digest", (name,))
        row = found.fetchone()
        return row[0] if row else None

    def left(self, table: str) -> Iterator[str]:
        named = (f"{table}:", f"{table};")  # ";" follows ":", so this is every name with the prefix
        rows = self._db.execute(
            "SELECT name FROM expected WHERE name > ? AND name < ? AND digest IS NOT NULL", named
        )
        yield from (name for (name,) in rows)

    def close(self) -> None:
        self._db.close()


def batches(
    model: type[models.Model], size: int = 500, *, beyond: Any = None
) -> Iterator[dict[Any, models.Model | None]]:
    """Yield a table's rows by key, in order, some at a time; those ``beyond`` a key when given.

    A row is None where the database holds something that cannot be read back.
    """
    manager = model._base_manager
    after: dict[str, Any] = {} if beyond is None else {"pk__gt": beyond}
    while True:
        some = manager.filter(**after).order_by("pk")
        try:
            rows: dict[Any, models.Model | None] = {row.pk: row for row in some[:size]}
        except _UNREADABLE:
            rows = _read(manager, list(some.values_list("pk", flat=True)[:size]))
        if rows:
            yield rows
        last = next(reversed(rows), None)
        if len(rows) < size or not isinstance(last, int):
            return  # The last ones; or a damaged key, which SQLite sorts after all numbers.
        after = {"pk__gt": last}


#: What reading a damaged row may raise.
_UNREADABLE = (ValueError, TypeError, AttributeError, OperationalError)


def _read(manager: Any, keys: list[Any]) -> dict[Any, models.Model | None]:
    """Read rows that cannot be read together: None where one cannot be read by itself."""
    try:
        found = manager.in_bulk(keys)
        return {key: found[key] for key in keys if key in found}
    except _UNREADABLE:
        if len(keys) == 1:
            return {keys[0]: None}
        return {k: row for key in keys for k, row in _read(manager, [key]).items()}


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything inside as of one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): that takes the lock of the one writer at once.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def verify(sealed: Iterable[type[models.Model]]) -> Iterator[tuple[str, str]]:
    """Recompute the whole trail; yield ``(record, what is wrong)`` for each fault found.

    ``sealed`` are the models whose every row must stand as its newest event recorded it. Reads
    a batch at a time, so memory stays the same however long the trail is.
    """
    ledger = _Ledger()
    try:
        yield from _verify_events(ledger)
        for model in sealed:
            yield from _verify_rows(model, ledger)
    finally:
        ledger.close()


def _rows(model: type[models.Model]) -> Iterator[tuple[Any, models.Model | None]]:
    for batch in batches(model):
        yield from batch.items()


def _verify_events(ledger: _Ledger) -> Iterator[tuple[str, str]]:
    previous, seq = GENESIS, 0
    for key, event in _rows(AuditEvent):
        name = f"auditevent:{key}"
        if key != seq + 1:
            yield f"auditevent:{seq + 1}", "is missing from the trail."
        if not isinstance(event, AuditEvent):
            yield name, "cannot be read any more."
            continue
        seq = event.seq
        if event.previous_hash != previous:
            yield name, "does not follow the event before it."
        if event.hash != _event_hash(event):
            yield name, "was changed after it was written."
        previous = event.hash
        ledger.note(event.rows if isinstance(event.rows, dict) else {})
    head = ChainHead.objects.filter(pk=1).first()
    if head is None or (head.seq, head.hash) != (seq, previous):
        yield "chainhead:1", "does not name the newest event."


def _has_digest(row: models.Model, expected: str) -> bool:
    try:
        return digest(row) == expected
    except (TypeError, ValueError, AttributeError):
        return False  # A column holds what its type never does.


def _verify_rows(model: type[models.Model], ledger: _Ledger) -> Iterator[tuple[str, str]]:
    table = str(model._meta.model_name)
    for key, row in _rows(model):
        name = f"{table}:{key}"
        expected = ledger.take(name)
        if expected is None:
            yield name, "was written past the audit trail."
        elif row is None or not _has_digest(row, expected):
            yield name, "was changed after it was recorded."
    for name in ledger.left(table):
        yield name, "is gone, but the trail says it exists."
