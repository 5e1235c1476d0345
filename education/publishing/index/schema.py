"""What the database does for the index by itself: full text that follows ``IndexedPage``.

On SQLite two FTS5 tables, kept by triggers; on PostgreSQL two generated tsvector columns with GIN
indexes. Put in place after every migrate, because SQLite drops triggers with their table
(pitfalls D1). Titles have an index of their own, so that the best hits are found at once however
many pages have a word somewhere.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

TABLE = "education_indexedpage"
WORDS, TITLES = "education_indexedpage_words", "education_indexedpage_titles"
_COLUMNS = {WORDS: ("title", "answer", "points", "body", "tags"), TITLES: ("title", "tags")}
_TRIGGERS = ("put", "taken", "moved")

# The tokens are folded stems already: nothing is left for the database to fold or to stem.
_POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('pg_catalog.simple'::regconfig, title), 'A') || "
    "setweight(to_tsvector('pg_catalog.simple'::regconfig, answer), 'B') || "
    "setweight(to_tsvector('pg_catalog.simple'::regconfig, points), 'C') || "
    "setweight(to_tsvector('pg_catalog.simple'::regconfig, body || ' ' || tags), 'D')) STORED",
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS title_words tsvector GENERATED ALWAYS AS ("
    "to_tsvector('pg_catalog.simple'::regconfig, title || ' ' || tags)) STORED",
    f"CREATE INDEX IF NOT EXISTS {WORDS} ON {TABLE} USING gin (words) WITH (fastupdate = off)",
    f"CREATE INDEX IF NOT EXISTS {TITLES} ON {TABLE} USING gin (title_words) "
    "WITH (fastupdate = off)",
)


def install(using: str) -> None:
    """Create what is missing; does nothing when all stands, or before the table is there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        statements = _sqlite() if connection.vendor == "sqlite" else _POSTGRESQL
        for statement in statements:
            cursor.execute(statement)


def missing(using: str) -> list[str]:
    """Return the names of what the database should do by itself and does not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master")
            wanted = [WORDS, TITLES, *(f"{t}_{one}" for t in _COLUMNS for one in _TRIGGERS)]
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
            wanted = [WORDS, TITLES]
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in there]


def _sqlite() -> list[str]:
    return [statement for table in _COLUMNS for statement in _full_text(table)]


def _full_text(table: str) -> list[str]:
    columns = ", ".join(_COLUMNS[table])
    new = ", ".join(f"NEW.{column}" for column in _COLUMNS[table])
    old = ", ".join(f"OLD.{column}" for column in _COLUMNS[table])
    put = f"INSERT INTO {table}(rowid, {columns}) VALUES (NEW.edition_id, {new});"  # noqa: S608
    # How an entry leaves a full-text table that keeps no words of its own (FTS5, 4.4.3).
    take = (
        f"INSERT INTO {table}({table}, rowid, {columns}) "  # noqa: S608
        f"VALUES ('delete', OLD.edition_id, {old});"
    )
    trigger = f"CREATE TRIGGER IF NOT EXISTS {table}"
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({columns}, content='{TABLE}', "
        "content_rowid='edition_id', tokenize='unicode61 remove_diacritics 0')",
        f"{trigger}_put AFTER INSERT ON {TABLE} BEGIN {put} END",
        f"{trigger}_taken AFTER DELETE ON {TABLE} BEGIN {take} END",
        f"{trigger}_moved AFTER UPDATE ON {TABLE} BEGIN {take} {put} END",
    ]


def rebuild(connection: Any) -> None:
    """Make the full text anew from the rows it follows; PostgreSQL's cannot differ from them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in _COLUMNS:
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")  # noqa: S608
