"""Keeps the index beside the live pages, in the transaction that changes them.

``put`` and ``take`` are called where a page goes live and where it comes down; dates that move
change nothing here, because every question joins the live pages. ``mend`` makes good whatever
differs, and ``differences`` names it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q

from education.audit import chain
from education.publishing.index import schema
from education.publishing.index.entries import VERSION, Entry, entry_of
from education.publishing.index.models import IndexedPage, IndexedWord, ShelfCount, Shelved
from education.publishing.index.spelling import keys_of
from education.publishing.models import Edition, LivePage, LiveVersion

#: Pages that are indexed at once, so that memory stays flat.
BATCH = 200
_Shelf = tuple[str, str, str, str]


def put(editions: Iterable[Edition]) -> None:
    """Index live editions, in place of what their pages had in the index before."""
    made = [(edition, entry_of(edition.page())) for edition in editions]
    take(edition.topic_id for edition, _ in made)
    IndexedPage.objects.bulk_create([_page(*one) for one in made])
    Shelved.objects.bulk_create([row for one in made for row in _shelved(*one)])
    _count((_shelf(row) for one in made for row in _shelved(*one)), by=1)
    for language in {entry.language for _, entry in made}:
        _learn(language, {word for _, e in made if e.language == language for word in e.words})


def take(topic_ids: Iterable[int]) -> None:
    """Take pages out of the index."""
    editions = Edition.objects.filter(topic__in=list(topic_ids))
    _take(list(editions.order_by("pk").values_list("pk", flat=True)))


def _tell() -> None:
    """Say that lists are others now, also where no page went live or came down."""
    # The number is one of the database's own (``guards``); any step up will do.
    LiveVersion.objects.update(number=F("number") + 1)


def _take(edition_ids: list[int]) -> None:
    _tell()
    standing = Shelved.objects.filter(edition__in=edition_ids)
    _count(standing.values_list(*_SHELF), by=-1)
    standing.delete()
    IndexedPage.objects.filter(pk__in=edition_ids).delete()


_SHELF = ("language", "system", "kind", "letter")


def _shelf(row: Shelved) -> _Shelf:
    return row.language, row.system, row.kind, row.letter


def _page(edition: Edition, entry: Entry) -> IndexedPage:
    return IndexedPage(
        edition=edition,
        language=entry.language,
        published_at=edition.published_at,
        version=VERSION,
        title=entry.title,
        answer=entry.answer,
        points=entry.points,
        body=entry.body,
        tags=entry.tags,
    )


def _shelved(edition: Edition, entry: Entry) -> list[Shelved]:
    return [
        Shelved(
            edition=edition,
            language=entry.language,
            system=place.system,
            kind=place.kind,
            letter=place.letter,
            sort_key=entry.sort_key,
        )
        for place in entry.places
    ]


def _count(shelves: Iterable[_Shelf], *, by: int) -> None:
    """Keep the numbers of pages on the shelves that readers see."""
    moved = Counter(shelf for shelf in shelves if not shelf[1].startswith("code:"))
    rows = iter(sorted(moved.items()))
    while some := list(islice(rows, BATCH)):
        values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                # Only our own names and placeholders stand in it.
                "INSERT INTO education_shelfcount (language, system, kind, letter, n) "  # noqa: S608
                f"VALUES {values} ON CONFLICT (language, system, kind, letter) "
                "DO UPDATE SET n = education_shelfcount.n + excluded.n",
                [part for shelf, n in some for part in (*shelf, by * n)],
            )


def _learn(language: str, words: set[str]) -> None:
    """Add words to those that misspellings are compared with; none is ever shown unless found."""
    ordered = iter(sorted(words))
    while some := list(islice(ordered, BATCH)):
        known = set(
            IndexedWord.objects.filter(language=language, word__in=some).values_list(
                "word", flat=True
            )
        )
        IndexedWord.objects.bulk_create(
            [
                IndexedWord(language=language, key=key, word=word)
                for word in some
                if word not in known
                for key in keys_of(word, language)
            ],
            ignore_conflicts=True,
        )


# --- making good ------------------------------------------------------------------------------


def index_is_there() -> bool:
    """Tell whether the index has its tables: not while migrations have gone half their way."""
    return IndexedPage._meta.db_table in connection.introspection.table_names()


def mend() -> Iterator[str]:
    """Index what is live and is not indexed, or by an older version, and drop what is not live."""
    if not (_absent().exists() or _stray().exists()):
        return
    with chain.writing():
        absent, stray = list(_absent()), list(_stray())
        if stray:
            _take(stray)
        for ids in _by_batch(absent):
            put(Edition.objects.filter(pk__in=ids).order_by("pk"))
    yield f"indexed {len(absent)} pages that search lacked, and dropped {len(stray)}"


def make_anew() -> int:
    """Empty the index and make all of it again; return the number of pages."""
    with chain.writing():
        for model in (Shelved, IndexedPage, ShelfCount, IndexedWord):
            model._base_manager.all().delete()
        schema.rebuild(connection)
        live = list(LivePage.objects.order_by("edition_id").values_list("edition", flat=True))
        for ids in _by_batch(live):
            put(Edition.objects.filter(pk__in=ids).order_by("pk"))
    return len(live)


def _by_batch(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))


def _absent() -> Any:
    """Live editions without an entry of this version."""
    there = LivePage.objects.filter(
        Q(edition__indexed=None) | ~Q(edition__indexed__version=VERSION)
    )
    return there.order_by("edition_id").values_list("edition", flat=True)


def _stray() -> Any:
    """Editions that are in the index and not live."""
    held = Q(indexed__isnull=False) | Q(shelved__isnull=False)
    gone = Edition.objects.filter(held, live_page=None).order_by("pk").distinct()
    return gone.values_list("pk", flat=True)


def differences() -> Iterator[tuple[str, str]]:
    """Yield (record, what is wrong) for all in which the index differs from the live pages."""
    for name in schema.missing("default"):
        yield name, "is not there: search cannot follow the index."
    for pk in _stray():
        yield f"indexedpage:{pk}", "is found, though it is not live."
    last, live = 0, LivePage.objects.order_by("pk").select_related("edition__indexed")
    while pages := list(live.filter(pk__gt=last)[:BATCH]):
        last = pages[-1].pk
        places: dict[int, list[tuple[Any, ...]]] = {}
        standing = Shelved.objects.filter(edition__in=[page.edition_id for page in pages])
        for edition_id, key, *shelf in standing.values_list("edition", "sort_key", *_SHELF):
            places.setdefault(edition_id, []).append((bytes(key), *shelf))
        for page in pages:
            if not _is_right(page.edition, places.get(page.edition_id, [])):
                yield (
                    f"indexedpage:{page.edition_id}",
                    "is not found by its signed words.",
                )
    yield from _miscounted()


def _is_right(edition: Edition, places: list[tuple[Any, ...]]) -> bool:
    held = IndexedPage.objects.none() if not hasattr(edition, "indexed") else edition.indexed
    if not isinstance(held, IndexedPage):
        return False
    entry = entry_of(edition.page())
    expected, shelves = _page(edition, entry), _shelved(edition, entry)
    same = all(
        getattr(held, field.attname) == getattr(expected, field.attname)
        for field in IndexedPage._meta.concrete_fields
    )
    return same and sorted(places) == sorted((s.sort_key, *_shelf(s)) for s in shelves)


def _miscounted() -> Iterator[tuple[str, str]]:
    counted = ShelfCount.objects.exclude(n=0).values_list(*_SHELF, "n")
    shown = Shelved.objects.exclude(system__startswith="code:").values_list(*_SHELF)
    there = shown.order_by(*_SHELF).annotate(n=Count("pk"))
    for *shelf, n in set(counted) ^ set(there):
        name = " ".join(part for part in shelf if part)
        yield f"shelfcount:{name}", f"says or lacks {n} pages."
