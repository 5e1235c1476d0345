"""``run_due`` in real processes on a real database, together and killed; mail lands in files.

Run as a program, this is the driver: it sets Django up once, opens no connection, and forks one
process for each run. It reads one JSON request from standard input and answers with one.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


# --- in the test ------------------------------------------------------------------------------


def environment(url: str, mails: Path) -> dict[str, str]:
    """What a process needs to work on a database and to send mail into a folder."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "EMAIL_URL": f"file:///{mails}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def drive(url: str, mails: Path, request: dict[str, Any]) -> Any:
    """Send one request to a driver on the database at ``url``; return its answer."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.notifications.processes"],
        input=json.dumps(request),
        env=environment(url, mails),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# --- in the driver ----------------------------------------------------------------------------


def main() -> None:
    """Answer a request: ``kill`` kills runs at growing points, ``bury`` lets the dead be old."""
    import django

    django.setup()
    request = json.load(sys.stdin)
    answer: dict[str, Any] = {}
    if "kill" in request:
        answer["killed"] = _killed(request["kill"])
    if "bury" in request:
        _forked(_bury)
        answer["ended"] = _forked(lambda: _run(0))
    answer["messages"] = json.loads(_forked(_messages, wants=True))
    json.dump(answer, sys.stdout)


def _killed(every: int) -> int:
    """Kill runs before their n-th statement, for growing n, until one gets through.

    From the first statement on again once the messages are made, so that sending, too, is cut
    short at each of its points.
    """
    count, n, made = 0, 1, False
    while _forked(partial(_run, n)) == "killed":
        count, n = count + 1, n + every
        if not made and _forked(_messages, wants=True) != "[]":
            n, made = 1, True
    return count


def _forked(act: Callable[[], Any], *, wants: bool = False) -> str:
    """Do something in a process of its own; return "ended" or what it said, or "killed"."""
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        status = 1
        try:
            os.close(read)
            said = act()
            os.write(write, json.dumps(said).encode() if wants else b"ended")
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read().decode()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return "killed"
    assert status == 0, "A forked process failed: see standard error."
    return told


# --- in a forked process ----------------------------------------------------------------------


def _run(die_at: int) -> None:
    """Do one ``run_due``, and die before its n-th statement or commit."""
    from django.core.management import call_command
    from django.db import connection

    count = 0

    def count_down() -> None:
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        count_down()
        return run(sql, params, many, context)

    def commit() -> None:
        count_down()
        really()

    really, connection._commit = connection._commit, commit  # type: ignore[method-assign]
    with connection.execute_wrapper(execute):
        call_command("run_due", stdout=StringIO())


def _bury() -> None:
    """Let every sender that died have died long ago."""
    from datetime import timedelta

    from django.utils import timezone

    from education.notifications.models import Message

    long_ago = timezone.now() - timedelta(hours=2)
    Message.objects.filter(state="sending").update(claimed_at=long_ago)


def _messages() -> list[dict[str, str]]:
    from education.notifications.models import Message
    from education.notifications.telling import message_id

    found = Message.objects.select_related("event").order_by("pk")
    return [{"id": message_id([m]), "state": m.state, "error": m.error} for m in found]


if __name__ == "__main__":
    main()
