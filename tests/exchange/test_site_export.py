"""The static copy: what readers get, as files, all of it or nothing."""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from education.audit.history import acting
from education.exchange.site import export
from education.patients import machines
from education.people.models import User
from education.publishing.models import Edition
from education.publishing.services import withdraw
from education.publishing.style import style_address
from tests.builders import make_topic, publish_page

try:
    import weasyprint  # noqa: F401
except OSError:
    pytest.skip("Pango is not installed (see README.md).", allow_module_level=True)


@pytest.fixture
def live(cast: dict[str, User]) -> Edition:
    """A page at /topics/kidneys/."""
    alice, bell, pat = (cast[name] for name in ("alice", "dr_bell", "pat"))
    topic = make_topic(alice, slug="kidneys")
    return publish_page(topic, author=alice, signers=[bell], publisher=pat)


@pytest.fixture
def copy(tmp_path: Path) -> Callable[..., tuple[int, str, Path]]:
    """Return a function that runs the command: exit code, what it printed, what is served."""

    def run(*options: str) -> tuple[int, str, Path]:
        out, code = StringIO(), 0
        try:
            call_command("export_site", str(tmp_path), *options, stdout=out, stderr=out)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return code, out.getvalue(), tmp_path / "current"

    return run


Copy = Callable[..., tuple[int, str, Path]]


def test_copy_has_every_page_as_readers_get_it(copy: Copy, live: Edition, client: Client) -> None:
    code, said, site = copy()
    assert code == 0, said
    served = client.get("/topics/kidneys/").content.decode()
    copied = (site / "topics/kidneys/index.html").read_text()
    # A copy has nobody to tell what was clear.
    asked = r'<(details|section) class="was-clear.*?</\1>'
    assert main_of(copied) == re.sub(asked, "", main_of(served), flags=re.DOTALL)
    for name in (
        "index.html",
        "topics/index.html",
        "topics/kidneys/print/index.html",
        "topics/kidneys/handout.pdf",
        f"editions/{live.fingerprint}/index.html",
        "es/index.html",
        "search/index.html",
        style_address().lstrip("/"),
        "sitemap.xml",
        "feed.atom",
        "robots.txt",
        "404.html",
    ):
        assert (site / name).is_file(), name


def main_of(html: str) -> str:
    """Return what the page says; an address with a query is another one in a copy."""
    found = re.search(r"<main.*</main>", html, re.DOTALL)
    assert found
    return re.sub(r'href="/[^"]*"', "", found[0])


def test_search_of_a_copy_knows_the_live_pages(copy: Copy, live: Edition) -> None:
    _, _, site = copy()
    rows = json.loads((site / "find/en.json").read_text())
    assert [(title, path) for title, _, path in rows] == [(live.title, "/topics/kidneys/")]
    assert "education/find.js" in (site / "search/index.html").read_text()


def test_second_copy_writes_nothing_when_nothing_changed(copy: Copy, live: Edition) -> None:
    copy()
    _, said, site = copy()
    assert "0 files were written" in said
    assert site.resolve().name == "1"


def test_only_what_changed_is_written(copy: Copy, live: Edition, cast: dict[str, User]) -> None:
    copy()
    topic = live.topic
    topic.title = "Kidneys and diabetes, anew"
    topic.change_note = "A new title."
    with acting(cast["alice"]):
        topic.save()
    publish_page(topic, author=cast["alice"], signers=[cast["dr_bell"]], publisher=cast["pat"])
    _, _, site = copy()
    before = site.parent / "1"
    assert "anew" in (site / "topics/kidneys/index.html").read_text()
    assert "anew" not in (before / "topics/kidneys/index.html").read_text()
    assert (site / "404.html").stat().st_ino == (before / "404.html").stat().st_ino


