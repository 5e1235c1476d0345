"""``manage.py export_site``: the live pages as files, and checking such files again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.wsgi import get_wsgi_application

from education.errors import Refused
from education.exchange.site.asking import asking
from education.exchange.site.export import Broken, current_files, export_site
from education.exchange.site.verify import problems


class Command(BaseCommand):
    """Writes a static copy of all live pages to DIR/current; exits 1 naming what does not hold."""

    help = (
        "Writes every page that readers may read, with lists, search, feeds and pictures, as files "
        "that any web server serves from DIR/current. Only what changed is written, and the new "
        "copy takes the old one's place at once, after every link and fingerprint was checked. "
        "DIR/current/statuses.txt says what to answer with 410 and 301. With --verify checks the "
        "copy that is there. Exits 1 naming what does not hold, 2 when it cannot begin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the directory."""
        parser.add_argument("directory", metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument("--verify", action="store_true", help="check the copy that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export or verify."""
        root = Path(options["directory"])
        try:
            if options["verify"]:
                faults = list(problems(root / "current", current_files()))
                self._told(faults, "Every file, link and fingerprint holds.")
                return
            ask = asking(get_wsgi_application())
            done = export_site(root, ask, self._progress, dry_run=options["dry_run"])
        except Broken as broken:
            self.stderr.write(str(broken))
            self._told(broken.faults, "")
            return
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        self.stderr.write("")
        for path in done.gone:
            self.stdout.write(f"gone {path}")
        verb = "would be" if options["dry_run"] else "were"
        self.stdout.write(
            f"{done.pages} addresses; {done.changed} files {verb} written, "
            f"{len(done.gone)} {verb} removed."
        )

    def _told(self, faults: list[str], well: str) -> None:
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            sys.exit(1)
        self.stdout.write(well)

    def _progress(self, count: int, address: str) -> None:
        self.stderr.write(f"\r{count:>7} {address[:60]:<60}", ending="")
        self.stderr.flush()
