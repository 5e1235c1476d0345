"""A small WSGI front: a live page that is in memory is answered before Django makes a request.

It does one thing: GET or HEAD of ``/topics/<slug>/`` (or under ``/<lang>/``) whose pointer, read
from the database on each request, leads to bytes in memory. Everything else falls through to the
ordinary view, which gives the same bytes and headers and fills the memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import Error, connection

from education.patients.cache import packed_pages
from education.patients.middleware import known_hosts
from education.patients.serving import Reply, reply
from education.publishing.pages import Pointer
from education.publishing.reading import live_pointer

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[..., Iterable[bytes]]

_REASONS = {200: "200 OK", 304: "304 Not Modified"}
_OTHERS = "|".join(re.escape(c) for c, _ in settings.LANGUAGES if c != settings.LANGUAGE_CODE)
_PAGE = re.compile(rf"(?:/({_OTHERS or '(?!)'}))?/topics/([-a-zA-Z0-9_]+)/")


class Front:
    """Answer what is ready; hand everything else to the application behind."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        ready = _ready(environ)
        if ready is None:
            return self.application(environ, start_response)
        start_response(_REASONS[ready.status], ready.headers.pairs())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [ready.body]


def _ready(environ: Environ) -> Reply | None:
    found = _PAGE.fullmatch(environ["PATH_INFO"])
    if (
        found is None
        or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or environ.get("HTTP_HOST") not in known_hosts
        or (settings.SECURE_SSL_REDIRECT and not _is_secure(environ))
        or settings.DEBUG
    ):
        return None
    try:
        pointer = live_pointer(found[1] or settings.LANGUAGE_CODE, found[2])
    except Error:
        connection.close()  # The ordinary view tries again, on a new connection.
        return None
    if not isinstance(pointer, Pointer):
        return None
    key = (pointer, False)
    page = packed_pages.get(key)
    if page is None:
        return None
    return reply(
        page,
        key,
        known=environ.get("HTTP_IF_NONE_MATCH"),
        accepted=environ.get("HTTP_ACCEPT_ENCODING", ""),
    )


def _is_secure(environ: Environ) -> bool:
    """Tell whether the reader came by HTTPS, as ``HttpRequest.scheme`` does."""
    header, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    stated: str | None = environ.get(header)
    if stated is None:
        return bool(environ["wsgi.url_scheme"] == "https")
    return stated.partition(",")[0].strip() == secure
