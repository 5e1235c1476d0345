"""What readers said, as a list at the desk: searched, narrowed, counted by page, and as a file."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from education.errors import NotAllowed
from education.people.models import Role
from education.publishing.blanking import remove_words as remove_words_verb
from education.publishing.feedback import FIXED
from education.publishing.models import Feedback
from education.staff.access import StaffRequest, attempt, desk_view, posted
from education.staff.desk import others_of
from education.staff.forms import DeskForm
from education.staff.permissions import allows, roles_of
from education.staff.reports.charts import Bars, bars
from education.staff.reports.spreadsheet import download

PER_PAGE = 50
#: How many pages, or parts of one page, are drawn as bars.
DRAWN = 10
HEAD = ("page", "language", "edition", "part", "clear", "words", "day (UTC)")


class ReadersForm(forms.Form):
    """What the list can be narrowed by."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    page = forms.CharField(label="Page", required=False, max_length=100)
    topic = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    clear = forms.ChoiceField(
        label="Answer",
        required=False,
        choices=[("", "Any answer"), ("no", "Not clear"), ("yes", "Clear")],
    )
    language = forms.ChoiceField(
        required=False, choices=[("", "Any language"), *settings.LANGUAGES]
    )
    edition = forms.IntegerField(required=False, min_value=1, max_value=99_999)
    words = forms.ChoiceField(
        label="With words", required=False, choices=[("", "With or without"), ("yes", "With words")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


def _rows(asked: dict[str, Any]) -> QuerySet[Feedback]:
    rows = Feedback.objects.select_related("edition")
    rows = rows.defer("edition__manuscript", "edition__answer")
    for word in (asked.get("q") or "").split():
        rows = rows.filter(Q(words__icontains=word) | Q(heading__icontains=word))
    if asked.get("page"):
        rows = rows.filter(
            Q(edition__title__icontains=asked["page"]) | Q(edition__slug=asked["page"])
        )
    for name, column in (
        ("topic", "edition__topic"),
        ("language", "language"),
        ("edition", "edition__number"),
    ):
        if asked.get(name):
            rows = rows.filter(**{column: asked[name]})
    if asked.get("clear"):
        rows = rows.filter(clear=asked["clear"] == "yes")
    return rows.exclude(words="") if asked.get("words") else rows


def part_name(row: Feedback) -> str:
    """Return what staff call the part that a reader spoke of."""
    return row.heading or FIXED.get(row.part, row.part)


def _asked(request: StaffRequest) -> tuple[ReadersForm, dict[str, Any]]:
    if not allows(request.user, "view", Feedback):
        raise NotAllowed("What readers said is for authors, clinicians, coordinators and auditors.")
    form = ReadersForm(request.GET or None)
    form.is_valid()  # What cannot be read does not narrow, and is marked in the form.
    return form, getattr(form, "cleaned_data", {})


@desk_view("GET")
def readers(request: StaffRequest) -> HttpResponse:
    """List what readers said, newest first."""
    form, asked = _asked(request)
    found = _rows(asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page_number"))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, part_name(row)) for row in page.object_list],
        "bars": _bars(found, asked),
        "narrowed": any(asked.values()),
        "query": urlencode({k: v for k, v in request.GET.items() if v and k != "page_number"}),
        "others": others_of(request, page, name="page_number"),
        "may_remove": Role.COORDINATOR in roles_of(request.user),
        "current": "readers",
    }
    return render(request, "staff/readers.html", context)


def _bars(found: QuerySet[Feedback], asked: dict[str, Any]) -> Bars | None:
    """Return how often something was not clear: by page, or by part when one page is asked for."""
    by = ("part", "heading") if asked.get("topic") else ("edition__topic",)
    rows = (
        found.order_by()
        .values(*by)
        .annotate(no=Count("pk", filter=Q(clear=False)), n=Count("pk"), title=Max("edition__title"))
        .filter(no__gt=0)
        .order_by("-no", "n", *by)[:DRAWN]
    )
    if not rows:
        return None
    drawn = [
        (
            (row["heading"] or FIXED.get(row["part"], row["part"]))
            if "part" in row
            else row["title"],
            row["no"],
            f"{row['no']:,} of {row['n']:,}",
        )
        for row in rows
    ]
    head = "Part of the page" if asked.get("topic") else "Page"
    return bars("Not clear to readers", (head, "Not clear"), drawn)


@desk_view("GET")
def readers_file(request: StaffRequest) -> HttpResponse:
    """Send the list as a file."""
    _, asked = _asked(request)
    lines = (
        (r.edition.title, r.language, r.edition.number, part_name(r), r.clear, r.words, r.said_on)
        for r in _rows(asked).iterator(chunk_size=500)
    )
    # A streamed answer is no HttpResponse by birth; the door of the desk treats them alike.
    return cast(HttpResponse, download(f"readers-{timezone.now():%Y-%m-%d}", HEAD, lines))


@desk_view("GET", "POST")
def remove_words(request: StaffRequest, pk: int) -> HttpResponse:
    """Take away a reader's words that still tell who somebody is."""
    if Role.COORDINATOR not in roles_of(request.user):
        raise NotAllowed("Only a coordinator takes a reader’s words away.")
    row = get_object_or_404(Feedback.objects.select_related("edition"), pk=pk)
    form, status = DeskForm(posted(request)), 0
    if request.method == "POST":
        status = attempt(form, lambda: remove_words_verb(row, by=request.user))
        if not status:
            messages.success(request, "The words are gone. The answer stays.")
            return redirect("desk:readers")
    context = {"row": row, "part": part_name(row), "form": form, "current": "readers"}
    return render(request, "staff/remove_words.html", context, status=status or 200)
