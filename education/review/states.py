"""The life of a review on one page: ``(state, action) → state``, and who may act."""

from __future__ import annotations

from django.db.models import TextChoices

from education.people.models import Role


class State(TextChoices):
    """Where a review stands."""

    OPEN = "open", "Waiting for sign-off"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    SIGNED = "signed", "Signed"
    PUBLISHED = "published", "Published"
    DECLINED = "declined", "Declined"
    SUPERSEDED = "superseded", "Superseded"


class Action(TextChoices):
    """What a person may do with a review."""

    COMMENT = "comment", "Comment"
    SIGN_OFF = "sign_off", "Sign off"
    REQUEST_CHANGES = "request_changes", "Request changes"
    DECLINE = "decline", "Decline"
    PUBLISH = "publish", "Publish"
    REAFFIRM = "reaffirm", "Reviewed, no change"
    REVOKE = "revoke", "Take a signature back"
    SUPERSEDE = "supersede", "Supersede"


#: Every legal step. ``SIGN_OFF`` leads to SIGNED once enough clinicians have signed, and stays
#: OPEN until then. SUPERSEDE is done by other verbs: a newer submission, or a withdrawal.
TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.OPEN, Action.COMMENT): State.OPEN,
    (State.OPEN, Action.SIGN_OFF): State.SIGNED,
    (State.OPEN, Action.REQUEST_CHANGES): State.CHANGES_REQUESTED,
    (State.OPEN, Action.DECLINE): State.DECLINED,
    (State.OPEN, Action.SUPERSEDE): State.SUPERSEDED,
    (State.CHANGES_REQUESTED, Action.COMMENT): State.CHANGES_REQUESTED,
    (State.SIGNED, Action.PUBLISH): State.PUBLISHED,
    (State.SIGNED, Action.SUPERSEDE): State.SUPERSEDED,
    (State.PUBLISHED, Action.REAFFIRM): State.PUBLISHED,
    (State.OPEN, Action.REVOKE): State.OPEN,
    (State.SIGNED, Action.REVOKE): State.SUPERSEDED,
    # The page that rests on it is taken down; its edition stays published, and withdrawn.
    (State.PUBLISHED, Action.REVOKE): State.PUBLISHED,
}

#: Who may do it; being a superuser is not a role.
ROLES: dict[Action, frozenset[Role]] = {
    Action.COMMENT: frozenset({Role.CLINICIAN, Role.COORDINATOR, Role.AUTHOR}),
    Action.SIGN_OFF: frozenset({Role.CLINICIAN}),
    Action.REQUEST_CHANGES: frozenset({Role.CLINICIAN}),
    Action.DECLINE: frozenset({Role.CLINICIAN}),
    Action.PUBLISH: frozenset({Role.PUBLISHER}),
    Action.REAFFIRM: frozenset({Role.CLINICIAN}),
    # A clinician only their own signature.
    Action.REVOKE: frozenset({Role.CLINICIAN, Role.COORDINATOR}),
    Action.SUPERSEDE: frozenset(),
}


def leads_to(state: str, action: Action) -> State | None:
    """Return the state an action leads to, or None when the action is not open in this state."""
    return TRANSITIONS.get((State(state), action))


def legal_moves() -> frozenset[tuple[State, State]]:
    """Return every change of state that any action makes; the database guards enforce these."""
    return frozenset((old, new) for (old, _), new in TRANSITIONS.items() if old != new)
