"""Print the catalogue of quality checks, write it down, or tell whether it is up to date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import education
from education.checks.base import Check, Level
from education.checks.registry import CHECKS, LEXICON_VERSION

CATALOGUE = Path(education.__file__).parent / "decisions" / "checks.md"
_LEVELS = {Level.BLOCK: "stops a submission", Level.WARN: "asks a clinician for a reason"}
_SUBJECTS = {"topic": "pages", "claim": "claims", "text": "bare texts"}


def catalogue() -> str:
    """Return the catalogue of checks as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The quality checks"
    yield ""
    yield "Written by `manage.py list_checks --write`; do not edit by hand."
    yield f"{len(CHECKS)} checks, lexicon {LEXICON_VERSION}."
    yield "*Block* stops a submission; *warn* is answered by a clinician with a reason."
    yield ""
    yield "| id | name | level | rule |"
    yield "|---|---|---|---|"
    for check in CHECKS:
        yield (
            f"| [{check.id}](#{check.id.lower()}-{check.name}) | {check.name} "
            f"| {check.level.value} | {check.description} |"
        )
    for check in CHECKS:
        yield from _entry(check)


def _entry(check: Check) -> Iterator[str]:
    subjects = ", ".join(word for key, word in _SUBJECTS.items() if key in check.subjects)
    language = "English words" if check.reads_english else "every language"
    yield ""
    yield f"## {check.id} {check.name}"
    yield ""
    yield f"**{check.title}.** {check.description}"
    yield ""
    yield check.explanation
    yield ""
    yield f"- Level: {check.level.value} ({_LEVELS[check.level]})"
    yield f"- Looks at: {subjects}; {language}"
    yield f"- Fails: {check.bad}"
    yield f"- Passes: {check.good}"


class Command(BaseCommand):
    help = "Print the catalogue of quality checks as Markdown."
    # Nothing here reads a row.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument(
            "--check",
            action="store_true",
            help="Print nothing; exit 1 when the written catalogue is out of date.",
        )
        mode.add_argument("--write", action="store_true", help="Write the catalogue down.")

    def handle(self, *args: Any, **options: Any) -> None:
        text = catalogue()
        if options["write"]:
            CATALOGUE.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {len(CHECKS)} checks to {CATALOGUE.name}.")
        elif options["check"]:
            written = CATALOGUE.read_text("utf-8") if CATALOGUE.exists() else ""
            if written != text:
                raise CommandError(
                    f"{CATALOGUE.name} is out of date: run manage.py list_checks --write."
                )
        else:
            self.stdout.write(text, ending="")
