"""Accounts, the system's own identity, and proof that a person is at the keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from education.audit.history import acting
from education.audit.models import AuditEvent, ChainHead
from education.errors import NotAllowed
from education.people.models import Role, User
from education.people.services import (
    PROOF_LIFETIME,
    check_proof,
    make_roles,
    prove,
    system_user,
)
from tests.builders import PASSWORD, edit

PURPOSE = "f" * 64


def test_migrating_makes_the_roles_and_the_head_of_the_trail(db: None) -> None:
    make_roles()
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)
    assert ChainHead.objects.count() == 1


def test_the_first_account_is_its_own_act(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", username="first", email="f@example.org", interactive=False, verbosity=0
    )
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.actor.username) == ("user.created", "first")


def test_the_system_has_one_identity_that_cannot_sign_in(db: None) -> None:
    assert system_user() == system_user()
    assert not system_user().is_active
    assert not system_user().has_usable_password()


def test_a_right_password_is_proof(dr_bell: User) -> None:
    proof = prove(dr_bell, password=PASSWORD, purpose=PURPOSE)
    assert (proof.user_id, proof.purpose, proof.method) == (dr_bell.pk, PURPOSE, "password")
    check_proof(proof, user=dr_bell, purpose=PURPOSE)


@pytest.mark.parametrize("password", ["", "guess", PASSWORD.upper()])
def test_a_wrong_password_is_none(dr_bell: User, password: str) -> None:
    with pytest.raises(NotAllowed):
        prove(dr_bell, password=password, purpose=PURPOSE)
    assert AuditEvent.objects.latest("seq").action == "signing.refused"


def test_a_deactivated_person_proves_nothing(dr_bell: User, ada: User) -> None:
    edit(User.objects.get(pk=dr_bell.pk), by=ada, is_active=False)
    with pytest.raises(NotAllowed):
        prove(dr_bell, password=PASSWORD, purpose=PURPOSE)


def test_the_system_proves_nothing(db: None) -> None:
    with pytest.raises(NotAllowed):
        prove(system_user(), password="", purpose=PURPOSE)


def test_a_new_password_counts_at_once(dr_bell: User, ada: User) -> None:
    stale = User.objects.get(pk=dr_bell.pk)
    with acting(ada):
        dr_bell.set_password("another horse battery")
        dr_bell.save()
    with pytest.raises(NotAllowed):
        prove(stale, password=PASSWORD, purpose=PURPOSE)
    assert prove(stale, password="another horse battery", purpose=PURPOSE)


def test_a_password_set_past_the_trail_proves_nothing_until_an_administrator_looks(
    dr_bell: User, ada: User
) -> None:
    fake = User()
    fake.set_password("mine")
    User._base_manager.filter(pk=dr_bell.pk).update(password=fake.password)
    with pytest.raises(NotAllowed, match="past the audit trail"):
        prove(dr_bell, password="mine", purpose=PURPOSE)
    person = User.objects.get(pk=dr_bell.pk)
    with acting(ada):
        person.set_password(PASSWORD)
        person.save()
    assert prove(dr_bell, password=PASSWORD, purpose=PURPOSE)


@pytest.mark.parametrize(
    "forged",
    [
        {"user_id": 0},
        {"purpose": "0" * 64},
        {"at": timezone.now() + timedelta(seconds=5)},
        {"method": "passkey"},
        {"seal": "x"},
        {"seal": ""},
    ],
)
def test_a_proof_with_anything_changed_is_none(dr_bell: User, forged: dict[str, Any]) -> None:
    proof = replace(prove(dr_bell, password=PASSWORD, purpose=PURPOSE), **forged)
    with pytest.raises(NotAllowed, match="Enter your password again"):
        check_proof(proof, user=dr_bell, purpose=PURPOSE)


def test_a_proof_serves_its_own_person_and_purpose_only(dr_bell: User, dr_cole: User) -> None:
    proof = prove(dr_bell, password=PASSWORD, purpose=PURPOSE)
    for user, purpose in ((dr_cole, PURPOSE), (dr_bell, "0" * 64)):
        with pytest.raises(NotAllowed):
            check_proof(proof, user=user, purpose=purpose)


@pytest.mark.parametrize(("late", "good"), [(-1, True), (1, False)])
def test_a_proof_ends_after_five_minutes(
    dr_bell: User, late: int, good: bool, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    proof = prove(dr_bell, password=PASSWORD, purpose=PURPOSE)
    time_machine.move_to(proof.at + PROOF_LIFETIME + timedelta(seconds=late), tick=False)
    if good:
        check_proof(proof, user=dr_bell, purpose=PURPOSE)
    else:
        with pytest.raises(NotAllowed):
            check_proof(proof, user=dr_bell, purpose=PURPOSE)
