"""Readers' pages are answered before sessions, logins and messages are even looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, get_resolver

from education.patients.serving import READING, headers

_View = Callable[..., HttpResponse]
#: Names under which readers have asked and that are ours; the front answers for these alone.
known_hosts: set[str] = set()
MOST_HOSTS = 100


class PatientPages:
    """Answer readers' addresses at once; hand everything else on.

    First of all middleware, so what the rest would do for readers is done here: the headers that
    keep a page to itself, the check of the host's name, and the redirect to HTTPS, for which a
    request is handed on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        languages = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        self.first = frozenset(
            {
                "",
                "topics",
                "editions",
                "search",
                "media",
                "robots.txt",
                "sitemap.xml",
                "feed.atom",
                *languages,
            }
        )
        self.resolve = lru_cache(maxsize=16_384)(_resolve)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path[1:].partition("/")[0] not in self.first:
            return self.get_response(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return self.get_response(request)
        view, kwargs = self.resolve(path)
        if view is None:
            return self.get_response(request)
        methods = getattr(view, "methods", READING)
        if request.method in methods:
            _check_host(request)
            response = view(request, **kwargs)
        else:
            response = HttpResponseNotAllowed(methods)
        return _finished(request, response)


def _check_host(request: HttpRequest) -> None:
    """Refuse (400) a name that is not ours; remember those that are."""
    host = request.META.get("HTTP_HOST", "")
    if host not in known_hosts:
        request.get_host()
        if len(known_hosts) < MOST_HOSTS:
            known_hosts.add(host)


def _resolve(path: str) -> tuple[_View | None, dict[str, Any]]:
    try:
        match = get_resolver("education.patients.urls").resolve(path)
    except Resolver404:
        return None, {}
    return match.func, match.kwargs


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if "Content-Security-Policy" not in response.headers:
        for name, value in headers().items():
            response[name] = value
    if response.status_code != 304:
        response.setdefault("Content-Length", str(len(response.content)))
        if request.method == "HEAD":
            response.content = b""
    return response
