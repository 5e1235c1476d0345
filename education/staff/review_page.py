"""One review at the desk: the whole of it on one page, and the patient's page in a frame."""

from __future__ import annotations

from typing import cast

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from education.people.models import Role
from education.publishing.rendering import page_html
from education.review.models import Review
from education.review.queues import today
from education.review.states import State
from education.staff.access import StaffRequest, View, desk_view
from education.staff.dossier import dossier, manuscript_to_read
from education.staff.forms import CommentForm
from education.staff.options import options_for, why_not
from education.staff.permissions import roles_of
from education.staff.task_box import task_box
from education.staff.timeline import timeline


def framed(view: View) -> View:
    """Let this one response be shown in a frame of our own pages, and of nobody else's."""
    update = csp_replace({"frame-ancestors": [SELF]})
    return cast(View, update(xframe_options_sameorigin(view)))


def framing(view: View) -> View:
    """Let this one response hold a frame of our own."""
    return cast(View, csp_replace({"frame-src": [SELF]})(view))


def find_review(pk: int) -> Review:
    """Return a review with what its page shows of it, or answer 404."""
    related = Review.objects.select_related("topic", "claim", "submitted_by")
    return get_object_or_404(related, pk=pk)


@framing
@desk_view("GET")
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one review with everything needed to judge it."""
    return show_review(request, find_review(pk))


def show_review(
    request: StaffRequest, row: Review, comment: CommentForm | None = None, status: int = 200
) -> HttpResponse:
    """Render a review, with a comment that could not be kept when there is one."""
    whole = dossier(row)
    options = options_for(row, request.user)
    context = {
        "review": row,
        "dossier": whole,
        "page": whole.page,
        "blocks": [f for f in whole.findings if f.blocks],
        "moments": timeline(row, whole.page),
        "open_options": [o for o in options if o.is_open and o.action != "comment"],
        "why_not": why_not(options),
        "may_comment": any(o.is_open for o in options if o.action == "comment"),
        "comment_form": comment
        or CommentForm(page=whole.page, initial={"anchor": request.GET.get("about", "page")}),
        "is_author": Role.AUTHOR in roles_of(request.user),
        "task": task_box(row, request.user),
        "overdue": row.state == State.OPEN and row.due_on < today(),
    }
    return render(request, "staff/review.html", context, status=status)


@framed
@desk_view("GET")
def patient_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Serve the submitted page by itself, exactly as patients will see it."""
    row = find_review(pk)
    note = f"As submitted for review {row.pk}. Not for patients until it is signed and published."
    return HttpResponse(page_html(manuscript_to_read(row), preview_note=note))
