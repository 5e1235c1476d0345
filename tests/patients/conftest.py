"""Readers' pages start each test with an empty memory, and with a page that is really live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from education.content.models import Topic
from education.patients.cache import forget
from education.people.models import User
from education.publishing.models import Edition
from tests.builders import make_topic, publish_page


@pytest.fixture(autouse=True)
def _empty_memory() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def publish(alice: User, dr_bell: User, pat: User) -> Callable[..., Edition]:
    """Make a topic (or take one), have Dr Bell sign it, and publish it."""

    def make(topic: Topic | None = None, **fields: Any) -> Edition:
        topic = topic or make_topic(alice, **fields)
        return publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)

    return make


@pytest.fixture
def live(publish: Callable[..., Edition]) -> Edition:
    """A page at /topics/kidneys/."""
    return publish(slug="kidneys")
