"""Every refusal of the API in one shape: problem details (RFC 9457)."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import resolve, reverse
from django.utils.log import log_response
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from education.publishing.addresses import absolute
from education.publishing.pages import Notice

MEDIA_TYPE = "application/problem+json"


class Problem(Schema):
    """A refusal (RFC 9457); ``about:blank`` when the status says it all."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="One or two sentences for people")
    instance: str


class Replacement(Schema):
    """The page that takes the place of one that was taken down."""

    title: str
    url: str


class TakenDown(Problem):
    """A page that was taken down; ``detail`` is the notice that readers get."""

    type: str = "urn:countersign:taken-down"
    kind: str = Field(description="safety, evidence, error, expired or consolidated")
    taken_down_on: date | None
    replacement: Replacement | None


class Fault(Schema):
    """One parameter that cannot be used."""

    part: str = Field(description="Where it stands: query or path")
    name: str
    message: str


class Invalid(Problem):
    """A request with parameters that cannot be used."""

    type: str = "urn:countersign:invalid"
    errors: list[Fault]


class Withdrawn(Exception):
    """The page that was asked for has been taken down; readers get the notice."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        super().__init__(notice.words)


class Moved(Exception):
    """The page that was asked for has another address now; ``path`` is the readers' one."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


def respond(problem: Problem) -> HttpResponse:
    """Return a problem as a response that nobody keeps."""
    response = JsonResponse(problem.model_dump(mode="json"), status=problem.status)
    response["Content-Type"] = MEDIA_TYPE
    response["Cache-Control"] = "no-store"
    return response


def refuse(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """Return a problem of a plain HTTP status."""
    title = HTTPStatus(status).phrase
    return respond(Problem(title=title, status=status, detail=detail, instance=request.path))


def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refuse(request, 404, str(error))


def _withdrawn(request: HttpRequest, error: Withdrawn) -> HttpResponse:
    notice = error.notice
    other = notice.replacement
    return respond(
        TakenDown(
            title="This page was taken down",
            status=410,
            detail=notice.words,
            instance=request.path,
            kind=notice.kind,
            taken_down_on=notice.on,
            replacement=Replacement(title=other[0], url=absolute(other[1])) if other else None,
        )
    )


def _moved(request: HttpRequest, error: Moved) -> HttpResponse:
    """Redirect to the same operation on the page where it is now."""
    operation, page = resolve(request.path).view_name, resolve(error.path).kwargs
    language = page.get("language", settings.LANGUAGE_CODE)
    path = reverse(operation, kwargs={"slug": page["slug"]})
    response = HttpResponseRedirect(f"{path}?{urlencode({'language': language})}")
    response["Cache-Control"] = "no-cache"
    return response


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [
        Fault(part=str(e["loc"][0]), name=str(e["loc"][-1]), message=e["msg"]) for e in error.errors
    ]
    return respond(
        Invalid(
            title="The request cannot be answered as it stands",
            status=422,
            detail=" ".join(f"{fault.name}: {fault.message}." for fault in faults),
            instance=request.path,
            errors=faults,
        )
    )


def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refuse(request, error.status_code, str(error))


def _crashed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our fault: logged as Django would, answered without a word about the inside (N19)."""
    if settings.DEBUG:
        raise error
    got_request_exception.send(sender=None, request=request)
    response = refuse(request, 500, "Something went wrong on our side. Please try again later.")
    what = (response.reason_phrase, request.path)
    log_response("%s: %s", *what, response=response, request=request, exception=error)
    return response


def handle_errors(api: NinjaAPI) -> None:
    """Let an API answer every exception with a problem."""
    # Ninja's type says that a handler takes classes as well as errors; it never gets one.
    handlers: dict[type[Exception], Any] = {
        Exception: _crashed,
        Http404: _not_found,
        HttpError: _refused,
        Moved: _moved,
        ValidationError: _invalid,
        Withdrawn: _withdrawn,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)
