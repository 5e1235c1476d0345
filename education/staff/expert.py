"""The door for outside experts, at ``/expert/``: one review by a link, and nothing else.

No account and no session. The link's page is safe to fetch for anybody, also for the scanners that
mail runs through; only its button opens it. What lets the expert in from then on is a cookie that
holds the invitation and the secret of this browser, sent to these addresses only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from education.errors import Refused, WrongState
from education.publishing.rendering import page_html
from education.review import guests
from education.review.models import Invitation
from education.staff.access import posted, reasons_of, status_of
from education.staff.dossier import manuscript_to_read
from education.staff.expert_forms import AnswerForm, RemarkForm
from education.staff.expert_reading import claims_to_read, threads_of
from education.staff.files import picture_response
from education.staff.knocks import WINDOW, knocked_too_often
from education.staff.review_page import framed, framing

View = Callable[..., HttpResponse]
COOKIE, PATH = "countersign_expert", "/expert/"
_SALT = "countersign.expert"

_NOT_OURS = "This link is not one of ours. Copy the whole link from the mail, or ask for a new one."
_NOT_HERE = (
    "No review is open in this browser. Use the link you were sent; if it was used already, "
    "ask for a new one."
)
_ANOTHER_OPEN = (
    "Another review is open in this browser. Say there that you are done first, "
    "or use this link in another browser."
)


def quiet(*methods: str) -> Callable[[View], View]:
    """Answer these methods only; keep the response out of caches, indexes and others' logs."""
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            response = view(request, **kwargs)
            response["X-Robots-Tag"] = "noindex, nofollow"
            # Not "no-referrer": browsers would then hide the origin from our own forms as well.
            response["Referrer-Policy"] = "same-origin"
            return response

        return guarded

    return decorate


def for_guest(*methods: str) -> Callable[[View], View]:
    """Let a view be reached by the browser that opened an invitation, while that is good."""

    def decorate(view: View) -> View:
        @quiet(*methods)
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
            guest = _guest_in(request)
            if guest is None:
                return _shut(request, _NOT_HERE, 403)
            if reason := guests.why_shut(guest, timezone.now()):
                return _forget(_shut(request, reason, 410))
            return view(request, guest, **kwargs)

        return guarded

    return decorate


# --- the link ---------------------------------------------------------------------------------


@quiet("GET", "POST")
def landing(request: HttpRequest, token: str) -> HttpResponse:
    """Say who asks for what; the button opens the review, once."""
    invitation = guests.invitation_of(token)
    if invitation is None:
        return _not_ours(request)
    if request.method == "POST":
        return _open(request, token, invitation)
    if reason := guests.why_not_opened(invitation, timezone.now()):
        return _shut(request, reason, 410, invitation)
    page = manuscript_to_read(invitation.review)
    context = {"invitation": invitation, "page": page, "guest": None}
    return render(request, "staff/expert/landing.html", context)


