"""The pack at the desk: what it would hold, and its two files, for auditors and coordinators."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from education.content.models import Topic
from education.exchange.doors import open_to, refused
from education.exchange.evidence.files import sha
from education.exchange.evidence.pack import make, spelt
from education.exchange.evidence.paper import pdf_of
from education.exchange.evidence.rows import rows_of
from education.people.models import Role
from education.publishing.pdf import NoPango, require_pango

#: What a pack is counted by, in the order in which people ask.
_COUNTED = {
    "edition": "Editions",
    "review": "Reviews, of the page and of its claims",
    "signoff": "Signatures",
    "revocation": "Signatures taken back",
    "declaration": "Declarations of interests",
    "comment": "Comments",
    "assignment": "Tasks",
    "withdrawal": "Withdrawals",
    "claim": "Claims",
    "source": "Sources",
    "history": "Edits",
}


_for_audit = open_to(
    Role.AUDITOR,
    Role.COORDINATOR,
    otherwise="Evidence packs are for auditors and coordinators: ask an administrator for one of "
    "these roles.",
)


@require_safe
@_for_audit
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """List what a page's pack holds, and offer it."""
    topic = get_object_or_404(Topic, pk=pk)
    tables = Counter(
        "history" if name.startswith("historical") else name.partition(":")[0]
        for name in rows_of(topic)
    )
    context = {
        "topic": topic,
        "counts": [(words, tables[table]) for table, words in _COUNTED.items()],
        "records": tables.total(),
        "no_pdf": _no_pdf(),
    }
    return render(request, "exchange/evidence.html", context)


def _no_pdf() -> str:
    try:
        require_pango()
    except NoPango as refusal:
        return str(refusal)
    return ""


@require_safe
@_for_audit
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the pack for machines."""
    topic = get_object_or_404(Topic, pk=pk)
    return _file(spelt(make(topic)), "application/json", f"{topic.slug}.json")


@require_safe
@_for_audit
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the pack for people."""
    topic = get_object_or_404(Topic, pk=pk)
    pack = make(topic)
    try:
        data = pdf_of(pack, sha(spelt(pack)))
    except NoPango as refusal:
        return refused(request, str(refusal), 503)
    return _file(data, "application/pdf", f"{topic.slug}.pdf")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=kind, headers=headers)
