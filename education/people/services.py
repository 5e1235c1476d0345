"""Roles, the system's own identity, and proof that a person is at the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.core import signing
from django.utils import timezone

from education.audit import chain
from education.audit.history import is_as_recorded
from education.audit.models import ChainHead
from education.errors import NotAllowed
from education.people.models import Role, User

PROOF_LIFETIME = timedelta(minutes=5)
_SALT = "countersign.proof"
SYSTEM_USERNAME = "countersign"


def make_roles() -> None:
    """Create the role groups and the head of the audit trail. Idempotent."""
    ChainHead.objects.get_or_create(pk=1)
    for role in Role:
        Group.objects.get_or_create(name=role.value)


def system_user() -> User:
    """Return the identity under which Countersign itself acts; nobody can sign in as it."""
    user: User | None = User.objects.filter(username=SYSTEM_USERNAME).first()
    if user is None:
        user = User(username=SYSTEM_USERNAME, first_name="Countersign", is_active=False)
        user.set_unusable_password()
        user.save()
    return user


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence that a person re-entered their password for one named act, moments ago."""

    user_id: int
    purpose: str
    at: datetime
    method: str
    seal: str


def prove(user: User, *, password: str, purpose: str) -> Proof:
    """Return proof that ``user`` is at the keyboard for ``purpose`` (the fingerprint to be signed).

    Raises ``NotAllowed`` when the password is wrong, or was set past the audit trail; the failure
    is an audit event (21 CFR 11.300(d)), written even though the act is refused.
    """
    user = User.objects.get(pk=user.pk)
    if not is_as_recorded(user):
        chain.record("signing.refused", actor=user, subject=user, purpose=purpose)
        raise NotAllowed(
            "Your account was changed past the audit trail: ask an administrator to check it and "
            "to set a new password."
        )
    if not user.is_active or not user.check_password(password):
        chain.record("signing.refused", actor=user, subject=user, purpose=purpose)
        raise NotAllowed("That password is not right: enter the password you sign in with.")
    at = timezone.now()
    seal = signing.dumps([user.pk, purpose, at.isoformat(), "password"], salt=_SALT)
    return Proof(user_id=user.pk, purpose=purpose, at=at, method="password", seal=seal)


def check_proof(proof: Proof, *, user: User, purpose: str) -> None:
    """Raise ``NotAllowed`` unless the proof is this person's, for this act, and fresh."""
    try:
        sealed = signing.loads(proof.seal, salt=_SALT)
    except signing.BadSignature:
        sealed = None
    stated = [proof.user_id, proof.purpose, proof.at.isoformat(), proof.method]
    fresh = timedelta(0) <= timezone.now() - proof.at <= PROOF_LIFETIME
    if sealed != stated or proof.user_id != user.pk or proof.purpose != purpose or not fresh:
        raise NotAllowed("Enter your password again to sign.")
