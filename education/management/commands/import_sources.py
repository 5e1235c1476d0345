"""``manage.py import_sources``: publications from PubMed, RIS, BibTeX or CSL-JSON files."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from education.errors import NotAllowed, Refused
from education.exchange.files import opened
from education.exchange.sources.outcomes import KNOWN, NEW, REFUSED, Outcome, preview
from education.exchange.sources.services import import_sources, require_importer
from education.exchange.written import replacing
from education.people.models import User

#: Something is said after every so many records.
EVERY = 1000


class Command(BaseCommand):
    """Imports a list of sources; what is wrong with a record is listed, and stops no other."""

    help = (
        "Bring the sources of a PubMed (.nbib), RIS, BibTeX or CSL-JSON file into the library. "
        "What is there already, by DOI or PMID, is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--by", metavar="USER", help="user name of the author or coordinator who imports"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, only")
        parser.add_argument(
            "--refused", metavar="OUT", help="write the refused records, as they stand, to a file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(**options)
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)

    def _import(
        self, *, file: str, by: str | None, dry_run: bool, refused: str | None, **_: Any
    ) -> None:
        if by is None and not dry_run:
            raise NotAllowed(
                "Say who imports, --by USER, an author or a coordinator; --dry-run needs nobody."
            )
        person = None if by is None else _person(by)
        with opened(file) as stream:
            name = Path(file).name
            if dry_run or person is None:
                outcomes = preview(stream, name)
            else:
                outcomes = import_sources(stream, name, by=person)
            if refused is None:
                counts = self._told(outcomes, None)
            else:
                with replacing(refused) as out:
                    counts = self._told(outcomes, out)
        verb = "would be new" if dry_run else "new"
        self.stdout.write(
            f"{counts[NEW]} {verb}, {counts[KNOWN]} there already, {counts[REFUSED]} refused."
        )

    def _told(self, outcomes: Any, out: Any) -> Counter[str]:
        counts: Counter[str] = Counter()
        for outcome in outcomes:
            counts[outcome.state] += 1
            if outcome.state == REFUSED:
                self._refused(outcome, out)
            if (done := counts.total()) % EVERY == 0:
                self.stdout.write(f"{done} records read")
                self.stdout.flush()
        return counts

    def _refused(self, outcome: Outcome, out: Any) -> None:
        self.stdout.write(f"line {outcome.line}: {outcome.reason}")
        if out is not None:
            out.write(outcome.text.encode("utf-8", "replace") + b"\n\n")


def _person(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotAllowed(f"There is no user “{username}”.")
    require_importer(user)
    return user
