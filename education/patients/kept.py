"""Files that were costly to make, kept on the disk for every worker and for the next start.

A file is named by what it was made from and begins with a seal made with the site's secret key, so
one that was exchanged on the disk is not believed but made again.
"""

from __future__ import annotations

import fcntl
import hmac
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.crypto import salted_hmac

#: One that nobody has asked for in so many days is removed.
DAYS = 30
_SEAL = 32


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """Return the file of this name, made now unless it is there; made once however many ask."""
    path = Path(settings.HANDOUT_DIR, name)
    if (body := _read(path)) is not None:
        return body
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (body := _read(path)) is not None:
            return body
        body = make()
        _write(path, body)
    return body


def sweep() -> Iterator[str]:
    """Remove what nobody has asked for in a month; yield a line when anything went."""
    old = time.time() - DAYS * 24 * 60 * 60
    gone = 0
    for path in Path(settings.HANDOUT_DIR).glob("*"):
        try:
            if path.stat().st_mtime < old:
                path.unlink()
                gone += 1
        except FileNotFoundError:  # Another sweep was faster.
            continue
    if gone:
        yield f"Removed {gone} handout files that nobody asked for in {DAYS} days."


def _seal(name: str, body: bytes) -> bytes:
    return salted_hmac(f"countersign.kept.{name}", body, algorithm="sha256").digest()


def _read(path: Path) -> bytes | None:
    try:
        raw = path.read_bytes()
        os.utime(path)
    except FileNotFoundError:
        return None
    body = raw[_SEAL:]
    return body if hmac.compare_digest(raw[:_SEAL], _seal(path.name, body)) else None


def _write(path: Path, body: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(_seal(path.name, body) + body)
    Path(file.name).replace(path)
