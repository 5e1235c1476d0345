"""Sending what is due, each message at most once.

A message is claimed before it is sent, by an UPDATE that must hit every row it names and that is
committed first. What a sender that died had claimed is never sent again by itself: nobody can
know whether it went out, so a coordinator decides.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from education.notifications.models import Message
from education.notifications.rules import DEAD_AFTER, KINDS, MOST_ATTEMPTS, wait_after
from education.notifications.senders import NotSent, Sender, Unreachable, Unsure
from education.notifications.telling import mail_of
from education.people.models import User
from education.review.models import Invitation

State = Message.State
HALF_WAY = "A sender stopped half-way; it may have gone out."


def deliver() -> Iterator[str]:
    """Send what is due, and give up what a dead sender left; yield one line for each mail.

    Without a mail server (``EMAIL_URL``) messages wait.
    """
    yield from _give_up_the_dead()
    if not settings.EMAIL_IS_SET:
        return
    sender = Sender()
    try:
        for pks in _bundles(timezone.now()):
            messages = _claimed(pks)
            if not messages:
                continue  # Another run has them.
            try:
                yield _sent(messages, sender)
            except Unreachable as error:
                yield _not_sent(messages, str(error))
                return
    finally:
        sender.close()


def waiting_without_a_server() -> int:
    """Count what is due and waits only because no mail server is set up."""
    if settings.EMAIL_IS_SET:
        return 0
    return Message.objects.filter(state=State.WAITING, not_before__lte=timezone.now()).count()


def _bundles(now: datetime) -> list[list[int]]:
    """Return what goes out in one mail each: a message, or all that wait for a digest's reader."""
    due = Message.objects.filter(state=State.WAITING, not_before__lte=now)
    rows = due.order_by("not_before", "pk").values_list(
        "pk", "kind", "recipient_id", "recipient__mail_pace"
    )
    bundles: dict[tuple[str, int], list[int]] = {}
    for pk, kind, recipient, pace in rows:
        rule = KINDS.get(kind)
        alone = recipient is None or pace == User.MailPace.IMMEDIATE or (rule and rule.at_once)
        key = ("message", pk) if alone else ("reader", recipient)
        bundles.setdefault(key, []).append(pk)
    return list(bundles.values())


def _claimed(pks: Sequence[int]) -> list[Message]:
    """Claim all of these messages, or none; the claim is committed when this returns."""
    claim, now = uuid.uuid4().hex, timezone.now()
    with transaction.atomic(durable=True):
        # In one order, so that two senders cannot lock each other out.
        free = Message.objects.select_for_update().filter(pk__in=pks, state=State.WAITING)
        if len(free.order_by("pk").values_list("pk")) != len(pks):
            return []
        hit = Message.objects.filter(pk__in=pks, state=State.WAITING, not_before__lte=now).update(
            state=State.SENDING, claim=claim, claimed_at=now, attempts=F("attempts") + 1
        )
        if hit != len(pks):
            transaction.set_rollback(True)
            return []
    mine = Message.objects.filter(claim=claim).select_related("event", "recipient")
    return list(mine.order_by("pk"))


def _sent(messages: Sequence[Message], sender: Sender) -> str:
    """Send the mail of claimed messages and note how it went; return the line that tells."""
    if against := _not_to_be_told(messages[0]):
        _finish(messages, State.FAILED, against)
        return f"did not send {_named(messages)}: {against}"
    try:
        sender.send(mail_of(messages))
    except Unreachable:
        raise
    except NotSent as error:
        return _not_sent(messages, str(error))
    except Unsure as error:
        _finish(messages, State.FAILED, f"{HALF_WAY} {error}")
        return f"may have sent {_named(messages)}: {error}"
    _finish(messages, State.SENT, "")
    return f"sent {_named(messages)}"


def _not_sent(messages: Sequence[Message], error: str) -> str:
    """Let messages that certainly did not go out wait for their next try, or give them up."""
    for message in messages:
        mine = Message.objects.filter(pk=message.pk, claim=message.claim)
        if message.attempts >= MOST_ATTEMPTS:
            mine.update(state=State.FAILED, error=error)
        else:
            again = timezone.now() + wait_after(message.attempts)
            mine.update(state=State.WAITING, error=error, claim="", not_before=again)
    return f"could not send {_named(messages)}: {error}"


def _finish(messages: Sequence[Message], state: str, error: str) -> None:
    # Whoever holds the claim knows best, also when it was taken for dead in the meantime.
    mine = Message.objects.filter(claim=messages[0].claim)
    mine.update(state=state, error=error, sent_at=timezone.now() if state == State.SENT else None)


def _give_up_the_dead() -> Iterator[str]:
    dead = Message.objects.filter(
        state=State.SENDING, claimed_at__lt=timezone.now() - DEAD_AFTER
    ).select_related("recipient")
    for message in dead.order_by("pk"):
        still = Message.objects.filter(pk=message.pk, state=State.SENDING, claim=message.claim)
        if still.update(state=State.FAILED, error=HALF_WAY):
            yield f"gave up {_named([message])}: a sender stopped half-way"


def _not_to_be_told(message: Message) -> str:
    """Say why somebody who was to be told is not any more."""
    if message.recipient is not None:
        if not message.recipient.is_active:
            return "This person has left."
        return "" if message.recipient.email else "This person has no mail address any more."
    invitation = Invitation.objects.filter(pk=message.event.data.get("invitation")).first()
    if invitation is None or invitation.closed_at or invitation.expires_at <= timezone.now():
        return "The invitation has ended."
    return ""


def _named(messages: Sequence[Message]) -> str:
    first = messages[0]
    whom = first.recipient or first.address
    what = first.kind if len(messages) == 1 else f"{len(messages)} messages together"
    return f"{what} to {whom}"
