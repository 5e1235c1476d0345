"""How long and how much memory an import of many sources takes, in a fresh database.

Run it from the root of the tree: ``python -m tests.benchmarks.sources [RECORDS]`` (10,000).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.exchange.sources.files import many_nbib

#: Makes the one person who imports.
AUTHOR = (
    "from tests.builders import make_user; from education.people.models import Role; "
    "make_user('alice', Role.AUTHOR)"
)


def main(records: int) -> None:
    """Import so many records twice, and print seconds and the most memory each run took."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "list.nbib"
        path.write_bytes(many_nbib(records))
        manage(scratch, "migrate", "-v0")
        manage(scratch, "shell", "-v0", "-c", AUTHOR)
        for name in ("first run", "again"):
            before = time.monotonic(), used()
            said = manage(scratch, "import_sources", str(path), "--by", "alice")
            seconds, processor = time.monotonic() - before[0], used() - before[1]
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            last = said.splitlines()[-1]
            sys.stdout.write(
                f"{name}: {last} {seconds:.1f} s ({processor:.1f} s of one core), "
                f"at most {most} MB\n"
            )


def used() -> float:
    """Return the processor's seconds that children took so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def manage(scratch: str, *command: str) -> str:
    """Run a command of ours on the scratch database."""
    env = os.environ | {"DATABASE_URL": f"sqlite:///{scratch}/db.sqlite3"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command], env=env, check=True, capture_output=True, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
