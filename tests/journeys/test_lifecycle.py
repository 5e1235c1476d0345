"""What takes pages down, as people meet it in their browsers: a claim, and the calendar."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from education.people.models import User
from education.publishing.lapse import expire_due
from education.publishing.models import LivePage, Withdrawal
from education.publishing.notices import STANDARD
from tests.builders import edit, make_claim, make_topic, publish_page
from tests.journeys.conftest import At

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)
STATEMENT = "High blood sugar can harm the filters in your kidneys."


def test_a_withdrawn_claim_takes_three_pages_after_a_look(
    at_browser: At, alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    claim = make_claim(alice, STATEMENT)
    for n in (1, 2, 3):
        topic = make_topic(alice, title=f"Kidney page {n}", slug=f"kidney-page-{n}", claims=[claim])
        publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    other = make_topic(alice, title="Another page", slug="another-page")
    publish_page(other, author=alice, signers=[dr_bell], publisher=pat)
    patient, clinician = at_browser(None), at_browser(dr_cole)
    for n in (1, 2, 3):
        _reads(patient, f"/topics/kidney-page-{n}/", STATEMENT)

    clinician.goto(f"/admin/education/claim/{claim.pk}/change/")
    clinician.get_by_role("link", name="Where it is live, and withdraw").click()
    preview = clinician.locator(".preview")
    expect(preview).to_contain_text("3 live pages carry this claim")
    expect(preview.get_by_role("listitem")).to_have_count(3)
    expect(preview).not_to_contain_text("Another page")
    assert LivePage.objects.count() == 4

    clinician.get_by_label("The evidence changed").check()
    clinician.get_by_label("Its reference").fill("Retraction notice 7")
    clinician.get_by_role("button", name="and 3 pages now").click()
    expect(clinician.get_by_role("status")).to_contain_text("3 pages are down")
    for n in (1, 2, 3):
        _is_gone(patient, f"/topics/kidney-page-{n}/", STANDARD["evidence"])
    _reads(patient, "/topics/another-page/", "Diabetes can harm your kidneys over time.")
    assert set(Withdrawal.objects.values_list("reference", flat=True)) == {"Retraction notice 7"}
    call_command("check_integrity", stdout=StringIO())


def test_an_overdue_page_shows_its_notice_and_then_takes_itself_down(
    at_browser: At, alice: User, ada: User, dr_bell: User, pat: User, cora: User
) -> None:
    edit(dr_bell.credentials.get(), by=ada, valid_until=None)
    topic = make_topic(alice, title="Kidney page", slug="kidney-page")
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    live, now = LivePage.objects.get(), timezone.now()
    today = now.date()
    patient = at_browser(None)
    address, overdue = "/topics/kidney-page/", "This page is waiting for its regular review."
    _reads(patient, address, "Diabetes can harm your kidneys over time.")
    expect(patient.locator("main")).not_to_contain_text(overdue)

    with time_machine.travel(now + (live.review_due - today) + DAY):
        _reads(patient, address, overdue)
        coordinator = at_browser(cora)
        coordinator.goto(f"/desk/reviews/{live.edition.review_id}/")
        life = coordinator.get_by_role("region", name="This page’s life")
        expect(life).to_contain_text("Overdue")
        expect(life).to_contain_text("Takes itself down after")

    with time_machine.travel(now + (live.lapses_on - today) + DAY):
        _is_gone(patient, address, STANDARD["expired"])
        assert len(list(expire_due())) == 1
        assert list(expire_due()) == []
        _is_gone(patient, address, STANDARD["expired"])
        coordinator = at_browser(cora)
        coordinator.goto(f"/desk/reviews/{live.edition.review_id}/")
        life = coordinator.get_by_role("region", name="This page’s life")
        expect(life).to_contain_text("by Countersign: review overdue")
        call_command("check_integrity", stdout=StringIO())


def _reads(page: Page, address: str, words: str) -> None:
    found = page.goto(address)
    assert found is not None
    assert found.status == 200
    expect(page.locator("main")).to_contain_text(words)


def _is_gone(page: Page, address: str, words: str) -> None:
    found = page.goto(address)
    assert found is not None
    assert found.status == 410
    expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("body")).not_to_contain_text(STATEMENT)
