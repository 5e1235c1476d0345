"""Sending back, declining, commenting, publishing and taking down, at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group

from education.audit import chain
from education.audit.history import acting
from education.evidence.models import Claim
from education.people.models import User
from education.publishing.guards import guarded_models
from education.publishing.models import LivePage, Withdrawal
from education.publishing.notices import STANDARD
from education.review.models import Comment, Review
from education.review.services import decline, submit
from education.review.states import State
from tests.builders import edit, make_claim, make_specialty, make_topic, publish_page, sign
from tests.staff.worlds import client_of, signed, submitted


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


@pytest.fixture
def live(alice: User, dr_bell: User, pat: User) -> Review:
    topic = make_topic(alice, title="Live page", slug="live-page")
    return publish_page(topic, author=alice, signers=[dr_bell], publisher=pat).review


def state(review: Review) -> str:
    return Review.objects.get(pk=review.pk).state


def post(user: User, review: Review, verb: str, **fields: Any) -> Any:
    return client_of(user).post(f"/desk/reviews/{review.pk}/{verb}/", fields)


# --- sending back -------------------------------------------------------------------------------


def test_clinician_sends_a_page_back_with_comments_where_they_belong(
    review: Review, dr_bell: User
) -> None:
    said = {"comment-section:1": "Which filters?", "comment-answer": "Shorter, please."}
    assert post(dr_bell, review, "changes", **said).status_code == 302
    assert state(review) == State.CHANGES_REQUESTED
    assert {(c.anchor, c.text) for c in review.comments.all()} == {
        ("section:1", "Which filters?"),
        ("answer", "Shorter, please."),
    }


def test_sending_back_without_a_word_is_refused(review: Review, dr_bell: User) -> None:
    page = post(dr_bell, review, "changes", **{"comment-page": "  "})
    assert page.status_code == 422
    assert "Say what has to change" in page.content.decode()
    assert state(review) == State.OPEN


def test_every_place_and_claim_can_be_commented_on(review: Review, dr_bell: User) -> None:
    form = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/changes/").context["form"]
    claim = review.page().claims[0].code
    assert {"comment-page", "comment-section:1", f"comment-{claim}"} <= set(form.fields)


def test_decline_needs_a_reason_and_ends_the_review(review: Review, dr_bell: User) -> None:
    assert post(dr_bell, review, "decline", reason="").status_code == 422
    assert post(dr_bell, review, "decline", reason="We have such a page.").status_code == 302
    assert state(review) == State.DECLINED


def test_closed_review_is_not_sent_back(review: Review, dr_bell: User) -> None:
    decline(review, by=dr_bell, reason="No.")
    page = post(dr_bell, review, "changes", **{"comment-page": "Later"})
    assert page.status_code == 409


# --- comments -----------------------------------------------------------------------------------


def test_author_answers_in_a_comment(review: Review, alice: User) -> None:
    assert post(alice, review, "comment", anchor="page", text="Done.").status_code == 302
    assert Comment.objects.get().by == alice


def test_empty_comment_is_refused(review: Review, alice: User) -> None:
    page = post(alice, review, "comment", anchor="page", text="  ")
    assert page.status_code == 422
    assert "Write what you want to say first." in page.content.decode()


def test_comment_on_no_place_is_refused_and_kept(review: Review, alice: User) -> None:
    page = post(alice, review, "comment", anchor="section:99", text="My long remark")
    assert page.status_code == 422
    assert "My long remark" in page.content.decode()
    assert not Comment.objects.exists()


# --- publishing ---------------------------------------------------------------------------------


def test_publisher_sees_what_goes_live_and_publishes(alice: User, dr_bell: User, pat: User) -> None:
    review = signed(alice, dr_bell)
    text = client_of(pat).get(f"/desk/reviews/{review.pk}/publish/").content.decode()
    assert review.page().slug in text
    assert "Dr Bea Bell" in text
    assert not LivePage.objects.exists()
    assert post(pat, review, "publish").status_code == 302
    assert LivePage.objects.get().edition.review == review


def test_publishing_shows_what_changes_for_readers(alice: User, dr_bell: User, pat: User) -> None:
    topic = make_topic(alice)
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys over time.")
    review = submit(topic, by=alice)
    sign(review, dr_bell)
    text = client_of(pat).get(f"/desk/reviews/{review.pk}/publish/").content.decode()
    assert "in place of edition 1" in text
    assert "slowly" in text


def test_page_with_an_unsigned_claim_is_not_published(
    alice: User, dr_bell: User, pat: User
) -> None:
    claim = make_claim(alice)
    review = submitted(alice, claims=[claim])
    sign(review, dr_bell, claims=[])
    assert claim.code in client_of(pat).get(f"/desk/reviews/{review.pk}/publish/").content.decode()
    page = post(pat, review, "publish")
    assert page.status_code == 422
    assert f"{claim.code} has not been signed as it stands" in page.content.decode()
    assert not LivePage.objects.exists()


def test_open_page_is_not_published(review: Review, pat: User) -> None:
    assert post(pat, review, "publish").status_code == 409


def test_signer_of_a_high_risk_page_does_not_publish_it(
    alice: User, ada: User, dr_bell: User, dr_cole: User
) -> None:
    with acting(ada):
        dr_bell.groups.add(Group.objects.get(name="Publisher"))
    review = submitted(alice, risk_class="high", specialty=make_specialty("nephrology"))
    sign(review, dr_bell)
    sign(review, dr_cole)
    page = post(dr_bell, Review.objects.get(pk=review.pk), "publish")
    assert page.status_code == 403
    assert (
        "You signed this page, and its policy asks that somebody else publishes."
        in page.content.decode()
    )


# --- taking down --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["dr_cole", "pat", "cora"])
def test_page_is_taken_down_at_once(who: str, live: Review, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    text = client_of(person).get(f"/desk/reviews/{live.pk}/withdraw/").content.decode()
    assert "/topics/live-page/" in text
    assert all(words in text for words in STANDARD.values())
    assert LivePage.objects.exists()
    assert post(person, live, "withdraw", kind="safety").status_code == 302
    assert not LivePage.objects.exists()
    assert client_of(person).get("/topics/live-page/").status_code == 410
    assert Withdrawal.objects.get().notice == STANDARD["safety"]


def test_notice_that_says_too_much_is_refused_and_kept(live: Review, dr_cole: User) -> None:
    words = "word " * 100
    page = post(dr_cole, live, "withdraw", kind="error", notice=words)
    assert page.status_code == 422
    assert "Shorten it to 400 characters." in page.content.decode()
    assert words.strip() in page.content.decode()
    assert LivePage.objects.exists()


def test_taking_down_needs_a_kind(live: Review, dr_cole: User) -> None:
    assert post(dr_cole, live, "withdraw").status_code == 422
    assert LivePage.objects.exists()


@pytest.mark.parametrize(
    "given", ["other-page", "/topics/other-page/", "http://x/topics/other-page/"]
)
def test_another_live_page_takes_its_place(
    given: str, live: Review, alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    other = make_topic(alice, title="Other page", slug="other-page")
    publish_page(other, author=alice, signers=[dr_bell], publisher=pat)
    post(dr_cole, live, "withdraw", kind="consolidated", replacement=given)
    assert Withdrawal.objects.get().replacement == other


@pytest.mark.parametrize("given", ["no-such-page", "live-page"])
def test_only_another_live_page_can_take_its_place(given: str, live: Review, dr_cole: User) -> None:
    page = post(dr_cole, live, "withdraw", kind="consolidated", replacement=given)
    assert page.status_code == 422
    assert f"No other live page has the address “{given}”." in page.content.decode()


def test_page_that_is_down_is_not_taken_down_again(live: Review, dr_cole: User) -> None:
    post(dr_cole, live, "withdraw", kind="error")
    assert post(dr_cole, live, "withdraw", kind="error").status_code == 409


# --- withdrawing a claim ------------------------------------------------------------------------


@pytest.fixture
def shared(alice: User, dr_bell: User, pat: User) -> Claim:
    """A claim on three live pages."""
    claim = make_claim(alice)
    for n in range(3):
        topic = make_topic(alice, claims=[claim], title=f"Page {n}")
        publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    return claim


def test_impact_of_a_claim_is_shown_before_it_is_withdrawn(shared: Claim, dr_cole: User) -> None:
    text = client_of(dr_cole).get(f"/desk/claims/{shared.pk}/withdraw/").content.decode()
    assert "3 live pages carry this claim" in text
    assert all(f"Page {n}" in text for n in range(3))
    assert LivePage.objects.count() == 3


def test_withdrawing_a_claim_takes_every_page_with_it(shared: Claim, dr_cole: User) -> None:
    page = client_of(dr_cole).post(f"/desk/claims/{shared.pk}/withdraw/", {"kind": "evidence"})
    assert page.status_code == 302
    assert not LivePage.objects.exists()
    assert Withdrawal.objects.filter(claim=shared, kind="evidence").count() == 3
    assert list(chain.verify(guarded_models())) == []


def test_only_a_clinician_withdraws_a_claim(shared: Claim, pat: User) -> None:
    url = f"/desk/claims/{shared.pk}/withdraw/"
    assert "Only a clinician can withdraw a claim." in client_of(pat).get(url).content.decode()
    assert client_of(pat).post(url, {"kind": "error"}).status_code == 403
    assert LivePage.objects.count() == 3


def test_claim_on_no_page_says_so(alice: User, dr_cole: User) -> None:
    claim = make_claim(alice)
    client = client_of(dr_cole)
    url = f"/desk/claims/{claim.pk}/withdraw/"
    assert "No live page carries this claim." in client.get(url).content.decode()
    assert client.post(url, {"kind": "error"}).status_code == 409
