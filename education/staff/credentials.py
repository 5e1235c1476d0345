"""Registrations that end soon or have ended, and what was signed with them.

Past signatures stand: they were right on their day. But a page that rests on somebody who has
left, or whose registration was not renewed, deserves a look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from education.errors import NotAllowed
from education.people.models import Credential, Specialty
from education.publishing.models import LivePage
from education.review.models import SignOff
from education.review.queues import today
from education.staff.access import StaffRequest, desk_view
from education.staff.desk import others_of
from education.staff.permissions import roles_of
from education.staff.queues import CREDENTIALS, SOON

PER_PAGE = 50


class CredentialFilterForm(forms.Form):
    """What the list can be narrowed by."""

    q = forms.CharField(label="Name or number", required=False, max_length=100)
    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Any"),
            ("ended", "Has ended"),
            ("soon", "Ends within 60 days"),
            ("left", "Person has left"),
        ],
    )
    specialty = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        field = self.fields["specialty"]
        assert isinstance(field, forms.ChoiceField)
        specialties = Specialty.objects.values_list("slug", "name")
        field.choices = [("", "Any specialty"), *specialties]


@dataclass(frozen=True, slots=True)
class Line:
    """One registration, with what rests on it."""

    credential: Credential
    specialties: str
    ended: bool
    #: (review id, title) of live pages whose page, or a claim on it, was signed with it.
    live: tuple[tuple[int, str], ...]
    #: Standing signatures given with it, on whatever.
    signatures: int


@desk_view("GET")
def credentials(request: StaffRequest) -> HttpResponse:
    """List what ends and has ended, with the live pages that rest on it."""
    if not roles_of(request.user) & CREDENTIALS.tasks_of:
        raise NotAllowed("This list is for coordinators and auditors.")
    form = CredentialFilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    page = Paginator(_narrowed(asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": _lines(list(page)),
        "narrowed": any(asked.values()),
        "others": others_of(request, page),
        "current": CREDENTIALS.name,
        "queue": CREDENTIALS,
        "today": today(),
    }
    return render(request, "staff/credentials.html", context)


def _narrowed(asked: dict[str, str]) -> QuerySet[Credential]:
    day = today()
    states = {
        "ended": Q(valid_until__lt=day),
        "soon": Q(valid_until__gte=day, valid_until__lte=day + SOON),
        "left": Q(user__is_active=False),
    }
    every = states["ended"] | states["soon"] | states["left"]
    rows = Credential.objects.filter(states.get(asked.get("state", ""), every))
    if slug := asked.get("specialty"):
        rows = rows.filter(specialties__specialty__slug=slug)
    for word in asked.get("q", "").split():
        rows = rows.filter(
            Q(user__first_name__icontains=word)
            | Q(user__last_name__icontains=word)
            | Q(user__username__icontains=word)
            | Q(register_number__icontains=word)
        )
    rows = rows.select_related("user").prefetch_related("specialties__specialty")
    return rows.order_by("valid_until", "user__last_name", "pk")


def _lines(found: Sequence[Credential]) -> list[Line]:
    live, counts = _live(found), _counts(found)
    return [
        Line(
            credential=one,
            specialties=", ".join(s.specialty.name for s in one.specialties.all()),
            ended=_has_ended(one, today()),
            live=tuple(sorted(live[one.pk].items(), key=lambda item: item[1])),
            signatures=counts.get(one.pk, 0),
        )
        for one in found
    ]


def _has_ended(credential: Credential, day: date) -> bool:
    return credential.valid_until is not None and credential.valid_until < day


def _counts(found: Sequence[Credential]) -> dict[int, int]:
    standing = SignOff.objects.filter(credential__in=found, revocation=None)
    rows = standing.order_by().values_list("credential").annotate(n=Count("pk"))
    return dict(rows)


def _live(found: Sequence[Credential]) -> dict[int, dict[int, str]]:
    """Return credential → {review: title} of live pages, signed as a page or in a claim."""
    pages: dict[int, dict[int, str]] = defaultdict(dict)
    for path in ("edition__review", "edition__edition_claims__review"):
        signed = LivePage.objects.filter(
            **{
                f"{path}__sign_offs__credential__in": found,
                f"{path}__sign_offs__revocation__isnull": True,
            }
        )
        rows = signed.values_list(
            f"{path}__sign_offs__credential", "edition__review", "edition__title"
        )
        for credential, review, title in rows.distinct():
            pages[credential][review] = title
    return pages
