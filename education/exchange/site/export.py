"""The verb: write the static copy, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from education.errors import Refused
from education.publishing.addresses import address
from education.publishing.copying import addresses, first_lapse, indexed, live_fingerprints
from education.publishing.words import languages

from .asking import Ask
from .release import Release, release, serve
from .verify import problems
from .walk import SCRIPT, file_of, search_index, walk

#: Statuses that a file server cannot know by itself, one "410 /path/" a line.
STATUSES = "statuses.txt"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did, or would do."""

    pages: int
    changed: int
    gone: tuple[str, ...]
    switched: bool


class Broken(Refused):
    """The new copy does not hold together, so the old one stays; ``faults`` say why."""

    def __init__(self, faults: list[str]) -> None:
        """Keep each fault as a line of its own."""
        super().__init__("The copy does not hold together; what was served before stays.")
        self.faults = faults


def export_site(
    root: Path, ask: Ask, progress: Callable[[int, str], None], *, dry_run: bool = False
) -> Exported:
    """Write every page that readers may read to ``root``/current, in one step.

    Only files whose bytes changed are written. Raises ``Busy``, ``Broken`` and ``WrongHost``.
    """
    with release(root) as made:
        count = 0
        statuses = []
        for page in walk(ask, _starts()):
            count += 1
            progress(count, page.address)
            made.put(page.path, page.body)
            if page.status in (301, 410):
                statuses.append(f"{page.status} {page.address}")
        made.put("404.html", ask("/none/").body)
        made.put(STATUSES, "".join(f"{line}\n" for line in sorted(statuses)).encode())
        for language in languages():
            made.put(f"find/{language}.json", search_index(indexed(language)))
        done = Exported(count, made.changed, tuple(made.gone), made.is_new and not dry_run)
        if done.switched:
            _check_and_serve(made)
        return done


def _check_and_serve(made: Release) -> None:
    lapse = first_lapse()
    made.describe(site=settings.SITE_URL, good_until=lapse.isoformat() if lapse else "")
    if faults := list(problems(made.folder, current_files())):
        raise Broken(faults)
    serve(made)


def current_files() -> dict[str, str]:
    """Return file → fingerprint, recomputed, of every page that readers have now."""
    return {file_of(path): seal for path, seal in live_fingerprints()}


def _starts() -> Iterator[str]:
    for language in languages():
        for view in ("home", "topics", "search", "feed"):
            yield address(view, language)
    yield from ("/robots.txt", "/sitemap.xml", settings.STATIC_URL + SCRIPT)
    yield from addresses()
