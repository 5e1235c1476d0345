"""Reports for everyone: axe finds nothing, a phone is wide enough, no picture needs a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from education.staff.reports.catalogue import REPORTS
from tests.browsing import problems_in_every_form
from tests.staff.plenty import Plenty, plant
from tests.staff.worlds import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Window = Callable[..., Page]
PATHS = [
    "/desk/reports/",
    *(f"/desk/reports/{name}/" for name in REPORTS),
    "/desk/reports/turnaround/?since=2026-05-02&until=2026-05-01",
    "/desk/reports/overdue/?since=&until=2020-01-01",
]


@pytest.fixture
def plenty(db: None) -> Plenty:
    return plant(40)


@pytest.fixture
def window(browser: Browser, live_server: LiveServer, plenty: Plenty) -> Iterator[Window]:
    """Return a function that gives the coordinator a browser window."""
    contexts = []

    def opened(*, width: int = 1280, **options: Any) -> Page:
        size = {"width": width, "height": 800}
        context = browser.new_context(base_url=live_server.url, viewport=size, **options)
        cookie = client_of(plenty.coordinator).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def test_axe_finds_nothing_and_nothing_is_cut_off(window: Window) -> None:
    found: list[str] = []

    def keep(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 422" not in message.text:
            found.append(message.text)

    page = window()
    page.on("console", keep)
    for path in PATHS:
        page.goto(path, wait_until="load")
        found += [f"{path} {problem}" for problem in problems_in_every_form(page)]
    assert found == []


def test_report_is_asked_and_taken_along_without_javascript(window: Window) -> None:
    page = window(java_script_enabled=False)
    page.goto("/desk/")
    page.get_by_role("link", name="Reports", exact=True).press("Enter")
    page.wait_for_url("**/desk/reports/")
    page.get_by_role("link", name="Who signs whose pages").press("Enter")
    page.wait_for_url("**/pairs/")
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**language=es**")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a spreadsheet (CSV)").click()
    assert download.value.suggested_filename.startswith("pairs-")
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbfauthor,signer,pages")


def test_pictures_are_drawn_to_size(window: Window) -> None:
    page = window(width=390)
    page.goto("/desk/reports/turnaround/")
    picture = page.get_by_role("img", name="From submission to the last signature, by month")
    box = picture.bounding_box()
    assert box is not None
    assert 250 < box["width"] < 390
    for mark in picture.locator("circle").all():
        at = mark.bounding_box()
        assert at is not None
        assert box["x"] <= at["x"] <= box["x"] + box["width"]
        assert box["y"] <= at["y"] <= box["y"] + box["height"]
