"""A clinic whose people can be written to, and a mail server that keeps what it gets."""

from __future__ import annotations

from typing import Any

import pytest

from education.notifications.services import pass_over
from education.people.models import Role, User
from tests.builders import make_credential, make_user


def hire(username: str, *roles: Role, **fields: Any) -> User:
    """A member of staff with a mail address."""
    return make_user(username, *roles, email=f"{username}@clinic.example", **fields)


@pytest.fixture(autouse=True)
def _a_mail_server(settings: Any) -> None:
    settings.EMAIL_IS_SET = True
    settings.SITE_URL = "https://clinic.example"


@pytest.fixture
def ada(db: None) -> User:
    return hire("ada", Role.ADMINISTRATOR)


@pytest.fixture
def alice(ada: User) -> User:
    return hire("alice", Role.AUTHOR)


@pytest.fixture
def dr_bell(ada: User) -> User:
    person = hire("dr_bell", Role.CLINICIAN, name="Dr Bea Bell")
    make_credential(person, specialty="nephrology")
    return person


@pytest.fixture
def dr_cole(ada: User) -> User:
    person = hire("dr_cole", Role.CLINICIAN, name="Dr Carl Cole")
    make_credential(person, specialty="general-practice")
    return person


@pytest.fixture
def pat(db: None) -> User:
    return hire("pat", Role.PUBLISHER)


@pytest.fixture
def cora(db: None) -> User:
    return hire("cora", Role.COORDINATOR)


@pytest.fixture
def staff(
    alice: User, dr_bell: User, dr_cole: User, pat: User, cora: User, ada: User
) -> dict[str, User]:
    """Everybody, with nothing to be told of yet."""
    pass_over()
    return {u.username: u for u in (alice, dr_bell, dr_cole, pat, cora, ada)}
