"""The demo's own database: how it is told from every other, and whether it is filled."""

from __future__ import annotations

from django.db import connection, transaction

from education.errors import WrongState

#: Written in the header of the SQLite file (PRAGMA application_id): "CsDm".
APPLICATION_ID = 0x4373446D
#: Raise when the contents change, so that an older demo is told apart (PRAGMA user_version).
CONTENTS = 1


def claim_for_demo() -> None:
    """Mark an empty SQLite database as the demo's own; does nothing when it is.

    Raises ``WrongState`` for a database of any other kind, or with anything in it.
    """
    if connection.vendor != "sqlite":
        raise WrongState("The demo has an SQLite file of its own and writes nowhere else.")
    if _pragma("application_id") == APPLICATION_ID:
        return
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise WrongState(
                f"{connection.settings_dict['NAME']} is not a demo database, so the demo leaves "
                "it alone: name another file with --db."
            )
        cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def require_demo() -> None:
    """Raise ``WrongState`` unless the database at hand is the demo's own."""
    if connection.vendor != "sqlite" or _pragma("application_id") != APPLICATION_ID:
        raise WrongState("This is not the demo's database, so the demo writes nothing here.")


def is_filled() -> bool:
    """Tell whether the demo's contents are there; they come all at once or not at all."""
    return _pragma("user_version") == CONTENTS


def is_outdated() -> bool:
    """Tell whether the contents were written by another version of the demo."""
    return _pragma("user_version") not in (0, CONTENTS)


def mark_filled() -> None:
    """Note that the contents are complete, in the transaction that wrote them."""
    if not transaction.get_connection().in_atomic_block:
        raise WrongState("The demo is filled in one transaction.")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {CONTENTS}")


def _pragma(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return int(cursor.fetchone()[0])
