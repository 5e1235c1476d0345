"""“Was this clear?”: a reader says so in one press, with words or without.

Whatever goes wrong is told in one sentence, and the words that were typed stand in the form again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import translation
from django.utils.translation import gettext as _

from education.errors import WrongState
from education.patients.limits import WINDOW, says_too_much
from education.patients.origins import is_from_here
from education.patients.serving import READING, not_live, show
from education.publishing import reading
from education.publishing.addresses import address, page_address
from education.publishing.feedback import edition_of, receipt_of, say, with_receipt
from education.publishing.pages import Pointer, PublishedPage
from education.publishing.stripping import LONGEST, MOST_READ

DEFAULT = settings.LANGUAGE_CODE
#: The most bytes that are read of what was posted, and the one form it may have.
MOST_BYTES, KIND = 32 * 1024, "application/x-www-form-urlencoded"

View = Callable[..., HttpResponse]


def answers(*methods: str) -> Callable[[View], View]:
    """Let a reader's view answer these methods, and no others."""

    def mark(view: View) -> View:
        view.methods = methods  # type: ignore[attr-defined]
        return view

    return mark


@dataclass(frozen=True, slots=True)
class Told:
    """What was posted, as far as it can be read."""

    edition: int = 0
    part: str = ""
    clear: bool | None = None
    words: str = ""
    #: What stands in the field that people do not see.
    trap: str = ""


class _Unheard(Exception):
    """Why something was not kept: a status and a sentence."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@answers(*READING, "POST")
def feedback(request: HttpRequest, slug: str, language: str = DEFAULT) -> HttpResponse:
    """Keep what was posted and lead to what was kept; asked with GET, show that, or the form."""
    pointer = reading.live_pointer(language, slug)
    if isinstance(pointer, Pointer):
        with translation.override(language):
            return (_hear if request.method == "POST" else _show)(request, pointer)
    moved = None if pointer else reading.moved_to(language, slug)
    if moved:
        return HttpResponsePermanentRedirect(f"{moved}feedback/", preserve_request=True)
    return not_live(request, slug, language, pointer)


def _hear(request: HttpRequest, pointer: Pointer) -> HttpResponse:
    told = Told()
    try:
        _require_ours(request)
        told = _read(request)
        receipt = _keep(request, pointer, told)
    except _Unheard as unheard:
        response = _form(request, pointer, told, unheard)
        if unheard.status == 429:
            response["Retry-After"] = str(WINDOW)
        return response
    row = pointer.row
    where = f"{address('feedback', row.language, slug=row.slug)}?kept={receipt}"
    return HttpResponse(status=303, headers={"Location": where})


def _require_ours(request: HttpRequest) -> None:
    """Raise before anything of a request is read that no form of ours made."""
    if not is_from_here(request):
        raise _Unheard(403, _("This was not sent from a page of ours, so we did not keep it."))
    size = str(request.META.get("CONTENT_LENGTH") or "0")
    if request.content_type != KIND or not size.isdecimal() or int(size) > MOST_BYTES:
        raise _Unheard(413, _("This is too much for us to keep. Please write less."))


def _read(request: HttpRequest) -> Told:
    data = request.POST
    number = data.get("edition", "")
    return Told(
        edition=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0,
        part=data.get("part", ""),
        clear={"yes": True, "no": False}.get(data.get("clear", "")),
        words=data.get("words", "")[:MOST_READ],
        trap=data.get("website", ""),
    )


def _keep(request: HttpRequest, pointer: Pointer, told: Told) -> str:
    """Keep what was told; return its receipt. Raises ``_Unheard`` with what stands in the way."""
    if told.trap:
        raise _Unheard(400, _("A field that has to stay empty was filled in. Please send again."))
    edition = edition_of(pointer.row.topic_id, told.edition)
    if edition is None:
        raise _Unheard(404, _("We do not know which text you mean. Please send again."))
    if told.clear is None:
        raise _Unheard(400, _("Please say whether it was clear: choose yes or no."))
    if says_too_much(request, str(pointer.row.topic_id)):
        raise _Unheard(429, _("We got too many answers just now. Please try again in an hour."))
    try:
        return receipt_of(say(edition, part=told.part, clear=told.clear, words=told.words))
    except WrongState as unknown:
        why = _("We do not know which part you mean. Please say it of the whole page.")
        raise _Unheard(404, why) from unknown


def _show(request: HttpRequest, pointer: Pointer) -> HttpResponse:
    receipt = request.GET.get("kept", "")
    kept = with_receipt(pointer.row.topic_id, receipt) if receipt.isascii() else None
    if not receipt:
        return _form(request, pointer, Told())
    response = _page(request, pointer, {"kept": kept, "thanks": True})
    # One reader's own words: no store that many share keeps them.
    response["Cache-Control"] = "no-store"
    return response


def _form(
    request: HttpRequest, pointer: Pointer, told: Told, unheard: _Unheard | None = None
) -> HttpResponse:
    page = reading.published_page(pointer)
    # Said of the text that the reader has before their eyes, if there is one.
    known = told.edition and edition_of(pointer.row.topic_id, told.edition) is not None
    row = pointer.row
    form = {
        "address": address("feedback", row.language, slug=row.slug),
        "edition": told.edition if known else page.number,
    }
    part = told.part if known and unheard and unheard.status != 404 else ""
    context = {
        "thanks": False,
        "kept": None,
        "feedback": form,
        "part": part,
        "heading": "",
        "typed": told.words,
        "problem": unheard.why if unheard else "",
    }
    return _page(request, pointer, context, unheard.status if unheard else 200, page)


def _page(
    request: HttpRequest,
    pointer: Pointer,
    context: dict[str, Any],
    status: int = 200,
    page: PublishedPage | None = None,
) -> HttpResponse:
    page = page or reading.published_page(pointer)
    around = {
        "title": page.manuscript.title,
        "address": page_address(pointer.row.language, pointer.row.slug),
        "emergency_number": settings.EMERGENCY_NUMBER,
        "longest": LONGEST,
    }
    return show(request, "patients/feedback.html", pointer.row.language, around | context, status)
