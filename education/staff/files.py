"""Pictures for staff: also those of pages that nobody has signed, which readers never get."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from education.content import pictures
from education.staff.access import StaffRequest, desk_view


@desk_view("GET")
def picture(request: StaffRequest, name: str) -> HttpResponse:
    """Serve any picture of the library; the browser keeps no copy."""
    return picture_response(name)


def picture_response(name: str) -> HttpResponse:
    """Return a picture's bytes; 404 when it is missing or not the one of its name."""
    body = pictures.read(name)
    if body is None:
        raise Http404("There is no such picture, or its file was exchanged.")
    return HttpResponse(body, content_type=pictures.type_of(name))
