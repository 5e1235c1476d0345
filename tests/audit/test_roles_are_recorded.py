"""Roles given and taken are in the trail, whichever way it was done."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from education.audit import chain
from education.audit.history import acting, is_as_recorded
from education.audit.models import AuditEvent
from education.errors import NotAllowed, WrongState
from education.people.models import Role, User
from education.publishing.guards import guarded_models


def role(name: str) -> Group:
    return Group.objects.get(name=name)


def acts(user: User) -> list[tuple[str, str, str]]:
    found = AuditEvent.objects.filter(subject=f"user:{user.pk}", action__startswith="role.")
    return [(e.action, e.data["role"], str(e.actor.username)) for e in found]


def test_a_role_given_names_giver_and_role(cora: User, ada: User) -> None:
    with acting(ada):
        cora.groups.add(role(Role.AUTHOR))
    assert acts(cora)[-1] == ("role.granted", "Author", "ada")


def test_a_role_taken_names_taker_and_role(cora: User, ada: User) -> None:
    with acting(ada):
        cora.groups.remove(role(Role.COORDINATOR))
    assert acts(cora)[-1] == ("role.revoked", "Coordinator", "ada")


def test_setting_roles_records_each_difference(cora: User, ada: User) -> None:
    with acting(ada):
        cora.groups.set([role(Role.AUTHOR)])
    assert {a[:2] for a in acts(cora)[-2:]} == {
        ("role.granted", "Author"),
        ("role.revoked", "Coordinator"),
    }


def test_clearing_roles_records_each(cora: User, ada: User) -> None:
    with acting(ada):
        cora.groups.clear()
    assert acts(cora)[-1] == ("role.revoked", "Coordinator", "ada")
    assert is_as_recorded(User.objects.get(pk=cora.pk))


def test_giving_what_is_held_already_is_no_act(cora: User, ada: User) -> None:
    before = AuditEvent.objects.count()
    with acting(ada):
        cora.groups.add(role(Role.COORDINATOR))
    assert AuditEvent.objects.count() == before


def test_a_role_without_a_giver_is_refused(cora: User) -> None:
    with pytest.raises(NotAllowed), transaction.atomic():
        cora.groups.add(role(Role.CLINICIAN))
    assert not cora.groups.filter(name=Role.CLINICIAN).exists()


def test_roles_are_given_from_the_persons_side(cora: User, ada: User) -> None:
    with acting(ada), pytest.raises(WrongState, match="person's side"), transaction.atomic():
        role(Role.CLINICIAN).user_set.add(cora)


def test_a_permission_of_djangos_own_is_recorded_too(cora: User, ada: User) -> None:
    with acting(ada):
        cora.user_permissions.add(Permission.objects.earliest("pk"))
    assert AuditEvent.objects.latest("seq").action == "permission.granted"
    assert list(chain.verify(guarded_models())) == []
