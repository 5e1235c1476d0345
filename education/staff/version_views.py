"""The versions of a draft at the desk: the list, two of them compared, and one copied back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from education.audit import chain
from education.content.manuscript import Manuscript
from education.content.models import Section, Topic
from education.content.services import manuscript_of
from education.errors import NotAllowed, WrongState
from education.staff.access import StaffRequest, attempt, desk_view, posted
from education.staff.conflicts import version
from education.staff.diffing import page_diff
from education.staff.permissions import allows
from education.staff.versions import PARTS, copy_into_draft, page_at, versions


class CopyForm(forms.Form):
    """Why an old version is copied."""

    reason = forms.CharField(
        label="Reason for this change",
        max_length=100,
        help_text="Kept in the history, with your name, for as long as the page.",
    )


@desk_view("GET")
def page_versions(request: StaffRequest, pk: int) -> HttpResponse:
    """List every version of a draft; with two of them chosen, show what differs."""
    topic = _find(pk)
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    found = versions(topic)
    context: dict[str, Any] = {
        "topic": topic,
        "versions": found,
        "old": next((v for v in found if v.key == old), None),
        "new": next((v for v in found if v.key == new), None),
        "now": version(PARTS, topic.pk),
        "writes": allows(request.user, "change", Section),
    }
    if context["old"] and context["new"]:
        context["diff"] = page_diff(_page_at(topic, old), _page_at(topic, new))
    return render(request, "staff/versions.html", context)


@desk_view("GET", "POST")
def copy_version(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Show what copying an old version would change, and do so once a reason is given."""
    if not allows(request.user, "change", Section):
        raise NotAllowed("Only an author changes a draft.")
    topic = _find(pk)
    old = _page_at(topic, key)
    form = CopyForm(posted(request))

    def copy() -> None:
        with chain.writing():
            if request.POST.get("seen") != version(PARTS, topic.pk):
                raise WrongState(
                    "Somebody saved the draft meanwhile. What would change now is shown below."
                )
            copy_into_draft(_find(pk), key, reason=form.cleaned_data["reason"])

    status = attempt(form, copy) if request.method == "POST" else 200
    if not status:
        messages.success(request, "Copied. The draft as it was before is a version of its own.")
        return redirect("admin:education_topic_change", pk)
    context = {
        "topic": topic,
        "version": next((v for v in versions(topic) if v.key == key), None),
        "diff": page_diff(manuscript_of(topic), old),
        "form": form,
        "seen": version(PARTS, topic.pk),
    }
    return render(request, "staff/copy_version.html", context, status=status)


def _find(pk: int) -> Topic:
    found: Topic = get_object_or_404(Topic.objects.select_related("owner", "specialty"), pk=pk)
    return found


def _page_at(topic: Topic, key: str) -> Manuscript:
    page = page_at(topic, key)
    if page is None:
        raise Http404("No such version.")
    return page
