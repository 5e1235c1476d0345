"""What readers saw on a day: the hours of each edition, why there was none, no word too many."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from education.content.models import Topic
from education.evidence.models import Source
from education.people.models import User
from education.people.services import prove
from education.publishing.lapse import expire_due
from education.publishing.models import Edition, LivePage
from education.publishing.past import stretches_of
from education.publishing.recalls import retract_source, revoke
from education.publishing.services import reaffirm, withdraw
from tests.builders import (
    NO_INTERESTS,
    PASSWORD,
    credential_of,
    edit,
    make_claim,
    make_source,
    make_topic,
    publish_page,
)

URL = "/topics/kidneys/"
LIST = f"{URL}editions/"
Publish = Callable[..., Edition]
#: The morning on which the page of these tests is published first.
FIRST = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _starts_in_spring(time_machine: Any) -> None:
    time_machine.move_to(FIRST, tick=False)


@pytest.fixture
def second(live: Edition, alice: User, publish: Publish, time_machine: Any) -> Edition:
    """A second edition, three days later in the afternoon."""
    time_machine.move_to(FIRST + timedelta(days=3, hours=5), tick=False)
    topic = Topic.objects.get(pk=live.topic_id)
    return publish(edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys."))


def answers(client: Client, on: str, *, at: str = LIST, status: int = 200) -> list[str]:
    """The lines of the answer, as text."""
    response = client.get(at, {"on": on})
    assert response.status_code == status
    html = response.content.decode()
    found = re.search(r'<ul class="seen">(.*?)</ul>', html, re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in items]


def test_the_list_asks_for_a_day_and_answers_nothing_unasked(client: Client, live: Edition) -> None:
    html = client.get(LIST).content.decode()
    assert '<input id="on" type="date" name="on" value=""' in html
    assert 'class="seen"' not in html


def test_a_day_before_the_first_edition_had_no_page(client: Client, live: Edition) -> None:
    assert answers(client, "2026-03-01") == ["All day No page: it had not been published yet."]


def test_the_day_of_the_first_edition_has_two_answers_in_utc(
    client: Client, live: Edition, time_machine: Any
) -> None:
    time_machine.move_to(FIRST + timedelta(days=1))
    assert answers(client, "2026-03-02") == [
        "From 00:00 to 09:30 UTC No page: it had not been published yet.",
        "From 09:30 to 24:00 UTC Edition 1. Read this edition",
    ]


def test_today_ends_now(client: Client, live: Edition, time_machine: Any) -> None:
    time_machine.move_to(FIRST + timedelta(hours=2), tick=False)
    assert answers(client, "2026-03-02")[-1].startswith("From 09:30 to 11:30 UTC Edition 1")
    time_machine.move_to(FIRST + timedelta(days=1), tick=False)
    assert answers(client, "2026-03-03") == ["All day Edition 1. Read this edition"]


def test_a_day_between_shows_the_edition_of_then_with_a_link(
    client: Client, second: Edition
) -> None:
    html = client.get(LIST, {"on": "2026-03-04"}).content.decode()
    assert answers(client, "2026-03-04") == ["All day Edition 1. Read this edition"]
    assert f'<a href="{LIST}1/">Read this edition</a>' in html


def test_the_day_of_a_change_names_both_editions(
    client: Client, second: Edition, time_machine: Any
) -> None:
    time_machine.move_to(FIRST + timedelta(days=9), tick=False)
    assert answers(client, "2026-03-05") == [
        "From 00:00 to 14:30 UTC Edition 1. Read this edition",
        "From 14:30 to 24:00 UTC Edition 2. Read this edition",
    ]


def test_a_day_of_many_changes_is_told_hour_by_hour(
    client: Client, second: Edition, dr_cole: User, time_machine: Any
) -> None:
    time_machine.move_to(FIRST + timedelta(days=3, hours=6), tick=False)
    withdraw(second.live_page, by=dr_cole, kind="error")
    time_machine.move_to(FIRST + timedelta(days=30), tick=False)
    assert answers(client, "2026-03-05", status=410) == [
        "From 00:00 to 14:30 UTC Edition 1. "
        "It may not be read any more, because something in it was taken down.",
        "From 14:30 to 15:30 UTC Edition 2. "
        "It may not be read any more, because something in it was taken down.",
        "From 15:30 to 24:00 UTC "
        "No page: it was taken down on 5 March 2026 because of a mistake in it.",
    ]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("safety", "because of a safety concern."),
        ("evidence", "because the research behind it had changed."),
        ("error", "because of a mistake in it."),
        ("expired", "because its review was overdue."),
        ("consolidated", "because another page took its place."),
    ],
)
def test_a_page_taken_down_says_since_when_and_why(
    client: Client, live: Edition, dr_cole: User, time_machine: Any, kind: str, why: str
) -> None:
    withdraw(live.live_page, by=dr_cole, kind=kind)
    time_machine.move_to(FIRST + timedelta(days=9), tick=False)
    assert answers(client, "2026-03-08", status=410) == [
        f"All day No page: it was taken down on 2 March 2026 {why}"
    ]


def test_a_page_taken_down_tells_its_days_but_no_word_of_its_text(
    client: Client, second: Edition, dr_cole: User
) -> None:
    edit(Topic.objects.get(pk=second.topic_id), by=second.review.submitted_by, title="Harmless")
    withdraw(second.live_page, by=dr_cole, kind="safety")
    response = client.get(LIST, {"on": "2026-03-03"})
    html = response.content.decode()
    assert response.status_code == 410
    assert "Edition 1" in html
    for words in ("Diabetes", "harm your kidneys", "High blood sugar", f"{LIST}1/", "What changed"):
        assert words not in html


def test_the_notice_leads_to_the_days(client: Client, live: Edition, dr_cole: User) -> None:
    withdraw(live.live_page, by=dr_cole, kind="safety")
    assert f'<a href="{LIST}">When it could be read</a>' in client.get(URL).content.decode()
    assert client.get(LIST).status_code == 410


def test_a_page_that_lapsed_was_not_shown_whether_or_not_it_was_taken_down(
    client: Client, live: Edition, time_machine: Any
) -> None:
    lapses = live.live_page.lapses_on
    time_machine.move_to(datetime(2028, 9, 1, tzinfo=UTC), tick=False)
    assert str(lapses) == "2028-05-31"
    assert answers(client, "2028-05-31", status=410)[0].startswith("All day Edition 1")
    assert answers(client, "2028-06-01", status=410) == [
        "All day No page: it was taken down on 1 June 2028 because its review was overdue."
    ]
    assert len(list(expire_due())) == 1
    assert answers(client, "2028-06-01", status=410) == [
        "All day No page: it was taken down on 1 June 2028 because its review was overdue."
    ]


def test_a_reaffirmed_page_was_shown_beyond_its_first_review_date(
    client: Client, live: Edition, dr_cole: User, time_machine: Any
) -> None:
    time_machine.move_to(FIRST + timedelta(days=200), tick=False)
    proof = prove(dr_cole, password=PASSWORD, purpose=live.fingerprint)
    credential = credential_of(dr_cole)
    reaffirm(live.live_page, by=dr_cole, credential=credential, interests=NO_INTERESTS, proof=proof)
    time_machine.move_to(datetime(2028, 9, 1, tzinfo=UTC), tick=False)
    assert answers(client, "2028-08-15") == ["All day Edition 1. Read this edition"]


def test_a_recalled_page_lapsed_when_its_recall_said(
    client: Client, alice: User, dr_bell: User, dr_cole: User, pat: User, time_machine: Any
) -> None:
    sources = [make_source(alice), make_source(alice, title="Another guideline")]
    topic = make_topic(alice, slug="kidneys", claims=[make_claim(alice, sources=sources)])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    time_machine.move_to(FIRST + timedelta(days=10), tick=False)
    retract_source(Source.objects.get(pk=sources[0].pk), by=dr_cole, reason="Announced by it.")
    (*_, last) = stretches_of(topic.pk)
    live = LivePage.objects.get()
    assert last.shown
    assert (last.shown.review_due, last.shown.lapses_on) == (live.review_due, live.lapses_on)
    time_machine.move_to(FIRST + timedelta(days=300), tick=False)
    assert answers(client, "2026-07-01", status=410) == [
        "All day No page: it was taken down on 10 June 2026 because its review was overdue."
    ]


def test_the_past_of_a_live_page_ends_as_its_pointer_says(live: Edition) -> None:
    (before, now) = stretches_of(live.topic_id)
    row = LivePage.objects.get()
    assert (before.end, now.end) == (live.published_at, None)
    assert now.shown
    assert (now.shown.reviewed_at, now.shown.lapses_on) == (row.reviewed_at, row.lapses_on)


def test_an_edition_whose_signature_was_taken_back_is_named_and_not_read(
    client: Client, live: Edition, second: Edition, dr_bell: User
) -> None:
    revoke(live.review.sign_offs.get(), by=dr_bell, reason="I read an older draft.")
    assert client.get(URL).status_code == 200, "the second edition has its own signature"
    assert answers(client, "2026-03-04") == [
        "All day Edition 1. It may not be read any more, because something in it was taken down."
    ]
    assert client.get(f"{LIST}1/").status_code == 410


def test_another_page_that_stood_here_is_told(
    client: Client, live: Edition, alice: User, dr_cole: User, publish: Publish, time_machine: Any
) -> None:
    time_machine.move_to(FIRST + timedelta(hours=2), tick=False)
    withdraw(live.live_page, by=dr_cole, kind="consolidated")
    edit(Topic.objects.get(pk=live.topic_id), by=alice, slug="old-kidneys")
    time_machine.move_to(FIRST + timedelta(days=5), tick=False)
    publish(slug="kidneys", title="Kidneys and you")
    assert answers(client, "2026-03-02") == [
        "All day No page: it had not been published yet.",
        "From 09:30 to 11:30 UTC Another page stood at this address then, in its edition 1.",
    ]


def test_an_edition_at_its_old_address_is_told(
    client: Client, live: Edition, alice: User, publish: Publish, time_machine: Any
) -> None:
    time_machine.move_to(FIRST + timedelta(days=5), tick=False)
    publish(edit(Topic.objects.get(pk=live.topic_id), by=alice, slug="your-kidneys"))
    assert answers(client, "2026-03-04", at="/topics/your-kidneys/editions/") == [
        "All day Edition 1 at its address of that time, /topics/kidneys/. Read this edition"
    ]


@pytest.mark.parametrize(
    "typed", ["yesterday", "2026-02-30", "20260302", "2026-W10-1", "0000-00-00", "٢٠٢٦-٠٣-٠٢"]
)
def test_what_is_no_day_is_kept_and_explained(client: Client, live: Edition, typed: str) -> None:
    html = client.get(LIST, {"on": typed}).content.decode()
    assert "Write the day as year, month and day" in html
    assert f'value="{typed}"' in html


@pytest.mark.parametrize("typed", ["2026-03-03", "9999-12-31"])
def test_a_day_to_come_is_not_foretold(client: Client, live: Edition, typed: str) -> None:
    assert "That day is still to come." in client.get(LIST, {"on": typed}).content.decode()


def test_what_was_typed_is_never_markup(client: Client, live: Edition) -> None:
    assert "<script" not in client.get(LIST, {"on": '"><script>'}).content.decode()


def test_the_first_day_of_the_calendar_is_answered(client: Client, live: Edition) -> None:
    assert answers(client, "0001-01-01") == ["All day No page: it had not been published yet."]


def test_an_address_without_a_page_is_404(client: Client, live: Edition) -> None:
    assert client.get("/topics/nothing/editions/", {"on": "2026-03-02"}).status_code == 404


def test_a_spanish_page_answers_in_spanish(client: Client, publish: Publish) -> None:
    publish(slug="rinones", language="es", title="Sus riñones")
    assert answers(client, "2026-03-01", at="/es/topics/rinones/editions/") == [
        "Todo el día Ninguna página: todavía no se había publicado."
    ]


def test_the_number_of_queries_does_not_grow_with_the_editions(
    client: Client,
    second: Edition,
    alice: User,
    publish: Publish,
    django_assert_max_num_queries: Any,
    time_machine: Any,
) -> None:
    for n in range(3):
        time_machine.move_to(FIRST + timedelta(days=10 + n), tick=False)
        publish(edit(Topic.objects.get(pk=second.topic_id), by=alice, change_note=f"Note {n}."))
    time_machine.move_to(FIRST + timedelta(days=20), tick=False)
    with django_assert_max_num_queries(14):
        assert len(answers(client, "2026-03-05")) == 2
