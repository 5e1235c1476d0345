"""Whether what was posted comes from a page of our own.

Readers have no session, and their pages are the same bytes for everybody, so there is no token that
could tell. The browser does: it names the site a form was sent from, and no script can change that.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import is_same_domain


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether a browser says that a form of this site was sent.

    ``Sec-Fetch-Site`` and ``Origin`` must both say so where they are sent. A client that sends
    neither is no browser of today that somebody else's page could make use of.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    if site and site not in ("same-origin", "none"):
        return False
    # Some browsers hide the origin, also from the site itself; then the other header has to speak.
    return _is_ours(request, origin) if origin and origin != "null" else bool(site) or not origin


def _is_ours(request: HttpRequest, origin: str) -> bool:
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin in ours or any(_is_under(origin, one) for one in ours if "*" in one)


def _is_under(origin: str, pattern: str) -> bool:
    here, there = urlsplit(origin), urlsplit(pattern)
    return here.scheme == there.scheme and is_same_domain(
        here.netloc, there.netloc.removeprefix("*")
    )
