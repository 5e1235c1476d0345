"""Pictures for readers: those of pages they may read now, by the hash of their bytes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from education.content import pictures
from education.patients.serving import headers
from education.publishing.shown import is_shown

#: A name always means the same bytes. Kept by the reader's own browser alone: a store that many
#: readers share would go on handing out a picture whose page was taken down.
KEPT = "private, max-age=31536000, immutable"


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a picture of a live page, when its file is the one that was signed."""
    body = pictures.read(name) if is_shown(name) else None
    if body is None:
        return HttpResponseNotFound("There is no such picture here.", content_type="text/plain")
    response = HttpResponse(body)
    response.headers = headers().copied(
        Cache_Control=KEPT, Content_Type=pictures.type_of(name), Content_Length=str(len(body))
    )
    return response
