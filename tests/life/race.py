"""Eight processes at once on the same pages, one of them killed every few seconds.

Run as a program on the database of ``DATABASE_URL``: ``python -m tests.life.race SECONDS SEED``.
Seven workers do verbs at random, one of them only what is due; a reader asks for pages as patients
do. The parent kills a worker with SIGKILL now and then and starts another in its place. At the end
it examines everything and prints what it counted, as JSON.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

WORKERS = 8
KILL_EVERY = 2.5


def main() -> None:
    """Race for some seconds, and say what came of it."""
    import django
    from django.conf import settings

    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    seconds, seed = float(sys.argv[1]), int(sys.argv[2])
    tally = _Tally()
    running = {_start(n, seed, seconds): n for n in range(WORKERS)}
    killed = _kill_now_and_then(running, seed, seconds)
    told = {"killed": killed, **_in_child(_examine), **tally.read()}
    json.dump(told, sys.stdout)


class _Tally:
    """What the workers did, one line of a file each: it outlives whoever is killed."""

    def __init__(self) -> None:
        self.path = os.environ["RACE_TALLY"]

    def read(self) -> dict[str, Any]:
        """Return how often each thing happened, and what should never have."""
        done: Counter[str] = Counter()
        wrong = []
        with open(self.path, encoding="utf-8") as lines:
            for line in lines:
                kind, _, rest = line.rstrip("\n").partition("\t")
                if kind == "wrong":
                    wrong.append(rest)
                else:
                    done[f"{rest} {kind}"] += 1
        return {"counts": dict(sorted(done.items())), "wrong": wrong}


def _say(kind: str, what: str) -> None:
    line = f"{kind}\t{' '.join(what.split())}\n".encode()
    out = os.open(os.environ["RACE_TALLY"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(out, line)  # One write at the end of the file: whole or not at all.
    os.close(out)


def _start(number: int, seed: int, seconds: float) -> int:
    until = time.monotonic() + seconds
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _work(number, random.Random(seed), until)  # noqa: S311 - chance, not secrecy
        status = 0
    finally:
        os._exit(status)


def _kill_now_and_then(running: dict[int, int], seed: int, seconds: float) -> int:
    """Kill one of the workers every few seconds and replace it; wait for all in the end."""
    until, chance, killed = time.monotonic() + seconds, random.Random(seed), 0  # noqa: S311
    while (left := until - time.monotonic()) > KILL_EVERY:
        time.sleep(KILL_EVERY)
        victim = chance.choice(sorted(running))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        killed += 1
        number = running.pop(victim)
        running[_start(number, seed + killed, left - KILL_EVERY)] = number
    for pid in running:
        os.waitpid(pid, 0)
    return killed


def _work(number: int, chance: random.Random, until: float) -> None:
    from education.errors import Refused

    acts = _acts(chance)
    busy = [n for n in acts if n not in ("due", "read")]
    # What takes a page further happens more often than what takes it down, or none would be live.
    names = {0: ["due"], 1: ["read"]}.get(number, [*busy, *["submit", "sign", "publish"] * 3])
    chance.seed(chance.random() + number)
    while time.monotonic() < until:
        name = chance.choice(names)
        try:
            acts[name]()
        except Refused:
            _say("refused", name)
        except _Nothing:
            _say("nothing to do", name)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told and fails the test
            _say("wrong", f"{name}: {type(error).__name__}: {error}")
        else:
            _say("done", name)


class _Nothing(Exception):
    """There is no row to do this with."""


def _acts(chance: random.Random) -> dict[str, Callable[[], Any]]:
    """Return what a worker can do, each with somebody and something chosen at random."""
    from django.core.management import call_command
    from django.utils import timezone

    from education.content.models import Topic
    from education.evidence.models import Claim
    from education.people.models import User
    from education.publishing.models import LivePage
    from education.publishing.recalls import revoke
    from education.publishing.services import publish, withdraw, withdraw_claim
    from education.review.models import Review, SignOff
    from education.review.services import request_changes, submit
    from education.review.tasks import claim_task
    from tests.builders import edit, sign
    from tests.life.clinic import STATEMENTS
    from tests.life.promise import marker

    def some(model: Any, **where: Any) -> Any:
        rows = list(model.objects.filter(**where).order_by("-pk")[:6])
        if not rows:
            raise _Nothing
        return chance.choice(rows)

    def person(*names: str) -> User:
        row: User = User.objects.get(username=chance.choice(names))
        return row

    def words(base: str) -> str:
        return f"{base} Ask us about {marker(chance.randrange(10**9))}."

    def edit_claim() -> None:
        claim = some(Claim)
        base = STATEMENTS[claim.pk % len(STATEMENTS)]
        edit(claim, by=person("alice", "amos"), statement=words(base))

    def edit_page() -> None:
        answer = words("Diabetes can harm your kidneys over time.")
        edit(some(Topic), by=person("alice", "amos"), answer=answer)

    def publish_now_or_later() -> None:
        review = some(Review, state="signed", topic__isnull=False)
        pat = person("pat")
        if chance.random() < 0.3:
            publish(review, by=pat, at=timezone.now() + timedelta(seconds=2))
        else:
            publish(review, by=pat)

    clinicians = ("dr_bell", "dr_cole", "dr_dunn", "amos")
    return {
        "edit claim": edit_claim,
        "edit page": edit_page,
        "submit": lambda: submit(some(Topic), by=person("alice", "amos", "pat")),
        "sign": lambda: sign(some(Review, state="open", topic__isnull=False), person(*clinicians)),
        "sign again": lambda: sign(some(Review, state="open"), person(*clinicians)),
        "take task": lambda: claim_task(some(Review, state="open"), by=person(*clinicians)),
        "send back": lambda: request_changes(
            some(Review, state="open"), by=person("dr_dunn"), comments={"page": "Shorter."}
        ),
        "publish": publish_now_or_later,
        "withdraw": lambda: withdraw(some(LivePage), by=person("cora", "alice"), kind="error"),
        "withdraw claim": lambda: withdraw_claim(
            some(Claim), by=person("dr_cole"), kind="evidence"
        ),
        "revoke": lambda: revoke(
            some(SignOff), by=person("cora", *clinicians), reason="I misread it."
        ),
        "due": lambda: call_command("run_due", stdout=io.StringIO()),
        "read": _read,
    }


def _read() -> None:
    """Ask for a page as a patient does: each word in it stands in a signed edition of it."""
    from django.test import Client

    from education.content.models import Topic
    from education.publishing.models import Edition
    from tests.life.promise import MARKER

    for topic in Topic.objects.all():
        text = Client(headers={"host": "localhost"}).get(f"/topics/{topic.slug}/").content.decode()
        signed = "".join(Edition.objects.filter(topic=topic).values_list("manuscript", flat=True))
        for word in set(MARKER.findall(text)):
            if word not in signed:
                _say("wrong", f"/topics/{topic.slug}/ showed “{word}”, which nobody signed")


def _in_child(ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Ask in a process of its own, whose connection is new."""
    read, write = os.pipe()
    if not (pid := os.fork()):
        status = 1
        try:
            os.write(write, json.dumps(ask()).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    answer: dict[str, Any] = json.loads(said)
    return answer


def _examine() -> dict[str, Any]:
    from education.audit.models import AuditEvent
    from education.publishing.integrity import faults
    from education.publishing.models import Edition, LivePage, Withdrawal
    from education.review.models import Review, SignOff
    from tests.life.promise import broken

    return {
        "faults": [str(fault) for fault in faults()][:20],
        "broken": list(broken())[:20],
        "rows": {
            model.__name__: model.objects.count()
            for model in (AuditEvent, Review, SignOff, Edition, LivePage, Withdrawal)
        },
    }


if __name__ == "__main__":
    main()
