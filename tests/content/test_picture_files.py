"""Picture files: judged by their bytes, written anew, named by their hash."""

from __future__ import annotations

import hashlib
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from education.content import pictures
from education.content.pictures import Unfit, take
from tests.builders import image_file

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _empty_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_DIR = tmp_path


def photo_with_place() -> BytesIO:
    """A JPEG with a camera, a place, a comment, and a turned sensor."""
    image, file = Image.new("RGB", (64, 32), "teal"), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera Works"
    exif[0x0112] = 6  # Turned by a quarter.
    exif.get_ifd(0x8825)[2] = (48.0, 12.0, 30.0)
    image.save(file, "JPEG", exif=exif, comment=b"Bed 4, Mrs Roe")
    file.seek(0)
    return file


def png_of(width: int, height: int) -> bytes:
    """A PNG whose head claims a size, with no pixels to speak of."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        sealed = kind + body
        return struct.pack(">I", len(body)) + sealed + struct.pack(">I", zlib.crc32(sealed))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def animation() -> bytes:
    file = BytesIO()
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("teal", "red")]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_each_format_is_taken_and_named_by_its_bytes(kind: str, extension: str) -> None:
    taken = take(image_file(kind=kind))
    assert (taken.extension, taken.width, taken.height) == (extension, 64, 48)
    assert taken.name == f"{hashlib.sha256(taken.body).hexdigest()}.{extension}"


def test_the_same_file_gives_the_same_name() -> None:
    assert take(image_file()).name == take(image_file()).name != take(image_file("red")).name


def test_place_camera_and_comments_are_left_behind_and_the_picture_stands_upright() -> None:
    taken = take(photo_with_place())
    for secret in (b"Camera Works", b"Mrs Roe", b"Exif"):
        assert secret in photo_with_place().getvalue()
        assert secret not in taken.body
    assert (taken.width, taken.height) == (32, 64)


def test_what_a_png_says_beside_its_pixels_is_left_behind() -> None:
    notes, file = PngInfo(), BytesIO()
    notes.add_text("Author", "Mrs Roe")
    Image.new("RGB", (32, 32)).save(file, "PNG", pnginfo=notes, icc_profile=b"Mrs Roe")
    file.write(b"<script>alert(1)</script>")
    file.seek(0)
    body = take(file).body
    assert b"Roe" not in body
    assert b"script" not in body
    assert b"iCCP" not in body


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA", "CMYK", "I;16", "1"])
def test_other_ways_to_hold_colours_are_taken(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (32, 32)).save(file, "JPEG" if mode == "CMYK" else "PNG")
    file.seek(0)
    assert take(file).width == 32


def test_a_large_picture_is_made_no_larger_than_a_page_needs() -> None:
    assert take(image_file(size=(4000, 1000))).width == 1600


BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "text": b"Not a picture",
    "drawing that can hold scripts": SVG,
    "GIF": b"GIF89a\x20\x00\x20\x00\x80\x00\x00" + b"\x00" * 40,
    "half a picture": image_file(size=(640, 480)).getvalue()[:200],
    "head without pixels": png_of(640, 480)[:40],
    "pixels that are missing": png_of(640, 480),
    "a bomb": png_of(60_000, 60_000),
    "a small bomb": png_of(9_000, 9_000),
    "a dot": image_file(size=(1, 1)).getvalue(),
    "moving": animation(),
    "a page": b"<!doctype html><script>alert(1)</script>",
    "too heavy": b"\x89PNG\r\n\x1a\n" + b"\0" * (10 * 1024 * 1024),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_picture_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(Unfit, match=r"^[A-Z][^.]+\.( [A-Z][^.]+\.)?$"):
        take(BytesIO(BROKEN[name]))


def test_half_a_picture_is_refused_where_handouts_are_made_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # WeasyPrint lets Pillow show half a picture, in every process that has imported it.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(Unfit):
        take(BytesIO(BROKEN["pixels that are missing"]))


def test_a_stored_picture_is_read_by_its_name(settings: Any) -> None:
    taken = take(image_file())
    pictures.store(taken)
    pictures.store(taken)
    assert pictures.read(taken.name) == taken.body
    assert [f.name for f in Path(settings.MEDIA_DIR, "pictures").iterdir()] == [taken.name]


def test_a_file_that_was_exchanged_is_not_read_and_is_mended_by_the_right_one(
    settings: Any,
) -> None:
    taken = take(image_file())
    pictures.store(taken)
    Path(settings.MEDIA_DIR, "pictures", taken.name).write_bytes(take(image_file("red")).body)
    assert pictures.read(taken.name) is None
    pictures.store(taken)
    assert pictures.read(taken.name) == taken.body


@pytest.mark.parametrize(
    "name", ["", "../settings.py", "a.png", "a" * 64, f"{'a' * 64}.svg", f"{'a' * 64}.png\n", "/"]
)
def test_other_names_lead_nowhere(name: str) -> None:
    assert pictures.read(name) is None
