"""A small WSGI front: what is in memory is answered before Django makes a request.

It answers GET and HEAD of ``/topics/<slug>/`` and of its sheet (or under ``/<lang>/``) when the
pointer, read from the database on each request, leads to bytes in memory; and of the addresses in
``answers`` when the version of all that is live, read likewise, is still the one they were answered
for. Everything else falls through to the ordinary view, which gives the same bytes and headers and
fills the memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import Error, connection

from education.patients import answers
from education.patients.cache import packed_pages
from education.patients.handout import is_large
from education.patients.middleware import known_hosts
from education.patients.serving import Reply, reply
from education.patients.views import key_of
from education.publishing.addresses import OTHER_LANGUAGES
from education.publishing.pages import Pointer
from education.publishing.reading import live_pointer

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[..., Iterable[bytes]]

_REASONS = {200: "200 OK", 304: "304 Not Modified"}
_PAGE = re.compile(rf"(?:/({OTHER_LANGUAGES}))?/topics/([-a-zA-Z0-9_]+)/(print/)?")


class Front:
    """Answer what is ready; hand everything else to the application behind."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not _may_answer(environ):
            return self.application(environ, start_response)
        try:
            page, key = _page(environ), None
            if page is None:
                key = answers.key_of(environ)
        except Error:
            connection.close()  # The ordinary view tries again, on a new connection.
            return self.application(environ, start_response)
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        if page:
            start_response(_REASONS[page.status], page.headers.pairs())
            return [] if is_head else [page.body]
        if answer := answers.held(key, environ.get("HTTP_IF_NONE_MATCH")) if key else None:
            start_response(answer.status, list(answer.headers))
            return [] if is_head else [answer.body]
        if key and not is_head:
            return answers.kept(key, self.application, environ, start_response)
        return self.application(environ, start_response)


def _may_answer(environ: Environ) -> bool:
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and environ.get("HTTP_HOST") in known_hosts
        and not (settings.SECURE_SSL_REDIRECT and not _is_secure(environ))
        and not settings.DEBUG
    )


def _page(environ: Environ) -> Reply | None:
    """Return a live page that is in memory."""
    found = _PAGE.fullmatch(environ["PATH_INFO"])
    if found is None:
        return None
    pointer = live_pointer(found[1] or settings.LANGUAGE_CODE, found[2])
    if not isinstance(pointer, Pointer):
        return None
    large = is_large(environ.get("QUERY_STRING", ""))
    key = key_of(pointer, printable=bool(found[3]), large=large)
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
