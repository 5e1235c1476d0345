"""``comment``, ``request_changes`` and ``decline``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from education.audit.models import AuditEvent
from education.content.models import Section
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import User
from education.review.models import Comment, Review
from education.review.services import comment, decline, request_changes, submit
from education.review.states import State
from tests.builders import edit, make_topic, sign, submitted

CLOSE: dict[str, Callable[[Review, User], Any]] = {
    "request_changes": lambda r, by: request_changes(r, by=by, comments={"answer": "Be clearer."}),
    "decline": lambda r, by: decline(r, by=by, reason="Not for patients."),
}
closing = pytest.mark.parametrize("verb", CLOSE)


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


@pytest.mark.parametrize("who", ["alice", "dr_bell", "cora"])
def test_colleagues_comment(review: Review, who: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(who)
    remark = comment(review, by=by, text="  Simpler words?  ", anchor="section:1")
    assert (remark.text, remark.anchor, remark.by) == ("Simpler words?", "section:1", by)
    event = AuditEvent.objects.get(action="review.commented")
    assert event.rows.keys() == {f"comment:{remark.pk}"}


@pytest.mark.parametrize("who", ["pat", "otto", "ada", "root"])
def test_others_do_not_comment(review: Review, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        comment(review, by=request.getfixturevalue(who), text="A remark.")
    assert not Comment.objects.exists()


def test_a_comment_says_something(review: Review, cora: User) -> None:
    with pytest.raises(Blocked, match="Write what you want to say"):
        comment(review, by=cora, text=" \n ")


def test_a_signed_review_takes_no_more_comments(review: Review, dr_bell: User, cora: User) -> None:
    sign(review, dr_bell)
    with pytest.raises(WrongState):
        comment(review, by=cora, text="One more thing.")


def test_what_has_to_change_hangs_on_its_place(review: Review, dr_bell: User) -> None:
    said = {"section:1": "Say it more simply.", "C-1": "Old source.", "page": "  "}
    request_changes(review, by=dr_bell, comments=said)
    assert Review.objects.get(pk=review.pk).state == State.CHANGES_REQUESTED
    remarks = list(Comment.objects.values_list("anchor", "text"))
    assert remarks == [("section:1", "Say it more simply."), ("C-1", "Old source.")]


def test_a_declined_text_is_not_published(review: Review, dr_bell: User) -> None:
    decline(review, by=dr_bell, reason="Not for patients.")
    assert Review.objects.get(pk=review.pk).state == State.DECLINED
    event = AuditEvent.objects.get(action="review.declined")
    assert set(event.rows) == {f"review:{review.pk}", f"comment:{Comment.objects.get().pk}"}


@pytest.mark.parametrize(
    "verb",
    [
        lambda r, by: request_changes(r, by=by, comments={"page": " "}),
        lambda r, by: decline(r, by=by, reason=""),
    ],
)
def test_a_reason_is_given(review: Review, dr_bell: User, verb: Any) -> None:
    with pytest.raises(Blocked, match="Say what has to change"):
        verb(review, dr_bell)
    assert Review.objects.get(pk=review.pk).state == State.OPEN


@closing
@pytest.mark.parametrize("who", ["alice", "pat", "cora", "otto", "ada", "root"])
def test_only_a_clinician_sends_back(
    review: Review, verb: str, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        CLOSE[verb](review, request.getfixturevalue(who))
    assert Review.objects.get(pk=review.pk).state == State.OPEN


@closing
def test_a_clinician_who_wrote_it_does_not_send_it_back(
    alice: User, dr_bell: User, verb: str
) -> None:
    topic = make_topic(alice)
    edit(Section(topic=topic, order=2), by=dr_bell, heading="More", body="Words.")
    with pytest.raises(NotAllowed, match="You wrote or submitted"):
        CLOSE[verb](submit(topic, by=alice), dr_bell)


@closing
def test_what_is_signed_is_not_sent_back(
    review: Review, dr_bell: User, dr_cole: User, verb: str
) -> None:
    sign(review, dr_bell)
    with pytest.raises(WrongState):
        CLOSE[verb](review, dr_cole)
    assert not Comment.objects.exists()


@closing
def test_a_stale_screen_does_not_send_back_twice(
    review: Review, dr_bell: User, dr_cole: User, verb: str
) -> None:
    stale = Review.objects.get(pk=review.pk)
    CLOSE[verb](review, dr_bell)
    with pytest.raises(WrongState):
        CLOSE[verb](stale, dr_cole)
    assert Comment.objects.count() == 1


def test_the_author_fixes_and_submits_again(review: Review, alice: User, dr_bell: User) -> None:
    request_changes(review, by=dr_bell, comments={"page": "Shorter."})
    assert review.topic is not None
    edit(review.topic, by=alice, title="Your kidneys")
    assert submit(review.topic, by=alice).state == State.OPEN
