"""Asking the site itself for its answers, without a network: the files are what readers get."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from education.errors import Refused


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answered at a path."""

    status: int
    kind: str
    body: bytes
    #: Where a redirect leads.
    location: str = ""


Ask = Callable[[str], Answer]
_ENDS = (request_started, request_finished)


class WrongHost(Refused):
    """The site does not answer under its own name."""


def asking(application: Any) -> Ask:
    """Return a function that asks a WSGI application for a path, as a reader would over HTTPS."""
    site = urlsplit(settings.SITE_URL)

    def ask(path: str) -> Answer:
        place = urlsplit(path)
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(place.path),
            "QUERY_STRING": place.query,
            "SERVER_NAME": site.hostname or "localhost",
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": site.netloc,
            "HTTP_X_FORWARDED_PROTO": site.scheme,
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        got: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            names = {name.lower(): value for name, value in headers}
            got["status"], got["headers"] = int(status[:3]), names

        with _keeping_the_connection():
            parts = application(environ, start)
            try:
                body = b"".join(parts)
            finally:
                close = getattr(parts, "close", None)
                if close:
                    close()
        if got["status"] == 400:
            raise WrongHost(f"Put the host of SITE_URL, {site.hostname}, into ALLOWED_HOSTS.")
        headers = got["headers"]
        kind = headers.get("content-type", "").partition(";")[0]
        return Answer(got["status"], kind, body, headers.get("location", ""))

    return ask


@contextmanager
def _keeping_the_connection() -> Iterator[None]:
    """Leave the database's connection alone: whoever asks reads through it between two answers."""
    for signal in _ENDS:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in _ENDS:
            signal.connect(close_old_connections)
