"""A clinic's own policies: which one holds, what none may lower, and what is open already."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from education.audit.history import acting
from education.audit.models import AuditEvent
from education.content.models import RiskClass, Topic
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import Role, User
from education.publishing.models import LivePage
from education.publishing.services import publish
from education.review.models import Review, ReviewPolicy
from education.review.policies import policy_for
from education.review.rules import FLOORS, POLICIES, at_least, weaker_than_allowed
from education.review.services import submit
from education.review.states import State
from tests.builders import (
    edit,
    make_credential,
    make_policy,
    make_specialty,
    make_topic,
    make_user,
    publish_page,
    sign,
    submitted,
)
from tests.staff.worlds import admin_url, client_of, opened

#: As strict as the least that is allowed at high risk.
HIGH = {
    "risk_class": "high",
    "required_sign_offs": 2,
    "needs_specialty": True,
    "valid_months": 12,
    "grace_days": 30,
    "review_within_days": 30,
}


# --- which one holds ------------------------------------------------------------------------------


@pytest.mark.parametrize("risk", RiskClass.values)
def test_where_a_clinic_has_set_nothing_the_built_in_one_holds(db: None, risk: str) -> None:
    assert policy_for("condition", risk) == POLICIES[risk]


def test_a_clinics_own_replaces_it_for_its_risk_only(ada: User) -> None:
    own = make_policy(ada)
    assert policy_for("condition", "routine") == own.policy()
    assert policy_for("condition", "high") == POLICIES["high"]


def test_the_more_particular_one_wins(ada: User) -> None:
    general, particular = make_policy(ada), make_policy(ada, kind="treatment", valid_months=6)
    assert policy_for("treatment", "routine") == particular.policy()
    assert policy_for("condition", "routine") == general.policy()


def test_a_submission_freezes_it(ada: User, alice: User) -> None:
    make_policy(ada)
    review = submitted(alice)
    assert (review.required_sign_offs, review.valid_months, review.grace_days) == (2, 12, 30)
    assert review.publisher_may_sign is False
    assert review.due_on == timezone.now().date() + timedelta(days=10)


def test_a_page_lives_as_long_as_its_policy_says(
    ada: User, alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    make_policy(ada, valid_months=1, grace_days=3)
    publish_page(make_topic(alice), author=alice, signers=[dr_bell, dr_cole], publisher=pat)
    live = LivePage.objects.get()
    assert 28 <= (live.review_due - timezone.now().date()).days <= 31
    assert (live.lapses_on - live.review_due).days == 3


def test_it_asks_for_a_specialty_where_the_page_names_none(ada: User, alice: User) -> None:
    make_policy(ada, needs_specialty=True)
    with pytest.raises(Blocked, match="needs a specialty"):
        submitted(alice, specialty=None)


def test_it_asks_for_somebody_in_the_specialty(
    ada: User, alice: User, dr_bell: User, dr_cole: User
) -> None:
    make_policy(ada, required_sign_offs=1, needs_specialty=True)
    review = submitted(alice, specialty=make_specialty("nephrology"))
    with pytest.raises(NotAllowed, match="nephrology"):
        sign(review, dr_cole)
    sign(review, dr_bell)
    assert Review.objects.get(pk=review.pk).state == State.SIGNED


# --- who publishes --------------------------------------------------------------------------------


@pytest.fixture
def both(ada: User) -> User:
    """A clinician who is a publisher too."""
    user = make_user("both", Role.CLINICIAN, Role.PUBLISHER)
    make_credential(user)
    return user


def test_whoever_signed_publishes_where_the_policy_lets_them(alice: User, both: User) -> None:
    review = submitted(alice)
    sign(review, both)
    assert publish(review, by=both).number == 1


def test_whoever_signed_does_not_publish_where_it_does_not(
    ada: User, alice: User, both: User, pat: User
) -> None:
    make_policy(ada, required_sign_offs=1)
    review = submitted(alice)
    sign(review, both)
    with pytest.raises(NotAllowed, match="somebody else publishes"):
        publish(review, by=both)
    with pytest.raises(NotAllowed, match="somebody else publishes"):
        publish(review, by=both, at=timezone.now() + timedelta(days=1))
    assert publish(review, by=pat).number == 1


# --- what is open is never weakened ---------------------------------------------------------------


def test_an_open_review_keeps_the_policy_it_began_with(
    ada: User, alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    policy = make_policy(ada)
    review = submitted(alice)
    edit(
        policy,
        by=ada,
        required_sign_offs=1,
        valid_months=36,
        grace_days=180,
        publisher_may_sign=True,
    )
    sign(review, dr_bell)
    assert Review.objects.get(pk=review.pk).state == State.OPEN
    with pytest.raises(WrongState):
        publish(review, by=pat)
    sign(review, dr_cole)
    publish(review, by=pat)
    live = LivePage.objects.get()
    assert (live.review_due - timezone.now().date()).days <= 366
    assert (live.lapses_on - live.review_due).days == 30


def test_a_signed_review_is_still_not_published_by_its_signer(
    ada: User, alice: User, both: User
) -> None:
    policy = make_policy(ada, required_sign_offs=1)
    review = submitted(alice)
    sign(review, both)
    edit(policy, by=ada, publisher_may_sign=True)
    with pytest.raises(NotAllowed, match="somebody else publishes"):
        publish(review, by=both)


def test_a_stricter_one_holds_from_the_next_submission_on(
    ada: User, alice: User, dr_bell: User
) -> None:
    topic = make_topic(alice)
    review = submit(topic, by=alice)
    make_policy(ada)
    sign(review, dr_bell)
    assert Review.objects.get(pk=review.pk).state == State.SIGNED
    edit(topic, by=alice, title="Your kidneys")
    assert submit(topic, by=alice).required_sign_offs == 2


@pytest.mark.parametrize(
    "weaker", ["required_sign_offs = 1", "valid_months = 36", "grace_days = 180", "specialty = ''"]
)
def test_the_database_weakens_no_review(ada: User, alice: User, weaker: str) -> None:
    topic = make_topic(alice, risk_class="high", specialty=make_specialty("nephrology"))
    review = submit(topic, by=alice)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE education_review SET {weaker} WHERE id = %s", [review.pk])


# --- floors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("risk", RiskClass.values)
def test_what_is_built_in_and_the_floor_itself_are_allowed(risk: str) -> None:
    assert weaker_than_allowed(POLICIES[risk], risk) == []
    assert weaker_than_allowed(FLOORS[risk], risk) == []


WEAKER: dict[str, tuple[dict[str, Any], str]] = {
    "one signature": ({"required_sign_offs": 1}, "at least 2 signatures"),
    "nobody in the specialty": ({"needs_specialty": False}, "in the page's specialty"),
    "longer": ({"valid_months": 13}, "at most 12 months"),
    "more grace": ({"grace_days": 31}, "at most 30 days"),
    "slower": ({"review_within_days": 31}, "at most 30 days"),
    "published by a signer": ({"publisher_may_sign": True}, "may not also publish"),
}


@pytest.mark.parametrize("name", WEAKER)
def test_a_form_takes_nothing_below_the_floor(name: str) -> None:
    change, reason = WEAKER[name]
    with pytest.raises(ValidationError, match=reason):
        ReviewPolicy(**{**HIGH, **change}).clean()


@pytest.mark.parametrize("name", WEAKER)
def test_a_row_written_past_the_form_lowers_nothing(
    name: str, ada: User, alice: User, dr_bell: User, dr_cole: User
) -> None:
    change, _ = WEAKER[name]
    make_policy(ada, **{**HIGH, **change})
    assert weaker_than_allowed(policy_for("condition", "high"), "high") == []
    topic = make_topic(alice, risk_class="high", specialty=make_specialty("nephrology"))
    review = submit(topic, by=alice)
    sign(review, dr_bell)
    assert Review.objects.get(pk=review.pk).state == State.OPEN


def test_what_is_stricter_than_the_floor_stays_as_it_is() -> None:
    strict = replace(POLICIES["high"], required_sign_offs=3, valid_months=2)
    assert at_least(strict, "high") == strict


@pytest.mark.parametrize(
    "weaker",
    [
        {"required_sign_offs": 1},
        {"valid_months": 24},
        {"grace_days": 90},
        {"publisher_may_sign": True},
    ],
)
def test_the_database_refuses_a_review_weaker_than_the_clinics_own(
    ada: User, alice: User, weaker: dict[str, Any]
) -> None:
    make_policy(ada)
    with pytest.raises(IntegrityError, match="as many signatures"):
        _plant_twin(submitted(alice), **weaker)


def test_the_database_takes_one_as_strict_as_asked(ada: User, alice: User) -> None:
    make_policy(ada)
    _plant_twin(submitted(alice))
    assert Review.objects.filter(topic__isnull=False, state=State.OPEN).count() == 1


def _plant_twin(review: Review, **changes: Any) -> None:
    """Insert another review like this one, past every verb; one review is open at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE education_review SET state = 'superseded' WHERE id = %s", [review.pk]
        )
    values = {f.attname: getattr(review, f.attname) for f in Review._meta.concrete_fields}
    with transaction.atomic():
        Review(**{**values, "id": None, **changes}).save_base(raw=True, force_insert=True)


