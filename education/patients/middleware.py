"""Readers' pages are answered before sessions, logins and messages are even looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, get_resolver

from education.patients.serving import HEADERS

_READING = ("GET", "HEAD")


class PatientPages:
    """Answer readers' addresses at once; hand everything else on.

    First of all middleware, so what the rest would add for readers is added here: the headers
    that keep a page to itself, and the redirect to HTTPS, for which a request is handed on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.resolver = get_resolver("education.patients.urls")
        languages = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        self.first = frozenset({"", "topics", "search", "robots.txt", "sitemap.xml", *languages})
        self.headers = dict(HEADERS)
        if settings.SECURE_HSTS_SECONDS:
            self.headers["Strict-Transport-Security"] = (
                f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
            )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path[1:].partition("/")[0] not in self.first:
            return self.get_response(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return self.get_response(request)
        try:
            match = self.resolver.resolve(path)
        except Resolver404:
            return self.get_response(request)
        if request.method in _READING:
            # A name that is not ours gets no page (400), as everywhere else.
            request.get_host()
            response: HttpResponse = match.func(request, **match.kwargs)
        else:
            response = HttpResponseNotAllowed(_READING)
        for name, value in self.headers.items():
            response[name] = value
        if request.method == "HEAD" and response.status_code != 304:
            response.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response
