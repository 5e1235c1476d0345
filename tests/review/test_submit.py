"""``submit``: freeze a draft and put it before clinicians."""

from __future__ import annotations

import json
import unicodedata

import pytest

from education.audit.history import acting
from education.audit.models import AuditEvent
from education.checks.registry import LEXICON_VERSION
from education.content.models import RiskClass, Section, Topic
from education.content.services import manuscript_of
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import User
from education.review.models import Review
from education.review.rules import POLICIES
from education.review.services import decline, submit
from education.review.states import State
from tests.builders import edit, make_claim, make_specialty, make_topic, publish_page, sign


def claim_reviews() -> list[Review]:
    return list(Review.objects.filter(claim__isnull=False).order_by("pk"))


def test_the_frozen_text_is_the_draft_byte_for_byte(alice: User) -> None:
    topic = make_topic(alice)
    review = submit(topic, by=alice)
    assert review.manuscript == manuscript_of(topic).canonical()
    assert review.fingerprint == manuscript_of(topic).fingerprint()
    assert review.state == State.OPEN


def test_every_claim_that_nobody_signed_gets_a_review_of_its_own(alice: User) -> None:
    claims = [make_claim(alice), make_claim(alice, "Salt can raise your blood pressure.")]
    submit(make_topic(alice, claims=claims), by=alice)
    assert [r.claim_id for r in claim_reviews()] == [c.pk for c in claims]
    assert {r.state for r in claim_reviews()} == {State.OPEN}


def test_a_claim_that_is_signed_as_it_stands_is_not_reviewed_again(
    alice: User, dr_bell: User, pat: User
) -> None:
    claim = make_claim(alice)
    first = make_topic(alice, claims=[claim])
    publish_page(first, author=alice, signers=[dr_bell], publisher=pat)
    submit(make_topic(alice, claims=[claim]), by=alice)
    assert len(claim_reviews()) == 1


def test_a_changed_claim_is_reviewed_again_and_the_old_signature_stands(
    alice: User, dr_bell: User, pat: User
) -> None:
    claim = make_claim(alice)
    topic = make_topic(alice, claims=[claim])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(claim, by=alice, statement="High blood sugar can damage the filters in your kidneys.")
    submit(topic, by=alice)
    assert [r.state for r in claim_reviews()] == [State.SIGNED, State.OPEN]


def test_one_claim_in_two_pages_has_one_open_review(alice: User) -> None:
    claim = make_claim(alice)
    submit(make_topic(alice, claims=[claim]), by=alice)
    submit(make_topic(alice, claims=[claim]), by=alice)
    assert len(claim_reviews()) == 1


def test_the_policy_of_the_moment_is_frozen(alice: User, dr_bell: User) -> None:
    topic = make_topic(alice, risk_class=RiskClass.HIGH, specialty=make_specialty("nephrology"))
    review, policy = submit(topic, by=alice), POLICIES[RiskClass.HIGH]
    assert (review.required_sign_offs, review.specialty) == (2, "nephrology")
    assert (review.valid_months, review.grace_days) == (policy.valid_months, policy.grace_days)
    assert (review.due_on - review.submitted_at.date()).days == policy.review_within_days
    assert review.lexicon_version == LEXICON_VERSION


def test_it_is_one_event_with_every_row_it_wrote(alice: User) -> None:
    review = submit(make_topic(alice), by=alice)
    event = AuditEvent.objects.get(action="review.submitted")
    assert (event.actor_id, event.subject) == (alice.pk, f"review:{review.pk}")
    assert set(event.rows) == {f"review:{r.pk}" for r in Review.objects.all()}


@pytest.mark.parametrize("who", ["dr_bell", "pat", "cora", "otto", "ada", "root"])
def test_only_an_author_submits(alice: User, who: str, request: pytest.FixtureRequest) -> None:
    topic = make_topic(alice)
    with pytest.raises(NotAllowed, match="Only an author"):
        submit(topic, by=request.getfixturevalue(who))
    assert not Review.objects.exists()


def test_a_deactivated_author_does_not_submit(alice: User, ada: User) -> None:
    topic = make_topic(alice)
    edit(User.objects.get(pk=alice.pk), by=ada, is_active=False)
    with pytest.raises(NotAllowed):
        submit(topic, by=alice)


def test_the_same_text_is_not_submitted_while_it_waits(alice: User) -> None:
    topic = make_topic(alice)
    submit(topic, by=alice)
    with pytest.raises(WrongState, match="already waiting"):
        submit(topic, by=alice)


