"""``manage.py check_integrity``: is every record as it was signed?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from education.audit import chain
from education.audit.models import AuditEvent, ChainHead
from education.publishing.integrity import PARTS, Fault, records


class Command(BaseCommand):
    """Recompute guards, audit trail, fingerprints and signatures; name each record that fails."""

    help = (
        "Recomputes the audit trail, every fingerprint and every signature. Prints one line per "
        "record that does not hold and exits with 1; exits with 0 when all do."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--json`` and an event noted elsewhere."""
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument(
            "--noted",
            metavar="SEQ:HASH",
            help="an event printed by an earlier run and kept elsewhere; it must still be there, "
            "which shows that nobody rewrote the trail up to it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine all parts, as of one moment."""
        found: list[dict[str, str]] = []
        with chain.snapshot():
            for fault in self._faults(options["noted"]):
                found.append({"record": fault.record, "problem": fault.problem})
                if not options["json"]:
                    self.stdout.write(str(fault))
            count, head = records(), ChainHead.objects.filter(pk=1).first()
        newest = f"{head.seq}:{head.hash}" if head else ""
        if options["json"]:
            result = {"ok": not found, "records": count, "newest_event": newest, "faults": found}
            self.stdout.write(json.dumps(result, indent=2))
        elif not found:
            self.stdout.write(f"All {count} records are as they were signed.")
            self.stdout.write(f"Newest event, to be noted elsewhere: {newest}")
        if found:
            raise SystemExit(1)

    def _faults(self, noted: str | None) -> Iterator[Fault]:
        if noted:
            yield from _compare(noted)
        for title, look in PARTS:
            self.stderr.write(f"Checking {title} …")
            yield from look()


def _compare(noted: str) -> Iterator[Fault]:
    seq, _, digest = noted.partition(":")
    if not seq.isdigit() or not digest:
        raise CommandError("Give --noted as an earlier run printed it, like 120:ab12….")
    if not AuditEvent.objects.filter(seq=int(seq), hash=digest).exists():
        yield Fault(f"auditevent:{seq}", "is not the event that was noted elsewhere.")
