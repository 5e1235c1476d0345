"""Every version a draft has had: compare any two, and copy an old one into the draft.

A version is named as a form names what it was opened on (``conflicts.version``): the newest entry
in the history of the page, of its sections and of its codes. Claims have a history of their own;
they stand in every version as they are today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from education.audit.history import history_of
from education.content.manuscript import Manuscript
from education.content.models import Section, Topic, TopicCode
from education.content.rewriting import rewrite
from education.content.services import manuscript_of
from education.staff.conflicts import Part, as_of

#: What a page's form edits, in the order of a version's name.
PARTS = (Part(Topic), Part(Section, "topic", "sections"), Part(TopicCode, "topic", "codes"))
#: What one person saves at once is written within this time.
_AT_ONCE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Version:
    """One save of a draft."""

    key: str
    at: datetime
    by: str
    reason: str
    #: Such as "the page" or "Section “How it works”".
    what: tuple[str, ...]


def versions(topic: Topic) -> list[Version]:
    """Return every version of a draft, newest first."""
    found: list[Version] = []
    marks = [0] * len(PARTS)
    for at, n, entry in sorted(_entries(topic), key=lambda e: (e[0], e[2].pk)):
        marks[n] = max(marks[n], entry.pk)
        by = entry.history_user.printed_name if entry.history_user else ""
        one = Version(_name(marks), at, by, entry.history_change_reason or "", (_what(n, entry),))
        before = found[-1] if found else None
        if before and before.by == by and before.reason == one.reason and at - before.at < _AT_ONCE:
            found[-1] = Version(
                one.key, at, by, one.reason, tuple(dict.fromkeys((*before.what, *one.what)))
            )
        else:
            found.append(one)
    return found[::-1]


def _entries(topic: Topic) -> Iterable[tuple[datetime, int, Any]]:
    for n, part in enumerate(PARTS):
        of = {f"{part.key}_id" if part.key else "id": topic.pk}
        entries: Any = history_of(part.model)._base_manager.filter(**of)
        for entry in entries.select_related("history_user"):
            yield entry.history_date, n, entry


def _name(marks: Sequence[int]) -> str:
    return ".".join(map(str, marks))


def _what(n: int, entry: Any) -> str:
    verb = {"+": " added", "-": " removed"}.get(entry.history_type, "")
    if n == 0:
        return "the page" + (" started" if verb == " added" else "")
    return (f"section “{entry.heading}”" if n == 1 else f"code {entry.code}") + verb


def page_at(topic: Topic, key: str) -> Manuscript | None:
    """Return a draft as it stood; None when there is no such version."""
    rows = _rows_at(topic, key)
    if rows is None:
        return None
    page, sections, codes = rows
    return manuscript_of(
        page,
        sections=sorted(sections.values(), key=lambda s: (s.order, s.pk)),
        codes=sorted(codes.values(), key=lambda c: (c.system, c.code)),
    )


def _rows_at(
    topic: Topic, key: str
) -> tuple[Topic, Mapping[int, Section], Mapping[int, TopicCode]] | None:
    marks = [int(n) for n in key.split(".") if n.isdecimal() and len(n) < 19]
    if len(marks) != len(PARTS):
        return None
    page, sections, codes = (
        as_of(part, topic.pk, mark) for part, mark in zip(PARTS, marks, strict=True)
    )
    found: Any = page.get(topic.pk)
    return (found, sections, codes) if found else None  # type: ignore[return-value]


def copy_into_draft(topic: Topic, key: str, *, reason: str) -> None:
    """Write the texts of an old version into the draft, as a new version by whoever acts now."""
    rows = _rows_at(topic, key)
    if rows is not None:
        page, sections, codes = rows
        rewrite(topic, page=page, sections=sections, codes=codes, reason=reason)
