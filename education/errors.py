"""The refusals that every verb speaks, each one sentence a person can act on."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """A verb said no. ``str(error)`` is one clear sentence for the person who asked."""


class NotAllowed(Refused):
    """This person may not do this, whatever the state of the record."""


class WrongState(Refused):
    """The record is not in a state in which this can be done."""


class Blocked(Refused):
    """Named reasons stand in the way; all are listed in ``reasons``."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))
