"""Addresses of the API. HEAD is answered as GET, and every refusal is a problem."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, include, path, re_path
from django.views.generic import RedirectView

from education.api.api import make_api
from education.api.errors import refuse

View = Callable[..., HttpResponseBase]
api = make_api()


def _reading(view: View) -> View:
    """Let HEAD through as GET and say 405 as a problem; ninja does neither (N19)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            refusal = refuse(request, 405, "This address is for reading: use GET.")
            refusal["Allow"] = "GET, HEAD"
            return refusal
        asked, request.method = request.method, "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            # What answers HEAD without a body looks at the method again.
            request.method = asked

    return answer


def _nothing_here(request: HttpRequest, **_: Any) -> HttpResponse:
    return refuse(request, 404, "There is nothing at this address.")


def _patterns() -> list[URLPattern]:
    patterns = [p for p in api.urls[0] if isinstance(p, URLPattern)]
    for pattern in patterns:
        pattern.callback = _reading(pattern.callback)
    return patterns


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api:openapi-view"), name="api"),
    path("", include((_patterns(), "ninja"), namespace="api")),
    re_path(r"^(?P<rest>.*)$", _nothing_here),
]
