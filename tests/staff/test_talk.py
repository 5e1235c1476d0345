"""Comments at the desk: threads on a place or passage, answers, settling, and what is shown."""

from __future__ import annotations

from typing import Any

import pytest

from education.people.models import User
from education.review.guests import comment_as_guest, invite, open_invitation, token_of
from education.review.models import Comment, Resolution, Review
from education.review.remarks import comment, resolve
from tests.builders import sign
from tests.staff.worlds import client_of, submitted


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice, title="Diabetes and your kidneys")


@pytest.fixture
def thread(review: Review, dr_bell: User) -> Comment:
    return comment(review, by=dr_bell, text="How slowly?", anchor="answer", passage="over time")


def page(user: User, review: Review, **query: str) -> Any:
    return client_of(user).get(f"/desk/reviews/{review.pk}/", query)


def post(user: User, review: Review, what: str, **data: str) -> Any:
    return client_of(user).post(f"/desk/reviews/{review.pk}/{what}/", data)


def test_a_comment_quotes_the_words_it_is_about(review: Review, dr_bell: User) -> None:
    answer = post(
        dr_bell, review, "comment", anchor="answer", passage="over time", text="How slowly?"
    )
    thread = Comment.objects.get()
    assert answer.headers["Location"] == f"/desk/reviews/{review.pk}/#thread-{thread.pk}"
    text = page(dr_bell, review).content.decode()
    assert "<blockquote>over time</blockquote>" in text
    assert "One-line answer" in text


def test_a_refused_comment_keeps_what_was_typed(review: Review, dr_bell: User) -> None:
    answer = post(dr_bell, review, "comment", anchor="answer", passage="over time", text=" ")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Write what you want to say first." in text
    assert "over time</textarea>" in text


def test_a_long_quotation_is_refused_with_the_reason(review: Review, dr_bell: User) -> None:
    words = "word " * 100
    answer = post(dr_bell, review, "comment", anchor="answer", passage=words, text="Too long.")
    assert answer.status_code == 422
    assert "Quote at most 400 characters" in answer.content.decode()
    assert "Too long.</textarea>" in answer.content.decode()


def test_an_answer_stands_in_its_thread(review: Review, thread: Comment, alice: User) -> None:
    answer = post(alice, review, f"threads/{thread.pk}/reply", text="Over years.")
    assert answer.headers["Location"].endswith(f"#thread-{thread.pk}")
    (shown,) = page(alice, review).context["talk"].shown
    assert [r.text for r in shown.replies] == ["Over years."]


def test_an_empty_answer_is_refused_in_its_own_thread(
    review: Review, thread: Comment, alice: User
) -> None:
    other = comment(review, by=alice, text="Another thing.")
    answer = post(alice, review, f"threads/{thread.pk}/reply", text=" ")
    assert answer.status_code == 422
    shown = {t.root.pk: bool(t.form.errors) for t in answer.context["talk"].shown}
    assert shown == {thread.pk: True, other.pk: False}
    assert f'href="#id_thread_{thread.pk}_text"' in answer.content.decode()


def test_a_thread_is_settled_and_folded_and_kept(
    review: Review, thread: Comment, cora: User
) -> None:
    assert post(cora, review, f"threads/{thread.pk}/settle").status_code == 302
    text = page(cora, review).content.decode()
    assert "<details><summary>Settled by Cora" in text
    assert "How slowly?" in text


def test_settling_twice_is_told(review: Review, thread: Comment, cora: User) -> None:
    post(cora, review, f"threads/{thread.pk}/settle")
    again = post(cora, review, f"threads/{thread.pk}/settle")
    assert again.status_code == 409
    assert "settled already" in again.content.decode()
    assert Resolution.objects.count() == 1


def test_an_answer_opens_it_again(review: Review, thread: Comment, alice: User, cora: User) -> None:
    resolve(thread, by=cora)
    post(alice, review, f"threads/{thread.pk}/reply", text="Not quite.")
    (shown,) = page(alice, review).context["talk"].shown
    assert shown.settled is None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("open", ["Still open."]),
        ("settled", ["How slowly?"]),
        ("all", ["How slowly?", "Still open."]),
        ("nonsense", ["How slowly?", "Still open."]),
    ],
)
def test_threads_are_filtered(
    review: Review, thread: Comment, cora: User, wanted: str, expected: list[str]
) -> None:
    comment(review, by=cora, text="Still open.")
    resolve(thread, by=cora)
    talk = page(cora, review, threads=wanted).context["talk"]
    assert [t.root.text for t in talk.shown] == expected
    assert [(key, count) for key, _, count in talk.filters] == [
        ("all", 2),
        ("open", 1),
        ("settled", 1),
    ]


def test_an_empty_list_says_so(review: Review, thread: Comment, cora: User) -> None:
    assert "No settled comments." in page(cora, review, threads="settled").content.decode()
    resolve(thread, by=cora)
    assert "No open comments." in page(cora, review, threads="open").content.decode()


def test_a_guests_words_are_printed_as_theirs(review: Review, cora: User) -> None:
    expert = invite(
        review, name="Prof Ex", email="x@example.org", role="Dietitian", days=7, by=cora
    )
    comment_as_guest(open_invitation(token_of(expert)).invitation, text="How much salt?")
    text = page(cora, review).content.decode()
    assert "Prof Ex, Dietitian" in text
    assert "Outside expert" in text


def test_threads_are_escaped(review: Review, cora: User) -> None:
    comment(review, by=cora, text="<script>alert(1)</script>", passage="<img src=x>")
    text = page(cora, review).content.decode()
    assert "<script>alert" not in text
    assert "<img src=x>" not in text


def test_a_thread_belongs_to_its_own_review(thread: Comment, alice: User) -> None:
    other = submitted(alice)
    for what in ("reply", "settle"):
        answer = post(alice, other, f"threads/{thread.pk}/{what}", text="Words.")
        assert answer.status_code == 404
    assert Comment.objects.count() == 1


def test_an_answer_is_no_thread(review: Review, thread: Comment, alice: User) -> None:
    answer = comment(review, by=alice, text="Over years.", parent=thread)
    assert post(alice, review, f"threads/{answer.pk}/settle").status_code == 404


def test_a_bookmarked_form_leads_back_to_the_thread(
    review: Review, thread: Comment, alice: User
) -> None:
    for what in ("reply", "settle"):
        answer = client_of(alice).get(f"/desk/reviews/{review.pk}/threads/{thread.pk}/{what}/")
        assert answer.headers["Location"].endswith(f"#thread-{thread.pk}")
    assert not Resolution.objects.exists()


def test_a_signed_review_takes_no_answers(
    review: Review, thread: Comment, dr_bell: User, alice: User
) -> None:
    sign(review, dr_bell)
    assert post(alice, review, f"threads/{thread.pk}/reply", text="Late.").status_code == 409
    assert post(alice, review, f"threads/{thread.pk}/settle").status_code == 409
    assert "How slowly?" in page(alice, review).content.decode()
    assert Comment.objects.count() == 1


def test_auditor_reads_threads_and_answers_none(
    review: Review, thread: Comment, otto: User
) -> None:
    text = page(otto, review).content.decode()
    assert "How slowly?" in text
    assert "/reply/" not in text
    assert post(otto, review, f"threads/{thread.pk}/reply", text="Words.").status_code == 403
