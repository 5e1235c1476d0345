"""Every version a record has had: compare any two, and copy an old one over the present.

A version is named as a form names what it was opened on (``conflicts.version``): the newest entry
in the history of the record, and of each kind of row that is edited with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from education.audit.history import TrackedModel, history_of
from education.content.manuscript import Manuscript
from education.content.models import Topic
from education.content.rewriting import Rewriting, Rows, rewrite, rewriting
from education.staff.conflicts import as_of
from education.staff.versioned import KINDS, page_text

#: What one person saves at once is written within this time.
_AT_ONCE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Version:
    """One save of a record."""

    key: str
    at: datetime
    by: str
    reason: str
    #: Such as "the page" or "Section “How it works”".
    what: tuple[str, ...]


def versions(record: TrackedModel) -> list[Version]:
    """Return every version of a record, newest first."""
    found: list[Version] = []
    entries = sorted(_entries(record), key=lambda e: (e[1].history_date, e[1].pk))
    words = KINDS[type(record)].words(entries)
    marks = [0] * len(KINDS[type(record)].texts)
    for (n, entry), what in zip(entries, words, strict=True):
        marks[n] = max(marks[n], entry.pk)
        at = entry.history_date
        by = entry.history_user.printed_name if entry.history_user else ""
        one = Version(_name(marks), at, by, entry.history_change_reason or "", (what,))
        before = found[-1] if found else None
        if before and before.by == by and before.reason == one.reason and at - before.at < _AT_ONCE:
            found[-1] = Version(
                one.key, at, by, one.reason, tuple(dict.fromkeys((*before.what, *one.what)))
            )
        else:
            found.append(one)
    return found[::-1]


def _entries(record: TrackedModel) -> Iterator[tuple[int, Any]]:
    for n, part in enumerate(KINDS[type(record)].parts):
        of = {f"{part.key}_id" if part.key else "id": record.pk}
        entries: Any = history_of(part.model)._base_manager.filter(**of)
        for entry in entries.select_related("history_user"):
            yield n, entry


def _name(marks: Sequence[int]) -> str:
    return ".".join(map(str, marks))


def page_at(topic: Topic, key: str) -> Manuscript | None:
    """Return a draft as it stood; None when there is no such version."""
    rows = rows_at(topic, key)
    return page_text(rows) if rows else None


def rows_at(record: TrackedModel, key: str) -> Rows | None:
    """Return the rows of a record as they stood; None when there is no such version."""
    marks = [int(n) for n in key.split(".") if n.isdecimal() and len(n) < 19]
    parts = KINDS[type(record)].parts
    if len(marks) != len(parts):
        return None
    rows = tuple(
        tuple(as_of(part, record.pk, mark).values())
        for part, mark in zip(parts, marks, strict=True)
    )
    return rows if rows[0] else None


def rows_now(record: TrackedModel) -> Rows:
    """Return the rows of a record as they are stored."""
    return tuple(one.stored(record) for one in KINDS[type(record)].texts)


def copied(record: TrackedModel, old: Rows) -> Rewriting:
    """Return what copying an old version comes to; ``record`` is changed, and nothing stored."""
    return rewriting(record, KINDS[type(record)].texts, old)


def copy_over(record: TrackedModel, old: Rows, *, reason: str) -> None:
    """Write the texts of an old version over the present, as a new version by whoever acts now."""
    rewrite(copied(record, old), reason=reason, valid=KINDS[type(record)].valid)
