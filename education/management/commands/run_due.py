"""``manage.py run_due``: what is due by itself: publications, lapses, reminders, mail."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections, connection

from education.errors import Refused
from education.exchange.sources.links import check_links
from education.notifications.delivery import waiting_without_a_server
from education.notifications.services import deliver, derive
from education.patients.kept import sweep
from education.publishing.index.services import mend
from education.publishing.lapse import expire_due, publish_due, remind_due

#: In this order: a new text that is due comes before the old one lapses, and mail tells of all;
#: what waits for others' machines comes last.
JOBS: tuple[Callable[[], Iterator[str]], ...] = (
    publish_due,
    expire_due,
    mend,
    remind_due,
    derive,
    deliver,
    check_links,
    sweep,
)


class Command(BaseCommand):
    """Does everything that is due, once or over and over; two at once do nothing twice."""

    help = (
        "Publish what is scheduled, take down pages whose grace is over, remind of reviews, and "
        "send mail. Prints one line for each thing done. Safe to run twice at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the pause of a loop."""
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="go on, with so long a pause each time"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the jobs; a signal to stop is heeded between two things done."""
        every = options["every"]
        if every is not None and every < 1:
            raise CommandError("Give --every a number of seconds, 1 or more.", returncode=2)
        self.stop, self.told_of_server = threading.Event(), False
        before = {
            number: signal.signal(number, lambda *_: self.stop.set())
            for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            well = self._round()
            while every is not None and not self.stop.wait(every):
                close_old_connections()
                well = self._round()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if not well and not self.stop.is_set():
            raise SystemExit(1)

    def _round(self) -> bool:
        """Do each job once; one that fails does not keep the others from their turn."""
        well = True
        for job in JOBS:
            try:
                for line in job():
                    self.stdout.write(line)
                    self.stdout.flush()
                    if self.stop.is_set():
                        return well
            except (DatabaseError, Refused) as error:
                well = False
                self.stderr.write(f"{job.__name__}: {type(error).__name__}: {error}")
                if isinstance(error, DatabaseError):
                    self._hang_up()
            if self.stop.is_set():
                return well
        self._say_when_mail_waits()
        return well

    def _hang_up(self) -> None:
        """Let go of a connection that may be broken; the next job opens its own."""
        if not connection.in_atomic_block:
            connection.close()

    def _say_when_mail_waits(self) -> None:
        if self.told_of_server:
            return
        try:
            waiting = waiting_without_a_server()
        except DatabaseError:
            return
        if waiting:
            self.told_of_server = True
            self.stderr.write(f"{waiting} messages wait: set EMAIL_URL so that mail goes out.")
