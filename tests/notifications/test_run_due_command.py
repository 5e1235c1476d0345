"""``manage.py run_due``: what it does, in which order, and what does not stop it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from education.errors import WrongState
from education.management.commands import run_due
from education.people.models import User
from education.publishing.models import LivePage, Withdrawal
from education.publishing.services import publish
from education.review.services import submit
from tests.builders import edit, make_topic, publish_page, sign, submitted

People = dict[str, User]


def run(**options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("run_due", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_a_run_does_all_that_is_due_and_then_nothing(
    staff: People, mailoutbox: list[EmailMessage]
) -> None:
    old = publish_page(make_topic(staff["alice"], title="Old"), author=staff["alice"],
                       signers=[staff["dr_bell"]], publisher=staff["pat"])  # fmt: skip
    lapsed = LivePage.objects.get(edition=old).lapses_on + timedelta(days=1)
    with time_machine.travel(lapsed, tick=False):
        bell = staff["dr_bell"].credentials.get()
        edit(bell, by=staff["ada"], valid_until=None)
        review = submitted(staff["alice"], title="New")
        sign(review, staff["dr_bell"])
        publish(review, by=staff["pat"], at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(lapsed + timedelta(days=1), tick=False):
        out, err = run()
        assert "published New, edition 1" in out
        assert "took down Old, edition 1: its review is overdue" in out
        assert "sent published to Alice" in out
        assert "sent expired to Alice" in out
        assert err == ""
        assert run() == ("", "")
    assert mailoutbox


def test_a_new_text_that_is_due_comes_before_the_old_one_lapses(staff: People) -> None:
    topic = make_topic(staff["alice"])
    old = publish_page(topic, author=staff["alice"], signers=[staff["dr_bell"]],
                       publisher=staff["pat"])  # fmt: skip
    lapsed = LivePage.objects.get(edition=old).lapses_on
    edit(staff["dr_bell"].credentials.get(), by=staff["ada"], valid_until=None)
    with time_machine.travel(lapsed, tick=False):
        edit(topic, by=staff["alice"], answer="Diabetes can slowly harm your kidneys.")
        review = submit(topic, by=staff["alice"])
        sign(review, staff["dr_bell"])
        publish(review, by=staff["pat"], at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(lapsed + timedelta(days=1), tick=False):
        run()
    assert LivePage.objects.get(topic=topic).edition.number == 2
    assert not Withdrawal.objects.exists()


def test_waiting_mail_is_told_once_when_no_server_is_set(staff: People, settings: Any) -> None:
    settings.EMAIL_IS_SET = False
    submitted(staff["alice"])
    assert run()[1] == "3 messages wait: set EMAIL_URL so that mail goes out.\n"


@pytest.mark.parametrize("error", [IntegrityError("a guard said no"), WrongState("Not now.")])
def test_a_job_that_fails_does_not_keep_the_others(
    staff: People, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken() -> Iterator[str]:
        raise error
        yield ""

    monkeypatch.setattr(run_due, "JOBS", (broken, *run_due.JOBS))
    submitted(staff["alice"])
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("run_due", stdout=out, stderr=err)
    assert ended.value.code == 1
    assert "sent submitted to Cora" in out.getvalue()
    assert err.getvalue() == f"broken: {type(error).__name__}: {error}\n"


@pytest.mark.parametrize("every", [0, -5])
def test_a_pause_that_is_none_is_refused(every: int) -> None:
    with pytest.raises(CommandError, match="1 or more"):
        run(every=every)
