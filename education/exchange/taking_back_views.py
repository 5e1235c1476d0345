"""The step that takes an import back: first what goes and what stays, then a reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from education.errors import Blocked, WrongState
from education.exchange.doors import open_to
from education.exchange.models import ImportRecord
from education.exchange.services import Moved, take_back
from education.exchange.taking_back import plan_of
from education.people.models import Role, User

_for_authors = open_to(
    Role.AUTHOR, otherwise="Only an author takes an import back: ask for the Author role."
)


class TakeBackForm(forms.Form):
    """Why an import is taken back, and which preview was read."""

    reason = forms.CharField(
        label="Why you take it back",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept in the history of everything that goes, with your name.",
        error_messages={"required": "Say why, so that colleagues know what was wrong."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


@_for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what goes and what stays; take the import back when that was read and a reason given."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker: see the door
    record = get_object_or_404(ImportRecord, topic=pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = _tried(form, record, request.user)
        if not status:
            messages.success(request, "The import is taken back.")
            return redirect("exchange:article", pk)
    return _shown(request, record, form, status)


def _tried(form: TakeBackForm, record: ImportRecord, by: User) -> int:
    """Take the import back; return the status of the page that says why not, or 0."""
    if not form.is_valid():
        return 422
    try:
        take_back(record, by=by, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"])
    except (Moved, Blocked) as refusal:
        form.add_error(None, str(refusal))
        return 409 if isinstance(refusal, Moved) else 422
    except WrongState:
        return 409  # The plan that is shown says why.
    return 0


def _shown(
    request: HttpRequest, record: ImportRecord, form: TakeBackForm, status: int
) -> HttpResponse:
    plan, page = plan_of(record), record.page()
    if form.is_bound:
        # The reason stays as it was typed; the preview it belongs to is the one shown now.
        form.data = {"reason": form.data.get("reason", ""), "seen": plan.version}
    else:
        form.initial["seen"] = plan.version
    context = {"record": record, "topic": page, "plan": plan, "form": form}
    return render(request, "exchange/take_back.html", context, status=status)
