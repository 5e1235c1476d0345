"""What a browser test looks for on every page."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.depth import THOROUGH

#: Debian's Chromium. Without windows it is four times as quick, and the same to a page.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")


def missing() -> str:
    """Say what this machine lacks for a browser test, and how to get it; "" when nothing."""
    if not CHROMIUM:
        return "Chromium is missing (apt-get install chromium-headless-shell)."
    driver = [sys.executable, "-m", "playwright", "--version"]
    told = subprocess.run(driver, capture_output=True, text=True, check=False)
    if told.returncode:
        return f"Chromium's driver does not run (apt-get install libatomic1): {told.stderr.strip()}"
    return ""


def problems(page: Page, *rules: str) -> list[str]:
    """Return what axe finds on the page that is open, by ``rules`` alone when some are named.

    Frames are not looked into: what they hold is a page of its own, looked at by itself.
    """
    options = {"resultTypes": ["violations"], "iframes": False}
    if rules:
        options["runOnly"] = list(rules)
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

    In a thorough run also wide, and in the dark. A page is loaded once: what a scheme changes is
    colours, and what a width changes is layout.
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
