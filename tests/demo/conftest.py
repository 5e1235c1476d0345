"""The demo, built once in the empty test database and rolled back when its tests are done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from education.content.manuscript import Manuscript
from education.content.models import Topic
from education.content.services import manuscript_of
from education.management.demo import store, story
from education.management.demo.shapes import Page

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def mark_as_demo(application_id: int = store.APPLICATION_ID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA application_id = {application_id}")


@pytest.fixture(scope="package")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """The story told in full; what it said about each page."""
    if connection.vendor != "sqlite":
        pytest.skip("The demo has an SQLite file of its own and refuses any other database.")
    said: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        mark_as_demo()
        with override_settings(PASSWORD_HASHERS=FAST):
            story.tell(said.append)
        yield said
        transaction.set_rollback(True)


def topic_of(page: Page) -> Topic:
    return Topic.objects.get(language=page.language, slug=page.slug)


def text_of(page: Page) -> Manuscript:
    return manuscript_of(topic_of(page))
