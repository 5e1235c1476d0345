"""A claim is found unsupported: the page goes back, is mended, signed and published."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from education.content.models import Topic
from education.evidence.models import Claim
from education.people.models import User
from education.review.models import Review
from education.review.services import submit
from education.review.states import State
from tests.builders import edit, make_claim, make_topic, publish_page
from tests.journeys import acts
from tests.journeys.conftest import At

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOO_STRONG = "High blood sugar harms the filters in your kidneys within 5 years."
MENDED = "High blood sugar can harm the filters in your kidneys within 15 years."
REMARK = "Chapter 1 says “can”, and 15 years, not 5."


@pytest.fixture
def claim(alice: User) -> Claim:
    return make_claim(alice, TOO_STRONG)


@pytest.fixture
def review(alice: User, dr_cole: User, pat: User, claim: Claim) -> Review:
    """A new text of a page that patients read already."""
    topic = make_topic(alice, claims=[make_claim(alice)])
    publish_page(topic, author=alice, signers=[dr_cole], publisher=pat)
    topic = Topic.objects.get(pk=topic.pk)
    edit(topic.sections.get(), by=alice, body=f"[[{claim.code}]]")
    return submit(topic, by=alice)


def test_sent_back_mended_signed_and_published(
    at_browser: At, review: Review, claim: Claim, alice: User, dr_bell: User, pat: User
) -> None:
    clinician = at_browser(dr_bell)
    _finds_it_unsupported(clinician, review, claim)
    _sends_it_back(clinician, review, claim)

    author = at_browser(alice)
    _reads_what_to_mend(author, review)
    _mends_it(author, claim)
    again = _submits(author, review)

    acts.open_signing_form(clinician, again)
    expect(clinician.locator("#sign-changes")).to_have_text("4 critical changes")
    acts.judge(clinician)
    acts.declare(clinician)
    acts.put_name_to_it(clinician, again)
    acts.publish(at_browser(pat), again)

    patient = at_browser(None)
    patient.goto(f"/topics/{again.page().slug}/")
    expect(patient.locator("main")).to_contain_text(MENDED)
    expect(patient.locator("body")).not_to_contain_text(TOO_STRONG)
    expect(patient.locator("#sign-off")).to_contain_text("Dr Bea Bell")


def _finds_it_unsupported(page: Page, review: Review, claim: Claim) -> None:
    acts.open_signing_form(page, review)
    acts.judge(page)
    page.get_by_label("Not supported: this page has to go back").check()
    page.get_by_label(f"What is wrong with {claim.code}").fill(REMARK)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("request changes instead of signing")
    assert not review.sign_offs.exists()


def _sends_it_back(page: Page, review: Review, claim: Claim) -> None:
    page.get_by_role("button", name="Request changes", exact=True).click()
    page.wait_for_url(f"**/desk/reviews/{review.pk}/changes/")
    expect(page.get_by_label(f"Claim {claim.code}")).to_have_value(REMARK)
    assert Review.objects.get(pk=review.pk).state == State.OPEN
    page.get_by_role("button", name="Send back to the author").click()
    page.wait_for_url(f"**/desk/reviews/{review.pk}/")
    assert Review.objects.get(pk=review.pk).state == State.CHANGES_REQUESTED


def _reads_what_to_mend(page: Page, review: Review) -> None:
    page.goto(f"/desk/reviews/{review.pk}/")
    expect(page.locator("main")).to_contain_text(REMARK)


def _mends_it(page: Page, claim: Claim) -> None:
    page.goto(f"/admin/education/claim/{claim.pk}/change/")
    page.locator("#id_statement").fill(MENDED)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def _submits(page: Page, review: Review) -> Review:
    page.goto(f"/desk/topics/{review.topic_id}/findings/")
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url("**/desk/reviews/*/")
    return Review.objects.filter(topic=review.topic_id, state=State.OPEN).get()
