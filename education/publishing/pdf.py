"""From HTML to a tagged PDF (PDF/UA-1, ISO 14289-1) by WeasyPrint.

WeasyPrint needs Pango, a library of the system, so it is imported only when a PDF is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from education.errors import Refused

MISSING = (
    "PDFs need Pango: install it (on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0) and run this again."
)


class NoPango(Refused):
    """The library that sets type is not on this machine."""


def require_pango() -> None:
    """Raise ``NoPango`` with what to install when no PDF can be made here."""
    try:
        import weasyprint  # noqa: F401 - loads the libraries
    except OSError:
        raise NoPango(MISSING) from None


def nothing(url: str) -> tuple[bytes, str] | None:
    """Give nothing for any address."""
    return None


def pdf_of(
    html: str,
    give: Callable[[str], tuple[bytes, str] | None] = nothing,
    *,
    base_url: str | None = None,
) -> bytes:
    """Return an HTML document as a PDF.

    ``give`` returns the bytes and the media type of an address that the document names, or None:
    nothing is read from the disk and nothing is asked of the network. Raises ``NoPango``.
    """
    require_pango()
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Given(URLFetcher):  # type: ignore[misc]
        """What the caller gives, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            given = give(url)
            if given is None:
                raise ValueError(f"Nothing is fetched for a PDF: {url}")
            return URLFetcherResponse(url, given[0], {"Content-Type": given[1]})

    page = HTML(string=html, base_url=base_url, url_fetcher=Given())
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made
