"""Two people, one record: what a colleague saved meanwhile, beside what was typed. Nothing is lost.

A form remembers in ``seen`` which versions it was opened on: the newest entry in the history of the
record, and of each kind of row that is edited with it. So three texts are known of every field:
the one both began with, the colleague's, and the author's. The author decides field by field where
the colleague's differs from both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Model
from django.http import QueryDict
from django.utils.safestring import SafeString

from education.audit.history import history_of
from education.staff.diffing import word_diff
from education.staff.field_words import said, tidy, value_of


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of row that a form edits, and how it hangs on the form's own record."""

    model: type[Model]
    #: The foreign key to the form's record; empty for the record itself.
    key: str = ""
    #: Prefix of the rows' fields in the form.
    prefix: str = ""
    #: The fields the form edits.
    fields: tuple[str, ...] = ()

    def newest(self, pk: Any) -> int:
        """Return the number of the newest entry in the history of these rows; 0 for none."""
        of = {f"{self.key}_id" if self.key else "id": pk}
        found = history_of(self.model)._base_manager.filter(**of).order_by("-history_id")
        return int(found.values_list("pk", flat=True).first() or 0)


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that a colleague changed: both texts, and which of them is offered first."""

    #: Its name in the form.
    name: str
    label: str
    theirs: str
    #: "mine" or "theirs", once decided; theirs from the start where the author changed nothing.
    chosen: str
    #: Each text as people read it, with the words marked that only it has.
    mine_html: SafeString
    theirs_html: SafeString


@dataclass(frozen=True, slots=True)
class Conflict:
    """Everything that a colleague saved while a form was open."""

    #: Who saved.
    by: tuple[str, ...]
    choices: tuple[Choice, ...]
    #: Whole rows that came or went, in words.
    told: tuple[str, ...]
    #: What is stored now: the form is saved on top of this, once everything is decided.
    now: str


def version(parts: Sequence[Part], pk: Any) -> str:
    """Name what is stored now."""
    return ".".join(str(part.newest(pk)) for part in parts) if pk else ""


def decide(data: QueryDict) -> None:
    """Put the author's decisions into a posted form, once all of them are made."""
    asked = data.getlist("conflict")
    chosen = {name: data.get(f"choose-{name}") for name in asked}
    if "now" not in data or not all(choice in ("mine", "theirs") for choice in chosen.values()):
        return
    for name, choice in chosen.items():
        if choice == "theirs":
            data[name] = _text(data, f"theirs-{name}")
    data["seen"] = _text(data, "now")


def conflict(parts: Sequence[Part], pk: Any, data: QueryDict) -> Conflict | None:
    """Return what was saved since the posted form was opened; None when nothing was.

    Rows that a colleague took away are taken out of the form, or become new rows when the author
    had changed them: ``data`` is put in order for that.
    """
    now = version(parts, pk)
    seen = data.get("seen", "")
    if not seen or not now or seen == now:
        return None
    marks = [int(n) if n.isdecimal() else 0 for n in seen.split(".")]
    by: dict[str, None] = {}
    choices: list[Choice] = []
    told: list[str] = []
    for part, mark in zip(parts, marks, strict=False):
        base, theirs = as_of(part, pk, mark), _stored(part, pk)
        by |= dict.fromkeys(_savers(part, pk, mark))
        if not part.key:
            choices += _choices(part, "", base.get(pk), theirs[pk], data)
            continue
        told += _come(part, base, theirs)
        told += _gone(part, base, theirs, data)
        for n in range(_count(data, part)):
            row = _row_id(data, part, n)
            if row in theirs:
                prefix = f"{part.prefix}-{n}-"
                choices += _choices(part, prefix, base.get(row), theirs[row], data)
    return Conflict(tuple(by), tuple(choices), tuple(told), now)


def as_of(part: Part, pk: Any, mark: int) -> Mapping[int, Model]:
    """Return the rows as they stood at an entry of their history."""
    of = {f"{part.key}_id" if part.key else "id": pk}
    entries: Any = history_of(part.model)._base_manager.filter(**of, history_id__lte=mark)
    newest = {entry.id: entry for entry in entries.order_by("history_id")}
    return {row: e.instance for row, e in newest.items() if e.history_type != "-"}


