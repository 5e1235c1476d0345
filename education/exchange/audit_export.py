"""The audit trail as a file: one event a line, exactly what its hash is made of, and the hash.

The file proves itself: whoever holds it recomputes each hash and the chain from its lines alone,
with no database and, if need be, with a dozen lines of any programming language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from education.audit import chain
from education.audit.models import AuditEvent
from education.errors import Blocked, Refused
from education.exchange.written import replacing

#: Something is said after every so many events.
EVERY = 10_000
_KEYS = frozenset((*chain.HASHED, "hash"))


class Unreadable(Refused):
    """The file cannot be read at all."""


def count(since: int = 0) -> int:
    """Return how many events an export holds."""
    return AuditEvent.objects.filter(seq__gte=since).count()


def write(path: str, *, since: int = 0) -> Iterator[str]:
    """Write the events from ``since`` on; yield "seq:hash" of each one written.

    The file is there only when it is whole. An event that cannot be read back any more leaves a
    line that says so, and ``verify`` names it.
    """
    if since < 0:
        raise Blocked(["Events are numbered from 1: give --since a number above 0."])
    with chain.snapshot(), replacing(path) as file:
        for rows in chain.batches(AuditEvent, beyond=since - 1 if since else None):
            for seq, event in rows.items():
                if isinstance(event, AuditEvent):
                    line = chain.event_json(event)
                else:
                    line = {"seq": seq, "unreadable": True}
                file.write(_spelt(line))
                yield f"{seq}:{line.get('hash', '')}"


def _spelt(line: dict[str, Any]) -> bytes:
    text = json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the file, and what is wrong with it."""

    line: int
    name: str
    #: "seq:hash", as a run of ``check_integrity`` prints it to be noted elsewhere.
    noted: str
    problems: tuple[str, ...]


def verify(path: str) -> Iterator[Checked]:
    """Recompute the chain from a file, a line at a time.

    A trail cut off after a whole line cannot be told from a shorter one: compare its last event
    with one that was noted elsewhere.
    """
    try:
        with Path(path).open("rb") as file:
            yield from _verify_lines(file)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None


def _verify_lines(file: IO[bytes]) -> Iterator[Checked]:
    before: dict[str, Any] | None = None
    for number, raw in enumerate(file, start=1):
        event, problem = _read(raw)
        if event is None:
            yield Checked(number, f"line {number}", "", (problem,))
        else:
            name, noted = f"auditevent:{event['seq']}", f"{event['seq']}:{event['hash']}"
            yield Checked(number, name, noted, tuple(_wrong(event, before)))
        # What follows a broken line cannot be tied to it; that it is broken has been said.
        before = event


def _read(raw: bytes) -> tuple[dict[str, Any] | None, str]:
    if not raw.endswith(b"\n"):
        return None, "is cut off: the file does not end where a line ends."
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError):
        return None, "is no JSON."
    if not isinstance(event, dict) or event.keys() != _KEYS or type(event["seq"]) is not int:
        return None, "is no event: it could not be read from the database, or was changed since."
    return event, ""


def _wrong(event: dict[str, Any], before: dict[str, Any] | None) -> Iterator[str]:
    if before is not None and event["seq"] != before["seq"] + 1:
        yield f"does not follow number {before['seq']}: events are missing, or out of order."
    elif before is not None and event["previous_hash"] != before["hash"]:
        yield "does not follow the event before it."
    if event["seq"] == 1 and event["previous_hash"] != chain.GENESIS:
        yield "is numbered as the first of the trail, and is not."
    if not _has_its_hash(event):
        yield "was changed after it was written."


def _has_its_hash(event: dict[str, Any]) -> bool:
    try:
        return bool(chain.hash_of(event) == event["hash"])
    except ValueError:
        return False  # Text that no encoding holds.
