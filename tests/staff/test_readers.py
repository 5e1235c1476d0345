"""What readers said, as staff read it: beside each section, as a list, as a file, no further."""

from __future__ import annotations

import csv
import html
import io
from typing import Any

import pytest
from django.urls import reverse

from education.audit.models import AuditEvent
from education.content.models import Section, Topic
from education.errors import NotAllowed, WrongState
from education.people.models import User
from education.publishing.blanking import remove_words
from education.publishing.feedback import say
from education.publishing.models import Edition, Feedback
from education.review.services import submit
from education.staff.readers_box import placed
from tests.builders import edit, make_topic, publish_page
from tests.staff.worlds import admin_url, client_of, submitted

LIST = "/desk/readers/"


@pytest.fixture
def live(alice: User, dr_bell: User, pat: User) -> Edition:
    return publish_page(
        make_topic(alice, title="Kidneys"), author=alice, signers=[dr_bell], publisher=pat
    )


@pytest.fixture
def heard(live: Edition) -> Edition:
    """Three readers of one section, and one of the whole page."""
    say(live, part="section-1", clear=True)
    say(live, part="section-1", clear=False, words="What is a filter?")
    say(live, part="section-1", clear=False)
    say(live, part="", clear=False, words="Too long")
    return live


def told(user: User, url: str, **asked: Any) -> str:
    return html.unescape(client_of(user).get(url, asked).content.decode())


# --- the list ---------------------------------------------------------------------------------


def test_list_has_the_newest_first_with_page_part_and_edition(heard: Edition, alice: User) -> None:
    page = told(alice, LIST)
    for words in ("Kidneys", "English, edition 1", "Too long", "The whole page", "Not clear"):
        assert words in page
    assert page.index("Too long") < page.index("What is a filter?")
    assert "3 of 4" in page  # The bar of the page.


def test_empty_list_says_what_will_fill_it(live: Edition, alice: User) -> None:
    assert "No reader has said anything yet" in told(alice, LIST)
    assert "Nothing here matches" in told(alice, LIST, q="albumin")


def test_list_is_narrowed_by_everything_it_shows(heard: Edition, alice: User) -> None:
    client = client_of(alice)
    for asked, count in (
        ({"q": "filter"}, 1),
        ({"page": "kidn"}, 4),
        ({"page": "lungs"}, 0),
        ({"clear": "yes"}, 1),
        ({"clear": "no"}, 3),
        ({"words": "yes"}, 2),
        ({"edition": "1"}, 4),
        ({"edition": "2"}, 0),
        ({"edition": "x"}, 4),  # Marked in the form.
        ({"language": "en"}, 4),
        ({"language": "es"}, 0),
        ({"topic": str(heard.topic_id)}, 4),
        ({"topic": str(heard.topic_id), "clear": "no", "q": "filter"}, 1),
    ):
        found = client.get(LIST, asked).context["page"].paginator.count
        assert found == count, asked


def test_bars_of_one_page_are_its_parts(heard: Edition, alice: User) -> None:
    page = told(alice, LIST, topic=heard.topic_id)
    assert "2 of 3" in page
    assert "1 of 1" in page


