"""How much one address may say in an hour, without a cookie and without keeping the address.

Counted in the cache alone, under a hash keyed with a secret that is another one each day and that
nobody ever sees: yesterday's counts can be tied to no address, not even by us. With a cache of each
process's own (the default) each process counts for itself.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from education.publishing.callers import address_of, household_of

WINDOW, DAY = 60 * 60, 24 * 60 * 60
#: In an hour: from one address about one page, from one address, and from everybody.
PER_PAGE, PER_ADDRESS, FROM_ALL = 10, 60, 1_000


def says_too_much(request: HttpRequest, page: str) -> bool:
    """Count what is about to be said about a page, and tell whether it is too much.

    What is refused for one address does not count for everybody, so that nobody alone can
    silence the others.
    """
    caller = household_of(address_of(request))
    return (
        _count(_sealed(f"{caller} {page}")) > PER_PAGE
        or _count(_sealed(caller)) > PER_ADDRESS
        or _count("all") > FROM_ALL
    )


def _sealed(name: str) -> str:
    today = timezone.now().date().isoformat()
    secret = cache.get_or_set(f"feedback-secret-{today}", lambda: secrets.token_hex(32), 2 * DAY)
    return hmac.new(str(secret).encode(), name.encode(), sha256).hexdigest()


def _count(name: str) -> int:
    key = f"feedback-{name}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # It ran out between the two.
        return 1
