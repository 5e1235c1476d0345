"""An outside expert reads one review by a link and says what they think; four browsers in all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from education.people.models import User
from education.review.models import Comment, Review
from education.review.remarks import comment
from tests.builders import submitted
from tests.journeys.conftest import At

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BETWEEN_US = "Between us: who is this expert?"


def test_an_expert_reads_comments_and_is_gone(
    at_browser: At, alice: User, dr_bell: User, cora: User
) -> None:
    review = submitted(alice, title="Diabetes and your kidneys")
    other = submitted(alice, title="Another page")
    comment(review, by=dr_bell, text=BETWEEN_US)

    link = _invite(at_browser(cora), review)
    expert = at_browser(None)
    _open(expert, link)
    _reads(expert)
    _is_kept_out(expert, other)
    _says(expert, review)

    _is_refused(at_browser(None), link)
    clinician = at_browser(dr_bell)
    _sees_the_remarks(clinician, review)
    said = Comment.objects.get(text="In how many people was this seen?")
    comment(review, by=dr_bell, text="In about four thousand.", parent=said)
    expert.goto("/expert/review/")
    expect(expert.locator("main")).to_contain_text("In about four thousand.")

    _is_done(expert, link)


def _invite(page: Page, review: Review) -> str:
    page.goto(f"/desk/reviews/{review.pk}/")
    page.get_by_role("link", name="Invite an outside expert").click()
    page.get_by_label("Name").fill("Prof Ex Pert")
    page.get_by_label("Mail address").fill("expert@hospital.example")
    page.get_by_label("Profession and place of work").fill("Renal dietitian, University Hospital")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link", exact=True).input_value()
    page.goto(f"/desk/reviews/{review.pk}/")
    expect(page.locator(".experts")).to_contain_text("Not opened yet")
    path: str = link[link.index("/expert/") :]
    return path


def _open(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Cora")
    expect(page.locator("main")).to_contain_text("What is kept")
    page.get_by_role("button", name="Open the review").click()
    page.wait_for_url("**/expert/review/")


def _reads(page: Page) -> None:
    frame = page.frame_locator("iframe[name=patient-page]")
    expect(frame.locator("h1")).to_have_text("Diabetes and your kidneys")
    expect(frame.locator("main")).to_contain_text("Not for patients until it is signed")
    expect(page.locator(".claim-card")).to_contain_text("Guideline on kidney care in diabetes")
    expect(page.locator("body")).not_to_contain_text(BETWEEN_US)
    assert page.evaluate("document.cookie") == ""


def _is_kept_out(page: Page, other: Review) -> None:
    for path in ("/desk/", "/admin/", f"/desk/reviews/{other.pk}/", "/desk/queues/open/"):
        page.goto(path)
        page.wait_for_url("**/admin/login/**")
    page.goto(f"/expert/review/?review={other.pk}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Diabetes and your kidneys")
    expect(page.locator("body")).not_to_contain_text("Another page")


def _says(page: Page, review: Review) -> None:
    (claim,) = review.page().claims
    page.goto("/expert/review/")
    page.get_by_role("link", name=f"Comment on {claim.code}").click()
    page.wait_for_url("**/expert/review/?about=*")
    page.get_by_label("Your comment", exact=True).fill("In how many people was this seen?")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.locator(".guest-thread")).to_have_count(1)
    page.get_by_label("About", exact=True).select_option("answer")
    page.get_by_label("The words it is about").fill("over time")
    page.get_by_label("Your comment", exact=True).fill("Over how long a time?")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.locator(".guest-thread")).to_have_count(2)
    expect(page.locator(".guest-thread").last).to_contain_text("over time")


def _is_refused(page: Page, link: str) -> None:
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 410
    expect(page.get_by_role("alert")).to_contain_text("It opens once")
    expect(page.get_by_role("button")).to_have_count(0)
    answer = page.goto("/expert/review/")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("alert")).to_contain_text("No review is open in this browser")


def _sees_the_remarks(page: Page, review: Review) -> None:
    page.goto(f"/desk/reviews/{review.pk}/")
    main = page.locator("main")
    expect(main).to_contain_text("Prof Ex Pert, Renal dietitian, University Hospital")
    expect(main).to_contain_text("In how many people was this seen?")
    expect(main).to_contain_text("Over how long a time?")
    expect(page.locator(".experts")).to_contain_text("2 comments")


def _is_done(page: Page, link: str) -> None:
    cookies = page.context.cookies()
    page.get_by_role("link", name="I am done").click()
    page.get_by_role("button", name="I am done").click()
    page.wait_for_url("**/expert/thanks/")
    for path in ("/expert/review/", "/expert/review/page/", link):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status in (403, 410)
        expect(page.locator("body")).not_to_contain_text("kidneys")
    # Also with the cookie put back as it was.
    page.context.add_cookies(
        [
            {"name": c["name"], "value": c["value"], "domain": c["domain"], "path": c["path"]}
            for c in cookies
            if c["name"] == "countersign_expert"
        ]
    )
    answer = page.goto("/expert/review/")
    assert answer is not None
    assert answer.status == 410
