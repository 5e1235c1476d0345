"""What the demo's database holds once the story is told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent
from education.checks.registry import inspect
from education.content.models import Topic
from education.content.services import manuscript_of
from education.errors import WrongState
from education.evidence.models import Claim
from education.management.demo import article, people, store, story
from education.management.demo.blood_pressure import PRESSURE_NOTE, PRESSURE_NOW, SALT
from education.management.demo.clock import story_clock
from education.management.demo.exosomes import PAGE as EXOSOMES
from education.management.demo.kidney_tests import PAGE as KIDNEY_TESTS
from education.management.demo.kidney_tests import URINE_DAY
from education.management.demo.kidneys_en import PAGE as KIDNEYS
from education.management.demo.kidneys_es import PAGE as KIDNEYS_ES
from education.management.demo.low_blood_sugar import PAGE as LOW_SUGAR
from education.management.demo.nerves import PAGE as NERVES
from education.management.demo.shapes import Page
from education.people.models import User
from education.people.rules import has_role
from education.publishing.guards import guarded_models
from education.publishing.models import LivePage, Withdrawal
from education.review.models import Review, SignOff
from education.review.states import State
from tests.demo.conftest import mark_as_demo, topic_of

pytestmark = pytest.mark.django_db


def live(page: Page) -> LivePage:
    return LivePage.objects.get(topic=topic_of(page))


def test_exactly_the_promised_pages_are_live(told: list[str]) -> None:
    promised = {*story.PAGES} - {URINE_DAY, NERVES}
    found = set(LivePage.objects.values_list("language", "slug"))
    assert found == {(page.language, page.slug) for page in promised}


def test_it_tells_of_each_page_as_it_goes(told: list[str]) -> None:
    for page in story.PAGES:
        assert any(page.title in line for line in told)


@pytest.mark.parametrize("written", [EXOSOMES, LOW_SUGAR], ids=lambda written: written.slug)
def test_a_high_risk_page_carries_two_signatures_one_of_its_specialty(
    told: list[str], written: Page
) -> None:
    review = live(written).edition.review
    signed = list(review.approvals())
    assert review.risk_class == "high"
    assert len({s.signer_id for s in signed}) == 2
    assert any(written.specialty in s.specialties for s in signed)


def test_the_exosome_page_says_what_the_regulator_said_and_when_it_was_read(
    told: list[str],
) -> None:
    claims = live(EXOSOMES).edition.page().claims
    (notice,) = [c.regulation for c in claims if c.regulation]
    assert notice.jurisdiction == "United States"
    assert "2019" in notice.status
    assert notice.checked_on == "2026-11-23"
    assert notice.url.startswith("https://www.fda.gov/")


def test_the_corrected_paper_says_that_it_was_corrected(told: list[str]) -> None:
    sources = live(EXOSOMES).edition.page().sources()
    assert [s.notice for s in sources if s.doi == "10.1186/s40824-016-0068-0"] == ["corrected"]


def test_the_spanish_page_has_its_own_claims_and_signature(told: list[str]) -> None:
    spanish = topic_of(KIDNEYS_ES)
    assert spanish.translation_of == topic_of(KIDNEYS)
    claims = Claim.objects.filter(placements__section__topic=spanish)
    assert {c.language for c in claims} == {"es"}
    assert all(c.translation_of and c.translation_of.language == "en" for c in claims)
    signers = {s.signer.username for s in live(KIDNEYS_ES).edition.review.approvals()}
    assert signers == {people.GP_SPANISH.username}


def test_one_page_waits_for_sign_off_and_is_not_live(told: list[str]) -> None:
    review = Review.objects.get(topic=topic_of(NERVES))
    assert review.state == State.OPEN
    assert review.comments.count() == 1
    assert not LivePage.objects.filter(topic=topic_of(NERVES)).exists()


def test_one_page_is_withdrawn_with_a_notice_and_a_replacement(told: list[str]) -> None:
    withdrawal = Withdrawal.objects.get()
    assert withdrawal.topic == topic_of(URINE_DAY)
    assert withdrawal.replacement == topic_of(KIDNEY_TESTS)
    assert "24 hours" in withdrawal.notice


def test_one_live_page_is_overdue_within_its_grace(told: list[str]) -> None:
    today = timezone.now().date()
    overdue = LivePage.objects.filter(review_due__lt=today)
    assert [page.topic for page in overdue] == [topic_of(SALT)]
    assert overdue[0].lapses_on > today
    signed = overdue[0].edition.review.approvals().get().signed_at
    assert timedelta(days=755) < timezone.now() - signed < timedelta(days=770)


def test_one_page_has_a_second_edition_with_the_reason_for_readers(told: list[str]) -> None:
    edition = live(PRESSURE_NOW).edition
    assert edition.number == 2
    assert edition.page().change_note == PRESSURE_NOTE
    assert PRESSURE_NOW.questions[-1] in edition.page().questions
    assert {live(page).edition.number for page in (KIDNEYS, LOW_SUGAR)} == {1}


def test_hard_words_were_signed_with_what_they_mean(told: list[str]) -> None:
    for page, words in ((KIDNEYS, {"albumin", "potassium"}), (KIDNEYS_ES, {"albúmina", "potasio"})):
        assert words <= {term.term for term in live(page).edition.page().terms}


def test_the_imported_article_is_a_draft_that_the_checks_block(told: list[str]) -> None:
    draft = Topic.objects.get(title=article.TITLE)
    blocking = {f.check for f in inspect(manuscript_of(draft)) if f.level == "block"}
    assert not Review.objects.filter(topic=draft).exists()
    assert draft.sections.count() >= 4
    assert {"K04", "K06", "K07", "K09", "K10", "K12"} <= blocking


def test_every_warning_of_every_signed_review_has_a_written_reason(told: list[str]) -> None:
    for signature in SignOff.objects.select_related("review"):
        warned = {f["key"] for f in signature.review.findings if f["level"] == "warn"}
        assert set(signature.answers) == warned
        assert all(signature.answers.values())


def test_the_published_text_is_the_text_that_was_signed(told: list[str]) -> None:
    for page in LivePage.objects.select_related("edition__review"):
        fingerprint = page.edition.page().fingerprint()
        assert {s.fingerprint for s in page.edition.review.approvals()} == {fingerprint}
        assert json.loads(page.edition.manuscript) == json.loads(page.edition.review.manuscript)


def test_the_story_never_goes_back_in_time(told: list[str]) -> None:
    times = list(AuditEvent.objects.order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= timezone.now()


def test_the_audit_trail_holds(told: list[str]) -> None:
    assert list(chain.verify(guarded_models())) == []


def test_the_superuser_of_the_demo_has_no_role(told: list[str]) -> None:
    superuser = User.objects.get(is_superuser=True)
    assert superuser.username == people.SUPERUSER.username
    assert not has_role(superuser, *people.Role)


@pytest.mark.parametrize("person", people.EVERYBODY, ids=lambda person: person.username)
def test_the_printed_password_opens_the_account(told: list[str], person: people.Person) -> None:
    user = User.objects.get(username=person.username)
    assert user.is_active
    assert user.is_staff
    assert user.check_password(people.PASSWORD)


def test_the_story_is_not_told_in_a_database_that_is_not_the_demos(told: list[str]) -> None:
    before = AuditEvent.objects.count()
    mark_as_demo(0)
    try:
        with pytest.raises(WrongState, match="not the demo's database"):
            story.tell(print)
    finally:
        mark_as_demo()
    assert AuditEvent.objects.count() == before


def test_a_database_with_something_in_it_is_not_claimed_for_the_demo(told: list[str]) -> None:
    mark_as_demo(0)
    try:
        with pytest.raises(WrongState, match="not a demo database"):
            store.claim_for_demo()
    finally:
        mark_as_demo()


def test_a_demo_of_another_version_is_told_apart(told: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version = 99")
        try:
            with pytest.raises(WrongState, match="another version"):
                store.is_filled()
        finally:
            cursor.execute(f"PRAGMA user_version = {store.CONTENTS}")
    assert store.is_filled()


def test_the_storys_clock_is_only_set_forward() -> None:
    with story_clock() as clock:
        clock.set_to(10)
        clock.set_to(5)
        with pytest.raises(ValueError, match="already stands later"):
            clock.set_to(6)


def test_djangos_clock_is_put_back_when_the_story_fails() -> None:
    before = timezone.now
    with pytest.raises(ZeroDivisionError), story_clock():
        _ = 1 / 0
    assert timezone.now is before
