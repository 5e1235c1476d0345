"""The WSGI front gives byte for byte what the ordinary view gives, and only when it is sure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection

from education.patients import answers
from education.patients.cache import forget
from education.patients.front import Front
from education.people.models import User
from education.publishing.models import Edition
from education.publishing.services import withdraw
from tests.builders import make_topic
from tests.patients.asking import URL, ask, never


@pytest.fixture
def warm(live: Edition, django: WSGIHandler) -> Edition:
    """The live page, in memory, on a site that knows its own name."""
    assert ask(django)[0] == "200 OK"
    assert ask(Front(django))[0] == "200 OK"
    return live


VARIANTS: list[dict[str, str]] = [
    {},
    {"HTTP_ACCEPT_ENCODING": "gzip, br"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=0"},
    {"HTTP_IF_NONE_MATCH": '"other"'},
    {"HTTP_IF_NONE_MATCH": "{etag}"},
    {"HTTP_IF_NONE_MATCH": '"a", {etag}', "HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_IF_NONE_MATCH": "*"},
    {"QUERY_STRING": "utm=1"},
    {"HTTP_COOKIE": "sessionid=abc"},
]


def test_front_gives_the_bytes_and_headers_of_the_ordinary_view(
    warm: Edition, django: WSGIHandler
) -> None:
    etag = dict(ask(django)[1])["ETag"]
    for variant in VARIANTS:
        asked = {name: value.format(etag=etag) for name, value in variant.items()}
        ask(Front(django), **asked)
        for method in ("GET", "HEAD"):
            expected = ask(django, method=method, **asked)
            got = ask(Front(never), method=method, **asked)
            assert got == expected, (method, asked)


def test_front_asks_the_database_once(warm: Edition, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        ask(Front(never))


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite tells of its statements")
def test_front_asks_the_database_once_also_when_nobody_counts(warm: Edition) -> None:
    statements: list[str] = []
    connection.connection.set_trace_callback(statements.append)
    try:
        ask(Front(never))
    finally:
        connection.connection.set_trace_callback(None)
    assert len(statements) == 1
    assert "education_livepage" in statements[0]


def test_page_that_nobody_asked_for_yet_costs_two_queries(
    warm: Edition, django: WSGIHandler, django_assert_num_queries: Any
) -> None:
    forget()
    answers.forget()
    with django_assert_num_queries(2):
        assert ask(Front(django))[0] == "200 OK"


def test_withdrawn_page_is_gone_on_the_next_request(
    warm: Edition, django: WSGIHandler, dr_cole: User
) -> None:
    ask(Front(never))
    withdraw(warm.live_page, by=dr_cole, kind="safety")
    assert ask(Front(django))[0] == "410 Gone"


def test_lapsed_page_is_gone_on_that_day(warm: Edition, django: WSGIHandler) -> None:
    with time_machine.travel(warm.live_page.lapses_on + timedelta(days=1), tick=False):
        assert ask(Front(django))[0] == "410 Gone"


def test_page_that_is_not_in_memory_falls_through(warm: Edition, django: WSGIHandler) -> None:
    answers.forget()
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never))
    assert ask(Front(django))[0] == "200 OK"
    assert ask(Front(never))[0] == "200 OK"


@pytest.mark.parametrize(
    ("path", "method", "more"),
    [
        (URL, "POST", {}),
        (URL, "OPTIONS", {}),
        ("/topics/kidneys", "GET", {}),
        ("/topics/none/", "GET", {}),
        ("/topics/kidneys/print/", "GET", {}),
        ("/topics/", "GET", {}),
        ("/", "GET", {}),
        ("/en/topics/kidneys/", "GET", {}),
        ("/es/topics/kidneys/", "GET", {}),
        ("//topics/kidneys/", "GET", {}),
        ("/topics/kidneys/\n", "GET", {}),
        ("/topics/kidn\xc3\xa9ys/", "GET", {}),
        (URL, "GET", {"HTTP_HOST": "evil.example"}),
    ],
)
def test_what_the_front_does_not_know_falls_through(
    warm: Edition, path: str, method: str, more: dict[str, str]
) -> None:
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never), path, method, **more)


def test_insecure_request_falls_through_when_the_site_has_https(
    warm: Edition, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for more in ({}, {"HTTP_X_FORWARDED_PROTO": "http", "wsgi.url_scheme": "https"}):
        with pytest.raises(AssertionError, match="fell through"):
            ask(Front(never), **more)
    for more in ({"HTTP_X_FORWARDED_PROTO": "https, http"}, {"wsgi.url_scheme": "https"}):
        assert ask(Front(never), **more)[0] == "200 OK"


def test_lost_connection_falls_through(
    warm: Edition, django: WSGIHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []

    def lost(*_: str) -> None:
        raise OperationalError("the server went away")

    monkeypatch.setattr(answers, "live_rows", lost)
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    assert ask(Front(django))[0] == "200 OK"
    assert closed == [True]


def test_translation_is_answered_too(
    alice: User, publish: Callable[..., Edition], django: WSGIHandler
) -> None:
    publish(make_topic(alice, slug="rinones", language="es"))
    ask(django, "/es/topics/rinones/")
    expected = ask(Front(django), "/es/topics/rinones/")
    assert expected == ask(django, "/es/topics/rinones/")
    assert ask(Front(never), "/es/topics/rinones/") == expected
