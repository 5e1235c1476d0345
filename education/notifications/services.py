"""The verbs of mail: turn new audit events into messages, choose a pace, look after failures.

``delivery`` beside it sends. Nothing here is called by a verb that acts on pages: mail follows
from the trail, so it can be late and can never be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from education.audit import chain
from education.audit.history import acting
from education.audit.models import AuditEvent, ChainHead
from education.errors import Blocked, NotAllowed, WrongState
from education.notifications.audiences import Case, people_of, reachable
from education.notifications.delivery import deliver
from education.notifications.models import Message, OutboxHead
from education.notifications.rules import ACTIONS, KINDS, Audience, Rule, due_at, rules_for
from education.notifications.telling import path_of
from education.people.models import Role, User
from education.people.rules import has_role

__all__ = ["deliver"]

State = Message.State
#: So many events are turned into messages in one transaction.
STEP = 100


def start() -> None:
    """Make the outbox, once, from now on: nobody is told of what happened before there was one."""
    head = ChainHead.objects.get(pk=1)
    OutboxHead.objects.get_or_create(pk=1, defaults={"seq": head.seq})


def pass_over() -> None:
    """Tell nobody of what has happened up to now; for a database filled with a story."""
    OutboxHead.objects.filter(pk=1).update(seq=ChainHead.objects.get(pk=1).seq)


def derive() -> Iterator[str]:
    """Turn each new audit event into its messages, exactly once; yield a line for each.

    Reads first and writes in one short transaction, which begins by moving the head on from where
    it was read; when another run has moved it, the work is thrown away. So no writer of the trail
    ever waits for this, and a run that dies has told nobody or everybody of an event.
    """
    while True:
        begin, newest = OutboxHead.objects.get(pk=1).seq, ChainHead.objects.get(pk=1).seq
        upto = min(newest, begin + STEP)
        if upto <= begin:
            return
        events = AuditEvent.objects.filter(seq__gt=begin, seq__lte=upto, action__in=ACTIONS)
        made = [(event, _messages_of(event)) for event in events.order_by("seq")]
        if _store(begin, upto, [message for _, messages in made for message in messages]):
            for event, messages in made:
                if messages:
                    yield f"noted {event.action} {event.subject} for {len(messages)}"


def _store(begin: int, upto: int, messages: Sequence[Message]) -> bool:
    with transaction.atomic():
        if not OutboxHead.objects.filter(pk=1, seq=begin).update(seq=upto):
            return False
        # Should the head ever be set back, the table itself refuses to tell anybody twice.
        Message.objects.bulk_create(messages, ignore_conflicts=True)
    return True


def _messages_of(event: AuditEvent) -> list[Message]:
    case, told = Case(event), set[int]()
    made = []
    for rule in rules_for(event):
        if Audience.EXPERT in rule.tells and case.invitation is not None:
            made.append(_message(rule, case, address=case.invitation.email))
        who = {pk for audience in rule.tells for pk in people_of(audience, case)} - told
        if not rule.tells_actor:
            who.discard(event.actor_id)
        for person in reachable(who):
            made.append(_message(rule, case, person=person))
            told.add(person.pk)
    return made


def _message(rule: Rule, case: Case, *, person: User | None = None, address: str = "") -> Message:
    now = timezone.now()
    pace = person.mail_pace if person else User.MailPace.IMMEDIATE
    return Message(
        event=case.event,
        recipient=person,
        address=address,
        kind=rule.kind,
        path=path_of(rule, case),
        made_at=now,
        not_before=due_at(pace, now, at_once=rule.at_once),
    )


def choose_pace(pace: str, *, by: User) -> User:
    """Let a person choose how often mail comes; what waits for them follows."""
    with chain.writing():
        if pace not in User.MailPace.values:
            raise Blocked(["Choose how often mail shall come."])
        person: User = User.objects.get(pk=by.pk)
        person.mail_pace = pace
        with acting(by):
            person.save()
        waiting = Message.objects.filter(recipient=person, state=State.WAITING, attempts=0)
        at_once = [kind for kind, rule in KINDS.items() if rule.at_once]
        waiting.exclude(kind__in=at_once).update(not_before=due_at(pace, timezone.now()))
        return person


def send_again(message: Message, *, by: User) -> Message:
    """Let a message that was given up be tried afresh."""
    with chain.writing():
        row = _given_up(message, by)
        row.state, row.claim, row.attempts = State.WAITING, "", 0
        row.not_before = timezone.now()
        row.save(update_fields=["state", "claim", "attempts", "not_before"])
        chain.record("mail.sent_again", actor=by, subject=row, kind=row.kind)
        return row


def leave(message: Message, *, by: User) -> Message:
    """Note that somebody has looked at a message that was given up, and that it stays so."""
    with chain.writing():
        row = _given_up(message, by)
        if not to_look_at().filter(pk=row.pk).exists():
            raise WrongState("Somebody has looked at this message already.")
        chain.record("mail.left", actor=by, subject=row, kind=row.kind)
        return row


def require_coordinator(user: User) -> None:
    """Raise ``NotAllowed`` unless this person looks after mail that was not sent."""
    if not has_role(user, Role.COORDINATOR):
        raise NotAllowed("Only a coordinator looks after mail that was not sent.")


def _given_up(message: Message, by: User) -> Message:
    require_coordinator(by)
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.state != State.FAILED:
        raise WrongState(f"This message is “{row.get_state_display()}”: there is nothing to do.")
    return row


def to_look_at() -> QuerySet[Message]:
    """Return the messages that were given up since anybody last looked at them."""
    subject = Concat(Value("message:"), Cast(OuterRef("pk"), CharField()))
    left = AuditEvent.objects.filter(
        action="mail.left", subject=subject, at__gte=OuterRef("claimed_at")
    )
    return Message.objects.filter(~Exists(left), state=State.FAILED)
