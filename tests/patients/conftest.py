"""Readers' pages start each test with an empty memory, and with a page that is really live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from education.content.models import Topic
from education.patients import answers
from education.patients.cache import forget
from education.people.models import User
from education.publishing.models import Edition
from tests.builders import make_topic, publish_page


@pytest.fixture(autouse=True)
def _empty_memory() -> Iterator[None]:
    forget()
    answers.forget()
    yield
    forget()
    answers.forget()


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


@pytest.fixture
def django(monkeypatch: pytest.MonkeyPatch) -> WSGIHandler:
    """The application behind the front; its requests leave the test's connection open."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    return WSGIHandler()
