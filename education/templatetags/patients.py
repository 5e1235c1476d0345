"""Small words for readers' templates: the site's name, its addresses, dates and symbols."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from education.publishing import addresses, style, words
from education.publishing.pages import Seen
from education.publishing.past import Stretch

register = template.Library()

# What a drawing means may not hang on the style sheet: paper is set without it.
_DOT = '<circle class="{}" fill="{}" stroke="currentColor" cx="{}" cy="6" r="4"/>'
_LINE = '<path class="line" fill="none" stroke="currentColor" d="{}"/>'


def _dot(x: int, *, filled: bool) -> str:
    look = ("on", "currentColor") if filled else ("off", "none")
    return _DOT.format(*look, x)


#: Key or number of filled dots → width of the drawing and what is in it; all are 12 high.
_DRAWINGS = {
    **{
        str(filled): (
            46,
            "".join(_dot(5 + 12 * n, filled=n < filled) for n in range(4)),
        )
        for filled in range(1, 5)
    },
    "none-in-people": (12, _LINE.format("M4 1h4M4.7 1v4L1.4 11h9.2L7.3 5V1M2.8 8.5h6.4")),
    "not-graded": (12, _LINE.format("m1.5 6.5 3 3.2 6-7")),
}


@register.simple_tag
def site_name() -> str:
    """Return the name of the site."""
    return settings.SITE_NAME


@register.simple_tag
def style_address() -> str:
    """Return the path of the style sheet."""
    return style.style_address()


@register.simple_tag
def address(view: str) -> str:
    """Return the path of a reader's view in the language of the page."""
    return addresses.address(view, get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def symbol(level: words.Level) -> SafeString:
    """Return the small drawing of a level of certainty: filled and hollow dots, flask or tick."""
    width, drawing = _DRAWINGS[str(level.dots) if level.dots else level.key]
    return format_html(
        '<svg class="symbol symbol-{}" viewBox="0 0 {} 12" width="{}" height="12" '
        'aria-hidden="true" focusable="false"><title>{}</title>{}</svg>',
        level.key,
        width,
        width,
        level.label,
        SafeString(drawing),
    )


@register.filter
def day(value: date) -> str:
    """Return a date in words, such as "4 March 2026"."""
    return words.day(value)


@register.filter
def clock(value: datetime) -> str:
    """Return the time of day of a record, in UTC."""
    return value.astimezone(UTC).strftime("%H:%M")


@register.filter
def clock_until(value: datetime) -> str:
    """Return the time of day at which something ended, in UTC; a day ends at 24:00."""
    said = clock(value)
    return "24:00" if said == "00:00" else said


@register.filter
def nothing_shown(seen: Seen | Stretch) -> str:
    """Return why readers got no page."""
    return words.nothing_shown(seen.why, seen.since)


@register.filter
def notice_words(notice: str) -> str:
    """Return a notice in the language of the page, when it is one of the standard ones."""
    return gettext(notice)


@register.filter
def kind_name(kind: str) -> words.Words:
    """Return what readers call a kind of page."""
    shelf = words.SHELVES.get(kind)
    return shelf.one if shelf else ""


@register.filter
def meaning(key: str) -> words.Words:
    """Return what a signature says, for readers."""
    return words.MEANINGS.get(key, "")


@register.filter
def runs(text: str) -> str:
    """Return which way a text runs, by its first letter: ltr or rtl; as ``dir="auto"`` would.

    What sets paper does not know ``auto``.
    """
    ways = (unicodedata.bidirectional(char) for char in text)
    first = next((way for way in ways if way in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"
