"""Files that are there only when they are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from education.errors import Refused


class Unwritable(Refused):
    """The file cannot be written."""


@contextmanager
def replacing(path: str | Path) -> Iterator[IO[bytes]]:
    """Give a file to write; it takes its name when the block ends well, and else is gone."""
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror}.") from None
    part = Path(name)
    try:
        if target.is_dir():
            raise Unwritable(f"{path} is a directory: name a file.")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
