"""The screen on which an author brings an article in; it becomes a draft, never anything live."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from education.errors import Blocked, Refused
from education.exchange.doors import refused
from education.exchange.forms import ImportForm
from education.exchange.models import ImportRecord
from education.exchange.services import ImportedArticle, import_article
from education.people.models import Role, User
from education.people.rules import has_role

#: How many of a person's own imports are listed below the form.
_EARLIER = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the form; turn what was sent into a draft, and go on to its findings."""
    user = request.user
    if not isinstance(user, User) or not has_role(user, Role.AUTHOR):
        return refused(request, "Only an author imports articles: ask for the Author role.", 403)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        imported = _imported(form, user)
        if imported is not None:
            messages.success(request, _told(imported))
            return redirect("exchange:article", imported.topic.pk)
    status = 422 if form.errors else 200
    earlier = ImportRecord.objects.filter(imported_by=user).prefetch_related("topic")[:_EARLIER]
    context = {"form": form, "earlier": earlier}
    return render(request, "exchange/import.html", context, status=status)


def _imported(form: ImportForm, user: User) -> ImportedArticle | None:
    data, name = form.cleaned_data["file"]
    try:
        return import_article(
            data,
            name,
            title=form.cleaned_data["title"],
            by=user,
            language=form.cleaned_data["language"],
            code=form.cleaned_data["code"],
        )
    except Refused as refusal:
        for reason in refusal.reasons if isinstance(refusal, Blocked) else (str(refusal),):
            form.add_error(None, reason)
        return None


def _told(imported: ImportedArticle) -> str:
    return (
        f"“{imported.topic.title}” is a draft now, with {len(imported.claims)} claims. "
        "Here is what became of each sentence."
    )
