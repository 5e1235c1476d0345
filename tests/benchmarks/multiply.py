"""From thousands of live topics to a hundred thousand, in minutes: copies made by the database.

For measuring only, in a database that is thrown away: the copies are rows without
signatures, so the guards are taken away first, and the database serves nobody afterwards.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models, transaction

from education.content.models import Topic
from education.publishing import triggers
from education.publishing.guards import guards
from education.publishing.index.models import IndexedPage, ShelfCount, Shelved
from education.publishing.models import Edition, EditionClaim, LivePage
from education.review.models import Review


def multiply(times: int) -> None:
    """Make every live topic stand ``times`` times, each time at another address and title."""
    triggers.take_away(connection, guards(connection.vendor))
    step = 1 + max(int(Edition.objects.latest("pk").pk), int(Review.objects.latest("pk").pk))
    step += int(Shelved.objects.latest("pk").pk) + int(EditionClaim.objects.latest("pk").pk)
    for n in range(1, times):
        with transaction.atomic():
            _copy(n, n * step, step)
    ShelfCount.objects.update(n=models.F("n") * times)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(n: int, by: int, below: int) -> None:
    page = f"r.id + {by}"
    slug, title = f"r.slug || '-{n}'", f"r.title || ', part {n}'"
    _insert(Topic, below, id=page, slug=slug, title=title)
    of_page = f"r.topic_id + {by}"
    _insert(Review, below, "r.topic_id IS NOT NULL", id=page, topic_id=of_page, manuscript="'{}'")
    review, edition = f"r.review_id + {by}", f"r.edition_id + {by}"
    _insert(Edition, below, id=page, topic_id=of_page, review_id=review, slug=slug, title=title)
    _insert(EditionClaim, below, id=page, edition_id=edition)
    _insert(LivePage, below, id=page, topic_id=of_page, edition_id=edition, slug=slug)
    _insert(IndexedPage, below, edition_id=edition)
    tail = f"{n:03}".encode().hex()
    key = f"CAST(r.sort_key || X'{tail}' AS BLOB)"
    if connection.vendor == "postgresql":
        key = f"r.sort_key || '\\x{tail}'::bytea"
    _insert(Shelved, below, id=page, edition_id=edition, sort_key=key)


def _insert(model: type[models.Model], below: int, where: str = "TRUE", **said: str) -> None:
    columns = [field.column for field in model._meta.concrete_fields]
    values: list[Any] = [said.get(column, f"r.{column}") for column in columns]
    table, pk = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM {table} r WHERE r.{pk} < {below} AND {where}"
        )
