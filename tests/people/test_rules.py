"""Who may do what, decided from the record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from education.audit.history import acting
from education.people.models import Credential, Role, User
from education.people.rules import has_role, may_review, may_sign_with
from tests.builders import credential_of, edit, make_credential, make_specialty, make_user

TODAY = timezone.now().date()


def test_a_role_is_membership_of_its_group(alice: User) -> None:
    assert has_role(alice, Role.AUTHOR)
    assert has_role(alice, Role.CLINICIAN, Role.AUTHOR)
    assert not has_role(alice, Role.CLINICIAN)


def test_a_superuser_holds_no_role_by_nature(root: User) -> None:
    assert not any(has_role(root, role) for role in Role)


def test_a_deactivated_person_holds_none(alice: User, ada: User) -> None:
    session = User.objects.get(pk=alice.pk)
    edit(alice, by=ada, is_active=False)
    assert session.is_active
    assert not has_role(session, Role.AUTHOR)


def test_somebody_who_is_not_stored_holds_none(db: None) -> None:
    assert not has_role(User(username="ghost", is_superuser=True), *Role)


def test_a_clinician_judges_what_others_wrote(dr_bell: User, alice: User) -> None:
    assert may_review(dr_bell, [alice.pk], alice.pk) == []


def test_reasons_against_are_all_told(alice: User) -> None:
    assert len(may_review(alice, [alice.pk], alice.pk)) == 2


def test_who_submitted_does_not_judge(dr_bell: User) -> None:
    assert may_review(dr_bell, [], dr_bell.pk) != []


def test_a_valid_credential_of_ones_own_signs(dr_bell: User) -> None:
    assert may_sign_with(dr_bell, credential_of(dr_bell), TODAY) == []


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2999, 1, 1)])
def test_outside_its_days_it_does_not(dr_bell: User, day: date) -> None:
    (reason,) = may_sign_with(dr_bell, credential_of(dr_bell), day)
    assert "not valid today" in reason


def test_a_colleagues_does_not(dr_bell: User, dr_cole: User) -> None:
    (reason,) = may_sign_with(dr_bell, credential_of(dr_cole), TODAY)
    assert "belongs to somebody else" in reason


def test_one_that_its_holder_touched_does_not(dr_bell: User) -> None:
    credential = edit(credential_of(dr_bell), by=dr_bell, profession="Professor")
    (reason,) = may_sign_with(dr_bell, credential, TODAY)
    assert "wrote this credential yourself" in reason


def test_a_specialty_that_its_holder_took_away_counts_as_touched(dr_bell: User) -> None:
    with acting(dr_bell):
        credential_of(dr_bell).specialties.get().delete()
    assert may_sign_with(dr_bell, credential_of(dr_bell), TODAY) != []


def test_a_credential_without_an_end_is_valid_on(ada: User, dr_bell: User) -> None:
    credential = make_credential(dr_bell, valid_until=None)
    assert credential.is_valid_on(date(2999, 1, 1))
    assert credential.is_valid_now()


def test_a_credential_covers_its_specialties(dr_bell: User, ada: User) -> None:
    make_specialty("cardiology")
    assert credential_of(dr_bell).covers("nephrology")
    assert not credential_of(dr_bell).covers("cardiology")


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_until": TODAY - timedelta(days=2000)},
        {"register": "Test Medical Register", "register_number": "T-1"},
    ],
)
def test_the_database_keeps_credentials_sound(
    ada: User, dr_bell: User, wrong: dict[str, object]
) -> None:
    make_credential(dr_bell, register_number="T-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_credential(make_user("other", Role.CLINICIAN), **wrong)


def test_nobody_verifies_their_own_credential(ada: User, dr_bell: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_credential(dr_bell, verified_by=dr_bell)


def test_names_as_printed(dr_bell: User, db: None) -> None:
    assert dr_bell.printed_name == str(dr_bell) == "Dr Bea Bell"
    assert User(username="solo").printed_name == "solo"
    credential = Credential(user=dr_bell, profession="GP", register="R", register_number="1")
    assert str(credential) == "Dr Bea Bell, GP, R 1"
