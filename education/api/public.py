"""Reading: the live pages as data. No account, no cookie, nothing but signed editions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from ninja import Field, Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from education.api.cursors import cursor_at, place_at
from education.api.errors import Invalid, Moved, Problem, TakenDown, Withdrawn
from education.api.schemas import EditionLine, TopicLine, TopicList, TopicPage, TopicWalk
from education.publishing import reading
from education.publishing.addresses import absolute
from education.publishing.listing import LONGEST_QUERY, listed, live_list, walked
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


#: What the document says of the header that leads on.
WITH_LINK: dict[str, Any] = {
    "responses": {
        200: {
            "headers": {
                "Link": {
                    "description": "With a cursor, while there is more: rel=next (RFC 8288)",
                    "schema": {"type": "string"},
                }
            }
        }
    }
}


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
    offset: int = Field(0, ge=0, le=1_000_000, description="Not together with a cursor")
    cursor: str | None = Field(
        None,
        max_length=100,
        description="Walks through all pages: empty at the beginning, then as `next` has it",
    )

    def which(self) -> tuple[str, str, str]:
        """Return what makes the list, without what cuts it."""
        return self.language, self.kind, self.q


@router.get(
    "/topics",
    response={200: TopicList | TopicWalk, 422: Invalid},
    summary="List the live pages",
    openapi_extra=WITH_LINK,
)
def topics(request: HttpRequest, response: HttpResponse, filters: Query[Filters]) -> dict[str, Any]:
    """Return the pages that readers have now, ordered by title.

    With a `cursor` (empty at first) they come in an order of their own, which stays while pages
    come and go: whoever follows `next` to its end has each page once that was live all the while,
    and the last step takes no longer than the first.
    """
    _refuse_others(request, Filters)
    response["Cache-Control"] = "no-cache"
    if filters.cursor is not None:
        return _step(request, response, filters, filters.cursor)
    live = live_list(*filters.which())
    lines = listed(live, filters.offset, filters.offset + filters.limit)
    return {
        "count": live.count(),
        "limit": filters.limit,
        "offset": filters.offset,
        "items": [TopicLine.values(line) for line in lines],
    }


def _step(
    request: HttpRequest, response: HttpResponse, filters: Filters, cursor: str
) -> dict[str, Any]:
    """Return a step of a walk, and say where it goes on (RFC 8288)."""
    if "offset" in request.GET:
        raise _unusable("offset", message="Leave it out when you walk with a cursor")
    place = place_at(cursor, *filters.which())
    if place is None:
        raise _unusable(
            "cursor", message="It is not one of this list: begin again with an empty cursor"
        )
    lines, more = walked(live_list(*filters.which()), place, filters.limit)
    following = None
    if more is not None:
        question = request.GET.copy()
        question["cursor"] = cursor_at(more, *filters.which())
        following = f"{absolute(reverse('api:topics'))}?{question.urlencode()}"
        response["Link"] = f'<{following}>; rel="next"'
    return {
        "limit": filters.limit,
        "next": following,
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
        raise _unusable(*others, message="There is no such parameter")


def _unusable(*names: str, message: str) -> ValidationError:
    return ValidationError([{"loc": ("query", name), "msg": message} for name in names])


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
