"""Two questions that machines ask: is the process up, and can it serve?"""

from __future__ import annotations

import time
from functools import lru_cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from education.publishing import guards

#: Seconds for which the answer about tables and guards is kept; the database is asked every time.
KEPT_FOR = 5


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process does; touches no database."""
    return _answer({"status": "ok"}, 200)


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served and guarded, else 503 with the names of what is amiss."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        failing = tables_and_guards(str(connection.settings_dict["NAME"]), _moment())
    except DatabaseError:
        failing = ("database",)
    status = "unavailable" if failing else "ok"
    return _answer({"status": status, "failing": list(failing)}, 503 if failing else 200)


def _moment() -> int:
    return int(time.monotonic() // KEPT_FOR)


@lru_cache(maxsize=1)
def tables_and_guards(database: str, moment: int) -> tuple[str, ...]:
    """Name the migrations not applied and the guards not standing; asked anew each ``moment``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    waiting = [f"migration {migration.app_label}.{migration.name}" for migration, _ in plan]
    return (*waiting, *(f"guard {name}" for name in guards.missing()))


def _answer(body: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
