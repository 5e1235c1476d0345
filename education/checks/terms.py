"""How word lists are written down: one readable block per list, compiled once.

In a block, ``|`` with spaces and line ends both part alternatives; a line that begins inside an
open bracket continues the one above. Patterns run over ``sentences.plain`` text: lower case,
straight quotes, single spaces.
"""

from __future__ import annotations

import re


def any_of(block: str) -> str:
    """Return the alternatives of a block as one pattern, without brackets around it."""
    parts: list[str] = []
    held = ""
    for line in block.splitlines():
        held += line.strip()
        if held and _is_closed(held):
            parts.append(held)
            held = ""
    if held:
        raise ValueError(f"An open bracket in a word list: {held!r}")
    return "|".join(parts).replace(" | ", "|")


def words(block: str) -> re.Pattern[str]:
    """Compile a block into a pattern that matches whole words."""
    # A word begins here: without the look ahead every alternative is tried at word ends too.
    return re.compile(rf"\b(?=\w)(?:{any_of(block)})(?!\w)")


def pattern(block: str) -> re.Pattern[str]:
    """Compile a block as it stands, its lines joined."""
    return re.compile("".join(line.strip() for line in block.splitlines()))


def _is_closed(text: str) -> bool:
    bare = re.sub(r"\\.|\[[^\]]*\]", "", text)
    return bare.count("(") == bare.count(")")
