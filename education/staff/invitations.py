"""Outside experts from the desk's side: invite one to a review, see all, end one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from education.errors import Refused
from education.publishing.addresses import absolute
from education.review.guests import invite, standing_of, take_back, token_of
from education.review.models import Invitation, Review
from education.staff.access import StaffRequest, desk_view, posted, reasons_of, status_of
from education.staff.dossier import manuscript_to_read
from education.staff.expert_forms import InviteForm
from education.staff.experts_box import experts_box, why_not_inviting, why_not_managing
from education.staff.review_page import find_review


def link_of(invitation: Invitation) -> str:
    """Return the full address that opens an invitation, for a screen or a mail."""
    return absolute(reverse("expert:landing", args=[token_of(invitation)]))


@desk_view("GET", "POST")
def experts(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who was invited to a review, and invite one more.

    The new link is in the answer itself and nowhere else: it is in no session and no message, and
    is not shown again.
    """
    row = find_review(pk)
    form = InviteForm(posted(request))
    if request.method == "GET":
        return _show(request, row, form)
    if refusal := why_not_inviting(row, request.user):
        raise refusal
    if not form.is_valid():
        return _show(request, row, form, status=422)
    try:
        invited = invite(row, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        for reason in reasons_of(refusal):
            form.add_error(None, reason)
        return _show(request, row, form, status=status_of(refusal))
    return _show(request, row, InviteForm(), invited=invited)


@desk_view("GET", "POST")
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask once more, and end an invitation: neither its link nor its browser opens anything."""
    found = Invitation.objects.select_related("review__topic", "review__claim", "invited_by")
    invitation = get_object_or_404(found, pk=pk)
    if refusal := why_not_managing(request.user):
        raise refusal
    if request.method == "POST":
        take_back(invitation, by=request.user)
        messages.success(request, f"The invitation of {invitation.name} has ended.")
        return redirect("desk:experts", pk=invitation.review_id)
    context = {
        "invitation": invitation,
        "standing": standing_of(invitation, timezone.now()),
        "review": invitation.review,
        "page": manuscript_to_read(invitation.review),
        "said": invitation.comments.count(),
    }
    return render(request, "staff/end_invitation.html", context)


def _show(
    request: StaffRequest,
    row: Review,
    form: InviteForm,
    *,
    invited: Invitation | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "review": row,
        "page": manuscript_to_read(row),
        "experts": experts_box(row, request.user),
        "form": form,
        "invited": invited,
        "link": link_of(invited) if invited else "",
    }
    return render(request, "staff/experts.html", context, status=status)
