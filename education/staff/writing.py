"""What an author sees beside the text: the page as patients would read it, and the findings."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from education.content.models import Section, Topic
from education.errors import NotAllowed
from education.publishing.rendering import page_html
from education.staff.access import StaffRequest, desk_view
from education.staff.found import found_in
from education.staff.permissions import allows
from education.staff.review_page import framed
from education.staff.unsaved import stored, written

NOTE = "A draft. Nobody has signed it, and patients cannot see it."


@framed
@desk_view("GET", "POST")
def look(request: StaffRequest) -> HttpResponse:
    """Show what stands in a page's form, saved or not, as the page it would be. Saves nothing.

    Asked for JSON, answer with the findings beside it. ``?topic=`` names the draft, if stored.
    """
    if not allows(request.user, "change", Section):
        raise NotAllowed("Only an author writes pages: open a draft and choose “Preview”.")
    topic = _topic(request.GET.get("topic", ""))
    if request.method == "POST":
        draft = written(request.POST, by=request.user, topic_id=topic.pk if topic else None)
    else:
        draft = stored(topic) if topic else written(request.GET, by=request.user)
    html = page_html(draft.page, preview_note=NOTE)
    if request.get_preferred_type(["text/html", "application/json"]) != "application/json":
        return HttpResponse(html)
    return JsonResponse({"page": html, **found_in(draft).as_html()})


def _topic(pk: str) -> Topic | None:
    related = Topic.objects.select_related("owner", "specialty")
    return related.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 10 else None
