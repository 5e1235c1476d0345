"""Whole answers in memory: the same to the byte, from one query, gone with what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import HttpResponse

from education.patients import answers
from education.patients.cache import MEGABYTE, Memory
from education.patients.front import Front
from education.people.models import User
from education.publishing import reading
from education.publishing.index.services import make_anew
from education.publishing.models import Edition, LivePage, LiveVersion
from education.publishing.services import reaffirm, withdraw
from education.publishing.triggers import LONGEST_STEP
from tests.builders import NO_INTERESTS, credential_of, make_topic, proof_for
from tests.patients.asking import URL, ask, never

#: (path, query string) of every kind of address that is answered from memory.
ADDRESSES = [
    ("/", ""),
    ("/es/", ""),
    ("/ar/topics/", ""),
    ("/topics/", ""),
    ("/topics/", "kind=condition&letter=K"),
    ("/search/", "q=kidney"),
    ("/search/", "q=nothing+like+it"),
    ("/topics/kidneys/related/", ""),
    ("/topics/kidneys/print/", ""),
    ("/topics/kidneys/print/", "size=large"),
    ("/topics/kidneys/handout.pdf", ""),
    ("/sitemap.xml", ""),
    ("/api/v1/topics", "limit=5"),
    ("/api/v1/topics", "cursor=&limit=5"),
    ("/api/v1/topics/kidneys", ""),
]
ASKED: list[dict[str, str]] = [
    {},
    {"HTTP_ACCEPT_ENCODING": "gzip, br"},
    {"HTTP_IF_NONE_MATCH": '"other"'},
    {"HTTP_IF_NONE_MATCH": "{etag}"},
    {"HTTP_IF_NONE_MATCH": '"a", {etag}', "HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_IF_NONE_MATCH": "*"},
    {"HTTP_COOKIE": "sessionid=abc"},
]


@pytest.fixture
def known(live: Edition, django: WSGIHandler) -> Edition:
    """A live page on a site that knows its own name."""
    assert ask(django)[0] == "200 OK"
    return live


@pytest.mark.parametrize(("path", "query"), ADDRESSES)
def test_what_is_remembered_is_what_the_ordinary_view_says(
    known: Edition, django: WSGIHandler, path: str, query: str
) -> None:
    etag = dict(ask(django, path, QUERY_STRING=query)[1]).get("ETag", '"none"')
    for variant in ASKED:
        if "HTTP_COOKIE" in variant and path.startswith("/api/"):
            continue  # Falls through, see below.
        asked = {"QUERY_STRING": query} | {k: v.format(etag=etag) for k, v in variant.items()}
        for method in ("GET", "HEAD"):
            status, headers, body = ask(django, path, method, **asked)
            # A body that the ordinary view gives to HEAD is thrown away by the server.
            expected = (status, headers, b"" if method == "HEAD" else body)
            ask(Front(django), path, **asked)
            assert ask(Front(never), path, method, **asked) == expected, (method, variant)


@pytest.mark.parametrize(("path", "query"), ADDRESSES)
def test_what_was_asked_once_costs_one_query(
    known: Edition,
    django: WSGIHandler,
    django_assert_num_queries: Any,
    path: str,
    query: str,
) -> None:
    expected = ask(Front(django), path, QUERY_STRING=query)
    with django_assert_num_queries(1):
        assert ask(Front(never), path, QUERY_STRING=query) == expected


@pytest.mark.parametrize(("path", "query"), ADDRESSES)
def test_nothing_of_a_withdrawn_page_is_remembered(
    known: Edition, django: WSGIHandler, dr_cole: User, path: str, query: str
) -> None:
    before = ask(Front(django), path, QUERY_STRING=query)
    withdraw(known.live_page, by=dr_cole, kind="safety")
    after = ask(Front(django), path, QUERY_STRING=query)
    assert after == ask(django, path, QUERY_STRING=query)
    if b"idneys" in before[2]:
        assert after != before
    assert known.title.encode() not in after[2]


def test_a_page_that_lapses_leaves_the_lists_on_that_day(
    known: Edition, django: WSGIHandler
) -> None:
    assert known.title.encode() in ask(Front(django), "/topics/")[2]
    with time_machine.travel(known.live_page.lapses_on + timedelta(days=1), tick=False):
        assert known.title.encode() not in ask(Front(django), "/topics/")[2]


def test_a_new_page_is_listed_at_once(
    known: Edition, django: WSGIHandler, alice: User, publish: Callable[..., Edition]
) -> None:
    ask(Front(django), "/topics/")
    publish(make_topic(alice, slug="lungs", title="Your lungs"))
    assert b"Your lungs" in ask(Front(django), "/topics/")[2]


def test_a_page_that_was_found_still_right_says_so_at_once(
    known: Edition, django: WSGIHandler, dr_bell: User
) -> None:
    before = ask(Front(django), "/api/v1/topics")
    reaffirm(
        known.live_page,
        by=dr_bell,
        credential=credential_of(dr_bell),
        interests=NO_INTERESTS,
        proof=proof_for(dr_bell, known.review),
    )
    after = ask(Front(django), "/api/v1/topics")
    assert after == ask(django, "/api/v1/topics") != before


def test_an_index_made_anew_is_asked_anew(known: Edition, django: WSGIHandler) -> None:
    before = reading.live_version()
    make_anew()
    assert (reading.live_version() or 0) > (before or 0)


@pytest.mark.parametrize(
    ("path", "method", "more"),
    [
        ("/", "POST", {}),
        ("/", "OPTIONS", {}),
        ("/", "GET", {"HTTP_HOST": "evil.example"}),
        ("/", "GET", {"HTTP_IF_MODIFIED_SINCE": "Thu, 26 Nov 2026 00:00:00 GMT"}),
        ("/", "GET", {"HTTP_IF_MATCH": '"a"'}),
        ("/", "GET", {"HTTP_RANGE": "bytes=0-1"}),
        ("/", "GET", {"QUERY_STRING": "q=" + "a" * 200}),
        ("/api/v1/topics", "GET", {"HTTP_COOKIE": "sessionid=abc"}),
        ("/topics/kidneys/editions/", "GET", {}),
        ("/topics/kidneys/feedback/", "GET", {}),
        ("/desk/", "GET", {}),
        ("/admin/", "GET", {}),
        ("/fr/", "GET", {}),
        ("//", "GET", {}),
        ("/\n", "GET", {}),
    ],
)
def test_nothing_else_is_ever_remembered(
    known: Edition, django: WSGIHandler, path: str, method: str, more: dict[str, str]
) -> None:
    ask(Front(django), "/")
    ask(Front(django), path, method, **more)
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never), path, method, **more)


@pytest.mark.parametrize("path", ["/topics/none/related/", "/topics/none/handout.pdf"])
def test_a_refusal_is_not_remembered(known: Edition, django: WSGIHandler, path: str) -> None:
    assert ask(Front(django), path)[0] == "404 Not Found"
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never), path)


def test_an_error_of_the_api_is_not_remembered(known: Edition, django: WSGIHandler) -> None:
    assert ask(Front(django), "/api/v1/topics", QUERY_STRING="limit=x")[0].startswith("422")
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never), "/api/v1/topics", QUERY_STRING="limit=x")


def test_an_answer_with_a_cookie_is_given_to_nobody_else(
    known: Edition, django: WSGIHandler
) -> None:
    def personal(environ: Any, start_response: Any) -> Any:
        response = HttpResponse("Good morning, Ada.")
        response.set_cookie("who", "ada")
        start_response("200 OK", [*response.items()])
        return response

    ask(Front(personal), "/")
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never), "/")


def test_what_is_kept_by_head_alone_is_nothing(known: Edition, django: WSGIHandler) -> None:
    ask(Front(django), "/", "HEAD")
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never), "/")


def test_forgotten_answers_are_asked_for_again(known: Edition, django: WSGIHandler) -> None:
    ask(Front(django), "/")
    answers.forget()
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never), "/")


def test_without_a_version_nothing_is_remembered(
    known: Edition, django: WSGIHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(Front(django), "/")
    monkeypatch.setattr(answers, "live_version", lambda: None)
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never), "/")


def test_a_lost_connection_falls_through(
    known: Edition, django: WSGIHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> int:
        raise OperationalError("the server went away")

    monkeypatch.setattr(answers, "live_version", lost)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert ask(Front(django), "/")[0] == "200 OK"


def test_what_was_asked_for_longest_ago_leaves_first(
    known: Edition, django: WSGIHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_two = Memory[answers.Answer](2 * MEGABYTE, lambda _: MEGABYTE)
    monkeypatch.setattr(answers, "_answers", of_two)
    for path in ("/", "/topics/", "/sitemap.xml"):
        ask(Front(django), path)
    with pytest.raises(AssertionError, match="fell through"):
        ask(Front(never), "/")
    assert ask(Front(never), "/topics/")[0] == "200 OK"


# --- the version itself -----------------------------------------------------------------------


def test_every_change_of_a_live_page_is_counted_by_the_database(known: Edition) -> None:
    seen = [reading.live_version() or 0]
    row = LivePage.objects.get(pk=known.live_page.pk)
    LivePage.objects.filter(pk=row.pk).update(review_due=row.review_due)
    seen.append(reading.live_version() or 0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM education_livepage")
    seen.append(reading.live_version() or 0)
    assert seen == sorted(set(seen))


def test_steps_are_of_chance_so_a_copy_of_the_database_counts_otherwise(known: Edition) -> None:
    row = LivePage.objects.get(pk=known.live_page.pk)
    steps = set()
    for _ in range(4):
        now = reading.live_version() or 0
        LivePage.objects.filter(pk=row.pk).update(review_due=row.review_due)
        steps.add((reading.live_version() or 0) - now)
    assert len(steps) > 1
    assert min(steps) > 0
    assert max(steps) <= LONGEST_STEP


@pytest.mark.parametrize("by", [0, -1, LONGEST_STEP + 1, 2**62])
def test_the_version_is_neither_set_back_nor_far_ahead(known: Edition, by: int) -> None:
    now = reading.live_version() or 0
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        LiveVersion.objects.update(number=now + by)
    assert reading.live_version() == now


def test_the_page_itself_never_rests_on_the_version(
    known: Edition, django: WSGIHandler, dr_cole: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "live_version", lambda: 1)
    ask(Front(django))
    withdraw(known.live_page, by=dr_cole, kind="safety")
    assert ask(Front(django), URL)[0] == "410 Gone"
