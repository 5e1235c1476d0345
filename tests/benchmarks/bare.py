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

BODY = Path(os.environ["BENCHMARK_BODY"]).read_bytes()


def view(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the bytes, packed as the page they were copied from."""
    return HttpResponse(
        BODY, headers={"Content-Encoding": "gzip", "Content-Length": str(len(BODY))}
    )


urlpatterns = [path("topics/<slug:slug>/", view)]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="bare"
)
application = get_wsgi_application()
