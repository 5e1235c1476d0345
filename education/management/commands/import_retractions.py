"""``manage.py import_retractions``: a list of retracted papers marks the library's sources."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from education.errors import NotAllowed, Refused
from education.exchange.files import opened
from education.exchange.sources.fallen import ABSENT, KNOWN, MARKED, REFUSED, Fallen, decisions
from education.exchange.sources.reach import Affected, together
from education.exchange.sources.services import mark_fallen, require_marker
from education.people.models import User

EVERY = 10_000


class Command(BaseCommand):
    """Marks what a list says has fallen; each row that cannot be read is named by its line."""

    help = (
        "Mark sources as retracted, doubted, corrected or superseded by a CSV list with a DOI "
        "or PMID column. Pages that rest on a retracted source alone come down, others are called "
        "back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--by", metavar="USER", help="user name of the clinician or coordinator who marks"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, only")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._mark(**options)
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)

    def _mark(self, *, file: str, by: str | None, dry_run: bool, **_: Any) -> None:
        if by is None and not dry_run:
            raise NotAllowed(
                "Say who marks, --by USER, a clinician or a coordinator; --dry-run needs nobody."
            )
        counts: Counter[str] = Counter()
        found: list[Fallen] = []  # No more than the library has sources.
        with opened(file) as stream:
            name = Path(file).name
            if dry_run or by is None:
                rows = decisions(stream, name)
            else:
                rows = mark_fallen(stream, name, by=_person(by))
            for row in rows:
                counts[row.state] += 1
                self._say(row)
                found += [row] if row.state == MARKED and dry_run else []
                if counts.total() % EVERY == 0:
                    self.stdout.write(f"{counts.total()} rows read")
                    self.stdout.flush()
        for row, affected in together(found):
            self._reach(row, affected)
        done = "to mark" if dry_run else "marked"
        self.stdout.write(
            f"{counts[MARKED]} {done}, {counts[KNOWN]} known already, {counts[ABSENT]} not in the "
            f"library, {counts[REFUSED]} refused."
        )

    def _say(self, row: Fallen) -> None:
        if row.state == REFUSED:
            self.stdout.write(f"line {row.line}: {row.why}")
        elif row.state == MARKED:
            by = f", superseded by {row.successor}" if row.successor else ""
            self.stdout.write(f"line {row.line}: {row.label}: {row.source}{by}")

    def _reach(self, row: Fallen, affected: Affected) -> None:
        for what, things in affected.lists():
            self.stdout.write(f"{row.source}: {what}: {', '.join(things)}")


def _person(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotAllowed(f"There is no user “{username}”.")
    require_marker(user)
    return user
