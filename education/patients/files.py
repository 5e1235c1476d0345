"""Files for readers, by the hash of their bytes: the style sheet, and pictures of live pages."""

from __future__ import annotations

import gzip
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from education.content import pictures
from education.patients.serving import accepts_gzip, headers
from education.publishing.shown import is_shown
from education.publishing.style import style

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


#: Of the style sheet, which is the same for everybody.
FOR_EVER = "public, max-age=31536000, immutable"


def style_sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve the style sheet, to be kept for ever; what asks for an older one gets this one."""
    now, body = style()
    more = {"Content_Type": "text/css; charset=utf-8", "Vary": "Accept-Encoding"}
    if accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        body, more["Content_Encoding"] = _packed(body), "gzip"
    more["Cache_Control"] = FOR_EVER if digest == now else "no-cache"
    response = HttpResponse(body)
    response.headers = headers().copied(**more, Content_Length=str(len(body)))
    return response


@lru_cache(maxsize=2)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
