"""``delegate``, ``end_delegation``, and what a deputy takes over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from education.audit.models import AuditEvent
from education.content.models import Section
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Role, User
from education.review.models import Delegation, Review
from education.review.services import submit
from education.review.tasks import claim_task, delegate, deputised_by, end_delegation
from tests.builders import edit, make_credential, make_topic, make_user, sign, submitted


def day(offset: int) -> date:
    return timezone.now().date() + timedelta(days=offset)


def away(person: User, to: User, *, first: int = 0, last: int = 7, **fields: Any) -> Delegation:
    """A clinician who is away for a week arranges a deputy."""
    values = {"starts_on": day(first), "ends_on": day(last), "by": person}
    return delegate(person=person, to=to, **{**values, **fields})


def test_clinician_arranges_a_deputy(dr_bell: User, dr_cole: User) -> None:
    row = away(dr_bell, dr_cole, reason="  On holiday ")
    assert (row.person, row.deputy, row.by, row.reason) == (dr_bell, dr_cole, dr_bell, "On holiday")
    event = AuditEvent.objects.get(action="tasks.delegated")
    assert (event.actor, event.subject) == (dr_bell, f"user:{dr_bell.pk}")
    assert (event.data, set(event.rows)) == ({"deputy": dr_cole.pk}, {f"delegation:{row.pk}"})


def test_coordinator_arranges_one_for_somebody(dr_bell: User, dr_cole: User, cora: User) -> None:
    assert away(dr_bell, dr_cole, by=cora).by == cora


@pytest.mark.parametrize("who", ["alice", "dr_cole", "pat", "otto", "ada", "root"])
def test_nobody_else_does(
    dr_bell: User, dr_cole: User, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed, match="only a coordinator"):
        away(dr_bell, dr_cole, by=request.getfixturevalue(who))


def test_dismissed_clinician_arranges_nothing(dr_bell: User, dr_cole: User) -> None:
    edit(dr_bell, by=dr_bell, is_active=False)
    with pytest.raises(NotAllowed):
        away(dr_bell, dr_cole)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"first": 3, "last": 2}, "The last day comes before the first"),
        ({"first": -1}, "The first day is past"),
        ({"reason": "x" * 201}, "Shorten the reason"),
    ],
)
def test_days_and_reason_make_sense(
    changed: dict[str, Any], why: str, dr_bell: User, dr_cole: User
) -> None:
    with pytest.raises(Blocked, match=why):
        away(dr_bell, dr_cole, **changed)
    assert not Delegation.objects.exists()


def test_a_deputy_is_another_clinician(dr_bell: User, alice: User, cora: User) -> None:
    with pytest.raises(Blocked, match="somebody else as the deputy"):
        away(dr_bell, dr_bell)
    with pytest.raises(Blocked, match="Alice Writer is no clinician"):
        away(dr_bell, alice)
    with pytest.raises(Blocked, match="Alice Writer is no clinician"):
        away(alice, dr_bell, by=cora)


def test_the_same_deputy_is_not_arranged_twice_for_a_day(dr_bell: User, dr_cole: User) -> None:
    away(dr_bell, dr_cole, first=2, last=5)
    with pytest.raises(Blocked, match="stands in for Dr Bea Bell on some of these days"):
        away(dr_bell, dr_cole, first=5, last=9)
    away(dr_bell, dr_cole, first=6, last=9)
    away(dr_cole, dr_bell, first=2, last=5)


def test_a_delegation_holds_from_its_first_to_its_last_day(dr_bell: User, dr_cole: User) -> None:
    row = away(dr_bell, dr_cole, first=1, last=2)
    held = [n for n in range(5) if row in deputised_by(dr_cole, day(n))]
    assert held == [1, 2]
    assert not deputised_by(dr_bell, day(1)).exists()


@pytest.mark.parametrize("who", ["dr_bell", "dr_cole", "cora"])
def test_either_of_the_two_or_a_coordinator_ends_it(
    dr_bell: User, dr_cole: User, who: str, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    row = end_delegation(away(dr_bell, dr_cole), by=by)
    assert row.ended_by == by
    assert not deputised_by(dr_cole, day(0)).exists()
    event = AuditEvent.objects.get(action="tasks.delegation_ended")
    assert (event.actor, set(event.rows)) == (by, {f"delegation:{row.pk}"})


@pytest.mark.parametrize("who", ["alice", "pat", "otto", "ada", "root"])
def test_nobody_else_ends_it(
    dr_bell: User, dr_cole: User, who: str, request: pytest.FixtureRequest
) -> None:
    row = away(dr_bell, dr_cole)
    with pytest.raises(NotAllowed):
        end_delegation(row, by=request.getfixturevalue(who))
    assert deputised_by(dr_cole, day(0)).get() == row


def test_it_ends_once(dr_bell: User, dr_cole: User) -> None:
    row = away(dr_bell, dr_cole)
    end_delegation(row, by=dr_cole)
    with pytest.raises(WrongState, match="ended already"):
        end_delegation(row, by=dr_bell)
    past = away(dr_bell, dr_cole, last=1)
    with time_machine.travel(timezone.now() + timedelta(days=3)), pytest.raises(WrongState):
        end_delegation(past, by=dr_bell)


# --- taking over --------------------------------------------------------------------------------


@pytest.fixture
def review(alice: User, dr_bell: User) -> Review:
    """A page that is Dr Bell's task."""
    review = submitted(alice)
    claim_task(review, by=dr_bell)
    return review


