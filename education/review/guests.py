"""An outside expert: one review, by a link that opens once and ends; reads and comments, no more.

The link's token is the invitation's number under the site's own signature, so nothing secret is
stored and mail can hold it. Whoever opens it first gets a secret that lives in that browser only;
its hash is kept. The expert has no account, so acts are recorded under the system's identity, with
the invitation beside them. When the review takes no more comments, the invitation is over too.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
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
from education.review.signing import as_page
from education.review.states import Action, leads_to

__all__ = ["token_of"]

#: How long a link may wait, in days.
LONGEST = 30
#: What one invitation may leave behind. Remarks are kept for ever, and the way in is a link.
LONGEST_REMARK, MOST_REMARKS = 4_000, 100
_PLACES = ("page", "title", "answer", "key_points", "not_known", "get_help", "questions")


class Standing(TextChoices):
    """Where an invitation stands."""

    WAITING = "waiting", "Not opened yet"
    OPENED = "opened", "Opened"
    ENDED = "ended", "Ended"
    EXPIRED = "expired", "Expired"


def invite(review: Review, *, name: str, email: str, role: str, days: int, by: User) -> Invitation:
    """Ask an outside expert to read one review and comment on it within ``days``."""
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        if not has_role(by, Role.CLINICIAN, Role.COORDINATOR):
            raise NotAllowed("Only clinicians and coordinators invite outside experts.")
        require_state(review, Action.COMMENT)
        name, email, role = (" ".join(text.split()) for text in (name, email, role))
        reasons = _against_them(name, email, role) or _against_another(review, email)
        if not 1 <= days <= LONGEST:
            reasons.append(f"A link is good for 1 to {LONGEST} days.")
        if reasons:
            raise Blocked(reasons)
        now = timezone.now()
        row = Invitation.objects.create(
            review=review,
            name=name,
            email=email,
            role=role,
            invited_by=by,
            invited_at=now,
            expires_at=now + timedelta(days=days),
        )
        chain.record("expert.invited", actor=by, subject=review, wrote=[row], invitation=row.pk)
        return row


def longest(field: str) -> int:
    """Return how many characters one of an invitation's texts may have."""
    return int(getattr(Invitation._meta.get_field(field), "max_length", 0))


def _against_them(name: str, email: str, role: str) -> list[str]:
    reasons = []
    for what, field, value in (
        ("name", "name", name),
        ("mail address", "email", email),
        ("profession and place of work", "role", role),
    ):
        if not value:
            reasons.append(f"Give the expert's {what}.")
        elif len(value) > longest(field):
            reasons.append(f"Give the expert's {what} in at most {longest(field)} characters.")
    try:
        validate_email(email)
    except ValidationError:
        if email:
            reasons.append("Give the expert's mail address, like name@hospital.example.")
    return reasons


def _against_another(review: Review, email: str) -> list[str]:
    """Two good links for one person would leave nobody sure which of them is out there."""
    if User.objects.filter(email__iexact=email, is_active=True).exists():
        return ["That is a colleague's mail address: they read and comment at the desk."]
    now = timezone.now()
    same = review.invitations.filter(email__iexact=email)
    if any(not why_shut(row, now) for row in same.select_related("review")):
        return [f"{email} has an invitation to this review already: end that one first."]
    return []


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
        if reason := why_not_opened(row, timezone.now()):
            raise WrongState(reason)
        secret = secrets.token_urlsafe(32)
        row.opened_at, row.secret_hash = timezone.now(), _hash(secret)
        row.save()
        _record("expert.opened", row)
        return Opened(row, secret)


def recognised(invitation_id: int, secret: str) -> Invitation | None:
    """Return the invitation that a browser has opened, good still or not; None for a stranger."""
    row = Invitation.objects.select_related("review").filter(pk=invitation_id).first()
    if row is None or not row.secret_hash:
        return None
    return row if secrets.compare_digest(row.secret_hash, _hash(secret)) else None


def guest_of(invitation_id: int, secret: str) -> Invitation | None:
    """Return the invitation that a browser has opened, while it is good; else None."""
    row = recognised(invitation_id, secret)
    return None if row is None or why_shut(row, timezone.now()) else row


def said_to(invitation: Invitation) -> list[Comment]:
    """Return the threads an expert may read: their own, each with its answers, and nothing else."""
    own = Comment.objects.filter(review=invitation.review_id, invitation=invitation, parent=None)
    return list(own.prefetch_related("replies__by", "replies__invitation"))


def comment_as_guest(
    invitation: Invitation,
    *,
    text: str,
    anchor: str = "page",
    passage: str = "",
    parent: Comment | None = None,
) -> Comment:
    """Keep an outside expert's remark, or their answer in a thread of their own (``parent``)."""
    with chain.writing():
        row = _usable(invitation)
        require_state(row.review, Action.COMMENT)
        if parent is not None and _opener_of(parent) != row.pk:
            raise NotAllowed("You can answer in your own threads only.")
        if anchor not in _places_of(row.review):
            raise Blocked(["Choose a place of the page."])
        if len(text.strip()) > LONGEST_REMARK:
            raise Blocked([f"Use at most {LONGEST_REMARK} characters for one comment."])
        if row.comments.count() >= MOST_REMARKS:
            raise Blocked([f"{MOST_REMARKS} comments are kept at most: mail the rest to us."])
        remark = add_comment(
            row.review,
            by=system_user(),
            text=text,
            anchor=anchor,
            passage=passage,
            parent=parent,
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
    if leads_to(invitation.review.state, Action.COMMENT) is None:
        return "This text is not under discussion any more, so nothing is left to do. Thank you."
    if invitation.expires_at <= now:
        return "This link has expired: ask for a new one."
    return ""


def why_not_opened(invitation: Invitation, now: datetime) -> str:
    """Say why a link does not open, or not again; empty while it does."""
    if reason := why_shut(invitation, now):
        return reason
    if invitation.opened_at is not None:
        return "This link was used already. It opens once: ask for a new one."
    return ""


def standing_of(invitation: Invitation, now: datetime) -> Standing:
    """Say where an invitation stands, for those who sent it."""
    if (
        invitation.closed_at is not None
        or leads_to(invitation.review.state, Action.COMMENT) is None
    ):
        return Standing.ENDED
    if invitation.expires_at <= now:
        return Standing.EXPIRED
    return Standing.WAITING if invitation.opened_at is None else Standing.OPENED


def _usable(invitation: Invitation) -> Invitation:
    """Return the invitation as stored, when somebody has opened it and may still come in."""
    row = Invitation.objects.select_related("review").get(pk=invitation.pk)
    if reason := why_shut(row, timezone.now()):
        raise WrongState(reason)
    if row.opened_at is None:
        raise WrongState("This link has not been opened yet.")
    return row


def _opener_of(comment: Comment) -> int | None:
    """Return the invitation of whoever began the thread that a comment stands in."""
    stored = Comment.objects.select_related("parent").get(pk=comment.pk)
    return (stored.parent or stored).invitation_id


def _places_of(review: Review) -> set[str]:
    page = as_page(review)
    sections = {f"section:{n}" for n in range(1, max(1, len(page.sections)) + 1)}
    return {*_PLACES, *sections, *(claim.code for claim in page.claims)}


def _close(row: Invitation, *, actor: User) -> Invitation:
    row.closed_at = timezone.now()
    row.save()
    chain.record("expert.closed", actor=actor, subject=row.review, wrote=[row], invitation=row.pk)
    return row


def _record(action: str, row: Invitation) -> None:
    chain.record(action, actor=system_user(), subject=row.review, wrote=[row], invitation=row.pk)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
