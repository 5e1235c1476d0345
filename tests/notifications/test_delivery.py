"""Sending: once, again after a refusal, never again when nobody can know."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from education.audit.models import AuditEvent
from education.errors import NotAllowed, WrongState
from education.notifications.delivery import HALF_WAY, deliver
from education.notifications.models import Message
from education.notifications.rules import DEAD_AFTER, MOST_ATTEMPTS, wait_after
from education.notifications.services import choose_pace, derive, leave, send_again, to_look_at
from education.people.models import User
from education.review.guests import invite, take_back
from education.review.models import Review
from education.review.services import comment, decline
from tests.builders import edit, submitted

People = dict[str, User]
State = Message.State


class Server(EmailBackend):
    """A mail server that behaves as a test says: it raises what it is told to, then gets well."""

    unreachable: list[Exception] = []
    errors: list[Exception] = []
    opened = 0

    def open(self) -> bool:
        Server.opened += 1
        if self.unreachable:
            raise self.unreachable.pop(0)
        return True

    def send_messages(self, messages: Any) -> int:
        if self.errors:
            raise self.errors.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def server(settings: Any) -> type[Server]:
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.unreachable, Server.errors, Server.opened = [], [], 0
    return Server


@pytest.fixture
def review(staff: People) -> Review:
    """A submission that three people are to be told of."""
    found = submitted(staff["alice"])
    list(derive())
    return found


@pytest.fixture
def message(review: Review, staff: People) -> Message:
    """The one message that is left to send."""
    Message.objects.exclude(recipient=staff["cora"]).delete()
    return Message.objects.get()


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_each_person_gets_one_mail(review: Review, mailoutbox: list[EmailMessage]) -> None:
    lines = list(deliver())
    assert sorted(m.to for m in mailoutbox) == [
        ["cora@clinic.example"], ["dr_bell@clinic.example"], ["dr_cole@clinic.example"],
    ]  # fmt: skip
    assert sorted(lines) == ["sent submitted to Cora", "sent to_sign to Dr Bea Bell",
                             "sent to_sign to Dr Carl Cole"]  # fmt: skip


def test_what_was_sent_is_not_sent_again(review: Review, mailoutbox: list[EmailMessage]) -> None:
    list(deliver())
    assert list(deliver()) == []
    assert len(mailoutbox) == 3


def test_every_mail_has_an_identity_of_its_own(
    review: Review, mailoutbox: list[EmailMessage]
) -> None:
    list(deliver())
    ids = {m.extra_headers["Message-ID"] for m in mailoutbox}
    assert len(ids) == 3
    assert all(one.endswith("@clinic.example>") for one in ids)


def test_without_a_server_mail_waits(
    message: Message, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.EMAIL_IS_SET = False
    assert list(deliver()) == []
    assert (state_of(message), mailoutbox) == (State.WAITING, [])


def test_a_message_that_is_not_due_waits(message: Message, mailoutbox: list[EmailMessage]) -> None:
    Message.objects.update(not_before=timezone.now() + timedelta(hours=1))
    assert list(deliver()) == []
    assert mailoutbox == []


def test_a_message_another_sender_has_is_left_to_it(
    message: Message, mailoutbox: list[EmailMessage]
) -> None:
    Message.objects.update(state=State.SENDING, claim="theirs", claimed_at=timezone.now())
    assert list(deliver()) == []
    assert mailoutbox == []


# --- together -----------------------------------------------------------------------------------


def test_a_digest_is_one_mail_for_all_that_waits(
    review: Review, staff: People, mailoutbox: list[EmailMessage]
) -> None:
    choose_pace("daily", by=staff["cora"])
    for _ in range(2):
        submitted(staff["alice"])
    list(derive())
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert "sent 3 messages together to Cora" in list(deliver())
    (digest,) = [m for m in mailoutbox if m.to == ["cora@clinic.example"]]
    assert str(digest.body).count("A page was put before clinicians") == 3
    assert digest.subject == "Countersign: 3 things since the last mail"


def test_a_digest_says_what_was_settled_since(
    review: Review, staff: People, mailoutbox: list[EmailMessage]
) -> None:
    choose_pace("weekly", by=staff["cora"])
    decline(review, by=staff["dr_bell"], reason="We have such a page.")
    submitted(staff["alice"])
    list(derive())
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        list(deliver())
    (digest,) = [m for m in mailoutbox if m.to == ["cora@clinic.example"]]
    assert str(digest.body).count("(settled since)") == 1


# --- refused ------------------------------------------------------------------------------------


def test_a_refused_mail_waits_and_is_tried_again(
    message: Message, server: type[Server], mailoutbox: list[EmailMessage]
) -> None:
    server.errors = [SMTPDataError(451, b"try later")]
    assert "could not send submitted to Cora" in next(deliver())
    assert state_of(message) == State.WAITING
    assert message.error == "The mail server said: 451 try later"
    assert list(deliver()) == []
    with time_machine.travel(timezone.now() + wait_after(1), tick=False):
        assert list(deliver()) == ["sent submitted to Cora"]
    assert (state_of(message), message.attempts, message.error) == (State.SENT, 2, "")
    assert len(mailoutbox) == 1


def test_the_waits_grow_and_have_an_end() -> None:
    waits = [wait_after(n) for n in range(1, MOST_ATTEMPTS)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=5), timedelta(hours=12))


def test_a_mail_that_is_never_taken_is_given_up(message: Message, server: type[Server]) -> None:
    refusal = SMTPRecipientsRefused({"cora@clinic.example": (550, b"no such user")})
    server.errors = [refusal] * MOST_ATTEMPTS
    for day in range(MOST_ATTEMPTS):
        with time_machine.travel(timezone.now() + timedelta(days=day), tick=False):
            list(deliver())
    assert (state_of(message), message.attempts) == (State.FAILED, MOST_ATTEMPTS)
    assert "no such user" in message.error


def test_one_refused_mail_does_not_keep_the_others(
    review: Review, server: type[Server], mailoutbox: list[EmailMessage]
) -> None:
    server.errors = [SMTPDataError(554, b"no")]
    list(deliver())
    assert len(mailoutbox) == 2


def test_an_address_that_is_none_does_not_stop_the_run(
    review: Review, staff: People, mailoutbox: list[EmailMessage]
) -> None:
    # Forms refuse such an address; a database may hold it all the same.
    edit(staff["cora"], by=staff["ada"], email="cora@clinic.example\nBcc: x@away.example")
    lines = list(deliver())
    assert any(line.startswith("could not send submitted to Cora") for line in lines)
    assert len(mailoutbox) == 2


def test_when_no_server_answers_the_run_tries_one_mail_only(
    review: Review, server: type[Server], mailoutbox: list[EmailMessage]
) -> None:
    server.unreachable = [ConnectionRefusedError("refused")] * 9
    assert len(list(deliver())) == 1
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert set(Message.objects.values_list("state", flat=True)) == {State.WAITING}


# --- nobody knows -------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [SMTPServerDisconnected("gone"), TimeoutError("slow")])
def test_a_line_that_breaks_half_way_is_not_tried_again(
    message: Message, server: type[Server], error: Exception
) -> None:
    server.errors = [error]
    assert "may have sent" in next(deliver())
    assert state_of(message) == State.FAILED
    assert message.error.startswith(HALF_WAY)
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        assert list(deliver()) == []


def test_what_a_dead_sender_had_is_given_up_after_a_while(
    message: Message, mailoutbox: list[EmailMessage]
) -> None:
    Message.objects.update(state=State.SENDING, claim="dead", claimed_at=timezone.now())
    with time_machine.travel(timezone.now() + DEAD_AFTER + timedelta(minutes=1), tick=False):
        assert list(deliver()) == ["gave up submitted to Cora: a sender stopped half-way"]
        assert list(deliver()) == []
    assert (state_of(message), message.error, mailoutbox) == (State.FAILED, HALF_WAY, [])


def test_a_slow_sender_that_was_taken_for_dead_still_says_that_it_sent(
    message: Message, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Server.send_messages

    def slowly(self: Server, messages: Any) -> int:
        Message.objects.update(state=State.FAILED, error=HALF_WAY)
        return send(self, messages)

    monkeypatch.setattr(Server, "send_messages", slowly)
    list(deliver())
    assert state_of(message) == State.SENT


# --- not to be told any more --------------------------------------------------------------------


def test_who_left_since_is_not_told(
    message: Message, staff: People, mailoutbox: list[EmailMessage]
) -> None:
    edit(staff["cora"], by=staff["ada"], is_active=False)
    assert list(deliver()) == ["did not send submitted to Cora: This person has left."]
    assert (state_of(message), mailoutbox) == (State.FAILED, [])


def test_an_invitation_that_ended_is_not_sent(
    review: Review, staff: People, mailoutbox: list[EmailMessage]
) -> None:
    list(deliver())
    row = invite(review, name="Ex", email="x@away.example", role="Dietitian", days=7,
                 by=staff["cora"])  # fmt: skip
    list(derive())
    take_back(row, by=staff["cora"])
    assert list(deliver()) == ["did not send invited to x@away.example: The invitation has ended."]
    assert [m for m in mailoutbox if m.to == ["x@away.example"]] == []


# --- looked after -------------------------------------------------------------------------------


@pytest.fixture
def failed(message: Message) -> Message:
    Message.objects.update(
        state=State.FAILED, claim="dead", claimed_at=timezone.now(), error=HALF_WAY, attempts=8
    )
    message.refresh_from_db()
    return message


def test_a_coordinator_sends_again(
    failed: Message, staff: People, mailoutbox: list[EmailMessage]
) -> None:
    send_again(failed, by=staff["cora"])
    assert list(deliver()) == ["sent submitted to Cora"]
    assert (state_of(failed), failed.attempts) == (State.SENT, 1)
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.subject) == ("mail.sent_again", f"message:{failed.pk}")


def test_sent_again_it_has_the_same_identity(
    message: Message, staff: People, mailoutbox: list[EmailMessage]
) -> None:
    list(deliver())
    Message.objects.update(state=State.FAILED)
    send_again(message, by=staff["cora"])
    list(deliver())
    first, second = (m.extra_headers["Message-ID"] for m in mailoutbox)
    assert first == second


def test_a_coordinator_leaves_it(failed: Message, staff: People) -> None:
    assert list(to_look_at()) == [failed]
    leave(failed, by=staff["cora"])
    assert list(to_look_at()) == []
    assert state_of(failed) == State.FAILED
    assert AuditEvent.objects.latest("seq").action == "mail.left"


def test_it_is_left_once(failed: Message, staff: People) -> None:
    leave(failed, by=staff["cora"])
    with pytest.raises(WrongState, match="already"):
        leave(failed, by=staff["cora"])


def test_left_and_then_failed_anew_it_is_to_be_looked_at_anew(
    failed: Message, staff: People
) -> None:
    leave(failed, by=staff["cora"])
    later = timezone.now() + timedelta(minutes=5)
    Message.objects.update(claimed_at=later)
    assert list(to_look_at()) == [failed]


@pytest.mark.parametrize("verb", [send_again, leave])
def test_only_a_coordinator_looks_after_failures(failed: Message, staff: People, verb: Any) -> None:
    for name in ("alice", "dr_bell", "pat", "ada"):
        with pytest.raises(NotAllowed):
            verb(failed, by=staff[name])
    assert state_of(failed) == State.FAILED


@pytest.mark.parametrize("verb", [send_again, leave])
def test_only_what_failed_is_looked_after(message: Message, staff: People, verb: Any) -> None:
    list(deliver())
    with pytest.raises(WrongState, match="Sent"):
        verb(message, by=staff["cora"])


def test_many_readers_cost_a_few_queries_each(
    staff: People, review: Review, django_assert_max_num_queries: Any
) -> None:
    for n in range(5):
        comment(review, by=staff["dr_bell"], text=f"Remark {n}")
    list(derive())
    with django_assert_max_num_queries(8 * 9 + 6):
        list(deliver())
