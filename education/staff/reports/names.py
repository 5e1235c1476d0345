"""Words for people, pages and days, as all reports write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from education.content.models import RiskClass
from education.people.models import User
from education.staff.reports.shapes import Cell

_LANGUAGES = dict(settings.LANGUAGES)


def people() -> dict[int, str]:
    """Return the printed name of everyone who ever worked here, in one query."""
    rows = User.objects.only("first_name", "last_name", "username")
    return {user.pk: user.printed_name for user in rows}


def language(code: str) -> str:
    """Return what a language is called."""
    return str(_LANGUAGES.get(code, code))


def day(at: date | datetime | None) -> str:
    """Return a day as people write it."""
    return "" if at is None else f"{at.day} {at:%b %Y}"


def review_cell(pk: int, title: str, about: str = "", risk_class: str = "") -> Cell:
    """Return a cell that names a page and leads to a review of it."""
    tag = "High risk" if risk_class == RiskClass.HIGH else ""
    return Cell(title, href=reverse("desk:review", args=[pk]), about=about, tag=tag)


def kind_names(choices: Any) -> dict[str, str]:
    """Return the words of each choice."""
    return {str(value): str(label) for value, label in choices}
