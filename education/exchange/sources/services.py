"""The verb: sources come into the library from a file, each with its history and audit event."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from education.audit import chain
from education.audit.history import acting
from education.errors import NotAllowed
from education.evidence.models import Source
from education.people.models import Role, User
from education.people.rules import has_role

from .bibtex import bibtex_entries
from .csl import csl_entries
from .drafts import Draft, draft_of, reasons_against
from .library import Seen, Shelf, keys_of
from .reading import Entry, format_of, text_of
from .tagged import nbib_entries, ris_entries

#: So many are saved in one transaction: a run that dies loses no more, and others wait no longer.
BATCH = 100
#: Who brings sources into the library.
IMPORTERS = (Role.AUTHOR, Role.COORDINATOR)

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
    yield from _outcomes(stream, name, _decided)


def import_sources(stream: IO[bytes], name: str, *, by: User) -> Iterator[Outcome]:
    """Save each new source of a file, ``by`` this person; yield what became of each record.

    A batch of records is one transaction. What is in the library already is left as it is, so a
    run that was cut off is simply run again.

    Raises:
        Unreadable: the file is no list of sources.
        NotAllowed: ``by`` is neither an author nor a coordinator.
    """
    require_importer(by)
    counts = dict.fromkeys((NEW, KNOWN, REFUSED), 0)
    for outcome in _outcomes(stream, name, lambda batch, seen: _saved(batch, seen, name, by)):
        counts[outcome.state] += 1
        yield outcome
    if counts[NEW]:
        chain.record("sources.imported", actor=by, subject=by, file=name[:200], **counts)


def require_importer(user: User) -> None:
    """Raise ``NotAllowed`` unless this person brings sources into the library."""
    if not has_role(user, *IMPORTERS):
        raise NotAllowed(
            "Only authors and coordinators import sources: ask for one of these roles."
        )


_Batch = list[tuple[Entry, Draft | None]]


def _outcomes(
    stream: IO[bytes], name: str, decide: Callable[[_Batch, Seen], list[Outcome]]
) -> Iterator[Outcome]:
    text = text_of(stream)
    seen = Seen()
    try:
        form = format_of(text, name)
        entries = _ENTRIES[form](text)
        while some := list(islice(entries, BATCH)):
            yield from decide([(e, None if e.problem else draft_of(e, form)) for e in some], seen)
    finally:
        seen.close()
        text.detach()  # The stream is the caller's to close.


def _saved(batch: _Batch, seen: Seen, name: str, by: User) -> list[Outcome]:
    with chain.writing(), acting(by):
        found = _decided(batch, seen)
        for outcome in found:
            if outcome.state == NEW and outcome.source is not None:
                outcome.source._change_reason = f"Imported from {name[:200]}, line {outcome.line}."
                outcome.source.save()
        return found


def _decided(batch: _Batch, seen: Seen) -> list[Outcome]:
    shelf = Shelf.holding(draft for _, draft in batch if draft)
    return [_outcome(entry, draft, shelf, seen) for entry, draft in batch]


def _outcome(entry: Entry, draft: Draft | None, shelf: Shelf, seen: Seen) -> Outcome:
    if draft is None:
        return Outcome(REFUSED, entry.line, entry.problem, entry.text)
    if reasons := reasons_against(draft):
        return Outcome(REFUSED, entry.line, " ".join(reasons), entry.text, draft)
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
