"""The one style sheet of readers' pages, under an address that names its bytes."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,])\s*")
_FILE = Path(__file__).parents[1] / "static" / "education" / "site.css"


#: The papers that sheets can be set for.
PAPERS = ("A4", "Letter")


def style() -> tuple[str, bytes]:
    """Return the first digits of the SHA-256 of the style sheet, and its bytes."""
    paper = settings.HANDOUT_PAPER
    return _read(paper) if settings.DEBUG else _kept(paper)


def style_address() -> str:
    """Return its path: another one whenever a byte of it is another."""
    return f"/media/site.{style()[0]}.css"


def _read(paper: str) -> tuple[str, bytes]:
    """Leave out what only those read who change it: remarks, and room around what separates."""
    text = _REMARK.sub("", _FILE.read_text(encoding="utf-8"))
    if paper in PAPERS:
        text = text.replace("size: A4;", f"size: {paper};")
    body = _AROUND.sub(r"\1", text).strip().encode()
    return sha256(body).hexdigest()[:16], body


_kept = lru_cache(maxsize=1)(_read)
