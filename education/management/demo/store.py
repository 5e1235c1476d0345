"""The demo's own database: how it is told from every other, and whether it is filled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from education.errors import WrongState

#: Written in the header of the SQLite file (PRAGMA application_id): "CsDm".
APPLICATION_ID = 0x4373446D
#: Raise when the contents change, so that an older demo is told apart (PRAGMA user_version).
CONTENTS = 2


def refuse_foreign(file: Path) -> None:
    """Raise ``WrongState`` when the file is there and holds anything but a demo.

    Only reads: opening a database the way the site does would already change its journal.
    """
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
            (marked,) = database.execute("PRAGMA application_id").fetchone()
            (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        raise WrongState(_not_ours(str(file))) from error
    if tables and marked != APPLICATION_ID:
        raise WrongState(_not_ours(str(file)))


def claim_for_demo() -> None:
    """Mark an empty SQLite database as the demo's own; does nothing when it is.

    Raises ``WrongState`` for any other database.
    """
    if connection.vendor != "sqlite":
        raise WrongState("The demo has an SQLite file of its own and writes nowhere else.")
    if _pragma("application_id") == APPLICATION_ID:
        return
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise WrongState(_not_ours(str(connection.settings_dict["NAME"])))
        cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def require_demo() -> None:
    """Raise ``WrongState`` unless the database at hand is the demo's own."""
    if connection.vendor != "sqlite" or _pragma("application_id") != APPLICATION_ID:
        raise WrongState("This is not the demo's database, so the demo writes nothing here.")


def is_filled() -> bool:
    """Tell whether the demo's contents are there; they come all at once or not at all.

    Raises ``WrongState`` when they were written by another version of the demo.
    """
    contents = _pragma("user_version")
    if contents not in (0, CONTENTS):
        raise WrongState(
            "This demo was made by another version: delete its file, and a new one is made."
        )
    return contents == CONTENTS


def mark_filled() -> None:
    """Note, in the transaction that wrote them, that the contents are complete."""
    if not connection.in_atomic_block:
        raise WrongState("The demo is filled in one transaction.")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {CONTENTS}")


def _not_ours(name: str) -> str:
    return f"{name} is not a demo database, so it is left alone: name another file with --db."


def _pragma(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return int(cursor.fetchone()[0])
