"""``comment`` with answers and passages, ``resolve``, ``note_opening``."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from education.audit.models import AuditEvent
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Source
from education.people.models import User
from education.review.guests import comment_as_guest, invite, open_invitation, token_of
from education.review.models import Comment, Resolution, Review, SourceOpening
from education.review.remarks import comment, is_settled, note_opening, resolve
from education.review.services import request_changes
from tests.builders import make_source, sign, submitted


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


@pytest.fixture
def thread(review: Review, dr_bell: User) -> Comment:
    return comment(review, by=dr_bell, text="How slowly?", anchor="answer", passage="over  time")


@pytest.fixture
def source(review: Review) -> Source:
    return Source.objects.get(pk=review.page().sources()[0].source_id)


def settled(thread: Comment) -> bool:
    return is_settled(Comment.objects.get(pk=thread.pk))


# --- what is said ---------------------------------------------------------------------------------


def test_a_comment_hangs_on_the_words_it_is_about(thread: Comment) -> None:
    assert (thread.anchor, thread.passage, thread.parent) == ("answer", "over time", None)


def test_an_answer_hangs_where_its_thread_hangs(
    review: Review, thread: Comment, alice: User
) -> None:
    answer = comment(
        review, by=alice, text="Over years.", anchor="page", passage="other", parent=thread
    )
    assert (answer.parent, answer.anchor, answer.passage) == (thread, "answer", "")
    event = AuditEvent.objects.latest("seq")
    assert (event.action, set(event.rows)) == ("review.commented", {f"comment:{answer.pk}"})


def test_an_answer_to_an_answer_stays_in_the_thread(
    review: Review, thread: Comment, alice: User, dr_bell: User
) -> None:
    answer = comment(review, by=alice, text="Over years.", parent=thread)
    assert comment(review, by=dr_bell, text="Then say so.", parent=answer).parent == thread


def test_a_thread_is_answered_in_its_own_review(thread: Comment, alice: User) -> None:
    other = submitted(alice)
    with pytest.raises(Blocked, match="belongs to another review"):
        comment(other, by=alice, text="Over years.", parent=thread)


def test_a_passage_is_a_passage(review: Review, cora: User) -> None:
    with pytest.raises(Blocked, match="at most 400"):
        comment(review, by=cora, text="Too long.", passage="word " * 100)


@pytest.mark.parametrize(
    "anchor", ["nowhere", "section:0", "section:x", "C-", "C-1\n", "x" * 41, "<script>"]
)
def test_a_comment_hangs_on_a_place_there_can_be(review: Review, cora: User, anchor: str) -> None:
    with pytest.raises(Blocked, match="Choose what your comment is about"):
        comment(review, by=cora, text="A remark.", anchor=anchor)
    assert not Comment.objects.exists()


def test_a_guests_words_are_theirs(review: Review, cora: User) -> None:
    expert = invite(
        review, name="Prof Ex", email="x@example.org", role="Dietitian", days=7, by=cora
    )
    remark = comment_as_guest(open_invitation(token_of(expert)).invitation, text="How much?")
    assert remark.speaker == "Prof Ex, Dietitian (outside expert)"


def test_nothing_said_is_ever_changed_or_lost(thread: Comment) -> None:
    thread.text = "Never mind."
    with pytest.raises(IntegrityError), transaction.atomic():
        thread.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        thread.delete()


# --- settling -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "dr_bell", "cora"])
def test_colleagues_settle_a_thread(
    thread: Comment, who: str, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    row = resolve(thread, by=by)
    assert (row.comment, row.by, settled(thread)) == (thread, by, True)
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.subject) == ("review.thread_settled", f"review:{thread.review_id}")
    assert set(event.rows) == {f"resolution:{row.pk}"}


@pytest.mark.parametrize("who", ["pat", "otto", "ada", "root"])
def test_others_do_not_settle(thread: Comment, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        resolve(thread, by=request.getfixturevalue(who))
    assert not Resolution.objects.exists()


def test_a_settled_thread_is_not_settled_again(thread: Comment, cora: User) -> None:
    resolve(thread, by=cora)
    with pytest.raises(WrongState, match="settled already"):
        resolve(thread, by=cora)


def test_an_answer_opens_a_settled_thread_again(
    review: Review, thread: Comment, alice: User, cora: User
) -> None:
    resolve(thread, by=cora)
    comment(review, by=alice, text="Not quite.", parent=thread)
    assert not settled(thread)
    resolve(thread, by=cora)
    assert settled(thread)
    assert Resolution.objects.count() == 2


def test_settling_an_answer_settles_its_thread(
    review: Review, thread: Comment, alice: User, cora: User
) -> None:
    answer = comment(review, by=alice, text="Over years.", parent=thread)
    assert resolve(answer, by=cora).comment == thread


def test_a_signed_review_keeps_its_threads_as_they_are(
    review: Review, thread: Comment, dr_bell: User, cora: User
) -> None:
    sign(review, dr_bell)
    with pytest.raises(WrongState):
        resolve(thread, by=cora)


def test_the_author_settles_what_was_sent_back(
    review: Review, thread: Comment, dr_bell: User, alice: User
) -> None:
    request_changes(review, by=dr_bell, comments={"page": "Shorter."})
    resolve(thread, by=alice)
    assert settled(thread)


# --- sources opened -------------------------------------------------------------------------------


def test_a_clinicians_opening_is_noted_once(review: Review, source: Source, dr_bell: User) -> None:
    note_opening(review, source, by=dr_bell)
    note_opening(review, source, by=dr_bell)
    row = SourceOpening.objects.get()
    assert (row.review, row.person, row.source) == (review, dr_bell, source)
    event = AuditEvent.objects.get(action="source.opened")
    assert (set(event.rows), event.data) == ({f"sourceopening:{row.pk}"}, {"source": source.pk})


def test_each_clinician_opens_it_for_themselves(
    review: Review, source: Source, dr_bell: User, dr_cole: User
) -> None:
    note_opening(review, source, by=dr_bell)
    note_opening(review, source, by=dr_cole)
    assert SourceOpening.objects.count() == 2


@pytest.mark.parametrize("who", ["alice", "pat", "cora", "otto", "ada", "root"])
def test_others_open_sources_without_a_record(
    review: Review, source: Source, who: str, request: pytest.FixtureRequest
) -> None:
    note_opening(review, source, by=request.getfixturevalue(who))
    assert not SourceOpening.objects.exists()


def test_a_source_the_review_does_not_cite_is_not_noted(
    review: Review, alice: User, dr_bell: User
) -> None:
    with pytest.raises(Blocked, match="not cited"):
        note_opening(review, make_source(alice, title="Another"), by=dr_bell)


def test_what_was_opened_stays_on_record(review: Review, source: Source, dr_bell: User) -> None:
    note_opening(review, source, by=dr_bell)
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceOpening.objects.get().delete()
