"""SQLite writes ahead, so that readers and the one writer do not wait for each other.

A file keeps its mode, but a copy of a database comes back without it, and the switch does not wait
for others as everything else does: whoever opens the file in that moment is told that it is locked.
So the switch is asked for only where it is missing, and again until it is made.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

#: Seconds between two attempts, and how long they go on where the settings name no time.
_PAUSE, _TIMEOUT = 0.02, 5.0


def write_ahead(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Let a new connection to an SQLite file write ahead; waits for others as long as for a lock.

    A database in memory, or on a disk that cannot do it, stays as it is.
    """
    if connection.vendor != "sqlite":
        return
    until = time.monotonic() + connection.settings_dict["OPTIONS"].get("timeout", _TIMEOUT)
    while not _switched(connection, last=time.monotonic() >= until):
        time.sleep(_PAUSE)


def _switched(connection: BaseDatabaseWrapper, *, last: bool) -> bool:
    """Ask for the switch unless it was made; False when somebody else has the file just now."""
    driver = connection.connection
    try:
        (mode,) = driver.execute("PRAGMA journal_mode").fetchone()
        if mode != "wal":
            driver.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