def test_a_newer_text_takes_the_place_of_the_one_that_waits(alice: User) -> None:
    topic = make_topic(alice)
    first = submit(topic, by=alice)
    edit(topic, by=alice, title="Your kidneys and diabetes")
    second = submit(topic, by=alice)
    states = dict(Review.objects.filter(topic=topic).values_list("pk", "state"))
    assert states == {first.pk: State.SUPERSEDED, second.pk: State.OPEN}


def test_a_newer_claim_text_takes_the_place_of_the_one_that_waits(alice: User) -> None:
    claim = make_claim(alice)
    topic = make_topic(alice, claims=[claim])
    submit(topic, by=alice)
    edit(claim, by=alice, statement="High blood sugar can damage the filters in your kidneys.")
    submit(topic, by=alice)
    assert [r.state for r in claim_reviews()] == [State.SUPERSEDED, State.OPEN]


def test_a_stale_object_in_hand_does_not_matter(alice: User) -> None:
    stale = make_topic(alice)
    edit(Topic.objects.get(pk=stale.pk), by=alice, title="What somebody else just wrote")
    assert submit(stale, by=alice).page().title == "What somebody else just wrote"


def test_block_findings_stop_it_and_are_all_listed(alice: User) -> None:
    topic = make_topic(alice, claims=[], body="This cures diabetes. It works for everybody.")
    with pytest.raises(Blocked) as caught:
        submit(topic, by=alice)
    assert len(caught.value.reasons) >= 1
    assert all(reason.startswith("K") for reason in caught.value.reasons)
    assert not Review.objects.exists()


def test_a_page_without_sections_is_stopped(alice: User) -> None:
    topic = make_topic(alice, claims=[])
    with acting(alice):
        topic.sections.get().delete()
    with pytest.raises(Blocked, match="no sections"):
        submit(topic, by=alice)


def test_a_high_risk_page_without_a_specialty_is_stopped(alice: User) -> None:
    with pytest.raises(Blocked, match="needs a specialty"):
        submit(make_topic(alice, risk_class=RiskClass.HIGH), by=alice)


def test_what_the_author_edits_afterwards_does_not_reach_the_frozen_text(alice: User) -> None:
    topic = make_topic(alice)
    review = submit(topic, by=alice)
    edit(topic, by=alice, title="Something else")
    edit(topic.sections.get(), by=alice, heading="Something else")
    assert Review.objects.get(pk=review.pk).page().title == "Diabetes and your kidneys"


def test_a_save_that_changes_nothing_voids_nothing(alice: User) -> None:
    topic = make_topic(alice)
    submit(topic, by=alice)
    edit(Topic.objects.get(pk=topic.pk), by=alice)
    with pytest.raises(WrongState, match="already waiting"):
        submit(topic, by=alice)


@pytest.mark.parametrize("mark", ["\n\u0303", "\u0338\u0301", "\t\u0308", '"\u0301', "\\\u0301"])
def test_combining_marks_anywhere_leave_the_frozen_text_readable(alice: User, mark: str) -> None:
    topic = make_topic(alice, claims=[], body=f"Words{mark}words.")
    review = submit(topic, by=alice)
    body = json.loads(review.manuscript)["sections"][0]["body"]
    assert body == unicodedata.normalize("NFC", f"Words{mark}words.")


def test_decomposed_letters_are_the_same_text(alice: User) -> None:
    topic = make_topic(alice, title="Riñones")
    submit(topic, by=alice)
    edit(topic, by=alice, title=unicodedata.normalize("NFD", "Riñones"))
    with pytest.raises(WrongState, match="already waiting"):
        submit(topic, by=alice)


def test_a_section_changed_past_the_trail_is_taken_on_by_who_saves_it(
    alice: User, dr_bell: User
) -> None:
    topic = make_topic(alice)
    section = topic.sections.get()
    Section._base_manager.filter(pk=section.pk).update(heading="Written past the trail")
    with pytest.raises(Blocked, match="past the edit trail"):
        submit(topic, by=alice)
    edit(Section.objects.get(pk=section.pk), by=dr_bell)
    assert dr_bell.pk in submit(topic, by=alice).contributors


def test_a_declined_page_may_be_submitted_again_as_it_is(
    alice: User, dr_bell: User, pat: User
) -> None:
    topic = make_topic(alice)
    decline(submit(topic, by=alice), by=dr_bell, reason="Not now.")
    again = submit(topic, by=alice)
    assert sign(again, dr_bell).review.state == State.SIGNED