# --- in the admin ---------------------------------------------------------------------------------


def posted(**fields: Any) -> dict[str, Any]:
    shown = {k: ("on" if v is True else v) for k, v in {**HIGH, **fields}.items()}
    return {"kind": "", **{k: v for k, v in shown.items() if v is not False}}


def test_an_administrator_sets_a_policy(ada: User) -> None:
    page = client_of(ada).post(admin_url("reviewpolicy", "add"), posted(valid_months=3))
    assert page.status_code == 302
    assert policy_for("condition", "high").valid_months == 3
    assert AuditEvent.objects.filter(subject__startswith="reviewpolicy:", actor=ada).exists()


def test_the_form_says_what_is_too_weak_and_keeps_what_was_typed(ada: User) -> None:
    fields = posted(required_sign_offs=1, needs_specialty=False, valid_months=99)
    page = client_of(ada).post(admin_url("reviewpolicy", "add"), fields)
    text = page.content.decode()
    assert page.status_code == 200
    for reason in ("at least 2 signatures", "page&#x27;s specialty", "at most 12 months"):
        assert reason in text
    assert 'value="99"' in text
    assert not ReviewPolicy.objects.exists()


@pytest.mark.parametrize("name", ["required_sign_offs", "valid_months", "risk_class", "grace_days"])
def test_a_form_with_a_gap_is_shown_again(ada: User, name: str) -> None:
    page = client_of(ada).post(admin_url("reviewpolicy", "add"), posted(**{name: ""}))
    assert page.status_code == 200
    assert name in page.context["adminform"].form.errors


