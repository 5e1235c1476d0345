"""“Was this clear?” on the smallest phone: without script, by keyboard, and for everyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from education.publishing.models import Edition, Feedback
from tests.browsing import problems_in_every_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(
    browser: Browser, live_server: LiveServer, live: Edition
) -> Iterator[Callable[[bool], Page]]:
    """Return a function that opens the smallest phone, with or without scripts."""
    cache.clear()
    contexts = []

    def opened(scripts: bool) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": 320, "height": 800},
            java_script_enabled=scripts,
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def test_reader_says_so_by_keyboard_without_script(phone: Callable[[bool], Page]) -> None:
    page = phone(False)
    page.goto("/topics/kidneys/")
    page.locator("#section-1 summary").press("Enter")
    words = page.locator("#section-1").get_by_label("What was not clear?")
    words.press_sequentially("What is albumin? My name is Ana")
    words.press("Tab")
    page.keyboard.press("Tab")  # Past the yes.
    page.keyboard.press("Enter")
    page.wait_for_url("**/feedback/?kept=*")
    assert "What is albumin? My name is […]" in page.locator("main").inner_text()
    row = Feedback.objects.get()
    assert (row.part, row.clear, row.words) == (
        *("section-1", False),
        "What is albumin? My name is […]",
    )
    page.get_by_role("link", name="Back to the page").press("Enter")
    page.wait_for_url("**/topics/kidneys/#section-1")


def test_form_and_thanks_are_for_everyone(phone: Callable[[bool], Page]) -> None:
    page = phone(True)
    page.goto("/topics/kidneys/")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = [f"form {problem}" for problem in problems_in_every_form(page)]
    page.get_by_role("button", name="Yes, it was clear").last.click()
    page.wait_for_url("**/feedback/?kept=*")
    found += [f"thanks {problem}" for problem in problems_in_every_form(page)]
    assert found == []
