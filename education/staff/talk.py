"""What is said beside a review at the desk: threads, answers to them, and settling them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from education.errors import Refused
from education.review import remarks
from education.review.models import Comment, Review
from education.staff.access import StaffRequest, desk_view, posted, reasons_of, status_of
from education.staff.forms import CommentForm, ReplyForm
from education.staff.options import option
from education.staff.review_page import Said, find_review, framing, show_review
from education.staff.showing import manuscript_to_read


@framing
@desk_view("GET", "POST")
def comment(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a thread; shown again with what was typed when it cannot be kept."""
    row = find_review(pk)
    if request.method == "GET":
        return redirect(f"{reverse('desk:review', args=[row.pk])}#comments")
    option(row, request.user, "comment").require()
    form = CommentForm(posted(request), page=manuscript_to_read(row))
    status = 422
    if form.is_valid():
        try:
            thread = remarks.comment(row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            status = _tell(form, refusal)
        else:
            messages.success(request, "Your comment is kept with the review.")
            return redirect(address_of(thread))
    return show_review(request, row, Said(comment=form), status)


@framing
@desk_view("GET", "POST")
def reply(request: StaffRequest, pk: int, thread: int) -> HttpResponse:
    """Answer in a thread; what was settled is open again."""
    row, root = _find(pk, thread)
    if request.method == "GET":
        return redirect(address_of(root))
    option(row, request.user, "comment").require()
    form = ReplyForm(posted(request), thread=root.pk)
    status = 422
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            remarks.comment(row, by=request.user, text=text, parent=root)
        except Refused as refusal:
            status = _tell(form, refusal)
        else:
            messages.success(request, "Your answer is kept with the review.")
            return redirect(address_of(root))
    return show_review(request, row, Said(reply=form), status)


@desk_view("GET", "POST")
def settle(request: StaffRequest, pk: int, thread: int) -> HttpResponse:
    """Settle a thread; it stays, folded."""
    row, root = _find(pk, thread)
    if request.method == "GET":
        return redirect(address_of(root))
    option(row, request.user, "comment").require()
    remarks.resolve(root, by=request.user)
    messages.success(request, "Settled. An answer opens it again.")
    return redirect(f"{reverse('desk:review', args=[row.pk])}#comments")


def address_of(thread: Comment) -> str:
    """Return where a thread is read."""
    return f"{reverse('desk:review', args=[thread.review_id])}#thread-{thread.pk}"


def _find(pk: int, thread: int) -> tuple[Review, Comment]:
    return find_review(pk), get_object_or_404(Comment, pk=thread, review=pk, parent=None)


def _tell(form: CommentForm | ReplyForm, refusal: Refused) -> int:
    for reason in reasons_of(refusal):
        form.add_error(None, reason)
    return status_of(refusal)
