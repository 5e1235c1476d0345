"""What becomes of each record of a file: new, there already, or refused with a reason."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

from education.evidence.models import Source

from .bibtex import bibtex_entries
from .csl import csl_entries
from .drafts import Draft, draft_of, reasons_against
from .library import Seen, Shelf, keys_of
from .reading import Entry, format_of, text_of
from .tagged import nbib_entries, ris_entries

#: So many are looked up, and saved in one transaction: a run that dies loses no more.
BATCH = 100
NEW, KNOWN, REFUSED = "new", "known", "refused"
_ENTRIES: dict[str, Callable[[io.TextIOWrapper], Iterator[Entry]]] = {
    "nbib": nbib_entries,
    "ris": ris_entries,
    "bibtex": bibtex_entries,
    "csl": csl_entries,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one record of the file."""

    state: str
    line: int
    #: Why it is refused, or which source it is.
    reason: str = ""
    #: The record as it stands in the file; of refused ones only.
    text: str = ""
    draft: Draft | None = None
    #: The source it is, or has become.
    source: Source | None = None

    @property
    def title(self) -> str:
        """The title of the record, as far as it could be read."""
        return self.draft.title if self.draft else ""


def preview(stream: IO[bytes], name: str) -> Iterator[Outcome]:
    """Yield what would become of each record; nothing is saved.

    Raises ``Unreadable`` when the file is no list of sources.
    """
    yield from outcomes_of(stream, name, decided)


#: Records with their drafts; without one where something is wrong with the record.
Batch = list[tuple[Entry, Draft | None]]


def outcomes_of(
    stream: IO[bytes], name: str, decide: Callable[[Batch, Seen], list[Outcome]]
) -> Iterator[Outcome]:
    """Yield what ``decide`` says of each record, some at a time."""
    text = text_of(stream)
    seen = Seen()
    try:
        form = format_of(text, name)
        entries = _ENTRIES[form](text)
        while some := list(islice(entries, BATCH)):
            yield from decide([_drafted(entry, form) for entry in some], seen)
    finally:
        seen.close()
        text.detach()  # The stream is the caller's to close.


def _drafted(entry: Entry, form: str) -> tuple[Entry, Draft | None]:
    """Return a record with its draft, or with what is wrong: nothing odd gets near the database."""
    if entry.problem:
        return entry, None
    draft = draft_of(entry, form)
    reasons = reasons_against(draft)
    return (replace(entry, problem=" ".join(reasons)), None) if reasons else (entry, draft)


def decided(batch: Batch, seen: Seen) -> list[Outcome]:
    """Say what becomes of some records, by what the library and the file hold already."""
    shelf = Shelf.holding(draft for _, draft in batch if draft)
    return [_outcome(entry, draft, shelf, seen) for entry, draft in batch]


def _outcome(entry: Entry, draft: Draft | None, shelf: Shelf, seen: Seen) -> Outcome:
    if draft is None:
        return Outcome(REFUSED, entry.line, entry.problem, entry.text)
    held, keys = shelf.same_as(draft), keys_of(draft)
    if len(held) > 1:
        reason = f"Its DOI is of “{held[0].title}”, and its PMID of “{held[1].title}”."
        return Outcome(REFUSED, entry.line, reason, entry.text, draft)
    earlier = seen.line_of(keys)
    seen.note(keys, entry.line)
    if held:
        return Outcome(KNOWN, entry.line, _told(draft, held[0]), draft=draft, source=held[0])
    if earlier is not None:
        reason = f"It is the same publication as on line {earlier}."
        return Outcome(KNOWN, entry.line, reason, draft=draft)
    return Outcome(NEW, entry.line, draft=draft, source=Source(**draft.values()))


def _told(draft: Draft, source: Source) -> str:
    """Say that it is there, and when the file knows of a notice that the library does not."""
    if draft.notice != Source.Notice.NONE and draft.notice != source.notice:
        said = Source.Notice(draft.notice).label.lower()
        return f"It is in the library; this file says it is {said}, which the library does not."
    return "It is in the library."
