"""Pure decisions of the review: the policy of a risk class, and who may sign what."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from education.content.models import RiskClass


@dataclass(frozen=True, slots=True)
class Policy:
    """What a risk class asks for: sign-offs, validity in months, grace in days, days to review."""

    required_sign_offs: int
    needs_specialty: bool
    valid_months: int
    grace_days: int
    review_within_days: int
    publisher_may_sign: bool


POLICIES: dict[str, Policy] = {
    RiskClass.ROUTINE: Policy(1, False, 24, 90, 14, True),
    RiskClass.HIGH: Policy(2, True, 6, 0, 7, False),
}
#: A claim is signed once by itself; the pages that carry it ask for their own sign-offs.
CLAIM_POLICY = Policy(1, False, 24, 90, 14, True)


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of a shorter month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


def lapse_day(review_due: date, grace_days: int) -> date:
    """Return the last day on which a page whose review was due may still be shown."""
    return review_due + timedelta(days=grace_days)


def unanswered(findings: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> list[str]:
    """Return one sentence per warning that has no written answer yet."""
    return [
        f"Answer the warning {f['check']} at {f['anchor']}: {f['message']}"
        for f in findings
        if f["level"] == "warn" and not answers.get(f["key"], "").strip()
    ]


def lacks_specialist(
    specialty: str, signed_specialties: Collection[Collection[str]], still_to_come: int
) -> bool:
    """Tell whether no signature is in the page's specialty and none can come any more."""
    if not specialty or still_to_come > 0:
        return False
    return not any(specialty in covered for covered in signed_specialties)
