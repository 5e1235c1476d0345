"""The outside experts of one review, as its own page and the page of invitations show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from education.errors import NotAllowed, Refused, WrongState
from education.people.models import Role, User
from education.review.guests import Standing, standing_of
from education.review.models import Invitation, Review
from education.review.states import Action, leads_to
from education.staff.permissions import roles_of


@dataclass(frozen=True, slots=True)
class InvitedExpert:
    """One invitation, where it stands, and how much was said under it."""

    invitation: Invitation
    standing: Standing
    remarks: int

    @property
    def can_be_ended(self) -> bool:
        """Whether the link or the browser that opened it would still let somebody in."""
        return self.standing in (Standing.WAITING, Standing.OPENED)


@dataclass(frozen=True, slots=True)
class ExpertsBox:
    """Every invitation of a review, newest first, and what this person may do about them."""

    experts: tuple[InvitedExpert, ...]
    #: May end an invitation.
    manages: bool
    may_invite: bool


def experts_box(review: Review, user: User) -> ExpertsBox:
    """Return the box of a review's outside experts for one person: one query."""
    now = timezone.now()
    rows = review.invitations.select_related("invited_by").annotate(said=Count("comments"))
    # Grouped queries leave the model's own order out.
    rows = rows.order_by("-invited_at", "-pk")
    experts = []
    for row in rows:
        row.review = review
        experts.append(InvitedExpert(row, standing_of(row, now), row.said))
    return ExpertsBox(
        experts=tuple(experts),
        manages=why_not_managing(user) is None,
        may_invite=why_not_inviting(review, user) is None,
    )


def why_not_managing(user: User) -> Refused | None:
    """Return the refusal for people who do not look after invitations."""
    if roles_of(user) & {Role.CLINICIAN, Role.COORDINATOR}:
        return None
    return NotAllowed("Only clinicians and coordinators invite outside experts.")


def why_not_inviting(review: Review, user: User) -> Refused | None:
    """Return what keeps a person from inviting to this review now."""
    if refusal := why_not_managing(user):
        return refusal
    if leads_to(review.state, Action.COMMENT) is None:
        return WrongState("This text is not under discussion any more: nobody needs to be invited.")
    return None
