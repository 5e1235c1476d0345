"""``manage.py index_pages``: makes the index by which readers find pages, all of it, anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from education.publishing.index.services import make_anew


class Command(BaseCommand):
    """Empties the index and fills it from the live pages; readers see it change at once."""

    help = (
        "Make the index of lists and search anew from the signed live pages. Seldom needed: verbs "
        "keep it, and run_due mends what it lacks."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many pages are in it."""
        self.stdout.write(f"indexed {make_anew()} live pages")
