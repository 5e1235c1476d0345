"""Accounts, roles and credentials: given by somebody else, and on the record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils import timezone

from education.audit.history import acting
from education.audit.models import AuditEvent
from education.people.models import Credential, Role, User
from tests.builders import PASSWORD, credential_of, make_specialty, make_user
from tests.staff.worlds import admin_url, client_of, opened


def _roles(*roles: Role) -> list[int]:
    return list(
        Group.objects.filter(name__in=[r.value for r in roles]).values_list("pk", flat=True)
    )


def _post(client: Any, url: str, **changed: Any) -> Any:
    return client.post(url, opened(client, url) | changed)


def test_administrator_gives_a_role_and_the_grant_is_recorded(ada: User) -> None:
    new = make_user("new")
    url = admin_url("user", "change", new.pk)
    assert _post(client_of(ada), url, groups=_roles(Role.CLINICIAN)).status_code == 302
    event = AuditEvent.objects.get(action="role.granted", actor=ada, subject=f"user:{new.pk}")
    assert (event.actor, event.subject, event.data) == (
        ada,
        f"user:{new.pk}",
        {"role": "Clinician"},
    )


def test_taking_a_role_away_is_recorded(ada: User, alice: User) -> None:
    _post(client_of(ada), admin_url("user", "change", alice.pk), groups=[])
    event = AuditEvent.objects.filter(action="role.revoked").latest("seq")
    assert (event.actor, event.data) == (ada, {"role": "Author"})
    assert not alice.groups.exists()


@pytest.mark.parametrize("who", ["ada", "root"])
def test_nobody_gives_a_role_to_herself(who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    before = set(person.groups.values_list("name", flat=True))
    granted = AuditEvent.objects.filter(action="role.granted").count()
    url = admin_url("user", "change", person.pk)
    forged = {"groups": _roles(Role.CLINICIAN), "is_superuser": "on", "first_name": "Forged"}
    _post(client_of(person), url, **forged)
    person = User.objects.get(pk=person.pk)
    assert set(person.groups.values_list("name", flat=True)) == before
    assert person.is_superuser == (who == "root")
    assert person.first_name == "Forged"
    assert AuditEvent.objects.filter(action="role.granted").count() == granted


def test_superuser_without_a_role_gives_roles_to_others(root: User) -> None:
    new = make_user("new")
    url = admin_url("user", "change", new.pk)
    _post(client_of(root), url, groups=_roles(Role.ADMINISTRATOR))
    assert new.groups.get().name == "Administrator"


def test_administrator_makes_no_superuser(ada: User, alice: User) -> None:
    _post(client_of(ada), admin_url("user", "change", alice.pk), is_superuser="on")
    assert not User.objects.get(pk=alice.pk).is_superuser


def test_administrator_does_not_touch_a_superuser(ada: User, root: User) -> None:
    url = admin_url("user", "change", root.pk)
    assert client_of(ada).post(url, {"username": "root", "is_active": ""}).status_code == 403


def test_new_account_is_staff_without_a_role(ada: User) -> None:
    client = client_of(ada)
    fields = {
        "username": "grace",
        "first_name": "Grace",
        "last_name": "New",
        "email": "",
        "usable_password": "true",
        "password1": "a long enough phrase",
        "password2": "a long enough phrase",
    }
    assert client.post(admin_url("user", "add"), fields).status_code == 302
    grace = User.objects.get(username="grace")
    assert (grace.is_staff, grace.is_superuser, grace.groups.count()) == (True, False, 0)


def test_setting_a_password_is_recorded_with_who_set_it(ada: User, alice: User) -> None:
    url = f"/admin/education/user/{alice.pk}/password/"
    new = {"usable_password": "true", "password1": "another long phrase"}
    assert client_of(ada).post(url, new | {"password2": new["password1"]}).status_code == 302
    event = AuditEvent.objects.get(action="password.set")
    assert (event.actor, event.subject) == (ada, f"user:{alice.pk}")


def test_a_password_that_was_not_set_is_not_recorded(ada: User, alice: User) -> None:
    url = f"/admin/education/user/{alice.pk}/password/"
    client_of(ada).post(url, {"usable_password": "true", "password1": "a", "password2": "b"})
    assert not AuditEvent.objects.filter(action="password.set").exists()
    assert User.objects.get(pk=alice.pk).check_password(PASSWORD)


def test_colleagues_see_an_account_without_its_password_row(alice: User, ada: User) -> None:
    text = client_of(alice).get(admin_url("user", "change", ada.pk)).content.decode()
    assert "Ada" in text
    assert "password" not in text.split("<main")[1].lower()


def test_groups_are_not_edited() -> None:
    assert not admin.site.is_registered(Group)


def _new_credential(user: User, **fields: Any) -> dict[str, Any]:
    return {
        "user": user.pk,
        "profession": "Consultant",
        "register": "Test Register",
        "register_number": "T-1",
        "valid_from": "2020-01-01",
        "valid_until": "",
        "specialties-TOTAL_FORMS": "0",
        "specialties-INITIAL_FORMS": "0",
        **fields,
    }


def test_credential_is_checked_by_whoever_saves_it(ada: User, alice: User) -> None:
    forged = {"verified_by": alice.pk, "verified_on": "1999-01-01"}
    client_of(ada).post(admin_url("credential", "add"), _new_credential(alice, **forged))
    credential = Credential.objects.get(user=alice)
    assert (credential.verified_by, credential.verified_on) == (ada, timezone.now().date())


def test_nobody_enters_their_own_credential(ada: User) -> None:
    page = client_of(ada).post(admin_url("credential", "add"), _new_credential(ada))
    assert "Somebody else has to enter and check your own credential." in page.content.decode()
    assert not Credential.objects.filter(user=ada).exists()


def test_nobody_edits_their_own_credential(ada: User, dr_bell: User) -> None:
    with acting(ada):
        dr_bell.groups.add(Group.objects.get(name="Administrator"))
    url = admin_url("credential", "change", credential_of(dr_bell).pk)
    client = client_of(dr_bell)
    assert client.get(url).status_code == 200
    assert client.post(url, {"valid_until": "2099-01-01"}).status_code == 403


def test_changing_a_credential_asks_why_and_names_the_new_checker(
    ada: User, root: User, dr_bell: User
) -> None:
    credential = credential_of(dr_bell)
    url = admin_url("credential", "change", credential.pk)
    client = client_of(root)
    page = _post(client, url, valid_until="2031-01-01")
    assert "change_reason" in page.context["adminform"].form.errors
    _post(client, url, valid_until="2031-01-01", change_reason="Renewed")
    credential.refresh_from_db()
    assert (credential.valid_until, credential.verified_by) == (date(2031, 1, 1), root)


def test_specialty_is_added_to_a_credential(ada: User, dr_bell: User) -> None:
    credential = credential_of(dr_bell)
    url = admin_url("credential", "change", credential.pk)
    added = {
        "specialties-1-specialty": make_specialty("cardiology").pk,
        "change_reason": "Certificate seen",
    }
    _post(client_of(ada), url, **added)
    assert credential.covers("cardiology")
