"""Readers' pages in a real browser: axe finds nothing, nothing scrolls sideways, keys suffice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route
from pytest_django.live_server_helper import LiveServer

from education.people.models import User
from education.publishing.models import Edition
from education.publishing.rendering import page_html
from education.publishing.services import withdraw
from tests.browsing import cut_off, problems, problems_in_every_form
from tests.builders import edit, make_topic
from tests.depth import THOROUGH
from tests.samples import PAGE, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: The sample page, with one of everything, is served in place of this address.
SAMPLE = "/topics/sample/"
EARLIER = "/topics/sample/editions/1/"
WIDTHS = (320, 768, 1280)
OTHERS = tuple(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
#: Served in place of these: the sample in another language, as a page and as a sheet.
IN_ANOTHER = "/{}/topics/sample/"
SHEET = "/{}/topics/sample/print/"
ADDRESSES = (
    "/",
    "/topics/",
    "/search/?q=nothing-has-this",
    "/search/?q=kidneys",
    "/topics/?letter=D",
    "/topics/kidneys/related/",
    "/topics/kidneys/",
    "/topics/kidneys/print/",
    "/topics/kidneys/feedback/",
    "/topics/kidneys/editions/2/changes/",
    "/topics/kidneys/editions/?on=2026-01-31",
    "/topics/kidneys/editions/?on=soon",
    "/topics/down/editions/?on=2026-01-31",
    "/topics/down/",
    "/topics/none/",
    "/es/",
    SAMPLE,
    # A word that is explained where it stands.
    f"{SAMPLE}#note-{PAGE.terms[0].term_id}",
    EARLIER,
)


@pytest.fixture
def site(publish: Callable[..., Edition], alice: User, dr_bell: User) -> None:
    """A page that is live in its second edition, and one taken down in its favour."""
    topic = publish(make_topic(alice, slug="kidneys")).topic
    edition = publish(edit(topic, by=alice, answer="It can harm both.", change_note="Shorter."))
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


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_is_for_everyone(window: Callable[[int, str], Page], language: str) -> None:
    page = window(320, "light")
    page.route(f"**{IN_ANOTHER.format(language)}", partial(_translated, language=language))
    found = []
    for address in (f"/{language}/", IN_ANOTHER.format(language)):
        page.goto(address)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        found += [f"{address} {problem}" for problem in (*problems(page), *cut_off(page))]
    assert found == []


@pytest.mark.skipif(not THOROUGH, reason="THOROUGH=1 asks for all of it: .ci/run does.")
@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_page_in_every_language_width_and_scheme(
    window: Callable[[int, str], Page], language: str, site: None
) -> None:
    page = window(1280, "light")
    start = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    sample, sheet = f"{start}/topics/sample/", f"{start}/topics/sample/print/"
    page.route(f"**{sample}", partial(_translated, language=language))
    page.route(f"**{sheet}", partial(_translated, language=language, printable=True))
    own = ADDRESSES if not start else [f"{start}{path}" for path in ("/", "/topics/", "/search/")]
    seal = Edition.objects.order_by("pk").values_list("fingerprint", flat=True)
    found = []
    for address in (*own, sample, sheet, *(f"/editions/{one}/" for one in seal)):
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                seen = (*problems(page), *cut_off(page))
                found += [f"{address} {width} {scheme} {problem}" for problem in seen]
    assert found == []


def _translated(route: Route, language: str, *, printable: bool = False) -> None:
    """Serve the sample as a page in another language; its words stay, what is around them not."""
    page = replace(PAGE, language=language)
    shown = replace(published(overdue=True), manuscript=page, signed_against=1, original_now=2)
    html = page_html(page, published=shown, printable=printable)
    route.fulfill(body=html, content_type="text/html")


def test_page_reflows_at_four_hundred_per_cent(window: Callable[[int, str], Page]) -> None:
    page = window(1280, "light")
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(SAMPLE)
    assert cut_off(page) == []


def test_keys_alone_lead_through_a_page_in_its_order(window: Callable[[int, str], Page]) -> None:
    page = window(1280, "light")
    page.goto(SAMPLE)
    reached = "main a[href], main button, main summary, main input:not([tabindex='-1'])"
    expected = page.evaluate(
        f"""[...document.querySelectorAll('main *')].map((e, n) => [e, n])
        .filter(([e]) => e.matches("{reached}") && e.checkVisibility()).map(([, n]) => n)"""
    )
    places = []
    for _ in range(len(expected) + 20):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "(() => { const a = document.activeElement; if (!a.closest('main')) return -1;"
            " return [...document.querySelectorAll('main *')].indexOf(a) })()"
        )
        if place >= 0 and place not in places:
            places.append(place)
    assert set(expected) <= set(places)
    assert places == sorted(places)


def test_page_makes_sense_as_text_alone(window: Callable[[int, str], Page]) -> None:
    page = window(1280, "light")
    page.goto(SAMPLE)
    said = page.locator("main").inner_text()
    order = [
        PAGE.title,
        "Exosome treatment has not been shown",
        "KEY POINTS" if "KEY POINTS" in said else "Key points",
        *(section.heading for section in PAGE.sections),
        "What is not known",
        "When to get help",
        "Questions to ask",
        "Sources",
        "Who checked this page",
    ]
    places = [said.rindex(part) if part in order[3:] else said.index(part) for part in order]
    assert places == sorted(places)


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
