"""Which address a request comes from, believing nobody but our own proxies."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


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
