"""The door of these screens: who may come in, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from education.errors import Blocked, NotAllowed, Refused
from education.people.models import User

View = Callable[..., HttpResponse]

if TYPE_CHECKING:

    class PersonRequest(HttpRequest):
        """A request of somebody who has signed in."""

        user: User
else:
    PersonRequest = HttpRequest


def screen(require: Callable[[User], None], *methods: str) -> Callable[[View], View]:
    """Let a view be reached by those whom ``require`` lets in; a refusal is a page of its own."""

    def decorate(view: View) -> View:
        @never_cache
        @login_required
        @require_http_methods(["HEAD", *methods])
        @wraps(view)
        def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                require(request.user)
                return view(request, *args, **kwargs)
            except Refused as refusal:
                return _refused(request, refusal)

        return guarded

    return decorate


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    reasons = refusal.reasons if isinstance(refusal, Blocked) else (str(refusal),)
    context = {"reasons": reasons, "at_desk": True}
    status = 403 if isinstance(refusal, NotAllowed) else 422
    return render(request, "staff/refused.html", context, status=status)
