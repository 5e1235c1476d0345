"""Guards and counters as triggers: how they are spelt, put in place, found missing or altered.

Triggers are created after every migrate, because SQLite drops them silently when it rebuilds a
table (pitfalls D1). What stands is compared word for word with what should.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

PREFIX = "countersign_"
#: How far a counter moves at most with one change: 1 and a number below 2**20.
LONGEST_STEP = 2**20


@dataclass(frozen=True, slots=True)
class Trigger(ABC):
    """What the database does by itself in ``table`` at ``moment``."""

    table: str
    moment: str
    name: str

    @property
    def trigger(self) -> str:
        """The trigger's name in the database; short enough for PostgreSQL's 63 bytes."""
        return f"{PREFIX}{self.table.removeprefix('education_')}_{self.name}"

    def statements(self, vendor: str, schema: str) -> list[str]:
        """Return the SQL that creates this trigger anew."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.trigger}", self.on_sqlite()]
        trigger, body = self.on_postgresql()
        return [
            # Looked up in this schema and never first in pg_temp, or anybody could lay a
            # temporary table of the same name over the one that a guard reads.
            f"CREATE OR REPLACE FUNCTION {self.trigger}() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = {schema}, pg_temp AS $guard${body}$guard$",
            f"DROP TRIGGER IF EXISTS {self.trigger} ON {self.table}",
            trigger,
            # Fires also where triggers are switched off for replication.
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.trigger}",
        ]

    @abstractmethod
    def on_sqlite(self) -> str:
        """Return the CREATE TRIGGER statement as SQLite stores it."""

    @abstractmethod
    def on_postgresql(self) -> tuple[str, str]:
        """Return the CREATE TRIGGER statement and the body of its function, as PostgreSQL does."""

    def _calling(self, each: str) -> str:
        return (
            f"CREATE TRIGGER {self.trigger} {self.moment} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.trigger}()"
        )


@dataclass(frozen=True, slots=True)
class Guard(Trigger):
    """One refusal: in ``table`` at ``moment`` when ``condition`` holds."""

    condition: str
    message: str

    def on_sqlite(self) -> str:
        """Return the CREATE TRIGGER statement as SQLite stores it."""
        return (
            f"CREATE TRIGGER {self.trigger} {self.moment} ON {self.table} "
            f"WHEN {self.condition} BEGIN SELECT RAISE(ABORT, {self._quoted}); END"
        )

    def on_postgresql(self) -> tuple[str, str]:
        """Return the CREATE TRIGGER statement and the body of its function, as PostgreSQL does."""
        return (
            self._calling("STATEMENT" if "TRUNCATE" in self.moment else "ROW"),
            f"BEGIN IF {self.condition} THEN RAISE EXCEPTION {self._quoted} "
            f"USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {'OLD' if 'DELETE' in self.moment else 'NEW'}; END",
        )

    @property
    def _quoted(self) -> str:
        escaped = self.message.replace("'", "''")
        return f"'{escaped}'"


@dataclass(frozen=True, slots=True)
class Counter(Trigger):
    """One statement that is carried out with each change of ``table``, in the same transaction.

    Before the change, so that whoever changes these rows holds the counter first, in this order
    always. On PostgreSQL once a statement, on SQLite once a row: it has nothing else.
    """

    #: Ends without a semicolon; ``{random}`` stands for a number from 0 to below LONGEST_STEP.
    statement: str

    def on_sqlite(self) -> str:
        """Return the CREATE TRIGGER statement as SQLite stores it."""
        statement = self.statement.format(random=f"abs(random() % {LONGEST_STEP})")
        return f"CREATE TRIGGER {self.trigger} {self.moment} ON {self.table} BEGIN {statement}; END"

    def on_postgresql(self) -> tuple[str, str]:
        """Return the CREATE TRIGGER statement and the body of its function, as PostgreSQL does."""
        statement = self.statement.format(random=f"floor(random() * {LONGEST_STEP})::bigint")
        return self._calling("STATEMENT"), f"BEGIN {statement}; RETURN NULL; END"


def take_away(connection: Any, guards: Iterable[Trigger]) -> None:
    """Drop these guards where they stand."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in guards:
            on = "" if connection.vendor == "sqlite" else f" ON {guard.table}"
            if guard.table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.trigger}{on}")


def put_in_place(connection: Any, guards: Iterable[Trigger]) -> None:
    """Create every guard whose table is there and which is missing or differs.

    Guards of an earlier version that are no longer in the list are taken away.
    """
    absent = set(missing(connection, guards))
    outdated = [(n, on) for n, on in strangers(connection, guards) if n.startswith(PREFIX)]
    with connection.cursor() as cursor:
        for name, table in outdated:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER {name}{on}")
        tables = set(connection.introspection.table_names(cursor))
        schema = _schema(cursor) if connection.vendor == "postgresql" else ""
        for guard in guards:
            if guard.trigger in absent and guard.table in tables:
                for statement in guard.statements(connection.vendor, schema):
                    cursor.execute(statement)


def missing(connection: Any, guards: Iterable[Trigger]) -> list[str]:
    """Return the names of guards that do not stand in the database exactly as they should."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = _standing_sqlite(cursor)
            return [g.trigger for g in guards if found.get(g.trigger) != (g.on_sqlite(),)]
        path = f"search_path={_schema(cursor)}, pg_temp"
        found = _standing_postgresql(cursor)
        return [g.trigger for g in guards if found.get(g.trigger) != (*g.on_postgresql(), path)]


def strangers(connection: Any, guards: Iterable[Trigger]) -> list[tuple[str, str]]:
    """Return ``(name, table)`` of triggers on guarded tables that are no guards."""
    known = {g.trigger for g in guards}
    tables = {g.table for g in guards}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
            )
        return sorted((n, on) for n, on in cursor.fetchall() if on in tables and n not in known)


def _schema(cursor: Any) -> str:
    cursor.execute("SELECT quote_ident(current_schema())")
    schema: str = cursor.fetchone()[0]
    return schema


def _standing_sqlite(cursor: Any) -> dict[str, tuple[str, ...]]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: (sql,) for name, sql in cursor.fetchall()}


def _standing_postgresql(cursor: Any) -> dict[str, tuple[str, ...]]:
    # 'A' = fires in every session; a disabled guard counts as missing.
    cursor.execute(
        "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc, p.proconfig FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND n.nspname = current_schema()"
    )
    return {
        name: (definition, body, ", ".join(settings or ()))
        for name, definition, body, settings in cursor.fetchall()
    }
