"""What the staff's templates need beside Django's own tags."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.contrib import admin

register = template.Library()

#: The admin's shelves, in the order of its first page.
_SHELVES = ("Pages", "Evidence", "People", "Settings", "Records", "Edit trail")


@register.filter
def shelved(models: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group the admin's models by the shelf their admin stands on."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in _SHELVES}
    for model in models:
        shelf = getattr(admin.site.get_model_admin(model["model"]), "shelf", "Settings")
        found[shelf].append(model)
    return [(name, rows) for name, rows in found.items() if rows]


@register.filter
def language_name(code: str) -> str:
    """Return what a language is called in the settings, or its code."""
    return str(dict(settings.LANGUAGES).get(code, code))


@register.filter
def duration(length: timedelta) -> str:
    """Say how long something took: "40 seconds", "12 minutes", "3 hours", "5 days"."""
    seconds = int(length.total_seconds())
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{seconds // size} {word}s"
    return times(seconds, "second")


@register.filter
def days_from(day: date, today: date) -> str:
    """Say a day as seen from today: "today", "in 3 days", "12 days ago"."""
    days = (day - today).days
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


@register.filter
def times(count: int, words: str) -> str:
    """Say a count with its noun: ``2|times:"page"`` is "2 pages"; give both when irregular."""
    one, _, many = words.partition(",")
    return f"{count} {one if count == 1 else many or one + 's'}"
