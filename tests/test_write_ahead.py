"""A database brought back from a copy, opened by several real processes at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

#: Opens the database in as many processes at the same moment; its own end says how many failed.
DRIVER = """
import os
import django
django.setup()
from django.db import connection
gate, start = os.pipe()
pids = []
for _ in range(6):
    pids.append(os.fork())
    if not pids[-1]:
        os.close(start)
        os.read(gate, 1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM kept")
            cursor.execute("INSERT INTO kept VALUES (1)")
        os._exit(0)
print("ready", flush=True)
input()
os.close(gate)
os.close(start)
raise SystemExit(sum(os.waitpid(pid, 0)[1] != 0 for pid in pids))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A database as it comes back from a copy: it does not write ahead."""
    file = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE kept (n)")
    return file


def opened(file: Path) -> subprocess.Popen[str]:
    """Return a driver whose processes all wait at the gate."""
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER],
        env={
            **os.environ,
            "DATABASE_URL": f"sqlite:///{file}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert driver.stdout
    assert driver.stdout.readline() == "ready\n"
    return driver


def test_processes_that_open_a_copy_at_once_all_get_in_and_it_writes_ahead(copy: Path) -> None:
    first = sqlite3.connect(copy, isolation_level=None)
    with opened(copy) as driver, closing(first):
        # What whoever comes first holds while it switches: others are turned away at once.
        first.execute("BEGIN IMMEDIATE")
        assert driver.stdin
        driver.stdin.write("go\n")
        driver.stdin.flush()
        with pytest.raises(subprocess.TimeoutExpired):
            driver.wait(0.3)
        first.execute("COMMIT")
        assert driver.wait(60) == 0
    with closing(sqlite3.connect(copy)) as after:
        assert after.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert after.execute("SELECT count(*) FROM kept").fetchone() == (6,)