def test_deputy_takes_a_task_over(review: Review, dr_bell: User, dr_cole: User) -> None:
    away(dr_bell, dr_cole)
    claim_task(review, by=dr_cole, instead_of=dr_bell)
    tasks = list(review.assignments.values_list("person", "outcome", "ended_by"))
    assert tasks == [(dr_bell.pk, "reassigned", dr_cole.pk), (dr_cole.pk, "", None)]
    events = AuditEvent.objects.filter(action__in=["task.ended", "task.assigned"], actor=dr_cole)
    assert events.count() == 2


def test_nobody_takes_over_without_being_the_deputy_today(
    review: Review, dr_bell: User, dr_cole: User, ada: User
) -> None:
    dunn = make_user("dr_dunn", Role.CLINICIAN)
    make_credential(dunn)
    row = away(dr_bell, dr_cole)
    away(dr_bell, dunn, first=2)
    for person in (dunn, dr_bell):
        with pytest.raises(NotAllowed, match="You do not stand in for Dr Bea Bell today"):
            claim_task(review, by=person, instead_of=dr_bell)
    end_delegation(row, by=dr_bell)
    with pytest.raises(NotAllowed, match="You do not stand in"):
        claim_task(review, by=dr_cole, instead_of=dr_bell)


def test_a_deputy_gains_no_right_to_judge(alice: User, dr_bell: User, dr_cole: User) -> None:
    topic = make_topic(alice)
    edit(Section(topic=topic, order=2), by=dr_cole, heading="More", body="Words.")
    review = submit(topic, by=alice)
    claim_task(review, by=dr_bell)
    away(dr_bell, dr_cole)
    with pytest.raises(NotAllowed, match="You wrote or submitted"):
        claim_task(review, by=dr_cole, instead_of=dr_bell)
    with pytest.raises(NotAllowed, match="You wrote or submitted"):
        sign(review, dr_cole)


def test_what_is_not_theirs_is_not_taken_over(
    review: Review, alice: User, dr_bell: User, dr_cole: User
) -> None:
    away(dr_bell, dr_cole)
    other = submitted(alice)
    with pytest.raises(WrongState, match="not Dr Bea Bell's task"):
        claim_task(other, by=dr_cole, instead_of=dr_bell)
