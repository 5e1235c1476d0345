"""Stands in the way of django-simple-history's command of this name (pitfalls S13, S20)."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.management.base import CommandError
from simple_history.management.commands import clean_old_history


class Command(clean_old_history.Command):
    """Refuse."""

    help = "Refuses: the edit trail is evidence."

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        """Say why not."""
        raise CommandError("History is evidence and is kept for ever: nothing was removed.")
