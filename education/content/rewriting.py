"""Records written anew, outside their form: from an old version, or beside an original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import ForeignKey
from django.utils.text import capfirst

from education.audit import chain
from education.audit.history import TrackedModel, names_of, reason_given
from education.content.models import Section, Topic, TopicCode
from education.errors import Blocked
from education.evidence.models import Citation, Claim, Source

#: The rows of a record, one group for each of its texts; the record itself is the first.
Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """A kind of row that is copied from an old version, and how it hangs on its record."""

    model: type[TrackedModel]
    #: The columns that are copied.
    names: tuple[str, ...]
    #: The foreign key to the record; empty for the record itself.
    key: str = ""
    #: By this column a row of then and one of now are the same.
    same: str = "pk"

    def stored(self, record: TrackedModel) -> tuple[Any, ...]:
        """Return the rows as they are now."""
        return tuple(self.model.objects.filter(**{self.key: record})) if self.key else (record,)


#: What is copied of a page. Who owns it, its language and its address are no text.
TOPIC = (
    Texts(
        Topic,
        ("title", "kind", "risk_class", "specialty_id", "aim", "funding", "clinic_sells_this")
        + ("product", "answer", "key_points", "not_known", "get_help", "questions", "change_note"),
    ),
    Texts(Section, ("heading", "body", "order", "source_line"), "topic"),
    Texts(TopicCode, ("system", "code", "display", "version", "checked_on"), "topic"),
)


def _written(model: type[TrackedModel], *left_out: str) -> tuple[str, ...]:
    """Return every column that a form writes, also those that come later."""
    fields = (f for f in model._meta.concrete_fields if f.editable and not f.primary_key)
    return tuple(f.attname for f in fields if f.name not in left_out)


#: A claim rests on a source once, so the source says which citation it is.
CLAIM = (
    Texts(Claim, _written(Claim)),
    Texts(Citation, _written(Citation, "claim"), "claim", same="source_id"),
)
#: What became of a publication is no text: it is marked by acts of its own, and stays marked.
SOURCE = (Texts(Source, _written(Source, "notice", "superseded_by")),)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What copying an old version comes to. Nothing is stored yet."""

    #: As they would stand.
    rows: Rows
    #: What did not exist then.
    removed: tuple[Any, ...]


def rewriting(record: TrackedModel, texts: Sequence[Texts], old: Rows) -> Rewriting:
    """Return a record with the texts of another version of itself; ``record`` itself is changed.

    A row that was removed since comes back as a new one; one that did not exist then is removed.
    """
    rows, removed = [], []
    for one, group in zip(texts, old, strict=True):
        standing = {getattr(row, one.same): row for row in one.stored(record)}
        then = {getattr(row, one.same): row for row in group}
        removed += [row for same, row in standing.items() if same not in then]
        rows.append(
            tuple(
                _copied(standing.get(same) or one.model(**{one.key: record}), row, one.names)
                for same, row in sorted(then.items())
            )
        )
    return Rewriting(tuple(rows), tuple(removed))


def rewrite(new: Rewriting, *, reason: str, valid: bool = False) -> None:
    """Store what an old version comes to, as whoever acts now, all of it or nothing.

    Raises:
        Blocked: with ``valid``, when the rules of today refuse a row.
    """
    with chain.writing():
        for row in new.removed:
            with reason_given(reason, row):
                row.delete()
        rows = [row for group in new.rows for row in group]
        if valid:
            _require_valid(rows)
        save_parts(rows, reason=reason)


def save_parts(rows: Iterable[TrackedModel], *, reason: str) -> None:
    """Save parts of a draft as whoever acts now, all of them or none."""
    with chain.writing():
        for row in rows:
            with reason_given(reason, row):
                row.save()


def _copied(row: Any, old: Any, names: Sequence[str]) -> Any:
    for name in names:
        setattr(row, name, getattr(old, name))
    return row


def _require_valid(rows: Iterable[Any]) -> None:
    # Each once: two citations may fail for the same reason.
    reasons = dict.fromkeys(reason for row in rows for reason in _against(row))
    if reasons:
        raise Blocked([*reasons])


def _against(row: Any) -> Iterator[str]:
    """Yield a sentence for each rule of today that a row breaks."""
    lost = list(_lost(row))
    yield from lost
    if lost:
        return
    try:
        row.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            told = " ".join(messages)
            if name == NON_FIELD_ERRORS:
                yield f"This version is not valid any more, so nothing was changed: {told}"
            else:
                yield _not_valid(row._meta.get_field(name), told)


def _lost(row: Any) -> Iterator[str]:
    """Yield a sentence for each row that it names and that was deleted since."""
    for field in row._meta.concrete_fields:
        named = getattr(row, field.attname)
        if not isinstance(field, ForeignKey) or named is None:
            continue
        of: Any = field.related_model
        if not of._base_manager.filter(pk=named).exists():
            name = names_of(of, [named]).get(named, "what it names")
            yield _not_valid(field, f"“{name}” was deleted since.")


def _not_valid(field: Any, why: str) -> str:
    label = capfirst(str(field.verbose_name))
    return f"“{label}” is not valid any more, so nothing was changed: {why}"
