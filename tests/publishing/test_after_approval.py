"""Between the approval and its publication: what happens then changes nothing that was signed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from education.content.models import Section, Topic
from education.evidence.models import Claim
from education.publishing.models import Edition, LivePage, Schedule
from education.publishing.recalls import revoke
from education.publishing.services import (
    cancel_schedule,
    publish,
    publish_scheduled,
    withdraw_claim,
)
from education.review.models import Review, SignOff
from education.review.services import submit
from education.review.states import State
from tests.builders import edit
from tests.publishing.world import World, copy_of, plant, served, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(world: World, time_machine: Any) -> Schedule:
    """The clinic's one publication to come, on the day."""
    schedule = Schedule.objects.get(outcome="")
    time_machine.move_to(schedule.publish_at + timedelta(minutes=1))
    return schedule


def test_what_the_others_start_from_is_published(world: World, due: Schedule) -> None:
    edition = publish_scheduled(due)
    assert edition is not None
    assert edition.manuscript == world.signed.manuscript


def test_a_draft_saved_over_after_the_approval_is_not_what_is_published(world: World) -> None:
    topic = Topic.objects.get(pk=world.signed.topic_id)
    signed = world.signed.manuscript
    for n in range(3):  # An editor that saves by itself.
        edit(topic, by=world.alice, answer=f"Diabetes heals your kidneys, {n}.")
        edit(topic.sections.get(), by=world.alice, body=f"Nothing to see here, {n}.")
    assert Review.objects.get(pk=world.signed.pk).manuscript == signed
    edition = publish(world.signed, by=world.pat)
    assert (edition.manuscript, edition.review) == (signed, world.signed)
    assert b"heals" not in served()["ready"][1]


def test_the_approval_names_exactly_the_text_that_is_published(world: World) -> None:
    topic = Topic.objects.get(pk=world.signed.topic_id)
    edit(topic, by=world.alice, answer="Diabetes can slowly harm your kidneys.")
    newer = submit(topic, by=world.alice)
    edition = publish(world.signed, by=world.pat)
    named = set(SignOff.objects.filter(review=edition.review).values_list("fingerprint", flat=True))
    assert named == {edition.fingerprint} != {newer.fingerprint}
    assert Review.objects.get(pk=newer.pk).state == State.OPEN


def test_changing_one_claim_leaves_the_page_and_the_other_signatures(world: World) -> None:
    before = served()
    claim = Claim.objects.get(pk=world.claim.pk)
    edit(claim, by=world.alice, statement="High blood sugar cannot harm your kidneys.")
    assert served() == before
    assert Review.objects.get(pk=world.signed.pk).state == State.SIGNED


def test_a_save_that_changes_nothing_voids_nothing(world: World) -> None:
    before = state()
    edit(Section.objects.get(topic=world.topic), by=world.alice)
    edit(world.topic, by=world.alice)
    edit(world.claim, by=world.alice)
    assert state() == before


# --- a publication to come --------------------------------------------------------------------


def nothing_went_live(world: World, due: Schedule, reason: str) -> None:
    before = served()
    assert publish_scheduled(due) is None
    assert served() == before
    assert not LivePage.objects.filter(topic=world.signed.topic_id).exists()
    assert not Edition.objects.filter(review=world.signed).exists()
    due.refresh_from_db()
    assert due.outcome in {Schedule.Outcome.FAILED, Schedule.Outcome.CANCELLED}
    assert reason in due.why


def test_a_claim_withdrawn_meanwhile_stops_it(world: World, due: Schedule) -> None:
    claim = Claim.objects.get(pk=world.signed.page().claims[0].claim_id)
    withdraw_claim(claim, by=world.dr_dunn, kind="evidence")
    nothing_went_live(world, due, "has not been signed as it stands")


def test_a_signature_taken_back_meanwhile_stops_it(world: World, due: Schedule) -> None:
    revoke(world.signed.sign_offs.get(), by=world.dr_bell, reason="I read an older draft.")
    nothing_went_live(world, due, "A signature on this text was taken back")


def test_a_publisher_who_left_meanwhile_publishes_nothing(world: World, due: Schedule) -> None:
    edit(world.pat, by=world.ada, is_active=False)
    nothing_went_live(world, due, "Only a publisher can publish")


def test_a_schedule_planted_in_a_publishers_name_publishes_nothing(world: World) -> None:
    schedule = Schedule.objects.get(outcome="")
    cancel_schedule(schedule, by=world.pat)
    now = timezone.now()
    times = {"at": now - timedelta(hours=2), "publish_at": now - timedelta(hours=1)}
    row = copy_of(schedule, **times)
    plant(row)
    before = state()
    assert publish_scheduled(row) is None
    assert state() == before
