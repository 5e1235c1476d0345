"""What a browser test looks for on every page."""

from __future__ import annotations

import ctypes
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.depth import THOROUGH


def _loads(library: str) -> bool:
    with suppress(OSError):
        return bool(ctypes.CDLL(library))
    return False


#: Debian's Chromium. Without windows it is four times as quick, and the same to a page.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
#: What is missing on this machine for a browser test, said so that it can be put right.
MISSING = (
    ""
    if CHROMIUM and _loads("libatomic.so.1")
    else "Chromium or its driver's library is missing "
    "(apt-get install chromium-headless-shell libatomic1)."
)


def problems(page: Page, *rules: str) -> list[str]:
    """Return what axe finds on the page that is open, by ``rules`` alone when some are named.

    Frames are not looked into: what they hold is a page of its own, looked at by itself.
    """
    options = {"resultTypes": ["violations"], "iframes": False}
    if rules:
        options["runOnly"] = list(rules)
    elif not THOROUGH:
        # As slow as all others together; what colours meet is computed in ``test_style`` as well.
        options["rules"] = {"color-contrast": {"enabled": False}}
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run({json.dumps(options)}).then(found => found.violations)")
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


def cut_off(page: Page) -> list[str]:
    """Say so when the page that is open is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return ["is wider than the window"] if wide else []


def problems_in_every_form(page: Page) -> Iterator[str]:
    """Look at the page that is open as narrow as the smallest phone.

    In a thorough run also wide, and in the dark. A page is loaded once: what a scheme
    changes is colours, and what a width changes is layout.
    """
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    yield from (f"at 320 px: {problem}" for problem in (*problems(page), *cut_off(page)))
    if size:
        page.set_viewport_size(size)
    if not THOROUGH:
        return
    yield from (f"wide: {problem}" for problem in (*problems(page), *cut_off(page)))
    page.emulate_media(color_scheme="dark")
    yield from (f"in the dark: {problem}" for problem in problems(page, "color-contrast"))
    page.emulate_media(color_scheme="light")