def test_page_that_was_taken_down_becomes_its_notice(
    copy: Copy, live: Edition, cast: dict[str, User]
) -> None:
    copy()
    withdraw(live.live_page, by=cast["dr_bell"], kind="safety")
    code, said, site = copy()
    assert code == 0, said
    page = (site / "topics/kidneys/index.html").read_text()
    assert "This page has been taken down" in page
    assert "High blood sugar" not in page
    assert not (site / "topics/kidneys/handout.pdf").exists()
    assert "410 /topics/kidneys/\n" in (site / "statuses.txt").read_text()
    for name in ("index.html", "topics/index.html", "sitemap.xml", "find/en.json"):
        assert live.title not in (site / name).read_text()
        assert "/topics/kidneys/" not in (site / name).read_text()
    assert "withdrawn" in (site / "feed.atom").read_text()


def test_crash_half_way_leaves_what_was_served(
    copy: Copy, live: Edition, cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, site = copy()
    withdraw(live.live_page, by=cast["dr_bell"], kind="safety")

    def dies(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(export, "serve", dies)
        with pytest.raises(KeyboardInterrupt):
            copy()
    assert live.title in (site / "topics/kidneys/index.html").read_text()
    assert [p.name for p in site.parent.glob("*.partial")] == []
    assert copy()[0] == 0


def test_two_exports_do_not_write_at_once(copy: Copy, live: Edition, tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, said, _ = copy()
    assert code == 2
    assert "Another export is writing" in said


def test_dry_run_says_what_would_change_and_changes_nothing(copy: Copy, live: Edition) -> None:
    _, said, site = copy("--dry-run")
    assert "would be written" in said
    assert not site.exists()


def test_file_that_was_changed_is_found(copy: Copy, live: Edition) -> None:
    _, _, site = copy()
    page = site / "topics/kidneys/index.html"
    page.write_text(page.read_text().replace("harm", "mend"))
    (site / "topics/index.html").unlink()
    (site / "evil.html").write_text("<p>Cures all.</p>")
    code, said, _ = copy("--verify")
    assert code == 1
    assert "topics/kidneys/index.html: the file was changed" in said
    assert "topics/index.html: the file is missing." in said
    assert "evil.html: the manifest does not know this file." in said


def test_page_that_is_no_longer_live_is_found_in_an_old_copy(
    copy: Copy, live: Edition, cast: dict[str, User]
) -> None:
    assert copy()[0] == 0
    assert copy("--verify")[0] == 0
    withdraw(live.live_page, by=cast["dr_bell"], kind="safety")
    code, said, _ = copy("--verify")
    assert code == 1
    assert "topics/kidneys/index.html: this page is not live any more." in said


def test_link_that_leads_nowhere_keeps_the_old_copy(
    copy: Copy, live: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "SCRIPT", "education/nowhere.js")
    code, said, site = copy()
    assert code == 1
    assert "its link to /static/education/find.js leads nowhere." in said
    assert not site.exists()


def test_nothing_unsigned_is_in_a_copy(copy: Copy, live: Edition, cast: dict[str, User]) -> None:
    make_topic(cast["alice"], slug="draft", title="Nobody signed this")
    _, _, site = copy()
    for file in site.rglob("*"):
        if file.is_file() and file.suffix != ".pdf":
            assert "Nobody signed this" not in file.read_text(), file


def test_site_map_in_parts_names_the_files_of_the_copy(
    copy: Copy, cast: dict[str, User], live: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "PER_SITEMAP", 1)
    topic = make_topic(cast["alice"], slug="lungs", title="Your lungs")
    publish_page(topic, author=cast["alice"], signers=[cast["dr_bell"]], publisher=cast["pat"])
    code, said, site = copy()
    assert code == 0, said
    parts = re.findall(r"<loc>http://localhost:8000/(.+)</loc>", (site / "sitemap.xml").read_text())
    assert [re.findall(r"/topics/(\w+)/", (site / part).read_text()) for part in parts] == [
        ["kidneys"],
        ["lungs"],
    ]
