"""A new author writes a page from nothing, with the library, the findings and the preview."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from education.content.models import Topic
from education.evidence.models import Claim
from education.people.models import User
from education.review.models import Review
from education.review.states import State
from tests.browsing import problems_in_every_form
from tests.builders import make_claim
from tests.journeys.conftest import At

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = "#id_sections-0-body"


@pytest.fixture
def claim(alice: User) -> Claim:
    make_claim(alice, "A low-salt diet can lower your blood pressure.")
    return make_claim(alice)


def test_from_an_empty_page_to_a_submitted_one(at_browser: At, alice: User, claim: Claim) -> None:
    page = at_browser(alice)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/admin/education/topic/add/")
    _tells_who_it_is_for_and_who_pays(page)
    _mends_what_is_found_while_typing(page)
    _picks_a_claim_by_keyboard(page, claim)
    _puts_the_sections_in_order(page)
    assert list(problems_in_every_form(page)) == []
    _finishes(page)
    expect(page.locator("#found-count")).to_contain_text("Nothing stops this draft")
    assert not Topic.objects.exists()  # Nothing of all this was saved.
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.get_by_role("link", name="Check and submit").click()
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url("**/desk/reviews/*/")
    _what_was_written_is_under_review(claim)


def _tells_who_it_is_for_and_who_pays(page: Page) -> None:
    page.get_by_label("Title:").press_sequentially("Diabetes and your kidneys")
    expect(page.get_by_label("Slug:")).to_have_value("diabetes-and-your-kidneys")
    page.get_by_label("Aim:").fill(
        "For people with diabetes who want to know how it can affect their kidneys."
    )
    page.get_by_label("Funding:").fill("The clinic paid for this page. Nobody else did.")


def _mends_what_is_found_while_typing(page: Page) -> None:
    answer = page.locator("#id_answer")
    answer.fill("This miracle cure saves your kidneys.")
    beside = page.locator(".field-answer .found-here")
    expect(beside).to_contain_text("This miracle cure")
    answer.fill("Diabetes can harm your kidneys over time.")
    expect(beside).to_have_count(0)
    shown = page.frame_locator("#write-frame")
    expect(shown.get_by_text("Diabetes can harm your kidneys over time.")).to_be_visible()
    expect(shown.get_by_text("Nobody has signed it")).to_be_visible()


def _picks_a_claim_by_keyboard(page: Page, claim: Claim) -> None:
    page.locator("#id_sections-0-heading").fill("How diabetes affects your kidneys")
    page.locator(BODY).fill("What happens:")
    page.locator(".form-row:has(#id_sections-0-body) a.pick-claim").press("Enter")
    picker = page.get_by_role("dialog", name="Insert a claim")
    words = picker.get_by_label("Words of the claim")
    expect(words).to_be_focused()
    expect(picker.get_by_text("A low-salt diet")).to_be_visible()
    words.fill("filters kidneys")
    expect(picker.get_by_text("A low-salt diet")).to_have_count(0)
    words.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(BODY)).to_have_value(f"What happens: [[{claim.code}]]")
    expect(page.locator(BODY)).to_be_focused()
    shown = page.frame_locator("#write-frame")
    expect(shown.get_by_text(claim.statement).first).to_be_visible()


def _puts_the_sections_in_order(page: Page) -> None:
    page.locator("#sections-group .add-row a").click()
    page.locator("#id_sections-1-heading").fill("Who this is for")
    page.locator("#id_sections-1-body").fill("This page is for people with diabetes.")
    page.locator("#sections-1").get_by_role("button", name="Move up").click()
    shown = page.frame_locator("#write-frame").locator("article h2, main h2")
    expect(shown.filter(has_text="Who this is for")).to_be_visible()
    expect(page.locator("#id_sections-0-order")).to_have_value("2")
    assert [row.get_attribute("id") for row in page.locator(".dynamic-sections").all()] == [
        "sections-1",
        "sections-0",
    ]


def _finishes(page: Page) -> None:
    page.locator("#id_key_points").fill(
        "Early damage often has no signs.\nA urine test each year can find it."
    )
    page.locator("#id_not_known").fill("It is not clear why some people get kidney damage.")
    page.locator("#id_get_help").fill(
        "Call your care team if your legs swell. Call 112 if you cannot breathe well."
    )
    page.locator("#id_questions").fill("How are my kidneys doing?")
    page.locator("#id_codes-0-code").fill("E11.21")
    page.locator("#id_codes-0-display").fill("Diabetes with kidney disease")


def _what_was_written_is_under_review(claim: Claim) -> None:
    written = Review.objects.get(topic__isnull=False, state=State.OPEN).page()
    assert [s.heading for s in written.sections] == [
        "Who this is for",
        "How diabetes affects your kidneys",
    ]
    assert written.claims[0].code == claim.code
