"""``manage.py check_content``: what the checks say about the drafts."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from education.checks.base import Finding
from education.checks.registry import inspect
from education.content.models import Topic
from education.content.services import manuscript_of
from education.exchange.findings import by_line, counted, has_block, public_json
from education.review.surroundings import surroundings


class Command(BaseCommand):
    """Exit 0: nothing blocks; 1: something does; 2: a slug that no topic has."""

    help = "Check all drafts, or those with the given slugs (in every language)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        topics = Topic.objects.order_by("slug", "language")
        if slugs := options["slugs"]:
            topics = topics.filter(slug__in=slugs)
            if unknown := sorted(set(slugs) - {topic.slug for topic in topics}):
                self.stderr.write(f"No topic has the slug {', '.join(unknown)}.")
                sys.exit(2)
        around = surroundings()
        checked = [(topic, inspect(manuscript_of(topic), around)) for topic in topics]
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(checked), ensure_ascii=False))
        else:
            self._report(checked)
        sys.exit(1 if any(has_block(findings) for _, findings in checked) else 0)

    def _report(self, checked: Sequence[tuple[Topic, Sequence[Finding]]]) -> None:
        for topic, findings in checked:
            self.stdout.write(f"{topic.slug} ({topic.language}): {counted(findings)}")
            for line in by_line(findings):
                self.stdout.write(f"  {line}")


def _as_json(checked: Sequence[tuple[Topic, Sequence[Finding]]]) -> list[dict[str, Any]]:
    return [
        {
            "slug": topic.slug,
            "language": topic.language,
            **public_json(finding),
            "anchor": finding.anchor,
        }
        for topic, findings in checked
        for finding in findings
    ]
