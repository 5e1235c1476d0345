"""Where readers find things: the one place that knows how the addresses of pages are made."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse

#: Matches the code of any language of the site but the default one, which has no code in a path.
OTHER_LANGUAGES = (
    "|".join(re.escape(c) for c, _ in settings.LANGUAGES if c != settings.LANGUAGE_CODE)
    # No other language: match nothing.
    or r"(?!)"
)


def address(view: str, language: str, **parts: Any) -> str:
    """Return the path of a reader's view: bare in the default language, else under ``/<lang>/``."""
    if language != settings.LANGUAGE_CODE:
        parts["language"] = language
    return reverse(f"patients:{view}", kwargs=parts)


@lru_cache(maxsize=16_384)
def page_address(language: str, slug: str) -> str:
    """Return the path of a page."""
    return address("topic", language, slug=slug)


def absolute(path: str) -> str:
    """Return the full address of a path on the site; never built from what a request says."""
    return f"{settings.SITE_URL}{path}"


def alternates(own: tuple[str, str], others: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (language, full address) of a page in each language it is live in; none if in one.

    Given are (language, path). Last comes the one for readers of any other language.
    """
    if not others:
        return []
    all_of_them = [(language, absolute(path)) for language, path in (own, *others)]
    default = dict(all_of_them).get(settings.LANGUAGE_CODE, all_of_them[0][1])
    return [*all_of_them, ("x-default", default)]


def standing_address(fingerprint: str) -> str:
    """Return the path that says whether a text, by its fingerprint, is still what readers get."""
    return reverse("patients:standing", kwargs={"fingerprint": fingerprint})
