"""Picture files: what may come in, how it is stored, and how it is found again.

A file is named by the SHA-256 of its bytes, so a name always means the same picture, and a file
that was exchanged on the disk no longer fits its name and is served to nobody.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import IO

from django.conf import settings
from PIL import Image, ImageFile, ImageOps

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
#: Of the picture that comes in: width times height. A few bytes can claim to be an enormous one.
MOST_PIXELS = 40_000_000
SMALLEST_SIDE = 16
#: Of the picture that is stored: twice the width of a page, for sharp screens.
LONGEST_SIDE = 1600
#: What Pillow calls a format → (extension, how it is written anew).
FORMATS: dict[str, tuple[str, dict[str, object]]] = {
    "PNG": ("png", {"optimize": True}),
    "JPEG": ("jpg", {"quality": 85, "optimize": True, "progressive": True}),
    "WEBP": ("webp", {"quality": 85}),
}
TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
_STRICT = Lock()
_NAME = re.compile(r"([0-9a-f]{64})\.(png|jpg|webp)")


class Unfit(ValueError):
    """The file cannot become a picture; says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture written anew: its pixels and nothing else of the file that came in."""

    body: bytes
    sha256: str
    extension: str
    width: int
    height: int

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.sha256}.{self.extension}"


def take(file: IO[bytes]) -> Taken:
    """Return what an uploaded file becomes. Raises ``Unfit``.

    What a file is, is read from its bytes, never from its name. Writing the pixels anew leaves
    place, camera, comments and whatever else was hidden in the file behind.
    """
    raw = file.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise Unfit(f"The file is larger than {LARGEST_FILE // MEGABYTE} MB.")
    try:
        with _whole(), Image.open(BytesIO(raw), formats=tuple(FORMATS)) as image:
            _refuse_unfit(image)
            kind = image.format or ""
            pixels = _pixels(image)
    except Unfit:
        raise
    # Broken files make Pillow raise almost anything.
    except Exception as problem:  # noqa: BLE001
        raise Unfit("This is not a whole PNG, JPEG or WebP picture.") from problem
    extension, options = FORMATS[kind]
    written = BytesIO()
    pixels.save(written, kind, **options)
    body = written.getvalue()
    return Taken(body, hashlib.sha256(body).hexdigest(), extension, *pixels.size)


@contextmanager
def _whole() -> Iterator[None]:
    """Let Pillow refuse half a picture, which WeasyPrint tells it not to, for a whole process."""
    with _STRICT:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _refuse_unfit(image: Image.Image) -> None:
    """Look at the head of a picture, before any of its pixels is unpacked."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Unfit(f"The picture is {width} by {height} dots: too large to be unpacked safely.")
    if min(width, height) < SMALLEST_SIDE:
        raise Unfit(f"The picture is only {width} by {height} dots.")
    if getattr(image, "is_animated", False):
        raise Unfit("The picture moves. A page holds still pictures only.")


def _pixels(image: Image.Image) -> Image.Image:
    """Return the picture upright, no larger than needed, on a canvas that knows nothing else."""
    upright = ImageOps.exif_transpose(image)
    clear = image.format != "JPEG" and upright.has_transparency_data
    mode = "RGBA" if clear else "RGB"
    upright = upright.convert(mode)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    canvas = Image.new(mode, upright.size)
    canvas.paste(upright)
    return canvas


def _folder() -> Path:
    return Path(settings.MEDIA_DIR) / "pictures"


def store(taken: Taken) -> None:
    """Write a picture under its name, whole or not at all; one that stands is left alone."""
    folder = _folder()
    if read(taken.name) is not None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as draft:
        draft.write(taken.body)
        draft.flush()
        os.fsync(draft.fileno())
    os.chmod(draft.name, 0o644)
    os.replace(draft.name, folder / taken.name)


def read(name: str) -> bytes | None:
    """Return the bytes of a picture; None when it is missing or not the one of its name."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        body = (_folder() / name).read_bytes()
    except OSError:
        return None
    return body if hashlib.sha256(body).hexdigest() == found[1] else None


def type_of(name: str) -> str:
    """Return the media type of a picture's name."""
    return TYPES[name.rpartition(".")[2]]
