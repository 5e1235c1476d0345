"""How fast is what patients ask for, beside a bare Django view that returns the same bytes?

    python -m tests.benchmarks.patients [--topics 10 1000 100000] [--seconds 3] [--rounds 3]

Both are served by ``granian --interface wsgi`` with one worker on one core, and asked from another
core, in turns, so that each round is a pair under the same conditions; figures are medians of the
rounds' ratios, by requests per second and by the server's processor time per request. Where nginx
is installed it serves the same bytes as a file, in the same turns.

At most 1,000 different topics are asked for, in random order, each once before. ``cold`` is how
long the first asking took. Up to 1,000 topics are made through the guards; more are copies of
these, made by the database in minutes, without signatures.

SQLite in a temporary directory by default; with ``DATABASE_URL`` a PostgreSQL server, on which a
database of its own is made and dropped.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import Request, urlopen

import django
from django.core.management import call_command
from django.db import connection

from tests.benchmarks.load import Ask
from tests.benchmarks.serving import CORES, database, served, served_by_nginx

#: So many different pages are asked for.
DIFFERENT = 1_000
PDFS = 5
#: So many topics are made lawfully; beyond, the guards are gone, and the run with them.
THROUGH_GUARDS = 1_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of answer, and the paths at which a site of so many topics gives it."""

    name: str
    paths: Callable[[list[str]], list[str]]
    unchanged: bool = False


def _search(slugs: list[str]) -> list[str]:
    words = ("kidneys", "blood+pressure", "urine+test", "sugar", "early+damage", "nephropathy")
    return [f"/search/?q={word}" for word in words]


KINDS = (
    Kind("topic", lambda slugs: [f"/topics/{slug}/" for slug in slugs]),
    Kind("304", lambda slugs: [f"/topics/{slug}/" for slug in slugs], unchanged=True),
    Kind("home", lambda slugs: ["/"]),
    Kind("list", lambda slugs: ["/topics/", "/topics/?kind=condition"]),
    Kind("search", _search),
    Kind("pdf", lambda slugs: [f"/topics/{slug}/handout.pdf" for slug in slugs[:PDFS]]),
    Kind("api", lambda slugs: [f"/api/v1/topics/{slug}" for slug in slugs]),
)


def main() -> None:
    """Measure and print one line per kind and size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--topics", type=int, nargs="+", default=[10, 1_000, 100_000])
    parser.add_argument("--seconds", type=float, default=3.0, help="of each run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kinds", nargs="+", default=[kind.name for kind in KINDS])
    options = parser.parse_args()
    *smaller, greatest = sizes = sorted(options.topics)
    if max(smaller, default=0) > THROUGH_GUARDS or greatest % min(greatest, THROUGH_GUARDS):
        parser.error(f"Only the greatest may be over {THROUGH_GUARDS}, and a multiple of it.")
    kinds = [kind for kind in KINDS if kind.name in options.kinds]
    with tempfile.TemporaryDirectory() as folder, database(folder) as url:
        same = Path(folder, "same")
        same.mkdir()
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ALLOWED_HOSTS": "127.0.0.1",
            "STATIC_ROOT": folder,
            "MEDIA_DIR": f"{folder}/media",
            "BENCHMARK_SAME": str(same),
        }
        _say(f"{url.partition(':')[0]}, {options.rounds} rounds of {options.seconds:g} s each")
        _say(
            f"{'topics':>7} {'kind':>7} {'per s':>7} {'bare':>7} {'ratio':>6} {'µs':>6} "
            f"{'bare':>6} {'ratio':>6} {'nginx':>7} {'of it':>6} {'bytes':>7} {'cold':>8}"
        )
        first, done = None, 0
        for total in sizes:
            first, done = _fill(first, total, done), total
            for line in _measured(folder, total, kinds, options.seconds, options.rounds):
                _say(line)


def _fill(first: Any, total: int, done: int) -> Any:
    """Bring the database to ``total`` live topics; return the first edition."""
    if first is None:
        django.setup()
        call_command("migrate", verbosity=0)
    # Models can be imported only now.
    from tests.benchmarks import many
    from tests.benchmarks.multiply import multiply

    first = first or many.first_page()
    many.fill(first, min(total, THROUGH_GUARDS), max(done, 1))
    if total > THROUGH_GUARDS:
        multiply(total // THROUGH_GUARDS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    return first


def _slugs() -> list[str]:
    """Return the slugs of the pages that are asked for, in random order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM education_livepage ORDER BY slug")
        slugs = [slug for (slug,) in cursor.fetchall()]
    connection.close()
    random.Random(7).shuffle(slugs)  # noqa: S311 - an order, not a secret
    return slugs[:DIFFERENT]


def _measured(
    folder: str, total: int, kinds: Sequence[Kind], seconds: float, rounds: int
) -> Iterator[str]:
    slugs = _slugs()
    with served("config.wsgi:application") as site:
        asks: dict[str, list[Ask]] = {}
        colds: dict[str, float] = {}
        for kind in kinds:
            began = time.perf_counter()
            paths = kind.paths(slugs)
            asks[kind.name] = _warmed(site.port, kind, paths, Path(folder, "same"))
            colds[kind.name] = (time.perf_counter() - began) / len(paths)
        with served("tests.benchmarks.bare:application") as bare, served_by_nginx(folder) as nginx:
            for kind in kinds:
                same = [Ask(f"/{kind.name}")]
                runs = [
                    [s.measure(a, seconds) if s else (0.0, 0.0) for s, a in turn]
                    for turn in [((site, asks[kind.name]), (bare, same), (nginx, same))] * rounds
                ]
                size = Path(folder, "same", f"{kind.name}.gz").stat().st_size
                yield _line(total, kind.name, runs, size, colds[kind.name])


def _line(
    total: int, name: str, runs: list[list[tuple[float, float]]], size: int, cold: float
) -> str:
    ours, bare, nginx = zip(*runs, strict=True)
    rates = [median(run[0] for run in each) for each in (ours, bare, nginx)]
    costs = [median(run[1] for run in each) * 1e6 for each in (ours, bare)]
    ratio = median(o[0] / b[0] for o, b in zip(ours, bare, strict=True))
    spent = median(b[1] / o[1] if o[1] else 0 for o, b in zip(ours, bare, strict=True))
    of_nginx = f"{rates[2]:>7.0f} {rates[0] / rates[2]:>6.2f}" if rates[2] else f"{'-':>7} {'-':>6}"
    return (
        f"{total:>7} {name:>7} {rates[0]:>7.0f} {rates[1]:>7.0f} {ratio:>6.2f} {costs[0]:>6.0f} "
        f"{costs[1]:>6.0f} {spent:>6.2f} {of_nginx} {size:>7} {cold * 1e3:>5.1f} ms"
    )


def _warmed(port: int, kind: Kind, paths: list[str], same: Path) -> list[Ask]:
    """Ask for each once, and keep one answer's bytes for the bare view and nginx."""
    asks = []
    for path in paths:
        url = f"http://127.0.0.1:{port}{path}"
        with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as answer:  # noqa: S310
            body: bytes = answer.read()
            asks.append(Ask(path, answer.headers["ETag"] if kind.unchanged else ""))
            packed = answer.headers["Content-Encoding"] == "gzip"
    # What a 304 spares is the body, so it is measured beside a view that sends none.
    body = b"" if kind.unchanged else body
    same.joinpath(f"{kind.name}.gz").write_bytes(body if packed else gzip.compress(body))
    return asks


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.sched_setaffinity(0, CORES[-1:])
    main()
