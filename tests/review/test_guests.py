"""``invite``, the link that opens once, and what an outside expert may do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from education.audit.models import AuditEvent
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import User
from education.people.services import SYSTEM_USERNAME
from education.review.guests import (
    LONGEST_REMARK,
    MOST_REMARKS,
    Opened,
    Standing,
    comment_as_guest,
    finish,
    guest_of,
    invitation_of,
    invite,
    open_invitation,
    said_to,
    standing_of,
    take_back,
    token_of,
)
from education.review.models import Comment, Invitation, Review
from education.review.remarks import comment
from education.review.services import request_changes, submit
from tests.builders import edit, make_user, sign, submitted

EXPERT = {"name": "Prof Ex Pert", "email": "x@example.org", "role": "Dietitian, Other Hospital"}


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


def asked(review: Review, by: User, **fields: Any) -> Invitation:
    values: dict[str, Any] = {**EXPERT, "days": 7, **fields}
    return invite(review, by=by, **values)


@pytest.fixture
def invited(review: Review, cora: User) -> Invitation:
    return asked(review, cora)


@pytest.fixture
def opened(invited: Invitation) -> Opened:
    return open_invitation(token_of(invited))


def later(**delta: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**delta), tick=False)


def closed_review(review: Review, signer: User, author: User, how: str) -> None:
    """The review takes no more comments: signed, declined, or another text came in its place."""
    if how == "signed":
        sign(review, signer)
    elif review.topic:
        edit(review.topic, by=author, answer="Diabetes can slowly harm your kidneys.")
        submit(review.topic, by=author)


closing = pytest.mark.parametrize("how", ["signed", "superseded"])


# --- inviting ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["dr_bell", "cora"])
def test_clinicians_and_coordinators_invite(
    review: Review, who: str, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    row = asked(review, by, name="  Prof  Ex\nPert ")
    assert (row.name, row.invited_by, row.review) == ("Prof Ex Pert", by, review)
    assert row.expires_at - row.invited_at == timedelta(days=7)
    event = AuditEvent.objects.get(action="expert.invited")
    assert (event.actor, event.rows.keys()) == (by, {f"invitation:{row.pk}"})
    assert event.data == {"invitation": row.pk}


@pytest.mark.parametrize("who", ["alice", "pat", "otto", "ada", "root"])
def test_others_do_not_invite(review: Review, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        asked(review, request.getfixturevalue(who))
    assert not Invitation.objects.exists()


def test_nobody_is_invited_to_what_is_signed(review: Review, dr_bell: User, cora: User) -> None:
    sign(review, dr_bell)
    with pytest.raises(WrongState):
        asked(review, cora)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " \n"}, "Give the expert's name"),
        ({"name": "x" * 121}, "at most 120"),
        ({"email": ""}, "Give the expert's mail address"),
        ({"email": "not a mail address"}, "like name@hospital.example"),
        ({"email": "x@example.org\nBcc: all@example.org"}, "like name@hospital.example"),
        ({"role": ""}, "profession and place of work"),
        ({"role": "x" * 161}, "at most 160"),
        ({"days": 0}, "1 to 30 days"),
        ({"days": 31}, "1 to 30 days"),
    ],
)
def test_an_invitation_is_complete(
    review: Review, cora: User, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(Blocked, match=words):
        asked(review, cora, **fields)
    assert not Invitation.objects.exists()


def test_a_colleague_is_not_an_outside_expert(review: Review, cora: User) -> None:
    make_user("dr_dunn", email="dunn@clinic.example")
    with pytest.raises(Blocked, match="colleague"):
        asked(review, cora, email="Dunn@Clinic.example")


def test_nobody_has_two_good_links_to_one_review(invited: Invitation, cora: User) -> None:
    with pytest.raises(Blocked, match="already"):
        asked(invited.review, cora, email="X@example.org")
    take_back(invited, by=cora)
    assert asked(invited.review, cora).pk != invited.pk


# --- the link ---------------------------------------------------------------------------------


def test_a_link_opens_for_whoever_comes_first(opened: Opened) -> None:
    assert guest_of(opened.invitation.pk, opened.secret) == opened.invitation
    event = AuditEvent.objects.get(action="expert.opened")
    assert event.actor.username == SYSTEM_USERNAME
    assert event.rows.keys() == {f"invitation:{opened.invitation.pk}"}


def test_a_link_opens_once(invited: Invitation) -> None:
    first = open_invitation(token_of(invited))
    with pytest.raises(WrongState, match="used already"):
        open_invitation(token_of(invited))
    assert guest_of(invited.pk, first.secret)


def test_nothing_secret_is_stored(opened: Opened) -> None:
    row = Invitation.objects.get()
    assert opened.secret not in repr(vars(row))
    assert opened.secret not in repr(list(AuditEvent.objects.values()))
    assert guest_of(row.pk, row.secret_hash) is None


def test_looking_a_link_up_does_not_use_it(invited: Invitation) -> None:
    for _ in range(3):
        assert invitation_of(token_of(invited)) == invited
    assert Invitation.objects.get().opened_at is None


@pytest.mark.parametrize(
    "forge",
    [
        lambda pk: "",
        lambda pk: str(pk),
        lambda pk: "review",
        lambda pk: "\0" * 40,
        lambda pk: "ﷺ" * 4_000,
        lambda pk: signing.dumps(pk),
        lambda pk: signing.dumps(pk, salt="countersign.proof"),
        lambda pk: signing.dumps(pk, key="another site's key", salt="countersign.invitation"),
        lambda pk: signing.dumps(pk, salt="countersign.invitation")[:-1],
        lambda pk: signing.dumps(pk, salt="countersign.invitation").replace(":", "::", 1),
        lambda pk: "MTAw" + signing.dumps(pk, salt="countersign.invitation"),
        lambda pk: signing.dumps(pk + 999, salt="countersign.invitation"),
    ],
)
def test_a_link_cannot_be_made_up(invited: Invitation, forge: Callable[[int], str]) -> None:
    with pytest.raises(NotAllowed, match="not one of ours"):
        open_invitation(forge(invited.pk))
    assert Invitation.objects.get().opened_at is None


def test_a_link_expires(invited: Invitation) -> None:
    with later(days=7), pytest.raises(WrongState, match="expired"):
        open_invitation(token_of(invited))


def test_a_link_that_was_ended_does_not_open(invited: Invitation, cora: User) -> None:
    take_back(invited, by=cora)
    with pytest.raises(WrongState, match="has ended"):
        open_invitation(token_of(invited))


@closing
def test_a_link_to_a_review_that_is_over_does_not_open(
    invited: Invitation, dr_bell: User, alice: User, how: str
) -> None:
    closed_review(invited.review, dr_bell, alice, how)
    with pytest.raises(WrongState, match="not under discussion"):
        open_invitation(token_of(invited))
    assert Invitation.objects.get().opened_at is None


# --- coming back ------------------------------------------------------------------------------


def test_a_secret_lets_in_to_its_own_invitation_only(opened: Opened, alice: User) -> None:
    other = asked(submitted(alice), opened.invitation.invited_by)
    assert guest_of(other.pk, opened.secret) is None
    other_secret = open_invitation(token_of(other)).secret
    assert guest_of(opened.invitation.pk, other_secret) is None


@pytest.mark.parametrize("secret", ["", "x", "é" * 43])
def test_a_secret_cannot_be_guessed(opened: Opened, invited: Invitation, secret: str) -> None:
    assert guest_of(invited.pk, secret) is None
    assert guest_of(invited.pk + 1, secret) is None
    assert guest_of(10**30, secret) is None


def test_a_link_nobody_opened_has_no_secret(invited: Invitation) -> None:
    assert guest_of(invited.pk, "") is None


def test_an_opened_review_is_shut_when_time_is_over(opened: Opened) -> None:
    with later(days=7):
        assert guest_of(opened.invitation.pk, opened.secret) is None
        with pytest.raises(WrongState, match="expired"):
            comment_as_guest(opened.invitation, text="Too late.")


@closing
def test_an_opened_review_is_shut_when_the_review_is_over(
    opened: Opened, dr_bell: User, alice: User, how: str
) -> None:
    closed_review(opened.invitation.review, dr_bell, alice, how)
    assert guest_of(opened.invitation.pk, opened.secret) is None
    with pytest.raises(WrongState, match="not under discussion"):
        comment_as_guest(opened.invitation, text="Too late.")
    assert not Comment.objects.filter(invitation=opened.invitation).exists()


def test_a_review_sent_back_is_still_discussed(opened: Opened, dr_bell: User) -> None:
    request_changes(opened.invitation.review, by=dr_bell, comments={"page": "Simpler."})
    assert guest_of(opened.invitation.pk, opened.secret)


# --- commenting -------------------------------------------------------------------------------


def test_an_expert_comments_under_their_own_name(opened: Opened) -> None:
    remark = comment_as_guest(
        opened.invitation, text=" How much? ", anchor="answer", passage="harm  your\nkidneys"
    )
    assert (remark.text, remark.anchor, remark.passage) == (
        "How much?",
        "answer",
        "harm your kidneys",
    )
    assert remark.speaker == "Prof Ex Pert, Dietitian, Other Hospital (outside expert)"
    event = AuditEvent.objects.get(action="review.commented")
    assert event.data == {"invitation": opened.invitation.pk}
    assert event.rows.keys() == {f"comment:{remark.pk}"}


def test_a_guests_name_is_never_taken_for_a_colleagues(
    review: Review, cora: User, dr_bell: User
) -> None:
    twin = asked(review, cora, name=dr_bell.printed_name, role="Consultant nephrologist")
    remark = comment_as_guest(open_invitation(token_of(twin)).invitation, text="All is well.")
    assert remark.speaker.endswith("(outside expert)")


def test_nobody_comments_through_a_link_that_was_not_opened(invited: Invitation) -> None:
    with pytest.raises(WrongState, match="not been opened"):
        comment_as_guest(invited, text="A remark.")
    with pytest.raises(WrongState, match="not been opened"):
        finish(invited)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " "}, "Write what you want to say"),
        ({"text": "x" * (LONGEST_REMARK + 1)}, "at most 4000 characters"),
        ({"text": "Well.", "anchor": "C-99999"}, "Choose a place"),
        ({"text": "Well.", "anchor": "section:99"}, "Choose a place"),
        ({"text": "Well.", "passage": "x" * 401}, "at most 400 characters"),
    ],
)
def test_a_remark_is_about_the_page_and_not_endless(
    opened: Opened, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(Blocked, match=words):
        comment_as_guest(opened.invitation, **fields)
    assert not Comment.objects.exists()


def test_a_link_cannot_fill_the_record_for_ever(opened: Opened) -> None:
    now = timezone.now()
    rows = [
        Comment(review=opened.invitation.review, by_id=opened.invitation.invited_by_id, at=now,
                text=str(n), invitation=opened.invitation)
        for n in range(MOST_REMARKS)
    ]  # fmt: skip
    Comment.objects.bulk_create(rows)
    with pytest.raises(Blocked, match="kept at most"):
        comment_as_guest(opened.invitation, text="One more.")


def test_an_expert_reads_their_own_threads_and_nothing_else(
    opened: Opened, alice: User, cora: User
) -> None:
    mine = comment_as_guest(opened.invitation, text="How much salt?")
    reply = comment(mine.review, by=alice, text="Five grams.", parent=mine)
    comment(mine.review, by=cora, text="Who is this?")
    other = open_invitation(token_of(asked(mine.review, cora, email="y@example.org")))
    comment_as_guest(other.invitation, text="Another expert's remark.")
    (thread,) = said_to(opened.invitation)
    assert (thread, list(thread.replies.all())) == (mine, [reply])


def test_an_expert_answers_in_their_own_threads_only(opened: Opened, cora: User) -> None:
    mine = comment_as_guest(opened.invitation, text="How much salt?", anchor="answer")
    reply = comment(mine.review, by=cora, text="Five grams.", parent=mine)
    answer = comment_as_guest(opened.invitation, text="Say so.", parent=reply)
    assert (answer.parent, answer.anchor) == (mine, "answer")
    theirs = comment(mine.review, by=cora, text="Between us.")
    with pytest.raises(NotAllowed, match="your own threads"):
        comment_as_guest(opened.invitation, text="I heard that.", parent=theirs)
    other = open_invitation(token_of(asked(mine.review, cora, email="y@example.org")))
    with pytest.raises(NotAllowed, match="your own threads"):
        comment_as_guest(other.invitation, text="I too.", parent=mine)


# --- the end ----------------------------------------------------------------------------------


def test_an_expert_who_is_done_sees_nothing_any_more(opened: Opened) -> None:
    finish(opened.invitation)
    assert guest_of(opened.invitation.pk, opened.secret) is None
    with pytest.raises(WrongState, match="has ended"):
        finish(opened.invitation)
    with pytest.raises(WrongState, match="has ended"):
        open_invitation(token_of(opened.invitation))
    with pytest.raises(WrongState, match="has ended"):
        comment_as_guest(opened.invitation, text="One more thing.")


@pytest.mark.parametrize("who", ["dr_bell", "cora"])
def test_clinicians_and_coordinators_end_an_invitation(
    opened: Opened, who: str, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    take_back(opened.invitation, by=by)
    assert guest_of(opened.invitation.pk, opened.secret) is None
    assert AuditEvent.objects.get(action="expert.closed").actor == by
    with pytest.raises(WrongState, match="ended already"):
        take_back(opened.invitation, by=by)


@pytest.mark.parametrize("who", ["alice", "pat", "otto", "ada", "root"])
def test_others_do_not_end_an_invitation(
    opened: Opened, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        take_back(opened.invitation, by=request.getfixturevalue(who))
    assert guest_of(opened.invitation.pk, opened.secret)


def test_where_an_invitation_stands(invited: Invitation, dr_bell: User) -> None:
    def stands(days: int = 0) -> Standing:
        row = Invitation.objects.select_related("review").get()
        return standing_of(row, timezone.now() + timedelta(days=days))

    assert (stands(), stands(7)) == (Standing.WAITING, Standing.EXPIRED)
    open_invitation(token_of(invited))
    assert (stands(), stands(7)) == (Standing.OPENED, Standing.EXPIRED)
    sign(invited.review, dr_bell)
    assert stands() == Standing.ENDED
