"""Taking an import back: what goes, what stays and why, and that nothing goes by surprise."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from education.audit.history import acting, history_of
from education.audit.models import AuditEvent
from education.content.models import Placement, Section, Topic, TopicCode
from education.content.services import manuscript_of
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Citation, Claim
from education.exchange.article_import import ImportedArticle, import_article
from education.exchange.models import ImportRecord
from education.exchange.services import Moved, take_back
from education.exchange.taking_back import Plan, plan_of, taken_back
from education.people.models import User
from education.review.models import Review
from education.review.services import submit
from tests.builders import edit, make_source, make_topic, publish_page
from tests.exchange.texts import rows
from tests.remembering import remembered
from tests.staff.worlds import client_of

pytestmark = pytest.mark.django_db

ARTICLE = b"""# Salt and your kidneys

Salt may raise your blood pressure. High blood pressure may harm your kidneys.

## What you can do

Less salt may lower your blood pressure.
"""
WHY = "It was the wrong file."


@remembered
def imported(by: User) -> ImportedArticle:
    return import_article(ARTICLE, "salt.md", title="Salt and your kidneys", by=by, code="E11.21")


@pytest.fixture
def salt(alice: User) -> ImportedArticle:
    return imported(alice)


@pytest.fixture
def record(salt: ImportedArticle) -> ImportRecord:
    return ImportRecord.objects.get(topic=salt.topic)


def take(record: ImportRecord, by: User, seen: str = "") -> Plan:
    return take_back(record, by=by, reason=WHY, seen=seen or plan_of(record).version)


def why(record: ImportRecord) -> dict[str, str]:
    """What stays, by its name, and why."""
    return {kept.name.partition(" ")[0]: kept.why for kept in plan_of(record).stays}


def address(record: ImportRecord, name: str = "take_back") -> str:
    return reverse(f"exchange:{name}", args=[record.topic_id])


def integrity() -> str:
    out = StringIO()
    call_command("check_integrity", stdout=out)
    return out.getvalue()


# --- all of it ----------------------------------------------------------------------------------


def test_the_preview_counts_what_an_untouched_import_made(record: ImportRecord) -> None:
    plan = plan_of(record)
    assert plan.page == record.page()
    assert (len(plan.sections), len(plan.claims), len(plan.codes)) == (2, 3, 1)
    assert (plan.stays, plan.against) == ((), "")


def test_an_untouched_import_goes_as_a_whole(record: ImportRecord, alice: User) -> None:
    take(record, alice)
    left = [m.objects.count() for m in (Topic, TopicCode, Section, Placement, Claim)]
    assert left == [0, 0, 0, 0, 0]
    assert ImportRecord.objects.get(pk=record.pk).text == ARTICLE.decode()
    integrity()


def test_what_goes_leaves_its_history_with_the_reason(record: ImportRecord, alice: User) -> None:
    take(record, alice)
    for model, count in ((Topic, 1), (TopicCode, 1), (Section, 2), (Claim, 3)):
        gone: Any = history_of(model)._base_manager.filter(history_type="-")
        assert [row.history_change_reason for row in gone] == [WHY] * count
        assert {row.history_user_id for row in gone} == {alice.pk}


def test_the_act_is_in_the_trail(record: ImportRecord, alice: User) -> None:
    take(record, alice)
    event = AuditEvent.objects.get(action="article.taken_back")
    assert (event.actor_id, event.subject) == (alice.pk, f"importrecord:{record.pk}")
    assert event.data["reason"] == WHY
    assert f"topic:{record.topic_id}" in event.data["went"]
    assert (len(event.data["went"]), event.data["stayed"]) == (7, [])


def test_the_same_file_is_imported_again_under_the_same_address(
    record: ImportRecord, alice: User
) -> None:
    take(record, alice)
    again = import_article(ARTICLE, "salt.md", title="Salt and your kidneys", by=alice).topic
    assert again.slug == "salt-and-your-kidneys"
    assert again.pk != record.topic_id
    assert ImportRecord.objects.count() == 2
    take(ImportRecord.objects.get(topic=again), alice)
    integrity()


def test_the_article_stays_sealed_afterwards(record: ImportRecord, alice: User) -> None:
    take(record, alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        record.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRecord.objects.update(name="other.md")


# --- a part of it -------------------------------------------------------------------------------


def test_a_claim_that_was_changed_stays_with_what_holds_it(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    edit(salt.claims[0], by=alice, statement="Salt raises blood pressure a little.")
    assert [k[:30] for k in why(record).values()] == ["It was changed by Alice Writer"]
    take(record, alice)
    assert list(Claim.objects.all()) == [salt.claims[0]]
    assert not Topic.objects.exists()
    integrity()


def test_a_claim_with_a_source_stays(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    with acting(alice):
        Citation(claim=salt.claims[1], source=make_source(alice)).save()
    assert why(record)[salt.claims[1].code].startswith("Its sources were changed by Alice Writer")


def test_a_claim_on_another_page_stays(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    other = make_topic(alice, claims=[salt.claims[2]], title="Blood pressure")
    assert why(record) == {salt.claims[2].code: "It stands on “Blood pressure”."}
    take(record, alice)
    assert list(Topic.objects.all()) == [other]
    assert [claim.code for claim in manuscript_of(other).claims] == [salt.claims[2].code]


def test_a_claim_in_the_answer_of_another_page_stays(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    make_topic(alice, title="Pressure", answer=f"[[{salt.claims[0].code}]]")
    assert why(record) == {salt.claims[0].code: "It stands on “Pressure”."}


def test_a_claim_that_waits_in_a_review_stays(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    claim = salt.claims[2]
    edit(claim, by=alice, stage="established")
    with acting(alice):
        Citation(claim=claim, source=make_source(alice), locator="Page 1").save()
    submit(make_topic(alice, claims=[claim]), by=alice)
    assert Review.objects.filter(claim=claim).exists()
    assert why(record) == {claim.code: "It was submitted for review."}
    take(record, alice)
    integrity()


def test_a_translated_claim_stays(salt: ImportedArticle, record: ImportRecord, alice: User) -> None:
    with acting(alice):
        Claim(statement="La sal.", language="es", translation_of=salt.claims[0]).save()
    assert "is its translation" in why(record)[salt.claims[0].code]


def test_a_section_that_was_edited_keeps_its_claims_and_its_page(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    edit(Section.objects.get(order=2), by=alice, heading="What helps")
    assert why(record) == {
        "The": "A section of it stays.",
        "Section": plan_of(record).stays[1].why,
        salt.claims[2].code: "It stands on “Salt and your kidneys”.",
    }
    take(record, alice)
    assert Topic.objects.get() == salt.topic
    assert [s.heading for s in Section.objects.all()] == ["What helps"]
    assert list(Claim.objects.all()) == [salt.claims[2]]
    integrity()


def test_a_section_that_was_added_keeps_the_page(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    with acting(alice):
        Section(topic=salt.topic, order=9, heading="Our own words").save()
    assert why(record)["Section"] == "It was added after the import."
    take(record, alice)
    assert [s.heading for s in Section.objects.all()] == ["Our own words"]


def test_a_page_that_was_edited_stays(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    edit(salt.topic, by=alice, aim="For people who cook.")
    assert list(why(record)) == ["The"]
    take(record, alice)
    assert (Topic.objects.count(), Section.objects.count(), Claim.objects.count()) == (1, 0, 0)
    assert TopicCode.objects.exists()


def test_when_somebody_worked_on_everything_nothing_can_go(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    edit(salt.topic, by=alice, aim="For people who cook.")
    for section in Section.objects.all():
        edit(section, by=alice, heading=f"{section.heading}!")
    assert plan_of(record).against.startswith("Nothing of this import can go")
    with pytest.raises(WrongState):
        take(record, alice)


# --- never --------------------------------------------------------------------------------------


@pytest.fixture
def submitted_import(alice: User) -> ImportRecord:
    """The record of an article whose page passed every check and was submitted."""
    page = submit(make_topic(alice), by=alice).topic
    now = timezone.now()
    record = ImportRecord(topic=page, name="old.md", imported_by=alice, imported_at=now)
    record.save()
    return record


def test_a_page_that_was_ever_submitted_is_never_taken_back(
    submitted_import: ImportRecord, alice: User
) -> None:
    before = rows()
    page = client_of(alice).get(address(submitted_import)).content.decode()
    assert "This page was submitted for review on" in page
    assert '<button class="danger"' not in page
    with pytest.raises(WrongState, match="change the draft instead"):
        take(submitted_import, alice)
    assert rows() == before


def test_an_import_with_a_signed_claim_is_never_taken_back(
    salt: ImportedArticle, record: ImportRecord, alice: User, dr_bell: User, pat: User
) -> None:
    claim = edit(salt.claims[2], by=alice, stage="established")
    with acting(alice):
        Citation(claim=claim, source=make_source(alice), locator="Page 1").save()
    page = make_topic(alice, claims=[claim])
    publish_page(page, author=alice, signers=[dr_bell], publisher=pat)
    assert plan_of(record).against.startswith(f"{claim.code} of this article is signed")
    with pytest.raises(WrongState, match="is signed"):
        take(record, alice)


def test_an_import_is_taken_back_once(record: ImportRecord, alice: User) -> None:
    take(record, alice)
    with pytest.raises(WrongState, match="taken back already"):
        take(record, alice)


def test_a_reason_is_asked_for(record: ImportRecord, alice: User) -> None:
    with pytest.raises(Blocked):
        take_back(record, by=alice, reason=" ", seen=plan_of(record).version)


@pytest.mark.parametrize("person", ["dr_bell", "pat", "cora", "otto", "ada", "root"])
def test_only_an_author_takes_an_import_back(
    person: str, record: ImportRecord, cast: dict[str, User]
) -> None:
    before = rows()
    with pytest.raises(NotAllowed):
        take(record, cast[person])
    client = client_of(cast[person])
    assert client.get(address(record)).status_code == 403
    assert client.post(address(record), {"reason": WHY}).status_code == 403
    assert "Take this import back" not in client.get(address(record, "article")).content.decode()
    assert rows() == before


# --- the screen ---------------------------------------------------------------------------------


def test_an_author_reads_the_preview_gives_a_reason_and_takes_it_back(
    record: ImportRecord, alice: User
) -> None:
    client = client_of(alice)
    assert address(record) in client.get(address(record, "article")).content.decode()
    page = client.get(address(record)).content.decode()
    for words in ("Salt and your kidneys", "with 1 code", "2 sections", "3 draft claims"):
        assert words in page
    assert "Nothing but the article and the history" in page
    seen = plan_of(record).version
    posted = client.post(address(record), {"reason": WHY, "seen": seen})
    assert posted["Location"] == address(record, "article")
    report = client.get(address(record, "article")).content.decode()
    assert "Taken back on" in report
    assert f"by Alice Writer:</strong> {WHY}" in report
    assert "Salt may raise your blood pressure." in report
    assert "is no longer in the library" in report
    assert "7 records went" in report


def test_what_changed_since_the_preview_is_shown_anew_and_nothing_goes(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    client, seen = client_of(alice), plan_of(record).version
    edit(salt.claims[0], by=alice, statement="Salt raises blood pressure a little.")
    before = rows()
    answer = client.post(address(record), {"reason": WHY, "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed something since you looked" in page
    assert "It was changed by Alice Writer" in page
    assert WHY in page
    assert rows() == before
    assert plan_of(record).version in page
    with pytest.raises(Moved):
        take(record, alice, seen)


def test_without_a_reason_nothing_goes(record: ImportRecord, alice: User) -> None:
    answer = client_of(alice).post(address(record), {"seen": plan_of(record).version})
    assert answer.status_code == 422
    assert "Say why, so that colleagues know what was wrong." in answer.content.decode()
    assert Topic.objects.exists()


def test_what_was_taken_back_says_so_and_offers_no_button(
    record: ImportRecord, alice: User
) -> None:
    take(record, alice)
    page = client_of(alice).get(address(record)).content.decode()
    assert "This import was taken back already." in page
    assert '<button class="danger"' not in page


def test_a_part_that_stays_is_told_in_the_report(
    salt: ImportedArticle, record: ImportRecord, alice: User
) -> None:
    edit(salt.topic, by=alice, aim="For people who cook.")
    take(record, alice)
    page = client_of(alice).get(address(record, "article")).content.decode()
    assert "5 records went, 1 stayed" in page
    assert "Take this import back" not in page
    assert taken_back(record) is not None


def test_lists_still_tell_an_import_that_was_taken_back(
    record: ImportRecord, alice: User, otto: User
) -> None:
    take(record, alice)
    assert (
        address(record, "article")
        in client_of(alice).get(reverse("exchange:import")).content.decode()
    )
    listed = client_of(otto).get(reverse("admin:education_importrecord_changelist"))
    assert "salt.md" in listed.content.decode()
    found = client_of(otto).get(reverse("admin:education_importrecord_changelist"), {"q": "salt"})
    assert "salt.md" in found.content.decode()
    shown = client_of(otto).get(reverse("admin:education_importrecord_change", args=[record.pk]))
    assert shown.status_code == 200
