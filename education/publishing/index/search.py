"""Search by words: what a reader typed, and the live pages that have it.

Every word has to be found, in whatever form. Pages with all of them in the title come first, then
by the database's own ranking (bm25 on SQLite, ts_rank on PostgreSQL), where the title weighs most,
then the short answer and the names of what the page is about, the key points, and the rest.

What is typed never becomes part of a statement or of a query's syntax: it is cut into words of
letters and digits, each is quoted, and the whole goes in as a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from education.publishing.index import schema
from education.publishing.index.entries import kind_tag, only, system_tag
from education.publishing.index.names import (
    Condition,
    name_sequences,
    named_in,
    taken_for,
)
from education.publishing.index.tokens import stem, stems, token, words
from education.publishing.reading import today

#: Longer questions than this are cut, and words beyond these left out: nobody types more.
LONGEST_QUERY = 100
MOST_WORDS = 8
#: So many hits are ranked and counted; who finds more is asked for another word.
MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for in one language."""

    language: str
    #: The stems of the words, each once.
    stems: tuple[str, ...]
    #: Conditions that the words name.
    named: tuple[Condition, ...]
    #: Conditions that these are mistaken for: pages about one of them alone are not meant.
    not_about: tuple[str, ...]

    def wanted(self) -> list[tuple[str, ...]]:
        """Return what is marked in a hit: the words, and the other names of what they name."""
        return [*((one,) for one in self.stems), *name_sequences(self.named, self.language)]


