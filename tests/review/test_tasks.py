"""``claim_task``, ``assign``, ``give_back`` and ``declare_conflict``: whose task a review is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone

from education.audit import chain
from education.audit.history import acting
from education.audit.models import AuditEvent
from education.content.models import Section, Topic
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Role, User
from education.publishing.guards import guarded_models
from education.publishing.recalls import revoke
from education.review.models import Assignment, Declaration, Review
from education.review.offers import candidates
from education.review.services import decline, request_changes, submit
from education.review.tasks import (
    against,
    assign,
    claim_task,
    declare_conflict,
    delegate,
    give_back,
)
from tests.builders import (
    edit,
    make_claim,
    make_credential,
    make_policy,
    make_specialty,
    make_topic,
    make_user,
    sign,
    submitted,
)


@pytest.fixture
def review(alice: User) -> Review:
    """A routine page that needs one signature."""
    return submitted(alice)


@pytest.fixture
def risky(alice: User, ada: User) -> Review:
    """A page that needs two signatures, one of them from nephrology."""
    kidneys = make_specialty("nephrology")
    return submitted(alice, risk_class="high", specialty=kidneys)


@pytest.fixture
def dr_dunn(ada: User) -> User:
    """A clinician in no specialty."""
    user = make_user("dr_dunn", Role.CLINICIAN, name="Dr Dora Dunn")
    make_credential(user)
    return user


def holders(review: Review) -> list[User]:
    return [t.person for t in review.assignments.filter(outcome="")]


# --- taking -------------------------------------------------------------------------------------


def test_clinician_takes_a_review(review: Review, dr_bell: User) -> None:
    task = claim_task(review, by=dr_bell)
    assert (task.person, task.by, task.outcome) == (dr_bell, dr_bell, "")
    event = AuditEvent.objects.get(action="task.assigned")
    assert (event.actor, event.subject) == (dr_bell, f"review:{review.pk}")
    assert event.rows.keys() == {f"assignment:{task.pk}"}
    assert event.data == {"person": dr_bell.pk}


@pytest.mark.parametrize("who", ["alice", "pat", "cora", "otto", "ada", "root"])
def test_nobody_else_takes_one(review: Review, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed, match="Only a clinician"):
        claim_task(review, by=request.getfixturevalue(who))
    assert not Assignment.objects.exists()


def test_contributor_does_not_take_her_own_text(alice: User, dr_bell: User) -> None:
    topic = make_topic(alice)
    edit(Section(topic=topic, order=2), by=dr_bell, heading="More", body="Words.")
    with pytest.raises(NotAllowed, match="You wrote or submitted"):
        claim_task(submit(topic, by=alice), by=dr_bell)


def test_clinician_without_a_valid_registration_takes_nothing(review: Review, ada: User) -> None:
    late = make_user("dr_late", Role.CLINICIAN)
    yesterday = timezone.now().date() - timedelta(days=1)
    make_credential(late, valid_until=yesterday)
    for person in (late, make_user("dr_new", Role.CLINICIAN)):
        with pytest.raises(NotAllowed, match="no registration that is valid today"):
            claim_task(review, by=person)


def test_dismissed_clinician_with_an_old_screen_takes_nothing(
    review: Review, dr_bell: User
) -> None:
    stale = User.objects.get(pk=dr_bell.pk)
    edit(dr_bell, by=dr_bell, is_active=False)
    with pytest.raises(NotAllowed):
        claim_task(review, by=stale)


def test_who_may_not_have_it_hears_that_before_the_state(review: Review, cora: User) -> None:
    bell = make_user("dr_x", Role.CLINICIAN)
    Review._base_manager.filter(pk=review.pk).update(state="superseded")
    with pytest.raises(NotAllowed):
        claim_task(review, by=bell)


@pytest.mark.parametrize(
    "close",
    [
        lambda r, by: sign(r, by),
        lambda r, by: decline(r, by=by, reason="No."),
        lambda r, by: request_changes(r, by=by, comments={"page": "Shorter."}),
    ],
    ids=["signed", "declined", "sent back"],
)
def test_what_is_no_longer_open_is_nobodys_task(
    close: Callable[..., Any], review: Review, dr_bell: User, dr_cole: User, cora: User
) -> None:
    stale = Review.objects.get(pk=review.pk)
    claim_task(review, by=dr_bell)
    close(review, dr_bell)
    for verb in (
        lambda: claim_task(stale, by=dr_cole),
        lambda: assign(stale, to=dr_cole, by=cora),
        lambda: give_back(stale, by=dr_bell),
    ):
        with pytest.raises(WrongState, match="there is no task left"):
            verb()


def test_two_who_take_the_last_place_are_told_apart(
    review: Review, dr_bell: User, dr_cole: User
) -> None:
    one, other = (Review.objects.get(pk=review.pk) for _ in range(2))
    claim_task(one, by=dr_bell)
    with pytest.raises(WrongState, match="as many colleagues as it needs"):
        claim_task(other, by=dr_cole)
    with pytest.raises(WrongState, match="task already"):
        claim_task(other, by=dr_bell)
    assert holders(review) == [dr_bell]


def test_two_take_what_needs_two(risky: Review, dr_bell: User, dr_cole: User) -> None:
    claim_task(risky, by=dr_cole)
    claim_task(risky, by=dr_bell)
    assert holders(risky) == [dr_cole, dr_bell]


def test_the_last_place_is_kept_for_the_specialty(
    risky: Review, dr_bell: User, dr_cole: User, dr_dunn: User, cora: User
) -> None:
    claim_task(risky, by=dr_cole)
    with pytest.raises(Blocked, match="somebody in nephrology"):
        claim_task(risky, by=dr_dunn)
    with pytest.raises(Blocked, match="somebody in nephrology"):
        assign(risky, to=dr_dunn, by=cora)
    claim_task(risky, by=dr_bell)


def test_who_signed_leaves_a_place_to_others_only(
    risky: Review, dr_bell: User, dr_cole: User, dr_dunn: User, cora: User
) -> None:
    claim_task(risky, by=dr_bell)
    sign(risky, dr_bell)
    with pytest.raises(WrongState, match="You have signed this text already"):
        claim_task(risky, by=dr_bell)
    with pytest.raises(WrongState, match="Dr Bea Bell has signed this text already"):
        assign(risky, to=dr_bell, by=cora)
    with pytest.raises(WrongState, match="that task is done"):
        give_back(risky, by=dr_bell)
    with pytest.raises(WrongState, match="that task is done"):
        assign(risky, to=dr_cole, by=cora, instead_of=dr_bell)
    claim_task(risky, by=dr_cole)
    with pytest.raises(WrongState, match="as many colleagues"):
        claim_task(risky, by=dr_dunn)


def test_a_signature_taken_back_leaves_its_place_to_a_colleague(
    risky: Review, dr_bell: User, dr_cole: User, cora: User, ada: User
) -> None:
    claim_task(risky, by=dr_bell)
    revoke(sign(risky, dr_bell), by=dr_bell, reason="I read an older draft.")
    claim_task(risky, by=dr_cole)
    dr_ek = make_user("dr_ek", Role.CLINICIAN)
    make_credential(dr_ek, specialty="nephrology")
    assign(risky, to=dr_ek, by=cora)
    with pytest.raises(WrongState, match="signed this text already"):
        claim_task(risky, by=dr_bell)


def test_somebody_who_left_holds_no_place(
    review: Review, dr_bell: User, dr_cole: User, ada: User
) -> None:
    claim_task(review, by=dr_bell)
    edit(dr_bell, by=ada, is_active=False)
    claim_task(review, by=dr_cole)
    assert dr_cole in holders(review)


# --- giving -------------------------------------------------------------------------------------


def test_coordinator_gives_a_review(review: Review, dr_bell: User, cora: User) -> None:
    task = assign(review, to=dr_bell, by=cora)
    assert (task.person, task.by) == (dr_bell, cora)
    event = AuditEvent.objects.get(action="task.assigned")
    assert (event.actor, event.data) == (cora, {"person": dr_bell.pk})


@pytest.mark.parametrize("who", ["alice", "dr_cole", "pat", "otto", "ada", "root"])
def test_nobody_else_gives_one(
    review: Review, dr_bell: User, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed, match="Only a coordinator"):
        assign(review, to=dr_bell, by=request.getfixturevalue(who))
    assert not Assignment.objects.exists()


def test_coordinator_moves_a_task(review: Review, dr_bell: User, dr_cole: User, cora: User) -> None:
    first = assign(review, to=dr_bell, by=cora)
    assign(review, to=dr_cole, by=cora, instead_of=dr_bell)
    first.refresh_from_db()
    assert (first.outcome, first.ended_by) == ("reassigned", cora)
    assert holders(review) == [dr_cole]
    ended = AuditEvent.objects.get(action="task.ended")
    assert ended.data == {"person": dr_bell.pk, "outcome": "reassigned"}
    assert ended.rows.keys() == {f"assignment:{first.pk}"}


def test_a_task_is_not_moved_to_whom_it_is_already(
    review: Review, dr_bell: User, cora: User
) -> None:
    task = assign(review, to=dr_bell, by=cora)
    with pytest.raises(WrongState, match="task already"):
        assign(review, to=dr_bell, by=cora, instead_of=dr_bell)
    task.refresh_from_db()
    assert task.outcome == ""


def test_a_move_that_cannot_end_well_leaves_the_task_where_it_was(
    review: Review, alice: User, dr_bell: User, dr_cole: User, cora: User
) -> None:
    assign(review, to=dr_bell, by=cora)
    with pytest.raises(WrongState, match="not Dr Carl Cole's task"):
        assign(review, to=make_clinician("dr_new"), by=cora, instead_of=dr_cole)
    with pytest.raises(Blocked, match="is no clinician"):
        assign(review, to=alice, by=cora, instead_of=dr_bell)
    assert holders(review) == [dr_bell]


def make_clinician(name: str, **fields: Any) -> User:
    user = make_user(name, Role.CLINICIAN)
    make_credential(user, **fields)
    return user


def _wrote(person: User, review: Review) -> Review:
    edit(Section(topic=review.topic, order=9), by=person, heading="More", body="Words.")
    return submit(Topic.objects.get(pk=review.topic_id), by=review.submitted_by)


def _declared(person: User, review: Review) -> Review:
    declare_conflict(review, by=person, statement="I own shares in the maker.")
    return review


def _lost_the_role(person: User, review: Review) -> Review:
    with acting(person):
        person.groups.remove(Group.objects.get(name=Role.CLINICIAN))
    return review


def _lapsed(person: User, review: Review) -> Review:
    day = timezone.now().date() - timedelta(days=1)
    edit(person.credentials.get(), by=User.objects.get(username="ada"), valid_until=day)
    return review


def _own_credential(person: User, review: Review) -> Review:
    edit(person.credentials.get(), by=person, profession="Professor")
    return review


def _left(person: User, review: Review) -> Review:
    edit(person, by=person, is_active=False)
    return review


def _signed(person: User, review: Review) -> Review:
    sign(review, person)
    return review


def _has_it(person: User, review: Review) -> Review:
    claim_task(review, by=person)
    return review


@pytest.mark.parametrize(
    "make_unfit",
    [_wrote, _declared, _lost_the_role, _lapsed, _own_credential, _left, _signed, _has_it],
)
def test_who_cannot_have_it_is_not_offered_and_not_given_it(
    make_unfit: Callable[[User, Review], Review],
    risky: Review,
    dr_bell: User,
    dr_cole: User,
    cora: User,
) -> None:
    assert [c.person for c in candidates(risky)] == [dr_bell, dr_cole]
    review = make_unfit(dr_bell, risky)
    assert [c.person for c in candidates(review)] == [dr_cole]
    with pytest.raises((Blocked, WrongState), match="Dr Bea Bell"):
        assign(review, to=dr_bell, by=cora)


def test_specialty_is_offered_first_then_the_lightest_load(
    review: Review, risky: Review, dr_bell: User, dr_cole: User, dr_dunn: User
) -> None:
    claim_task(review, by=dr_cole)
    found = [(c.person.username, c.in_specialty, c.load) for c in candidates(risky)]
    assert found == [("dr_bell", True, 0), ("dr_dunn", False, 0), ("dr_cole", False, 1)]


def test_load_counts_what_is_still_to_be_done(
    review: Review, risky: Review, alice: User, dr_bell: User, dr_cole: User
) -> None:
    for one in (review, risky):
        claim_task(one, by=dr_bell)
    sign(review, dr_bell)
    third = submitted(alice)
    assert {c.person: c.load for c in candidates(third)} == {dr_bell: 1, dr_cole: 0}
    sign(risky, dr_bell)
    assert {c.person: c.load for c in candidates(third)} == {dr_bell: 0, dr_cole: 0}


def test_who_is_away_is_offered_with_the_day_of_return(
    review: Review, dr_bell: User, dr_cole: User
) -> None:
    day = timezone.now().date()
    until = day + timedelta(days=7)
    delegate(person=dr_bell, to=dr_cole, starts_on=day, ends_on=until, by=dr_bell)
    away = {c.person: c.away_until for c in candidates(review)}
    assert away == {dr_bell: until, dr_cole: None}


def test_only_specialists_are_offered_the_place_that_needs_one(
    risky: Review, dr_bell: User, dr_cole: User, dr_dunn: User
) -> None:
    sign(risky, dr_cole)
    assert [c.person for c in candidates(risky)] == [dr_bell]


def test_specialty_of_a_routine_page_counts_for_the_offer(
    alice: User, dr_bell: User, dr_cole: User
) -> None:
    review = submitted(alice, specialty=make_specialty("general-practice"))
    assert review.specialty == ""
    assert [c.person for c in candidates(review)] == [dr_cole, dr_bell]


# --- giving back --------------------------------------------------------------------------------


def test_a_task_is_given_back_for_a_colleague(review: Review, dr_bell: User, dr_cole: User) -> None:
    claim_task(review, by=dr_bell)
    task = give_back(review, by=dr_bell, reason="  I am on call.  ")
    assert (task.outcome, task.reason, task.ended_by) == ("returned", "I am on call.", dr_bell)
    assert AuditEvent.objects.get(action="task.ended").rows.keys() == {f"assignment:{task.pk}"}
    claim_task(review, by=dr_cole)
    claimed_again = give_back(review, by=dr_cole)
    assert claimed_again.reason == ""
    claim_task(review, by=dr_bell)
    assert holders(review) == [dr_bell]


def test_only_who_has_a_task_gives_it_back(review: Review, dr_bell: User, dr_cole: User) -> None:
    claim_task(review, by=dr_bell)
    with pytest.raises(WrongState, match="not Dr Carl Cole's task"):
        give_back(review, by=dr_cole)
    assert holders(review) == [dr_bell]


def test_a_double_click_gives_back_once(review: Review, dr_bell: User) -> None:
    claim_task(review, by=dr_bell)
    stale = Review.objects.get(pk=review.pk)
    give_back(review, by=dr_bell)
    with pytest.raises(WrongState):
        give_back(stale, by=dr_bell)
    assert Assignment.objects.count() == 1


# --- conflicts ----------------------------------------------------------------------------------

SHARES = "My family owns shares in the maker."


def bars_for_conflict(person: User, review: Review) -> bool:
    return any("conflict" in said for said in against(person, review))


def test_a_conflict_ends_the_task_and_is_kept(review: Review, dr_bell: User) -> None:
    task = claim_task(review, by=dr_bell)
    row = declare_conflict(review, by=dr_bell, statement=f"  {SHARES} ")
    assert (row.conflict, row.statement, row.review) == (True, SHARES, review)
    task.refresh_from_db()
    assert (task.outcome, task.ended_by) == ("conflict", dr_bell)
    event = AuditEvent.objects.get(action="interests.conflict")
    assert (event.subject, set(event.rows)) == (f"review:{review.pk}", {f"declaration:{row.pk}"})


def test_who_declared_a_conflict_neither_takes_nor_signs(review: Review, dr_bell: User) -> None:
    declare_conflict(review, by=dr_bell, statement=SHARES)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        claim_task(review, by=dr_bell)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        sign(review, dr_bell)


def test_a_conflict_holds_for_the_pages_next_text_for_a_year(
    review: Review, alice: User, dr_bell: User, dr_cole: User
) -> None:
    declare_conflict(review, by=dr_bell, statement=SHARES)
    request_changes(review, by=dr_cole, comments={"page": "Shorter."})
    topic = edit(Topic.objects.get(pk=review.topic_id), by=alice, answer="It can, over time.")
    again = submit(topic, by=alice)
    assert [c.person for c in candidates(again)] == [dr_cole]
    with time_machine.travel(timezone.now() + timedelta(days=370)):
        assert not bars_for_conflict(dr_bell, again)
        assert bars_for_conflict(dr_bell, review)


def test_a_later_conflict_elsewhere_on_the_page_hides_no_earlier_one(
    review: Review, alice: User, dr_bell: User
) -> None:
    topic = edit(Topic.objects.get(pk=review.topic_id), by=alice, answer="It can, over time.")
    declare_conflict(review, by=dr_bell, statement=SHARES)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        declare_conflict(submit(topic, by=alice), by=dr_bell, statement=SHARES)
    with time_machine.travel(timezone.now() + timedelta(days=500)):
        assert bars_for_conflict(dr_bell, review)


def test_a_conflict_declared_on_an_old_text_ends_the_task_on_the_new_one(
    review: Review, alice: User, dr_bell: User
) -> None:
    topic = edit(Topic.objects.get(pk=review.topic_id), by=alice, answer="It can, over time.")
    newer = submit(topic, by=alice)
    task = claim_task(newer, by=dr_bell)
    declare_conflict(review, by=dr_bell, statement=SHARES)
    task.refresh_from_db()
    assert task.outcome == "conflict"


def test_a_conflict_in_one_claim_says_nothing_of_another(alice: User, dr_bell: User) -> None:
    pair = [make_claim(alice), make_claim(alice, "Salt can raise your blood pressure.")]
    submitted(alice, claims=pair)
    one, other = Review.objects.filter(claim__isnull=False).order_by("pk")
    declare_conflict(one, by=dr_bell, statement=SHARES)
    assert not bars_for_conflict(dr_bell, other)
    claim_task(other, by=dr_bell)


@pytest.mark.parametrize("who", ["alice", "pat", "cora", "otto", "ada", "root"])
def test_only_clinicians_declare_conflicts(
    review: Review, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed, match="Only a clinician"):
        declare_conflict(review, by=request.getfixturevalue(who), statement=SHARES)


def test_a_conflict_is_declared_once_and_says_something(review: Review, dr_bell: User) -> None:
    with pytest.raises(Blocked, match="what the conflict is"):
        declare_conflict(review, by=dr_bell, statement="  ")
    declare_conflict(review, by=dr_bell, statement=SHARES)
    with pytest.raises(WrongState, match="already"):
        declare_conflict(review, by=dr_bell, statement="And my sister works there.")
    assert Declaration.objects.filter(conflict=True).count() == 1


def test_who_signed_takes_the_signature_back_before_declaring_a_conflict(
    review: Review, dr_bell: User
) -> None:
    signature = sign(review, dr_bell)
    with pytest.raises(WrongState, match="take your signature back"):
        declare_conflict(review, by=dr_bell, statement=SHARES)
    revoke(signature, by=dr_bell, reason="I had forgotten my shares.")
    declare_conflict(review, by=dr_bell, statement=SHARES)


# --- the whole ----------------------------------------------------------------------------------


def test_the_trail_holds_through_all_of_it(
    review: Review, risky: Review, dr_bell: User, dr_cole: User, cora: User, ada: User
) -> None:
    make_policy(ada, kind="prevention")
    claim_task(review, by=dr_bell)
    give_back(review, by=dr_bell)
    assign(review, to=dr_bell, by=cora)
    assign(review, to=dr_cole, by=cora, instead_of=dr_bell)
    assign(risky, to=dr_bell, by=cora)
    declare_conflict(risky, by=dr_bell, statement=SHARES)
    assert list(chain.verify(guarded_models())) == []
