"""One small constant query, as cheap as the database driver makes it.

Django's cursor costs more in Python than SQLite needs for the query, and on PostgreSQL it has
the query planned anew each time (pitfalls D3). So the driver is asked directly, on Django's own
connection and in whatever transaction that is in, with a statement that is prepared once. While
Django logs queries (DEBUG, and tests that count them) its cursor is used, so that none is hidden.
"""

from __future__ import annotations

import sys
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


class Prepared:
    """A constant query with ``%s`` placeholders."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self._qmark = sql.replace("%s", "?")

    def rows(self, *params: Any) -> list[tuple[Any, ...]]:
        """Return all rows; raises the errors of ``django.db``."""
        connection: Any = connections[DEFAULT_DB_ALIAS]
        if connection.connection is None or connection.queries_logged:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, params)
                return list(cursor)
        try:
            if connection.vendor == "sqlite":
                # The driver keeps the statement prepared under its text.
                return list(connection.connection.execute(self._qmark, params))
            return self._ask_postgresql(connection, params)
        except connection.Database.Error:
            with connection.wrap_database_errors:
                raise

    def _ask_postgresql(self, connection: Any, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        from psycopg import Cursor

        driver = connection.connection
        # The setting says that a pooler hands connections around between statements.
        keep = not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS", False)
        if keep and driver.prepare_threshold is None:
            # Django forbids preparing; allow it where it is asked for, as just below.
            driver.prepare_threshold = sys.maxsize
        with Cursor(driver) as cursor:
            return cursor.execute(self.sql, params, prepare=keep).fetchall()
