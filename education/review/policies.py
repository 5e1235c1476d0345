"""Which policy a page is submitted under: the clinic's own, or else the one built in."""

from __future__ import annotations

from typing import Any

from education.audit.history import history_of, is_as_recorded
from education.review.models import ReviewPolicy
from education.review.rules import POLICIES, Policy, at_least


def policy_for(kind: str, risk_class: str) -> Policy:
    """Return the policy of a page's kind and risk class; the more particular one wins.

    Whatever stands in the clinic's own, it is never weaker than its risk class allows.
    """
    own = ReviewPolicy.objects.filter(risk_class=risk_class, kind__in=[kind, ""])
    row = own.order_by("-kind").first()
    return at_least(row.policy(), risk_class) if row else POLICIES[risk_class]


def past_the_trail(kind: str, risk_class: str) -> list[str]:
    """Say that a policy of these pages was lowered or removed past the edit trail, if one was."""
    if all(_is_as_recorded(one, risk_class) for one in (kind, "")):
        return []
    return [
        "The review policy of such pages was changed past the edit trail: "
        "ask an administrator to enter it again."
    ]


def _is_as_recorded(kind: str, risk_class: str) -> bool:
    row = ReviewPolicy.objects.filter(kind=kind, risk_class=risk_class).first()
    if row is not None:
        return is_as_recorded(row)
    history: Any = history_of(ReviewPolicy)._base_manager
    last = history.filter(kind=kind, risk_class=risk_class).order_by("-history_id").first()
    if last is None:
        return True
    # None stands here: it was deleted, or made the policy of other pages, and both leave a trace.
    newest = history.filter(id=last.id).order_by("-history_id").first()
    return bool(newest.history_type == "-" or newest.history_id != last.history_id)
