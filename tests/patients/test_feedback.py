"""“Was this clear?” as readers meet it: one form, no script, no cookie, and nothing that tells."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from education.content.models import Topic
from education.patients import limits
from education.people.models import User
from education.publishing.models import Edition, Feedback
from education.publishing.rendering import body_html, page_html
from education.publishing.services import withdraw
from tests.builders import edit, make_topic
from tests.samples import PAGE, published

URL = "/topics/kidneys/feedback/"
Answer = Any


@pytest.fixture(autouse=True)
def _nothing_said_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def say(client: Client, url: str = URL, /, *, headers: Any = None, **data: str) -> Answer:
    """Post the form as a browser does."""
    fields = {"edition": "1", "part": "section-1", "clear": "no", "words": "", "website": ""}
    body = "&".join(f"{k}={quote_plus(v)}" for k, v in {**fields, **data}.items())
    kind = "application/x-www-form-urlencoded"
    here = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    return client.post(url, body, kind, headers=here if headers is None else headers)


def told(answer: Answer) -> str:
    return html.unescape(answer.content.decode())


# --- it works ---------------------------------------------------------------------------------


def test_one_press_is_kept_and_thanked(client: Client, live: Edition) -> None:
    answer = say(client, clear="yes")
    assert answer.status_code == 303
    row = Feedback.objects.get()
    assert (row.edition, row.part, row.clear, row.words) == (live, "section-1", True, "")
    assert row.heading == "How diabetes affects your kidneys"
    assert (row.language, row.said_on) == ("en", timezone.now().date())
    thanks = client.get(answer["Location"])
    assert thanks.status_code == 200
    assert "How diabetes affects your kidneys" in told(thanks)
    assert thanks["Cache-Control"] == "no-store"
    assert not thanks.cookies


def test_reader_is_shown_what_was_kept_of_their_words(client: Client, live: Edition) -> None:
    words = "I am Anna Lopez, ring 07700 900123. What is albumin?"
    answer = say(client, words=words)
    assert Feedback.objects.get().words == "I am […], ring […]. What is albumin?"
    thanks = told(client.get(answer["Location"]))
    assert "I am […], ring […]. What is albumin?" in thanks
    assert "we took out something" in thanks
    for secret in ("Anna", "Lopez", "900123"):
        assert secret not in thanks


def test_nothing_kept_could_lead_back_to_somebody(client: Client, live: Edition) -> None:
    names = {f.name for f in Feedback._meta.get_fields()}
    assert names == {
        *("id", "edition", "part", "heading", "language", "clear", "words", "words_removed"),
        "said_on",
    }
    say(client, words="What is albumin?")
    kept = str(Feedback.objects.values().get())
    assert "127.0.0.1" not in kept


def test_address_of_the_thanks_tells_nobody_which_row_it_is(client: Client, live: Edition) -> None:
    first, second = say(client)["Location"], say(client)["Location"]
    assert re.fullmatch(r"/topics/kidneys/feedback/\?kept=[0-9a-f]{32}", first)
    assert first != second


def test_guessed_receipt_shows_nobodys_words(client: Client, live: Edition) -> None:
    say(client, words="What is albumin?")
    for token in ("", "0" * 32, "é", "\x00", "1"):
        page = client.get(URL, {"kept": token})
        assert page.status_code == 200, token
        assert "What is albumin" not in told(page), token


def test_other_parts_of_a_page_can_be_spoken_of(client: Client, live: Edition) -> None:
    for part in ("", "not-known", "get-help"):
        assert client.get(say(client, part=part)["Location"]).status_code == 200
        assert Feedback.objects.latest("pk").part == part


def test_page_in_another_language_has_its_own(
    client: Client, publish: Callable[..., Edition], alice: User
) -> None:
    publish(make_topic(alice, slug="rinones", language="es"))
    page = told(client.get("/es/topics/rinones/"))
    assert 'action="/es/topics/rinones/feedback/"' in page
    answer = say(client, "/es/topics/rinones/feedback/", words="¿Qué es?")
    assert answer["Location"].startswith("/es/topics/rinones/feedback/?kept=")
    assert Feedback.objects.get().language == "es"


def test_form_of_an_earlier_edition_speaks_of_that_edition(
    client: Client, live: Edition, publish: Callable[..., Edition], alice: User
) -> None:
    topic = Topic.objects.get(pk=live.topic_id)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    publish(topic)
    assert say(client, edition="1").status_code == 303
    assert Feedback.objects.get().edition == live


# --- where the form stands --------------------------------------------------------------------


def test_live_page_asks_once_for_each_part_and_once_for_the_whole() -> None:
    page = page_html(PAGE, published=published())
    parts = re.findall(r'name="part" value="([^"]*)"', page)
    assert parts == ["section-1", "section-2", "not-known", "get-help", ""]
    assert page.count('name="edition" value="2"') == 5
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "page",
    [
        page_html(PAGE),
        page_html(PAGE, preview_note="A draft."),
        page_html(PAGE, published=published(), printable=True),
        page_html(PAGE, published=published(), preview_note="As read then."),
        page_html(PAGE, published=published(number=1)),
        body_html(PAGE, published=published()),
    ],
    ids=["draft", "preview", "paper", "then", "earlier", "inside another page"],
)
def test_nobody_is_asked_elsewhere(page: str) -> None:
    assert "feedback/" not in page
    assert "Was this" not in page


def test_warm_page_still_costs_one_query(
    client: Client, live: Edition, django_assert_num_queries: Any
) -> None:
    client.get("/topics/kidneys/")
    with django_assert_num_queries(1):
        page = client.get("/topics/kidneys/")
    assert URL in told(page)


def test_what_readers_say_changes_nothing_that_readers_read(client: Client, live: Edition) -> None:
    before = client.get("/topics/kidneys/")
    say(client, words="This is wrong!")
    after = client.get("/topics/kidneys/")
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])


# --- what goes wrong --------------------------------------------------------------------------


REFUSED: list[tuple[dict[str, str], int, str]] = [
    ({"part": "section-99"}, 404, "which part you mean"),
    ({"part": "sources"}, 404, "which part you mean"),
    ({"edition": "7"}, 404, "which text you mean"),
    ({"edition": "٣"}, 404, "which text you mean"),
    ({"edition": "9" * 40}, 404, "which text you mean"),
    ({"clear": ""}, 400, "choose yes or no"),
    ({"clear": "maybe"}, 400, "choose yes or no"),
    ({"website": "http://buy.example"}, 400, "has to stay empty"),
]


def test_refusal_says_why_and_loses_no_words(client: Client, live: Edition) -> None:
    for data, status, sentence in REFUSED:
        answer = say(client, **{"words": "What is albumin?", **data})
        assert answer.status_code == status, data
        assert sentence in told(answer), data
        assert "What is albumin?</textarea>" in told(answer), data
    assert not Feedback.objects.exists()


def test_what_is_shown_again_can_be_sent_again(client: Client, live: Edition) -> None:
    shown = say(client, part="section-99", words="What is albumin?").content.decode()
    sent = dict(re.findall(r'name="(edition|part)" value="([^"]*)"', shown))
    assert say(client, words="What is albumin?", **sent).status_code == 303


def test_page_that_was_taken_down_says_so(client: Client, live: Edition, dr_bell: User) -> None:
    withdraw(live.live_page, by=dr_bell, kind="safety")
    assert say(client).status_code == 410
    assert client.get(URL).status_code == 410
    assert not Feedback.objects.exists()


def test_page_that_never_was_is_404(client: Client, db: None) -> None:
    assert say(client, "/topics/none/feedback/").status_code == 404


def test_page_that_moved_is_followed_with_the_words(
    client: Client, live: Edition, publish: Callable[..., Edition], alice: User
) -> None:
    topic = Topic.objects.get(pk=live.topic_id)
    edit(topic, by=alice, slug="kidney-care")
    publish(topic)
    answer = say(client, words="What is albumin?")
    assert (answer.status_code, answer["Location"]) == (308, "/topics/kidney-care/feedback/")
    assert say(client, answer["Location"]).status_code == 303


def test_other_methods_are_refused(client: Client, db: None) -> None:
    for method in ("put", "delete", "patch", "options"):
        answer = getattr(client, method)(URL)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST"), method


def test_asked_by_itself_the_address_is_a_form(client: Client, live: Edition) -> None:
    page = client.get(URL)
    assert page.status_code == 200
    assert 'name="part" value=""' in told(page)
    assert "form-action 'self'" in page["Content-Security-Policy"]
    assert client.head(URL).content == b""


# --- attacks ----------------------------------------------------------------------------------


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "https://testserver"},  # Another scheme is another site.
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
]
OURS = [
    {},
    {"Origin": "http://testserver"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "https://education.example.org"},
    {"Origin": "https://www.clinic.example"},
]


def test_form_on_somebody_elses_page_is_refused(client: Client, live: Edition) -> None:
    for headers in FOREIGN:
        answer = say(client, headers=headers, words="Put in by others")
        assert answer.status_code == 403, headers
        assert "not sent from a page of ours" in told(answer)
        assert "Put in by others" not in told(answer)
    assert not Feedback.objects.exists()


def test_our_own_page_is_believed(client: Client, live: Edition, settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://education.example.org", "https://*.clinic.example"]
    assert {say(client, headers=headers).status_code for headers in OURS} == {303}


def test_neither_files_nor_a_flood_of_bytes_are_read(client: Client, live: Edition) -> None:
    assert client.post(URL, {"words": "x"}).status_code == 413  # multipart
    assert say(client, words="x" * 40_000).status_code == 413
    assert not Feedback.objects.exists()


def test_script_is_nothing_but_words(client: Client, live: Edition) -> None:
    for words in ("<script>alert(1)</script>", "\"><img src=x onerror='alert(1)'>", "{{ 7 }}"):
        for page in (
            client.get(say(client, words=words)["Location"]),
            say(client, words=words, part="section-99"),
        ):
            text = page.content.decode()
            assert "<script" not in text
            assert "<img" not in text
            assert html.escape(words) in text


def test_nul_and_broken_signs_are_survived(client: Client, live: Edition) -> None:
    assert say(client, words="a\x00b\ud800c".encode("utf-8", "replace").decode()).status_code == 303
    assert say(client, part="\x00").status_code == 404


# --- not too much -----------------------------------------------------------------------------


def test_one_address_says_so_much_about_a_page_and_no_more(client: Client, live: Edition) -> None:
    answers = [say(client).status_code for _ in range(limits.PER_PAGE)]
    assert set(answers) == {303}
    answer = say(client, words="One more thing")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"
    assert "try again in an hour" in told(answer)
    assert "One more thing</textarea>" in told(answer)
    assert Feedback.objects.count() == limits.PER_PAGE


def test_others_are_still_heard(client: Client, live: Edition) -> None:
    for _ in range(limits.PER_PAGE + 1):
        say(client)
    assert say(Client(REMOTE_ADDR="198.51.100.7")).status_code == 303


def test_forged_forwarding_makes_nobody_another(client: Client, live: Edition) -> None:
    ours = {"Origin": "http://testserver"}
    answers = [
        say(client, headers={**ours, "X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(limits.PER_PAGE + 1)
    ]
    assert answers[-1] == 429


def test_address_behind_our_own_proxy_counts_for_itself(
    client: Client, live: Edition, settings: Any
) -> None:
    settings.NINJA_NUM_PROXIES = 1
    ours = {"Origin": "http://testserver"}
    answers = {
        say(client, headers={**ours, "X-Forwarded-For": f"made up, 198.51.100.{n}"}).status_code
        for n in range(limits.PER_PAGE + 2)
    }
    assert answers == {303}


def test_everybody_together_is_heard_so_often_and_no_more(
    client: Client, live: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FROM_ALL", 2)
    answers = [say(Client(REMOTE_ADDR=f"198.51.100.{n}")).status_code for n in range(3)]
    assert answers == [303, 303, 429]


def test_one_address_cannot_use_up_what_is_for_all(
    client: Client, live: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_PAGE", 1)
    monkeypatch.setattr(limits, "FROM_ALL", 2)
    for _ in range(5):
        say(client)
    assert say(Client(REMOTE_ADDR="198.51.100.7")).status_code == 303


def test_an_hour_later_there_is_room_again(client: Client, live: Edition) -> None:
    with time_machine.travel(timezone.now()) as clock:
        for _ in range(limits.PER_PAGE + 1):
            last = say(client)
        clock.shift(limits.WINDOW + 1)
        assert (last.status_code, say(client).status_code) == (429, 303)


def test_cache_holds_no_address_and_another_secret_each_day(rf: Any) -> None:
    request = rf.post(URL, REMOTE_ADDR="198.51.100.7")
    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False) as clock:
        one = limits._sealed("198.51.100.7")
        limits.says_too_much(request, "1")
        clock.shift(limits.DAY)
        another = limits._sealed("198.51.100.7")
    assert one != another
    held: Any = cache._cache  # type: ignore[attr-defined]
    assert held
    assert not [k for k, v in held.items() if "198.51" in k or b"198.51" in v]
