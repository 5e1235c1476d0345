"""Eight processes race on the same pages while one after the other is killed.

``RACE_SECONDS`` says for how long: a few by default, 60 in ``.ci/run``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import edit, publish_page
from tests.conftest import empty_database
from tests.life.clinic import open_clinic
from tests.notifications.processes import environment
from tests.publishing.processes import ROOT, shared
from tests.publishing.world import FAST

# One worker has them all: each worker that had one would run a race of its own.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("race")]

SECONDS = float(os.environ.get("RACE_SECONDS", "5"))


@pytest.fixture(scope="module")
def raced(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[dict[str, Any]]:
    """What came of the race, on a database of its own that is emptied afterwards."""
    folder: Path = tmp_path_factory.mktemp("race")
    with django_db_blocker.unblock(), FAST:
        try:
            clinic = open_clinic()
            people = clinic.people
            for name, person in people.items():
                edit(person, by=people["ada"], email=f"{name}@clinic.example")
            for topic, author in zip(clinic.topics, ("alice", "amos"), strict=False):
                publish_page(
                    topic,
                    author=people[author],
                    signers=[people["dr_bell"]],
                    publisher=people["pat"],
                )
            yield _race(shared(folder), folder)
        finally:
            empty_database()


def _race(url: str, folder: Path) -> dict[str, Any]:
    mails = folder / "mails"
    mails.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.life.race", str(SECONDS), str(int(time.time()))],
        env={**environment(url, mails), "RACE_TALLY": str(folder / "tally")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS * 3 + 120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    written = "".join(file.read_text() for file in mails.iterdir())
    told["mails"] = Counter(re.findall(r"^Message-ID: (\S+)$", written, re.MULTILINE))
    sys.stdout.write(json.dumps({**told, "mails": told["mails"].total()}, indent=1))
    return told


def test_no_unsigned_word_was_or_is_live(raced: dict[str, Any]) -> None:
    assert (raced["broken"], raced["wrong"]) == ([], [])


def test_every_record_is_there_and_as_it_was_written(raced: dict[str, Any]) -> None:
    assert raced["faults"] == []


def test_nobody_was_told_twice(raced: dict[str, Any]) -> None:
    assert [mail for mail, times in raced["mails"].items() if times > 1] == []
    assert raced["mails"] or SECONDS < 30


def test_work_was_done_and_processes_were_killed(raced: dict[str, Any]) -> None:
    assert raced["killed"] >= int(SECONDS / 3)
    done = {act.removesuffix(" done") for act in raced["counts"] if act.endswith(" done")}
    wanted = {"due", "read"}
    if SECONDS >= 30:
        wanted |= {"edit claim", "edit page", "submit", "sign", "publish", "withdraw", "revoke"}
    assert wanted <= done
