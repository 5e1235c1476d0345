"""The reports at the desk: the list of them, each as a page, and each as a file."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from education.errors import Blocked, NotAllowed
from education.staff.access import StaffRequest, desk_view
from education.staff.queues import offered_to
from education.staff.reports.catalogue import REPORTS, reports_for, sees_all
from education.staff.reports.forms import AskedForm
from education.staff.reports.shapes import Report, Result
from education.staff.reports.spreadsheet import download


@desk_view("GET")
def reports(request: StaffRequest) -> HttpResponse:
    """List the reports that this person may open."""
    offered = reports_for(request.user)
    if not offered:
        raise NotAllowed(_NOT_YOURS)
    context = {"reports": offered, "own": not sees_all(request.user)}
    return render(request, "staff/reports/index.html", context | _tabs(request))


@desk_view("GET")
def report(request: StaffRequest, name: str) -> HttpResponse:
    """Show one report, narrowed by what stands in the address."""
    found, form = _asked(request, name)
    result = _result(request, found, form) if form.is_valid() else None
    context = {
        "report": found,
        "result": result,
        "form": form,
        "own": not sees_all(request.user),
        "narrowed": bool(request.GET),
        "query": urlencode(form.query()),
        "offered": reports_for(request.user),
    }
    status = 200 if result else 422
    return render(request, "staff/reports/report.html", context | _tabs(request), status=status)


@desk_view("GET")
def report_file(request: StaffRequest, name: str) -> HttpResponse:
    """Send one report as a file."""
    found, form = _asked(request, name)
    if not form.is_valid():
        raise Blocked([str(error) for errors in form.errors.values() for error in errors])
    result = _result(request, found, form)
    named = f"{found.name}-{timezone.now():%Y-%m-%d}"
    # A streamed answer is no HttpResponse by birth; the door of the desk treats them alike.
    return cast(HttpResponse, download(named, result.head, result.rows))


def _asked(request: StaffRequest, name: str) -> tuple[Report, AskedForm]:
    found = REPORTS.get(name)
    if found is None:
        raise Http404("There is no such report.")
    if found not in reports_for(request.user):
        raise NotAllowed(_NOT_YOURS)
    return found, AskedForm(request.GET, report=found, today=timezone.now().date())


def _result(request: StaffRequest, found: Report, form: AskedForm) -> Result:
    only = None if sees_all(request.user) else request.user
    return found.build(form.asked(only=only))


def _tabs(request: StaffRequest) -> dict[str, object]:
    return {"queues": offered_to(request.user), "current": "reports"}


_NOT_YOURS = (
    "Reports about colleagues are for coordinators and auditors; clinicians see their own load."
)
