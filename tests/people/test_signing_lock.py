"""Five wrong passwords lock signing for fifteen minutes, also when they come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from education.audit.models import AuditEvent
from education.errors import NotAllowed
from education.people.models import User
from education.people.services import check_proof, locked_until, prove
from tests.builders import PASSWORD, sign, submitted

on_postgresql = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="Threads share no in-memory SQLite database"
)


def guess(user: User, times: int = 1) -> None:
    for n in range(times):
        with pytest.raises(NotAllowed):
            prove(user, password=f"guess {n}", purpose="x")


def count(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_four_wrong_passwords_lock_nothing(dr_bell: User) -> None:
    guess(dr_bell, 4)
    assert locked_until(dr_bell) is None
    assert prove(dr_bell, password=PASSWORD, purpose="x")


def test_the_fifth_locks_and_is_an_event_of_its_own(dr_bell: User) -> None:
    guess(dr_bell, 5)
    event = AuditEvent.objects.get(action="signing.locked")
    assert (event.actor_id, event.subject) == (dr_bell.pk, f"user:{dr_bell.pk}")
    assert locked_until(dr_bell) == event.at + timedelta(minutes=15)


def test_the_right_password_is_refused_during_the_lock_and_that_is_recorded(dr_bell: User) -> None:
    guess(dr_bell, 5)
    with pytest.raises(NotAllowed, match="is locked until"):
        prove(dr_bell, password=PASSWORD, purpose="x")
    assert count("signing.refused_while_locked") == 1
    assert count("signing.refused") == 5


def test_a_proof_from_just_before_the_lock_signs_nothing(dr_bell: User) -> None:
    proof = prove(dr_bell, password=PASSWORD, purpose="x")
    guess(dr_bell, 5)
    with pytest.raises(NotAllowed, match="is locked until"):
        check_proof(proof, user=dr_bell, purpose="x")


def test_the_lock_ends_by_itself_and_five_more_lock_again(dr_bell: User, time_machine: Any) -> None:
    guess(dr_bell, 5)
    end = locked_until(dr_bell)
    assert end
    time_machine.move_to(end - timedelta(seconds=1), tick=False)
    assert locked_until(dr_bell) == end
    time_machine.move_to(end, tick=False)
    assert locked_until(dr_bell) is None
    guess(dr_bell, 4)
    assert locked_until(dr_bell) is None
    guess(dr_bell, 1)
    assert locked_until(dr_bell) == end + timedelta(minutes=15)


def test_trying_while_it_is_locked_does_not_prolong_it(dr_bell: User, time_machine: Any) -> None:
    guess(dr_bell, 5)
    end = locked_until(dr_bell)
    time_machine.move_to(timezone.now() + timedelta(minutes=14), tick=False)
    guess(dr_bell, 5)
    assert locked_until(dr_bell) == end


def test_a_signature_in_between_starts_the_count_anew(alice: User, dr_bell: User) -> None:
    guess(dr_bell, 4)
    sign(submitted(alice), dr_bell)
    guess(dr_bell, 4)
    assert locked_until(dr_bell) is None


def test_one_persons_guesses_lock_nobody_else(dr_bell: User, dr_cole: User) -> None:
    guess(dr_bell, 5)
    assert locked_until(dr_cole) is None


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_get_no_more_than_five_tries(dr_bell: User) -> None:
    def one(n: int) -> str:
        try:
            prove(dr_bell, password=f"guess {n}", purpose="x")
        except NotAllowed as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "let in"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(one, range(24)))
    assert "let in" not in said
    assert count("signing.refused") == 5
    assert count("signing.locked") == 1
    assert count("signing.refused_while_locked") == 19


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_right_password_among_guesses_at_once_is_let_in_before_the_fifth_or_never(
    dr_bell: User,
) -> None:
    def one(password: str) -> bool:
        try:
            return bool(prove(dr_bell, password=password, purpose="x"))
        except NotAllowed:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, [f"guess {n}" for n in range(8)]))
        late = list(pool.map(one, [PASSWORD] * 8))
    assert not any(late)
