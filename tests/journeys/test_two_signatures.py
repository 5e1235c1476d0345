"""A page of high risk: two clinicians sign, one of them in its specialty, a third publishes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from education.people.models import User
from education.review.models import Meaning, Review
from education.review.services import submit
from education.review.states import State
from tests.builders import PASSWORD, make_specialty, make_topic
from tests.journeys import acts
from tests.journeys.conftest import At

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def review(ada: User, alice: User) -> Review:
    topic = make_topic(alice, risk_class="high", specialty=make_specialty("nephrology"))
    return submit(topic, by=alice)


def test_a_page_of_high_risk_is_signed_by_two_and_says_so(
    at_browser: At, review: Review, alice: User, dr_cole: User, dr_bell: User, pat: User
) -> None:
    first = at_browser(dr_cole)
    _mistypes_the_password(first, review)
    acts.put_name_to_it(first, review)
    expect(first.get_by_role("status")).to_contain_text("1 more to come from other colleagues")
    _cannot_sign_twice(first, review)
    _cannot_be_published(at_browser(pat), review)

    second = at_browser(dr_bell)
    acts.open_signing_form(second, review)
    _agrees_with_a_colleague(second)
    acts.declare(second, clinic_sells=True)
    acts.put_name_to_it(second, review, meaning="Approved for publication")
    expect(second.get_by_role("status")).to_contain_text("has every signature it needs")
    meanings = review.sign_offs.order_by("pk").values_list("meaning", flat=True)
    assert list(meanings) == [Meaning.CLINICAL_REVIEW, Meaning.APPROVED_TO_PUBLISH]

    acts.publish(at_browser(pat), review)
    _reads_who_signed(at_browser(None), review)


def _mistypes_the_password(page: Page, review: Review) -> None:
    acts.open_signing_form(page, review)
    acts.judge(page)
    acts.declare(page)
    page.get_by_label("Reviewed and approved").check()
    page.get_by_label("Your password").fill("wrong horse")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("That password is not right")
    # Everything else is as it was typed, so only the password is entered again.
    expect(page.get_by_label("Supported by its sources")).to_be_checked()
    expect(page.get_by_label("Your interests, as readers")).to_have_value("None")
    expect(page.get_by_label("Your password")).to_have_value("")
    assert not review.sign_offs.exists()


def _cannot_sign_twice(page: Page, review: Review) -> None:
    page.goto(f"/desk/reviews/{review.pk}/sign/")
    expect(page.locator("main")).to_contain_text("You have already signed this text")


def _cannot_be_published(page: Page, review: Review) -> None:
    page.goto(f"/desk/reviews/{review.pk}/publish/")
    expect(page.get_by_role("alert")).to_contain_text("Waiting for sign-off")
    assert Review.objects.get(pk=review.pk).state == State.OPEN


def _agrees_with_a_colleague(page: Page) -> None:
    """The claim is Dr Cole's by now, so agreeing with him is one of the verdicts."""
    expect(page.locator(".verdict")).to_contain_text("Signed as it stands by Dr Carl Cole")
    acts.judge(page, "Signed by a colleague as it stands")


def _reads_who_signed(page: Page, review: Review) -> None:
    page.goto(f"/topics/{review.page().slug}/")
    panel = page.locator("#sign-off")
    expect(panel).to_contain_text("Dr Carl Cole")
    expect(panel).to_contain_text("Dr Bea Bell")
    sells = panel.get_by_text("works where what the page is about is sold")
    expect(sells).to_have_count(1)
    hers = panel.get_by_role("listitem").filter(has_text="Dr Bea Bell")
    expect(hers).to_contain_text("works where what the page is about is sold")


def test_who_has_a_conflict_steps_aside_and_still_comments(
    at_browser: At, review: Review, dr_bell: User
) -> None:
    page = at_browser(dr_bell)
    acts.open_signing_form(page, review)
    page.get_by_role("group", name="Do you or your family").get_by_label("Yes").check()
    page.get_by_label("Your interests, as readers").fill("I hold shares in the maker.")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("you may comment on this page, but not sign")
    expect(page.locator(".act").get_by_role("link", name="Sign")).to_have_count(0)
    page.get_by_label("Comment", exact=True).fill("Please look at table 2.")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.locator("main")).to_contain_text("Please look at table 2.")
    assert not review.sign_offs.exists()


def test_five_wrong_passwords_lock_signing(at_browser: At, review: Review, dr_bell: User) -> None:
    page = at_browser(dr_bell)
    acts.open_signing_form(page, review)
    acts.judge(page)
    acts.declare(page)
    page.get_by_label("Reviewed and approved").check()
    for n in range(1, 6):
        page.get_by_label("Your password").fill(f"guess {n}")
        page.get_by_role("button", name="Sign", exact=True).click()
        said = "5th wrong password" if n == 5 else "That password is not right"
        expect(page.get_by_role("alert")).to_contain_text(said)
        expect(page.get_by_label("Your password")).to_have_value("")
    expect(page.locator(".locked")).to_contain_text("is locked until")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("is locked until")
    assert not review.sign_offs.exists()
