"""The verbs: sources come into the library from a file, and are marked when they fell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import IO, Any

from django.utils import timezone

from education.audit import chain
from education.audit.history import acting
from education.errors import NotAllowed, WrongState
from education.evidence.models import Source
from education.exchange.models import LinkCheck, Upload
from education.people.models import Role, User
from education.people.rules import has_role
from education.publishing.recalls import retract_source

from .fallen import KNOWN as UNMARKED
from .fallen import MARKED, Fallen, decisions, is_graver
from .library import Seen
from .outcomes import KNOWN, NEW, REFUSED, Batch, Outcome, decided, outcomes_of
from .probe import Answer

#: Who brings sources into the library.
IMPORTERS = (Role.AUTHOR, Role.COORDINATOR)
#: Who marks them as fallen, as ``retract_source`` has it.
MARKERS = (Role.CLINICIAN, Role.COORDINATOR)
#: An upload that nobody came back to is forgotten after so long.
KEPT_FOR = timedelta(days=7)


def import_sources(stream: IO[bytes], name: str, *, by: User) -> Iterator[Outcome]:
    """Save each new source of a file, ``by`` this person; yield what became of each record.

    A batch of records is one transaction. What is in the library already is left as it is, so a
    run that was cut off is simply run again.

    Raises:
        Unreadable: the file is no list of sources.
        NotAllowed: ``by`` is neither an author nor a coordinator.
    """
    require_importer(by)
    name = name.encode("utf-8", "replace").decode()[:200]  # A file may be called anything.
    counts: dict[str, Any] = dict.fromkeys((NEW, KNOWN, REFUSED), 0)
    for outcome in outcomes_of(stream, name, lambda batch, seen: _saved(batch, seen, name, by)):
        counts[outcome.state] += 1
        yield outcome
    if counts[NEW]:
        chain.record("sources.imported", actor=by, subject=by, file=name, **counts)


def require_importer(user: User) -> None:
    """Raise ``NotAllowed`` unless this person brings sources into the library."""
    if not has_role(user, *IMPORTERS):
        raise NotAllowed(
            "Only authors and coordinators import sources: ask for one of these roles."
        )


def _saved(batch: Batch, seen: Seen, name: str, by: User) -> list[Outcome]:
    with chain.writing(), acting(by):
        found = decided(batch, seen)
        for outcome in found:
            if outcome.state == NEW and outcome.source is not None:
                _saved_because(outcome.source, f"Imported from {name}, line {outcome.line}.")
        return found


def mark_fallen(stream: IO[bytes], name: str, *, by: User) -> Iterator[Fallen]:
    """Mark each source of the library that a list says has fallen; yield what became of each row.

    A retraction is the act ``retract_source``, with all it takes down or calls back. Each source is
    a transaction of its own, and one that is marked already is left, so a run that was cut off is
    simply run again. Rows about papers that the library does not hold are yielded too.

    Raises:
        Unreadable: the file is no such list.
        NotAllowed: ``by`` is neither a clinician nor a coordinator.
    """
    require_marker(by)
    name = name.encode("utf-8", "replace").decode()[:200]
    for row in decisions(stream, name):
        yield _marked(row, name, by) if row.state == MARKED else row


def _marked(row: Fallen, name: str, by: User) -> Fallen:
    assert row.source is not None, "what is to be marked was found"
    try:
        mark(row.source, row.notice, by=by, reason=row.said_by(name), successor=row.successor)
    except WrongState as refusal:  # Somebody else was faster.
        return replace(row, state=UNMARKED, why=str(refusal))
    return row


def mark(
    source: Source, notice: str, *, by: User, reason: str, successor: Source | None = None
) -> None:
    """Give one source its notice. The claims that cite it show it from now on.

    A successor that cannot be one, for instance because it fell itself, is left out.
    """
    if notice == Source.Notice.RETRACTED:
        retract_source(source, by=by, reason=reason)
        return
    require_marker(by)
    with chain.writing(), acting(by):
        row: Source = Source.objects.get(pk=source.pk)
        if not is_graver(notice, row.notice):
            raise WrongState(
                f"This source is marked as {row.get_notice_display().lower()} already."
            )
        row.notice, row.superseded_by = notice, successor
        if row.no_successor():
            row.superseded_by = None
        _saved_because(row, reason)


def require_marker(user: User) -> None:
    """Raise ``NotAllowed`` unless this person marks sources as fallen."""
    if not has_role(user, *MARKERS):
        raise NotAllowed(
            "Only clinicians and coordinators mark sources: ask for one of these roles."
        )


def _saved_because(row: Source, reason: str) -> None:
    row.__dict__["_change_reason"] = reason
    row.save()


def keep(data: bytes, name: str, use: str, *, by: User) -> Upload:
    """Keep an uploaded file until it was looked at and taken in; older ones are forgotten."""
    Upload.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    row = Upload(use=use, name=name[:200], data=data, by=by, at=timezone.now())
    row.save()
    return row


def note_link(source: Source, answer: Answer) -> LinkCheck:
    """Note how the address of a source fared, in place of what was noted before."""
    row, _ = LinkCheck.objects.update_or_create(
        source=source,
        defaults={
            "url": source.url,
            "checked_at": timezone.now(),
            "result": answer.result,
            "note": answer.note,
        },
    )
    return row
