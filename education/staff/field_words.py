"""The fields of a record in words: as a browser posts them, and as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, ForeignKey, Model
from django.utils.text import capfirst

from education.audit.history import names_of


def value_of(field: Any, row: Any) -> str:
    """Return a field as a browser would post it."""
    if row is None:
        return ""
    value = field.value_from_object(row)
    if isinstance(field, BooleanField):
        return "on" if value else ""
    return tidy("" if value is None else str(value))


def said(field: Any, value: str) -> str:
    """Return a posted value as people read it."""
    if isinstance(field, BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, ForeignKey) and value.isdecimal():
        named: Any = field.related_model
        return names_of(named, [int(value)]).get(int(value), value)
    return str(dict(field.flatchoices).get(value, value))


def tidy(text: str) -> str:
    """Return a text with one kind of line break and nothing around it."""
    return text.replace("\r\n", "\n").strip()


def fields_said(row: Model, names: Iterable[str]) -> dict[str, str]:
    """Return each named field's label with what it says."""
    fields = [row._meta.get_field(name) for name in names]
    return {_label(field): said(field, value_of(field, row)) for field in fields}


def _label(field: Any) -> str:
    """Return a field's label by itself, where no heading of a form stands above it."""
    name = str(field.verbose_name)
    return f"Absolute risk: {name}" if field.name.startswith("risk_") else str(capfirst(name))
