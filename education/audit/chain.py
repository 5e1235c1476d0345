"""Writing and verifying the audit trail.

Every act is one ``AuditEvent`` in the transaction of the act itself. The event carries the digest
of each row that the act wrote, and the hash of the event before it, so a changed byte anywhere is
found by recomputing (``verify``). One ChainHead row, locked first by every writer, serialises
writing on PostgreSQL as IMMEDIATE transactions do on SQLite; with one lock there is no deadlock.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from education.audit.models import AuditEvent, ChainHead
from education.errors import NotAllowed

GENESIS = "0" * 64


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


def digest(row: models.Model) -> str:
    """Return the SHA-256 over every column of a row as it stands in memory."""
    return _sha({f.attname: _plain(getattr(row, f.attname)) for f in row._meta.concrete_fields})


def _event_hash(event: AuditEvent) -> str:
    fields = ("seq", "at", "actor_id", "action", "subject", "data", "rows", "previous_hash")
    return _sha({name: _plain(getattr(event, name)) for name in fields})


@contextmanager
def writing() -> Iterator[None]:
    """Open a transaction that holds the one writer's lock; nests freely."""
    with transaction.atomic():
        ChainHead.objects.select_for_update().get(pk=1)
        yield


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
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().get(pk=1)
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
    return event


def verify(sealed: Iterable[type[models.Model]]) -> Iterator[tuple[str, str]]:
    """Recompute the whole trail; yield ``(record, what is wrong)`` for each fault found.

    ``sealed`` are the models whose every row must stand as its newest event recorded it.
    """
    expected: dict[str, str | None] = {}
    previous, seq = GENESIS, 0
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=2000):
        seq += 1
        name = f"auditevent:{event.seq}"
        if event.seq != seq:
            yield name, f"event {seq} is missing from the trail."
            seq = event.seq
        if event.previous_hash != previous:
            yield name, "does not follow the event before it."
        if event.hash != _event_hash(event):
            yield name, "was changed after it was written."
        previous = event.hash
        expected.update(event.rows)
    head = ChainHead.objects.filter(pk=1).first()
    if head is None or (head.seq, head.hash) != (seq, previous):
        yield "chainhead:1", "does not name the newest event."
    yield from _verify_rows(sealed, expected)


def _verify_rows(
    sealed: Iterable[type[models.Model]], expected: dict[str, str | None]
) -> Iterator[tuple[str, str]]:
    for model in sealed:
        prefix = f"{model._meta.model_name}:"
        missing = {k for k, v in expected.items() if v is not None and k.startswith(prefix)}
        for row in model._base_manager.iterator(chunk_size=500):
            name = reference(row)
            missing.discard(name)
            if expected.get(name) is None:
                yield name, "was written past the audit trail."
            elif expected[name] != digest(row):
                yield name, "was changed after it was recorded."
        for name in sorted(missing):
            yield name, "is gone, but the trail says it exists."
