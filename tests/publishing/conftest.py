"""The clinic that attacks and examinations share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.publishing.world import World, clinic


@pytest.fixture(scope="module")
def _clinic(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with clinic(django_db_blocker) as made:
        yield made


@pytest.fixture
def world(_clinic: World, db: None) -> World:
    """A clinic in the middle of its work, built once for a module; each test undoes what it did."""
    return _clinic.fresh()
