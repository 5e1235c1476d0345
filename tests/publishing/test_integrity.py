from __future__ import annotations

import pytest

from education.publishing import integrity
from tests.publishing.world import World

pytestmark = pytest.mark.django_db


def test_a_clinic_in_order_has_no_fault(world: World) -> None:
    assert list(integrity.faults()) == []
