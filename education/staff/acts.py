"""What is said of a review at the desk, besides signing: each with a page that shows it first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from education.review import services as reviewing
from education.review.models import Review
from education.staff.access import StaffRequest, attempt, desk_view, posted
from education.staff.dossier import manuscript_to_read
from education.staff.forms import (
    ChangesForm,
    DeskForm,
    ReasonForm,
)
from education.staff.options import option
from education.staff.review_page import find_review, framing
from education.staff.signature_forms import CARRY, remarks_in


def ask(
    request: StaffRequest, row: Review, form: DeskForm, words: dict[str, str], status: int
) -> HttpResponse:
    """Show a form on one review, beside the page it is about."""
    # Long forms are filled in beside the page they are about.
    framed = len(form.fields) > 1
    context = {"review": row, "page": manuscript_to_read(row), "form": form, "framed": framed}
    context |= words
    return render(request, "staff/ask.html", context, status=status or 200)


@framing
@desk_view("GET", "POST")
def request_changes(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a review back, saying place by place what has to change."""
    row = find_review(pk)
    option(row, request.user, "request_changes").require()
    page = manuscript_to_read(row)
    # Sent here from the signing form: nothing is sent back yet, what was typed comes along.
    is_carried = CARRY in request.POST
    form = ChangesForm(
        None if is_carried else posted(request),
        page=page,
        carried=remarks_in(request.POST, [c.code for c in page.claims]) if is_carried else {},
    )
    status = 0
    if form.is_bound:
        status = attempt(
            form,
            lambda: reviewing.request_changes(row, by=request.user, comments=form.comments()),
        )
        if not status:
            messages.success(request, "Sent back to the author with your comments.")
            return redirect("desk:review", pk=row.pk)
    words = {
        "heading": "Request changes",
        "lead": "The author gets your comments, changes the draft and submits it again. "
        "Write only where something has to change.",
        "button": "Send back to the author",
    }
    return ask(request, row, form, words, status)


@desk_view("GET", "POST")
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    """End a review: this text will not be published."""
    row = find_review(pk)
    option(row, request.user, "decline").require()
    form = ReasonForm(posted(request))
    status = 0
    if request.method == "POST":
        status = attempt(
            form,
            lambda: reviewing.decline(row, by=request.user, reason=form.cleaned_data["reason"]),
        )
        if not status:
            messages.success(request, "Declined. The author can read why.")
            return redirect("desk:review", pk=row.pk)
    words = {
        "heading": "Decline",
        "lead": "This ends the review: the text as it stands will not be published. "
        "If it can be mended, request changes instead.",
        "button": "Decline this text",
    }
    return ask(request, row, form, words, status)
