"""What patients read on a day, at the desk: the exact text, whatever became of it since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from education.content.models import Topic
from education.people.models import User
from education.publishing.models import Edition
from education.publishing.services import withdraw
from tests.builders import edit, make_topic, publish_page
from tests.staff.worlds import client_of

FIRST = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def gone(alice: User, dr_bell: User, pat: User, time_machine: Any) -> Edition:
    """A second edition that was live for an hour, then taken down for safety."""
    time_machine.move_to(FIRST, tick=False)
    topic = make_topic(alice, slug="kidneys")
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    time_machine.move_to(FIRST + timedelta(hours=2), tick=False)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    second = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    time_machine.move_to(FIRST + timedelta(hours=3), tick=False)
    withdraw(second.live_page, by=dr_bell, kind="safety")
    time_machine.move_to(FIRST + timedelta(days=10), tick=False)
    edit(Topic.objects.get(pk=topic.pk), by=alice, answer="A draft that nobody has signed.")
    return second


@pytest.fixture
def desk(otto: User) -> Client:
    """An auditor's browser."""
    return client_of(otto)


def test_an_auditor_reads_each_text_of_a_day_after_it_was_taken_down(
    desk: Client, gone: Edition
) -> None:
    html = desk.get(f"/desk/topics/{gone.topic_id}/then/?on=2026-03-02").content.decode()
    for line in (
        "00:00 to 09:30: no page",
        "09:30 to 11:30: edition 1",
        "11:30 to 12:30: edition 2",
        "12:30 to 24:00: no page",
        "because of a safety concern",
    ):
        assert line in html
    assert '?on=2026-03-02">2 March 2026, 12:30</a> Safety' in html
    assert 'data-label="Taken down">No<' in html
    for number in (1, 2):
        assert f'src="/desk/topics/{gone.topic_id}/then/{number}/?on=2026-03-02"' in html


def test_the_frame_holds_the_signed_words_and_their_fingerprint(
    desk: Client, gone: Edition
) -> None:
    page = desk.get(f"/desk/topics/{gone.topic_id}/then/2/?on=2026-03-02")
    html = page.content.decode()
    assert "Diabetes can slowly harm your kidneys." in html
    assert gone.fingerprint in html
    assert "A draft that nobody has signed." not in html
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]


def test_an_edition_is_read_without_naming_a_day(desk: Client, gone: Edition) -> None:
    html = desk.get(f"/desk/topics/{gone.topic_id}/then/1/").content.decode()
    assert "Diabetes can harm your kidneys over time." in html


@pytest.mark.parametrize("on", ["2026-03-01", "2026-03-03", "nonsense", "2999-01-01"])
def test_an_edition_is_not_shown_for_a_day_on_which_nobody_read_it(
    desk: Client, gone: Edition, on: str
) -> None:
    assert desk.get(f"/desk/topics/{gone.topic_id}/then/1/?on={on}").status_code == 404


def test_a_page_within_its_grace_says_so_as_it_did_then(
    otto: User, alice: User, dr_bell: User, pat: User, time_machine: Any
) -> None:
    time_machine.move_to(FIRST, tick=False)
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    time_machine.move_to(FIRST + timedelta(days=1000), tick=False)
    here = f"/desk/topics/{edition.topic_id}/then/1/"
    desk = client_of(otto)
    waiting = "This page is waiting for its regular review."
    assert waiting in desk.get(here, {"on": "2028-04-01"}).content.decode()
    assert waiting not in desk.get(here, {"on": "2028-03-02"}).content.decode()


@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("", "Choose a day."),
        ("soon", "Write the day as year, month and day"),
        ("2999-01-01", "That day is still to come."),
    ],
)
def test_what_is_no_day_is_explained(desk: Client, gone: Edition, on: str, why: str) -> None:
    response = desk.get(f"/desk/topics/{gone.topic_id}/then/", {"on": on})
    assert response.status_code == 200
    assert why in response.content.decode()


def test_a_page_that_was_never_published_says_so(desk: Client, alice: User) -> None:
    topic = make_topic(alice)
    html = desk.get(f"/desk/topics/{topic.pk}/then/?on=2026-03-02").content.decode()
    assert "It had not been published yet." in html
    assert "it has no edition yet" in html


def test_a_page_that_is_not_there_is_404(desk: Client) -> None:
    assert desk.get("/desk/topics/99/then/").status_code == 404