def test_list_costs_the_same_however_long_it_is(
    heard: Edition, alice: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(60):
        say(heard, part="", clear=False, words="Too long")
    client = client_of(alice)
    client.get(LIST)
    with django_assert_max_num_queries(26):
        assert "Page 1 of 2" in client.get(LIST).content.decode()


def test_who_does_not_work_on_the_words_does_not_read_them(
    heard: Edition, pat: User, ada: User, otto: User
) -> None:
    assert client_of(pat).get(LIST).status_code == 403
    assert client_of(ada).get(LIST).status_code == 403
    assert "Readers</a>" not in told(pat, "/desk/")
    assert "Readers</a>" in told(otto, "/desk/")


def test_file_holds_what_the_list_holds_and_no_formula(live: Edition, otto: User) -> None:
    say(live, part="section-1", clear=False, words="=HYPERLINK(A1)")
    say(live, part="", clear=True)
    answer: Any = client_of(otto).get("/desk/readers.csv", {"clear": "no"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(text)))
    assert head == ["page", "language", "edition", "part", "clear", "words", "day (UTC)"]
    assert row[:6] == [
        *("Kidneys", "en", "1", "How diabetes affects your kidneys", "no", "'=HYPERLINK(A1)"),
    ]


# --- beside the text --------------------------------------------------------------------------


def test_author_sees_it_beside_the_section(heard: Edition, alice: User) -> None:
    page = told(alice, admin_url("topic", "change", heard.topic_id))
    assert "1 clear, 2 not clear" in page
    assert "edition 1: 1 and 2" in page
    assert "What is a filter?" in page
    assert page.index("The whole page") < page.index("What is a filter?")
    assert f"{LIST}?topic={heard.topic_id}" in page


def test_others_who_may_open_the_form_see_nothing_of_it(heard: Edition, pat: User) -> None:
    page = told(pat, admin_url("topic", "change", heard.topic_id))
    assert "2 not clear" not in page
    assert "What is a filter?" not in page


def test_page_nobody_spoke_of_has_no_empty_boxes(live: Edition, alice: User) -> None:
    page = told(alice, admin_url("topic", "change", live.topic_id))
    assert "Nobody said anything" not in page
    assert "What readers said" not in page


def test_reviewer_sees_it_under_the_text_to_judge(
    heard: Edition, alice: User, dr_cole: User
) -> None:
    topic = Topic.objects.get(pk=heard.topic_id)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    page = told(dr_cole, reverse("desk:review", args=[submit(topic, by=alice).pk]))
    assert "What readers said of the page so far" in page
    assert "What is a filter?" in page


def test_review_of_a_page_nobody_has_read_says_nothing_of_readers(
    alice: User, dr_cole: User
) -> None:
    page = told(dr_cole, reverse("desk:review", args=[submitted(alice).pk]))
    assert "What readers said" not in page


def test_section_is_known_by_its_heading_then_by_its_number() -> None:
    parts = [("section-1", "Signs"), ("section-2", "Tests"), ("section-3", "Food"), ("", "")]
    found = placed(parts, ["What is it?", "signs ", "Eating well"])
    assert found == {
        ("section-1", "Signs"): 1,  # It moved.
        ("section-2", "Tests"): None,  # In its place stands one that readers know already.
        ("section-3", "Food"): 2,  # It has another heading.
        ("", ""): None,
    }


def test_section_with_a_new_heading_says_what_it_was(heard: Edition, alice: User) -> None:
    edit(Section.objects.get(topic=heard.topic_id), by=alice, heading="How it hurts kidneys")
    page = told(alice, admin_url("topic", "change", heard.topic_id))
    assert "It stood there under “How diabetes affects your kidneys”" in page


def test_script_in_words_is_inert_wherever_staff_read_it(
    live: Edition, alice: User, cora: User
) -> None:
    row = say(live, part="section-1", clear=False, words="<script>alert(1)</script>")
    review = live.review_id
    for url in (
        LIST,
        admin_url("topic", "change", live.topic_id),
        reverse("desk:review", args=[review]),
        reverse("desk:remove_words", args=[row.pk]),
    ):
        text = client_of(cora).get(url).content.decode()
        assert "<script>alert" not in text, url
        assert "&lt;script&gt;alert(1)" in text, url


# --- taking words away ------------------------------------------------------------------------


def test_coordinator_takes_words_away_and_the_answer_stays(heard: Edition, cora: User) -> None:
    row = Feedback.objects.get(words="What is a filter?")
    client = client_of(cora)
    url = reverse("desk:remove_words", args=[row.pk])
    assert "What is a filter?" in told(cora, url)
    assert client.post(url).status_code == 302
    row.refresh_from_db()
    assert (row.words, row.words_removed, row.clear) == ("", True, False)
    assert "Taken away by a coordinator" in told(cora, LIST)
    assert client.post(url).status_code == 409


def test_trail_keeps_who_did_it_and_not_the_words(heard: Edition, cora: User) -> None:
    row = Feedback.objects.get(words="What is a filter?")
    remove_words(row, by=cora)
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.actor_id) == ("feedback.words_removed", cora.pk)
    assert event.subject == f"feedback:{row.pk}"
    assert "filter" not in str([event.data, event.rows])


def test_nobody_else_takes_words_away(
    heard: Edition, alice: User, otto: User, root: User, cora: User
) -> None:
    row = Feedback.objects.get(words="What is a filter?")
    for person in (alice, otto, root):
        with pytest.raises(NotAllowed):
            remove_words(row, by=person)
    with pytest.raises(WrongState):
        remove_words(Feedback.objects.get(clear=True), by=cora)
