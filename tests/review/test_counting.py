"""Which sign-offs count, and why the others do not."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from education.content.models import Section
from education.people.models import User
from education.publishing.recalls import revoke
from education.publishing.services import publish, reaffirm
from education.review.counting import claim_reviews, counting, moved_on, own_review, why_not
from education.review.models import Declaration, Meaning, Review, SignOff
from education.review.services import open_claim_reviews, request_changes, submit
from tests.builders import (
    NO_INTERESTS,
    credential_of,
    edit,
    make_claim,
    make_specialty,
    make_topic,
    proof_for,
    publish_page,
    sign,
    submitted,
)


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


@pytest.fixture
def given(review: Review, dr_bell: User) -> SignOff:
    return sign(review, dr_bell)


def reasons(sign_off: SignOff, conflicts: tuple[Declaration, ...] = (), **review: Any) -> str:
    """Why it would not count, were the review so."""
    other = copy(sign_off.review)
    for name, value in review.items():
        setattr(other, name, value)
    return " ".join(why_not(sign_off, other, conflicts))


def other(row: Any, **fields: Any) -> Any:
    """The same row with other values, in memory only."""
    made = copy(row)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def test_a_fresh_review_misses_its_signature(review: Review) -> None:
    found = counting(review)
    assert (found.number, found.missing, found.stands) == (0, ("1 more signature",), False)


def test_a_signature_counts(given: SignOff) -> None:
    found = counting(Review.objects.get(pk=given.review_id))
    assert [(one.sign_off, one.why_not) for one in found.signatures] == [(given, ())]
    assert (found.number, found.missing, found.idle, found.stands) == (1, (), "", True)


def test_one_of_two_is_not_enough(alice: User, dr_cole: User) -> None:
    topic = make_topic(alice, risk_class="high", specialty=make_specialty())
    review = submit(topic, by=alice)
    sign(review, dr_cole)
    assert counting(review).missing == ("1 more signature", "a signature in nephrology")


def test_a_signature_taken_back_does_not_count(given: SignOff, dr_bell: User) -> None:
    revoke(given, by=dr_bell, reason="I read an older draft.")
    found = counting(Review.objects.get(pk=given.review_id))
    assert (found.number, found.stands) == (0, False)
    (why,) = found.signatures[0].why_not
    assert why.startswith("Taken back by Dr Bea Bell on ")
    assert why.endswith(": I read an older draft.")
    assert "set aside" in found.idle


def test_a_reaffirmation_approves_no_text(alice: User, dr_bell: User, pat: User) -> None:
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    again = reaffirm(
        edition.live_page,
        by=dr_bell,
        credential=credential_of(dr_bell),
        interests=NO_INTERESTS,
        proof=proof_for(dr_bell, edition.review),
    )
    found = counting(edition.review)
    assert [one.counts for one in found.signatures] == [True, False]
    assert found.signatures[1].sign_off == again
    assert "approves no text" in found.signatures[1].why_not[0]
    assert found.stands


def test_a_registration_found_invalid_on_the_day_takes_its_signature_along(
    given: SignOff, ada: User
) -> None:
    yesterday = timezone.now().date() - timedelta(days=1)
    edit(given.credential, by=ada, valid_until=yesterday)
    found = counting(given.review)
    assert "was not valid on the day" in found.signatures[0].why_not[0]
    assert found.missing == ("1 more signature",)


def test_a_registration_that_ends_later_leaves_past_signatures(given: SignOff, ada: User) -> None:
    edit(given.credential, by=ada, valid_until=timezone.now().date())
    assert counting(given.review).number == 1


def test_a_conflict_declared_after_the_signature_leaves_it(given: SignOff, dr_bell: User) -> None:
    after = given.signed_at + timedelta(hours=1)
    declared = Declaration(person=dr_bell, review=given.review, conflict=True, at=after)
    assert reasons(given, (declared,)) == ""


def test_a_conflict_declared_before_voids_it(given: SignOff, dr_bell: User) -> None:
    before = given.signed_at - timedelta(hours=1)
    declared = Declaration(person=dr_bell, review=given.review, conflict=True, at=before)
    assert "declared a conflict of interest" in reasons(given, (declared,))


def test_somebody_elses_conflict_does_not(given: SignOff, dr_cole: User) -> None:
    before = given.signed_at - timedelta(hours=1)
    declared = Declaration(person=dr_cole, review=given.review, conflict=True, at=before)
    assert reasons(given, (declared,)) == ""


def test_another_text_voids_it(given: SignOff) -> None:
    assert "given for another text" in reasons(given, fingerprint="0" * 64)


def test_a_contributor_does_not_count(given: SignOff, dr_bell: User) -> None:
    assert "wrote or submitted part" in reasons(given, contributors=[dr_bell.pk])
    assert "wrote or submitted part" in reasons(given, submitted_by_id=dr_bell.pk)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"meaning": Meaning.CLAIM_CHECKED}, "not one that approves this kind of text"),
        ({"meaning": Meaning.AUTHORED}, "not one that approves this kind of text"),
        ({"statement": "I approve."}, "the sentence of its meaning"),
        ({"signer_id": 0}, "belongs to somebody else"),
        ({"declaration": None}, "No declaration of interests"),
    ],
)
def test_what_else_voids_it(given: SignOff, fields: dict[str, Any], why: str) -> None:
    assert why in reasons(other(given, **fields))


def test_declarations_age(given: SignOff) -> None:
    old = other(given.declaration, at=given.signed_at - timedelta(days=400))
    assert "more than 12 months old" in reasons(other(given, declaration=old))
    conflicting = other(given.declaration, conflict=True)
    assert "under a declared conflict" in reasons(other(given, declaration=conflicting))


def test_a_text_sent_back_is_approved_by_nothing(review: Review, dr_bell: User) -> None:
    request_changes(review, by=dr_bell, comments={"page": "Shorter, please."})
    assert "sent back" in counting(Review.objects.get(pk=review.pk)).idle


def test_ten_reviews_are_weighed_in_as_many_queries_as_one(
    alice: User, dr_bell: User, dr_cole: User
) -> None:
    claim = make_claim(alice)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as spent:
            for reviews in claim_reviews([claim.pk]).values():
                assert all(counting(r).signatures for r in reviews)
        return len(spent)

    def signed_again(words: str) -> None:
        edit(claim, by=alice, statement=words)
        page = submitted(alice, claims=[claim])
        sign(page, dr_bell)

    signed_again("High blood sugar can harm the kidneys.")
    few = cost()
    for n in range(4):
        signed_again(f"High blood sugar can harm the kidneys, says text {n}.")
    assert len(claim_reviews([claim.pk])[claim.pk]) == 5
    assert cost() == few


def test_the_own_review_of_a_claim_is_the_signed_one(review: Review, dr_bell: User) -> None:
    (claim,) = review.page().claims
    (waiting,) = open_claim_reviews(review.page())
    assert own_review(claim, claim_reviews([claim.claim_id])[waiting.claim_id or 0]) == waiting
    sign(review, dr_bell)
    found = own_review(claim, claim_reviews([claim.claim_id])[waiting.claim_id or 0])
    assert found is not None
    assert counting(found).stands


def test_a_draft_that_stands_still_has_not_moved_on(review: Review) -> None:
    assert moved_on(review) == ()


def test_a_draft_that_moved_on_is_told_part_by_part(review: Review, alice: User) -> None:
    topic = review.topic
    assert topic is not None
    claim = review.page().claims[0]
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.", title="Your kidneys")
    edit(topic.sections.get(), by=alice, body=f"[[{claim.code}]]\n\nMore words.")
    more = Section(topic=topic, order=2)
    edit(more, by=alice, heading="More", body="Words.")
    assert moved_on(Review.objects.get(pk=review.pk)) == (
        "title",
        "answer",
        "section:How diabetes affects your kidneys",
        "section:More",
    )


def test_sections_in_another_order_are_told(alice: User) -> None:
    topic = make_topic(alice)
    first = topic.sections.get()
    edit(Section(topic=topic, order=2), by=alice, heading="More", body="Words.")
    review = submit(topic, by=alice)
    edit(first, by=alice, order=3)
    assert moved_on(Review.objects.get(pk=review.pk)) == ("order",)


def test_the_draft_of_a_claim_moves_on_too(review: Review, alice: User) -> None:
    (waiting,) = open_claim_reviews(review.page())
    assert moved_on(waiting) == ()
    assert waiting.claim is not None
    edit(waiting.claim, by=alice, statement="High blood sugar may harm your kidneys.")
    assert moved_on(Review.objects.get(pk=waiting.pk)) == (waiting.claim.code,)
    assert moved_on(review) == (waiting.claim.code,)


def test_publishing_changes_nothing_about_what_counts(given: SignOff, pat: User) -> None:
    publish(given.review, by=pat)
    assert counting(Review.objects.get(pk=given.review_id)).stands
