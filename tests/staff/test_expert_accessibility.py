"""The pages around outside experts for everyone: axe, a phone's width, both themes, no script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from education.people.models import User
from education.review.guests import comment_as_guest, invite, open_invitation, take_back, token_of
from education.review.models import Comment, Invitation, Review
from education.review.remarks import comment
from tests.browsing import problems_in_every_form
from tests.staff.worlds import client_of, submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice, title="Diabetes and your kidneys")


def asked(review: Review, by: User, name: str) -> Invitation:
    email = f"{name.lower()}@a-rather-long-name-of-a-hospital.example"
    role = "Renal dietitian, The University Hospital of a Long Name"
    return invite(review, name=name, email=email, role=role, days=7, by=by)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    size = {"width": 1280, "height": 800}
    context = browser.new_context(base_url=live_server.url, viewport=size)
    page = context.new_page()
    page.set_default_timeout(20_000)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if _is_refusal(said.text) else None)
    yield page
    context.close()
    assert refused == []


def _is_refusal(text: str) -> bool:
    """The browser kept something off a page: a style or script that our policy forbids."""
    return "Security Policy" in text or "X-Frame-Options" in text


def problems_of(page: Page, where: str) -> list[str]:
    return [f"{where} {problem}" for problem in problems_in_every_form(page)]


def test_the_experts_pages_are_for_everyone(page: Page, review: Review, cora: User) -> None:
    invited = asked(review, cora, "Expert")
    found = []
    page.goto(f"/expert/{token_of(invited)}/")
    found += problems_of(page, "landing")
    page.get_by_role("button", name="Open the review").click()
    page.wait_for_url("**/expert/review/")
    found += problems_of(page, "nothing said")
    page.get_by_label("The words it is about").fill("over time")
    page.get_by_label("Your comment", exact=True).fill("How much salt?")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.locator(".guest-thread")).to_have_count(1)
    comment(review, by=cora, text="Five grams a day.", parent=Comment.objects.get())
    page.goto("/expert/review/")
    page.get_by_text("Answer", exact=False).first.click()
    found += problems_of(page, "a thread")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += problems_of(page, "a refusal")
    for path in ("review/page/", "review/done/", "thanks/", "made-up/"):
        page.goto(f"/expert/{path}")
        found += problems_of(page, path)
    page.goto(f"/expert/{token_of(invited)}/")
    found += problems_of(page, "used")
    assert found == []


def test_the_desks_pages_about_them_are_for_everyone(
    page: Page, review: Review, cora: User, live_server: LiveServer
) -> None:
    waiting, opened = asked(review, cora, "Waiting"), asked(review, cora, "Opened")
    comment_as_guest(open_invitation(token_of(opened)).invitation, text="How much salt?")
    take_back(asked(review, cora, "Ended"), by=cora)
    cookie = client_of(cora).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    found = []
    for path in (
        f"/desk/reviews/{review.pk}/",
        f"/desk/reviews/{review.pk}/experts/",
        f"/desk/invitations/{waiting.pk}/end/",
        f"/desk/invitations/{opened.pk}/end/",
    ):
        page.goto(path)
        found += problems_of(page, path)
    page.goto(f"/desk/reviews/{review.pk}/experts/")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += problems_of(page, "a refusal")
    page.get_by_label("Name").fill("Prof Ex Pert")
    page.get_by_label("Mail address").fill("expert@hospital.example")
    page.get_by_label("Profession and place of work").fill("Dietitian")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_label("Link", exact=True)).to_be_visible()
    found += problems_of(page, "the link")
    assert found == []


def test_an_expert_needs_neither_script_nor_mouse(
    browser: Browser, live_server: LiveServer, review: Review, cora: User
) -> None:
    invited = asked(review, cora, "Expert")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/expert/{token_of(invited)}/")
    page.get_by_role("button", name="Open the review").press("Enter")
    page.wait_for_url("**/expert/review/")
    page.get_by_label("Your comment", exact=True).fill("How much salt?")
    page.get_by_role("button", name="Add the comment").press("Enter")
    expect(page.locator(".guest-thread")).to_have_count(1)
    page.locator(".guest-thread summary").press("Enter")
    page.get_by_label("Your answer").fill("I mean each day.")
    page.get_by_role("button", name="Add the answer").press("Enter")
    expect(page.locator(".guest-reply")).to_contain_text("I mean each day.")
    page.get_by_role("link", name="I am done").press("Enter")
    page.get_by_role("button", name="I am done").press("Enter")
    page.wait_for_url("**/expert/thanks/")
    context.close()
