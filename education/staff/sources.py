"""Opening a source from a review: noted as read by the person, who then goes where it stands."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from education.content.manuscript import SourceText
from education.evidence.models import Source
from education.publishing.references import addresses
from education.review.models import Review
from education.review.remarks import note_opening
from education.staff.access import StaffRequest, desk_view
from education.staff.review_page import find_review
from education.staff.showing import manuscript_to_read


@desk_view("GET")
def open_source(request: StaffRequest, pk: int, source: int) -> HttpResponse:
    """Note that a reviewer opened a source, and send them there.

    Where it stands is read from the text under review, and only what readers would get: nobody
    can be sent elsewhere through this address.
    """
    row = find_review(pk)
    cited = _cited(row, source)
    to = addresses(cited)
    if not to:
        raise Http404("This source has no address.")
    _, address = to.get(request.GET.get("to", ""), next(iter(to.values())))
    if opened_by_hand(request):
        note_opening(row, Source.objects.get(pk=source), by=request.user)
    return HttpResponseRedirect(address)


def opened_by_hand(request: HttpRequest) -> bool:
    """Tell whether somebody followed a link of ours, or typed the address.

    Another site that embeds or links it, and a browser that fetches ahead, open nothing for
    anybody. Old browsers say nothing of where a request comes from, and are believed.
    """
    site = request.headers.get("Sec-Fetch-Site", "none")
    ahead = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return request.method == "GET" and site in ("same-origin", "none") and "prefetch" not in ahead


def _cited(review: Review, source: int) -> SourceText:
    for cited in manuscript_to_read(review).sources():
        if cited.source_id == source:
            return cited
    raise Http404("This source is not cited in this review.")