def test_a_change_needs_its_reason_and_leaves_history(ada: User) -> None:
    policy = make_policy(ada)
    client, url = client_of(ada), admin_url("reviewpolicy", "change", policy.pk)
    data = opened(client, url) | {"valid_months": 6}
    assert "change_reason" in client.post(url, data).context["adminform"].form.errors
    reason = {"change_reason": "The board decided so."}
    assert client.post(url, data | reason).status_code == 302
    newest = ReviewPolicy.history.filter(id=policy.pk).order_by("-history_id").first()
    assert (newest.valid_months, newest.history_change_reason) == (6, "The board decided so.")
    assert newest.history_user == ada


@pytest.mark.parametrize("who", ["alice", "dr_cole", "pat", "cora", "otto"])
def test_nobody_else_sets_one(who: str, ada: User, request: pytest.FixtureRequest) -> None:
    page = client_of(request.getfixturevalue(who)).post(admin_url("reviewpolicy", "add"), posted())
    assert page.status_code == 403
    assert not ReviewPolicy.objects.exists()


def test_a_policy_is_not_deleted(ada: User, root: User) -> None:
    policy = make_policy(ada)
    for who in (ada, root):
        page = client_of(who).post(admin_url("reviewpolicy", "delete", policy.pk), {"post": "yes"})
        assert page.status_code == 403
    assert ReviewPolicy.objects.filter(pk=policy.pk).exists()


def test_there_is_one_policy_for_a_kind_and_risk(ada: User) -> None:
    make_policy(ada)
    with pytest.raises(IntegrityError), transaction.atomic(), acting(ada):
        make_policy(ada)
    assert Topic.objects.count() == 0
