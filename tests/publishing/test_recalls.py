"""``revoke`` and ``retract_source``: what a signature or a source takes with it when it falls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from education.audit import chain
from education.audit.history import acting
from education.audit.models import AuditEvent
from education.content.models import RiskClass, Topic
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Citation, Claim, Source
from education.people.models import User
from education.people.services import prove
from education.publishing.guards import guarded_models
from education.publishing.integrity import faults
from education.publishing.models import LivePage, Withdrawal
from education.publishing.recalls import pages_resting_on, reach_of, retract_source, revoke
from education.publishing.services import publish, reaffirm, withdraw
from education.review.models import Review, Revocation, SignOff
from education.review.rules import add_months
from education.review.services import decline, submit
from education.review.states import State
from tests.builders import (
    NO_INTERESTS,
    PASSWORD,
    credential_of,
    edit,
    make_claim,
    make_source,
    make_specialty,
    make_topic,
    publish_page,
    sign,
)

DAY = timedelta(days=1)
WHY = "I read an older draft."


@pytest.fixture
def claim(alice: User) -> Claim:
    return make_claim(alice)


@pytest.fixture
def live(alice: User, dr_bell: User, pat: User, claim: Claim) -> LivePage:
    topic = make_topic(alice, slug="kidneys", claims=[claim])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    return LivePage.objects.get()


@pytest.fixture
def high(alice: User, dr_bell: User, dr_cole: User, pat: User) -> LivePage:
    topic = make_topic(alice, risk_class=RiskClass.HIGH, specialty=make_specialty("nephrology"))
    publish_page(topic, author=alice, signers=[dr_cole, dr_bell], publisher=pat)
    return LivePage.objects.get()


def signature_of(page: LivePage, by: User | None = None) -> SignOff:
    signed = page.edition.review.sign_offs.all()
    return (signed.filter(signer=by) if by else signed).get()


def again(page: LivePage, by: User) -> SignOff:
    """Reaffirm a page."""
    proof = prove(by, password=PASSWORD, purpose=page.edition.fingerprint)
    credential = credential_of(by)
    return reaffirm(page, by=by, credential=credential, interests=NO_INTERESTS, proof=proof)


def stands(review: Review) -> str:
    return Review.objects.get(pk=review.pk).state


# --- a signature taken back -----------------------------------------------------------------------


def test_the_page_that_rests_on_it_is_gone_on_the_next_request(
    live: LivePage, dr_bell: User, client: Client
) -> None:
    assert client.get("/topics/kidneys/").status_code == 200
    revoke(signature_of(live), by=dr_bell, reason=WHY)
    assert client.get("/topics/kidneys/").status_code == 410
    assert Withdrawal.objects.get().kind == "error"


def test_it_is_a_new_record_and_the_signature_stays(live: LivePage, dr_bell: User) -> None:
    signature = signature_of(live)
    row = revoke(signature, by=dr_bell, reason=f"  {WHY} ")
    assert (row.sign_off, row.by, row.reason) == (signature, dr_bell, WHY)
    assert SignOff.objects.filter(pk=signature.pk).exists()


def test_a_coordinator_takes_any_signature_back(live: LivePage, cora: User) -> None:
    assert revoke(signature_of(live), by=cora, reason="She has left.").by == cora
    assert not LivePage.objects.exists()


@pytest.mark.parametrize("who", ["alice", "dr_cole", "pat", "otto", "ada", "root"])
def test_nobody_else_does(live: LivePage, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        revoke(signature_of(live), by=request.getfixturevalue(who), reason=WHY)
    assert LivePage.objects.exists()
    assert not Revocation.objects.exists()


def test_it_is_taken_back_once(live: LivePage, dr_bell: User, cora: User) -> None:
    signature = signature_of(live)
    revoke(signature, by=dr_bell, reason=WHY)
    with pytest.raises(WrongState, match="taken back already"):
        revoke(signature, by=cora, reason=WHY)


def test_it_needs_a_reason(live: LivePage, dr_bell: User) -> None:
    with pytest.raises(Blocked, match="Say why"):
        revoke(signature_of(live), by=dr_bell, reason=" ")
    assert LivePage.objects.exists()


def test_a_notice_that_says_too_much_takes_nothing_back(live: LivePage, dr_bell: User) -> None:
    with pytest.raises(Blocked, match="Leave the notice empty"):
        revoke(signature_of(live), by=dr_bell, reason=WHY, notice="Exosomes cure kidneys.")
    assert LivePage.objects.exists()


def test_nothing_rests_on_the_signatures_of_a_declined_review(
    alice: User, dr_bell: User, dr_cole: User, ada: User
) -> None:
    topic = make_topic(alice, risk_class="high", specialty=make_specialty("nephrology"))
    review = submit(topic, by=alice)
    signature = sign(review, dr_bell)
    decline(review, by=dr_cole, reason="We have such a page.")
    with pytest.raises(WrongState, match="nothing rests on its signatures"):
        revoke(signature, by=dr_bell, reason=WHY)


def test_it_is_an_event_that_names_the_pages(live: LivePage, dr_bell: User) -> None:
    row = revoke(signature_of(live), by=dr_bell, reason=WHY)
    event = AuditEvent.objects.get(action="signature.revoked")
    assert (event.actor, event.data["pages"]) == (dr_bell, [live.topic_id])
    assert f"revocation:{row.pk}" in event.rows


def test_a_signed_text_needs_a_fresh_submission(
    alice: User, dr_bell: User, dr_cole: User, pat: User, claim: Claim
) -> None:
    topic = make_topic(alice, claims=[claim])
    review = submit(topic, by=alice)
    revoke(sign(review, dr_bell), by=dr_bell, reason=WHY)
    assert stands(review) == State.SUPERSEDED
    with pytest.raises(WrongState):
        publish(review, by=pat)
    fresh = submit(topic, by=alice)
    sign(fresh, dr_cole)
    assert publish(fresh, by=pat).number == 1


def test_an_open_text_waits_for_another_colleague(
    alice: User, dr_bell: User, dr_cole: User, ada: User, pat: User
) -> None:
    topic = make_topic(alice, risk_class="high", specialty=make_specialty("nephrology"))
    review = submit(topic, by=alice)
    revoke(sign(review, dr_cole), by=dr_cole, reason=WHY)
    sign(review, dr_bell)
    assert stands(review) == State.OPEN
    assert review.approvals().count() == 1
    with pytest.raises(WrongState):
        publish(review, by=pat)


def test_of_two_signatures_either_takes_the_page_down(high: LivePage, dr_cole: User) -> None:
    revoke(signature_of(high, dr_cole), by=dr_cole, reason=WHY)
    assert not LivePage.objects.exists()


def test_a_claims_signature_takes_every_page_that_carries_it(
    live: LivePage, claim: Claim, alice: User, dr_bell: User, pat: User
) -> None:
    second = make_topic(alice, slug="second", claims=[claim])
    publish_page(second, author=alice, signers=[dr_bell], publisher=pat)
    untouched = make_topic(alice, slug="other")
    publish_page(untouched, author=alice, signers=[dr_bell], publisher=pat)
    own = Review.objects.get(claim=claim)
    assert len(pages_resting_on(own.sign_offs.get())) == 2
    revoke(own.sign_offs.get(), by=dr_bell, reason=WHY)
    assert list(LivePage.objects.values_list("slug", flat=True)) == ["other"]
    assert stands(own) == State.SUPERSEDED


def test_an_earlier_edition_is_not_read_any_more(
    live: LivePage, alice: User, dr_bell: User, pat: User, client: Client
) -> None:
    first = signature_of(live)
    edit(live.topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    publish_page(live.topic, author=alice, signers=[dr_bell], publisher=pat)
    assert client.get("/topics/kidneys/editions/1/").status_code == 200
    revoke(first, by=dr_bell, reason=WHY)
    assert client.get("/topics/kidneys/").status_code == 200
    assert client.get("/topics/kidneys/editions/1/").status_code == 410


def test_what_waits_for_the_page_falls_with_it(live: LivePage, alice: User, dr_bell: User) -> None:
    edit(live.topic, by=alice, title="Your kidneys")
    waiting = submit(live.topic, by=alice)
    revoke(signature_of(live), by=dr_bell, reason=WHY)
    assert stands(waiting) == State.SUPERSEDED


def test_the_database_takes_no_revocation_from_anybody_else(live: LivePage, pat: User) -> None:
    row = Revocation(sign_off=signature_of(live), by=pat, at=timezone.now(), reason=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save_base(raw=True, force_insert=True)


# --- a reaffirmation taken back -------------------------------------------------------------------


def test_a_reaffirmation_taken_back_leaves_the_page_with_its_earlier_date(
    live: LivePage, dr_bell: User, dr_cole: User, client: Client, time_machine: Any
) -> None:
    before = LivePage.objects.get()
    time_machine.move_to(timezone.now() + 100 * DAY)
    signature = again(live, dr_cole)
    assert "Carl Cole" in client.get("/topics/kidneys/").content.decode()
    assert pages_resting_on(signature) == []
    revoke(signature, by=dr_cole, reason="I meant another page.")
    after = LivePage.objects.get()
    assert (after.reviewed_at, after.review_due, after.lapses_on) == (
        before.reviewed_at,
        before.review_due,
        before.lapses_on,
    )
    page = client.get("/topics/kidneys/")
    assert page.status_code == 200
    assert "Carl Cole" not in page.content.decode()
    assert list(faults()) == []


def test_past_its_earlier_grace_the_page_is_gone(
    live: LivePage, dr_cole: User, ada: User, client: Client, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now() + 360 * DAY)
    signature = again(live, dr_cole)
    edit(dr_cole.credentials.get(), by=ada, valid_until=None)
    time_machine.move_to(timezone.now() + 600 * DAY)
    assert client.get("/topics/kidneys/").status_code == 200
    revoke(signature, by=dr_cole, reason=WHY)
    assert client.get("/topics/kidneys/").status_code == 410


def test_a_page_is_reaffirmed_anew_after_one_was_taken_back(
    live: LivePage, dr_bell: User, dr_cole: User
) -> None:
    revoke(again(live, dr_cole), by=dr_cole, reason=WHY)
    signature = again(LivePage.objects.get(), dr_bell)
    assert LivePage.objects.get().reviewed_at == signature.signed_at


def test_one_of_two_that_did_not_count_yet_never_will(
    high: LivePage, dr_bell: User, dr_cole: User
) -> None:
    revoke(again(high, dr_bell), by=dr_bell, reason=WHY)
    again(high, dr_cole)
    assert LivePage.objects.get().reviewed_at == high.reviewed_at


def test_one_of_two_that_counted_takes_the_date_back(
    high: LivePage, dr_bell: User, dr_cole: User
) -> None:
    first = again(high, dr_bell)
    again(high, dr_cole)
    assert LivePage.objects.get().reviewed_at > high.reviewed_at
    revoke(first, by=dr_bell, reason=WHY)
    assert LivePage.objects.get().reviewed_at == high.reviewed_at


def test_one_that_a_later_review_has_overtaken_stays(live: LivePage, dr_cole: User) -> None:
    first = again(live, dr_cole)
    again(live, dr_cole)
    with pytest.raises(WrongState, match="Nothing rests on this signature"):
        revoke(first, by=dr_cole, reason=WHY)


def test_one_of_a_page_that_is_down_stays(live: LivePage, dr_cole: User, cora: User) -> None:
    signature = again(live, dr_cole)
    withdraw(live, by=cora, kind="error")
    with pytest.raises(WrongState, match="Nothing rests on this signature"):
        revoke(signature, by=dr_cole, reason=WHY)


def test_the_database_dates_no_page_by_one_taken_back(
    live: LivePage, dr_cole: User, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now() + 10 * DAY)
    signature = again(live, dr_cole)
    revoke(signature, by=dr_cole, reason=WHY)
    due = add_months(signature.signed_at.date(), 24)
    with pytest.raises(IntegrityError), transaction.atomic():
        LivePage.objects.update(reviewed_at=signature.signed_at, review_due=due)


# --- a source that fell ---------------------------------------------------------------------------


@pytest.fixture
def source(claim: Claim) -> Source:
    """The only source of the claim on the live page."""
    return claim.citations.get().source


@pytest.fixture
def shared(alice: User, dr_bell: User, pat: User, source: Source) -> LivePage:
    """A page whose claim rests on that source and on another."""
    other = make_source(alice, title="Another guideline on kidneys")
    both = make_claim(alice, "Sugar in the blood can harm kidneys.", sources=[source, other])
    topic = make_topic(alice, slug="shared", claims=[both])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    return LivePage.objects.get(topic=topic)


def retract(source: Source, by: User) -> Any:
    return retract_source(source, by=by, reason="Announced by the journal.")


def test_a_page_that_rests_on_it_alone_goes_at_once(
    live: LivePage, source: Source, cora: User, claim: Claim, client: Client
) -> None:
    retract(source, cora)
    assert client.get("/topics/kidneys/").status_code == 410
    assert Withdrawal.objects.get().kind == "evidence"
    assert stands(Review.objects.get(claim=claim)) == State.SUPERSEDED


def test_a_page_with_other_sources_is_called_back_and_says_so(
    shared: LivePage, source: Source, cora: User, client: Client
) -> None:
    assert "The review was due" not in client.get("/topics/shared/").content.decode()
    retract(source, cora)
    page = client.get("/topics/shared/")
    assert page.status_code == 200
    assert "The review was due" in page.content.decode()
    called = LivePage.objects.get(pk=shared.pk)
    assert called.review_due < timezone.now().date()
    assert (called.lapses_on - called.review_due).days == 90


def test_the_page_that_nobody_mends_within_its_grace_is_gone(
    shared: LivePage, source: Source, cora: User, client: Client, time_machine: Any
) -> None:
    retract(source, cora)
    time_machine.move_to(timezone.now() + 90 * DAY)
    assert client.get("/topics/shared/").status_code == 410


def test_without_grace_a_page_that_is_called_back_stays_until_the_day_is_over(
    alice: User, dr_bell: User, dr_cole: User, pat: User, cora: User, source: Source,
    client: Client, time_machine: Any,
) -> None:  # fmt: skip
    both = make_claim(alice, "Sugar can harm kidneys.", sources=[source, make_source(alice)])
    topic = make_topic(
        alice, slug="risky", claims=[both], risk_class="high", specialty=make_specialty()
    )
    publish_page(topic, author=alice, signers=[dr_bell, dr_cole], publisher=pat)
    retract(source, cora)
    assert client.get("/topics/risky/").status_code == 200
    time_machine.move_to(timezone.now() + DAY)
    assert client.get("/topics/risky/").status_code == 410


def test_calling_back_never_puts_a_review_off(
    shared: LivePage, source: Source, cora: User, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now() + 760 * DAY)
    before = LivePage.objects.get(pk=shared.pk)
    retract(source, cora)
    after = LivePage.objects.get(pk=shared.pk)
    assert (after.review_due, after.lapses_on) == (before.review_due, before.lapses_on)


def test_a_page_that_shows_it_is_not_reaffirmed(
    shared: LivePage, source: Source, cora: User, dr_bell: User
) -> None:
    retract(source, cora)
    with pytest.raises(Blocked, match="was retracted after this text was written"):
        again(shared, dr_bell)
    assert LivePage.objects.get(pk=shared.pk).review_due < timezone.now().date()


def test_a_new_text_without_it_brings_the_page_back(
    shared: LivePage, source: Source, alice: User, cora: User, dr_bell: User, pat: User
) -> None:
    retract(source, cora)
    claim = shared.edition.edition_claims.get().claim
    with acting(alice):
        Citation.objects.get(claim=claim, source=source).delete()
    publish_page(shared.topic, author=alice, signers=[dr_bell], publisher=pat)
    assert LivePage.objects.get(pk=shared.pk).review_due > timezone.now().date()


def test_the_second_of_two_sources_takes_the_page(
    shared: LivePage, source: Source, cora: User
) -> None:
    claim = shared.edition.edition_claims.get().claim
    other = Source.objects.exclude(pk=source.pk).get(citations__claim=claim)
    retract(source, cora)
    assert LivePage.objects.filter(pk=shared.pk).exists()
    retract(other, cora)
    assert not LivePage.objects.filter(pk=shared.pk).exists()


def test_the_frozen_text_decides_not_todays_citations(
    live: LivePage, source: Source, claim: Claim, alice: User, cora: User
) -> None:
    other = make_source(alice, title="Another guideline on kidneys")
    edit(claim.citations.get(), by=alice, source=other)
    assert reach_of(other).down == ()
    retract(source, cora)
    assert not LivePage.objects.exists()


def test_a_page_in_another_language_goes_too(
    live: LivePage, source: Source, alice: User, dr_bell: User, pat: User, cora: User
) -> None:
    spanish = make_claim(
        alice, "La diabetes puede dañar los riñones.", language="es", sources=[source]
    )
    topic = make_topic(alice, slug="rinones", language="es", claims=[spanish])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    assert {page.language for page in reach_of(source).down} == {"en", "es"}
    retract(source, cora)
    assert not LivePage.objects.exists()


@pytest.fixture
def waiting(alice: User, source: Source) -> Topic:
    both = make_claim(alice, "Sugar can harm kidneys.", sources=[source, make_source(alice)])
    return make_topic(alice, slug="waiting", claims=[both])


def test_a_signed_text_that_is_not_live_yet_stays_down(
    waiting: Topic, source: Source, alice: User, dr_bell: User, pat: User, cora: User
) -> None:
    review = submit(waiting, by=alice)
    sign(review, dr_bell)
    assert reach_of(source).waiting == (review,)
    retract(source, cora)
    with pytest.raises(Blocked, match="was retracted after this text was written"):
        publish(review, by=pat)
    assert not LivePage.objects.filter(topic=waiting).exists()


def test_an_open_text_is_not_signed_with_it(
    waiting: Topic, source: Source, alice: User, dr_bell: User, cora: User
) -> None:
    review = submit(waiting, by=alice)
    retract(source, cora)
    with pytest.raises(Blocked, match="was retracted after this text was written"):
        sign(review, dr_bell)
    assert AuditEvent.objects.get(action="source.retracted").data["waiting"] == [waiting.pk]


def test_clinicians_who_read_the_notice_may_let_it_stand_beside_another(
    waiting: Topic, source: Source, alice: User, dr_bell: User, pat: User, cora: User
) -> None:
    retract(source, cora)
    edition = publish_page(waiting, author=alice, signers=[dr_bell], publisher=pat)
    notices = {c.source.notice for c in edition.page().claims[0].citations}
    assert notices == {"none", "retracted"}


@pytest.mark.parametrize("who", ["dr_cole", "cora"])
def test_these_mark_a_source(
    live: LivePage, source: Source, who: str, request: pytest.FixtureRequest
) -> None:
    retract(source, request.getfixturevalue(who))
    assert Source.objects.get(pk=source.pk).notice == Source.Notice.RETRACTED


@pytest.mark.parametrize("who", ["alice", "pat", "otto", "ada", "root"])
def test_others_do_not_mark_it(
    live: LivePage, source: Source, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        retract(source, request.getfixturevalue(who))
    assert LivePage.objects.exists()


def test_where_it_was_announced_is_asked_for(live: LivePage, source: Source, cora: User) -> None:
    with pytest.raises(Blocked, match="Say where"):
        retract_source(source, by=cora, reason=" ")
    assert Source.objects.get(pk=source.pk).notice == Source.Notice.NONE


def test_a_bad_notice_marks_nothing(live: LivePage, source: Source, cora: User) -> None:
    with pytest.raises(Blocked, match="Leave the notice empty"):
        retract_source(source, by=cora, reason="Announced.", notice="Drink bleach instead.")
    assert LivePage.objects.exists()


def test_it_is_marked_once(live: LivePage, source: Source, cora: User) -> None:
    retract(source, cora)
    with pytest.raises(WrongState, match="marked as retracted already"):
        retract(source, cora)
    assert AuditEvent.objects.filter(action="source.retracted").count() == 1


def test_a_source_that_came_already_marked_still_reaches_the_pages(
    live: LivePage, source: Source, alice: User, cora: User
) -> None:
    edit(source, by=alice, notice=Source.Notice.RETRACTED)
    assert LivePage.objects.exists()
    retract(source, cora)
    assert not LivePage.objects.exists()


def test_it_is_one_event_that_says_what_it_reached(
    live: LivePage, shared: LivePage, source: Source, cora: User
) -> None:
    retract(source, cora)
    event = AuditEvent.objects.get(action="source.retracted")
    assert (event.data["down"], event.data["recalled"]) == ([live.topic_id], [shared.topic_id])
    assert event.data["reason"] == "Announced by the journal."
    assert list(chain.verify(guarded_models())) == []
    assert list(faults()) == []
