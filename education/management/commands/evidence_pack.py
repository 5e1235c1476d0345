"""``manage.py evidence_pack``: everything an auditor asks for one page, and checking it again."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from education.errors import Refused
from education.exchange.evidence import files, verify
from education.exchange.evidence.pack import topic_named


class Command(BaseCommand):
    """Writes a pack of evidence, or verifies one; exits 1 naming what does not hold."""

    help = (
        "Writes DIR/SLUG.json, DIR/SLUG.pdf and DIR/manifest.json: every edition of a page with "
        "all that is on record about it. With --verify recomputes a pack from its JSON and "
        "compares it with the database and the trail. Exits 1 naming each record that does not "
        "hold, 2 when there is nothing to work on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a page and a directory, or a directory to verify."""
        parser.add_argument("slug", nargs="?", metavar="SLUG")
        parser.add_argument("directory", nargs="?", metavar="DIR")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="of the page")
        parser.add_argument("--verify", metavar="DIR", help="check the pack in this directory")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or verify; what is wrong with the input is one sentence and exit 2."""
        try:
            if options["verify"]:
                self._verify(options["verify"])
            elif options["slug"] and options["directory"]:
                self._write(options["slug"], options["directory"], options["language"])
            else:
                raise CommandError("Give SLUG and DIR, or --verify DIR.")
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)

    def _write(self, slug: str, directory: str, language: str) -> None:
        topic = topic_named(slug, language)
        pack, why_not = files.write(topic, directory, progress=self.stderr.write)
        if why_not:
            self.stderr.write(why_not)
        told = pack["told"]
        self.stdout.write(
            f"{len(told['editions'])} editions, {len(told['reviews'])} reviews, "
            f"{len(pack['records'])} records, {len(pack['events'])} events of “{topic.title}”."
        )
        for fault in pack["faults"]:
            self.stdout.write(f"{fault['record']} {fault['problem']}")
        if pack["faults"]:
            sys.exit(1)

    def _verify(self, directory: str) -> None:
        found = 0
        for difference in verify.verify(directory, progress=self.stderr.write):
            found += 1
            self.stdout.write(str(difference))
        if found:
            sys.exit(1)
        self.stdout.write("The pack is what the database and the trail hold.")
