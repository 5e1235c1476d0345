"""An outside expert: one review, by a link that opens once and ends; reads and comments, no more.

The link's token is the invitation's number under the site's own signature, so nothing secret is
stored and mail can hold it. Whoever opens it first gets a secret that lives in that browser only;
its hash is kept. The expert has no account, so acts are recorded under the system's identity, with
the invitation beside them.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from education.audit import chain
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Role, User
from education.people.rules import has_role
from education.people.services import system_user
from education.review.guarding import require_state
from education.review.links import SALT, token_of
from education.review.models import Comment, Invitation, Review
from education.review.remarks import add_comment
from education.review.states import Action

__all__ = ["token_of"]

#: How long a link may wait, in days.
LONGEST = 30


def invite(review: Review, *, name: str, email: str, role: str, days: int, by: User) -> Invitation:
    """Ask an outside expert to read one review and comment on it within ``days``."""
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        if not has_role(by, Role.CLINICIAN, Role.COORDINATOR):
            raise NotAllowed("Only clinicians and coordinators invite outside experts.")
        require_state(review, Action.COMMENT)
        reasons = [
            f"Give the expert's {what}."
            for what, value in (("name", name), ("profession and place of work", role))
            if not value.strip()
        ]
        try:
            validate_email(email)
        except ValidationError:
            reasons.append("Give the expert's mail address, like name@hospital.example.")
        if not 1 <= days <= LONGEST:
            reasons.append(f"A link is good for 1 to {LONGEST} days.")
        if reasons:
            raise Blocked(reasons)
        now = timezone.now()
        row = Invitation.objects.create(
            review=review,
            name=name.strip(),
            email=email.strip(),
            role=role.strip(),
            invited_by=by,
            invited_at=now,
            expires_at=now + timedelta(days=days),
        )
        chain.record("expert.invited", actor=by, subject=review, wrote=[row], invitation=row.pk)
        return row


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation of a link, used or not; None when the link is none of ours."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("review").filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that was just used: the secret goes into the expert's browser and nowhere else."""

    invitation: Invitation
    secret: str


def open_invitation(token: str) -> Opened:
    """Use a link, once."""
    with chain.writing():
        row = invitation_of(token)
        if row is None:
            raise NotAllowed("This link is not one of ours: ask for a new one.")
        if reason := why_shut(row, timezone.now()):
            raise WrongState(reason)
        if row.opened_at is not None:
            raise WrongState("This link was used already. It opens once: ask for a new one.")
        secret = secrets.token_urlsafe(32)
        row.opened_at, row.secret_hash = timezone.now(), _hash(secret)
        row.save()
        _record("expert.opened", row)
        return Opened(row, secret)


def guest_of(invitation_id: int, secret: str) -> Invitation | None:
    """Return the invitation that a browser has opened, while it is good; else None."""
    row = Invitation.objects.select_related("review").filter(pk=invitation_id).first()
    if row is None or not row.secret_hash or why_shut(row, timezone.now()):
        return None
    return row if secrets.compare_digest(row.secret_hash, _hash(secret)) else None


def comment_as_guest(
    invitation: Invitation, *, text: str, anchor: str = "page", passage: str = ""
) -> Comment:
    """Keep an outside expert's remark."""
    with chain.writing():
        row = _usable(invitation)
        require_state(row.review, Action.COMMENT)
        remark = add_comment(
            row.review,
            by=system_user(),
            text=text,
            anchor=anchor,
            passage=passage,
            invitation=row,
        )
        chain.record(
            "review.commented",
            actor=system_user(),
            subject=row.review,
            wrote=[remark],
            invitation=row.pk,
        )
        return remark


def finish(invitation: Invitation) -> Invitation:
    """The expert is done: the browser shows nothing any more."""
    with chain.writing():
        return _close(_usable(invitation), actor=system_user())


def take_back(invitation: Invitation, *, by: User) -> Invitation:
    """End an invitation, used or not."""
    with chain.writing():
        if not has_role(by, Role.CLINICIAN, Role.COORDINATOR):
            raise NotAllowed("Only clinicians and coordinators end an invitation.")
        row = Invitation.objects.select_related("review").get(pk=invitation.pk)
        if row.closed_at is not None:
            raise WrongState("This invitation has ended already.")
        return _close(row, actor=by)


def why_shut(invitation: Invitation, now: datetime) -> str:
    """Say why an invitation is good no longer; empty while it is."""
    if invitation.closed_at is not None:
        return "This invitation has ended: ask for a new one."
    if invitation.expires_at <= now:
        return "This link has expired: ask for a new one."
    return ""


def _usable(invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_related("review").get(pk=invitation.pk)
    if reason := why_shut(row, timezone.now()):
        raise WrongState(reason)
    return row


def _close(row: Invitation, *, actor: User) -> Invitation:
    row.closed_at = timezone.now()
    row.save()
    chain.record("expert.closed", actor=actor, subject=row.review, wrote=[row], invitation=row.pk)
    return row


def _record(action: str, row: Invitation) -> None:
    chain.record(action, actor=system_user(), subject=row.review, wrote=[row], invitation=row.pk)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
