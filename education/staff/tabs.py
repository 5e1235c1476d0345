"""The row of tabs above every list of the desk: each queue, and how much waits in it."""

from __future__ import annotations

from functools import cached_property

from education.people.models import Role, User
from education.publishing.models import Feedback
from education.staff.permissions import allows, roles_of
from education.staff.queues import Queue, offered_to
from education.staff.rows import counts_for

#: Who has tasks that a deputy can have, or looks after those who do.
KNOW_DEPUTIES = frozenset({Role.CLINICIAN, Role.COORDINATOR, Role.AUDITOR})


class Tabs:
    """One person's tabs; counted once for a request, and only when they are shown."""

    def __init__(self, user: User) -> None:
        self._user = user

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows each queue holds that this person is shown a way to."""
        return counts_for(self._user, offered_to(self._user))

    @property
    def queues(self) -> list[tuple[Queue, int | None]]:
        """Each queue with its count; a list that is no queue of rows has none."""
        return [(queue, self.counts.get(queue.name)) for queue in offered_to(self._user)]

    @property
    def hears_readers(self) -> bool:
        """Whether there is a tab for what readers said."""
        return allows(self._user, "view", Feedback)

    @property
    def knows_deputies(self) -> bool:
        """Whether there is a tab for deputies."""
        return bool(roles_of(self._user) & KNOW_DEPUTIES)
