"""Interests declared while signing, and the lock after wrong passwords, at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from education.audit.models import AuditEvent
from education.people.models import User
from education.publishing.services import publish
from education.review.models import Declaration, Review, SignOff
from education.review.remarks import comment
from tests.builders import edit, make_topic, publish_page
from tests.staff.worlds import client_of, signing_data, submitted


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


def get(user: User, review: Review) -> Any:
    return client_of(user).get(f"/desk/reviews/{review.pk}/sign/")


def post(user: User, review: Review, **fields: Any) -> Any:
    data = signing_data(review, user, **fields)
    return client_of(user).post(f"/desk/reviews/{review.pk}/sign/", data)


# --- interests --------------------------------------------------------------------------------


def test_nothing_is_filled_in_for_somebody_who_declared_nothing(
    review: Review, dr_bell: User
) -> None:
    page = get(dr_bell, review)
    assert page.context["form"]["interests"].value() is None
    assert "as you declared it on" not in page.content.decode()


def test_what_was_declared_within_a_year_is_filled_in_with_its_date(
    review: Review, alice: User, dr_bell: User, time_machine: Any
) -> None:
    post(dr_bell, review, clinic_sells="yes", interests="A lecture fee")
    then = Declaration.objects.get().at
    time_machine.move_to(then + timedelta(days=330))
    page = get(dr_bell, submitted(alice))
    form = page.context["form"]
    said = {name: form[name].value() for name in ("conflict", "clinic_sells", "interests")}
    assert said == {"conflict": "no", "clinic_sells": "yes", "interests": "A lecture fee"}
    assert f'as you declared it on <time datetime="{then:%Y-%m-%d}' in page.content.decode()


def test_what_is_older_than_a_year_is_asked_anew(
    review: Review, alice: User, dr_bell: User, ada: User, time_machine: Any
) -> None:
    post(dr_bell, review, interests="A lecture fee")
    credential = dr_bell.credentials.get()
    time_machine.move_to(timezone.now() + timedelta(days=364))
    assert get(dr_bell, submitted(alice)).context["form"].standing is not None
    time_machine.move_to(timezone.now() + timedelta(days=33))
    # The registration is renewed, the declaration is not.
    edit(credential, by=ada, valid_until=None)
    assert get(dr_bell, submitted(alice)).context["form"].standing is None


def test_the_same_words_again_make_no_new_declaration(
    review: Review, alice: User, dr_bell: User
) -> None:
    post(dr_bell, review)
    post(dr_bell, submitted(alice))
    assert Declaration.objects.count() == 1
    assert SignOff.objects.filter(declaration=None).count() == 0


def test_readers_are_told_that_a_signer_works_where_it_is_sold(
    alice: User, dr_bell: User, pat: User, client: Any
) -> None:
    review = submitted(alice)
    post(dr_bell, review, clinic_sells="yes")
    publish(review, by=pat)
    address = f"/topics/{review.page().slug}/"
    sentence = "This person works where what the page is about is sold."
    assert sentence in client.get(address).content.decode()
    assert client.get(f"/api/v1{address}".rstrip("/")).json()["sign_offs"][0]["clinic_sells"]


def test_readers_are_told_nothing_of_the_kind_otherwise(
    alice: User, dr_bell: User, pat: User, client: Any
) -> None:
    topic = make_topic(alice)
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    text = client.get(f"/topics/{topic.slug}/").content.decode()
    assert "works where what the page is about is sold" not in text


# --- a conflict -------------------------------------------------------------------------------


def test_a_declared_conflict_is_recorded_without_anything_else_filled_in(
    review: Review, dr_bell: User
) -> None:
    url = f"/desk/reviews/{review.pk}/sign/"
    data = {"conflict": "yes", "interests": "I hold shares in the maker."}
    page = client_of(dr_bell).post(url, data, follow=True)
    assert "you may comment on this page, but not sign it" in page.content.decode()
    row = review.declarations.get()
    assert (row.person, row.conflict, row.statement) == (
        dr_bell,
        True,
        "I hold shares in the maker.",
    )
    assert AuditEvent.objects.filter(action="interests.conflict", actor=dr_bell).count() == 1
    assert not SignOff.objects.exists()


def test_afterwards_signing_is_closed_and_commenting_is_not(review: Review, dr_bell: User) -> None:
    post(dr_bell, review, conflict="yes", interests="My wife works for the maker.")
    page = get(dr_bell, review)
    assert page.status_code == 403
    assert "you may comment, but not sign" in page.content.decode()
    assert comment(review, by=dr_bell, text="Look at table 2.").by == dr_bell


@pytest.mark.parametrize("words", ["", "None", "none."])
def test_a_conflict_is_described_in_words(review: Review, dr_bell: User, words: str) -> None:
    page = post(dr_bell, review, conflict="yes", interests=words)
    assert page.status_code == 422
    assert not Declaration.objects.exists()


# --- the lock ---------------------------------------------------------------------------------


def guess(user: User, review: Review, times: int) -> Any:
    pages = [post(user, review, password=f"guess {n}") for n in range(times)]
    return pages[-1]


def test_the_fifth_wrong_password_locks_and_says_so(review: Review, dr_bell: User) -> None:
    assert "That password is not right" in guess(dr_bell, review, 4).content.decode()
    page = guess(dr_bell, review, 1)
    assert page.status_code == 403
    assert "5th wrong password: signing with your account is locked" in page.content.decode()
    assert "Read and accepted." in page.content.decode()
    assert AuditEvent.objects.filter(action="signing.locked", subject=f"user:{dr_bell.pk}").exists()


def test_the_lock_is_shown_before_anything_is_typed(review: Review, dr_bell: User) -> None:
    guess(dr_bell, review, 5)
    locked = AuditEvent.objects.get(action="signing.locked").at + timedelta(minutes=15)
    assert f"is locked until {locked:%H:%M} UTC" in get(dr_bell, review).content.decode()


def test_the_right_password_is_refused_while_it_is_locked(review: Review, dr_bell: User) -> None:
    guess(dr_bell, review, 5)
    page = post(dr_bell, review)
    assert page.status_code == 403
    assert "is locked until" in page.content.decode()
    assert not SignOff.objects.exists()


def test_the_lock_ends_by_itself(review: Review, dr_bell: User, time_machine: Any) -> None:
    guess(dr_bell, review, 5)
    time_machine.move_to(timezone.now() + timedelta(minutes=15, seconds=1))
    assert "is locked until" not in get(dr_bell, review).content.decode()
    assert post(dr_bell, review).status_code == 302


def test_a_colleague_is_not_locked_with_one(review: Review, dr_bell: User, dr_cole: User) -> None:
    guess(dr_bell, review, 5)
    assert post(dr_cole, review).status_code == 302


def test_reaffirming_shares_the_lock(
    review: Review, alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    live = publish_page(make_topic(alice), author=alice, signers=[dr_cole], publisher=pat)
    guess(dr_bell, review, 5)
    page = client_of(dr_bell).get(f"/desk/reviews/{live.review.pk}/reaffirm/")
    assert "is locked until" in page.content.decode()
