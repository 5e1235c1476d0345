"""``manage.py demo`` as a newcomer runs it: a real process, without an environment."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from education.management.demo import story
from education.management.demo.blood_pressure import SALT
from education.management.demo.exosomes import PAGE as EXOSOMES
from education.management.demo.people import EVERYBODY, PASSWORD
from education.management.demo.shapes import Person

ROOT = Path(__file__).resolve().parents[2]
#: No more than a shell needs to start Python; a database address that would fail if it were used.
BARE = {"PATH": os.environ["PATH"], "DATABASE_URL": "postgres://nobody@192.0.2.1:9/nothing"}


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "demo", *arguments]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), env=BARE, cwd="/", capture_output=True, text=True, timeout=300
    )


def contents(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        return hashlib.sha256("\n".join(database.iterdump()).encode()).hexdigest()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo whose first run was killed half-way, in a folder that was not there."""
    path = tmp_path_factory.mktemp("demo") / "not there yet #1" / "demo.sqlite3"
    started = subprocess.Popen(
        command("--no-serve", "--db", str(path)),
        env=BARE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert started.stdout is not None
    for line in started.stdout:
        if SALT.title in line:
            break
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    started.stdout.close()
    return path


@pytest.fixture(scope="module")
def first(file: Path) -> subprocess.CompletedProcess[str]:
    """The run that completes it."""
    return run("--no-serve", "--db", str(file))


def test_a_killed_demo_is_completed_by_the_next_run(
    first: subprocess.CompletedProcess[str], file: Path
) -> None:
    assert (first.returncode, first.stderr) == (0, "")
    with closing(sqlite3.connect(file)) as database:
        (live,) = database.execute("SELECT count(*) FROM education_livepage").fetchone()
    assert live == len(story.PAGES) - 2


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.username)
def test_it_prints_each_login(first: subprocess.CompletedProcess[str], person: Person) -> None:
    assert person.username in first.stdout
    assert PASSWORD in first.stdout


@pytest.mark.parametrize(
    "address", ["/", f"/topics/{EXOSOMES.slug}/", "/desk/", "/admin/", "/es/topics/"]
)
def test_it_prints_where_to_look(first: subprocess.CompletedProcess[str], address: str) -> None:
    assert f"http://127.0.0.1:8000{address}" in first.stdout


def test_a_second_run_says_so_and_changes_nothing(
    first: subprocess.CompletedProcess[str], file: Path
) -> None:
    before = contents(file)
    second = run("--no-serve", "--db", str(file))
    assert (second.returncode, second.stderr) == (0, "")
    assert "nothing was changed" in second.stdout
    assert contents(file) == before


def test_every_record_of_it_stands_as_it_was_signed(
    first: subprocess.CompletedProcess[str], file: Path
) -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "check_integrity"],
        env={**BARE, "DATABASE_URL": f"sqlite:///{quote(str(file))}"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert checked.returncode == 0, checked.stdout


def test_it_serves_until_it_is_stopped(first: subprocess.CompletedProcess[str], file: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        command("--db", str(file), "--port", str(port)),
        env=BARE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        status = answer(port, f"/topics/{EXOSOMES.slug}/", server)
    finally:
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=30)
    assert status == 200
    assert server.returncode == 0
    assert "Traceback" not in errors


def answer(port: int, path: str, server: subprocess.Popen[str]) -> int:
    """Ask until somebody answers, for at most 30 seconds."""
    for _ in range(150):
        assert server.poll() is None, "The server ended by itself."
        site = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            site.request("GET", path)
            return site.getresponse().status
        except OSError:
            time.sleep(0.2)
        finally:
            site.close()
    raise AssertionError("The server did not answer.")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_one_sentence_and_exit_2(taken: int, tmp_path: Path) -> None:
    refused = run("--port", str(taken), "--db", str(tmp_path / "demo.sqlite3"))
    assert refused.returncode == 2
    assert refused.stderr.strip().endswith(
        f"Port {taken} is taken: stop what uses it, or choose another with --port."
    )
    assert not (tmp_path / "demo.sqlite3").exists()


def refusal(file: Path) -> str:
    """Return the sentence with which the command leaves a file alone (exit code 2)."""
    with pytest.raises(CommandError) as refused:
        call_command("demo", no_serve=True, db=str(file))
    assert refused.value.returncode == 2
    return str(refused.value)


def test_a_database_of_another_kind_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "clinic.sqlite3"
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE patient (name TEXT)")
    before = other.read_bytes()
    assert "clinic.sqlite3 is not a demo database" in refusal(other)
    assert other.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear colleague, " * 200)
    assert "letter.txt is not a demo database" in refusal(other)
    assert other.read_text() == "Dear colleague, " * 200


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    assert "Cannot write" in refusal(tmp_path)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    assert "Cannot write" in refusal(tmp_path / "taken" / "demo.sqlite3")
