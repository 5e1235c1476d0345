"""What the library holds already, and what the file has brought already."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from education.evidence.models import Source

from .drafts import Draft


class Seen:
    """Which identifiers came on which line of the file; on disk, however long the file is."""

    def __init__(self) -> None:
        # No name: SQLite keeps a private file and takes it away with the connection.
        self._db = sqlite3.connect("")
        self._db.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def line_of(self, keys: Sequence[str]) -> int | None:
        """Return the line on which one of these was seen before, and note them all."""
        marks = ",".join("?" * len(keys))
        found = self._db.execute(
            f"SELECT min(line) FROM seen WHERE key IN ({marks})",  # noqa: S608 - marks only
            keys,
        )
        line: int | None = found.fetchone()[0]
        return line

    def note(self, keys: Sequence[str], line: int) -> None:
        """Note that these came on a line."""
        self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", [(k, line) for k in keys])

    def close(self) -> None:
        """Let go of the file on disk."""
        self._db.close()


def keys_of(draft: Draft) -> list[str]:
    """Return what tells a source from others: DOI and PMID, else title and year."""
    found = [f"doi:{draft.doi}"] if draft.doi else []
    found += [f"pmid:{draft.pmid}"] if draft.pmid else []
    return found or [f"title:{draft.title.casefold()}:{draft.year}"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The library's sources that some records may be the same as."""

    by_key: dict[str, Source]

    @classmethod
    def holding(cls, drafts: Iterable[Draft]) -> Shelf:
        """Look them all up at once."""
        drafts = list(drafts)
        same = Q(doi__in=[d.doi for d in drafts if d.doi])
        same |= Q(pmid__in=[d.pmid for d in drafts if d.pmid])
        unnamed = [d.title for d in drafts if not (d.doi or d.pmid)]
        same |= Q(title__in=unnamed)
        found: dict[str, Source] = {}
        for source in Source.objects.filter(same):
            found[f"doi:{source.doi.lower()}"] = found[f"pmid:{source.pmid}"] = source
            found[f"title:{source.title.casefold()}:{source.year}"] = source
        return cls(found)

    def same_as(self, draft: Draft) -> list[Source]:
        """Return the library's sources that a record names: more than one when it mixes papers."""
        found = {s.pk: s for key in keys_of(draft) if (s := self.by_key.get(key))}
        return list(found.values())
