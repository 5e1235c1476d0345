"""Signing at the desk: the electronic signature on a review, and on a live page read again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from education.checks.registry import inspect
from education.errors import Refused
from education.people.services import prove
from education.publishing import services as publishing
from education.publishing.models import LivePage
from education.review import services as reviewing
from education.review.models import STATEMENTS, Meaning, Review
from education.staff.access import StaffRequest, desk_view, posted, reasons_of, status_of
from education.staff.dossier import Card, Dossier, ShownFinding, dossier, shown_finding
from education.staff.forms import SignatureForm, SignForm
from education.staff.options import option, valid_credentials
from education.staff.review_page import find_review, framing


@framing
@desk_view("GET", "POST")
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the signing form, and sign."""
    row = find_review(pk)
    option(row, request.user, "sign").require()
    whole = dossier(row)
    meaning = Meaning.CLINICAL_REVIEW if row.topic_id else Meaning.CLAIM_CHECKED
    cards = _signed_with_it(row, whole, request)
    form = SignForm(
        posted(request),
        credentials=valid_credentials(request.user),
        meaning=meaning,
        warnings=_warnings(whole, cards),
        cards=cards,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _sign(request, row, meaning, form)
            except Refused as refusal:
                status = _tell(form, refusal)
            else:
                messages.success(request, _thanks(row))
                return redirect("desk:review", pk=row.pk)
    context = {
        "review": row,
        "dossier": whole,
        "page": whole.page,
        "form": form,
        "statement": STATEMENTS[meaning],
        "printed_name": request.user.printed_name,
        "to_come": row.required_sign_offs - len(row.approvals()) - 1,
    }
    return render(request, "staff/sign.html", context, status=status)


def _sign(request: StaffRequest, row: Review, meaning: Meaning, form: SignForm) -> None:
    proof = prove(request.user, password=form.cleaned_data["password"], purpose=row.fingerprint)
    reviewing.sign_off(
        row,
        by=request.user,
        credential=form.cleaned_data["credential"],
        meaning=meaning,
        statement=form.cleaned_data["statement"],
        interests=form.declared(),
        proof=proof,
        answers=form.answers(),
        claims=form.claims(),
    )


def _signed_with_it(row: Review, whole: Dossier, request: StaffRequest) -> list[Card]:
    """Return the claims of a page that still wait and that this person may sign with it."""
    if not row.topic_id:
        return []
    return [
        card
        for card in whole.cards
        if card.review is not None
        and not card.is_signed
        and request.user.pk not in (*card.review.contributors, card.review.submitted_by_id)
    ]


def _warnings(whole: Dossier, cards: list[Card]) -> list[ShownFinding]:
    """Return each warning of the page and of the claims signed with it, once."""
    found = [*whole.findings, *(f for card in cards for f in card.findings)]
    return list({f.key: f for f in found if not f.blocks}.values())


def _tell(form: SignatureForm, refusal: Refused) -> int:
    for reason in reasons_of(refusal):
        form.add_error(None, reason)
    return status_of(refusal)


def _thanks(row: Review) -> str:
    missing = row.required_sign_offs - row.approvals().count()
    if missing > 0:
        return f"Your signature is recorded. {missing} more to come from other colleagues."
    return "Your signature is recorded, and the text has every signature it needs."


@framing
@desk_view("GET", "POST")
def reaffirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign that a live page was read again and needs no change."""
    row = find_review(pk)
    option(row, request.user, "reaffirm").require()
    live = get_object_or_404(LivePage.objects.select_related("edition"), edition__review=row)
    page = live.edition.page()
    form = SignatureForm(
        posted(request),
        credentials=valid_credentials(request.user),
        meaning=Meaning.REVIEWED_NO_CHANGE,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _reaffirm(request, live, row, form)
            except Refused as refusal:
                status = _tell(form, refusal)
            else:
                messages.success(request, "Recorded: you read the live page and it is still right.")
                return redirect("desk:review", pk=row.pk)
    found: list[Any] = [{**f.as_json(), "key": f.key} for f in inspect(page)]
    context = {
        "review": row,
        "live": live,
        "page": page,
        "form": form,
        "findings": [shown_finding(page, f) for f in found],
        "statement": STATEMENTS[Meaning.REVIEWED_NO_CHANGE],
        "printed_name": request.user.printed_name,
    }
    return render(request, "staff/reaffirm.html", context, status=status)


def _reaffirm(request: StaffRequest, live: LivePage, row: Review, form: SignatureForm) -> None:
    proof = prove(request.user, password=form.cleaned_data["password"], purpose=row.fingerprint)
    publishing.reaffirm(
        live,
        by=request.user,
        credential=form.cleaned_data["credential"],
        interests=form.declared(),
        proof=proof,
    )
