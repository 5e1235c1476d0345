"""The outbox: each event is turned into messages once, whoever runs and whatever dies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from education.audit.models import AuditEvent, ChainHead
from education.notifications import services
from education.notifications.models import Message, OutboxHead
from education.notifications.rules import due_at
from education.notifications.services import derive, start
from education.people.models import User
from tests.builders import submitted

People = dict[str, User]
PACE = User.MailPace


def test_an_event_is_noted_once_and_said_in_a_line(staff: People) -> None:
    review = submitted(staff["alice"])
    assert list(derive()) == [f"noted review.submitted review:{review.pk} for 3"]
    assert list(derive()) == []
    assert Message.objects.count() == 3


def test_a_head_that_is_set_back_tells_nobody_twice(staff: People) -> None:
    submitted(staff["alice"])
    list(derive())
    OutboxHead.objects.update(seq=0)
    list(derive())
    assert Message.objects.count() == 3


def test_another_run_that_was_quicker_wins(staff: People, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(staff["alice"])
    seen = services._messages_of

    def overtaken(event: AuditEvent) -> list[Message]:
        made = seen(event)
        # In the meantime somebody else notes all there is.
        monkeypatch.setattr(services, "_messages_of", seen)
        list(derive())
        return made

    monkeypatch.setattr(services, "_messages_of", overtaken)
    assert list(derive()) == []
    assert Message.objects.count() == 3


def test_a_run_that_dies_before_it_is_done_leaves_the_event_for_the_next(
    staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(staff["alice"])

    def die(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Message.objects, "bulk_create", lambda *a, **k: die())
    with pytest.raises(MemoryError):
        list(derive())
    monkeypatch.undo()
    assert len(list(derive())) == 1


def test_a_long_trail_is_taken_in_steps(staff: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "STEP", 2)
    submitted(staff["alice"])
    assert len(list(derive())) == 1
    assert OutboxHead.objects.get().seq == ChainHead.objects.get().seq


def test_what_happened_before_there_was_an_outbox_is_told_to_nobody(staff: People) -> None:
    submitted(staff["alice"])
    OutboxHead.objects.all().delete()
    start()
    assert list(derive()) == []


def test_the_outbox_is_made_once(staff: People) -> None:
    before = OutboxHead.objects.get().seq
    submitted(staff["alice"])
    start()
    assert OutboxHead.objects.get().seq == before


def test_an_event_costs_the_same_queries_however_many_are_told(
    staff: People, django_assert_max_num_queries: object
) -> None:
    submitted(staff["alice"])
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        list(derive())


THURSDAY = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)


def at_six(day: int, *, minutes_before: int = 0) -> datetime:
    """Six o'clock on a day of that December; the 7th is a Monday."""
    return datetime(2026, 12, day, 6, tzinfo=UTC) - timedelta(minutes=minutes_before)


@pytest.mark.parametrize(
    ("pace", "now", "due"),
    [
        (PACE.IMMEDIATE, THURSDAY, THURSDAY),
        (PACE.DAILY, THURSDAY, at_six(4)),
        (PACE.DAILY, THURSDAY.replace(hour=5), at_six(3)),
        (PACE.WEEKLY, THURSDAY, at_six(7)),
        (PACE.WEEKLY, at_six(7, minutes_before=1), at_six(7)),
        (PACE.WEEKLY, at_six(7), at_six(14)),
    ],
)
def test_a_message_is_due_at_the_readers_pace(pace: str, now: datetime, due: datetime) -> None:
    assert due_at(pace, now) == due


def test_what_waits_follows_a_pace_chosen_later(staff: People) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        services.choose_pace(PACE.DAILY, by=staff["dr_bell"])
        submitted(staff["alice"])
        list(derive())
        waiting = Message.objects.get(recipient=staff["dr_bell"])
        assert waiting.not_before == at_six(4)
        services.choose_pace(PACE.IMMEDIATE, by=staff["dr_bell"])
        waiting.refresh_from_db()
        assert waiting.not_before == THURSDAY


def test_a_chosen_pace_is_an_edit_of_the_person_in_the_trail(staff: People) -> None:
    services.choose_pace(PACE.WEEKLY, by=staff["dr_bell"])
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.actor) == ("user.changed", staff["dr_bell"])
    assert User.objects.get(pk=staff["dr_bell"].pk).mail_pace == PACE.WEEKLY
