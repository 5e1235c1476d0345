"""A page that is taken down is gone at once: from every worker, list, feed, answer and copy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser

from education.people.models import Role
from tests.benchmarks.serving import free_port
from tests.builders import make_credential, make_topic, make_user, publish_page
from tests.conftest import empty_database
from tests.publishing.processes import ROOT, shared
from tests.publishing.world import FAST

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Kidneys and the colour blue"
WITHDRAW = (
    "import django; django.setup(); from education.people.models import User; "
    "from education.publishing.models import LivePage; "
    "from education.publishing.services import withdraw; "
    "withdraw(LivePage.objects.get(), by=User.objects.get(username='dr_bell'), kind='safety')"
)
_MARK = re.compile("</?mark>")
#: Where a live page is named, beside its own address.
NAMED_AT = ("/", "/topics/", "/search/?q=kidneys", "/feed.atom", "/api/v1/topics")
#: What holds its words, or its address.
OWN = ("/topics/blue/", "/topics/blue/print/", "/topics/blue/editions/", "/api/v1/topics/blue")


@dataclass
class Site:
    """A site with four workers, on a database of its own."""

    url: str
    port: int
    folder: Path

    def run(self, *command: str) -> str:
        """Run Python beside the site, on the same database; return what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            env=environment(self.url, self.port, self.folder),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def statuses(self, path: str, times: int) -> set[int]:
        """Ask so often, each time on a new connection, so that every worker has its turn."""
        return {self.ask(path)[0] for _ in range(times)}

    def ask(self, path: str) -> tuple[int, str]:
        """Return status and text."""
        address = f"http://127.0.0.1:{self.port}{path}"
        asked = Request(address, headers={"Connection": "close"})  # noqa: S310
        try:
            with urlopen(asked, timeout=20) as answer:  # noqa: S310 - the loopback
                # What was searched for is marked in the words.
                return answer.status, _MARK.sub("", answer.read().decode())
        except HTTPError as error:
            return error.code, error.read().decode()


def environment(url: str, port: int, folder: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": "only-for-this-test-" * 4,
        "HANDOUT_DIR": str(folder / "handouts"),
    }


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """One page that is live, really committed, served by four workers."""
    tmp_path = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock(), FAST:
        try:
            make_user("ada", Role.ADMINISTRATOR)
            alice, pat = make_user("alice", Role.AUTHOR), make_user("pat", Role.PUBLISHER)
            bell = make_user("dr_bell", Role.CLINICIAN)
            make_credential(bell)
            topic = make_topic(alice, slug="blue", title=TITLE)
            publish_page(topic, author=alice, signers=[bell], publisher=pat)
            url = shared(tmp_path)
            with serving(url, tmp_path) as port:
                yield Site(url, port, tmp_path)
        finally:
            empty_database()


@contextmanager
def serving(url: str, folder: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "4"]
    command += ["--host", "127.0.0.1", "--port", str(port), "config.wsgi:application"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment(url, port, folder), stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(150):
            with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):  # noqa: S310
                break
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_page_that_is_taken_down_is_gone_everywhere_at_once(
    site: Site, request: pytest.FixtureRequest
) -> None:
    # Not before the site is there: its database is copied, which waits for open transactions.
    browser: Browser = request.getfixturevalue("browser")
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{site.port}/topics/blue/")
    assert page.locator("h1").inner_text() == TITLE
    for path in OWN:
        assert site.statuses(path, 12) == {200}
    for path in NAMED_AT:
        assert TITLE in site.ask(path)[1], path
    assert "/topics/blue/" in site.ask("/sitemap.xml")[1]
    copy = site.folder / "copy"
    site.run("manage.py", "export_site", str(copy))
    assert TITLE in (copy / "current/topics/blue/index.html").read_text()

    site.run("-c", WITHDRAW)

    for path in (*OWN, "/topics/blue/handout.pdf"):
        assert site.statuses(path, 24) == {410}
    for path in NAMED_AT:
        for _ in range(8):
            assert TITLE not in site.ask(path)[1], path
    assert "/topics/blue/" not in site.ask("/sitemap.xml")[1]
    page.reload()
    assert page.locator("h1").inner_text() == "This page has been taken down"
    page.goto(f"http://127.0.0.1:{site.port}/topics/")
    assert TITLE not in page.locator("body").inner_text()
    page.close()
    site.run("manage.py", "export_site", str(copy))
    copied_page = (copy / "current/topics/blue/index.html").read_text()
    assert "This page has been taken down" in copied_page
    assert not any(
        TITLE in file.read_text()
        for file in (copy / "current").rglob("*")
        if file.is_file() and file.suffix not in (".pdf", ".png")
    )
