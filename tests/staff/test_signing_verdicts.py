"""The signing form's verdicts, ticks and meanings, and the way back to the author."""

from __future__ import annotations

from typing import Any

import pytest

from education.content.models import Topic
from education.people.models import User
from education.review.models import STATEMENTS, Meaning, Review, SignOff
from education.review.services import submit
from education.review.signing import changes_to_tick
from education.review.states import State
from tests.builders import edit, make_claim, make_topic, publish_page, sign
from tests.staff.worlds import claims, client_of, signing_data, submitted


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


def code_of(review: Review) -> str:
    return review.page().claims[0].code


def form_of(user: User, review: Review) -> Any:
    return client_of(user).get(f"/desk/reviews/{review.pk}/sign/").context["form"]


def post(user: User, review: Review, **fields: Any) -> Any:
    data = {k: v for k, v in signing_data(review, user, **fields).items() if v is not None}
    return client_of(user).post(f"/desk/reviews/{review.pk}/sign/", data)


# --- verdicts ---------------------------------------------------------------------------------


def offered(form: Any, code: str) -> list[str]:
    return [value for value, _ in form.fields[f"verdict-{code}"].choices]


def test_every_claim_of_the_page_gets_a_verdict(alice: User, dr_bell: User) -> None:
    three = claims(alice, 3)
    review = submitted(alice, claims=three)
    names = {n for n in form_of(dr_bell, review).fields if n.startswith("verdict-")}
    assert names == {f"verdict-{c.code}" for c in three}


def test_agreeing_is_offered_only_for_what_a_colleague_signed(
    alice: User, dr_bell: User, dr_cole: User
) -> None:
    signed, unsigned = claims(alice, 2)
    sign(submitted(alice, claims=[signed]), dr_cole)
    review = submitted(alice, claims=[signed, unsigned])
    form = form_of(dr_bell, review)
    assert "accepted" in offered(form, signed.code)
    assert "accepted" not in offered(form, unsigned.code)


def test_ones_own_earlier_signature_is_not_a_colleagues(alice: User, dr_bell: User) -> None:
    claim = make_claim(alice)
    sign(submitted(alice, claims=[claim]), dr_bell)
    assert "accepted" not in offered(form_of(dr_bell, submitted(alice, claims=[claim])), claim.code)


def test_verdicts_are_kept_with_the_signature(alice: User, dr_bell: User, dr_cole: User) -> None:
    signed, unsigned = claims(alice, 2)
    sign(submitted(alice, claims=[signed]), dr_cole)
    review = submitted(alice, claims=[signed, unsigned])
    assert post(dr_bell, review, **{f"verdict-{signed.code}": "accepted"}).status_code == 302
    own = Review.objects.get(claim=unsigned).sign_offs.get()
    assert review.sign_offs.get().verdicts == {signed.code: "accepted", unsigned.code: "supported"}
    assert own.verdicts == {unsigned.code: "supported"}


def test_a_claim_nobody_signed_says_that_it_is_signed_with_the_page(
    review: Review, dr_bell: User
) -> None:
    text = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/sign/").content.decode()
    assert "Nobody has signed this claim as it stands: you sign it with the page." in text


def test_an_agreement_forged_for_an_unsigned_claim_is_refused(
    review: Review, dr_bell: User
) -> None:
    page = post(dr_bell, review, **{f"verdict-{code_of(review)}": "accepted"})
    assert page.status_code == 422
    assert not SignOff.objects.exists()


def test_a_claim_by_itself_gets_one_verdict(review: Review, dr_bell: User) -> None:
    alone = Review.objects.get(claim__isnull=False)
    assert offered(form_of(dr_bell, alone), code_of(review)) == ["supported", "not_supported"]
    assert post(dr_bell, alone).status_code == 302
    alone.refresh_from_db()
    assert alone.state == State.SIGNED


# --- and back to the author -------------------------------------------------------------------


def test_an_unsupported_claim_says_to_request_changes_and_nothing_else(
    review: Review, dr_bell: User
) -> None:
    code = code_of(review)
    page = post(dr_bell, review, **{f"verdict-{code}": "not_supported", "password": ""})
    text = page.content.decode()
    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == [
        f"You find {code} not supported: request changes instead of signing."
    ]
    assert "Enter the password" not in text
    assert f'action="/desk/reviews/{review.pk}/changes/"' in text
    assert not SignOff.objects.exists()


