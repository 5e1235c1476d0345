"""The link of an outside expert's invitation, apart from the verbs of ``guests``."""

from __future__ import annotations

from django.core import signing

from education.review.models import Invitation

SALT = "countersign.invitation"


def token_of(invitation: Invitation) -> str:
    """Return what the invitation's link holds."""
    return signing.dumps(invitation.pk, salt=SALT)
