"""What the templates of an evidence pack need: times as people read them, and pairs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template

register = template.Library()


@register.filter
def moment(text: str) -> str:
    """Return a time of a pack as people read it; empty when there is none."""
    return f"{datetime.fromisoformat(text):%d %B %Y, %H:%M:%S} UTC" if text else ""


@register.filter
def plain(word: str) -> str:
    """Return a word of a record as people write it: ``not_graded`` is "not graded"."""
    return word.replace("_", " ")


@register.filter
def pairs(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return what a mapping holds, in order; also where it has a key called ``items``."""
    return sorted(values.items())