def _open(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    here = _guest_in(request)
    if here and here.pk != invitation.pk and not guests.why_shut(here, timezone.now()):
        return _shut(request, _ANOTHER_OPEN, 409, here)
    try:
        opened = guests.open_invitation(token)
    except WrongState as refusal:
        return _shut(request, str(refusal), 410, invitation)
    return _remember(redirect("expert:review"), opened, secure=request.is_secure())


def _not_ours(request: HttpRequest) -> HttpResponse:
    if knocked_too_often(request):
        words = "Too many wrong links came from your address. Try again in some minutes."
        response = _shut(request, words, 429)
        response["Retry-After"] = str(WINDOW)
        return response
    return _shut(request, _NOT_OURS, 403)


# --- the review -------------------------------------------------------------------------------


@framing
@for_guest("GET")
def review(request: HttpRequest, guest: Invitation) -> HttpResponse:
    """Show the one review: the page, its claims, and this expert's own threads."""
    return _show(request, guest)


@framed
@for_guest("GET")
def page(request: HttpRequest, guest: Invitation) -> HttpResponse:
    """Serve the submitted page by itself, exactly as patients will see it."""
    note = "Sent to you for your opinion. Not for patients until it is signed and published."
    text = manuscript_to_read(guest.review)
    at = reverse("expert:page") + "pictures/"
    return HttpResponse(page_html(text, preview_note=note, pictures_at=at))


@framed
@for_guest("GET")
def picture(request: HttpRequest, guest: Invitation, name: str) -> HttpResponse:
    """Serve a picture of the submitted page, and no other."""
    if name not in {p.name for p in manuscript_to_read(guest.review).pictures}:
        raise Http404("The page holds no such picture.")
    return picture_response(name)


@framing
@for_guest("POST")
def comment(request: HttpRequest, guest: Invitation) -> HttpResponse:
    """Keep a remark; shown again with what was typed when it cannot be kept."""
    form = RemarkForm(request.POST, page=manuscript_to_read(guest.review))
    status = 422
    if form.is_valid():
        try:
            guests.comment_as_guest(guest, **form.cleaned_data)
        except Refused as refusal:
            status = _told_by(form, refusal)
        else:
            return redirect(_back_to_comments())
    return _show(request, guest, remark=form, status=status)


@framing
@for_guest("POST")
def answer(request: HttpRequest, guest: Invitation, pk: int) -> HttpResponse:
    """Keep an answer in one of the expert's own threads; of others there is no sign."""
    thread = next((c for c in guests.said_to(guest) if c.pk == pk), None)
    if thread is None:
        raise Http404("There is no such thread.")
    form = AnswerForm(request.POST, auto_id=f"id_{pk}_%s")
    status = 422
    if form.is_valid():
        try:
            guests.comment_as_guest(guest, parent=thread, **form.cleaned_data)
        except Refused as refusal:
            status = _told_by(form, refusal)
        else:
            return redirect(_back_to_comments())
    return _show(request, guest, answered=(pk, form), status=status)


@for_guest("GET", "POST")
def done(request: HttpRequest, guest: Invitation) -> HttpResponse:
    """Ask once more, and end the invitation: this browser shows nothing any more."""
    if posted(request) is None:
        context = {"guest": guest, "said": guest.comments.count()}
        return render(request, "staff/expert/done.html", context)
    try:
        guests.finish(guest)
    except WrongState as refusal:
        return _forget(_shut(request, str(refusal), 410))
    return _forget(redirect("expert:thanks"))


@quiet("GET")
def thanks(request: HttpRequest) -> HttpResponse:
    """Say goodbye; tells nobody anything."""
    return render(request, "staff/expert/thanks.html", {"guest": None})


def _show(
    request: HttpRequest,
    guest: Invitation,
    *,
    remark: RemarkForm | None = None,
    answered: tuple[int, AnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = manuscript_to_read(guest.review)
    about = {"anchor": request.GET.get("about", "page")}
    threads = [
        (
            thread,
            answered[1]
            if answered and answered[0] == thread.remark.pk
            else AnswerForm(auto_id=f"id_{thread.remark.pk}_%s"),
        )
        for thread in threads_of(guest, page)
    ]
    context = {
        "guest": guest,
        "page": page,
        "claims": list(claims_to_read(page)),
        "threads": threads,
        "form": remark or RemarkForm(page=page, initial=about),
    }
    return render(request, "staff/expert/review.html", context, status=status)


# --- shared -----------------------------------------------------------------------------------


def _back_to_comments() -> str:
    return f"{reverse('expert:review')}#comments"


def _told_by(form: RemarkForm | AnswerForm, refusal: Refused) -> int:
    for reason in reasons_of(refusal):
        form.add_error(None, reason)
    return status_of(refusal)


def _shut(
    request: HttpRequest, reason: str, status: int, opened: Invitation | None = None
) -> HttpResponse:
    """Answer with one sentence; whoever may have ``opened`` it in this browser finds the way."""
    goes_on = (
        opened is not None
        and opened.opened_at is not None
        and not guests.why_shut(opened, timezone.now())
    )
    context = {"guest": None, "reason": reason, "goes_on": goes_on}
    return render(request, "staff/expert/shut.html", context, status=status)


def _guest_in(request: HttpRequest) -> Invitation | None:
    """Return whose browser this is, whether the invitation is good still or not."""
    said = request.get_signed_cookie(COOKIE, default="", salt=_SALT) or ""
    pk, _, secret = said.partition(":")
    return guests.recognised(int(pk), secret) if pk.isdecimal() else None


def _remember(response: HttpResponse, opened: guests.Opened, *, secure: bool) -> HttpResponse:
    left = opened.invitation.expires_at - timezone.now()
    response.set_signed_cookie(
        COOKIE,
        f"{opened.invitation.pk}:{opened.secret}",
        salt=_SALT,
        max_age=max(1, int(left.total_seconds())),
        path=PATH,
        secure=secure or settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response
