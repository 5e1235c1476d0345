"""The sheet as a PDF, from the page to print itself; and whether a printed sheet still holds."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.translation import gettext

from education.content import pictures
from education.patients.cache import MEGABYTE, Memory
from education.patients.kept import kept
from education.patients.serving import has_it, headers, missing, not_live, show
from education.publishing import reading
from education.publishing.figures import READERS
from education.publishing.pages import Pointer, PublishedPage
from education.publishing.pdf import NoPango, pdf_of
from education.publishing.rendering import page_html
from education.publishing.standing import standing_of
from education.publishing.style import style, style_address

DEFAULT = settings.LANGUAGE_CODE
LARGE = "large"
#: Raise it when the same page has to be set anew.
_SETTING = b"1"
#: (pointer, large) → (file name, PDF) of those asked for last.
_pdfs: Memory[tuple[str, bytes]] = Memory(32 * MEGABYTE, lambda held: len(held[1]))


def forget() -> None:
    """Empty the memory of this process; files on the disk stay."""
    _pdfs.clear()


def is_large(question: str) -> bool:
    """Tell whether the query string of an address asks for large print."""
    return bool(question) and QueryDict(question).get("size") == LARGE


def handout(request: HttpRequest, slug: str, language: str = DEFAULT) -> HttpResponse:
    """Serve the live page as a PDF, made once for an edition as it is printed now."""
    pointer = reading.live_pointer(language, slug)
    if not isinstance(pointer, Pointer):
        return not_live(request, slug, language, pointer)
    large = is_large(request.META.get("QUERY_STRING", ""))
    key = (pointer, large)
    held = _pdfs.get(key)
    if held is None:
        try:
            held = _pdfs.put(key, _made(reading.published_page(pointer), large=large))
        except NoPango:
            return show(request, "patients/no_pdf.html", language, {}, 503)
    name, body = held
    etag = f'"{name}"'
    if has_it(request.META.get("HTTP_IF_NONE_MATCH", ""), etag):
        response = HttpResponse(status=304)
        response.headers = headers().copied(ETag=etag)
        return response
    response = HttpResponse(body)
    response.headers = headers().copied(
        ETag=etag,
        Content_Type="application/pdf",
        Content_Language=language,
        Content_Length=str(len(body)),
        Content_Disposition=f'inline; filename="{slug}{"-large" if large else ""}.pdf"',
    )
    return response


def standing(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """Say whether a printed sheet may still be used; its QR code leads here."""
    found = standing_of(fingerprint)
    if found is None:
        return missing(request, DEFAULT)
    with translation.override(found.language):
        words = gettext(found.notice.words) if found.notice else ""
    number = settings.EMERGENCY_NUMBER
    context = {"standing": found, "words": words, "emergency_number": number}
    return show(request, "patients/standing.html", found.language, context)


def _made(page: PublishedPage, *, large: bool) -> tuple[str, bytes]:
    html = page_html(page.manuscript, published=page, printable=True, large=large)
    # The HTML names the style sheet by its bytes.
    name = sha256(b"\0".join((_SETTING, html.encode()))).hexdigest()
    give = Giver(page)
    return name, kept(f"{name}.pdf", lambda: pdf_of(html, give, base_url=settings.SITE_URL))


class Giver:
    """Gives a sheet its style and its own signed pictures, and nothing else."""

    def __init__(self, page: PublishedPage) -> None:
        """Note which pictures the page's signed text holds."""
        self.pictures = {picture.name for picture in page.manuscript.pictures}

    def __call__(self, url: str) -> tuple[bytes, str] | None:
        """Return bytes and media type of an address, or None."""
        path = unquote(urlsplit(url).path) if url.startswith(f"{settings.SITE_URL}/") else ""
        name = path.removeprefix(READERS)
        if name in self.pictures:
            body = pictures.read(name)
            return (body, pictures.type_of(name)) if body else None
        if path == style_address():
            return style()[1], "text/css"
        return None
