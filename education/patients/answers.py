"""Whole answers in memory, for addresses that tell of the live pages and of nothing else.

What a reader gets at these addresses follows from the address, the day, and what is live; so an
answer is kept under all three, just as Django gave it, and is never asked for again once any of
them is another. Nothing has to be thrown away. What is live is read from the database each time:
for a page and its sheet the rows that are live at its address, for everything else the version of
all that is live.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse

from education.patients.cache import MEGABYTE, Memory
from education.patients.handout import LARGE, is_large
from education.patients.serving import accepts_gzip, has_it
from education.publishing.addresses import OTHER_LANGUAGES
from education.publishing.reading import live_rows, live_version, today

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[..., Iterable[bytes]]

_API = "/api/v1/topics"
_SLUG = "[-a-zA-Z0-9_]+"
#: A page, or its sheet.
_PAGE = re.compile(rf"(?:/({OTHER_LANGUAGES}))?/topics/({_SLUG})/(print/)?")
_ADDRESS = re.compile(
    rf"(?:/(?:{OTHER_LANGUAGES}))?/(?:search/|topics/(?:{_SLUG}/(?:related/|handout\.pdf))?)?"
    rf"|/sitemap\.xml|({_API}(?:/{_SLUG})?)"
)
#: Under this name the environment of a request holds the rows that are live at its address, so
#: that the view need not ask for them again. No header of a request can have such a name.
LIVE_ROWS = "countersign.live_rows"
#: A longer question is not asked twice.
LONGEST_QUESTION = 200
#: Questions that the ordinary views answer better.
_CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")


class Answer(NamedTuple):
    """A response as the WSGI server took it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str


#: Bodies of pages are the very bytes that ``cache.packed_pages`` holds.
_answers: Memory[Answer] = Memory(80 * MEGABYTE, lambda answer: len(answer.body) + 1_000)


def forget() -> None:
    """Empty the memory of this process."""
    _answers.clear()


def key_of(environ: Environ) -> Hashable | None:
    """Return under what an answer is kept; None when the ordinary view has to be asked.

    One query. Raises the errors of ``django.db``.
    """
    path, question = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    page = _PAGE.fullmatch(path)
    address = page or _ADDRESS.fullmatch(path)
    if address is None or len(question) > LONGEST_QUESTION or _has_conditions(environ):
        return None
    live: Hashable
    if page:
        live = rows = live_rows(page[1] or settings.LANGUAGE_CODE, page[2])
        environ[LIVE_ROWS] = rows
        question = LARGE if page[3] and is_large(question) else ""
    # Behind the API's address Django looks who asks, and says so in the headers.
    elif address[1] and "HTTP_COOKIE" in environ:
        return None
    else:
        live = live_version()
    if not live:
        return None
    return live, today(), path, question, accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))


def _has_conditions(environ: Environ) -> bool:
    return not environ.keys().isdisjoint(_CONDITIONS)


def held(key: Hashable, known: str | None) -> Answer | None:
    """Return the answer kept under a key, or the one that says the reader has it already.

    ``known`` is the request's If-None-Match.
    """
    answer = _answers.get((key, True))
    if answer and known and answer.etag and has_it(known, answer.etag):
        return _answers.get((key, False))
    return answer


def kept(
    key: Hashable, application: Application, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """Let the application answer, and keep what it says: the key was made before it was asked."""
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        said[:] = [status, list(headers)]
        return start_response(status, headers, *more)

    chunks = application(environ, start)
    # A cookie is somebody's own, so an answer with one is nobody else's.
    if isinstance(chunks, HttpResponse) and chunks.status_code in (200, 304) and not chunks.cookies:
        status, headers = said
        etag = next((value for name, value in headers if name == "ETag"), "")
        whole = chunks.status_code == 200
        _answers.put((key, whole), Answer(status, headers, chunks.content, etag))
    return chunks
