"""``manage.py demo``: a filled database of its own, and the site served from it.

The command runs itself again, and then the server, with an environment of its own, so that no
setting of the machine, least of all its ``DATABASE_URL``, reaches the demo.
"""

from __future__ import annotations

import errno
import os
import secrets
import socket
import subprocess
import sys
from argparse import SUPPRESS
from pathlib import Path
from typing import Any
from urllib.parse import quote

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
#: Exit code of a program that was asked to stop (POSIX shells: 128 + SIGINT).
_STOPPED = 130


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
        try:
            if options["inside"]:
                self._fill(options["port"])
            else:
                self._prepare(**options)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        except KeyboardInterrupt:
            # Filling is one transaction: stopped half-way, it has not begun.
            sys.exit(_STOPPED)

    def _prepare(self, *, db: str, port: int, no_serve: bool, **_: Any) -> None:
        file = Path(db or settings.BASE_DIR / DEFAULT_FILE).resolve()
        if not no_serve:
            _require_free(port)
        _require_writable(file)
        store.refuse_foreign(file)
        environment = _environment(file, port)
        inside = [sys.executable, "manage.py", "demo", "--inside", "--port", str(port)]
        filled = subprocess.run(inside, env=environment, cwd=settings.BASE_DIR, check=False)
        if filled.returncode:
            sys.exit(filled.returncode)
        if not no_serve:
            self.stdout.write("Serving. Stop with Ctrl-C.")
            self.stdout.flush()
            _become_server(port, environment)

    def _fill(self, port: int) -> None:
        store.claim_for_demo()
        call_command("migrate", verbosity=0)
        if store.is_filled():
            self.stdout.write("The demo is there already: nothing was changed.")
        else:
            self.stdout.write("Filling the demo:")
            tell(self._say)
        self.stdout.write(signpost(f"http://{HOST}:{port}"))

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
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


def _require_writable(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        writable = os.access(file if file.exists() else file.parent, os.W_OK)
    except OSError:
        writable = False
    if not writable or file.is_dir():
        raise CommandError(f"Cannot write {file}: name another file with --db.", returncode=2)


def _environment(file: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in _KEPT or k.startswith("PYTHON")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{quote(str(file))}",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": f"{HOST},localhost",
        # A folder that is there; the rest of the styles is found beside the sources.
        "STATIC_ROOT": str(settings.BASE_DIR / "education" / "static"),
        "SITE_NAME": "Countersign Demo Clinic",
        "SITE_URL": f"http://{HOST}:{port}",
    }


def _become_server(port: int, environment: dict[str, str]) -> None:
    """Turn this process into the server, so that Ctrl-C and other signals reach it itself."""
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
    where = ["--host", HOST, "--port", str(port), "--backpressure", "16", "--log-level", "error"]
    os.chdir(settings.BASE_DIR)
    os.execve(sys.executable, [*granian, *where, "config.wsgi:application"], environment)  # noqa: S606 - arguments are ours
