"""From a rendered page to a response: ETag and 304, packed or plain, and the readers' headers."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import parse_etags
from django.utils.translation import gettext

from education.patients.cache import Rendered, pack, plain_pages
from education.publishing.pages import Notice

#: On everything readers get: no script at all, nothing from elsewhere, no frame, no guessing.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_REFUSES_GZIP = re.compile(r"\bgzip\s*;\s*q=0(?:\.0*)?(?:\s|,|$)")


def respond(request: HttpRequest, page: Rendered, key: Hashable = None) -> HttpResponse:
    """Return the response that carries a page, or 304 when the reader has it already.

    ``key`` is that of the page's packed form in memory; its plain form is kept under the same.
    """
    if _has_it(request.META.get("HTTP_IF_NONE_MATCH"), page.etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    elif _accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response = HttpResponse(page.packed)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(page.packed))
    else:
        plain = plain_pages.get(key) or plain_pages.put(key, page.plain()) if key else page.plain()
        response = HttpResponse(plain)
        response["Content-Length"] = str(len(plain))
    response["ETag"] = page.etag
    # Kept, but asked about each time: a page that was taken down is gone on the next request.
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Accept-Encoding"
    return response


def _has_it(asked: str | None, etag: str) -> bool:
    if not asked:
        return False
    known = [known.removeprefix("W/") for known in parse_etags(asked)]
    return etag.removeprefix("W/") in known or known == ["*"]


def _accepts_gzip(header: str) -> bool:
    return "gzip" in header and not _REFUSES_GZIP.search(header)


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
    response = HttpResponse(page.plain(), status=status)
    response["Cache-Control"] = "no-cache"
    return response


def missing(request: HttpRequest, language: str) -> HttpResponse:
    """Return 404."""
    return show(request, "404.html", language, {}, 404)


def taken_down(request: HttpRequest, language: str, notice: Notice) -> HttpResponse:
    """Return 410 with the notice."""
    with translation.override(language):
        words = gettext(notice.words)
    number = settings.EMERGENCY_NUMBER
    context = {"notice": notice, "words": words, "emergency_number": number}
    return show(request, "patients/gone.html", language, context, 410)
