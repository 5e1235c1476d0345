"""Every state × every action × every role, over the real verbs.

What ``TRANSITIONS`` and ``ROLES`` allow goes through; everything else is refused in a sentence
and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from education.audit.models import AuditEvent
from education.errors import NotAllowed, Refused, WrongState
from education.people.models import Role, User
from education.people.services import prove
from education.publishing.models import Edition, LivePage
from education.publishing.recalls import revoke
from education.publishing.services import publish, reaffirm
from education.review.models import Comment, Review, SignOff
from education.review.services import comment, decline, request_changes, submit
from education.review.states import ROLES, TRANSITIONS, Action, State, leads_to, legal_moves
from tests.builders import (
    NO_INTERESTS,
    PASSWORD,
    credential_of,
    edit,
    make_credential,
    make_user,
    sign,
)
from tests.publishing.world import World

pytestmark = pytest.mark.django_db


def review_in(state: State, w: World) -> Review:
    """A page's review that stands in this state."""
    match state:
        case State.OPEN:
            return w.waiting
        case State.SIGNED:
            return w.signed
        case State.PUBLISHED:
            return w.edition.review
        case State.CHANGES_REQUESTED:
            return request_changes(w.waiting, by=w.dr_dunn, comments={"page": "Too long."})
        case State.DECLINED:
            return decline(w.waiting, by=w.dr_dunn, reason="Not for patients.")
        case State.SUPERSEDED:
            assert w.waiting.topic is not None
            edit(w.waiting.topic, by=w.alice, title="Salt and you")
            submit(w.waiting.topic, by=w.alice)
            return Review.objects.get(pk=w.waiting.pk)


def reaffirmed(review: Review, by: User) -> None:
    live = LivePage.objects.filter(topic=review.topic_id).first() or LivePage(pk=0)
    proof = prove(by, password=PASSWORD, purpose=review.fingerprint)
    reaffirm(live, by=by, credential=credential_of(by), interests=NO_INTERESTS, proof=proof)


DO: dict[Action, Callable[[Review, User], Any]] = {
    Action.COMMENT: lambda r, by: comment(r, by=by, text="A remark."),
    Action.SIGN_OFF: sign,
    Action.REQUEST_CHANGES: lambda r, by: request_changes(r, by=by, comments={"page": "Shorter."}),
    Action.DECLINE: lambda r, by: decline(r, by=by, reason="Not for patients."),
    Action.PUBLISH: lambda r, by: publish(r, by=by),
    Action.REAFFIRM: reaffirmed,
    Action.REVOKE: lambda r, by: revoke(_some_signature(r), by=by, reason="I was wrong."),
}


def _some_signature(review: Review) -> SignOff:
    """A signature of the review itself; when it has none, one that cannot be taken back."""
    return review.sign_offs.first() or SignOff.objects.filter(revocation__isnull=False)[0]


def person(role: Role | None) -> User:
    """Somebody who wrote nothing and holds one role; None is a superuser without any."""
    name = f"somebody_{role or 'root'}".lower()
    user = make_user(name, *([role] if role else []), is_superuser=role is None)
    make_credential(user)
    return user


def footprint() -> list[Any]:
    """What any of the verbs would change."""
    acts = AuditEvent.objects.exclude(action="signing.refused").count()
    tables = [t.objects.count() for t in (SignOff, Comment, Edition)]
    states = list(Review.objects.order_by("pk").values_list("pk", "state"))
    return [acts, tables, states, list(LivePage.objects.values())]


@pytest.mark.parametrize("action", DO)
@pytest.mark.parametrize("state", State)
def test_only_legal_steps_by_the_right_people_go_through(
    world: World, state: State, action: Action
) -> None:
    review = review_in(state, world)
    if (state, action) == (State.OPEN, Action.REVOKE):
        review = world.high  # Open, and signed once.
    for role in [*Role, None]:
        with transaction.atomic():
            by = person(role)
            before = footprint()
            refusal = tried(DO[action], review, by)
            # The clinician here signed nothing, so has no signature to take back.
            right = role in ROLES[action] and (action, role) != (Action.REVOKE, Role.CLINICIAN)
            if (state, action) in TRANSITIONS and right:
                assert refusal is None
                assert Review.objects.get(pk=review.pk).state == TRANSITIONS[state, action]
            else:
                assert isinstance(refusal, NotAllowed | WrongState), role
                assert footprint() == before
            transaction.set_rollback(True)


def tried(verb: Callable[[Review, User], Any], review: Review, by: User) -> Refused | None:
    try:
        verb(review, by)
    except Refused as refusal:
        return refusal
    return None


def test_superseding_is_nobodys_own_action() -> None:
    assert set(DO) == set(Action) - {Action.SUPERSEDE}
    assert ROLES[Action.SUPERSEDE] == frozenset()


def test_an_action_that_is_not_in_the_table_leads_nowhere() -> None:
    assert leads_to(State.DECLINED, Action.SIGN_OFF) is None


def test_the_moves_that_the_database_allows_are_those_of_the_table() -> None:
    assert legal_moves() == {
        (State.OPEN, State.SIGNED),
        (State.OPEN, State.CHANGES_REQUESTED),
        (State.OPEN, State.DECLINED),
        (State.OPEN, State.SUPERSEDED),
        (State.SIGNED, State.PUBLISHED),
        (State.SIGNED, State.SUPERSEDED),
    }
