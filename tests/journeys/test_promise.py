"""From a marketing text to a signed page and down again, as people do it in their browsers."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from education.content.models import Topic
from education.evidence.models import Claim
from education.people.models import Role, User
from education.review.models import Review
from tests.builders import make_credential, make_source, make_specialty, make_user
from tests.journeys import acts
from tests.journeys.conftest import At

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = """Diabetes and your kidneys

How sugar harms kidneys
High blood sugar can harm the filters in your kidneys.
Our miracle drip makes your kidneys like new!
"""
HONEST = "High blood sugar can harm the filters in your kidneys."
MARKETING = "Our miracle drip makes your kidneys like new!"
NOTICE = "We took this page down while we check it. Please ask your care team."


def test_a_page_is_imported_mended_signed_read_and_taken_down(
    at_browser: At, tmp_path: Path, alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    amy = make_user("dr_amy", Role.AUTHOR, Role.CLINICIAN, name="Dr Amy Both")
    make_credential(amy)
    make_specialty("nephrology")
    make_source(alice, title="Guideline on kidneys in diabetes")

    author = at_browser(alice)
    topic = _import(author, tmp_path)
    _is_refused(author, topic, "K12")
    _mend(author, topic)
    _add_a_word(at_browser(amy), topic)
    review = _submit(author, topic)

    _contributor_cannot_sign(at_browser(amy), review)
    acts.sign(at_browser(dr_cole), review)
    acts.sign(at_browser(dr_bell), review)
    acts.publish(at_browser(pat), review)

    patient = at_browser(None)
    address = f"/topics/{topic.slug}/"
    _reads_the_signed_page(patient, address)
    _edit_answer(author, topic, "Something that nobody has signed.")
    patient.reload()
    expect(patient.locator("body")).not_to_contain_text("nobody has signed")
    expect(patient.locator("main")).to_contain_text("Diabetes can harm your kidneys over time.")

    _withdraw(at_browser(dr_bell), review)
    gone = patient.goto(address)
    assert gone is not None
    assert gone.status == 410
    expect(patient.locator("main")).to_contain_text(NOTICE)
    expect(patient.locator("body")).not_to_contain_text(HONEST)
    call_command("check_integrity", stdout=StringIO())


def _import(page: Page, folder: Path) -> Topic:
    file = folder / "article.txt"
    file.write_text(ARTICLE)
    page.goto("/admin/education/topic/")
    page.get_by_role("link", name="Import an article").click()
    page.get_by_label("The article").set_input_files(file)
    page.get_by_label("Title of the page").fill("Diabetes and your kidneys")
    page.get_by_label("Code of the condition").fill("E11.21")
    page.get_by_role("button", name="Import as a draft").click()
    expect(page.get_by_role("status")).to_contain_text("is a draft now")
    return Topic.objects.get()


def _is_refused(page: Page, topic: Topic, check: str) -> None:
    page.goto(f"/desk/topics/{topic.pk}/findings/")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("alert")).to_contain_text("Not submitted")
    expect(page.locator("main")).to_contain_text(check)
    expect(page.locator("main")).to_contain_text(MARKETING)
    assert not Review.objects.exists()


def _mend(page: Page, topic: Topic) -> None:
    honest = Claim.objects.get(statement=HONEST)
    page.goto(f"/admin/education/claim/{honest.pk}/change/")
    page.locator("#id_kind").select_option("mechanism")
    page.locator("#id_stage").select_option("established")
    _pick(page, "citations-0-source", "Guideline on kidneys")
    _save(page)
    page.goto(f"/admin/education/topic/{topic.pk}/change/")
    page.locator("#id_sections-0-body").fill(f"[[{honest.code}]]")
    for name, words in {
        "answer": "Diabetes can harm your kidneys over time.",
        "key_points": "Early damage often has no signs.\nA urine test each year can find it.",
        "not_known": "It is not clear why some people get kidney damage.",
        "get_help": "Call your care team if your legs swell.",
        "questions": "How are my kidneys doing?",
        "aim": "For people with diabetes who want to know about their kidneys.",
        "funding": "The clinic paid for this page.",
    }.items():
        page.locator(f"#id_{name}").fill(words)
    page.locator("#id_risk_class").select_option("high")
    _pick(page, "specialty", "Nephrology")
    _save(page)


def _pick(page: Page, field: str, words: str) -> None:
    """Choose from one of the admin's search boxes."""
    page.locator(f"#id_{field} + .select2 .select2-selection").click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def _add_a_word(page: Page, topic: Topic) -> None:
    page.goto(f"/admin/education/topic/{topic.pk}/change/")
    page.locator("#id_questions").fill("How are my kidneys doing?\nWhen is my next test?")
    _save(page)


def _submit(page: Page, topic: Topic) -> Review:
    page.goto(f"/desk/topics/{topic.pk}/findings/")
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url("**/desk/reviews/*/")
    return Review.objects.get(topic=topic)


def _contributor_cannot_sign(page: Page, review: Review) -> None:
    page.goto(f"/desk/reviews/{review.pk}/")
    expect(page.locator(".act").get_by_role("link", name="Sign")).to_have_count(0)
    page.goto(f"/desk/reviews/{review.pk}/sign/")
    expect(page.locator("main")).to_contain_text("You wrote or submitted part of this text")
    assert not review.sign_offs.exists()


def _reads_the_signed_page(page: Page, address: str) -> None:
    found = page.goto(address)
    assert found is not None
    assert found.status == 200
    main = page.locator("main")
    for words in (
        HONEST,
        "Checked fact",
        "Guideline on kidneys in diabetes",
        "Dr Bea Bell",
        "Consultant nephrologist",
        "Dr Carl Cole",
        "General practitioner",
        "Test Medical Register",
    ):
        expect(main).to_contain_text(words)
    for signature in Review.objects.get(topic__isnull=False).sign_offs.all():
        expect(main).to_contain_text(signature.register_number)
        expect(main).to_contain_text(f"{signature.signed_at:%B %Y}")


def _edit_answer(page: Page, topic: Topic, words: str) -> None:
    page.goto(f"/admin/education/topic/{topic.pk}/change/")
    page.locator("#id_answer").fill(words)
    page.get_by_label("Reason for this change").fill("Trying to slip something in.")
    _save(page)


def _withdraw(page: Page, review: Review) -> None:
    page.goto(f"/desk/reviews/{review.pk}/")
    page.locator(".act a.danger").click()
    page.get_by_label("Safety").check()
    page.get_by_label("Other words for readers").fill(NOTICE)
    page.get_by_role("button", name="Take the page down now").click()
    expect(page.get_by_role("status")).to_be_visible()
