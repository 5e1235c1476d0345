"""Signing at the desk: the electronic signature on a review, and on a live page read again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from education.checks.registry import inspect
from education.errors import Refused
from education.people.services import locked_until, locked_words, prove
from education.publishing import services as publishing
from education.publishing.models import LivePage
from education.review import services as reviewing
from education.review.models import STATEMENTS, Meaning, Review
from education.review.signing import (
    changes_to_tick,
    conflicted,
    current_declaration,
    meanings_for,
    page_kind_of,
    signed_by_colleagues,
)
from education.review.surroundings import surroundings
from education.review.tasks import declare_conflict
from education.staff.access import StaffRequest, desk_view, posted, reasons_of, status_of
from education.staff.dossier import Dossier, ShownFinding, dossier, place_name, shown_finding
from education.staff.options import option, valid_credentials
from education.staff.review_page import find_review, framing
from education.staff.signature_forms import (
    JudgedClaim,
    ShownChange,
    SignatureForm,
    SignForm,
)


@framing
@desk_view("GET", "POST")
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the signing form, and sign."""
    row = find_review(pk)
    option(row, request.user, "sign").require()
    whole = dossier(row)
    form = _sign_form(request, row, whole)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if form.has_conflict:
                    return _step_aside(request, row, form)
                _sign(request, row, form)
            except Refused as refusal:
                status = _tell(form, refusal)
            else:
                messages.success(request, _thanks(row))
                return redirect("desk:review", pk=row.pk)
    context = {
        "dossier": whole,
        "page": whole.page,
        "to_come": row.required_sign_offs - len(row.approvals()) - 1,
        "remarks": form.remarks() if status == 422 and form.not_supported() else [],
        **_box(request, row, form),
    }
    return render(request, "staff/sign.html", context, status=status)


def _sign_form(request: StaffRequest, row: Review, whole: Dossier) -> SignForm:
    claims = _judged(row, whole, request)
    signs = [one.signs for one in claims if one.signs is not None]
    changes = changes_to_tick(row, request.user, signs)
    return SignForm(
        posted(request),
        credentials=valid_credentials(request.user),
        meanings=meanings_for(row),
        declared=current_declaration(request.user, page_kind_of(row)),
        claims=claims,
        warnings=_warnings(whole, claims),
        changes=[ShownChange(c, _place(whole, c.place)) for c in changes],
    )


def _judged(row: Review, whole: Dossier, request: StaffRequest) -> list[JudgedClaim]:
    """Return every claim to judge, and which of them this person signs with the page."""
    colleagues = signed_by_colleagues((card.claim for card in whole.cards), request.user)
    waiting = [c.review for c in whole.cards if c.review and not c.is_signed and row.topic_id]
    aside = conflicted(request.user, waiting)
    signs = {
        one.fingerprint: one
        for one in waiting
        if request.user.pk not in (*one.contributors, one.submitted_by_id) and one.pk not in aside
    }
    return [
        JudgedClaim(
            card=card,
            signed_by_colleague=card.claim.code in colleagues,
            signs=signs.get(card.claim.fingerprint()),
        )
        for card in whole.cards
    ]


def _place(whole: Dossier, place: str) -> str:
    """Name the place of a critical change, which tells sections apart by their headings."""
    kind, _, heading = place.partition(":")
    return f"Section “{heading}”" if kind == "section" else place_name(whole.page, place)


def _warnings(whole: Dossier, claims: list[JudgedClaim]) -> list[ShownFinding]:
    """Return each warning of the page and of the claims signed with it, once."""
    signed = [f for one in claims if one.signs is not None for f in one.card.findings]
    found = [*whole.findings, *signed]
    return list({f.key: f for f in found if not f.blocks}.values())


def _sign(request: StaffRequest, row: Review, form: SignForm) -> None:
    meaning, statement = form.signed()
    proof = prove(request.user, password=form.cleaned_data["password"], purpose=row.fingerprint)
    reviewing.sign_off(
        row,
        by=request.user,
        credential=form.cleaned_data["credential"],
        meaning=meaning,
        statement=statement,
        interests=form.declared(),
        proof=proof,
        answers=form.answers(),
        verdicts=form.verdicts(),
        ticks=form.ticks(),
        claims=form.claims(),
    )


def _step_aside(request: StaffRequest, row: Review, form: SignatureForm) -> HttpResponse:
    """Record a conflict of interest, and say what the person may still do."""
    declare_conflict(row, by=request.user, statement=form.cleaned_data["interests"])
    messages.success(
        request,
        "Your conflict of interest is recorded: you may comment on this page, but not sign it. "
        "A colleague will.",
    )
    return redirect("desk:review", pk=row.pk)


def _box(request: StaffRequest, row: Review, form: SignatureForm) -> dict[str, Any]:
    """Return what the signature box shows: who signs, which words, and a lock."""
    until = locked_until(request.user)
    return {
        "review": row,
        "form": form,
        "printed_name": request.user.printed_name,
        "statement": STATEMENTS[form.meanings[0]] if len(form.meanings) == 1 else "",
        "locked": locked_words(until) if until else "",
    }


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
        meanings=(Meaning.REVIEWED_NO_CHANGE,),
        declared=current_declaration(request.user, page_kind_of(row)),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if form.has_conflict:
                    return _step_aside(request, row, form)
                _reaffirm(request, live, row, form)
            except Refused as refusal:
                status = _tell(form, refusal)
            else:
                messages.success(request, "Recorded: you read the live page and it is still right.")
                return redirect("desk:review", pk=row.pk)
    found: list[Any] = [
        {**f.as_json(), "key": f.key} for f in inspect(page, surroundings(page.topic_id))
    ]
    context = {
        "live": live,
        "page": page,
        "findings": [shown_finding(page, f) for f in found],
        **_box(request, row, form),
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
