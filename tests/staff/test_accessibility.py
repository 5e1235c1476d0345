"""The desk for everyone: axe finds nothing, a phone is wide enough, JavaScript is not needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from education.content.models import Topic
from education.people.models import User
from education.review.models import Review
from education.review.services import comment, submit
from education.review.states import State
from tests.builders import PASSWORD, edit, make_claim, make_topic
from tests.staff.worlds import World, client_of, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Window = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Window]:
    """Return a function that gives a signed-in person a browser window."""
    contexts = []

    def opened(user: User, *, width: int = 1280, **options: Any) -> Page:
        size = {"width": width, "height": 800}
        context = browser.new_context(base_url=live_server.url, viewport=size, **options)
        cookie = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def world(alice: User, dr_cole: User, dr_bell: User, pat: User) -> World:
    """A world in which the open page changes a live one and was talked about."""
    world = make_world(alice, dr_cole, pat)
    live = Topic.objects.get(pk=world.live.topic_id)
    edit(live, by=alice, answer="Diabetes can slowly harm your kidneys over time.")
    changed = submit(live, by=alice)
    comment(changed, by=dr_bell, anchor="answer", text="How slowly?")
    bad = make_claim(alice, "Exosomes cure kidney disease for ever.", kind="benefit")
    draft = make_topic(alice, claims=[bad], aim="", title="A promising draft")
    return World(draft=draft, open=changed, signed=world.signed, live=world.live)


@pytest.fixture
def addresses(world: World, otto: User) -> dict[str, list[str]]:
    """Every page of the desk, by who opens it."""
    claim = world.open.page().claims[0].claim_id
    review = f"/desk/reviews/{world.open.pk}/"
    return {
        "dr_bell": [
            "/desk/",
            "/desk/queues/claims/",
            "/desk/queues/overdue/?q=nothing",
            review,
            f"{review}sign/",
            f"{review}changes/",
            f"{review}decline/",
            f"/desk/reviews/{world.live.pk}/reaffirm/",
            f"/desk/reviews/{world.live.pk}/withdraw/",
            f"/desk/claims/{claim}/withdraw/",
        ],
        "alice": ["/desk/", review, f"{review}sign/", f"/desk/topics/{world.draft.pk}/findings/"],
        "pat": [f"/desk/reviews/{world.signed.pk}/publish/"],
        "otto": [
            f"/desk/topics/{world.live.topic_id}/then/?on={timezone.now():%Y-%m-%d}",
            f"/desk/topics/{world.live.topic_id}/then/?on=soon",
            f"/desk/topics/{world.live.topic_id}/evidence/",
        ],
    }


def _problems(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")], ids=str
)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    width: int,
    scheme: str,
    addresses: dict[str, list[str]],
    window: Window,
    request: pytest.FixtureRequest,
) -> None:
    problems: list[str] = []

    def keep(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(message.text)

    for who, paths in addresses.items():
        page = window(request.getfixturevalue(who), width=width, color_scheme=scheme)
        page.on("console", keep)
        for path in paths:
            page.goto(path, wait_until="load")
            problems.extend(f"{who} {path} {problem}" for problem in _problems(page))
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                problems.append(f"{who} {path} is wider than {width} px")
    refused = [p for p in problems if "status of 403" not in p]  # The author's sign page.
    assert refused == []


def test_a_page_is_signed_without_javascript_by_keyboard(
    world: World, window: Window, dr_bell: User
) -> None:
    page = window(dr_bell, java_script_enabled=False)
    page.goto(f"/desk/reviews/{world.open.pk}/")
    page.get_by_role("link", name="Sign", exact=True).press("Enter")
    # all() does not wait: without this it may still look at the page that is being left.
    page.wait_for_url("**/sign/")
    for tick in page.get_by_role("checkbox").all():
        tick.press("Space")
    for answer in page.get_by_label("Why it may stand as it is").all():
        answer.fill("Read and accepted.")
    page.get_by_label("No", exact=True).press("Space")
    page.get_by_label("Your interests, as readers will see them").fill("None")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Your password").press("Enter")
    page.get_by_text("Your signature is recorded").wait_for()
    assert Review.objects.get(pk=world.open.pk).state == State.SIGNED


def test_a_refusal_is_read_first_and_leads_to_the_field(
    world: World, window: Window, dr_bell: User
) -> None:
    page = window(dr_bell)
    page.goto(f"/desk/reviews/{world.open.pk}/sign/")
    page.get_by_role("button", name="Sign", exact=True).click()
    assert page.evaluate("document.activeElement.id") == "refusal"
    page.get_by_role("link", name="Enter the password you sign in with.").click()
    assert page.url.endswith("#id_password")


def test_the_patients_page_is_shown_in_the_frame(
    world: World, window: Window, dr_bell: User
) -> None:
    page = window(dr_bell)
    page.goto(f"/desk/reviews/{world.open.pk}/")
    frame = page.frame_locator("iframe[name=patient-page]")
    frame.get_by_text("slowly harm your kidneys").first.wait_for()
