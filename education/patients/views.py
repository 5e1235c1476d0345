"""What readers get. Every view here answers GET and HEAD, and knows editions only."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from education.patients import answers
from education.patients.cache import Rendered, pack, packed_pages
from education.patients.handout import is_large
from education.patients.serving import missing, not_live, respond, show, taken_down
from education.publishing import reading
from education.publishing.addresses import address
from education.publishing.comparing import compare
from education.publishing.pages import Notice, Pointer, PublishedPage
from education.publishing.rendering import page_html
from education.publishing.seen import seen_on

DEFAULT = settings.LANGUAGE_CODE
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def topic(request: HttpRequest, slug: str, language: str = DEFAULT) -> HttpResponse:
    """Serve the live page at an address: one query when its bytes are in memory, two when not."""
    return _live_page(request, slug, language, printable=False)


def printable(request: HttpRequest, slug: str, language: str = DEFAULT) -> HttpResponse:
    """Serve the live page as a sheet for paper, in large print when asked."""
    large = is_large(request.META.get("QUERY_STRING", ""))
    return _live_page(request, slug, language, printable=True, large=large)


def _live_page(
    request: HttpRequest, slug: str, language: str, *, printable: bool, large: bool = False
) -> HttpResponse:
    pointer = reading.live_pointer(language, slug, request.META.get(answers.LIVE_ROWS))
    if not isinstance(pointer, Pointer):
        return not_live(request, slug, language, pointer)
    # A page on the screen has no large print.
    key = (pointer, printable, large)
    page = None if settings.DEBUG else packed_pages.get(key)
    if page is None:
        rendered = _render(reading.published_page(pointer), printable=printable, large=large)
        page = packed_pages.put(key, rendered)
    return respond(request, page, key)


def _render(page: PublishedPage, *, printable: bool = False, large: bool = False) -> Rendered:
    html = page_html(page.manuscript, published=page, printable=printable, large=large)
    return pack(html, page.fingerprint)


def editions(request: HttpRequest, slug: str, language: str = DEFAULT) -> HttpResponse:
    """List the editions of a live page, newest first, and say what readers saw on a day.

    Of a page that was taken down, days and reasons are told still, but not a word of its text.
    """
    lines = reading.editions_of(language, slug)
    asked = _day_asked(request, slug, language)
    if not isinstance(lines, tuple):
        return not_live(request, slug, language, lines, asked=asked)
    here = address("topic", language, slug=slug)
    context = {"lines": lines, "title": lines[0].title, "address": here, "asked": asked}
    return show(request, "patients/editions.html", language, context)


def _day_asked(request: HttpRequest, slug: str, language: str) -> dict[str, Any]:
    """Return the day that was asked about as it was typed, and the answer or what is wrong."""
    typed = request.GET.get("on", "").strip()[:20]
    asked: dict[str, Any] = {"typed": typed, "problem": "", "day": None, "seen": ()}
    if not typed:
        return asked
    try:
        day = date.fromisoformat(typed if _ISO_DAY.fullmatch(typed) else "")
    except ValueError:
        return asked | {"problem": "form"}
    if day > reading.today():
        return asked | {"problem": "future"}
    return asked | {"day": day, "seen": seen_on(language, slug, day) or ()}


def edition(request: HttpRequest, slug: str, number: int, language: str = DEFAULT) -> HttpResponse:
    """Serve one edition of a live page, marked when it is not the current one."""
    found = reading.edition_at(language, slug, number)
    if isinstance(found, PublishedPage):
        return respond(request, _render(found))
    if found:
        return taken_down(request, language, found)
    return _no_such_edition(request, slug, language)


def _no_such_edition(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    # An address at which something is live has no notice, whatever was taken down there once.
    if isinstance(reading.live_pointer(language, slug), Pointer):
        return missing(request, language)
    return not_live(request, slug, language, None)


def changes(request: HttpRequest, slug: str, number: int, language: str = DEFAULT) -> HttpResponse:
    """Show what an edition of a live page says otherwise than the one before it."""
    found = reading.edition_at(language, slug, number)
    before = reading.edition_at(language, slug, number - 1) if number > 1 else None
    if isinstance(found, Notice):
        return taken_down(request, language, found)
    if found is None or before is None:
        return _no_such_edition(request, slug, language)
    with translation.override(language):
        told = (
            compare(before.manuscript, found.manuscript)
            if isinstance(before, PublishedPage)
            else None  # It may not be read any more, so nothing of it is told.
        )
    context = {
        "edition": found,
        "found": told,
        "here": address("topic", language, slug=slug),
        "editions": address("editions", language, slug=slug),
    }
    return show(request, "patients/changes.html", language, context)