def asked(query: str, language: str) -> Asked:
    """Return what is asked for by a typed text."""
    found = stems(query[:LONGEST_QUERY], language)
    named = named_in(found, language)
    return Asked(
        language,
        tuple(dict.fromkeys(found))[:MOST_WORDS],
        tuple(named),
        tuple(taken_for(condition.key for condition in named)),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """The live editions that a question finds, best first."""

    edition_ids: tuple[int, ...]
    #: There are more than are counted.
    more: bool = False

    def __len__(self) -> int:
        return len(self.edition_ids)


def search(query: str, among: Iterable[str], *, kind: str = "", system: str = "") -> Found:
    """Return the live pages with all the words, in any of these languages: one query."""
    tags = [kind_tag(kind)] if kind else []
    tags += [system_tag(system)] if system else []
    questions = [one for one in (asked(query, language) for language in among) if one.stems]
    if not questions:
        return Found(())
    expression = _any(_one(question, tags) for question in questions)
    day = connection.ops.adapt_datefield_value(today())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            half = [expression, day, expression]
            cursor.execute(_SQLITE, [*half, MOST_HITS, *half, _CAP])
        else:
            cursor.execute(
                _POSTGRESQL,
                [expression, day, expression, MOST_HITS, expression, day, expression, _CAP],
            )
        rows: list[tuple[int, int, float]] = list(cursor.fetchall())
    return _ranked(rows)


_CAP = MOST_HITS + 1
_LIVE = "JOIN education_livepage l ON l.edition_id = "


def _half(table: str, tier: int, weights: str) -> str:
    """Return the half of the question that one full-text table of SQLite answers.

    bm25 first counts every row that has a word, so it is left out when there are too many hits
    for an order to say much. CROSS JOIN keeps the full text on the outside.
    """
    live = f"{table} f CROSS {_LIVE}f.rowid AND l.lapses_on >= %s WHERE {table} MATCH %s"
    return (
        f"SELECT * FROM (SELECT f.rowid, {tier}, CASE WHEN (SELECT count(*) FROM (SELECT 1 "  # noqa: S608
        f"FROM {table} WHERE {table} MATCH %s LIMIT {_CAP})) > {MOST_HITS} "
        f"THEN 0.0 ELSE bm25({table}, {weights}) END FROM {live} LIMIT %s)"
    )


_SQLITE = (
    f"{_half(schema.TITLES, 1, '1.0, 0.0')} UNION ALL "
    f"{_half(schema.WORDS, 2, '10.0, 5.0, 2.5, 1.0, 0.0')}"
)
_POSTGRESQL = (
    "(SELECT f.edition_id, 1, -ts_rank(f.title_words, %s::tsquery, 1) "  # noqa: S608
    f"FROM {schema.TABLE} f {_LIVE}f.edition_id AND l.lapses_on >= %s "
    "WHERE f.title_words @@ %s::tsquery LIMIT %s) UNION ALL "
    "(SELECT f.edition_id, 2, -ts_rank('{0.1,0.25,0.5,1.0}', f.words, %s::tsquery, 1) "
    f"FROM {schema.TABLE} f {_LIVE}f.edition_id AND l.lapses_on >= %s "
    "WHERE f.words @@ %s::tsquery LIMIT %s)"
)


def _ranked(rows: Sequence[tuple[int, int, float]]) -> Found:
    first: dict[int, tuple[int, float, int]] = {}
    for pk, tier, rank in rows:
        first[pk] = min(first.get(pk, (3, 0.0, pk)), (tier, rank, pk))
    broad = sum(tier == 2 for _, tier, _ in rows) > MOST_HITS
    best = sorted(first, key=first.__getitem__)
    return Found(tuple(best[:MOST_HITS]), more=broad or len(best) > MOST_HITS)


# --- one question as the database takes it ----------------------------------------------------


def _one(question: Asked, tags: Iterable[str], *, heads: bool = False) -> str:
    """Spell one question; with ``heads`` its words have to stand in title, answer or names."""
    language = question.language
    has = [_quoted(token(one, language)) for one in question.stems]
    tagged = [_quoted(token(tag, language)) for tag in tags]
    lacks = [_quoted(token(only(one), language)) for one in question.not_about]
    if connection.vendor == "sqlite":
        where = "{title answer} : " if heads else ""
        both = " AND ".join([f"{where}({' AND '.join(has)})", *tagged])
        return f"({both}{''.join(f' NOT {one}' for one in lacks)})"
    has = [f"{one}:AB" if heads else one for one in has]
    return "(" + " & ".join([*has, *tagged, *(f"!{one}" for one in lacks)]) + ")"


def _any(expressions: Iterable[str]) -> str:
    return (" OR " if connection.vendor == "sqlite" else " | ").join(expressions)


def _quoted(one: str) -> str:
    # A token holds letters and digits only, so nothing in it can end the quotation.
    return f'"{one}"' if connection.vendor == "sqlite" else f"'{one}'"


# --- what helps when nothing is found ---------------------------------------------------------


def typed_words(query: str, language: str) -> list[str]:
    """Return the words of a question as they were typed, without the small ones, each once."""
    typed = [word for _, _, word in words(query[:LONGEST_QUERY]) if stem(word, language)]
    return list(dict.fromkeys(typed))[:MOST_WORDS]


def found_alone(query: str, language: str) -> list[str]:
    """Return the typed words that some live page has: one query."""
    typed = typed_words(query, language)
    if not typed:
        return []
    day = connection.ops.adapt_datefield_value(today())
    parts: list[str] = []
    params: list[Any] = []
    for place, word in enumerate(typed):
        parts.append(_EXISTS[connection.vendor] % place)
        params += [day, _one(asked(word, language), ())]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        found = {place for (place,) in cursor.fetchall()}
    return [word for place, word in enumerate(typed) if place in found]


_EXISTS = {
    "sqlite": f"SELECT %d WHERE EXISTS (SELECT 1 FROM {schema.WORDS} f "  # noqa: S608
    f"CROSS {_LIVE}f.rowid AND l.lapses_on >= %%s WHERE {schema.WORDS} MATCH %%s)",
    "postgresql": f"SELECT %d WHERE EXISTS (SELECT 1 FROM {schema.TABLE} f "  # noqa: S608
    f"{_LIVE}f.edition_id AND l.lapses_on >= %%s WHERE f.words @@ %%s::tsquery)",
}


def matching(query: str, among: Iterable[str]) -> RawSQL | None:
    """Return a subquery of all editions with the words in title, answer or names; for lists.

    None when nothing is asked.
    """
    questions = [one for one in (asked(query, language) for language in among) if one.stems]
    if not questions:
        return None
    expression = _any(_one(question, (), heads=True) for question in questions)
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {schema.WORDS} WHERE {schema.WORDS} MATCH %s"  # noqa: S608
    else:
        sql = f"SELECT edition_id FROM {schema.TABLE} WHERE words @@ %s::tsquery"  # noqa: S608
    return RawSQL(sql, [expression])  # noqa: S611 - the words go in as a parameter
