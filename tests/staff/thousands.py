"""Thousands of reviews: one made by the real verbs, the others copied from it in bulk.

The copies go past the verbs but through every guard of the database, so each is a lawful review
over its own text. Tasks, writers, languages and days are spread over them in turn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from education.content.manuscript import sha256
from education.content.models import Topic
from education.people.models import User
from education.review.models import Assignment, Review

CHUNK = 500


def plant(first: Review, total: int, *, holders: list[User], writer: User) -> None:
    """Go from one open review to ``total``.

    Every third is the task of one of the holders, ``writer`` wrote in every fifth, every seventh
    waits for its author, every tenth is late.
    """
    numbers: Iterator[int] = iter(range(2, total + 1))
    while chunk := list(islice(numbers, CHUNK)):
        with transaction.atomic():
            _copies(first, chunk, holders, writer)


def _copies(first: Review, numbers: list[int], holders: list[User], writer: User) -> None:
    assert first.topic is not None
    topics = _insert(
        Topic(
            slug=f"planted-{n}",
            title=f"Planted page {n}",
            owner=first.topic.owner,
            language="es" if n % 4 == 0 else "en",
            specialty=first.topic.specialty,
        )
        for n in numbers
    )
    reviews = _insert(
        _copy_of(
            first,
            topic,
            due_on=first.due_on - timedelta(days=40 if n % 10 == 0 else 0),
            contributors=[*first.contributors, *([writer.pk] if n % 5 == 0 else [])],
        )
        for n, topic in zip(numbers, topics, strict=True)
    )
    now = timezone.now()
    _insert(
        Assignment(review=review, person=(who := holders[n % len(holders)]), by=who, at=now)
        for n, review in zip(numbers, reviews, strict=True)
        if n % 3 == 0
    )
    back = [r.pk for n, r in zip(numbers, reviews, strict=True) if n % 7 == 0]
    Review._base_manager.filter(pk__in=back).update(state="changes_requested")


def _copy_of(first: Review, topic: Topic, **changed: Any) -> Review:
    page = json.loads(first.manuscript) | {"topic_id": topic.pk, "title": topic.title}
    text = json.dumps(page, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    values = {f.attname: getattr(first, f.attname) for f in Review._meta.concrete_fields}
    own = {"id": None, "topic_id": topic.pk, "manuscript": text, "fingerprint": sha256(text)}
    return Review(**{**values, **own, **changed})


def _insert(rows: Iterator[models.Model]) -> list[Any]:
    """Insert in bulk, past the staff's managers but not past the guards."""
    made = list(rows)
    return type(made[0])._base_manager.bulk_create(made) if made else []
