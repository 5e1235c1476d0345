"""The page patients read: what it shows, what it costs, how it is cached, and when it is gone."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from education.content.models import Section, Topic
from education.patients.cache import forget
from education.people.models import User
from education.publishing.models import Edition, LivePage
from education.publishing.services import reaffirm, withdraw
from education.review.services import Interests
from tests.builders import (
    credential_of,
    edit,
    make_claim,
    make_specialty,
    make_topic,
    proof_for,
    publish_page,
)

URL = "/topics/kidneys/"
PAGES = (URL, f"{URL}print/")


def reaffirm_by(user: User, edition: Edition) -> None:
    reaffirm(
        edition.live_page,
        by=user,
        credential=credential_of(user),
        interests=Interests(conflict=False, statement="None"),
        proof=proof_for(user, edition.review),
    )


def test_page_shows_text_claim_certainty_sources_and_signer(client: Client, live: Edition) -> None:
    html = client.get(URL).content.decode()
    for words in (
        "Diabetes and your kidneys",
        "Diabetes can harm your kidneys over time.",
        "High blood sugar can harm the filters in your kidneys.",
        "Checked fact",
        "Guideline on kidney care in diabetes.",
        "Dr Bea Bell",
        "Consultant nephrologist",
        "Test Medical Register",
        "Next review due",
        live.fingerprint,
    ):
        assert words in html


def test_every_required_signer_is_printed(
    client: Client, alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    topic = make_topic(
        alice, slug="kidneys", risk_class="high", specialty=make_specialty("nephrology")
    )
    publish_page(topic, author=alice, signers=[dr_bell, dr_cole], publisher=pat)
    html = client.get(URL).content.decode()
    assert "Signed by Dr Bea Bell, Dr Carl Cole" in html
    assert "General practitioner" in html


# --- What it costs ---


@pytest.mark.parametrize("url", PAGES)
def test_page_costs_two_queries_cold_and_one_warm(
    client: Client, live: Edition, url: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        assert client.get(url).status_code == 200
    with django_assert_num_queries(1):
        assert client.get(url).status_code == 200


def test_warm_page_of_a_signed_in_reader_costs_one_query_too(
    client: Client, live: Edition, alice: User, django_assert_num_queries: Any
) -> None:
    client.force_login(alice)
    client.get(URL)
    with django_assert_num_queries(1):
        client.get(URL)


def test_not_modified_costs_one_query(
    client: Client, live: Edition, django_assert_num_queries: Any
) -> None:
    etag = client.get(URL)["ETag"]
    with django_assert_num_queries(1):
        assert client.get(URL, headers={"if-none-match": etag}).status_code == 304


# --- How it is sent ---


def test_etag_holds_the_fingerprint_and_is_honoured(client: Client, live: Edition) -> None:
    etag = client.get(URL)["ETag"]
    assert live.fingerprint in etag
    response = client.get(URL, headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert "Content-Type" not in response


def test_every_spelling_of_the_same_etag_is_honoured(client: Client, live: Edition) -> None:
    etag = client.get(URL)["ETag"]
    for asked in ("*", f'"x", {etag}', etag.removeprefix("W/")):
        assert client.get(URL, headers={"if-none-match": asked}).status_code == 304, asked


def test_another_etag_gets_the_page(client: Client, live: Edition) -> None:
    for asked in ('"x"', "", "nonsense", 'W/"', '"*"'):
        assert client.get(URL, headers={"if-none-match": asked}).status_code == 200, asked


def test_page_is_asked_for_again_each_time(client: Client, live: Edition) -> None:
    response = client.get(URL)
    assert response["Cache-Control"] == "no-cache"
    assert response["Vary"] == "Accept-Encoding"


def test_packed_page_is_the_same_page(client: Client, live: Edition) -> None:
    plain = client.get(URL)
    packed = client.get(URL, headers={"accept-encoding": "br, gzip;q=0.8"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]
    assert packed["Content-Length"] == str(len(packed.content))


def test_reader_without_gzip_gets_the_page_plain(client: Client, live: Edition) -> None:
    for accepted in ("", "br", "gzip;q=0", "br, gzip; q=0.0", "gzip;q=0, br"):
        response = client.get(URL, headers={"accept-encoding": accepted})
        assert "Content-Encoding" not in response, accepted
        assert response.content.startswith(b"<!doctype html>"), accepted


def test_head_has_the_headers_of_get_and_no_body(client: Client, live: Edition) -> None:
    for url in (*PAGES, "/", "/topics/", "/topics/none/", "/robots.txt"):
        got, head = client.get(url), client.head(url)
        assert head.content == b"", url
        assert head.status_code == got.status_code, url
        assert head["Content-Length"] == str(len(got.content)), url
        same = {k: v for k, v in got.items() if k != "Content-Length"}
        assert same == {k: v for k, v in head.items() if k != "Content-Length"}, url


def test_first_reader_and_second_reader_get_the_same(client: Client, live: Edition) -> None:
    first, second = client.get(URL), client.get(URL)
    assert first.content == second.content
    assert first.headers == second.headers


# --- When it changes, and when it does not ---


def test_author_edit_after_publication_does_not_change_the_page(
    client: Client, live: Edition, alice: User
) -> None:
    before = client.get(URL).content
    topic = Topic.objects.get(pk=live.topic_id)
    claim = topic.sections.get().placements.get().claim
    edit(topic, by=alice, title="Changed", answer="Changed", slug="moved", change_note="Changed")
    edit(claim, by=alice, statement="Changed")
    edit(claim.citations.get().source, by=alice, title="Changed", notice="retracted")
    edit(Section.objects.get(topic=topic), by=alice, body="Changed", heading="Changed")
    forget()
    assert client.get(URL).content == before


def test_new_edition_is_there_on_the_next_request(
    client: Client, live: Edition, alice: User, publish: Callable[..., Edition]
) -> None:
    old = client.get(URL)
    topic = Topic.objects.get(pk=live.topic_id)
    publish(edit(topic, by=alice, title="Kidneys and diabetes", change_note="A better title."))
    new = client.get(URL, headers={"if-none-match": old["ETag"]})
    assert new.status_code == 200
    assert "Kidneys and diabetes" in new.content.decode()
    assert "A better title." in new.content.decode()


def test_reaffirmed_page_shows_the_new_review(client: Client, live: Edition, dr_cole: User) -> None:
    old = client.get(URL)
    with time_machine.travel(timezone.now() + timedelta(days=200), tick=False):
        reaffirm_by(dr_cole, live)
        new = client.get(URL, headers={"if-none-match": old["ETag"]})
    assert new.status_code == 200
    assert "Read this page again" in new.content.decode()
    assert "Dr Carl Cole" in new.content.decode()


def test_reaffirmation_that_waits_for_a_second_one_is_not_shown_yet(
    client: Client, alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    from education.patients.cache import forget

    topic = make_topic(
        alice, slug="kidneys", risk_class="high", specialty=make_specialty("nephrology")
    )
    edition = publish_page(topic, author=alice, signers=[dr_bell, dr_cole], publisher=pat)
    before = client.get(URL).content
    reaffirm_by(dr_bell, edition)
    forget()
    assert client.get(URL).content == before


def test_page_past_its_review_date_says_so_from_that_day_on(client: Client, live: Edition) -> None:
    due = live.live_page.review_due
    with time_machine.travel(due, tick=False):
        before = client.get(URL)
    with time_machine.travel(due + timedelta(days=1), tick=False):
        after = client.get(URL, headers={"if-none-match": before["ETag"]})
    assert "waiting for its regular review" not in before.content.decode()
    assert "waiting for its regular review" in after.content.decode()


def test_page_is_shown_on_its_last_day_and_not_the_day_after(client: Client, live: Edition) -> None:
    last = live.live_page.lapses_on
    for url in PAGES:
        with time_machine.travel(last, tick=False):
            assert client.get(url).status_code == 200
        with time_machine.travel(last + timedelta(days=1), tick=False):
            response = client.get(url)
        assert response.status_code == 410
        assert "overdue for review" in response.content.decode()
    assert LivePage.objects.exists(), "no job has run"


# --- When it is gone ---


def test_withdrawn_page_is_gone_on_the_next_request(
    client: Client, live: Edition, dr_cole: User
) -> None:
    urls = (*PAGES, f"{URL}editions/", f"{URL}editions/1/")
    etags = {url: client.get(url)["ETag"] for url in urls}
    withdraw(live.live_page, by=dr_cole, kind="safety")
    for url, etag in etags.items():
        response = client.get(url, headers={"if-none-match": etag})
        assert response.status_code == 410, url
        html = response.content.decode()
        assert "because of a safety concern" in html
        assert "Taken down on" in html
        assert "High blood sugar can harm" not in html
        assert "ETag" not in response
        assert response["Cache-Control"] == "no-cache"


def test_notice_names_the_page_that_took_its_place_while_that_is_live(
    client: Client, live: Edition, dr_cole: User, publish: Callable[..., Edition]
) -> None:
    new = publish(slug="new-kidneys", title="The new page")
    withdraw(live.live_page, by=dr_cole, kind="consolidated", replacement=new.topic)
    assert 'href="/topics/new-kidneys/">The new page</a>' in client.get(URL).content.decode()
    withdraw(new.live_page, by=dr_cole, kind="error")
    assert "new-kidneys" not in client.get(URL).content.decode()


def test_page_put_back_after_a_withdrawal_is_read_again(
    client: Client,
    live: Edition,
    alice: User,
    dr_cole: User,
    publish: Callable[..., Edition],
) -> None:
    withdraw(live.live_page, by=dr_cole, kind="error")
    publish(edit(Topic.objects.get(pk=live.topic_id), by=alice, change_note="Corrected."))
    assert client.get(URL).status_code == 200
    assert client.get(f"{URL}editions/1/").status_code == 410


def test_page_with_a_new_address_is_found_from_the_old_one(
    client: Client, live: Edition, alice: User, publish: Callable[..., Edition]
) -> None:
    publish(edit(Topic.objects.get(pk=live.topic_id), by=alice, slug="your-kidneys"))
    response = client.get(URL)
    assert response.status_code == 301
    assert response["Location"] == "/topics/your-kidneys/"
    assert response["Cache-Control"] == "no-cache"


def test_unknown_page_is_404(client: Client, live: Edition) -> None:
    for url in ("/topics/none/", "/topics/none/print/", "/es/topics/kidneys/"):
        assert client.get(url).status_code == 404, url


def test_draft_is_404(client: Client, alice: User) -> None:
    make_topic(alice, slug="kidneys", claims=[make_claim(alice)])
    assert client.get(URL).status_code == 404
