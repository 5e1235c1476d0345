"""A page's way up and down: publish, schedule, take down, take back; each is shown first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format

from education.evidence.models import Claim, Source
from education.people.models import Role
from education.publishing import recalls
from education.publishing import services as publishing
from education.publishing.addresses import page_address
from education.publishing.models import LivePage
from education.review.models import Meaning, Review, SignOff
from education.staff.access import StaffRequest, attempt, desk_view, posted
from education.staff.acts import ask
from education.staff.dossier import dossier
from education.staff.forms import DeskForm
from education.staff.lifecycle_forms import (
    PublishForm,
    RetractForm,
    RevokeForm,
    RevokeWithPagesForm,
    WithdrawClaimForm,
    WithdrawPageForm,
)
from education.staff.options import may_revoke, option
from education.staff.permissions import roles_of
from education.staff.review_page import find_review, framing

Addressed = list[tuple[LivePage, str]]


def _addressed(pages: Any) -> Addressed:
    return [(page, page_address(page.language, page.slug)) for page in pages]


def _said(moment: datetime) -> str:
    return f"{date_format(moment, 'j F Y, H:i')} UTC"


# --- up -----------------------------------------------------------------------------------------


@framing
@desk_view("GET", "POST")
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Show exactly what goes live and what it replaces, and publish it: now, or at a time."""
    row = find_review(pk)
    option(row, request.user, "publish").require()
    form = PublishForm(posted(request))
    status = 0
    if request.method == "POST":
        status = attempt(form, lambda: _publish(request, row, form))
        if not status:
            return redirect("desk:review", pk=row.pk)
    whole = dossier(row)
    context = {
        "review": row,
        "dossier": whole,
        "page": whole.page,
        "form": form,
        "address": page_address(whole.page.language, whole.page.slug),
        "unsigned": [c for c in whole.cards if not c.is_signed],
        "schedule": row.schedules.filter(outcome="").first(),
    }
    return render(request, "staff/publish.html", context, status=status or 200)


def _publish(request: StaffRequest, row: Review, form: PublishForm) -> None:
    at = form.at()
    if at is None:
        publishing.publish(row, by=request.user)
        messages.success(request, "Live: patients read this text from now on.")
        return
    schedule = publishing.publish(row, by=request.user, at=at)
    messages.success(request, f"Scheduled for {_said(schedule.publish_at)}.")


@desk_view("GET", "POST")
def cancel_schedule(request: StaffRequest, pk: int) -> HttpResponse:
    """Call off a publication that is still to come."""
    row = find_review(pk)
    option(row, request.user, "cancel_schedule").require()
    schedule = row.schedules.filter(outcome="").get()
    form = DeskForm(posted(request))
    status = 0
    if request.method == "POST":
        status = attempt(form, lambda: publishing.cancel_schedule(schedule, by=request.user))
        if not status:
            messages.success(request, "Called off. The text stays signed and can be published.")
            return redirect("desk:review", pk=row.pk)
    words = {
        "heading": "Call off the publication",
        "lead": f"{schedule.by} scheduled it for {_said(schedule.publish_at)}. "
        "Nothing changes for readers, and the signatures stay.",
        "button": "Call it off",
    }
    return ask(request, row, form, words, status)


# --- down ---------------------------------------------------------------------------------------