def test_what_was_typed_is_carried_to_the_form_for_requesting_changes(
    review: Review, dr_bell: User
) -> None:
    code = code_of(review)
    said = {f"verdict-{code}": "not_supported", f"remark-{code}": "The guideline says <may>."}
    page = post(dr_bell, review, **said)
    remarks = dict(page.context["remarks"])
    assert remarks == said
    url = f"/desk/reviews/{review.pk}/changes/"
    carried = client_of(dr_bell).post(url, {**remarks, "carry": "1"})
    assert carried.status_code == 200
    assert "The guideline says &lt;may&gt;." in carried.content.decode()
    assert Review.objects.get(pk=review.pk).state == State.OPEN


def test_an_unsupported_claim_without_a_remark_is_still_named(
    review: Review, dr_bell: User
) -> None:
    code = code_of(review)
    url = f"/desk/reviews/{review.pk}/changes/"
    page = client_of(dr_bell).post(url, {f"verdict-{code}": "not_supported", "carry": "1"})
    initial = page.context["form"].initial
    assert initial == {f"comment-{code}": "Its sources do not support it as it is worded."}


def test_the_button_beside_the_signature_carries_the_whole_form(
    review: Review, dr_bell: User
) -> None:
    data = signing_data(review, dr_bell, **{f"remark-{code_of(review)}": "Too strong."})
    page = client_of(dr_bell).post(f"/desk/reviews/{review.pk}/changes/", data | {"carry": "1"})
    assert "Too strong." in page.content.decode()
    assert not SignOff.objects.exists()


# --- critical changes -------------------------------------------------------------------------


@pytest.fixture
def changed(alice: User, dr_cole: User, pat: User) -> Review:
    topic = make_topic(alice, get_help="Call 112 if you cannot breathe well.")
    publish_page(topic, author=alice, signers=[dr_cole], publisher=pat)
    topic = Topic.objects.get(pk=topic.pk)
    edit(topic, by=alice, get_help="Call 113 if you cannot breathe well.")
    return submit(topic, by=alice)


def test_each_critical_change_shows_before_after_sentence_and_place(
    changed: Review, dr_bell: User
) -> None:
    text = client_of(dr_bell).get(f"/desk/reviews/{changed.pk}/sign/").content.decode()
    assert "1 critical change" in text
    assert "112</del>" in text
    assert "113</ins>" in text
    assert "Call 113 if you cannot breathe well." in text
    assert "When to get help, number" in text


def test_an_unticked_change_is_named_and_nothing_is_signed(changed: Review, dr_bell: User) -> None:
    (change,) = changes_to_tick(changed, dr_bell)
    page = post(dr_bell, changed, **{f"tick-{change.key}": None})
    assert page.status_code == 422
    assert "Tick the change of 112 to 113" in page.content.decode()
    assert not changed.sign_offs.exists()


def test_ticks_are_kept_with_the_signature(changed: Review, dr_bell: User) -> None:
    (change,) = changes_to_tick(changed, dr_bell)
    assert post(dr_bell, changed).status_code == 302
    assert changed.sign_offs.get().ticks == [change.key]


def test_the_same_submission_twice_asks_for_no_tick(review: Review, dr_bell: User) -> None:
    assert form_of(dr_bell, review).changes == []


# --- meaning ----------------------------------------------------------------------------------


def test_each_meaning_is_shown_with_its_whole_sentence(review: Review, dr_bell: User) -> None:
    text = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/sign/").content.decode()
    for meaning in (Meaning.CLINICAL_REVIEW, Meaning.APPROVED_TO_PUBLISH):
        # Once beside its radio button, once to travel with the form.
        assert text.count(STATEMENTS[meaning]) == 2


def test_the_sentence_of_the_chosen_meaning_is_signed(review: Review, dr_bell: User) -> None:
    assert post(dr_bell, review, meaning="approved_to_publish").status_code == 302
    signature = review.sign_offs.get()
    assert signature.meaning == Meaning.APPROVED_TO_PUBLISH
    assert signature.statement == STATEMENTS[Meaning.APPROVED_TO_PUBLISH]


@pytest.mark.parametrize("meaning", ["claim_checked", "reviewed_no_change", "authored"])
def test_no_other_meaning_is_taken(review: Review, dr_bell: User, meaning: str) -> None:
    assert post(dr_bell, review, meaning=meaning).status_code == 422
    assert not SignOff.objects.exists()


def test_the_form_asks_as_many_queries_for_ten_claims_as_for_one(
    alice: User, dr_bell: User, django_assert_max_num_queries: Any
) -> None:
    few, many = submitted(alice), submitted(alice, claims=claims(alice, 10))
    client = client_of(dr_bell)
    with django_assert_max_num_queries(100) as counted:
        client.get(f"/desk/reviews/{few.pk}/sign/")
    with django_assert_max_num_queries(len(counted)):
        client.get(f"/desk/reviews/{many.pk}/sign/")
