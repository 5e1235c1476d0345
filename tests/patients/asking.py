"""Asking the site as a WSGI server does."""

from __future__ import annotations

import io
from typing import Any

URL = "/topics/kidneys/"
Answer = tuple[str, list[tuple[str, str]], bytes]


def ask(application: Any, path: str = URL, method: str = "GET", **more: str) -> Answer:
    """One request, as a WSGI server makes it."""
    started: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **more,
    }
    body = b"".join(application(environ, lambda status, headers: started.extend((status, headers))))
    return started[0], started[1], body


def never(*_: Any) -> Any:
    """An application that must not be asked."""
    raise AssertionError("fell through")
