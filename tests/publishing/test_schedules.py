"""``publish`` at a time, ``cancel_schedule``, ``publish_scheduled``: asked again on the day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent
from education.content.models import Topic
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Source
from education.people.models import User
from education.publishing import services
from education.publishing.guards import guarded_models
from education.publishing.lapse import publish_due
from education.publishing.models import LivePage, Schedule
from education.publishing.recalls import retract_source, revoke
from education.publishing.services import (
    cancel_schedule,
    publish,
    publish_scheduled,
    withdraw,
    withdraw_claim,
)
from education.review.models import Review
from education.review.services import submit
from education.review.states import State
from tests.builders import edit, make_claim, make_topic, publish_page, sign, submitted

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def topic(alice: User) -> Topic:
    return make_topic(alice, slug="kidneys")


@pytest.fixture
def review(topic: Topic, alice: User, dr_bell: User) -> Review:
    """A signed page."""
    review = submit(topic, by=alice)
    sign(review, dr_bell)
    return Review.objects.get(pk=review.pk)


def later(review: Review, by: User, after: timedelta = DAY) -> Schedule:
    return publish(review, by=by, at=timezone.now() + after)


def pass_the_time(time_machine: Any, after: timedelta = DAY + HOUR) -> None:
    time_machine.move_to(timezone.now() + after)


# --- setting a time -----------------------------------------------------------------------------


def test_nothing_is_live_before_its_time(review: Review, pat: User, client: Any) -> None:
    later(review, pat)
    assert list(publish_due()) == []
    assert client.get("/topics/kidneys/").status_code == 404
    assert Review.objects.get(pk=review.pk).state == State.SIGNED


def test_it_goes_live_at_its_time_in_the_publishers_name(
    review: Review, pat: User, client: Any, time_machine: Any
) -> None:
    later(review, pat)
    pass_the_time(time_machine)
    assert list(publish_due()) == ["published Diabetes and your kidneys, edition 1"]
    assert client.get("/topics/kidneys/").status_code == 200
    assert LivePage.objects.get().edition.published_by == pat
    assert Schedule.objects.get().outcome == Schedule.Outcome.PUBLISHED


def test_the_job_run_again_publishes_nothing_more(
    review: Review, pat: User, time_machine: Any
) -> None:
    schedule = later(review, pat)
    pass_the_time(time_machine)
    list(publish_due())
    assert list(publish_due()) == []
    assert publish_scheduled(schedule) is None
    assert AuditEvent.objects.filter(action="page.published").count() == 1


@pytest.mark.parametrize("who", ["alice", "dr_cole", "cora", "otto", "ada", "root"])
def test_only_a_publisher_sets_a_time(
    review: Review, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        later(review, request.getfixturevalue(who))
    assert not Schedule.objects.exists()


def test_a_page_that_is_not_signed_gets_no_time(topic: Topic, alice: User, pat: User) -> None:
    with pytest.raises(WrongState, match="only a signed page"):
        later(submit(topic, by=alice), pat)


def test_a_page_gets_one_time_only(review: Review, pat: User) -> None:
    later(review, pat)
    with pytest.raises(WrongState, match="scheduled already"):
        later(review, pat, 2 * DAY)
    assert Schedule.objects.count() == 1


def test_a_time_that_is_past_is_refused(review: Review, pat: User) -> None:
    with pytest.raises(Blocked, match="That time is past"):
        later(review, pat, -HOUR)


def test_a_time_after_the_next_review_is_refused(review: Review, pat: User) -> None:
    with pytest.raises(Blocked, match="The next review of this text is due on"):
        later(review, pat, 800 * DAY)


def test_a_text_whose_review_is_past_is_not_published_at_all(
    review: Review, pat: User, time_machine: Any
) -> None:
    pass_the_time(time_machine, 800 * DAY)
    with pytest.raises(Blocked, match="submit it again"):
        publish(review, by=pat)
    assert not LivePage.objects.exists()


def test_a_time_after_the_live_page_lapses_is_refused(
    topic: Topic, alice: User, dr_bell: User, pat: User, time_machine: Any
) -> None:
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    lapses_on = LivePage.objects.get().lapses_on
    pass_the_time(time_machine, (lapses_on - timezone.now().date()) - DAY)
    edit(topic, by=alice, title="Your kidneys")
    newer = submit(topic, by=alice)
    sign_renewed(newer, dr_bell)
    with pytest.raises(Blocked, match="takes itself down after"):
        later(newer, pat, 5 * DAY)
    assert later(newer, pat, HOUR).outcome == ""


def sign_renewed(review: Review, by: User) -> None:
    """Sign with a registration that was renewed."""
    ada = User.objects.get(username="ada")
    edit(by.credentials.get(), by=ada, valid_until=timezone.now().date() + 365 * DAY)
    sign(review, by)


def test_setting_a_time_is_an_event_with_what_it_wrote(review: Review, pat: User) -> None:
    schedule = later(review, pat)
    event = AuditEvent.objects.get(action="page.scheduled")
    assert (event.actor, set(event.rows)) == (pat, {f"schedule:{schedule.pk}"})
    assert event.data["publish_at"] == schedule.publish_at.isoformat()


# --- calling it off -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["pat", "cora", "dr_cole"])
def test_these_call_it_off(
    review: Review, pat: User, who: str, time_machine: Any, request: pytest.FixtureRequest
) -> None:
    schedule = later(review, pat)
    person = request.getfixturevalue(who)
    assert cancel_schedule(schedule, by=person).outcome == Schedule.Outcome.CANCELLED
    pass_the_time(time_machine)
    assert list(publish_due()) == []
    assert not LivePage.objects.exists()


@pytest.mark.parametrize("who", ["alice", "otto", "ada", "root"])
def test_others_do_not(review: Review, pat: User, who: str, request: pytest.FixtureRequest) -> None:
    schedule = later(review, pat)
    with pytest.raises(NotAllowed):
        cancel_schedule(schedule, by=request.getfixturevalue(who))
    assert Schedule.objects.get().outcome == ""


def test_it_is_called_off_once(review: Review, pat: User, cora: User) -> None:
    schedule = later(review, pat)
    cancel_schedule(schedule, by=pat)
    with pytest.raises(WrongState, match="not to come any more"):
        cancel_schedule(schedule, by=cora)
    assert AuditEvent.objects.filter(action="page.schedule_cancelled").count() == 1


def test_after_that_another_time_can_be_set(review: Review, pat: User) -> None:
    cancel_schedule(later(review, pat), by=pat)
    assert later(review, pat, 2 * DAY).outcome == ""


def test_publishing_now_ends_the_schedule(review: Review, pat: User) -> None:
    later(review, pat)
    publish(review, by=pat)
    assert Schedule.objects.get().outcome == Schedule.Outcome.PUBLISHED


# --- what ends it otherwise ---------------------------------------------------------------------


def test_taking_the_page_down_calls_it_off(
    topic: Topic, alice: User, dr_bell: User, pat: User, cora: User
) -> None:
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(topic, by=alice, title="Your kidneys")
    newer = submit(topic, by=alice)
    sign(newer, dr_bell)
    schedule = later(newer, pat)
    withdraw(LivePage.objects.get(), by=cora, kind="safety")
    schedule.refresh_from_db()
    assert (schedule.outcome, schedule.why) == ("cancelled", "The page was taken down.")


def test_a_signature_taken_back_calls_it_off(review: Review, dr_bell: User, pat: User) -> None:
    schedule = later(review, pat)
    revoke(review.sign_offs.get(), by=dr_bell, reason="I read an older draft.")
    schedule.refresh_from_db()
    assert schedule.outcome == Schedule.Outcome.CANCELLED


def test_a_newer_text_published_sets_the_older_one_aside(
    review: Review, topic: Topic, alice: User, dr_bell: User, pat: User, time_machine: Any
) -> None:
    schedule = later(review, pat)
    edit(topic, by=alice, title="Your kidneys")
    newer = submit(topic, by=alice)
    sign(newer, dr_bell)
    publish(newer, by=pat)
    pass_the_time(time_machine)
    assert list(publish_due()) == []
    schedule.refresh_from_db()
    assert schedule.outcome == Schedule.Outcome.CANCELLED
    assert Review.objects.get(pk=review.pk).state == State.SUPERSEDED
    assert LivePage.objects.get().edition.title == "Your kidneys"


# --- what stands in the way on the day ------------------------------------------------------------


def failed(time_machine: Any) -> str:
    """Let the time come, and return why nothing was published."""
    pass_the_time(time_machine)
    (line,) = publish_due()
    schedule = Schedule.objects.get()
    assert schedule.outcome == Schedule.Outcome.FAILED
    assert line.endswith(schedule.why)
    assert not LivePage.objects.exists()
    assert AuditEvent.objects.get(action="page.schedule_failed").data["why"] == schedule.why
    assert list(publish_due()) == []
    return schedule.why


def test_a_publisher_who_has_left_publishes_nothing(
    review: Review, pat: User, ada: User, time_machine: Any
) -> None:
    later(review, pat)
    edit(pat, by=ada, is_active=False)
    assert "Only a publisher" in failed(time_machine)


def test_a_claim_withdrawn_since_keeps_the_page_down(
    alice: User, dr_bell: User, pat: User, time_machine: Any
) -> None:
    claim = make_claim(alice)
    review = submitted(alice, claims=[claim])
    sign(review, dr_bell)
    later(review, pat)
    withdraw_claim(claim, by=dr_bell, kind="evidence")
    assert claim.code in failed(time_machine)


def test_a_source_retracted_since_keeps_the_page_down(
    review: Review, cora: User, pat: User, time_machine: Any
) -> None:
    (claim,) = review.page().claims
    later(review, pat)
    source = Source.objects.get(pk=claim.citations[0].source.source_id)
    retract_source(source, by=cora, reason="Announced by the journal.")
    assert "signed" in failed(time_machine)


def test_a_refusal_of_the_database_keeps_no_other_page_waiting(
    review: Review,
    alice: User,
    dr_bell: User,
    pat: User,
    time_machine: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = submitted(alice, title="Other page")
    sign(other, dr_bell)
    first, second = later(review, pat), later(other, pat, DAY + timedelta(minutes=1))
    pass_the_time(time_machine, 2 * DAY)
    real = services._point_to

    def refuse(edition: Any, one: Review) -> Any:
        if one.pk == review.pk:
            raise IntegrityError("countersign: refused\nCONTEXT: somewhere")
        return real(edition, one)

    monkeypatch.setattr(services, "_point_to", refuse)
    assert len(list(publish_due())) == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.why) == ("failed", "countersign: refused")
    assert second.outcome == "published"


def test_the_trail_holds_through_all_of_it(review: Review, pat: User, time_machine: Any) -> None:
    cancel_schedule(later(review, pat), by=pat)
    later(review, pat)
    pass_the_time(time_machine)
    list(publish_due())
    assert list(chain.verify(guarded_models())) == []
