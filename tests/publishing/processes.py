"""Real processes on a real database: verbs at once, and verbs killed between two statements.

Run as a program, this is the driver: it sets Django up once, opens no connection, and forks one
process per verb. It reads one JSON request from standard input and answers with one.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
Call = dict[str, Any]


# --- in the test ------------------------------------------------------------------------------


def drive(url: str, request: dict[str, Any]) -> Any:
    """Send one request to a driver on the database at ``url``; return its answer."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.publishing.processes"],
        input=json.dumps(request),
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def url_of(name: str) -> str:
    """The URL of another database on the server of DATABASE_URL."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


def shared(folder: Path) -> str:
    """Return the URL at which other processes find what the test has committed.

    On SQLite that is a copy in ``folder``, since a test's database lives in memory.
    """
    if connection.vendor == "postgresql":
        return url_of(str(connection.settings_dict["NAME"]))
    file = folder / "shared.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    # A copy does not write ahead. Processes that all ask for it at once are told "database is
    # locked" now and then, without waiting; so it is asked for here, before any of them comes.
    copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    return f"sqlite:///{file}"


# --- in the driver ----------------------------------------------------------------------------


def main() -> None:
    """Answer a request: ``together`` runs calls at once, ``kill`` kills one call at each step."""
    import django
    from django.conf import settings

    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    request = json.load(sys.stdin)
    if "together" in request:
        answer: Any = {"said": _together(request["together"]), "after": _asked(_examine)}
    else:
        answer = _killed(request["kill"], request["every"])
    json.dump(answer, sys.stdout)


def _together(calls: Sequence[Call]) -> list[Any]:
    """Start all calls at the same moment; return what each said."""
    gate, start = os.pipe()
    running = [_fork(lambda c=call: _wait_and_do(gate, start, c)) for call in calls]
    os.close(gate)
    os.close(start)  # The last writing end: every reader wakes up.
    return [_answer(*one) for one in running]


def _wait_and_do(gate: int, start: int, call: Call) -> str:
    os.close(start)
    os.read(gate, 1)
    return _do(call)


def _killed(call: Call, every: int) -> dict[str, Any]:
    """Kill the call before its n-th statement, for growing n, until it gets through."""
    before, points, wrong = _asked(_state), 0, []
    for n in range(1, 10_000, every):
        said = _answer(*_fork(lambda n=n: _do(call, die_at=n)))
        if said is not None:
            break
        points += 1
        if _asked(_state) != before:
            wrong.append(n)
    else:
        said = "never ended"
    return {"killed": points, "changed": wrong, "said": said, "after": _asked(_examine)}


def _fork(act: Callable[[], Any]) -> tuple[int, int]:
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    os.close(read)
    status = 1
    try:
        os.write(write, json.dumps(act()).encode())
        status = 0
    finally:
        os._exit(status)


def _answer(pid: int, read: int) -> Any:
    """What a forked process said; None when it was killed."""
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return None
    assert status == 0, "A forked process failed: see standard error."
    return json.loads(said)


def _asked(question: Callable[[], Any]) -> Any:
    return _answer(*_fork(question))


# --- in a forked process ----------------------------------------------------------------------


def _do(call: Call, die_at: int = 0) -> str:
    """Do one verb; return "done" or the name of the refusal."""
    from django.db import connection

    from education.errors import Refused
    from tests.publishing.verbs_by_name import prepare

    act = prepare(call)
    count = 0

    def count_down(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    def commit() -> None:
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        really()

    really, connection._commit = connection._commit, commit  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(count_down):
            act()
    except Refused as refused:
        return type(refused).__name__
    return "done"


def _state() -> list[str]:
    from django.db import connection

    from education.publishing.sealed import guarded_models, table_of

    tables = sorted({*(m._meta.db_table for m in guarded_models()), table_of("AuditEvent")})
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            rows += [repr(row) for row in cursor.fetchall()]
        return rows


def _examine() -> dict[str, Any]:
    from django.db.models import Count

    from education.audit.models import AuditEvent
    from education.publishing.integrity import faults
    from education.publishing.models import LivePage, Withdrawal
    from education.review.models import Review

    return {
        "faults": [str(fault) for fault in faults()],
        "events": dict(
            AuditEvent.objects.order_by().values_list("action").annotate(n=Count("seq"))
        ),
        "withdrawn": sorted(Withdrawal.objects.values_list("kind", "edition__slug")),
        "live": sorted(LivePage.objects.values_list("slug", flat=True)),
        "states": {str(r.pk): r.state for r in Review.objects.all()},
    }


if __name__ == "__main__":
    main()
