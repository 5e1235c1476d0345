"""The door of what belongs to an imported article: who may come in."""

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
_NOT_YOURS = "Drafts are for colleagues at the review desk: ask an administrator for a role."


def for_colleagues(view: View) -> View:
    """Let everybody with work at the desk in; send strangers to sign in."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return redirect_to_login(request.get_full_path())
        if not user.is_staff or not has_role(user, *(set(Role) - {Role.ADMINISTRATOR})):
            return refused(request, _NOT_YOURS, 403)
        return view(request, pk)

    return guarded


def refused(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    """Answer with a page that holds the one sentence that says why not."""
    context = {"reasons": [reason], "at_desk": True}
    return render(request, "staff/refused.html", context, status=status)
