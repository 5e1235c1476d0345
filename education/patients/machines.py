"""What machines read: robots.txt, the sitemap, and the feed of what is new."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from education.patients.cache import pack
from education.patients.serving import missing, respond
from education.publishing.addresses import absolute, address
from education.publishing.news import news
from education.publishing.site_map import live_count, mapped

#: The most pages in one sitemap. The protocol (sitemaps.org, 0.9) allows 50,000 and 50 MB, which
#: so many pages with long addresses in several languages could pass; and it is kept in memory.
PER_SITEMAP = 10_000
_CLOSED = ("/admin/", "/desk/", "/expert/", "/search/")


def robots(request: HttpRequest) -> HttpResponse:
    """Serve robots.txt."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED)]
    lines += ["", f"Sitemap: {absolute(reverse('patients:sitemap'))}", ""]
    return _text("\n".join(lines), "text/plain")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Serve the sitemap, or an index of its parts when one file may not hold it all."""
    part = request.GET.get("part", "")
    parts = -(-live_count() // PER_SITEMAP)
    if part and not (part.isdecimal() and 1 <= int(part) <= parts):
        return missing(request, settings.LANGUAGE_CODE)
    here = absolute(reverse("patients:sitemap"))
    if parts > 1 and not part:
        context = {"maps": [f"{here}?part={n}" for n in range(1, parts + 1)]}
        return _text(render_to_string("patients/sitemaps.xml", context), "application/xml")
    start = (int(part or 1) - 1) * PER_SITEMAP
    pages = [(absolute(page.address), page) for page in mapped(start, start + PER_SITEMAP)]
    return _text(render_to_string("patients/sitemap.xml", {"pages": pages}), "application/xml")


def feed(request: HttpRequest, language: str = settings.LANGUAGE_CODE) -> HttpResponse:
    """Serve what is new as an Atom feed (RFC 4287): pages that came, changed or were taken down."""
    told = news(language)
    with translation.override(language):
        context = {
            "language": language,
            "host": urlsplit(settings.SITE_URL).hostname,
            "here": absolute(address("feed", language)),
            "home": absolute(address("home", language)),
            "updated": max((one.at for one in told), default=None),
            "entries": [(one, absolute(one.address)) for one in told],
        }
        page = pack(render_to_string("patients/feed.atom", context))
    response = respond(request, page)
    if response.status_code == 200:
        response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    return response


def _text(body: str, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=f"{kind}; charset=utf-8")
