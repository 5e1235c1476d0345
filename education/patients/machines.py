"""What machines read: robots.txt and the sitemap."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from education.patients.serving import missing
from education.publishing.addresses import absolute
from education.publishing.listing import live_addresses, live_count

#: The most addresses that one sitemap may hold (sitemaps.org protocol 0.9).
PER_SITEMAP = 50_000
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
    pages = [(absolute(path), day) for path, day in live_addresses(start, start + PER_SITEMAP)]
    return _text(render_to_string("patients/sitemap.xml", {"pages": pages}), "application/xml")


def _text(body: str, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=f"{kind}; charset=utf-8")
