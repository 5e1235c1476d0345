"""The report of an import: an author works through it, sentence by sentence."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from education.content.models import Topic
from education.errors import NotAllowed, Refused
from education.evidence.models import Claim
from education.exchange.doors import for_colleagues, refused
from education.exchange.models import ImportRecord
from education.exchange.report import SHOWN, report_of
from education.exchange.services import use_instead
from education.exchange.taking_back import taken_back
from education.people.models import Role, User
from education.people.rules import has_role

_ON_A_PAGE = 50


@for_colleagues
@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an imported article beside what became of it."""
    record = get_object_or_404(ImportRecord.objects.select_related("imported_by"), topic=pk)
    topic, taken = record.page(), taken_back(record)
    report = report_of(record, topic)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else "all"
    page = Paginator(report.shown(shown), _ON_A_PAGE).get_page(request.GET.get("page"))
    numbers = (
        ("Earlier lines", page.number - 1 if page.has_previous() else 0),
        ("Later lines", page.number + 1 if page.has_next() else 0),
    )
    context = {
        "record": record,
        "topic": topic,
        "title": topic.title if topic else taken.data["title"] if taken else record.name,
        "taken": taken,
        "report": report,
        "page": page,
        "shown": shown,
        "filters": report.counts(),
        "others": [(label, _query(shown, number)) for label, number in numbers if number],
        "may_write": has_role(request.user, Role.AUTHOR)
        if isinstance(request.user, User)
        else False,
        "stops": sum(line.blocks for line in report.lines),
    }
    return render(request, "exchange/article.html", context)


@for_colleagues
@require_POST
def instead(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a claim of the library stand where an imported one does, and go back to its line."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker: see the door
    topic = get_object_or_404(Topic, pk=pk)
    claim = get_object_or_404(Claim, pk=_number(request, "claim"))
    other = get_object_or_404(Claim, pk=_number(request, "other"))
    try:
        use_instead(topic, claim, other, by=request.user)
    except NotAllowed as refusal:
        return refused(request, str(refusal), 403)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{other.code} stands on the page now, in place of {claim.code}.")
    shown = request.POST.get("show", "")
    query = _query(shown if shown in SHOWN else "all", _number(request, "page") or 1)
    address = f"{reverse('exchange:article', args=[pk])}?{query}"
    return HttpResponseRedirect(f"{address}#line-{_number(request, 'line')}")


def _query(shown: str, number: int) -> str:
    return urlencode({"show": shown, "page": number})


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
