"""``withdraw`` and ``withdraw_claim``: taking down is instant, putting back is not."""

from __future__ import annotations

import pytest
from django.test import Client

from education.audit.models import AuditEvent
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Claim
from education.people.models import User
from education.publishing.models import LivePage, Withdrawal
from education.publishing.notices import LONGEST, STANDARD
from education.publishing.services import pages_with_claim, publish, withdraw, withdraw_claim
from education.review.models import Review
from education.review.services import submit
from education.review.states import State
from tests.builders import edit, make_claim, make_topic, publish_page, sign, submitted


@pytest.fixture
def claim(alice: User) -> Claim:
    return make_claim(alice)


@pytest.fixture
def live(alice: User, dr_bell: User, pat: User, claim: Claim) -> LivePage:
    topic = make_topic(alice, slug="kidneys", claims=[claim])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    return LivePage.objects.get()


def test_the_next_request_is_gone_with_the_notice(
    live: LivePage, dr_bell: User, client: Client
) -> None:
    assert client.get("/topics/kidneys/").status_code == 200
    withdraw(live, by=dr_bell, kind="safety", notice="We are checking this page. Please call us.")
    page = client.get("/topics/kidneys/")
    assert page.status_code == 410
    assert "We are checking this page. Please call us." in page.content.decode()
    assert "Diabetes can harm" not in page.content.decode()


@pytest.mark.parametrize("kind", STANDARD)
def test_without_words_the_standard_ones_are_used(live: LivePage, cora: User, kind: str) -> None:
    assert withdraw(live, by=cora, kind=kind).notice == STANDARD[kind]


@pytest.mark.parametrize("who", ["dr_bell", "dr_cole", "pat", "cora"])
def test_these_take_pages_down(live: LivePage, who: str, request: pytest.FixtureRequest) -> None:
    assert withdraw(live, by=request.getfixturevalue(who), kind="error")
    assert not LivePage.objects.exists()


