"""Where the shelves of a page are, for the page itself: from its signed codes, no query."""

from __future__ import annotations

from django import template
from django.utils.http import urlencode

from education.content.manuscript import Manuscript
from education.publishing.addresses import address
from education.publishing.index.systems import SYSTEMS, systems_of
from education.publishing.words import Words

register = template.Library()


@register.simple_tag
def shelves_of(page: Manuscript) -> list[tuple[Words, str]]:
    """Return the name and the path of each body system that a page belongs to."""
    here = address("topics", page.language)
    found = systems_of(page.codes)
    return [(SYSTEMS[key], f"{here}?{urlencode({'system': key})}") for key in found]
