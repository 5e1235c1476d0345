"""The screens: a list comes in, is looked at, and only then taken into the library."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from education.exchange.models import LinkCheck, Upload
from education.people.models import User

from . import fallen, outcomes
from .door import PersonRequest, screen
from .forms import LINKS, NarrowForm, UploadForm
from .links import found_links, is_on, require_reader
from .reach import together
from .reading import Unreadable
from .services import import_sources, keep, mark_fallen, require_importer, require_marker

_SHOWN = 100
_SOURCES, _FALLEN = Upload.Use.SOURCES, Upload.Use.FALLEN
_PAGES = {_SOURCES: "sources:looked", _FALLEN: "sources:fallen_looked"}
_STATES = [("", "Everything"), ("new", "New"), ("known", "There already"), ("refused", "Refused")]
_FATES = [
    ("", "What is in the library"),
    ("refused", "Refused"),
    ("absent", "Not in the library"),
]


@screen(require_importer, "GET", "POST")
def bring(request: PersonRequest) -> HttpResponse:
    """Take a list of sources in, to be looked at."""
    about = "PubMed (.nbib), RIS, BibTeX or CSL-JSON, in any encoding; up to 5 MB."
    return _upload(request, _SOURCES, about, "import_sources", "exchange/sources/bring.html")


@screen(require_marker, "GET", "POST")
def bring_fallen(request: PersonRequest) -> HttpResponse:
    """Take a list of retractions in, to be looked at."""
    about = (
        "A CSV file whose first line names a DOI or a PMID column, and perhaps a date, a reason "
        "and what happened; as from Retraction Watch. Up to 5 MB."
    )
    return _upload(request, _FALLEN, about, "import_retractions", "exchange/sources/fallen.html")


def _upload(
    request: PersonRequest, use: Upload.Use, about: str, command: str, template: str
) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, about=about, command=command)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data, name = file.read(), file.name
        try:
            read = outcomes.preview if use == _SOURCES else fallen.decisions
            next(iter(read(io.BytesIO(data), name)), None)
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(_PAGES[use], keep(data, name, use, by=request.user).pk)
    status = 422 if form.errors else 200
    return render(request, template, {"form": form}, status=status)


@screen(require_importer, "GET", "POST")
def look(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what each record would become; take the new ones in."""
    upload = _own(request.user, pk, _SOURCES)
    if request.method == "POST":
        found = Counter(
            o.state for o in import_sources(_stream(upload), upload.name, by=request.user)
        )
        messages.success(request, f"{found['new']} new in the library. {found['refused']} refused.")
        return redirect("sources:looked", pk)
    form = NarrowForm(request.GET, choices=_STATES)
    words, show = form.asked()
    counts: Counter[str] = Counter()
    rows = []
    for outcome in outcomes.preview(_stream(upload), upload.name):
        counts[outcome.state] += 1
        if (
            show in ("", outcome.state)
            and words.lower() in f"{outcome.title} {outcome.reason}".lower()
        ):
            rows.append(outcome)
    context = {"upload": upload, "counts": dict.fromkeys(("new", "known", "refused"), 0) | counts}
    return _listed(request, "exchange/sources/look.html", form, rows, context)


@screen(require_importer, "GET")
def refused(request: PersonRequest, pk: int) -> HttpResponse:
    """Send the refused records as they stand in the file, to be mended and brought again."""
    upload = _own(request.user, pk, _SOURCES)
    found = outcomes.preview(_stream(upload), upload.name)
    texts = [o.text for o in found if o.state == outcomes.REFUSED]
    return _file("\n\n".join(texts) + "\n", f"refused-{pk}.txt")


@screen(require_marker, "GET", "POST")
def look_fallen(request: PersonRequest, pk: int) -> HttpResponse:
    """Show which sources, claims and pages a list reaches; mark them."""
    upload = _own(request.user, pk, _FALLEN)
    if request.method == "POST":
        found = Counter(r.state for r in mark_fallen(_stream(upload), upload.name, by=request.user))
        messages.success(request, f"{found['marked']} marked, wherever they stand.")
        return redirect("sources:fallen_looked", pk)
    form = NarrowForm(request.GET, choices=_FATES)
    words, show = form.asked()
    counts: Counter[str] = Counter()
    marked, rows = [], []
    for row in fallen.decisions(_stream(upload), upload.name):
        counts[row.state] += 1
        said = f"{row.source or ''} {row.doi} {row.pmid} {row.why}".lower()
        if row.state == fallen.MARKED:
            marked.append(row)
        elif row.state == (show or fallen.KNOWN) and words.lower() in said:
            rows.append(row)
    states = (fallen.MARKED, fallen.KNOWN, fallen.ABSENT, fallen.REFUSED)
    affected = together(marked)
    context = {
        "upload": upload,
        "counts": dict.fromkeys(states, 0) | counts,
        "marked": affected,
        "comes_down": len({live.pk for _, what in affected for live in what.down}),
    }
    return _listed(request, "exchange/sources/look_fallen.html", form, rows, context)


@screen(require_marker, "GET")
def fallen_refused(request: PersonRequest, pk: int) -> HttpResponse:
    """Send the refused rows as they stand in the file."""
    upload = _own(request.user, pk, _FALLEN)
    found = fallen.decisions(_stream(upload), upload.name)
    lines = [f"line {r.line}: {r.why}\n{r.text}" for r in found if r.state == fallen.REFUSED]
    return _file("\n".join(lines) + "\n", f"refused-{pk}.txt")


@screen(require_reader, "GET")
def links(request: PersonRequest) -> HttpResponse:
    """Show how the addresses of sources fared when they were last tried."""
    form = NarrowForm(request.GET, choices=LINKS)
    words, show = form.asked()
    rows = found_links(words, show)
    context = {"is_on": is_on(), "ever": LinkCheck.objects.exists()}
    return _listed(request, "exchange/sources/links.html", form, rows, context)


def _own(user: User, pk: int, use: Upload.Use) -> Upload:
    return get_object_or_404(Upload, pk=pk, use=use, by=user)


def _stream(upload: Upload) -> io.BytesIO:
    return io.BytesIO(bytes(upload.data))


def _listed(
    request: PersonRequest, template: str, form: NarrowForm, rows: Any, context: dict[str, Any]
) -> HttpResponse:
    page: Page[Any] = Paginator(rows, _SHOWN).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    listed = {"form": form, "page": page, "query": asked.urlencode()}
    return render(request, template, context | listed)


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
