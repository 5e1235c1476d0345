"""Pure decisions about people; each returns the reasons against, empty when there are none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from education.audit.history import writers_of
from education.people.models import Credential, CredentialSpecialty, Role, User


def has_role(user: User, *roles: Role) -> bool:
    """Tell whether an active person holds one of these roles. Superusers hold none by nature.

    What counts is the record, not the object in hand, which may be older than a dismissal.
    """
    return User.objects.filter(pk=user.pk, is_active=True, groups__name__in=roles).exists()


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
    wrote = writers_of(Credential, id=credential.pk)
    wrote |= writers_of(CredentialSpecialty, credential_id=credential.pk)
    if user.pk in wrote:
        return ["You wrote this credential yourself: somebody else has to check and enter it."]
    if not credential.is_valid_on(day):
        return [
            f"Your registration {credential.registration} is not valid today: "
            "ask an administrator to check and renew it."
        ]
    return []
