"""Rendered pages in the process's memory, bounded in bytes.

A key names everything that decides what a reader gets (the live pointer as just read from the
database), so nothing has to be thrown away when a page changes: it is simply not asked for again.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

MEGABYTE = 1024 * 1024
Value = TypeVar("Value")


class Memory(Generic[Value]):
    """The most recently used values, up to a number of bytes; safe among threads."""

    def __init__(self, limit: int, size: Callable[[Value], int]) -> None:
        self._limit, self._size = limit, size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()
        self.held = 0

    def get(self, key: Hashable) -> Value | None:
        """Return the value kept under a key, or None."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: Value) -> Value:
        """Keep a value, letting go of the ones that were not asked for longest; return it."""
        with self._lock:
            old = self._values.pop(key, None)
            if old is not None:
                self.held -= self._size(old)
            self._values[key] = value
            self.held += self._size(value)
            while self.held > self._limit:
                self.held -= self._size(self._values.popitem(last=False)[1])
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self.held = 0


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it goes over the wire, packed once, with its ETag."""

    packed: bytes
    etag: str

    def plain(self) -> bytes:
        """Return the page unpacked."""
        return gzip.decompress(self.packed)


def pack(html: str, fingerprint: str = "") -> Rendered:
    """Return a page packed with gzip.

    Its ETag is the fingerprint of the signed text and a digest of the rendered bytes, so it
    changes with whatever a reader could see change: text, template, review date, translations.
    Weak, because packed and plain are the same page.
    """
    body = html.encode()
    parts = [part for part in (fingerprint, sha256(body).hexdigest()[:16]) if part]
    return Rendered(gzip.compress(body, 6, mtime=0), f'W/"{"-".join(parts)}"')


#: What browsers ask for. Several thousand pages.
packed_pages: Memory[Rendered] = Memory(56 * MEGABYTE, lambda page: len(page.packed))
#: Unpacked again, for the few that do not accept gzip.
plain_pages: Memory[bytes] = Memory(8 * MEGABYTE, len)


def forget() -> None:
    """Empty the memory of this process."""
    packed_pages.clear()
    plain_pages.clear()
