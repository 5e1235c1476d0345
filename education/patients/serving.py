"""From a rendered page to a response: ETag and 304, packed or plain, and the readers' headers."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import ResponseHeaders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import parse_etags
from django.utils.translation import gettext

from education.patients.cache import Rendered, pack, plain_pages
from education.publishing import reading
from education.publishing.addresses import address
from education.publishing.pages import Notice

HTML = "text/html; charset=utf-8"
#: What a reader's address answers when its view has no ``methods`` of its own.
READING = ("GET", "HEAD")
_REFUSES_GZIP = re.compile(r"\bgzip\s*;\s*q=0(?:\.0*)?(?:\s|,|$)")


class Headers(ResponseHeaders):
    """Headers that are made once and copied for each response, which is much cheaper."""

    def copied(self, **more: str) -> Headers:
        """Return a copy with more headers; ``_`` in a name stands for ``-``, values are ASCII."""
        twin = Headers.__new__(Headers)
        twin._store = dict(self._store)
        for name, value in more.items():
            name = name.replace("_", "-")
            twin._store[name.lower()] = (name, value)
        return twin


@lru_cache
def _headers(hsts: str) -> Headers:
    return Headers(
        {
            # No script at all, nothing from elsewhere, no frame.
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                "base-uri 'none'; frame-ancestors 'none'"
            ),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            # Kept, but asked about each time: a page taken down is gone on the next request.
            "Cache-Control": "no-cache",
            **({"Strict-Transport-Security": hsts} if hsts else {}),
        }
    )


def headers() -> Headers:
    """Return the headers of every response to a reader; copy before changing."""
    seconds, hsts = settings.SECURE_HSTS_SECONDS, ""
    if seconds:
        hsts = f"max-age={seconds}"
        hsts += "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        hsts += "; preload" if settings.SECURE_HSTS_PRELOAD else ""
    return _headers(hsts)


def respond(request: HttpRequest, page: Rendered, key: Hashable = None) -> HttpResponse:
    """Return a page for a reader, or 304 when the reader has it already.

    ``key`` is that of the page's packed form in memory: its plain form is kept under the same.
    """
    common = {"ETag": page.etag, "Vary": "Accept-Encoding"}
    if has_it(request.META.get("HTTP_IF_NONE_MATCH", ""), page.etag):
        response = HttpResponse(status=304)
        response.headers = headers().copied(**common)
        return response
    if accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        body, common["Content_Encoding"] = page.packed, "gzip"
    else:
        body = plain_pages.get(key) or plain_pages.put(key, page.plain()) if key else page.plain()
    response = HttpResponse(body)
    response.headers = headers().copied(**common, Content_Type=HTML, Content_Length=str(len(body)))
    return response


def has_it(asked: str, etag: str) -> bool:
    """Tell whether an If-None-Match names this ETag."""
    known = [known.removeprefix("W/") for known in parse_etags(asked)]
    return etag.removeprefix("W/") in known or known == ["*"]


def accepts_gzip(header: str) -> bool:
    """Tell whether an Accept-Encoding takes gzip."""
    return "gzip" in header and (";" not in header or not _REFUSES_GZIP.search(header))


def show(
    request: HttpRequest,
    template: str,
    language: str,
    context: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Return a rendered template in a language; only 200 has an ETag."""
    with translation.override(language):
        page = pack(render_to_string(template, dict(context)))
    if status == 200:
        return respond(request, page)
    return HttpResponse(page.plain(), status=status)


def missing(request: HttpRequest, language: str) -> HttpResponse:
    """Return 404."""
    return show(request, "404.html", language, {}, 404)


def taken_down(request: HttpRequest, language: str, notice: Notice, **more: Any) -> HttpResponse:
    """Return 410 with the notice, and with what else the template may say."""
    with translation.override(language):
        words = gettext(notice.words)
    number = settings.EMERGENCY_NUMBER
    context = {"notice": notice, "words": words, "emergency_number": number, **more}
    return show(request, "patients/gone.html", language, context, 410)


def not_live(
    request: HttpRequest, slug: str, language: str, notice: Notice | None, **more: Any
) -> HttpResponse:
    """Say what became of a page that is not live: taken down, moved, or never there."""
    moved = None if notice else reading.moved_to(language, slug)
    if moved:
        return HttpResponsePermanentRedirect(moved)
    notice = notice or reading.withdrawal_at(language, slug)
    if notice is None:
        return missing(request, language)
    more = more or {"dates_address": address("editions", language, slug=slug)}
    return taken_down(request, language, notice, **more)
