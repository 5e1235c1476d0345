"""``sign_off``: one clinician, one password, one fingerprint."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from education.audit.history import acting
from education.audit.models import AuditEvent
from education.content.models import RiskClass
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import User
from education.people.services import prove
from education.review.models import STATEMENTS, Comment, Meaning, Review, SignOff
from education.review.services import Interests, open_claim_reviews, submit
from education.review.states import State
from tests.builders import (
    credential_of,
    edit,
    make_claim,
    make_specialty,
    make_topic,
    proof_for,
    sign,
    submitted,
)


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


@pytest.fixture
def high(alice: User, ada: User) -> Review:
    topic = make_topic(alice, risk_class=RiskClass.HIGH, specialty=make_specialty("nephrology"))
    return submit(topic, by=alice)


def state_of(review: Review) -> str:
    return Review.objects.get(pk=review.pk).state


def test_one_signature_signs_a_routine_page(review: Review, dr_bell: User) -> None:
    signature = sign(review, dr_bell)
    assert state_of(review) == State.SIGNED
    assert signature.fingerprint == review.fingerprint
    assert signature.statement == STATEMENTS[Meaning.CLINICAL_REVIEW]


def test_page_and_claims_are_signed_in_one_act_each_with_its_own_record(
    review: Review, dr_bell: User
) -> None:
    claim = open_claim_reviews(review.page())[0]
    sign(review, dr_bell)
    assert state_of(claim) == State.SIGNED
    events = AuditEvent.objects.filter(action="review.signed").values_list("subject", flat=True)
    assert sorted(events) == sorted([f"review:{claim.pk}", f"review:{review.pk}"])
    meanings = SignOff.objects.order_by("review__pk").values_list("meaning", flat=True)
    assert set(meanings) == {Meaning.CLAIM_CHECKED, Meaning.CLINICAL_REVIEW}


def test_a_page_may_be_signed_without_its_claims(review: Review, dr_bell: User) -> None:
    sign(review, dr_bell, claims=[])
    assert state_of(review) == State.SIGNED
    assert len(open_claim_reviews(review.page())) == 1


def test_name_and_registration_are_printed_for_good(
    review: Review, dr_bell: User, ada: User
) -> None:
    signature = sign(review, dr_bell)
    credential = credential_of(dr_bell)
    edit(User.objects.get(pk=dr_bell.pk), by=ada, last_name="Renamed")
    edit(credential, by=ada, register_number="Z-9", profession="Retired")
    signature.refresh_from_db()
    assert signature.printed_name == "Dr Bea Bell"
    assert signature.profession == "Consultant nephrologist"
    assert signature.register_number.startswith("T-")
    assert signature.specialties == ["nephrology"]


def test_the_moment_and_way_of_the_proof_are_kept(review: Review, dr_bell: User) -> None:
    proof = proof_for(dr_bell, review)
    signature = sign(review, dr_bell, proof=proof)
    assert (signature.authenticated_at, signature.auth_method) == (proof.at, "password")
    assert signature.signed_at >= proof.at


def test_a_high_risk_page_needs_two_and_a_specialist(
    high: Review, dr_cole: User, dr_bell: User
) -> None:
    sign(high, dr_cole)
    assert state_of(high) == State.OPEN
    sign(high, dr_bell)
    assert state_of(high) == State.SIGNED


def test_the_specialist_may_come_first(high: Review, dr_bell: User, dr_cole: User) -> None:
    sign(high, dr_bell)
    sign(high, dr_cole)
    assert state_of(high) == State.SIGNED


def test_the_last_signature_is_kept_for_the_specialist(
    high: Review, dr_cole: User, dr_bell: User, ada: User
) -> None:
    sign(high, dr_cole)
    with acting(ada):
        credential_of(dr_bell).specialties.get().delete()
    with pytest.raises(NotAllowed, match="has to come from nephrology"):
        sign(high, dr_bell)
    assert state_of(high) == State.OPEN


def test_nobody_gives_both_signatures(high: Review, dr_bell: User) -> None:
    sign(high, dr_bell)
    with pytest.raises(WrongState, match="already signed this text"):
        sign(high, dr_bell)


@pytest.mark.parametrize("who", ["alice", "pat", "cora", "otto", "root"])
def test_only_a_clinician_signs(
    review: Review, who: str, dr_bell: User, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed, match="Only a clinician"):
        sign(review, request.getfixturevalue(who), credential=credential_of(dr_bell))
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    "state", [State.CHANGES_REQUESTED, State.DECLINED, State.SUPERSEDED, State.SIGNED]
)
def test_only_an_open_review_is_signed(review: Review, dr_bell: User, state: str) -> None:
    proof = proof_for(dr_bell, review)
    if state == State.SIGNED:
        sign(review, dr_bell)
    else:
        Review.objects.filter(pk=review.pk).update(state=state)
    before = SignOff.objects.count()
    with pytest.raises(WrongState):
        sign(review, dr_bell, proof=proof)
    assert SignOff.objects.count() == before


@pytest.fixture
def warned(alice: User) -> Review:
    return submitted(alice, answer="Diabetes often harms your kidneys.")


def warnings(review: Review) -> list[dict[str, Any]]:
    return [f for f in review.findings if f["level"] == "warn"]


def test_every_warning_is_answered_with_a_reason(warned: Review, dr_bell: User) -> None:
    answers = {f["key"]: "Readers know what we mean." for f in warnings(warned)}
    assert answers
    one = next(iter(answers))
    for wrong in ({}, {**answers, one: "  "}):
        with pytest.raises(Blocked, match="Answer the warning"):
            sign(warned, dr_bell, answers=wrong)
    assert sign(warned, dr_bell, answers=answers, claims=[]).answers == answers


def test_an_answer_to_nothing_is_not_kept(warned: Review, dr_bell: User) -> None:
    answers = {f["key"]: "Fine." for f in warnings(warned)}
    signature = sign(warned, dr_bell, answers={**answers, "unknown": "x"}, claims=[])
    assert "unknown" not in signature.answers


def test_a_conflict_of_interest_may_comment_but_not_sign(review: Review, dr_bell: User) -> None:
    with pytest.raises(NotAllowed, match="comment, but not sign"):
        sign(review, dr_bell, interests=Interests(conflict=True, statement="I sell this."))


@pytest.mark.parametrize("statement", ["", "  ", "x" * 401, "Exosomes cure kidney disease."])
def test_the_declaration_of_interests_is_words_about_interests(
    review: Review, dr_bell: User, statement: str
) -> None:
    with pytest.raises(Blocked):
        sign(review, dr_bell, interests=Interests(conflict=False, statement=statement))


@pytest.mark.parametrize(
    "statement",
    ["None", "I own shares in Example Pharma.", "Our clinic sells this treatment.", "Ninguno."],
)
def test_an_honest_declaration_is_taken(review: Review, dr_bell: User, statement: str) -> None:
    given = Interests(conflict=False, statement=statement)
    assert sign(review, dr_bell, interests=given).interests == statement


def test_the_statement_shown_is_the_one_that_is_signed(review: Review, dr_bell: User) -> None:
    with pytest.raises(Blocked, match="signing statement"):
        sign(review, dr_bell, statement=STATEMENTS[Meaning.CLAIM_CHECKED])


def test_a_proof_is_good_for_five_minutes(review: Review, dr_bell: User, time_machine: Any) -> None:
    proof = proof_for(dr_bell, review)
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    with pytest.raises(NotAllowed, match="Enter your password again"):
        sign(review, dr_bell, proof=proof)


def test_a_refused_password_is_an_event_and_no_signature(review: Review, dr_bell: User) -> None:
    with pytest.raises(NotAllowed, match="password is not right"):
        prove(dr_bell, password="guess", purpose=review.fingerprint)
    event = AuditEvent.objects.get(action="signing.refused")
    assert (event.actor_id, event.data) == (dr_bell.pk, {"purpose": review.fingerprint})


def test_a_credential_ends_at_the_end_of_its_last_day(
    review: Review, dr_bell: User, ada: User, time_machine: Any
) -> None:
    last = credential_of(dr_bell).valid_until
    assert last is not None
    time_machine.move_to(f"{last}T23:59:00Z")
    assert sign(review, dr_bell, claims=[])


def test_the_day_after_it_gives_no_right(review: Review, dr_bell: User, time_machine: Any) -> None:
    last = credential_of(dr_bell).valid_until
    assert last is not None
    time_machine.move_to(f"{last + timedelta(days=1)}T00:01:00Z")
    with pytest.raises(NotAllowed, match="not valid today"):
        sign(review, dr_bell, claims=[])


def test_a_lone_claim_is_signed_by_itself(alice: User, dr_bell: User) -> None:
    claim = make_claim(alice)
    submitted(alice, claims=[claim])
    one = Review.objects.get(claim=claim)
    assert sign(one, dr_bell).meaning == Meaning.CLAIM_CHECKED
    assert state_of(one) == State.SIGNED


def test_a_claims_review_names_no_further_claims(alice: User, dr_bell: User) -> None:
    claims = [make_claim(alice), make_claim(alice, "Salt can raise your blood pressure.")]
    submitted(alice, claims=claims)
    first, second = (Review.objects.get(claim=c) for c in claims)
    with pytest.raises(Blocked, match="does not stand in this page"):
        sign(first, dr_bell, claims=[second])


def test_signing_writes_nothing_else(review: Review, dr_bell: User) -> None:
    before = Review.objects.count()
    sign(review, dr_bell)
    assert Review.objects.count() == before
    assert not Comment.objects.exists()
