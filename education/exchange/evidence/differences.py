"""What differs between two texts of a page, part by part, as values that go into a pack."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from education.content.manuscript import Manuscript

_TOKEN = re.compile(r"\s+|[\w.,%/-]*\w%?|[^\w\s]")
#: Beyond this many words a part is compared line by line, so that no page can stall a pack.
_MANY = 3000


def parts_that_differ(old: Manuscript, new: Manuscript) -> list[dict[str, Any]]:
    """Return (part, before, after) of everything that is signed and differs, in reading order."""
    before, after = dict(_parts(old)), dict(_parts(new))
    names = [*after, *(name for name in before if name not in after)]
    return [
        {"part": name, "before": before.get(name, ""), "after": after.get(name, "")}
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def _parts(page: Manuscript) -> Iterator[tuple[str, str]]:
    for name, value in page.as_json().items():
        if name == "sections":
            for n, section in enumerate(page.sections, start=1):
                yield f"section {n}", f"{section.heading}\n{section.body}"
        elif name == "claims":
            for claim in page.claims:
                yield claim.code, "\n".join(_lines(claim.as_json()))
        elif isinstance(value, list):
            yield name, "\n".join(_said(one) for one in value)
        else:
            yield name, _said(value)


def _lines(value: dict[str, Any]) -> Iterator[str]:
    for name, one in value.items():
        if isinstance(one, list):
            yield from (f"{name}: {_said(each)}" for each in one)
        elif one not in ("", None):
            yield f"{name}: {_said(one)}"


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(_lines(value))
    return "" if value is None else str(value)


def marked(before: str, after: str) -> list[tuple[str, str]]:
    """Return a text in pieces: ("same" | "gone" | "come", words)."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > _MANY:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=len(new) > _MANY)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(new[j1:j2])))
            continue
        pieces += [("gone", "".join(old[i1:i2]))] if i1 < i2 else []
        pieces += [("come", "".join(new[j1:j2]))] if j1 < j2 else []
    return pieces
