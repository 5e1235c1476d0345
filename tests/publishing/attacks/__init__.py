"""The table of attacks: a name for each, and a function that takes the clinic (``World``).

What stands before an attack's ``yield`` prepares the ground: it is allowed, or done behind our
back with raw SQL. What follows has to be refused, and has to leave every signed record, the trail
and what patients are served as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.publishing.world import World

Attack = Callable[[World], Iterator[None] | None]
ATTACKS: dict[str, Attack] = {}


def attack(name: str) -> Callable[[Attack], Attack]:
    """Enter a function in the table under a name."""

    def enter(function: Attack) -> Attack:
        assert name not in ATTACKS, name
        ATTACKS[name] = function
        return function

    return enter
