"""The claim library, searched by somebody who is writing a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from education.content.models import Topic
from education.content.usage import drafts_with
from education.evidence.models import Claim
from education.staff.access import StaffRequest, desk_view
from education.staff.admin_evidence import claim_number
from education.staff.permissions import allows
from education.staff.where_used import live_with

#: More than this is not read; another word narrows it down.
MOST = 20
_SEARCHED = ("statement", "intervention", "population")


@dataclass(frozen=True, slots=True)
class Offer:
    """A claim as the picker offers it."""

    claim: Claim
    sources: int
    #: Titles of drafts, and of live pages with their edition.
    drafts: tuple[str, ...]
    live: tuple[str, ...]


@desk_view("GET")
def pick(request: StaffRequest) -> HttpResponse:
    """Search the library; by itself in a tab, or as the list inside the picker (``part``)."""
    query, language = request.GET.get("q", "").strip(), request.GET.get("language", "")
    offers, more = search(query, language)
    context: dict[str, Any] = {
        "query": query,
        "language": language,
        "languages": Topic._meta.get_field("language").choices,
        "offers": offers,
        "more": more,
        "may_add": allows(request.user, "add", Claim),
    }
    template = "staff/pick_list.html" if "part" in request.GET else "staff/pick.html"
    return render(request, template, context)


def search(query: str, language: str = "") -> tuple[Sequence[Offer], bool]:
    """Return what matches every word, or the code, newest first, and whether there is more.

    A code is found in any language: whoever types it knows which claim it is.
    """
    found: QuerySet[Claim] = Claim.objects.annotate(n_sources=Count("citations")).order_by("-pk")
    number = claim_number(query)
    if number is not None:
        found = found.filter(pk=number)
    else:
        found = found.filter(_holds(query))
        found = found.filter(language=language) if language else found
    claims: list[Any] = list(found[: MOST + 1])
    ids = [claim.pk for claim in claims[:MOST]]
    drafts, live = drafts_with(ids), live_with(ids)
    offers = [
        Offer(
            claim=claim,
            sources=claim.n_sources,
            drafts=tuple(title for _, title in drafts.get(claim.pk, ())),
            live=tuple(f"{title}, edition {n}" for _, title, n in live.get(claim.pk, ())),
        )
        for claim in claims[:MOST]
    ]
    return offers, len(claims) > MOST


def _holds(query: str) -> Q:
    every = Q()
    for word in query.replace("\x00", "").split()[:12]:
        some = Q()
        for field in _SEARCHED:
            some |= Q(**{f"{field}__icontains": word})
        every &= some
    return every
