"""A small WSGI front: what is in memory is answered before Django makes a request.

It answers GET and HEAD of the addresses in ``answers`` while what the database says of them, read
on each request, is what it said when they were answered last. Everything else falls through to the
ordinary view, which gives the same bytes and headers and fills the memory.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import Error, connection

from education.patients import answers
from education.patients.answers import Application, Environ, StartResponse
from education.patients.middleware import known_hosts


class Front:
    """Answer what is ready; hand everything else to the application behind."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not _may_answer(environ):
            return self.application(environ, start_response)
        try:
            key = answers.key_of(environ)
        except Error:
            connection.close()  # The ordinary view tries again, on a new connection.
            key = None
        if key is None:
            return self.application(environ, start_response)
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        if answer := answers.held(key, environ.get("HTTP_IF_NONE_MATCH")):
            start_response(answer.status, answer.headers.copy())
            return [] if is_head else [answer.body]
        if is_head:
            return self.application(environ, start_response)
        return answers.kept(key, self.application, environ, start_response)


def _may_answer(environ: Environ) -> bool:
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and environ.get("HTTP_HOST") in known_hosts
        and not (settings.SECURE_SSL_REDIRECT and not _is_secure(environ))
        and not settings.DEBUG
    )


def _is_secure(environ: Environ) -> bool:
    """Tell whether the reader came by HTTPS, as ``HttpRequest.scheme`` does."""
    header, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    stated: str | None = environ.get(header)
    if stated is None:
        return bool(environ["wsgi.url_scheme"] == "https")
    return stated.partition(",")[0].strip() == secure
