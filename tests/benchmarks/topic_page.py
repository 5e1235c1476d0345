"""How fast is a topic page, beside a bare Django view that returns the same bytes from memory?

    python -m tests.benchmarks.topic_page [--topics 10 1000 10000] [--seconds 3] [--rounds 5]

Both are served by ``granian --interface wsgi`` with one worker on one core, and asked by a client
on another core, in turns, so that each round is a pair under the same conditions; the figure is
the median of the rounds' ratios. Pages are asked for in random order among all live topics, with
``Accept-Encoding: gzip`` as browsers do, after each has been asked for once.

SQLite in a temporary directory by default; with ``DATABASE_URL`` a PostgreSQL server, on which a
database of its own is made and dropped.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

import django
from django.core.management import call_command
from django.db import connection

from tests.benchmarks.load import run

ROOT = Path(__file__).resolve().parents[2]
CORES = sorted(os.sched_getaffinity(0))
SCRATCH = "countersign_benchmark"


def main() -> None:
    """Measure and print one line per size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--topics", type=int, nargs="+", default=[10, 1_000, 10_000])
    parser.add_argument("--seconds", type=float, default=3.0, help="of each run")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _database(folder) as url:
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ALLOWED_HOSTS": "127.0.0.1",
            "STATIC_ROOT": folder,
            "BENCHMARK_BODY": f"{folder}/body",
        }
        _say(f"{url.partition(':')[0]}, {options.rounds} rounds of 2 × {options.seconds:g} s")
        _say(
            f"{'topics':>7} {'page/s':>8} {'bare/s':>8} {'ratio':>6} "
            f"{'page µs':>8} {'bare µs':>8} {'ratio':>6}"
        )
        done, first = 0, None
        for total in sorted(options.topics):
            first = _fill(first, total, done)
            done = total
            _say(_measured(total, options.seconds, options.rounds))


@contextmanager
def _database(folder: str) -> Iterator[str]:
    """Give the address of a database that is new, and gone afterwards."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder}/db.sqlite3"
        return
    parts = urlsplit(given)
    run_sql = ["psql", "-q", "-v", "ON_ERROR_STOP=1", given, "-c"]
    drop = f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)"
    subprocess.run([*run_sql, drop], check=True)
    subprocess.run([*run_sql, f"CREATE DATABASE {SCRATCH}"], check=True)
    try:
        yield urlunsplit(parts._replace(path=f"/{SCRATCH}"))
    finally:
        subprocess.run([*run_sql, drop], check=True)


def _fill(first: Any, total: int, done: int) -> Any:
    """Bring the database to ``total`` live topics; return the first edition."""
    if first is None:
        django.setup()
        call_command("migrate", verbosity=0)
    # Models can be imported only now.
    from tests.benchmarks import many

    first = first or many.first_page()
    many.fill(first, total, max(done, 1))
    connection.close()
    return first


def _measured(total: int, seconds: float, rounds: int) -> str:
    paths = [f"/topics/page-{n}/" for n in range(1, total + 1)]
    random.Random(7).shuffle(paths)  # noqa: S311 - an order, not a secret
    pages, bares = [], []
    with _served("config.wsgi:application") as page:
        sizes = _warm(page.port, paths)
        with _served("tests.benchmarks.bare:application") as bare:
            page.measure(paths, 0.5), bare.measure(paths, 0.5)
            for _ in range(rounds):
                pages.append(page.measure(paths, seconds))
                bares.append(bare.measure(paths, seconds))
    rates = [median(run[0] for run in runs) for runs in (pages, bares)]
    costs = [median(run[1] for run in runs) * 1e6 for runs in (pages, bares)]
    ratios = [p[0] / b[0] for p, b in zip(pages, bares, strict=True)]
    each = " ".join(f"{ratio:.2f}" for ratio in ratios)
    return (
        f"{total:>7} {rates[0]:>8.0f} {rates[1]:>8.0f} {median(ratios):>6.2f} {costs[0]:>8.0f} "
        f"{costs[1]:>8.0f} {costs[1] / costs[0]:>6.2f}  rounds {each}; {sizes}"
    )


@dataclass(frozen=True, slots=True)
class _Server:
    """A server that runs."""

    port: int
    pid: int

    def measure(self, paths: list[str], seconds: float) -> tuple[float, float]:
        """Return requests per second, and seconds of processor time per request."""
        before = self._processor_seconds()
        result = run(self.port, paths, seconds=seconds)
        spent = self._processor_seconds() - before
        return result.per_second, spent / result.requests

    def _processor_seconds(self) -> float:
        """Return what the server's worker processes have used of the processor (Linux)."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.pid:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def _served(application: str) -> Iterator[_Server]:
    """Serve a WSGI application with one worker on the first core."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    command += [
        "--no-ws",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        application,
    ]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, preexec_fn=_first_core)
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.2)
        yield _Server(port, server.pid)
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _first_core() -> None:
    os.sched_setaffinity(0, CORES[:1])


def _warm(port: int, paths: list[str]) -> str:
    """Ask for each page once, keep one page's bytes for the bare view, and tell their sizes."""
    began = time.perf_counter()
    for path in paths:
        url = f"http://127.0.0.1:{port}{path}"
        with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as answer:  # noqa: S310
            body = answer.read()
    cold = (time.perf_counter() - began) / len(paths)
    Path(os.environ["BENCHMARK_BODY"]).write_bytes(body)
    return f"{len(body)} bytes packed, {len(gzip.decompress(body))} plain; cold {cold * 1e3:.1f} ms"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.sched_setaffinity(0, CORES[-1:])
    main()