@pytest.mark.parametrize("who", ["alice", "otto", "ada", "root"])
def test_others_do_not(live: LivePage, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        withdraw(live, by=request.getfixturevalue(who), kind="error")
    assert LivePage.objects.exists()


def test_a_page_goes_down_once(live: LivePage, cora: User) -> None:
    stale = LivePage.objects.get(pk=live.pk)
    withdraw(live, by=cora, kind="error")
    with pytest.raises(WrongState, match="not live any more"):
        withdraw(stale, by=cora, kind="error")
    assert Withdrawal.objects.count() == 1


def test_it_is_one_event_that_names_the_pointer_it_took(live: LivePage, cora: User) -> None:
    pointer = f"livepage:{live.pk}"
    withdrawal = withdraw(live, by=cora, kind="error")
    event = AuditEvent.objects.get(action="page.withdrawn")
    assert event.rows[pointer] is None
    assert f"withdrawal:{withdrawal.pk}" in event.rows


@pytest.mark.parametrize(
    "notice",
    [
        "This page was taken down while we check a new study.",
        "The dose on this page was wrong. Call the clinic before you take the medicine.",
        "We found a mistake on this page. Please ask your doctor if you have questions.",
        "Gone for now.",
    ],
)
def test_words_about_the_page_are_taken(live: LivePage, cora: User, notice: str) -> None:
    assert withdraw(live, by=cora, kind="error", notice=notice).notice == notice


@pytest.mark.parametrize(
    "notice", ["Exosomes cure kidney disease.", "Take two of these instead.", "x " * LONGEST]
)
def test_words_about_treatments_are_not(live: LivePage, cora: User, notice: str) -> None:
    with pytest.raises(Blocked, match="Leave the notice empty"):
        withdraw(live, by=cora, kind="error", notice=notice)
    assert LivePage.objects.exists()


def test_an_unknown_kind_is_refused(live: LivePage, cora: User) -> None:
    with pytest.raises(Blocked, match="not a reason"):
        withdraw(live, by=cora, kind="whim")


def test_texts_that_wait_are_set_aside(
    live: LivePage, alice: User, dr_bell: User, cora: User
) -> None:
    topic = live.topic
    edit(topic, by=alice, title="Your kidneys")
    signed = submit(topic, by=alice)
    sign(signed, dr_bell)
    edit(topic, by=alice, title="Kidneys")
    waiting = submit(topic, by=alice)
    withdraw(live, by=cora, kind="safety")
    states = Review.objects.filter(pk__in=[signed.pk, waiting.pk]).values_list("state", flat=True)
    assert set(states) == {State.SUPERSEDED}


def test_it_comes_back_with_fresh_signatures_only(
    live: LivePage, alice: User, dr_bell: User, pat: User, cora: User
) -> None:
    topic = live.topic
    withdraw(live, by=cora, kind="error")
    again = submit(topic, by=alice)
    with pytest.raises(WrongState):
        publish(again, by=pat)
    sign(again, dr_bell)
    assert publish(again, by=pat).number == 2
    assert LivePage.objects.get().topic == topic


def test_a_withdrawn_claim_takes_every_page_that_carries_it(
    live: LivePage, claim: Claim, alice: User, dr_bell: User, pat: User
) -> None:
    for slug in ("second", "third"):
        topic = make_topic(alice, slug=slug, claims=[claim])
        publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    untouched = make_topic(alice, slug="other", claims=[])
    publish_page(untouched, author=alice, signers=[dr_bell], publisher=pat)
    assert len(pages_with_claim(claim)) == 3
    withdrawals = withdraw_claim(claim, by=dr_bell, kind="evidence")
    assert {w.claim for w in withdrawals} == {claim}
    assert list(LivePage.objects.values_list("slug", flat=True)) == ["other"]


def test_a_withdrawn_claim_is_found_in_older_words_too(
    live: LivePage, claim: Claim, alice: User, dr_bell: User
) -> None:
    edit(claim, by=alice, statement="High blood sugar can damage the filters in your kidneys.")
    withdraw_claim(claim, by=dr_bell, kind="evidence")
    assert not LivePage.objects.exists()


def test_a_withdrawn_claim_is_not_signed_any_more(
    live: LivePage, claim: Claim, alice: User, dr_bell: User, pat: User
) -> None:
    withdraw_claim(claim, by=dr_bell, kind="evidence")
    assert Review.objects.get(claim=claim).state == State.SUPERSEDED
    review = submit(live.topic, by=alice)
    sign(review, dr_bell, claims=[])
    with pytest.raises(Blocked, match="has not been signed"):
        publish(review, by=pat)


def test_a_claim_signed_but_on_no_page_can_be_withdrawn(
    claim: Claim, alice: User, dr_bell: User
) -> None:
    sign(submitted(alice, claims=[claim]), dr_bell)
    assert withdraw_claim(claim, by=dr_bell, kind="evidence") == []
    assert Review.objects.get(claim=claim).state == State.SUPERSEDED


def test_a_claim_that_stands_nowhere_is_not_withdrawn(claim: Claim, dr_bell: User) -> None:
    with pytest.raises(WrongState, match="neither signed nor on a live page"):
        withdraw_claim(claim, by=dr_bell, kind="evidence")


@pytest.mark.parametrize("who", ["alice", "pat", "cora", "otto", "ada", "root"])
def test_only_a_clinician_withdraws_a_claim(
    live: LivePage, claim: Claim, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        withdraw_claim(claim, by=request.getfixturevalue(who), kind="evidence")
    assert LivePage.objects.exists()


def test_a_bad_notice_leaves_the_claim_and_its_pages(
    live: LivePage, claim: Claim, dr_bell: User
) -> None:
    with pytest.raises(Blocked):
        withdraw_claim(claim, by=dr_bell, kind="evidence", notice="Use bleach instead of this.")
    assert Review.objects.get(claim=claim).state == State.SIGNED
    assert LivePage.objects.exists()
