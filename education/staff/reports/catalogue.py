"""Every report, in the order they are offered."""

from __future__ import annotations

from education.people.models import Role, User
from education.staff.permissions import REPORT_ROLES, roles_of
from education.staff.reports import (
    certainty,
    load,
    noticed,
    overdue,
    pairs,
    speed,
    turnaround,
    unsourced,
    withdrawals,
)
from education.staff.reports.shapes import Report

REPORTS: dict[str, Report] = {
    module.REPORT.name: module.REPORT
    for module in (
        overdue,
        turnaround,
        load,
        speed,
        pairs,
        unsourced,
        noticed,
        certainty,
        withdrawals,
    )
}


def sees_all(user: User) -> bool:
    """Tell whether a person may see reports about everybody."""
    return bool(roles_of(user) & REPORT_ROLES)


def reports_for(user: User) -> list[Report]:
    """Return the reports that a person may open."""
    if sees_all(user):
        return list(REPORTS.values())
    if Role.CLINICIAN in roles_of(user):
        return [report for report in REPORTS.values() if report.is_personal]
    return []
