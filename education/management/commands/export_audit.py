"""``manage.py export_audit``: the audit trail as a file that proves itself."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from education.errors import Refused
from education.exchange import audit_export


class Command(BaseCommand):
    """Writes the trail as JSON Lines, or recomputes it from such a file alone."""

    help = (
        "Writes the audit trail, one event a line with its hash. With --verify reads such a file "
        "instead and recomputes every hash from it, without the database; exits 1 naming each "
        "event that does not hold."
    )
    # Verifying needs no database, so nothing is asked of one beforehand.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and what to do with it."""
        parser.add_argument("file", metavar="FILE")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--since", type=int, default=0, metavar="SEQ", help="start at this event")
        mode.add_argument("--verify", action="store_true", help="recompute the chain from the file")
        parser.add_argument(
            "--noted",
            metavar="SEQ:HASH",
            help="with --verify: an event noted elsewhere, which the file has to hold",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or verify; what is wrong with the file itself is one sentence and exit 2."""
        try:
            if options["verify"]:
                self._verify(options["file"], options["noted"])
            else:
                self._write(options["file"], options["since"])
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)

    def _write(self, path: str, since: int) -> None:
        total, written, newest = audit_export.count(since), 0, ""
        for newest in audit_export.write(path, since=since):  # noqa: B007 - the last one is told
            written += 1
            if written % audit_export.EVERY == 0:
                self.stderr.write(f"Wrote {written} of {total} events …")
        self.stdout.write(f"Wrote {written} events to {path}.")
        if written:
            self.stdout.write(f"Newest event, to be noted elsewhere: {newest}")

    def _verify(self, path: str, noted: str | None) -> None:
        lines, faults, first, last, held = 0, 0, "", "", not noted
        for checked in audit_export.verify(path):
            lines, first, last = checked.line, first or checked.name, checked.noted
            held = held or checked.noted == noted
            for problem in checked.problems:
                faults += 1
                self.stdout.write(f"{checked.name} {problem}")
            if lines % audit_export.EVERY == 0:
                self.stderr.write(f"Read {lines} lines …")
        if not lines:
            self.stdout.write(f"{path} holds no event.")
        if not held:
            self.stdout.write(f"{noted} is not in the file.")
        if faults or not lines or not held:
            sys.exit(1)
        self.stdout.write(f"All {lines} events hold, from {first} on. Newest event: {last}")
