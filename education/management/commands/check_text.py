"""``manage.py check_text``: what the checks say about any text. No database is touched."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from education.errors import Refused
from education.exchange.article_import import code_of, findings_of_text
from education.exchange.files import read_article
from education.exchange.findings import by_line, counted, has_block, public_json


class Command(BaseCommand):
    """Exit 0: nothing blocks; 1: something does; 2: the input cannot be read."""

    help = "Check a text (.txt or .md) without touching the database."
    # The system checks of models and database are not needed to read a file.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--code", action="append", default=[], help="code of the condition; may be repeated"
        )
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            codes = [code_of(code) for code in options["code"]]
            data, name = read_article(options["file"])
            findings = findings_of_text(data, name, codes)
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        if options["json"]:
            found = [public_json(finding) for finding in findings]
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for line in by_line(findings):
                self.stdout.write(line)
            self.stdout.write(f"Findings: {counted(findings)}")
        sys.exit(1 if has_block(findings) else 0)
