"""Does a copy hold together, and is every page in it a signed edition that readers have now?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from .release import MANIFEST, read_manifest
from .walk import fragments_of, ids_of, links_of

_SEAL = re.compile(r'<dd class="fingerprint">([0-9a-f]{64})</dd>')
_TOPIC = re.compile(r"(?:\w+/)?topics/[-\w]+/index\.html", re.ASCII)


def problems(folder: Path, live: Mapping[str, str]) -> Iterator[str]:
    """Yield one line for each thing that is wrong with a copy.

    ``live`` is file → fingerprint, recomputed, of every page that readers have now.
    """
    files = read_manifest(folder).get("files")
    if files is None:
        yield f"{folder} holds no copy: {MANIFEST} is missing or broken."
        return
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    for path in sorted(there - files.keys() - {MANIFEST}):
        yield f"{path}: the manifest does not know this file."
    ids: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    for path, digest in files.items():
        body = (folder / path).read_bytes() if path in there else None
        if body is None:
            yield f"{path}: the file is missing."
        elif sha256(body).hexdigest() != digest:
            yield f"{path}: the file was changed after it was written."
        elif path.endswith(".html"):
            texts[path] = body.decode()
            ids[path] = ids_of(texts[path])
    for path, html in texts.items():
        yield from _links(path, html, files, ids)
        yield from _seal(path, html, live)
    for path in sorted(live.keys() - files.keys()):
        yield f"{path}: this page is live and not in the copy."


def _links(
    path: str, html: str, files: Mapping[str, str], ids: Mapping[str, set[str]]
) -> Iterator[str]:
    for link in dict.fromkeys(links_of(html)):
        if _file(link) not in files:
            yield f"{path}: its link to {link} leads nowhere."
    for link, fragment in dict.fromkeys(fragments_of(html)):
        target = _file(link) if link else path
        if target in ids and fragment not in ids[target]:
            yield f"{path}: nothing in {target} is called #{fragment}."


def _file(address: str) -> str:
    path = address.lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def _seal(path: str, html: str, live: Mapping[str, str]) -> Iterator[str]:
    said = _SEAL.findall(html)
    if _TOPIC.fullmatch(path) and said and path not in live:
        yield f"{path}: this page is not live any more."
    elif path in live and said != [live[path]]:
        yield f"{path}: its text is not the edition that was signed and is live."
