"""CSL-JSON: a list of objects, cut apart one by one so that the list is never in memory."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from .reading import Entry, Fields, Gathered, pieces

_TOKEN = re.compile(r"\\.|[\"{}\n]", re.DOTALL)


def csl_entries(text: io.TextIOWrapper) -> Iterator[Entry]:
    """Yield the records of a CSL-JSON file; one that is no JSON does not take others with it."""
    for gathered, is_whole in _split(text):
        if not is_whole:
            yield gathered.entry(problem="This record is cut off: its braces never close.")
            continue
        try:
            value = json.loads(gathered.text)
        except RecursionError:
            yield gathered.entry(problem="This record is nested too deeply.")
        except ValueError as error:
            where = gathered.line + getattr(error, "lineno", 1) - 1
            reason = getattr(error, "msg", "it cannot be read")
            yield gathered.entry(problem=f"This record is no JSON ({reason}, line {where}).")
        else:
            yield gathered.entry(_flat(value))


def _split(text: io.TextIOWrapper) -> Iterator[tuple[Gathered, bool]]:
    entry: Gathered | None = None
    depth, in_string, held = 0, False, ""
    for line, piece in pieces(text):
        piece = held + piece
        held = "\\" if piece.endswith("\\") else ""
        piece = piece[: len(piece) - len(held)]
        done = 0
        for token in _TOKEN.finditer(piece):
            sign = token[0]
            if sign == "\n":
                in_string = False  # No string of JSON goes over a line: this one was not closed.
            elif sign == '"':
                in_string = not in_string
            elif in_string or sign[0] == "\\":
                continue
            elif sign == "{":
                if entry is None:
                    entry, done = Gathered(line), token.start()
                depth += 1
            elif entry is not None:
                depth -= 1
                if depth == 0:
                    yield _closed(entry, piece[done : token.end()])
                    entry, done = None, token.end()
        if entry is not None:
            entry.add(piece[done:])
    if entry is not None:
        yield entry, False


def _closed(entry: Gathered, rest: str) -> tuple[Gathered, bool]:
    entry.add(rest)
    return entry, True


def _flat(value: dict[str, Any]) -> Fields:
    """Return the values as texts; a name is "family, given", a date "2024-5-1"."""
    fields: Fields = {}
    for name, found in value.items():
        if isinstance(found, str | int | float) and not isinstance(found, bool):
            fields[name] = [str(found)]
        elif name in ("author", "editor") and isinstance(found, list):
            fields[name] = [_name(one) for one in found if isinstance(one, dict)]
        elif isinstance(found, dict):
            fields[name] = [_date(found)]
    return fields


def _name(name: dict[str, Any]) -> str:
    if "literal" in name:
        return "{" + str(name["literal"]) + "}"
    particle = str(name.get("non-dropping-particle") or name.get("dropping-particle") or "")
    family = f"{particle} {name.get('family') or ''}".strip()
    return f"{family}, {name.get('given') or ''}"


def _date(date: dict[str, Any]) -> str:
    parts = date.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return "-".join(str(part) for part in parts[0])
    return str(date.get("literal") or date.get("raw") or "")
