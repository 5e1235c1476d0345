"""Reading a live page again at the desk, and signing that it needs no change."""

from __future__ import annotations

from typing import Any

import pytest

from education.people.models import User
from education.review.models import STATEMENTS, Meaning, Review, SignOff
from tests.builders import PASSWORD, credential_of, make_topic, publish_page
from tests.staff.worlds import client_of, submitted

SENTENCE = STATEMENTS[Meaning.REVIEWED_NO_CHANGE]


@pytest.fixture
def live(alice: User, dr_bell: User, pat: User) -> Review:
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    return edition.review


def reaffirm(user: User, live: Review, **fields: Any) -> Any:
    data = {
        "credential": credential_of(user).pk,
        "conflict": "no",
        "clinic_sells": "no",
        "interests": "None",
        "statement-reviewed_no_change": SENTENCE,
        "password": PASSWORD,
    }
    return client_of(user).post(f"/desk/reviews/{live.pk}/reaffirm/", data | fields)


def test_the_sentence_that_is_signed_is_shown(live: Review, dr_cole: User) -> None:
    page = client_of(dr_cole).get(f"/desk/reviews/{live.pk}/reaffirm/")
    assert SENTENCE in page.content.decode()


def test_clinician_reaffirms_a_live_page(live: Review, dr_cole: User) -> None:
    before = live.edition.live_page.reviewed_at
    assert reaffirm(dr_cole, live).status_code == 302
    live.edition.live_page.refresh_from_db()
    assert live.edition.live_page.reviewed_at > before


def test_reaffirming_needs_the_password_too(live: Review, dr_cole: User) -> None:
    page = reaffirm(dr_cole, live, password="wrong", interests="None at all")
    assert page.status_code == 403
    assert "That password is not right" in page.content.decode()
    assert "None at all" in page.content.decode()


def test_another_sentence_is_not_signed(live: Review, dr_cole: User) -> None:
    page = reaffirm(dr_cole, live, **{"statement-reviewed_no_change": "Looks fine."})
    assert page.status_code == 422
    assert "Read the signing statement again" in page.content.decode()
    assert not SignOff.objects.filter(meaning=Meaning.REVIEWED_NO_CHANGE).exists()


def test_a_conflict_declared_while_reaffirming_is_recorded(live: Review, dr_cole: User) -> None:
    page = reaffirm(dr_cole, live, conflict="yes", interests="I now own shares in the maker.")
    assert page.status_code == 302
    assert live.declarations.get().conflict
    assert reaffirm(dr_cole, live).status_code == 403


def test_author_does_not_reaffirm_her_own_page(live: Review, alice: User) -> None:
    page = client_of(alice).get(f"/desk/reviews/{live.pk}/reaffirm/")
    assert page.status_code == 403


def test_a_page_that_is_not_live_is_not_reaffirmed(alice: User, dr_cole: User) -> None:
    page = client_of(dr_cole).get(f"/desk/reviews/{submitted(alice).pk}/reaffirm/")
    assert page.status_code == 409
