"""Which policy a page is submitted under: the clinic's own, or else the one built in."""

from __future__ import annotations

from education.review.models import ReviewPolicy
from education.review.rules import POLICIES, Policy


def policy_for(kind: str, risk_class: str) -> Policy:
    """Return the policy of a page's kind and risk class; the more particular one wins."""
    own = ReviewPolicy.objects.filter(risk_class=risk_class, kind__in=[kind, ""])
    row = own.order_by("-kind").first()
    return row.policy() if row else POLICIES[risk_class]
