"""What people do at the desk in more than one journey."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from education.review.models import Review
from tests.builders import PASSWORD


def open_signing_form(page: Page, review: Review) -> None:
    """Go to the signing form, and wait until it is there."""
    page.goto(f"/desk/reviews/{review.pk}/sign/")
    # all() does not wait: without this it may still look at an empty page.
    expect(page.get_by_role("button", name="Sign", exact=True)).to_be_visible()


def judge(page: Page, verdict: str = "Supported by its sources") -> None:
    """Tick every critical change, give every claim one verdict, and answer every warning."""
    for tick in page.get_by_label("I have checked:").all():
        tick.check()
    for given in page.get_by_label(verdict).all():
        given.check()
    for answer in page.get_by_label("Why it may stand as it is").all():
        answer.fill("Read and accepted for this page.")


def declare(page: Page, *, clinic_sells: bool = False, interests: str = "None") -> None:
    """Declare no conflict, whether the clinic sells it, and the interests that readers see."""
    page.get_by_role("group", name="Do you or your family").get_by_label("No").check()
    sells = page.get_by_role("group", name="Does the clinic you work for")
    sells.get_by_label("Yes" if clinic_sells else "No").check()
    page.get_by_label("Your interests, as readers").fill(interests)


def sign(page: Page, review: Review, *, meaning: str = "Reviewed and approved") -> None:
    """Fill in the whole signing form and sign."""
    open_signing_form(page, review)
    judge(page)
    declare(page)
    put_name_to_it(page, review, meaning=meaning)


def put_name_to_it(page: Page, review: Review, *, meaning: str = "Reviewed and approved") -> None:
    """Choose what the signature says, give the password, and sign."""
    page.get_by_label(meaning).check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url(f"**/desk/reviews/{review.pk}/")


def publish(page: Page, review: Review) -> None:
    """Publish a signed page."""
    page.goto(f"/desk/reviews/{review.pk}/")
    page.locator(".act").get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("status")).to_be_visible()
