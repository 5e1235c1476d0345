"""The few things that SQLite and PostgreSQL say differently, for conditions written once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def any_of(conditions: Iterable[str]) -> str:
    """Return SQL that holds when one of the conditions does."""
    return " OR ".join(f"({condition})" for condition in conditions)


def exists(source: str, where: str) -> str:
    """Return SQL that holds when ``source`` has a row ``where``."""
    return f"EXISTS (SELECT 1 FROM {source} WHERE {where})"  # noqa: S608 - no user's words in here


def unless(source: str, where: str) -> str:
    """Return SQL that holds when ``source`` has no row ``where``; NULL counts as none."""
    return f"NOT {exists(source, where)}"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One database's words; every method returns a piece of SQL."""

    vendor: str

    def _say(self, sqlite: str, postgresql: str) -> str:
        return sqlite if self.vendor == "sqlite" else postgresql

    def sha256(self, column: str) -> str:
        """Hex SHA-256 of a text column's UTF-8 bytes."""
        # Django registers SHA256 on its SQLite connections; one without it fails closed.
        return self._say(
            f"SHA256({column})", f"encode(sha256(convert_to({column}, 'UTF8')), 'hex')"
        )

    def text_at(self, column: str, key: str) -> str:
        """A string inside a column of JSON text."""
        return self._say(f"json_extract({column}, '$.{key}')", f"({column}::jsonb ->> '{key}')")

    def int_at(self, column: str, key: str) -> str:
        """An integer inside a column of JSON text."""
        return self._say(
            f"json_extract({column}, '$.{key}')", f"({column}::jsonb ->> '{key}')::bigint"
        )

    def without(self, column: str, key: str) -> str:
        """A column of canonical JSON text, or a value from ``each``, without one key."""
        return self._say(f"json_remove({column}, '$.{key}')", f"({column}::jsonb - '{key}')")

    def json(self, column: str) -> str:
        """A column of JSON text, to be compared with ``without``."""
        return self._say(f"json({column})", f"({column}::jsonb)")

    def length_of(self, column: str, key: str) -> str:
        """The length of an array inside a column of JSON text."""
        return self._say(
            f"json_array_length({column}, '$.{key}')",
            f"jsonb_array_length({column}::jsonb -> '{key}')",
        )

    def each(self, column: str, key: str, alias: str) -> str:
        """A FROM item that yields the items of an array in JSON text as ``alias.value``."""
        return self._say(
            f"json_each({column}, '$.{key}') {alias}",
            f"jsonb_array_elements({column}::jsonb -> '{key}') {alias}(value)",
        )

    def each_text(self, array: str, alias: str) -> str:
        """A FROM item that yields the texts of a JSON array column as ``alias.value``."""
        return self._say(
            f"json_each({array}) {alias}", f"jsonb_array_elements_text({array}) {alias}(value)"
        )

    def int_in(self, alias: str, *path: str) -> str:
        """An integer inside an item from ``each``."""
        return self._say(
            f"json_extract({alias}.value, '$.{'.'.join(path)}')",
            f"({alias}.value #>> '{{{','.join(path)}}}')::bigint",
        )

    def holds(self, array: str, value: str) -> str:
        """A JSON array column holds this number or text."""
        return self._say(
            exists(f"json_each({array}) j", f"j.value = {value}"),
            f"({array} @> to_jsonb({value}))",
        )

    def has_key(self, column: str, key: str) -> str:
        """A JSON object column has this key."""
        return self._say(
            exists(f"json_each({column}) j", f"j.key = {key}"),
            f"({column} ? ({key}))",
        )

    def day(self, moment: str) -> str:
        """The UTC day of a timestamp."""
        return self._say(f"date({moment})", f"(({moment}) AT TIME ZONE 'UTC')::date")

    def later(self, day: str, number: str, unit: str) -> str:
        """A day that many ``months`` or ``days`` later; SQLite may name a later one in a month."""
        return self._say(
            f"date({day}, '+' || {number} || ' {unit}')",
            f"({day} + make_interval({unit} => {number}))::date",
        )

    def differs(self, left: str, right: str) -> str:
        """Two values differ, NULL counting as a value."""
        return self._say(f"{left} IS NOT {right}", f"{left} IS DISTINCT FROM {right}")
