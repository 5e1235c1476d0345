"""Who knocks at a door that needs no account, and how often in vain."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from education.publishing.callers import address_of, household_of

#: So many wrong links from one address in so many seconds are answered; more are not.
MOST, WINDOW = 20, 10 * 60


def knocked_too_often(request: HttpRequest) -> bool:
    """Count a wrong link from this address, and tell whether there were too many of late.

    Only wrong links are counted and refused: people with a right one are let in even from an
    address that others have used up, such as a hospital's.
    """
    household = household_of(address_of(request))
    key = f"expert-knocks-{hashlib.sha256(household.encode()).hexdigest()}"
    cache.add(key, 0, WINDOW)
    try:
        return bool(cache.incr(key) > MOST)
    except ValueError:  # It ran out between the two.
        return False
