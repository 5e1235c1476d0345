"""How fast are lists and search, beside a bare view in the same process?

    python -m tests.benchmarks.finding [--fill 2000 --times 50] [--rounds 40]

Asks the database of ``DATABASE_URL`` through Django's test client and prints, for each kind of
request, the median in milliseconds and how many times a bare view that is. ``--fill`` first makes
so many topics in an empty database, and ``--times`` so many copies of each (``multiply``): do it
once for ten topics and once for a hundred thousand, and compare the two.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from statistics import median
from typing import Any
from urllib.parse import urlencode

import django
from django.core.management import call_command

#: A view that returns a few bytes and asks nobody, behind the same middleware.
BARE = "/robots.txt"


def main() -> None:
    """Measure and print one line per kind of request."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fill", type=int, default=0)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if options.fill:
        _fill(options.fill, options.times)
    _measure(options.rounds)


def _fill(topics: int, times: int) -> None:
    from tests.benchmarks import many, multiply

    call_command("migrate", verbosity=0)
    many.fill(many.first_page(), topics, 1)
    if times > 1:
        multiply.multiply(times)


def _requests() -> dict[str, str]:
    from education.publishing.index.models import Shelved
    from tests.benchmarks.many import WORDS

    shelf = Shelved.objects.filter(language="en", system="", kind="", letter="")
    middle = shelf.order_by("edition_id")[shelf.count() // 2]
    mark = urlencode({"after": f"{bytes(middle.sort_key).decode()}.{middle.edition_id}"})
    letter = shelf.model.objects.exclude(letter="").earliest("edition_id").letter
    words = {
        "rare": WORDS[-9],
        "less common": WORDS[300],
        "common": WORDS[0],
        "every page": "kidneys",
    }
    return {
        "home": "/",
        "list": "/topics/",
        "list, from the middle": f"/topics/?{mark}",
        "list of a letter": f"/topics/?letter={letter}",
        "list of a system and kind": "/topics/?system=hormones&kind=condition",
        **{f"search, {name} word": f"/search/?q={word}" for name, word in words.items()},
        "search, two words": f"/search/?q={WORDS[0]}+{WORDS[40]}",
        "search, page 5": "/search/?q=kidneys&page=5",
        "search, of a kind": "/search/?q=kidneys&kind=test",
        "search, another name": "/search/?q=sugar+disease",
        "search, misspelt": "/search/?q=nefropathy+kidnies",
        "what else to read": "/topics/page-1/related/",
    }


def _measure(rounds: int) -> None:
    from django.db import connection
    from django.test import Client

    from education.publishing.models import LivePage

    client, asked = Client(headers={"host": "localhost"}), _requests()
    costs: dict[str, list[float]] = {name: [] for name in asked}
    bares: list[float] = []
    for _ in range(rounds):
        bares.append(_seconds(client, BARE))
        for name, url in asked.items():
            costs[name].append(_seconds(client, url))
    base = median(bares) * 1e3
    _say(f"{connection.vendor}, {LivePage.objects.count()} live topics; bare view {base:.2f} ms")
    for name, spent in costs.items():
        _say(f"{name:<28} {median(spent) * 1e3:>8.2f} ms {median(spent) * 1e3 / base:>6.1f} x bare")


def _seconds(client: Any, url: str) -> float:
    began = time.perf_counter()
    response = client.get(url)
    spent = time.perf_counter() - began
    if response.status_code != 200:
        raise SystemExit(f"{url} answered {response.status_code}")
    return spent


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
