"""Reading the file that a command was given, bounded, with one clear sentence for what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from .formats import MAX_BYTES, Unreadable, too_large


def read_article(path: str) -> tuple[bytes, str]:
    """Return a file's bytes and name; at most one byte above the limit is ever read.

    Raises ``Unreadable`` for a missing file, a directory, anything that is not a regular file, a
    file without permission, and a file above the limit.
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise Unreadable(f"{path} is a directory: name one file.")
        if not file.exists():
            raise Unreadable(f"{path} does not exist.")
        # A pipe or a device could keep the reader waiting for ever.
        if not file.is_file():
            raise Unreadable(f"{path} is not a regular file.")
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not valid"
        raise Unreadable(f"{path} cannot be read: {reason}.") from None
    if len(data) > MAX_BYTES:
        raise Unreadable(too_large(file.name))
    return data, file.name


def opened(path: str) -> BinaryIO:
    """Open a file of any length to be read as a stream; refuses as ``read_article`` does."""
    file = Path(path)
    try:
        if file.is_dir():
            raise Unreadable(f"{path} is a directory: name one file.")
        if not file.exists():
            raise Unreadable(f"{path} does not exist.")
        if not file.is_file():
            raise Unreadable(f"{path} is not a regular file.")
        return file.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not valid"
        raise Unreadable(f"{path} cannot be read: {reason}.") from None
