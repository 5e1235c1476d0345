"""What verbs of review share: the questions asked first, and the step from state to state."""

from __future__ import annotations

from collections.abc import Sequence

from education.errors import NotAllowed, WrongState
from education.review.models import Review
from education.review.states import Action, leads_to


def require(reasons: Sequence[str]) -> None:
    """Raise ``NotAllowed`` with these reasons, when there are any."""
    if reasons:
        raise NotAllowed(" ".join(reasons))


def require_state(review: Review, action: Action) -> None:
    """Raise ``WrongState`` when the action is not open in the state the review is in."""
    if leads_to(review.state, action) is None:
        raise WrongState(
            f"This review is “{review.get_state_display()}”; "
            f"“{action.label.lower()}” is not possible now."
        )


def move(review: Review, action: Action) -> Review:
    """Take a review one legal step and store it, inside a verb; raises ``WrongState``."""
    state = leads_to(review.state, action)
    if state is None:
        raise WrongState(
            f"This review is “{review.get_state_display()}”, so nobody can "
            f"{action.label.lower()} any more."
        )
    review.state = state
    review.save(update_fields=["state"])
    return review
