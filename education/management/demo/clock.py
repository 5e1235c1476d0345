"""A clock the demo's story moves, so that a page signed 25 months ago was signed 25 months ago.

For the demo only: the builder that uses it refuses to write in any database but the demo's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone


class StoryClock:
    """Tells the time of the story. It ticks like a real clock and is only ever set forward."""

    def __init__(self) -> None:
        self._real_now = timezone.now
        self._today = self._real_now()
        self._behind = timedelta(0)
        self._set_before = False

    def now(self) -> datetime:
        """Return the time at which the story stands."""
        return self._real_now() - self._behind

    def set_to(self, days: float) -> None:
        """Set the clock to so many days before the day of the build.

        Raises ``ValueError`` when that would take the story back in time.
        """
        moment = self._today - timedelta(days=days)
        if self._set_before and moment < self.now():
            raise ValueError(f"The story already stands later than {moment:%d %B %Y}.")
        self._behind = self._real_now() - moment
        self._set_before = True

    def pass_hours(self, hours: float) -> None:
        """Let hours go by. Raises ``ValueError`` when the story would be ahead of its build."""
        behind = self._behind - timedelta(hours=hours)
        if behind < timedelta(0):
            raise ValueError("The story would stand in the future.")
        self._behind = behind


@contextmanager
def story_clock() -> Iterator[StoryClock]:
    """Let Django's clock be the story's inside the block."""
    real_now = timezone.now
    clock = StoryClock()
    timezone.now = clock.now
    try:
        yield clock
    finally:
        timezone.now = real_now
