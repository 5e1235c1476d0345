"""``run_due`` twice at once, and killed at every point: nobody is told twice, nobody is forgotten.

Real processes, on both databases; each mail lands in a file, and mails are counted there.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from education.notifications.delivery import HALF_WAY
from education.people.models import Role
from education.review.services import comment
from tests.builders import make_credential, submitted
from tests.notifications.conftest import hire
from tests.notifications.processes import ROOT, drive, environment
from tests.publishing.processes import shared

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = 4


@dataclass
class Clinic:
    """A database of its own, with news for its people, and the folder their mail lands in."""

    url: str
    mails: Path

    def sent(self) -> Counter[str]:
        """Count the mails in the folder by their identity."""
        written = "".join(f.read_text() for f in self.mails.iterdir())
        return Counter(re.findall(r"^Message-ID: (\S+)$", written, re.MULTILINE))

    def run(self, *arguments: str) -> subprocess.Popen[str]:
        """Start ``manage.py run_due``."""
        return subprocess.Popen(
            [sys.executable, "-u", "manage.py", "run_due", *arguments],
            env=environment(self.url, self.mails),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def clinic(transactional_db: None, tmp_path: Path) -> Clinic:
    """Really committed, so that other processes see it; emptied afterwards."""
    mails = tmp_path / "mails"
    mails.mkdir()
    return Clinic(_build(tmp_path), mails)


def _build(folder: Path) -> str:
    hire("ada", Role.ADMINISTRATOR)
    alice = hire("alice", Role.AUTHOR)
    hire("cora", Role.COORDINATOR, mail_pace="daily")
    bell, cole = (hire(name, Role.CLINICIAN) for name in ("dr_bell", "dr_cole"))
    for clinician in (bell, cole):
        make_credential(clinician)
    for n in range(PAGES):
        review = submitted(alice, slug=f"page-{n}")
        comment(review, by=bell, text="How slowly?")
    return shared(folder)


def test_three_runs_at_once_tell_everybody_once(clinic: Clinic) -> None:
    runs = [clinic.run() for _ in range(3)]
    ends = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], ends
    messages = drive(clinic.url, clinic.mails, {})["messages"]
    due = [m for m in messages if m["state"] != "waiting"]
    assert {m["state"] for m in due} == {"sent"}
    assert clinic.sent() == Counter(m["id"] for m in due)
    # Three people at once; the coordinator's wait for the morning.
    assert (len(due), len(messages) - len(due)) == (3 * PAGES, PAGES)
    said = [line for out, _ in ends for line in out.splitlines()]
    assert Counter(line.split()[0] for line in said) == {"noted": 2 * PAGES, "sent": 3 * PAGES}


def test_runs_killed_at_every_point_tell_nobody_twice(clinic: Clinic) -> None:
    answer = drive(clinic.url, clinic.mails, {"kill": 1})
    sent = clinic.sent()
    states = Counter(m["state"] for m in answer["messages"])
    stuck = [m["id"] for m in answer["messages"] if m["state"] == "sending"]
    gone = sum(sent[one] for one in stuck)
    sys.stdout.write(
        f"{answer['killed']} runs killed: {dict(states)}; of those half-way {gone} went out\n"
    )
    assert max(sent.values()) == 1
    assert all(sent[m["id"]] == 1 for m in answer["messages"] if m["state"] == "sent")
    assert not any(sent[m["id"]] for m in answer["messages"] if m["state"] == "waiting")
    # Both halves of what nobody can know were met.
    assert answer["killed"] > 20
    assert 0 < gone < len(stuck)
    # What the killed had is never sent by itself, however old it gets: somebody has to look.
    after = drive(clinic.url, clinic.mails, {"bury": True})["messages"]
    failed = [m for m in after if m["state"] == "failed"]
    assert [m["id"] for m in failed] == stuck
    assert {m["error"] for m in failed} == {HALF_WAY}
    assert clinic.sent() == sent


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_loop_ends_cleanly_when_asked(clinic: Clinic, number: int) -> None:
    run = clinic.run("--every", "3600")
    assert run.stdout is not None
    lines = [run.stdout.readline() for _ in range(5 * PAGES)]
    assert all(line.startswith(("noted", "sent")) for line in lines)
    run.send_signal(number)
    out, errors = run.communicate(timeout=60)
    assert (run.returncode, out, errors) == (0, "", "")


def test_a_run_that_is_asked_to_end_finishes_what_it_is_at(clinic: Clinic) -> None:
    run = clinic.run()
    assert run.stdout is not None
    run.stdout.readline()
    run.send_signal(signal.SIGTERM)
    _, errors = run.communicate(timeout=60)
    assert (run.returncode, errors) == (0, "")
    clinic.run().communicate(timeout=120)
    messages = drive(clinic.url, clinic.mails, {})["messages"]
    assert Counter(m["state"] for m in messages) == {"sent": 3 * PAGES, "waiting": PAGES}
    assert max(clinic.sent().values()) == 1
