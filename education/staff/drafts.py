"""Drafts at the desk: what the checks say, a preview, and submitting for review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from education.checks.base import Finding
from education.checks.registry import inspect
from education.content.manuscript import Manuscript
from education.content.models import Topic
from education.content.services import manuscript_of
from education.errors import Refused
from education.people.models import Role
from education.publishing.models import LivePage
from education.publishing.rendering import page_html
from education.review.models import Review
from education.review.services import submit as submit_topic
from education.review.surroundings import surroundings_for_authors
from education.staff.access import StaffRequest, desk_view, reasons_of, status_of
from education.staff.dossier import ShownFinding, place_name, places, shown_finding
from education.staff.permissions import roles_of
from education.staff.review_page import framed, framing
from education.staff.writing import NOTE


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a draft, what was found there, and where it is mended."""

    name: str
    edit_url: str
    findings: tuple[ShownFinding, ...]

    @property
    def blocks(self) -> int:
        """How many of the findings stop the submission."""
        return sum(f.blocks for f in self.findings)


def _find(pk: int) -> Topic:
    related = Topic.objects.select_related("owner", "specialty")
    found: Topic = get_object_or_404(related.prefetch_related("sections", "codes"), pk=pk)
    return found


@framing
@desk_view("GET")
def findings(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what the checks say of a draft, place by place."""
    return _show(request, _find(pk))


@framing
@desk_view("POST")
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a draft before clinicians, or say by place what stands in the way."""
    topic = _find(pk)
    try:
        review = submit_topic(topic, by=request.user)
    except Refused as refusal:
        return _show(request, topic, reasons_of(refusal), status_of(refusal))
    messages.success(request, "Submitted: clinicians can read and sign this text now.")
    return redirect("desk:review", pk=review.pk)


@framed
@desk_view("GET")
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """Serve a draft by itself, as patients would see it."""
    return HttpResponse(page_html(manuscript_of(_find(pk)), preview_note=NOTE))


def _show(
    request: StaffRequest, topic: Topic, reasons: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    page = manuscript_of(topic)
    found = inspect(page, surroundings_for_authors(page.language, topic.pk))
    context: dict[str, Any] = {
        "topic": topic,
        "page": page,
        "places": by_place(topic, page, found),
        "reasons": _told_nowhere_else(reasons, found),
        "was_refused": bool(reasons),
        "blocks": sum(f.level == "block" for f in found),
        "warnings": sum(f.level == "warn" for f in found),
        "newest": Review.objects.filter(topic=topic).order_by("-pk").first(),
        "live": LivePage.objects.filter(topic=topic).select_related("edition").first(),
        "may_submit": Role.AUTHOR in roles_of(request.user),
    }
    return render(request, "staff/findings.html", context, status=status)


def by_place(topic: Topic, page: Manuscript, found: Iterable[Finding]) -> list[Place]:
    """Group findings by where they are, in the order of the page; blocks before warnings."""
    grouped: dict[str, list[ShownFinding]] = {anchor: [] for anchor, _ in places(page)}
    for finding in found:
        shown = shown_finding(page, {**finding.as_json(), "key": finding.key})
        grouped.setdefault(finding.anchor, []).append(shown)
    return [
        Place(
            place_name(page, anchor),
            _edit_url(topic, anchor),
            tuple(sorted(shown, key=lambda f: not f.blocks)),
        )
        for anchor, shown in grouped.items()
        if shown
    ]


def _edit_url(topic: Topic, anchor: str) -> str:
    """Return where in the admin a finding is mended."""
    number = anchor.removeprefix("C-")
    if anchor.startswith("C-") and number.isdecimal():
        return reverse("admin:education_claim_change", args=[number])
    topic_url = reverse("admin:education_topic_change", args=[topic.pk])
    kind, _, which = anchor.partition(":")
    if kind == "section" and which.isdecimal():
        return f"{topic_url}#sections-{int(which) - 1}"
    field = {"page": "topic_form", "title": "id_title"}.get(anchor, f"id_{anchor}")
    return f"{topic_url}#{field}"


def _told_nowhere_else(reasons: Sequence[str], found: Sequence[Finding]) -> list[str]:
    """Return the reasons of a refusal that are no finding, which are listed by place anyway."""
    told = [(f"{f.check} at ", f.message) for f in found]
    return [r for r in reasons if not any(r.startswith(a) and b in r for a, b in told)]
