"""A copy on the disk: written beside the one that is served, then put in its place at once."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from education.errors import Refused

MANIFEST = "manifest.json"
_PARTIAL = ".partial"


class Busy(Refused):
    """Another export writes there now."""


@dataclass
class Release:
    """One copy, growing; files that did not change are shared with the one before."""

    root: Path
    folder: Path
    before: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)
    changed: int = 0

    def put(self, path: str, body: bytes) -> None:
        """Write a file, or share it when its bytes are those of the copy before."""
        digest = sha256(body).hexdigest()
        self.files[path] = digest
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        old = self.root / "current" / path
        if self.before.get(path) == digest and _holds(old, digest):
            os.link(old, target)
            return
        self.changed += 1
        target.write_bytes(body)

    def describe(self, **more: str) -> None:
        """Write the manifest: the SHA-256 of every file, and what else is to be known."""
        manifest = {**more, "files": dict(sorted(self.files.items()))}
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        (self.folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    @property
    def gone(self) -> list[str]:
        """Files of the copy before that this one has not."""
        return sorted(self.before.keys() - self.files.keys())

    @property
    def is_new(self) -> bool:
        """Whether anything differs from the copy before."""
        return self.files != self.before or self.changed > 0


@contextmanager
def release(root: Path) -> Iterator[Release]:
    """Begin a copy; ``serve`` ends it. What was left half done, by anybody, is cleared away.

    Raises ``Busy`` when another export writes there.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"Another export is writing to {root}: wait until it has ended.") from None
        for left in root.glob(f"*{_PARTIAL}"):
            shutil.rmtree(left)
        number = 1 + max((int(p.name) for p in root.glob("[0-9]*") if p.name.isdigit()), default=0)
        folder = root / f"{number}{_PARTIAL}"
        folder.mkdir()
        try:
            yield Release(root, folder, read_manifest(root / "current").get("files", {}))
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def serve(made: Release) -> None:
    """Put a finished copy in the place of the one before, in one step; keep that one beside it."""
    final = made.folder.with_suffix("")
    made.folder.rename(final)
    link = made.root / "current.next"
    link.unlink(missing_ok=True)
    link.symlink_to(final.name)
    link.replace(made.root / "current")
    kept = int(final.name) - 1
    for old in made.root.glob("[0-9]*"):
        if old.name.isdigit() and int(old.name) < kept:
            shutil.rmtree(old)


def read_manifest(folder: Path) -> dict[str, dict[str, str]]:
    """Return what a copy says it holds; empty when there is none."""
    try:
        found: dict[str, dict[str, str]] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _holds(file: Path, digest: str) -> bool:
    try:
        return sha256(file.read_bytes()).hexdigest() == digest
    except OSError:
        return False
