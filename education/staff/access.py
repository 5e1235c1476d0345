"""The door of the review desk: who may come in, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from education.errors import Blocked, NotAllowed, Refused, WrongState
from education.people.models import User
from education.staff.permissions import reads_reports, works_at_desk
from education.staff.tabs import Tabs

View = Callable[..., HttpResponse]

if TYPE_CHECKING:

    class StaffRequest(HttpRequest):
        """A request whose person has signed in and works at the desk."""

        user: User
        tabs: Tabs
        #: Whether the desk's tabs lead to the reports.
        reads_reports: bool

else:
    StaffRequest = HttpRequest

_STATUS: dict[type[Refused], int] = {NotAllowed: 403, WrongState: 409, Blocked: 422}


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, also when that is nothing; None when nothing was."""
    return request.POST if request.method == "POST" else None


def status_of(refusal: Refused) -> int:
    """Return the HTTP status that says what kind of refusal it is."""
    return _STATUS.get(type(refusal), 400)


def reasons_of(refusal: Refused) -> tuple[str, ...]:
    """Return the sentences of a refusal, one for each thing in the way."""
    return refusal.reasons if isinstance(refusal, Blocked) else (str(refusal),)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer with the reasons in full, and a way back."""
    context = {"reasons": reasons_of(refusal), "at_desk": works_at_desk(request.user)}
    return render(request, "staff/refused.html", context, status=status_of(refusal))


def attempt(form: Form, act: Callable[[], object]) -> int:
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


def desk_view(*methods: str) -> Callable[[View], View]:
    """Let a view be reached by signed-in staff with work at the desk, by these methods only.

    Anonymous people are sent to sign in; people without a role that works here are told so (403);
    a verb's refusal that the view does not handle itself becomes a page with its sentences.
    """
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not user.is_staff or not works_at_desk(user):
                return refused(request, NotAllowed(_NO_WORK_HERE))
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            cast(StaffRequest, request).tabs = Tabs(user)
            cast(StaffRequest, request).reads_reports = reads_reports(user)
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                return refused(request, refusal)

        return guarded

    return decorate


_NO_WORK_HERE = (
    "The review desk is for authors, clinicians, publishers, coordinators and auditors: "
    "ask an administrator for one of these roles."
)
