"""The yardstick: a Django view that returns the same bytes from memory, and nothing else.

Its own WSGI application with its own settings: no middleware, one route, no database. That is the
shortest path Django has from a request to a response.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

#: The bytes of each kind of answer, packed as they go over the wire.
BODIES = {
    file.name.removesuffix(".gz"): file.read_bytes()
    for file in Path(os.environ["BENCHMARK_SAME"]).iterdir()
}


def view(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the bytes of one kind."""
    body = BODIES[kind]
    return HttpResponse(
        body, headers={"Content-Encoding": "gzip", "Content-Length": str(len(body))}
    )


urlpatterns = [path("<slug:kind>", view)]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="bare"
)
application = get_wsgi_application()
