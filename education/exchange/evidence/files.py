"""A pack as files: the JSON, the PDF, and the manifest that says what each has to hash to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from education.content.models import Topic
from education.exchange.evidence.pack import FORMAT, Progress, make, spelt
from education.exchange.evidence.paper import pdf_of
from education.exchange.evidence.verify import MANIFEST
from education.exchange.written import Unwritable, replacing
from education.publishing.pdf import NoPango


def write(
    topic: Topic, directory: str, *, progress: Progress = lambda _: None
) -> tuple[dict[str, Any], str]:
    """Write a page's pack into a directory; return the pack, and why there is no PDF, if so."""
    folder = Path(directory)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(f"{directory} cannot be made: {error.strerror}.") from None
    pack = make(topic, progress=progress)
    data, why_not = spelt(pack), ""
    files = {f"{topic.slug}.json": data}
    progress("Setting the document …")
    try:
        files[f"{topic.slug}.pdf"] = pdf_of(pack, sha(data))
    except NoPango as refusal:
        why_not = str(refusal)
        (folder / f"{topic.slug}.pdf").unlink(missing_ok=True)  # One of an older pack.
    for name, content in (*files.items(), (MANIFEST, manifest(pack, files))):
        with replacing(folder / name) as file:
            file.write(content)
        progress(f"Wrote {folder / name}")
    return pack, why_not


def manifest(pack: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Return the manifest of a pack's files."""
    return spelt(
        {
            "format": FORMAT,
            "made_at": pack["made"]["at"],
            "made_by": pack["made"]["by"],
            "newest_event": pack["newest_event"],
            "files": {name: sha(data) for name, data in files.items()},
        }
    )


def sha(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()