def _savers(part: Part, pk: Any, mark: int) -> Iterator[str]:
    of = {f"{part.key}_id" if part.key else "id": pk}
    entries: Any = history_of(part.model)._base_manager.filter(**of, history_id__gt=mark)
    for entry in entries.select_related("history_user"):
        yield entry.history_user.printed_name if entry.history_user else "Somebody"


def _stored(part: Part, pk: Any) -> Mapping[int, Any]:
    of = {f"{part.key}_id" if part.key else "pk": pk}
    return {row.pk: row for row in part.model._default_manager.filter(**of)}


def _choices(part: Part, prefix: str, base: Any, theirs: Any, data: QueryDict) -> Iterator[Choice]:
    row = f"{part.model._meta.verbose_name} “{theirs or base}”, ".capitalize() if prefix else ""
    for field in (_field(part, name) for name in part.fields):
        name, is_tick = f"{prefix}{field.name}", isinstance(field, BooleanField)
        if name not in data and not is_tick:
            continue
        mine = tidy(data.get(name, ""))
        mine = "on" if is_tick and mine else mine
        before, after = value_of(field, base), value_of(field, theirs)
        if after in (before, mine):
            continue
        yield Choice(
            name=name,
            label=row + str(field.verbose_name) if row else str(field.verbose_name).capitalize(),
            theirs=after,
            chosen=data.get(f"choose-{name}", "theirs" if mine == before else ""),
            mine_html=_only(said(field, after), said(field, mine)),
            theirs_html=_only(said(field, mine), said(field, after)),
        )


def _only(other: str, text: str) -> SafeString:
    """Return a text with the words marked that the other does not have."""
    return SafeString(re.sub(r"<del>.*?</del>", "", word_diff(other, text), flags=re.DOTALL))


def _text(data: QueryDict, name: str) -> str:
    return str(data.get(name, ""))


# --- Rows that came and went ------------------------------------------------------------------


def _count(data: QueryDict, part: Part) -> int:
    given = data.get(f"{part.prefix}-TOTAL_FORMS", "")
    return min(int(given), 1000) if given.isdecimal() else 0


def _row_id(data: QueryDict, part: Part, n: int) -> int:
    given = data.get(f"{part.prefix}-{n}-id", "")
    return int(given) if given.isdecimal() else 0


def _come(part: Part, base: Mapping[int, Any], theirs: Mapping[int, Any]) -> Iterator[str]:
    name = part.model._meta.verbose_name
    for row in theirs.keys() - base.keys():
        yield f"The {name} “{theirs[row]}” was added. It stays."


def _gone(
    part: Part, base: Mapping[int, Any], theirs: Mapping[int, Any], data: QueryDict
) -> Iterator[str]:
    gone = base.keys() - theirs.keys()
    if not gone:
        return
    name = part.model._meta.verbose_name
    kept: list[dict[str, str]] = []
    again: list[dict[str, str]] = []
    for n in range(_count(data, part)):
        row = _row_id(data, part, n)
        fields = _fields_of(data, f"{part.prefix}-{n}-")
        if row not in gone:
            (kept if row else again).append(fields)
        elif any(
            tidy(fields.get(f, "")) != value_of(_field(part, f), base[row]) for f in part.fields
        ):
            fields["id"] = ""
            again.append(fields)
            yield (
                f"The {name} “{base[row]}” was removed. You had changed it: what you wrote stands "
                "below as a new one. Remove it there if it should go."
            )
        else:
            yield f"The {name} “{base[row]}” was removed."
    _lay_out(data, part, kept, again)


def _field(part: Part, name: str) -> Any:
    return part.model._meta.get_field(name)


def _fields_of(data: QueryDict, prefix: str) -> dict[str, str]:
    return {k.removeprefix(prefix): _text(data, k) for k in list(data) if k.startswith(prefix)}


def _lay_out(
    data: QueryDict, part: Part, kept: list[dict[str, str]], again: list[dict[str, str]]
) -> None:
    """Number the rows anew: those that are stored first, as a formset wants them."""
    for n in range(_count(data, part)):
        for name in _fields_of(data, f"{part.prefix}-{n}-"):
            del data[f"{part.prefix}-{n}-{name}"]
    for n, fields in enumerate((*kept, *again)):
        for name, value in fields.items():
            data[f"{part.prefix}-{n}-{name}"] = value
    data[f"{part.prefix}-INITIAL_FORMS"] = str(len(kept))
    data[f"{part.prefix}-TOTAL_FORMS"] = str(len(kept) + len(again))
