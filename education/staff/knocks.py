"""Who knocks at a door that needs no account, and how often in vain."""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

#: So many wrong links from one address in so many seconds are answered; more are not.
MOST, WINDOW = 20, 10 * 60


def address_of(request: HttpRequest) -> str:
    """Return the address a request comes from, believing only proxies of our own.

    Each of our ``NUM_PROXIES`` proxies adds one address at the end of X-Forwarded-For; what
    stands before those was written by the client and may say anything.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.NINJA_NUM_PROXIES
    told = [
        a for part in request.headers.get("X-Forwarded-For", "").split(",") if (a := part.strip())
    ]
    return told[-min(proxies, len(told))] if proxies and told else direct


def household_of(address: str) -> str:
    """Return what one client can change about its address at will: for IPv6 the last half."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


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
