"""What is done with a review at the desk, besides signing: each with a page that shows it first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from education.errors import Refused
from education.evidence.models import Claim
from education.people.models import Role
from education.publishing import services as publishing
from education.publishing.addresses import page_address
from education.publishing.models import LivePage
from education.review import services as reviewing
from education.review.models import Review
from education.staff.access import StaffRequest, desk_view, posted, reasons_of, status_of
from education.staff.dossier import dossier, manuscript_to_read
from education.staff.forms import (
    ChangesForm,
    CommentForm,
    DeskForm,
    ReasonForm,
    WithdrawForm,
    WithdrawPageForm,
)
from education.staff.options import option
from education.staff.permissions import roles_of
from education.staff.review_page import find_review, framing, show_review
from education.staff.signature_forms import CARRY, remarks_in


def _attempt(form: DeskForm, act: Callable[[], object]) -> int:
    """Do the act when the form is complete; return 0, or the status to show the form with."""
    if not form.is_valid():
        return 422
    try:
        act()
    except Refused as refusal:
        for reason in reasons_of(refusal):
            form.add_error(None, reason)
        return status_of(refusal)
    return 0


def _ask(
    request: StaffRequest, row: Review, form: DeskForm, words: dict[str, str], status: int
) -> HttpResponse:
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
        status = _attempt(
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
    return _ask(request, row, form, words, status)


@desk_view("GET", "POST")
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    """End a review: this text will not be published."""
    row = find_review(pk)
    option(row, request.user, "decline").require()
    form = ReasonForm(posted(request))
    status = 0
    if request.method == "POST":
        status = _attempt(
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
    return _ask(request, row, form, words, status)


@framing
@desk_view("GET", "POST")
def comment(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a remark; shown again with what was typed when it cannot be kept."""
    row = find_review(pk)
    if request.method == "GET":
        return redirect(f"{reverse('desk:review', args=[row.pk])}#comments")
    option(row, request.user, "comment").require()
    form = CommentForm(request.POST, page=manuscript_to_read(row))
    status = _attempt(
        form,
        lambda: reviewing.comment(
            row,
            by=request.user,
            text=form.cleaned_data["text"],
            anchor=form.cleaned_data["anchor"],
        ),
    )
    if status:
        return show_review(request, row, form, status)
    messages.success(request, "Your comment is kept with the review.")
    return redirect(f"{reverse('desk:review', args=[row.pk])}#comments")


@framing
@desk_view("GET", "POST")
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Show exactly what goes live and what it replaces, and publish it."""
    row = find_review(pk)
    option(row, request.user, "publish").require()
    form = DeskForm(posted(request))
    status = 0
    if request.method == "POST":
        status = _attempt(form, lambda: publishing.publish(row, by=request.user))
        if not status:
            messages.success(request, "Live: patients read this text from now on.")
            return redirect("desk:review", pk=row.pk)
    whole = dossier(row)
    context = {
        "review": row,
        "dossier": whole,
        "page": whole.page,
        "form": form,
        "address": page_address(whole.page.language, whole.page.slug),
        "unsigned": [c for c in whole.cards if not c.is_signed],
    }
    return render(request, "staff/publish.html", context, status=status or 200)


@desk_view("GET", "POST")
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what goes and what readers will get instead, and take the page down."""
    row = find_review(pk)
    option(row, request.user, "withdraw").require()
    live = get_object_or_404(
        LivePage.objects.select_related("edition", "topic"), edition__review=row
    )
    form = WithdrawPageForm(posted(request), live=live)
    status = 0
    if request.method == "POST":
        status = _attempt(
            form,
            lambda: publishing.withdraw(
                live,
                by=request.user,
                kind=form.cleaned_data["kind"],
                notice=form.cleaned_data["notice"],
                replacement=form.cleaned_data["replacement"],
            ),
        )
        if not status:
            messages.success(request, "The page is down. Readers get the notice from now on.")
            return redirect("desk:review", pk=row.pk)
    context: dict[str, Any] = {
        "review": row,
        "live": live,
        "form": form,
        "address": page_address(live.language, live.slug),
        "waiting": Review.objects.filter(topic=live.topic, state__in=["open", "signed"]).count(),
    }
    return render(request, "staff/withdraw.html", context, status=status or 200)


@desk_view("GET", "POST")
def withdraw_claim(request: StaffRequest, pk: int) -> HttpResponse:
    """Show every live page a claim would take with it, and withdraw it."""
    claim = get_object_or_404(Claim, pk=pk)
    form = WithdrawForm(posted(request))
    status = 0
    pages = publishing.pages_with_claim(claim)
    if request.method == "POST":
        status = _attempt(
            form,
            lambda: publishing.withdraw_claim(
                claim,
                by=request.user,
                kind=form.cleaned_data["kind"],
                notice=form.cleaned_data["notice"],
            ),
        )
        if not status:
            messages.success(request, f"{claim.code} is withdrawn; {len(pages)} pages are down.")
            return redirect("desk:withdraw_claim", pk=claim.pk)
    context = {
        "claim": claim,
        "form": form,
        "pages": [(p, page_address(p.language, p.slug)) for p in pages],
        "is_clinician": Role.CLINICIAN in roles_of(request.user),
    }
    return render(request, "staff/withdraw_claim.html", context, status=status or 200)
