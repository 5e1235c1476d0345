"""Readers' addresses touch no session, set no cookie, and carry strict headers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from education.people.models import User
from education.publishing import reading
from education.publishing.models import Edition

ADDRESSES = [
    "/",
    "/topics/",
    "/topics/kidneys/",
    "/topics/kidneys/print/",
    "/topics/kidneys/editions/",
    "/topics/kidneys/editions/1/",
    "/topics/none/",
    "/search/?q=kidney",
    "/es/",
    "/es/topics/",
    "/es/search/",
    "/robots.txt",
    "/sitemap.xml",
]


def test_reader_gets_strict_headers_and_no_cookie(client: Client, live: Edition) -> None:
    for url in ADDRESSES:
        response = client.get(url)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy, url
        assert "frame-ancestors 'none'" in policy, url
        assert "unsafe" not in policy, url
        assert response["X-Content-Type-Options"] == "nosniff", url
        assert response["X-Frame-Options"] == "DENY", url
        assert response["Referrer-Policy"] == "same-origin", url
        assert not response.cookies, url
        assert "Cookie" not in response.get("Vary", ""), url


def asked_by(client: Client, url: str) -> str:
    """The SQL of a request."""
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return " ".join(q["sql"] for q in queries.captured_queries)


def test_reader_never_causes_a_session_or_login_query(
    client: Client, live: Edition, alice: User
) -> None:
    client.force_login(alice)
    for url in ADDRESSES:
        asked = asked_by(client, url)
        assert "django_session" not in asked, url
        assert "education_user" not in asked, url


def test_reader_never_reads_the_words_of_a_draft(client: Client, live: Edition) -> None:
    for url in ADDRESSES:
        asked = asked_by(client, url)
        for table in ("section", "claim", "source", "citation", "comment"):
            assert f'"education_{table}"' not in asked, url
        for column in ("title", "answer", "key_points", "not_known"):
            assert f'"education_topic"."{column}"' not in asked, url


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_reader_may_only_read(client: Client, db: None, method: str) -> None:
    for url in ADDRESSES:
        response = getattr(client, method)(url)
        assert response.status_code == 405, url
        assert response["Allow"] == "GET, HEAD", url


@pytest.mark.parametrize("url", ["/topics/kidneys", "/topics", "/search", "/es"])
def test_missing_slash_is_put_right(client: Client, db: None, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 301
    assert response["Location"] == f"{url}/"


@pytest.mark.parametrize(
    "url",
    ["/nothing/", "/topics/a/b/c/", "/topics//", "/en/topics/", "/fr/", "/topics/%00/", "/..%2f/"],
)
def test_unknown_address_is_404_with_our_page(client: Client, db: None, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_name_that_is_not_ours_is_refused(client: Client, db: None) -> None:
    response = client.get("/topics/kidneys/", headers={"host": "evil.example"})
    assert response.status_code == 400


def test_https_is_asked_for_when_the_site_has_it(live: Edition, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = False
    client = Client()
    response = client.get("/topics/kidneys/")
    assert response.status_code == 301
    assert response["Location"] == "https://testserver/topics/kidneys/"
    response = client.get("/topics/kidneys/", secure=True)
    assert response.status_code == 200
    assert response["Strict-Transport-Security"] == "max-age=3600; includeSubDomains"


def test_fault_of_ours_is_told_in_plain_words(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(reading, "live_pointer", fail)
    response = Client(raise_request_exception=False).get("/topics/kidneys/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
    assert "secret" not in response.content.decode()
