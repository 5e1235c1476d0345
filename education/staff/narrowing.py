"""What a queue can be narrowed by: language, risk class, specialty, and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet

from education.content.models import Placement, RiskClass
from education.people.models import Specialty
from education.staff.admin_evidence import claim_number
from education.staff.queues import Queue

#: What is asked → where a page keeps it.
_OF_PAGE = {
    "language": "language",
    "risk_class": "risk_class",
    "specialty": "specialty__slug",
    "q": "title__icontains",
}


class FilterForm(forms.Form):
    """What a queue can be narrowed by."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    language = forms.ChoiceField(required=False)
    risk_class = forms.ChoiceField(label="Risk", required=False)
    specialty = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        specialties = Specialty.objects.values_list("slug", "name")
        for name, any_one, choices in (
            ("language", "Any language", settings.LANGUAGES),
            ("risk_class", "Any risk", [(r.value, r.value.capitalize()) for r in RiskClass]),
            ("specialty", "Any specialty", list(specialties)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", any_one), *choices]


def narrowed(queue: Queue, rows: QuerySet[Any], asked: Mapping[str, str]) -> QuerySet[Any]:
    """Keep the rows of a language, risk class and specialty that hold the words."""
    wanted = {name: text for name in _OF_PAGE if (text := asked.get(name, "").strip())}
    if not wanted:
        return rows
    if queue.row == "draft":
        return rows.filter(_page(wanted))
    if queue.row == "claim":
        return rows.filter(_claim(wanted))
    if queue.row == "page":
        return rows.filter(_page(wanted, "topic__"))
    if queue.row == "schedule":
        return rows.filter(_page(wanted, "review__topic__"))
    page = _reviewed_page(wanted)
    return rows.filter(page | _claim(wanted)) if queue.row == "task" else rows.filter(page)


def _page(wanted: Mapping[str, str], prefix: str = "") -> Q:
    return Q(**{prefix + _OF_PAGE[name]: text for name, text in wanted.items()})


def _reviewed_page(wanted: Mapping[str, str]) -> Q:
    """A review has the risk class that its page had when it was submitted."""
    rest = {name: text for name, text in wanted.items() if name != "risk_class"}
    risk = {name: text for name, text in wanted.items() if name == "risk_class"}
    return Q(topic__isnull=False) & _page(rest, "topic__") & Q(**risk)


def _claim(wanted: Mapping[str, str]) -> Q:
    """A claim is of the risk and the specialties of the pages on which it stands."""
    said = Q(claim__isnull=False)
    words, language = wanted.get("q", ""), wanted.get("language", "")
    number = claim_number(words)
    if number is not None:
        said &= Q(claim=number)
    elif words:
        said &= Q(claim__statement__icontains=words)
    if language:
        said &= Q(claim__language=language)
    where = {name: text for name, text in wanted.items() if name in ("risk_class", "specialty")}
    if where:
        pages = Placement.objects.filter(_page(where, "section__topic__"))
        said &= Q(claim__in=pages.values("claim"))
    return said
