"""``reaffirm``: reviewed, no change; the only thing that moves *last reviewed*."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from education.audit.models import AuditEvent
from education.checks.base import Finding, Level
from education.content.models import RiskClass
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import User
from education.people.services import prove
from education.publishing.models import Edition, LivePage
from education.publishing.services import reaffirm, withdraw
from education.review.models import Meaning, SignOff
from education.review.rules import add_months
from education.review.services import Interests
from education.review.states import State
from tests.builders import (
    NO_INTERESTS,
    PASSWORD,
    credential_of,
    make_credential,
    make_specialty,
    make_topic,
    publish_page,
)
from tests.publishing.attacks.signing import clinician


@pytest.fixture
def live(alice: User, dr_bell: User, pat: User, time_machine: Any) -> LivePage:
    """A page reviewed 100 days ago."""
    now = timezone.now()
    time_machine.move_to(now - timedelta(days=100))
    publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    time_machine.move_to(now)
    return LivePage.objects.get()


@pytest.fixture
def high(alice: User, dr_bell: User, dr_cole: User, pat: User) -> LivePage:
    topic = make_topic(alice, risk_class=RiskClass.HIGH, specialty=make_specialty("nephrology"))
    publish_page(topic, author=alice, signers=[dr_cole, dr_bell], publisher=pat)
    return LivePage.objects.get()


def again(page: LivePage, by: User, **fields: Any) -> SignOff:
    values: dict[str, Any] = {
        "credential": credential_of(by),
        "interests": NO_INTERESTS,
        "proof": prove(by, password=PASSWORD, purpose=page.edition.fingerprint),
    }
    return reaffirm(page, by=by, **{**values, **fields})


def test_it_moves_the_review_dates(live: LivePage, dr_bell: User) -> None:
    signature = again(live, dr_bell)
    moved = LivePage.objects.get()
    assert moved.reviewed_at == signature.signed_at
    assert moved.review_due == add_months(signature.signed_at.date(), 24)
    assert (moved.lapses_on - moved.review_due).days == 90


def test_it_is_a_signature_of_its_own_on_the_same_text(live: LivePage, dr_cole: User) -> None:
    signature = again(live, dr_cole)
    assert signature.meaning == Meaning.REVIEWED_NO_CHANGE
    assert signature.fingerprint == live.edition.fingerprint


def test_it_changes_no_text_and_makes_no_edition(live: LivePage, dr_bell: User) -> None:
    again(live, dr_bell)
    assert Edition.objects.count() == 1
    assert LivePage.objects.get().edition.review.state == State.PUBLISHED


def test_it_is_an_event_with_what_it_wrote(live: LivePage, dr_bell: User) -> None:
    signature = again(live, dr_bell)
    event = AuditEvent.objects.get(action="page.reaffirmed")
    assert set(event.rows) == {f"signoff:{signature.pk}", f"livepage:{live.pk}"}


def test_it_can_be_done_every_time_it_is_due(live: LivePage, dr_bell: User) -> None:
    assert again(live, dr_bell).pk != again(live, dr_bell).pk


@pytest.mark.parametrize("who", ["alice", "pat", "cora", "otto", "root"])
def test_only_a_clinician_reaffirms(
    live: LivePage, who: str, dr_bell: User, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        again(live, request.getfixturevalue(who), credential=credential_of(dr_bell))
    assert LivePage.objects.get().reviewed_at == live.reviewed_at


def test_a_page_that_is_down_is_not_reaffirmed(live: LivePage, dr_bell: User, cora: User) -> None:
    withdraw(LivePage.objects.get(pk=live.pk), by=cora, kind="error")
    with pytest.raises(WrongState, match="not live any more"):
        again(live, dr_bell)


def test_an_expired_credential_does_not_reaffirm(live: LivePage, dr_cole: User) -> None:
    yesterday = timezone.now().date() - timedelta(days=1)
    ended = make_credential(dr_cole, valid_until=yesterday)
    with pytest.raises(NotAllowed, match="not valid today"):
        again(live, dr_cole, credential=ended)


def test_a_conflict_of_interest_does_not_reaffirm(live: LivePage, dr_bell: User) -> None:
    with pytest.raises(NotAllowed, match="comment, but not sign"):
        again(live, dr_bell, interests=Interests(conflict=True, statement="I sell this."))


def test_todays_checks_still_have_to_pass(
    live: LivePage, dr_bell: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Finding("K99", Level.BLOCK, "page", "", "The source was retracted.")
    monkeypatch.setattr("education.publishing.services.inspect", lambda page, around: (found,))
    with pytest.raises(Blocked, match="The source was retracted"):
        again(live, dr_bell)
    assert not SignOff.objects.filter(meaning=Meaning.REVIEWED_NO_CHANGE).exists()


def test_one_of_two_does_not_move_the_date_of_a_high_risk_page(
    high: LivePage, dr_bell: User, dr_cole: User
) -> None:
    again(high, dr_bell)
    again(high, dr_bell)
    assert LivePage.objects.get().reviewed_at == high.reviewed_at
    last = again(high, dr_cole)
    assert LivePage.objects.get().reviewed_at == last.signed_at


def test_two_generalists_do_not_move_the_date_of_a_specialists_page(
    high: LivePage, dr_cole: User, ada: User
) -> None:
    again(high, dr_cole)
    again(high, clinician("dr_dunn"))
    assert LivePage.objects.get().reviewed_at == high.reviewed_at
