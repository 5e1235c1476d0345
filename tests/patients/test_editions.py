"""Earlier editions: readable, marked, and not a way around a withdrawal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from education.content.models import Section, Topic
from education.people.models import User
from education.publishing.models import Edition
from education.publishing.services import withdraw, withdraw_claim
from tests.builders import edit

URL = "/topics/kidneys/"


@pytest.fixture
def second(live: Edition, alice: User, publish: Callable[..., Edition]) -> Edition:
    """The page's second edition, without the first one's claim."""
    topic = Topic.objects.get(pk=live.topic_id)
    edit(Section.objects.get(topic=topic), by=alice, body="Your kidneys clean your blood.")
    return publish(edit(topic, by=alice, change_note="Shorter."))


def test_list_has_every_edition_newest_first(client: Client, second: Edition) -> None:
    html = client.get(f"{URL}editions/").content.decode()
    assert html.index("Edition 2") < html.index("Edition 1")
    assert "Shorter." in html
    assert f'href="{URL}editions/1/"' in html


def test_earlier_edition_is_read_and_marked(client: Client, second: Edition) -> None:
    response = client.get(f"{URL}editions/1/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "This is an earlier edition." in html
    assert "High blood sugar can harm" in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'href="{URL}">Read the current page' in html


def test_number_of_the_current_edition_gives_the_page_itself(
    client: Client, second: Edition
) -> None:
    html = client.get(f"{URL}editions/2/").content.decode()
    assert "This is an earlier edition." not in html
    assert f'<link rel="canonical" href="http://localhost:8000{URL}">' in html


@pytest.mark.parametrize("number", [0, 3, 10**18])
def test_edition_that_never_was_is_404(client: Client, second: Edition, number: int) -> None:
    assert client.get(f"{URL}editions/{number}/").status_code == 404


def test_new_edition_says_what_changed_since_the_one_before(
    client: Client, second: Edition
) -> None:
    changes = f"{URL}editions/2/changes/"
    assert f'href="{changes}">See the changes' in client.get(URL).content.decode()
    assert f'href="{changes}"' in client.get(f"{URL}editions/").content.decode()
    response = client.get(changes)
    html = response.content.decode()
    assert response.status_code == 200
    assert "What changed in edition 2" in html
    assert "Shorter." in html
    assert "<del>" in html
    assert "<ins>" in html
    assert '<meta name="robots" content="noindex">' in html


def test_first_edition_has_nothing_to_be_compared_with(client: Client, live: Edition) -> None:
    assert "/changes/" not in client.get(URL).content.decode()
    assert client.get(f"{URL}editions/1/changes/").status_code == 404


@pytest.mark.parametrize("number", [0, 3, 10**18])
def test_changes_of_an_edition_that_never_was_are_404(
    client: Client, second: Edition, number: int
) -> None:
    assert client.get(f"{URL}editions/{number}/changes/").status_code == 404


@pytest.mark.parametrize("address", ["editions/9/", "editions/9/changes/"])
def test_page_that_came_back_has_no_old_notice_where_no_edition_is(
    client: Client,
    live: Edition,
    dr_cole: User,
    alice: User,
    publish: Callable[..., Edition],
    address: str,
) -> None:
    withdraw(live.live_page, by=dr_cole, kind="safety")
    topic = Topic.objects.get(pk=live.topic_id)
    publish(edit(topic, by=alice, answer="It can harm both.", change_note="Put right."))
    assert client.get(URL).status_code == 200
    assert client.get(f"{URL}{address}").status_code == 404


def test_nothing_is_told_of_an_edition_that_may_not_be_read(
    client: Client, second: Edition, live: Edition, dr_cole: User
) -> None:
    claim = live.edition_claims.get().claim
    withdraw_claim(claim, by=dr_cole, kind="evidence")
    html = client.get(f"{URL}editions/2/changes/").content.decode()
    assert "The edition before is no longer shown" in html
    assert "High blood sugar" not in html


def test_changes_are_gone_with_the_page(client: Client, second: Edition, dr_cole: User) -> None:
    withdraw(second.live_page, by=dr_cole, kind="safety")
    response = client.get(f"{URL}editions/2/changes/")
    assert response.status_code == 410
    assert b"clean your blood" not in response.content


def test_draft_is_never_compared(client: Client, second: Edition, alice: User) -> None:
    edit(second.topic, by=alice, answer="An unsigned word.", change_note="Another.")
    assert "unsigned" not in client.get(f"{URL}editions/2/changes/").content.decode()


def test_no_edition_is_read_once_the_page_is_withdrawn(
    client: Client, second: Edition, dr_cole: User
) -> None:
    withdraw(second.live_page, by=dr_cole, kind="safety")
    for number in (1, 2):
        response = client.get(f"{URL}editions/{number}/")
        assert response.status_code == 410
        assert "safety concern" in response.content.decode()


def test_no_edition_from_before_a_withdrawal_is_read_when_the_page_is_back(
    client: Client,
    second: Edition,
    alice: User,
    dr_cole: User,
    publish: Callable[..., Edition],
) -> None:
    withdraw(second.live_page, by=dr_cole, kind="error")
    publish(edit(Topic.objects.get(pk=second.topic_id), by=alice, change_note="Put right."))
    for number in (1, 2):
        response = client.get(f"{URL}editions/{number}/")
        assert response.status_code == 410
        assert f'href="{URL}"' in response.content.decode()
    assert "Taken down" in client.get(f"{URL}editions/").content.decode()


def test_earlier_edition_with_a_withdrawn_claim_is_not_read(
    client: Client, live: Edition, second: Edition, dr_cole: User
) -> None:
    withdraw_claim(live.edition_claims.get().claim, by=dr_cole, kind="evidence")
    assert client.get(URL).status_code == 200, "the second edition does not carry the claim"
    response = client.get(f"{URL}editions/1/")
    assert response.status_code == 410
    assert "High blood sugar can harm" not in response.content.decode()
