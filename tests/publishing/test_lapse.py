"""What falls due: reminders, pages that outlived their review, and two runs at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent
from education.content.models import Topic
from education.errors import WrongState
from education.patients.cache import forget
from education.people.models import Role, User
from education.people.services import prove, system_user
from education.publishing.guards import guarded_models
from education.publishing.lapse import expire_due, publish_due, remind, remind_due, step_of
from education.publishing.models import LivePage, Withdrawal
from education.publishing.notices import STANDARD
from education.publishing.services import expire, publish, reaffirm, withdraw
from education.review.models import Review
from education.review.services import submit
from education.review.states import State
from education.review.tasks import claim_task
from tests.builders import (
    NO_INTERESTS,
    PASSWORD,
    credential_of,
    edit,
    make_credential,
    make_specialty,
    make_topic,
    make_user,
    publish_page,
    sign,
    submitted,
)
from tests.publishing.processes import drive, shared

DAY = timedelta(days=1)


@pytest.fixture
def topic(alice: User) -> Topic:
    return make_topic(alice, slug="kidneys")


@pytest.fixture
def live(topic: Topic, alice: User, dr_bell: User, ada: User, pat: User) -> LivePage:
    """A routine page: 24 months, then 90 days of grace."""
    edit(credential_of(dr_bell), by=ada, valid_until=None)
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    return LivePage.objects.get()


def go_to(time_machine: Any, day: date) -> None:
    time_machine.move_to(timezone.now() + (day - timezone.now().date()))


def reminders() -> list[int]:
    found = AuditEvent.objects.filter(action="page.review_due").order_by("seq")
    return [event.data["days"] for event in found]


# --- reminders ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "step"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, 0), (-90, 0)],
)
def test_the_step_in_place_is_the_nearest(left: int, step: int | None) -> None:
    today = date(2026, 3, 1)
    assert step_of(today + left * DAY, today) == step


def test_each_step_is_said_once_however_often_the_job_runs(
    live: LivePage, time_machine: Any
) -> None:
    for left in (61, 60, 59, 30, 29, 7, 6, 0, -1, -2):
        go_to(time_machine, live.review_due - left * DAY)
        list(remind_due())
        list(remind_due())
    assert reminders() == [60, 30, 7, 0]


def test_a_job_that_slept_says_only_the_step_in_place(live: LivePage, time_machine: Any) -> None:
    go_to(time_machine, live.review_due - 5 * DAY)
    assert list(remind_due()) == [
        "reminded of Diabetes and your kidneys, edition 1: review due within 7 days"
    ]
    assert reminders() == [7]


def test_overdue_is_said_too(live: LivePage, time_machine: Any) -> None:
    go_to(time_machine, live.review_due + DAY)
    assert list(remind_due()) == [
        "reminded of Diabetes and your kidneys, edition 1: review overdue"
    ]


def test_a_reaffirmed_page_is_reminded_of_anew_before_its_new_date(
    live: LivePage, dr_bell: User, time_machine: Any
) -> None:
    go_to(time_machine, live.review_due - 20 * DAY)
    list(remind_due())
    again(live, dr_bell)
    assert list(remind_due()) == []
    go_to(time_machine, LivePage.objects.get().review_due - 20 * DAY)
    list(remind_due())
    assert reminders() == [30, 30]


def again(page: LivePage, by: User) -> None:
    proof = prove(by, password=PASSWORD, purpose=page.edition.fingerprint)
    credential = credential_of(by)
    reaffirm(page, by=by, credential=credential, interests=NO_INTERESTS, proof=proof)


def test_one_reaffirmation_of_two_does_not_end_the_reminders(
    alice: User, dr_bell: User, dr_cole: User, pat: User, time_machine: Any
) -> None:
    topic = make_topic(alice, risk_class="high", specialty=make_specialty("nephrology"))
    publish_page(topic, author=alice, signers=[dr_bell, dr_cole], publisher=pat)
    page = LivePage.objects.get()
    go_to(time_machine, page.review_due - 40 * DAY)
    list(remind_due())
    again(page, dr_bell)
    go_to(time_machine, page.review_due - 10 * DAY)
    list(remind_due())
    assert reminders() == [60, 30]


def test_nobody_is_reminded_of_a_page_that_is_gone(
    live: LivePage, cora: User, time_machine: Any
) -> None:
    go_to(time_machine, live.review_due - DAY)
    withdraw(live, by=cora, kind="error")
    assert list(remind_due()) == []
    assert remind(live) is None


def test_nobody_is_reminded_of_a_page_past_its_grace(live: LivePage, time_machine: Any) -> None:
    go_to(time_machine, live.lapses_on + DAY)
    assert list(remind_due()) == []
    assert remind(live) is None


def test_looking_again_at_pages_reminded_of_costs_two_queries(
    live: LivePage, time_machine: Any, django_assert_num_queries: Any
) -> None:
    go_to(time_machine, live.review_due - 20 * DAY)
    list(remind_due())
    with django_assert_num_queries(2):
        list(remind_due())


def test_a_reminder_is_the_systems_own_act(live: LivePage, time_machine: Any) -> None:
    go_to(time_machine, live.review_due - 20 * DAY)
    list(remind_due())
    event = AuditEvent.objects.get(action="page.review_due")
    assert (event.actor, event.subject) == (system_user(), chain.reference(live.edition))
    assert event.data["review_due"] == live.review_due.isoformat()


# --- overdue, and gone ----------------------------------------------------------------------------


def test_readers_are_told_from_the_first_day_it_is_overdue(
    live: LivePage, client: Client, time_machine: Any
) -> None:
    go_to(time_machine, live.review_due)
    assert "The review was due" not in client.get("/topics/kidneys/").content.decode()
    go_to(time_machine, live.review_due + DAY)
    assert "The review was due" in client.get("/topics/kidneys/").content.decode()


def test_on_the_last_day_of_grace_it_is_read_and_on_the_next_it_is_gone(
    live: LivePage, client: Client, time_machine: Any
) -> None:
    go_to(time_machine, live.lapses_on)
    assert client.get("/topics/kidneys/").status_code == 200
    assert list(expire_due()) == []
    go_to(time_machine, live.lapses_on + DAY)
    page = client.get("/topics/kidneys/")
    assert page.status_code == 410
    assert STANDARD["expired"] in page.content.decode()


@pytest.mark.parametrize("path", ["print/", "editions/", "editions/1/"])
def test_it_is_gone_everywhere_before_any_job_has_run(
    live: LivePage, client: Client, time_machine: Any, path: str
) -> None:
    assert client.get(f"/topics/kidneys/{path}").status_code == 200
    go_to(time_machine, live.lapses_on + DAY)
    assert client.get(f"/topics/kidneys/{path}").status_code == 410
    assert "/topics/kidneys/" not in client.get("/topics/").content.decode()


def test_the_job_records_it_once(live: LivePage, client: Client, time_machine: Any) -> None:
    go_to(time_machine, live.lapses_on + DAY)
    assert list(expire_due()) == [
        "took down Diabetes and your kidneys, edition 1: its review is overdue"
    ]
    assert list(expire_due()) == []
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.kind, withdrawal.by) == ("expired", system_user())
    assert expire(live) is None
    assert client.get("/topics/kidneys/").status_code == 410
    assert list(chain.verify(guarded_models())) == []


def test_a_page_reaffirmed_in_its_grace_stays(
    live: LivePage, dr_bell: User, client: Client, time_machine: Any
) -> None:
    go_to(time_machine, live.lapses_on)
    again(live, dr_bell)
    go_to(time_machine, live.lapses_on + DAY)
    assert list(expire_due()) == []
    page = client.get("/topics/kidneys/")
    assert page.status_code == 200
    assert "The review was due" not in page.content.decode()


def test_a_page_that_lapsed_is_not_reaffirmed_after_the_job(
    live: LivePage, dr_bell: User, time_machine: Any
) -> None:
    go_to(time_machine, live.lapses_on + DAY)
    list(expire_due())
    with pytest.raises(WrongState, match="not live any more"):
        again(live, dr_bell)


def test_the_submission_that_nobody_signed_yet_is_the_way_back(
    live: LivePage, topic: Topic, alice: User, dr_bell: User, pat: User, time_machine: Any
) -> None:
    go_to(time_machine, live.lapses_on)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    waiting = submit(topic, by=alice)
    task = claim_task(waiting, by=dr_bell)
    go_to(time_machine, live.lapses_on + DAY)
    list(expire_due())
    task.refresh_from_db()
    assert task.outcome == ""
    sign(waiting, dr_bell)
    assert publish(waiting, by=pat).number == 2


def test_a_submission_signed_before_it_lapsed_is_set_aside(
    live: LivePage, topic: Topic, alice: User, dr_bell: User, pat: User, time_machine: Any
) -> None:
    go_to(time_machine, live.lapses_on)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    waiting = submit(topic, by=alice)
    sign(waiting, dr_bell)
    go_to(time_machine, live.lapses_on + DAY)
    list(expire_due())
    assert Review.objects.get(pk=waiting.pk).state == State.SUPERSEDED
    with pytest.raises(WrongState):
        publish(waiting, by=pat)


# --- in processes ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_four_runs_at_once_do_each_thing_once(tmp_path: Path, time_machine: Any) -> None:
    now = timezone.now()
    time_machine.move_to(now - 925 * DAY)
    make_user("ada", Role.ADMINISTRATOR)
    alice, pat = make_user("alice", Role.AUTHOR), make_user("pat", Role.PUBLISHER)
    dr_bell = make_user("dr_bell", Role.CLINICIAN)
    make_credential(dr_bell, valid_until=None)
    for n in range(3):
        topic = make_topic(alice, slug=f"old-{n}")
        publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    time_machine.move_to(now - 725 * DAY)
    near = make_topic(alice, slug="near")
    publish_page(near, author=alice, signers=[dr_bell], publisher=pat)
    time_machine.move_to(now - 10 * DAY)
    later = submitted(alice, slug="to-come")
    sign(later, dr_bell)
    publish(later, by=pat, at=timezone.now() + DAY)
    time_machine.move_to(now)
    forget()
    answer = drive(shared(tmp_path), {"together": [{"verb": "lapse", "by": "pat", "on": 0}] * 4})
    after = answer["after"]
    assert (answer["said"], after["faults"]) == (["done"] * 4, [])
    assert after["live"] == ["near", "to-come"]
    assert after["withdrawn"] == [["expired", f"old-{n}"] for n in range(3)]
    assert after["events"]["page.withdrawn"] == 3
    assert after["events"]["page.review_due"] == 1
    assert after["events"]["page.published"] == 5


def test_nothing_due_says_nothing(live: LivePage) -> None:
    assert [*publish_due(), *expire_due(), *remind_due()] == []
