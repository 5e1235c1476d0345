"""Readers' pages in a real browser: axe finds nothing, nothing scrolls sideways, keys suffice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route
from pytest_django.live_server_helper import LiveServer

from education.people.models import User
from education.publishing.models import Edition
from education.publishing.rendering import page_html
from education.publishing.services import withdraw
from tests.browsing import problems_in_every_form
from tests.builders import make_topic
from tests.samples import PAGE, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: The sample page, with one of everything, is served in place of this address.
SAMPLE = "/topics/sample/"
EARLIER = "/topics/sample/editions/1/"
ADDRESSES = (
    "/",
    "/topics/",
    "/search/?q=nothing-has-this",
    "/search/?q=kidneys",
    "/topics/?letter=D",
    "/topics/kidneys/related/",
    "/topics/kidneys/",
    "/topics/kidneys/print/",
    "/topics/kidneys/editions/?on=2026-01-31",
    "/topics/kidneys/editions/?on=soon",
    "/topics/down/editions/?on=2026-01-31",
    "/topics/down/",
    "/topics/none/",
    "/es/",
    SAMPLE,
    EARLIER,
)


@pytest.fixture
def site(publish: Callable[..., Edition], alice: User, dr_bell: User) -> None:
    """A page that is live, and one that was taken down in its favour."""
    edition = publish(make_topic(alice, slug="kidneys"))
    down = publish(make_topic(alice, slug="down"))
    withdraw(down.live_page, by=dr_bell, kind="consolidated", replacement=edition.topic)


@pytest.fixture
def window(
    browser: Browser, live_server: LiveServer, site: None
) -> Iterator[Callable[[int, str], Page]]:
    """Return a function that opens a window of some width in a colour scheme."""
    contexts = []

    def open_window(width: int, scheme: str) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.route(f"**{SAMPLE}", _sample)
        page.route(f"**{EARLIER}", _earlier)
        return page

    yield open_window
    for context in contexts:
        context.close()


def _sample(route: Route) -> None:
    shown = published(overdue=True)
    route.fulfill(body=page_html(PAGE, published=shown), content_type="text/html")


def _earlier(route: Route) -> None:
    shown = published(number=1, reviewed_at=None, review_due=None)
    route.fulfill(body=page_html(PAGE, published=shown), content_type="text/html")


def test_every_page_is_for_everyone(window: Callable[[int, str], Page]) -> None:
    page = window(1280, "light")
    found = []
    for address in ADDRESSES:
        page.goto(address)
        found += [f"{address} {problem}" for problem in problems_in_every_form(page)]
    assert found == []


def test_browser_has_nothing_to_complain_about(window: Callable[[int, str], Page]) -> None:
    page = window(1280, "light")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in ADDRESSES:
        page.goto(address)
    expected = ("status of 404", "status of 410")
    assert [text for text in said if not any(e in text for e in expected)] == []


def test_first_tab_leads_past_the_head_of_the_site(window: Callable[[int, str], Page]) -> None:
    page = window(1280, "light")
    page.goto("/topics/kidneys/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_number_beside_a_claim_leads_to_its_source_and_back(
    window: Callable[[int, str], Page],
) -> None:
    page = window(390, "light")
    page.goto("/topics/kidneys/")
    page.get_by_role("link", name="Source 1").click()
    assert page.url.endswith("#source-1")
    page.get_by_role("link", name="Back to statement 1").click()
    assert page.locator(":target").inner_text().startswith("High blood sugar")


def test_page_is_read_in_order_by_its_headings(window: Callable[[int, str], Page]) -> None:
    page = window(1280, "light")
    page.goto(SAMPLE)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
