"""The versions of a record at the desk: the list, two of them compared, and one copied back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from education.audit import chain
from education.audit.history import TrackedModel
from education.content.rewriting import Rows
from education.errors import NotAllowed, WrongState
from education.staff.access import StaffRequest, attempt, desk_view, posted
from education.staff.conflicts import version
from education.staff.permissions import allows
from education.staff.versioned import Versioned
from education.staff.versions import copied, copy_over, rows_at, rows_now, versions


class CopyForm(forms.Form):
    """Why an old version is copied."""

    reason = forms.CharField(
        label="Reason for this change",
        max_length=100,
        help_text="Kept in the history, with your name, for as long as the record.",
    )


@desk_view("GET")
def every_version(request: StaffRequest, pk: int, kind: Versioned) -> HttpResponse:
    """List every version of a record; with two of them chosen, show what differs."""
    record = _find(kind, pk)
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    found = versions(record)
    context: dict[str, Any] = {
        "kind": kind,
        "record": record,
        "versions": found,
        "old": next((v for v in found if v.key == old), None),
        "new": next((v for v in found if v.key == new), None),
        "now": version(kind.parts, record.pk),
        "writes": allows(request.user, "change", kind.writes),
    }
    if context["old"] and context["new"]:
        texts = (kind.text(_rows_at(record, key)) for key in (old, new))
        context["diff"] = kind.differ(*texts)
    return render(request, "staff/versions.html", context)


@desk_view("GET", "POST")
def copy_version(request: StaffRequest, pk: int, key: str, kind: Versioned) -> HttpResponse:
    """Show what copying an old version would change, and do so once a reason is given."""
    if not allows(request.user, "change", kind.writes):
        raise NotAllowed(kind.refusal)
    record = _find(kind, pk)
    old = _rows_at(record, key)
    form = CopyForm(posted(request))

    def copy() -> None:
        with chain.writing():
            if request.POST.get("seen") != version(kind.parts, pk):
                raise WrongState(
                    f"Somebody saved the {kind.noun} meanwhile. What would change now is shown "
                    "below."
                )
            copy_over(_find(kind, pk), old, reason=form.cleaned_data["reason"])

    status = attempt(form, copy) if request.method == "POST" else 200
    if not status:
        told = f"Copied. The {kind.noun} as it was before is a version of its own."
        messages.success(request, told)
        return redirect(kind.form, pk)
    context = {
        "kind": kind,
        "record": record,
        "version": next((v for v in versions(record) if v.key == key), None),
        "diff": kind.differ(
            kind.text(rows_now(record)), kind.text(copied(_find(kind, pk), old).rows)
        ),
        "form": form,
        "seen": version(kind.parts, pk),
    }
    return render(request, "staff/copy_version.html", context, status=status)


def _find(kind: Versioned, pk: int) -> TrackedModel:
    found: TrackedModel = get_object_or_404(kind.model, pk=pk)
    return found


def _rows_at(record: TrackedModel, key: str) -> Rows:
    rows = rows_at(record, key)
    if rows is None:
        raise Http404("No such version.")
    return rows
