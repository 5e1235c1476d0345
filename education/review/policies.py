"""Which policy a page is submitted under: the clinic's own, or else the one built in."""

from __future__ import annotations

from education.review.models import ReviewPolicy
from education.review.rules import POLICIES, Policy, at_least


def policy_for(kind: str, risk_class: str) -> Policy:
    """Return the policy of a page's kind and risk class; the more particular one wins.

    Whatever stands in the clinic's own, it is never weaker than its risk class allows.
    """
    own = ReviewPolicy.objects.filter(risk_class=risk_class, kind__in=[kind, ""])
    row = own.order_by("-kind").first()
    return at_least(row.policy(), risk_class) if row else POLICIES[risk_class]
