"""With Redis as the cache several servers count what one address says together."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import redis
from django.core.cache import cache
from django.test import RequestFactory, override_settings

from education.patients import limits

#: A database of the server that nobody else uses; what is in it under our prefix goes.
URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/15")
PREFIX = "countersign-test"


@pytest.fixture
def server() -> Iterator[redis.Redis]:
    """A real Redis, and Django's cache on it."""
    client = redis.Redis.from_url(URL, socket_connect_timeout=1)
    try:
        client.ping()
    except redis.RedisError:
        pytest.skip(f"No Redis answers at {URL}.")
    here = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": URL}
    with override_settings(CACHES={"default": here | {"KEY_PREFIX": PREFIX}}):
        _empty(client)
        yield client
        _empty(client)
        cache.close()
    client.close()


def _empty(client: redis.Redis) -> None:
    for key in client.scan_iter(f"{PREFIX}:*"):
        client.delete(key)


def test_two_servers_count_as_one(server: redis.Redis, rf: RequestFactory) -> None:
    request = rf.post("/", REMOTE_ADDR="198.51.100.7")
    answers = []
    for _ in range(limits.PER_PAGE + 1):
        answers.append(limits.says_too_much(request, "1"))
        cache.close()  # The next one comes to another server, with a connection of its own.
    assert answers == [False] * limits.PER_PAGE + [True]


def test_counts_run_out_by_themselves_and_name_nobody(
    server: redis.Redis, rf: RequestFactory
) -> None:
    limits.says_too_much(rf.post("/", REMOTE_ADDR="198.51.100.7"), "1")
    keys = [key.decode() for key in server.scan_iter(f"{PREFIX}:*")]
    assert len(keys) == 4
    for key in keys:
        assert "198.51" not in key
        longest = limits.WINDOW if "secret" not in key else 2 * limits.DAY
        assert 0 < int(server.ttl(key)) <= longest
