"""What a version of a claim or of a source says, field by field, and what was saved with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from education.audit.history import TrackedModel, names_of
from education.content.rewriting import Rows
from education.evidence.models import Citation, Claim, Source
from education.staff.field_words import fields_said

#: An entry of the history, with the number of the part that it belongs to.
Entry = tuple[int, Any]


def _edited(model: type[TrackedModel]) -> tuple[str, ...]:
    return tuple(f.name for f in model._meta.concrete_fields if f.editable and not f.primary_key)


#: What patients read comes first.
_CLAIM = tuple(dict.fromkeys(("statement", *_edited(Claim))))
_SOURCE = _edited(Source)
_CITATION = ("locator", "quote", "order")


def claim_facts(rows: Rows) -> dict[str, str]:
    """Return each field of a claim by its label, and each citation by its source."""
    (claim,), citations = rows
    found = fields_said(claim, _CLAIM)
    names = names_of(Source, [c.source_id for c in citations])
    for one in sorted(citations, key=lambda c: (c.order, c.source_id)):
        found[f"Citation of source {one.source_id}"] = _cited(one, names[one.source_id])
    return found


def _cited(citation: Citation, source: str) -> str:
    facts = fields_said(citation, _CITATION).items()
    return "\n".join([source, *(f"{label}: {said}" for label, said in facts if said)])


def source_facts(rows: Rows) -> dict[str, str]:
    """Return each field of a source by its label."""
    ((source,),) = rows
    return fields_said(source, _SOURCE)


def verb_of(entry: Any) -> str:
    """Return what happened to a row, unless it was changed."""
    return {"+": " added", "-": " removed"}.get(entry.history_type, "")


def claim_words(entries: Sequence[Entry]) -> list[str]:
    """Say for each entry what was saved of a claim."""
    names = names_of(Source, {entry.source_id for n, entry in entries if n == 1})
    return [
        (f"citation of “{names[entry.source_id]}”" if n else "the claim") + verb_of(entry)
        for n, entry in entries
    ]


def source_words(entries: Sequence[Entry]) -> list[str]:
    """Say for each entry what was saved of a source."""
    return [f"the source{verb_of(entry)}" for _, entry in entries]
