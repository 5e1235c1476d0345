"""Roles, the system's own identity, and proof that a person is at the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.core import signing
from django.utils import timezone

from education.audit import chain
from education.audit.history import is_as_recorded
from education.audit.models import AuditEvent, ChainHead
from education.errors import NotAllowed
from education.people.models import Role, User

PROOF_LIFETIME = timedelta(minutes=5)
#: So many wrong passwords lock signing for the account for so long (21 CFR 11.300(d)).
LOCK_AFTER, LOCK_FOR = 5, timedelta(minutes=15)
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

    Raises ``NotAllowed`` when the password is wrong, or was set past the audit trail, or when
    too many wrong ones have locked signing; each failure is an audit event (21 CFR 11.300(d)),
    written even though the act is refused.
    """
    with chain.writing():
        # Under the writer's lock, or many guesses at once would all come before the fifth counts.
        user = User.objects.get(pk=user.pk)
        refusal = _refusal(user, password, purpose)
    if refusal:
        raise NotAllowed(refusal)
    at = timezone.now()
    seal = signing.dumps([user.pk, purpose, at.isoformat(), "password"], salt=_SALT)
    return Proof(user_id=user.pk, purpose=purpose, at=at, method="password", seal=seal)


def _refusal(user: User, password: str, purpose: str) -> str:
    """Return why there is no proof, having recorded the failed attempt; empty when there is."""
    if until := locked_until(user):
        chain.record("signing.refused_while_locked", actor=user, subject=user, purpose=purpose)
        return locked_words(until)
    if not is_as_recorded(user):
        chain.record("signing.refused", actor=user, subject=user, purpose=purpose)
        return (
            "Your account was changed past the audit trail: ask an administrator to check it and "
            "to set a new password."
        )
    if user.is_active and user.check_password(password):
        return ""
    chain.record("signing.refused", actor=user, subject=user, purpose=purpose)
    if _failures(user) >= LOCK_AFTER:
        chain.record("signing.locked", actor=user, subject=user, attempts=LOCK_AFTER)
        return (
            f"That was the {LOCK_AFTER}th wrong password: signing with your account is locked for "
            f"{LOCK_FOR.seconds // 60} minutes."
        )
    return "That password is not right: enter the password you sign in with."


def locked_words(until: datetime) -> str:
    """Say that signing is locked, and until when."""
    return (
        f"Signing with your account is locked until {until:%H:%M} UTC after {LOCK_AFTER} wrong "
        "passwords: wait, or tell a coordinator if it was not you."
    )


def locked_until(user: User) -> datetime | None:
    """Return when a person may try to sign again, or None when nothing keeps them from it."""
    recent = AuditEvent.objects.filter(actor=user, at__gt=timezone.now() - LOCK_FOR)
    locked = recent.filter(action="signing.locked").order_by("-seq").first()
    return locked.at + LOCK_FOR if locked else None


def _failures(user: User) -> int:
    """Count the wrong passwords of the last minutes, since the person last signed something."""
    recent = AuditEvent.objects.filter(actor=user, at__gt=timezone.now() - LOCK_FOR)
    signed = recent.filter(action__in=["review.signed", "page.reaffirmed"]).order_by("-seq").first()
    failed = recent.filter(action="signing.refused", seq__gt=signed.seq if signed else 0)
    return failed.count()


def check_proof(proof: Proof, *, user: User, purpose: str) -> None:
    """Raise ``NotAllowed`` unless the proof is this person's, for this act, fresh and not locked.

    A proof from just before the lock gives no right either: somebody is guessing this password.
    """
    if until := locked_until(user):
        raise NotAllowed(locked_words(until))
    try:
        sealed = signing.loads(proof.seal, salt=_SALT)
    except signing.BadSignature:
        sealed = None
    stated = [proof.user_id, proof.purpose, proof.at.isoformat(), proof.method]
    fresh = timedelta(0) <= timezone.now() - proof.at <= PROOF_LIFETIME
    if sealed != stated or proof.user_id != user.pk or proof.purpose != purpose or not fresh:
        raise NotAllowed("Enter your password again to sign.")
