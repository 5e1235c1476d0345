"""Authors as the library keeps them: "Smith JA, Jones C", and after six "et al." (ICMJE)."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: After so many the rest are "et al.".
SHOWN = 6
_ROOM = 400
_WORDS = re.compile(r"[^\W\d_]+", re.UNICODE)
_INITIALS = re.compile(r"[A-Z]{1,3}")


def authors(names: Sequence[str]) -> str:
    """Return the authors of a source, from "Smith, John A.", "John A. Smith" or "{A Society}"."""
    found = [name for name in map(author, names) if name]
    shown = min(SHOWN, len(found))
    while shown > 1 and len(_joined(found, shown)) > _ROOM:
        shown -= 1
    return _joined(found, shown)


def _joined(found: Sequence[str], shown: int) -> str:
    rest = ["et al."] if len(found) > shown else []
    return ", ".join([*found[:shown], *rest])


def author(name: str) -> str:
    """Return one name in the Vancouver style. A society, and initials, stay as they are."""
    name = " ".join(name.split())
    if name.startswith("{") and name.endswith("}"):
        return name.strip("{}").replace(",", "")
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        return name
    given, _, suffix = (part.strip() for part in given.partition(","))
    if _INITIALS.fullmatch(given):
        return f"{family} {given}"
    initials = "".join(word[0].upper() for word in _WORDS.findall(given))
    return " ".join(part for part in (family.strip("{}"), initials, suffix.rstrip(".")) if part)


def parted(text: str) -> list[str]:
    """Return the names of BibTeX's "A and B and {C and D}", as they stand."""
    found, depth, start = [], 0, 0
    for token in re.finditer(r"[{}]|\s+and\s+", text):
        depth += (token[0] == "{") - (token[0] == "}")
        if depth == 0 and len(token[0]) > 1:
            found.append(text[start : token.start()])
            start = token.end()
    return [name.strip() for name in [*found, text[start:]] if name.strip()]


def is_literal(name: str) -> bool:
    """Tell whether a name is in braces as a whole: a society, not a person."""
    return name.startswith("{") and name.find("}") == len(name) - 1


def family_first(name: str) -> str:
    """Return "Beethoven, Ludwig" for "Ludwig Beethoven"; what is written small is family too."""
    if "," in name or " " not in name:
        return name
    words = name.split()
    at = next((n for n, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)
    return f"{' '.join(words[at:])}, {' '.join(words[:at])}"
