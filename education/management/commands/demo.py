"""``manage.py demo``: a filled database of its own, and the site served from it.

The command runs itself again in a process with an environment of its own, so that no setting of
the machine, least of all its ``DATABASE_URL``, reaches the demo.
"""

from __future__ import annotations

import errno
import os
import secrets
import signal
import socket
import subprocess
import sys
from argparse import SUPPRESS
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from education.errors import Refused
from education.management.demo import store
from education.management.demo.signpost import signpost
from education.management.demo.story import tell

HOST = "127.0.0.1"
DEFAULT_FILE = Path("var") / "demo.sqlite3"
#: What the demo's process keeps of the environment: where programs and words are found.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TERM", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


class Command(BaseCommand):
    """Fills the demo once and serves it; what stands in the way is one sentence and exit 2."""

    help = "Create and fill a demonstration database of its own, print its logins, and serve it."
    # The settings at hand are not the demo's: their database may be out of reach.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="fill the database only")
        parser.add_argument("--port", type=int, default=8000, help="port to serve on")
        parser.add_argument("--db", metavar="PATH", default="", help=f"default: {DEFAULT_FILE}")
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if options["inside"]:
            self._fill(port)
            return
        file = Path(options["db"] or settings.BASE_DIR / DEFAULT_FILE).resolve()
        if not options["no_serve"]:
            _require_free(port)
        _make_folder(file)
        environment = _environment(file, port)
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        code = _run([*manage, "demo", "--inside", "--port", str(port)], environment)
        if code == 0 and not options["no_serve"]:
            code = _run(_server(port), environment)
        if code:
            sys.exit(code)

    def _fill(self, port: int) -> None:
        try:
            store.claim_for_demo()
            call_command("migrate", verbosity=0)
            if store.is_outdated():
                raise CommandError(
                    "This demo was made by another version: delete its file to make a new one.",
                    returncode=2,
                )
            if store.is_filled():
                self.stdout.write("The demo is there already: nothing was changed.")
            else:
                self.stdout.write("Filling the demo:")
                tell(lambda line: self._say(f"  {line}"))
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.stdout.write(signpost(f"http://{HOST}:{port}"))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _require_free(port: int) -> None:
    with socket.socket() as trial:
        # As servers do: a port in its closing minutes is free, one that is listened on is not.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(_why_not(port, error), returncode=2) from error


def _why_not(port: int, error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken: stop what uses it, or choose another with --port."
    return f"Port {port} cannot be used: choose one between 1024 and 65535 with --port."


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        writable = os.access(file.parent, os.W_OK)
    except OSError:
        writable = False
    if not writable or file.is_dir():
        raise CommandError(f"Cannot write {file}: name another file with --db.", returncode=2)


def _environment(file: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in _KEPT or k.startswith("PYTHON")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{file}",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "SITE_NAME": "Countersign Demo Clinic",
        "SITE_URL": f"http://{HOST}:{port}",
    }


def _server(port: int) -> list[str]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
    where = ["--host", HOST, "--port", str(port), "--no-log", "--process-name", "countersign-demo"]
    return [*granian, *where, "config.wsgi:application"]


def _run(arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Run a program to its end, handing on requests to stop; return its exit code."""
    child = subprocess.Popen(arguments, env=environment, cwd=settings.BASE_DIR)
    stopped = False

    def stop(number: int, _: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        child.send_signal(number)

    before = {s: signal.signal(s, stop) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    # Being asked to stop, and stopping, is no failure.
    return 0 if stopped else code
