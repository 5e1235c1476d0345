"""``manage.py import_article``: an article becomes a draft topic with claims and findings."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from education.errors import NotAllowed, Refused
from education.exchange.article_import import ImportedArticle, import_article
from education.exchange.files import read_article
from education.exchange.findings import by_line, counted, public_json
from education.people.models import User


class Command(BaseCommand):
    """Imports one article as a draft; what is wrong with the input is one sentence and exit 2."""

    help = (
        "Import an article (.txt, .md, .html, .docx) as a draft. Nothing is submitted or published."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--title", required=True, help="title of the page")
        parser.add_argument("--by", required=True, metavar="USER", help="user name of the author")
        parser.add_argument("--language", default="en", help="language of the article")
        parser.add_argument("--code", default="", help="code of the condition, such as E11.21")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data, name = read_article(options["file"])
            imported = import_article(
                data,
                name,
                title=options["title"],
                by=_person(options["by"]),
                language=options["language"],
                code=options["code"],
            )
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(imported), ensure_ascii=False))
        else:
            self._report(imported)

    def _report(self, imported: ImportedArticle) -> None:
        topic = imported.topic
        codes = ", ".join(str(code) for code in topic.codes.all()) or "none: add one"
        self.stdout.write(f"Draft “{topic.title}” ({topic.language}), address {topic.slug}")
        self.stdout.write(f"Sections: {topic.sections.count()}  Claims: {len(imported.claims)}")
        self.stdout.write(f"Codes: {codes}")
        self.stdout.write(f"Findings: {counted(imported.findings)}")
        for line in by_line(imported.findings):
            self.stdout.write(line)
        self.stdout.write("This is a draft: no patient sees it until clinicians have signed it.")


def _person(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotAllowed(f"There is no user “{username}”.")
    return user


def _as_json(imported: ImportedArticle) -> dict[str, Any]:
    return {
        "topic": imported.topic.pk,
        "slug": imported.topic.slug,
        "sections": imported.topic.sections.count(),
        "claims": len(imported.claims),
        "findings": [public_json(finding) for finding in imported.findings],
    }
