"""A translation beside its original: what stands where, and what changed since it was translated.

Nothing stores which edition a translation follows. So each part is dated by its own last edit, or
by the submission of its newest edition when that is later; what the original said then is compared
with what it says now. A part never loses its mark because another part was edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from education.audit.history import history_of
from education.content.manuscript import Manuscript
from education.content.models import Section, Topic
from education.content.services import manuscript_of
from education.evidence.models import Claim
from education.publishing.models import Edition, LivePage
from education.staff.diffing import as_read, word_diff
from education.staff.versioned import TOPIC
from education.staff.versions import page_at

#: The texts of a page that are translated, beside its sections.
TEXTS = ("title", "answer", "key_points", "not_known", "get_help", "questions")


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the translation, and the original's words for it."""

    name: str
    label: str
    original: str
    text: str
    #: Lines of its box; one for a line.
    rows: int


@dataclass(frozen=True, slots=True)
class Pair:
    """One part of both pages."""

    name: str
    cells: tuple[Cell, ...]
    #: What changed in the original since this part was translated; empty when nothing did.
    changed: SafeString
    #: The stored section's id; empty for a new one and for texts outside the sections.
    row_id: str = ""
    #: The form's name for that id.
    row_name: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """What is translated from."""

    page: Manuscript
    #: Such as "edition 2, live now" or "the draft: nothing of it is live".
    label: str


def original_of(topic: Topic) -> Original:
    """Return the live edition of the page that a topic translates; its draft when none is live."""
    source = topic.translation_of
    if source is None:
        raise ValueError("This page translates no other.")
    live = LivePage.objects.filter(topic=source).select_related("edition").first()
    if live is None:
        return Original(manuscript_of(source), "the draft: nothing of it is live")
    return Original(live.edition.page(), f"edition {live.edition.number}, live now")


def form_of(topic: Topic) -> QueryDict:
    """Return a translation as its form would post it unchanged."""
    data = QueryDict(mutable=True)
    data.update({name: getattr(topic, name) for name in TEXTS})
    sections = list(topic.sections.all())
    for n, section in enumerate(sections):
        data.update({f"sections-{n}-{f}": getattr(section, f) for f in ("id", "heading", "body")})
    data["sections-TOTAL_FORMS"] = str(len(sections))
    return data


def pairs(topic: Topic, original: Original, data: QueryDict) -> list[Pair]:
    """Return every part of both pages side by side, in reading order."""
    page, then = original.page, _Then(topic)
    found = []
    for name in TEXTS:
        value = getattr(page, name)
        text = value if isinstance(value, str) else "\n".join(value)
        label = str(Topic._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
        rows = 1 if name == "title" else max(2, min(10, len(text) // 60 + text.count("\n") + 1))
        cell = Cell(name, label, text, _text(data, name), rows)
        found.append(Pair(label, (cell,), then.changed_text(name, page)))
    count = max(len(page.sections), int(data.get("sections-TOTAL_FORMS", 0) or 0))
    sections = [_section_pair(n, page, then, data) for n in range(count)]
    return [*found[:3], *sections, *found[3:]]


def _section_pair(n: int, page: Manuscript, then: _Then, data: QueryDict) -> Pair:
    section = page.sections[n] if n < len(page.sections) else None
    prefix, row = f"sections-{n}-", _text(data, f"sections-{n}-id")
    heading, body = (section.heading, section.body) if section else ("", "")
    name = f"Section {n + 1}"
    cells = (
        Cell(f"{prefix}heading", f"{name}, heading", heading, _text(data, f"{prefix}heading"), 1),
        Cell(
            f"{prefix}body",
            f"{name}, text",
            body,
            _text(data, f"{prefix}body"),
            max(4, min(16, len(body) // 60 + 2)),
        ),
    )
    changed = then.changed_section(n, page, int(row)) if row.isdecimal() else SafeString("")
    return Pair(name, cells, changed, row, f"{prefix}id")


class _Then:
    """What the original said when each part of a translation was last written."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.original: Topic = topic.translation_of  # type: ignore[assignment]
        newest = Edition.objects.filter(topic=topic).select_related("review").first()
        self.signed_at = newest.review.submitted_at if newest else None
        self._pages: dict[datetime, Manuscript | None] = {}

    def changed_text(self, name: str, now: Manuscript) -> SafeString:
        """Return what changed in a text since it was translated."""
        if not getattr(self.topic, name):
            return SafeString("")
        before = self._page(self._written_at(name))
        return _difference(before, _said(before, name), now, _said(now, name))

    def changed_section(self, n: int, now: Manuscript, row: int) -> SafeString:
        """Return what changed in a section since it was translated."""
        entries: Any = history_of(Section)._base_manager.filter(id=row).order_by("-history_id")
        newest = entries.values_list("history_date", flat=True).first()
        before = self._page(self._or_signed(newest))
        if newest is None or before is None or n >= len(now.sections):
            return SafeString("")
        after = now.sections[n]
        named = [s for s in before.sections if s.heading == after.heading]
        old = named[0] if named else before.sections[n] if n < len(before.sections) else None
        said = f"{old.heading}\n{old.body}" if old else ""
        return _difference(before, said, now, f"{after.heading}\n{after.body}")

    def _written_at(self, name: str) -> datetime | None:
        """Return when a text of the translation became what it is."""
        found = None
        entries: Any = history_of(Topic)._base_manager.filter(id=self.topic.pk)
        for entry in entries.order_by("-history_id"):
            if getattr(entry, name) != getattr(self.topic, name):
                break
            found = entry.history_date
        return self._or_signed(found)

    def _or_signed(self, at: datetime | None) -> datetime | None:
        return max(at, self.signed_at) if at and self.signed_at else at

    def _page(self, at: datetime | None) -> Manuscript | None:
        if at is None:
            return None
        if at not in self._pages:
            self._pages[at] = self._page_at(at)
        return self._pages[at]

    def _page_at(self, at: datetime) -> Manuscript | None:
        edition = Edition.objects.filter(topic=self.original, published_at__lte=at).first()
        if edition:
            return edition.page()
        return page_at(self.original, ".".join(map(str, self._marks(at))))

    def _marks(self, at: datetime) -> Iterator[int]:
        for part in TOPIC.parts:
            of = {f"{part.key}_id" if part.key else "id": self.original.pk}
            entries: Any = history_of(part.model)._base_manager.filter(**of, history_date__lte=at)
            yield entries.order_by("-history_id").values_list("pk", flat=True).first() or 0


def _difference(then: Manuscript | None, old: str, now: Manuscript, new: str) -> SafeString:
    if then is None:
        return SafeString("")
    before, after = as_read(then, old), as_read(now, new)
    return SafeString("") if before == after else word_diff(before, after)


def _said(page: Manuscript | None, name: str) -> str:
    value = getattr(page, name, "")
    return value if isinstance(value, str) else "\n".join(value)


def _text(data: QueryDict, name: str) -> str:
    return str(data.get(name, ""))


def translated_claims(page: Manuscript, language: str) -> list[tuple[Any, Claim | None]]:
    """Return each claim of the original with its translation, or None."""
    ids = [claim.claim_id for claim in page.claims]
    found: Mapping[Any, Claim] = {
        claim.translation_of_id: claim
        for claim in Claim.objects.filter(translation_of__in=ids, language=language)
    }
    return [(claim, found.get(claim.claim_id)) for claim in page.claims]
