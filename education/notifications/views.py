"""The screens of mail: one's own pace and messages; for coordinators, all messages and failures.

Also for administrators, who have no work at the review desk but are told of locked accounts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from education.errors import NotAllowed, Refused, WrongState
from education.notifications import services
from education.notifications.forms import FilterForm, PaceForm
from education.notifications.models import Message
from education.notifications.rules import DIGEST_AT, MOST_ATTEMPTS, kinds_that_say
from education.notifications.telling import lines_of
from education.people.models import Role, User
from education.people.rules import has_role
from education.publishing.models import Edition

PER_PAGE = 50
_View = Callable[..., HttpResponse]


def _staff(*methods: str) -> Callable[[_View], _View]:
    """Let signed-in staff in, by these methods; a refusal becomes a page with its sentence."""

    def decorate(view: _View) -> _View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                if not request.user.is_staff:
                    raise NotAllowed("Mail is for staff: ask an administrator for an account.")
                return view(request, *args, user=request.user, **kwargs)
            except Refused as refusal:
                context = {"reasons": [str(refusal)], "at_desk": True}
                status = 409 if isinstance(refusal, WrongState) else 403
                return render(request, "staff/refused.html", context, status=status)

        return guarded

    return decorate


@_staff("GET", "HEAD", "POST")
def own(request: HttpRequest, user: User) -> HttpResponse:
    """Show what was sent to this person, and let them choose how often."""
    form = PaceForm(request.POST if request.method == "POST" else None, pace=user.mail_pace)
    if request.method == "POST" and form.is_valid():
        services.choose_pace(form.cleaned_data["pace"], by=user)
        messages.success(request, "Kept: mail comes at the pace you chose.")
        return redirect("mail:own")
    context = _listed(request, Message.objects.filter(recipient=user))
    context |= {
        "pace_form": form,
        "address": user.email,
        "digest_at": DIGEST_AT,
        "sees_all": has_role(user, Role.COORDINATOR, Role.AUDITOR),
    }
    return render(request, "notifications/own.html", context, status=422 if form.errors else 200)


@_staff("GET", "HEAD")
def everything(request: HttpRequest, user: User) -> HttpResponse:
    """Show all messages, narrowed by the filters in the address."""
    if not has_role(user, Role.COORDINATOR, Role.AUDITOR):
        raise NotAllowed("Only coordinators and auditors see the mail of others.")
    context = _listed(request, Message.objects.all())
    context |= {
        "to_look_at": services.to_look_at().count(),
        "may_mend": has_role(user, Role.COORDINATOR),
        "most_attempts": MOST_ATTEMPTS,
    }
    return render(request, "notifications/all.html", context)


@_staff("POST")
def send_again(request: HttpRequest, pk: int, user: User) -> HttpResponse:
    """Try a message afresh that was given up."""
    services.send_again(_message(pk, user), by=user)
    messages.success(request, "It goes out with the next mail.")
    return redirect("mail:all")


@_staff("POST")
def leave(request: HttpRequest, pk: int, user: User) -> HttpResponse:
    """Leave a message that was given up as it is."""
    services.leave(_message(pk, user), by=user)
    messages.success(request, "Left as it is. It stays in the list of messages not sent.")
    return redirect("mail:all")


def _message(pk: int, user: User) -> Message:
    """Return a message; strangers are refused before they learn which ones there are."""
    services.require_coordinator(user)
    return get_object_or_404(Message, pk=pk)


def _listed(request: HttpRequest, rows: QuerySet[Message]) -> dict[str, Any]:
    """Return a page of messages with their words, and the form that narrows them."""
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    state, words = asked.get("state", ""), asked.get("q", "").strip()
    if state == FilterForm.TO_LOOK_AT:
        rows = rows.filter(pk__in=services.to_look_at().values("pk"))
    elif state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(_holds(words))
    rows = rows.select_related("event", "recipient")
    page = Paginator(rows.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    waits = set(
        services.to_look_at().filter(pk__in=[m.pk for m in shown]).values_list("pk", flat=True)
    )
    return {
        "form": form,
        "page": page,
        "rows": [
            (message, line, message.pk in waits)
            for message, line in zip(shown, lines_of(shown), strict=True)
        ],
        "narrowed": bool(state or words),
        "others": _others(request, page),
        "has_server": settings.EMAIL_IS_SET,
    }


def _holds(words: str) -> Q:
    """The messages to a person or address, of a kind that says so, or about a review's number."""
    found = Q(kind__in=kinds_that_say(words)) | Q(address__icontains=words)
    for name in ("username", "first_name", "last_name", "email"):
        found |= Q(**{f"recipient__{name}__icontains": words})
    number = words.casefold().removeprefix("review").strip()
    if number.isdecimal() and len(number) < 18:
        editions = Edition.objects.filter(review=int(number)).values_list("pk", flat=True)
        subjects = [f"review:{int(number)}", *(f"edition:{pk}" for pk in editions)]
        found |= Q(event__subject__in=subjects)
    return found


def _others(request: HttpRequest, page: Page[Any]) -> list[tuple[str, str]]:
    """Return (label, query) of the pages before and after, with the filters kept."""
    near = []
    if page.has_previous():
        near.append(("Previous", page.previous_page_number()))
    if page.has_next():
        near.append(("Next", page.next_page_number()))
    kept = {k: v for k, v in request.GET.items() if k != "page" and v}
    return [(label, urlencode({**kept, "page": number})) for label, number in near]
