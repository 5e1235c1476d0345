"""Ways to get unsigned words in front of a patient, or to change a signed record.

The table is in ``attacks``: signing, judging, writing, publishing, records, web. The same against
the bare database is in ``test_attacks_sql``, with several processes in ``test_attacks_processes``.
"""

from __future__ import annotations

from inspect import isgeneratorfunction
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import DatabaseError
from django.db.models import ProtectedError

from education.errors import Refused
from tests.publishing.attacks import (
    ATTACKS,
    judging,
    media,
    publishing,
    records,
    signing,
    web,
    writing,
)
from tests.publishing.world import World, state

pytestmark = pytest.mark.django_db
TABLES = (signing, judging, writing, publishing, records, web, media)


REFUSALS = (Refused, DatabaseError, ProtectedError, CommandError)


@pytest.fixture(scope="module")
def untouched(_clinic: World, django_db_blocker: Any) -> dict[str, Any]:
    """What the clinic holds before anybody attacks it."""
    with django_db_blocker.unblock():
        return state()


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_fails_and_changes_nothing(
    world: World, name: str, untouched: dict[str, Any]
) -> None:
    attack = ATTACKS[name]
    steps = attack(world) if isgeneratorfunction(attack) else None
    if steps:
        next(steps)
    before = state() if steps else untouched
    with pytest.raises(REFUSALS):
        list(steps or attack(world) or ())
    assert state() == before


def test_the_table_is_long() -> None:
    assert len(ATTACKS) >= 250
