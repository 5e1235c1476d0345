"""People at their browsers: one real Chromium window each, against a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from education.people.models import User
from tests.builders import PASSWORD
from tests.staff.worlds import client_of

At = Callable[[User | None], Page]


@pytest.fixture
def at_browser(browser: Browser, live_server: LiveServer) -> Iterator[At]:
    """Return a function that gives a person a window of their own, signed in.

    The first one signs in by the form; None is a patient, who does not.
    """
    contexts = []

    def window(user: User | None) -> Page:
        context = browser.new_context(base_url=live_server.url)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if user is None:
            return page
        if len(contexts) == 1:
            _sign_in(page, user)
        else:  # As the first one did; the form has been seen to work.
            cookie = client_of(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    yield window
    for context in contexts:
        context.close()


def _sign_in(page: Page, user: User) -> None:
    page.goto("/admin/login/?next=/desk/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/desk/")
