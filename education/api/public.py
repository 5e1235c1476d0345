"""Reading: the live pages as data. No account, no cookie, nothing but signed editions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from ninja import Field, Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from education.api.errors import Invalid, Moved, Problem, TakenDown, Withdrawn
from education.api.schemas import EditionLine, TopicLine, TopicList, TopicPage
from education.publishing import reading
from education.publishing.listing import LONGEST_QUERY, listed, live_list
from education.publishing.pages import Notice, Pointer
from education.publishing.words import SHELVES, languages

_Found = TypeVar("_Found")
router = Router(tags=["Pages"])
#: Part of every ETag: raise it when the answer changes while editions stay as they are.
_SHAPE = "1"
_LANGUAGE = r"^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$"
#: What every operation on one page may answer besides the page: moved, or refused.
_ELSE: dict[int, Any] = {302: None, 404: Problem, 410: TakenDown, 422: Invalid}


def _shelf(kind: str) -> str:
    if kind and kind not in SHELVES:
        raise PydanticCustomError("kind", "Choose one of " + ", ".join(SHELVES))
    return kind


class InLanguage(Schema):
    """The language of a page."""

    language: str = Field("", pattern=_LANGUAGE, description="Empty: the language of the site")


class Filters(Schema):
    """Which live pages to list."""

    language: str = Field("", pattern=_LANGUAGE, description="Empty: every language")
    kind: Annotated[str, AfterValidator(_shelf)] = Field(
        "", description=f"One of {', '.join(SHELVES)}"
    )
    q: str = Field(
        "",
        max_length=LONGEST_QUERY,
        pattern=r"^[^\x00]*$",
        description="Words of the title or answer",
    )
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)


@router.get("/topics", response={200: TopicList, 422: Invalid}, summary="List the live pages")
def topics(request: HttpRequest, response: HttpResponse, filters: Query[Filters]) -> dict[str, Any]:
    """Return the pages that readers have now, ordered by title."""
    _refuse_others(request, Filters)
    live = live_list(filters.language, filters.kind, filters.q)
    lines = listed(live, filters.offset, filters.offset + filters.limit)
    response["Cache-Control"] = "no-cache"
    return {
        "count": live.count(),
        "limit": filters.limit,
        "offset": filters.offset,
        "items": [TopicLine.values(line) for line in lines],
    }


@router.get(
    "/topics/{slug:slug}",
    response={200: TopicPage, 304: None, **_ELSE},
    by_alias=True,
    summary="Read one page",
)
def topic(
    request: HttpRequest, response: HttpResponse, slug: str, asked: Query[InLanguage]
) -> dict[str, Any] | HttpResponseBase | None:
    """Return the live edition of a page, with its claims, sources and sign-offs.

    Without ``language`` the site's own. A page whose slug has changed is answered with a redirect.
    Asked with the ``ETag`` that it gave before, it answers 304 while nothing has changed.
    """
    _refuse_others(request, InLanguage)
    with _reading_in(asked.language) as chosen:
        pointer = _found(reading.live_pointer(chosen, slug), chosen, slug)
        page = reading.published_page(pointer)
        response["Content-Language"] = chosen
        response["Cache-Control"] = "no-cache"
        response["ETag"] = etag = _etag(page.fingerprint, pointer)
        answer = get_conditional_response(request, etag=etag, response=response)
        return TopicPage.values(page) if answer is response else answer


@router.get(
    "/topics/{slug:slug}/editions",
    response={200: list[EditionLine], **_ELSE},
    summary="List the editions of one page",
)
def editions(
    request: HttpRequest, response: HttpResponse, slug: str, asked: Query[InLanguage]
) -> list[Any]:
    """Return every edition of a live page, newest first."""
    _refuse_others(request, InLanguage)
    with _reading_in(asked.language) as chosen:
        response["Cache-Control"] = "no-cache"
        return list(_found(reading.editions_of(chosen, slug), chosen, slug))


def _refuse_others(request: HttpRequest, known: type[Schema]) -> None:
    """Refuse parameters of other names: a misspelt filter would list too much, silently (N13)."""
    others = sorted(request.GET.keys() - known.model_fields.keys())
    if others:
        message = "There is no such parameter"
        raise ValidationError([{"loc": ("query", name), "msg": message} for name in others])


@contextmanager
def _reading_in(language: str) -> Iterator[str]:
    """Speak a language of the site while answering; any other has no pages."""
    chosen = language or settings.LANGUAGE_CODE
    if chosen not in languages():
        raise Http404(f"There are no pages in the language “{chosen}”.")
    with translation.override(chosen):
        yield chosen


def _found(answer: _Found | Notice | None, language: str, slug: str) -> _Found:
    """Return what readers have at an address; raises why they have nothing there."""
    if answer is None:
        if path := reading.moved_to(language, slug):
            raise Moved(path)
        answer = reading.withdrawal_at(language, slug)
    if answer is None:
        raise Http404(f"There is no page “{slug}” in the language “{language}”.")
    if isinstance(answer, Notice):
        raise Withdrawn(answer)
    return answer


def _etag(fingerprint: str, pointer: Pointer) -> str:
    """Name exactly this answer: the signed text, and all that stands around it."""
    around = hashlib.sha256(f"{_SHAPE} {pointer!r}".encode()).hexdigest()
    return f'"{fingerprint}.{around[:16]}"'
