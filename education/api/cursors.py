"""Where a walk through a list goes on: a place in it, and the list that it is a place of.

Nothing in it is secret and nothing is believed because of it: a cursor names the last page that was
given, and the list is read from there as it stands. So it needs no key, and outlives a restart.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from django.conf import settings

#: No number in a database is longer.
_INSIDE = re.compile(rb"([0-9]{1,18})\.([0-9a-f]{12})")


def cursor_at(place: int, *of: str) -> str:
    """Return the cursor of a place in the list that these filters make on this site."""
    return urlsafe_b64encode(f"{place}.{_list(of)}".encode()).decode().rstrip("=")


def place_at(cursor: str, *of: str) -> int | None:
    """Return the place that a cursor names in this list: 0 for an empty one, None for no such."""
    if not cursor:
        return 0
    try:
        inside = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except ValueError:
        return None
    found = _INSIDE.fullmatch(inside)
    if found is None or found[2].decode() != _list(of):
        return None
    return int(found[1])


def _list(filters: tuple[str, ...]) -> str:
    return sha256("\0".join((settings.SITE_URL, *filters)).encode()).hexdigest()[:12]