@desk_view("GET", "POST")
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what goes and what readers will get instead, and take the page down."""
    row = find_review(pk)
    option(row, request.user, "withdraw").require()
    live = get_object_or_404(
        LivePage.objects.select_related("edition", "topic"), edition__review=row
    )
    others = publishing.translations_of(live)
    form = WithdrawPageForm(posted(request), live=live, others=others)
    status = 0
    if request.method == "POST":
        status = attempt(form, lambda: publishing.withdraw(live, by=request.user, **form.said()))
        if not status:
            messages.success(request, "The page is down. Readers get the notice from now on.")
            return redirect("desk:review", pk=row.pk)
    context: dict[str, Any] = {
        "review": row,
        "live": live,
        "form": form,
        "address": page_address(live.language, live.slug),
        "others": _addressed(others),
        "waiting": Review.objects.filter(topic=live.topic, state__in=["open", "signed"]).count(),
    }
    return render(request, "staff/withdraw.html", context, status=status or 200)


@desk_view("GET", "POST")
def withdraw_claim(request: StaffRequest, pk: int) -> HttpResponse:
    """Show every live page a claim would take with it, and withdraw it."""
    claim = get_object_or_404(Claim, pk=pk)
    pages = publishing.pages_with_claim(claim)
    others = [(c, publishing.pages_with_claim(c)) for c in publishing.translations_of_claim(claim)]
    form = WithdrawClaimForm(posted(request), others=others)
    status = 0
    if request.method == "POST":
        gone: list[Any] = []
        status = attempt(
            form,
            lambda: gone.extend(publishing.withdraw_claim(claim, by=request.user, **form.said())),
        )
        if not status:
            messages.success(request, f"{claim.code} is withdrawn; {_down(len(gone))}.")
            return redirect("desk:withdraw_claim", pk=claim.pk)
    context = {
        "claim": claim,
        "form": form,
        "pages": _addressed(pages),
        "others": [(c, _addressed(found)) for c, found in others],
        "is_clinician": Role.CLINICIAN in roles_of(request.user),
    }
    return render(request, "staff/withdraw_claim.html", context, status=status or 200)


def _down(count: int) -> str:
    return "1 page is down" if count == 1 else f"{count} pages are down"


# --- what a page rests on -----------------------------------------------------------------------


@desk_view("GET", "POST")
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Show which pages rest on a signature, and take it back."""
    signature = get_object_or_404(SignOff.objects.select_related("review"), pk=pk)
    row = find_review(signature.review_id)
    if refusal := may_revoke(signature, request.user):
        raise refusal
    pages = recalls.pages_resting_on(signature)
    form = (RevokeWithPagesForm if pages else RevokeForm)(posted(request))
    status = 0
    if request.method == "POST":
        status = attempt(form, lambda: _revoke(request, signature, form))
        if not status:
            return redirect("desk:review", pk=row.pk)
    context = {
        "review": row,
        "signature": signature,
        "form": form,
        "pages": _addressed(pages),
        "again": signature.meaning == Meaning.REVIEWED_NO_CHANGE,
    }
    return render(request, "staff/revoke.html", context, status=status or 200)


def _revoke(request: StaffRequest, signature: SignOff, form: DeskForm) -> None:
    recalls.revoke(signature, by=request.user, **form.cleaned_data)
    messages.success(request, "The signature is taken back; why is kept beside it.")


@desk_view("GET", "POST")
def retract(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how far the retraction of a source reaches, and mark it."""
    source = get_object_or_404(Source, pk=pk)
    may = bool(roles_of(request.user) & {Role.CLINICIAN, Role.COORDINATOR})
    form = RetractForm(posted(request))
    status = 0
    if request.method == "POST":
        status = attempt(
            form, lambda: recalls.retract_source(source, by=request.user, **form.cleaned_data)
        )
        if not status:
            messages.success(request, "Marked as retracted, wherever it stands.")
            return redirect("desk:retract", pk=source.pk)
    reach = recalls.reach_of(source)
    context = {
        "source": source,
        "form": form,
        "may": may,
        "down": _addressed(reach.down),
        "recalled": _addressed(reach.recalled),
        "claims": [(review, review.claim_text()) for review in reach.claims],
        "waiting": [(review, review.page().title) for review in reach.waiting],
        "is_marked": source.notice == Source.Notice.RETRACTED,
        "reaches": bool(reach.down or reach.recalled or reach.claims),
    }
    return render(request, "staff/retract.html", context, status=status or 200)
