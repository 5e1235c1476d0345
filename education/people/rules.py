"""Pure decisions about people; each returns the reasons against, empty when there are none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from education.people.models import Credential, Role, User


def has_role(user: User, *roles: Role) -> bool:
    """Tell whether an active person holds one of these roles. Superusers hold none by nature."""
    return bool(user.is_active and user.groups.filter(name__in=roles).exists())


def may_review(user: User, contributors: Collection[int], submitted_by: int) -> list[str]:
    """Say why this person may not judge a text written by ``contributors``."""
    reasons = []
    if not has_role(user, Role.CLINICIAN):
        reasons.append("Only a clinician can do this: ask for the Clinician role.")
    if user.pk in contributors or user.pk == submitted_by:
        reasons.append("You wrote or submitted part of this text, so a colleague has to judge it.")
    return reasons


def may_sign_with(user: User, credential: Credential, day: date) -> list[str]:
    """Say why this person may not sign with this credential on this day."""
    if credential.user_id != user.pk:
        return ["This credential belongs to somebody else: choose one of yours."]
    if not credential.is_valid_on(day):
        return [
            f"Your registration {credential.registration} is not valid today: "
            "ask an administrator to check and renew it."
        ]
    return []
