"""Pure decisions of the review: what a policy may ask, and what a signature needs."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices

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
#: The least a clinic may ask for, whatever its own policies say (decision 0009). Validity and
#: grace here are the longest allowed.
FLOORS: dict[str, Policy] = {
    RiskClass.ROUTINE: Policy(1, False, 36, 180, 90, True),
    RiskClass.HIGH: Policy(2, True, 12, 30, 30, False),
}
#: A claim is signed once by itself; the pages that carry it ask for their own sign-offs.
CLAIM_POLICY = Policy(1, False, 24, 90, 14, True)


def weaker_than_allowed(policy: Policy, risk_class: str) -> list[str]:
    """Say in what a policy asks for less than its risk class allows; empty when it does not."""
    floor = FLOORS.get(risk_class)
    if floor is None:
        return ["Choose a risk class."]
    longest = (
        ("valid_months", "The time until the next review", "months"),
        ("grace_days", "The grace", "days"),
        ("review_within_days", "The time for a review", "days"),
    )
    reasons = [
        f"{name} can be at most {getattr(floor, key)} {unit} at this risk."
        for key, name, unit in longest
        if getattr(policy, key) > getattr(floor, key)
    ]
    if policy.required_sign_offs < floor.required_sign_offs:
        reasons.append(f"This risk needs at least {floor.required_sign_offs} signatures.")
    if floor.needs_specialty and not policy.needs_specialty:
        reasons.append("This risk needs one signature in the page's specialty.")
    if policy.publisher_may_sign and not floor.publisher_may_sign:
        reasons.append("At this risk whoever signed may not also publish.")
    return reasons


def at_least(policy: Policy, risk_class: str) -> Policy:
    """Return the policy with whatever is weaker than its risk class allows made as strict."""
    floor = FLOORS[risk_class]
    return Policy(
        required_sign_offs=max(policy.required_sign_offs, floor.required_sign_offs),
        needs_specialty=policy.needs_specialty or floor.needs_specialty,
        valid_months=min(policy.valid_months, floor.valid_months),
        grace_days=min(policy.grace_days, floor.grace_days),
        review_within_days=min(policy.review_within_days, floor.review_within_days),
        publisher_may_sign=policy.publisher_may_sign and floor.publisher_may_sign,
    )


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of a shorter month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


def lapse_day(review_due: date, grace_days: int) -> date:
    """Return the last day on which a page whose review was due may still be shown."""
    return review_due + timedelta(days=grace_days)


def recalled_to(today: date, grace_days: int) -> date:
    """Return the day to which a page's review is brought forward when it is called back.

    Yesterday, so that readers see the notice from the next request on. A page without grace would
    be gone at once by that: it is due today, and takes itself down when today is over.
    """
    return today - timedelta(days=1 if grace_days else 0)


def unanswered(findings: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> list[str]:
    """Return one sentence per warning that has no written answer yet."""
    return [
        f"Answer the warning {f['check']} at {f['anchor']}: {f['message']}"
        for f in findings
        if f["level"] == "warn" and not answers.get(f["key"], "").strip()
    ]


class Verdict(TextChoices):
    """What a signer says of one claim; only the first two let a page be signed."""

    SUPPORTED = "supported", "Supported by its sources, as it is worded"
    ACCEPTED = "accepted", "Signed by a colleague as it stands, and I agree"
    NOT_SUPPORTED = "not_supported", "Not supported: this page has to go back"


def missing_verdicts(codes: Sequence[str], verdicts: Mapping[str, str]) -> list[str]:
    """Return one sentence per claim that has no verdict, or one with which nobody can sign."""
    reasons = []
    for code in codes:
        said = verdicts.get(code, "")
        if said == Verdict.NOT_SUPPORTED:
            reasons.append(f"You find {code} not supported: request changes instead of signing.")
        elif said not in Verdict.values:
            reasons.append(f"Give your verdict on {code}.")
    return reasons


def accepted_unsigned(verdicts: Mapping[str, str], signed: Collection[str]) -> list[str]:
    """Return one sentence per claim called signed by a colleague that no colleague has signed."""
    return [
        f"No colleague has signed {code} as it stands yet: say whether its sources support it."
        for code, said in verdicts.items()
        if said == Verdict.ACCEPTED and code not in signed
    ]


#: A declaration of interests is good for so many months (domain: ICMJE practice).
DECLARATION_MONTHS = 12
#: A conflict is held against a person for at least as long, leap years included.
CONFLICT_DAYS = 366


def lacks_specialist(
    specialty: str, signed_specialties: Collection[Collection[str]], still_to_come: int
) -> bool:
    """Tell whether no signature is in the page's specialty and none can come any more."""
    if not specialty or still_to_come > 0:
        return False
    return not any(specialty in covered for covered in signed_specialties)
