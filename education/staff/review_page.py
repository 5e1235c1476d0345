"""One review at the desk: the whole of it on one page, and the patient's page in a frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db.models import Q
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
from education.staff.experts_box import experts_box
from education.staff.forms import CommentForm, ReplyForm
from education.staff.lifecycle_box import lifecycle_box
from education.staff.options import options_for, why_not
from education.staff.permissions import roles_of
from education.staff.readers_box import readers_box
from education.staff.task_box import task_box
from education.staff.threads import talk
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
    related = Review.objects.select_related(
        "topic__owner", "topic__specialty", "claim", "submitted_by"
    )
    return get_object_or_404(related, pk=pk)


@framing
@desk_view("GET")
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one review with everything needed to judge it."""
    return show_review(request, find_review(pk))


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote that could not be kept, to be shown again."""

    comment: CommentForm | None = None
    reply: ReplyForm | None = None


def show_review(
    request: StaffRequest, row: Review, unsaid: Said | None = None, status: int = 200
) -> HttpResponse:
    """Render a review, with what could not be kept when there is something."""
    unsaid = unsaid or Said()
    whole = dossier(row, request.user, request.GET.get("against", ""))
    options = options_for(row, request.user)
    context = {
        "review": row,
        "dossier": whole,
        "page": whole.page,
        "blocks": [f for f in whole.findings if f.blocks],
        "moments": timeline(row, whole.page),
        "talk": talk(row, whole.page, request.GET.get("threads", ""), unsaid.reply),
        "open_options": [o for o in options if o.is_open and o.action != "comment"],
        "why_not": why_not(options),
        "may_comment": any(o.is_open for o in options if o.action == "comment"),
        "may_sign": any(o.is_open for o in options if o.action == "sign"),
        "comment_form": unsaid.comment
        or CommentForm(page=whole.page, initial={"anchor": request.GET.get("about", "page")}),
        "is_author": Role.AUTHOR in roles_of(request.user),
        "experts": experts_box(row, request.user),
        "lifecycle": lifecycle_box(row, request.user),
        "task": task_box(row, request.user),
        "readers": readers_box(
            row.topic_id, [s.heading for s in whole.page.sections], request.user
        ),
        "overdue": row.state == State.OPEN and row.due_on < today(),
        "newer": _newer(row),
    }
    return render(request, "staff/review.html", context, status=status)


def _newer(row: Review) -> Review | None:
    """Return the newest later review of the same page or claim, when there is one."""
    same = Q(topic=row.topic_id) if row.topic_id else Q(claim=row.claim_id)
    return Review.objects.filter(same, pk__gt=row.pk).order_by("-pk").first()


@framed
@desk_view("GET")
def patient_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Serve the submitted page by itself, exactly as patients will see it."""
    row = find_review(pk)
    note = f"As submitted for review {row.pk}. Not for patients until it is signed and published."
    return HttpResponse(page_html(manuscript_to_read(row), preview_note=note))
