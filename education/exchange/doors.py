"""The door of what belongs to a page's article and its evidence: who may come in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from education.people.models import Role, User
from education.people.rules import has_role

View = Callable[[HttpRequest, int], HttpResponse]


def open_to(*roles: Role, otherwise: str) -> Callable[[View], View]:
    """Let staff with one of these roles in; send strangers to sign in, tell the others why not."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, pk: int) -> HttpResponse:
            user = request.user
            if not isinstance(user, User):
                return redirect_to_login(request.get_full_path())
            if not user.is_staff or not has_role(user, *roles):
                return refused(request, otherwise, 403)
            return view(request, pk)

        return guarded

    return decorate


#: Everybody with work at the desk.
for_colleagues = open_to(
    *(set(Role) - {Role.ADMINISTRATOR}),
    otherwise="Drafts are for colleagues at the review desk: ask an administrator for a role.",
)


def refused(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    """Answer with a page that holds the one sentence that says why not."""
    context = {"reasons": [reason], "at_desk": True}
    return render(request, "staff/refused.html", context, status=status)
