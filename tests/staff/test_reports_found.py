"""What each report finds, in small worlds made through the verbs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from education.audit.history import acting
from education.evidence.models import Claim, Source
from education.people.models import User
from education.publishing.models import LivePage
from education.publishing.recalls import revoke
from education.publishing.services import withdraw
from education.review.models import Review
from education.review.services import request_changes
from education.review.tasks import claim_task
from education.staff.reports import (
    certainty,
    load,
    noticed,
    overdue,
    pairs,
    turnaround,
    unsourced,
    withdrawals,
)
from education.staff.reports.shapes import Asked, Result
from tests.builders import (
    edit,
    make_claim,
    make_source,
    make_specialty,
    make_topic,
    publish_page,
    sign,
)
from tests.staff.worlds import client_of, submitted


def asked(**narrowed: Any) -> Asked:
    return Asked(today=timezone.now().date(), **narrowed)


def rows(result: Result) -> list[dict[str, Any]]:
    """The rows of the file, by the names of its columns."""
    return [dict(zip(result.head, row, strict=True)) for row in result.rows]


def take_sources_away(claim: Claim, *, by: User) -> None:
    with acting(by):
        claim.citations.get().delete()


@pytest.fixture
def clock(db: None) -> Iterator[Any]:
    """A clock that stands still until it is moved on."""
    start = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    with time_machine.travel(start, tick=False) as traveller:
        yield traveller


# --- overdue --------------------------------------------------------------------------------------


def test_review_is_overdue_the_day_after_it_was_due(alice: User, dr_bell: User, clock: Any) -> None:
    review = submitted(alice, title="Late page")
    claim_task(review, by=dr_bell)
    clock.shift(timedelta(days=14))
    assert rows(overdue.build(asked())) == []
    clock.shift(timedelta(days=1))
    (row,) = rows(overdue.build(asked()))
    assert (row["what"], row["page"], row["days late"]) == ("review", "Late page", 1)
    assert row["whose task or page"] == "Dr Bea Bell"


def test_live_page_past_its_review_is_overdue_with_its_owner(
    alice: User, dr_bell: User, pat: User, clock: Any
) -> None:
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    clock.move_to(datetime.combine(edition.live_page.review_due, datetime.min.time()))
    clock.shift(timedelta(days=3, hours=1))
    (row,) = rows(overdue.build(asked()))
    assert (row["what"], row["days late"]) == ("live page", 3)
    assert row["whose task or page"] == "Alice Writer"
    assert row["lapses on"] == edition.live_page.lapses_on


def test_how_late_is_told_in_steps() -> None:
    assert [overdue.lateness(days) for days in (1, 7, 8, 30, 31, 90, 91)] == [
        "Up to a week",
        "Up to a week",
        "8 to 30 days",
        "8 to 30 days",
        "31 to 90 days",
        "31 to 90 days",
        "More than 90 days",
    ]


# --- sources under a notice -----------------------------------------------------------------------


def test_live_page_on_a_source_under_a_notice_is_found(
    alice: User, dr_bell: User, pat: User
) -> None:
    claim = make_claim(alice)
    publish_page(
        make_topic(alice, title="Old advice", claims=[claim]),
        author=alice,
        signers=[dr_bell],
        publisher=pat,
    )
    publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    assert rows(noticed.build(asked())) == []
    edit(claim.citations.get().source, by=alice, notice="superseded")
    result = noticed.build(asked())
    (row,) = rows(result)
    assert (row["page"], row["notice"], row["claims"]) == ("Old advice", "superseded", claim.code)
    assert "1 live page on 1 source" in result.headline
    assert rows(noticed.build(asked(language="es"))) == []


@pytest.fixture
def old_advice(alice: User, dr_bell: User, pat: User) -> Source:
    """A superseded source of a live page."""
    source = make_source(alice, title="Old guideline on sugar", doi="10.1000/old", pmid="77")
    page = make_topic(alice, claims=[make_claim(alice, sources=[source])])
    publish_page(page, author=alice, signers=[dr_bell], publisher=pat)
    newer = make_source(alice, title="New guideline")
    edit(source, by=alice, notice="superseded", superseded_by=newer)
    return source


def test_report_names_what_took_the_place_of_a_source(old_advice: Source) -> None:
    result = noticed.build(asked())
    assert rows(result)[0]["superseded by"] == "New guideline (2024)"
    assert result.tables[0].rows[0][2].text == "Superseded by New guideline (2024)"


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        *[(words, True) for words in ("sugar OLD", "https://doi.org/10.1000/OLD", "PMID: 77")],
        *[(words, False) for words in ("salt", "sugar salt", "10.1000/ol", "7")],
    ],
)
def test_a_source_under_a_notice_is_found_by_title_doi_or_pmid(
    old_advice: Source, words: str, is_found: bool
) -> None:
    assert bool(rows(noticed.build(asked(words=words)))) == is_found


def test_a_search_that_finds_nothing_says_so(old_advice: Source, cora: User) -> None:
    page = client_of(cora).get("/desk/reports/notices/", {"q": "salt"}).content.decode()
    assert "Nothing here is found by “salt”" in page


def test_a_search_leads_to_the_file_of_what_it_found(old_advice: Source, cora: User) -> None:
    page = client_of(cora).get("/desk/reports/notices/", {"q": "sugar"}).content.decode()
    assert "notices.csv?q=sugar" in page


def test_only_a_report_with_a_search_has_its_box(cora: User) -> None:
    assert 'name="q"' not in client_of(cora).get("/desk/reports/overdue/").content.decode()


def test_sources_under_a_notice_ask_no_more_for_more_of_them(
    old_advice: Source, alice: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        noticed.build(asked())
    for n in range(5):
        make_source(alice, title=f"Paper {n}", notice="corrected")
    with django_assert_num_queries(3):
        noticed.build(asked())


def test_what_was_signed_decides_and_not_the_draft(alice: User, dr_bell: User, pat: User) -> None:
    claim = make_claim(alice)
    page = make_topic(alice, claims=[claim])
    publish_page(page, author=alice, signers=[dr_bell], publisher=pat)
    source = claim.citations.get().source
    take_sources_away(claim, by=alice)
    edit(source, by=alice, notice="corrected")
    assert [row["notice"] for row in rows(noticed.build(asked()))] == ["corrected"]


def test_page_that_came_down_rests_on_nothing(alice: User, dr_bell: User, pat: User) -> None:
    claim = make_claim(alice)
    edition = publish_page(
        make_topic(alice, claims=[claim]), author=alice, signers=[dr_bell], publisher=pat
    )
    edit(claim.citations.get().source, by=alice, notice="concern")
    assert len(rows(noticed.build(asked()))) == 1
    withdraw(edition.live_page, by=dr_bell, kind="evidence")
    assert rows(noticed.build(asked())) == []


# --- turnaround -----------------------------------------------------------------------------------


def test_turnaround_is_from_submission_to_the_signature(
    alice: User, dr_bell: User, clock: Any
) -> None:
    review = submitted(alice)
    clock.shift(timedelta(days=3))
    sign(review, dr_bell)
    result = turnaround.build(asked())
    (row,) = rows(result)
    assert row["hours"] == 72
    assert "1 page came to all signatures: half within 3 days" in result.headline


def test_page_that_needs_two_is_complete_with_the_second(
    alice: User, dr_bell: User, dr_cole: User, clock: Any
) -> None:
    review = submitted(alice, risk_class="high", specialty=make_specialty("nephrology"))
    clock.shift(timedelta(hours=1))
    sign(review, dr_cole)
    assert rows(turnaround.build(asked())) == []
    first_day = timezone.now().date()
    clock.shift(timedelta(days=2))
    sign(Review.objects.get(pk=review.pk), dr_bell)
    (row,) = rows(turnaround.build(asked(since=first_day + timedelta(days=1))))
    assert row["hours"] == 49
    assert rows(turnaround.build(asked(until=first_day))) == []


def test_signature_taken_back_before_the_second_completes_nothing(
    alice: User, dr_bell: User, dr_cole: User, clock: Any
) -> None:
    review = submitted(alice, risk_class="high", specialty=make_specialty("nephrology"))
    clock.shift(timedelta(hours=1))
    revoke(sign(review, dr_cole), by=dr_cole, reason="Wrong page.")
    clock.shift(timedelta(hours=1))
    sign(Review.objects.get(pk=review.pk), dr_bell)
    assert rows(turnaround.build(asked())) == []


def test_page_sent_back_is_not_complete_and_who_waits_is_said(
    alice: User, dr_bell: User, clock: Any
) -> None:
    back = submitted(alice)
    request_changes(back, by=dr_bell, comments={"page": "Too long."})
    submitted(alice, title="Waits")
    clock.shift(timedelta(days=4))
    result = turnaround.build(asked())
    assert rows(result) == []
    assert result.is_empty
    assert result.headline == "1 page still waits today, the longest for 4 days."


# --- load -----------------------------------------------------------------------------------------


def test_load_is_the_open_tasks_and_the_signatures_by_month(
    alice: User, dr_bell: User, dr_cole: User, clock: Any
) -> None:
    claim_task(submitted(alice), by=dr_bell)
    done = submitted(alice)
    claim_task(done, by=dr_bell)
    sign(done, dr_bell)
    clock.shift(timedelta(days=20))
    found = load.build(asked())
    by_name = {row["clinician"]: row for row in rows(found)}
    bell = by_name["Dr Bea Bell"]
    assert (bell["open tasks"], bell["late tasks"]) == (1, 1)
    assert (bell["signatures on pages"], bell["signatures on claims"]) == (1, 1)
    assert by_name["Dr Carl Cole"]["open tasks"] == 0
    assert bell["month"] == f"{timezone.now() - timedelta(days=20):%Y-%m}"


def test_own_load_is_of_one_person(alice: User, dr_bell: User, dr_cole: User) -> None:
    sign(submitted(alice), dr_cole)
    found = load.build(asked(only=dr_bell))
    assert {row["clinician"] for row in rows(found)} <= {"Dr Bea Bell"}
    assert found.is_empty


# --- pairs ----------------------------------------------------------------------------------------


def test_pairs_count_pages_and_not_claims(alice: User, dr_bell: User, dr_cole: User) -> None:
    for signer in (dr_bell, dr_bell, dr_cole):
        sign(submitted(alice), signer)
    found = [
        (row["signer"], row["pages"], row["author's signed pages"])
        for row in rows(pairs.build(asked()))
    ]
    assert found == [("Dr Bea Bell", 2, 3), ("Dr Carl Cole", 1, 3)]


def test_those_who_sign_for_each_other_are_named() -> None:
    found = pairs.pairs([(1, 2, 5), (2, 1, 3), (1, 3, 1)], {1: 5, 2: 3})
    assert [(p.author, p.signer, p.back, p.of) for p in found] == [
        (1, 2, 3, 5),
        (2, 1, 5, 3),
        (1, 3, 0, 5),
    ]


# --- sources --------------------------------------------------------------------------------------


def test_claim_in_the_library_without_a_source_is_found(alice: User) -> None:
    held = make_claim(alice, "This one has a source.")
    bare = make_claim(alice, "This one has none.", kind="advice")
    take_sources_away(bare, by=alice)
    make_topic(alice, claims=[held, bare])
    (row,) = rows(unsourced.build(asked()))
    assert (row["where"], row["claim"], row["pages"]) == ("library", bare.code, 1)


def test_live_claim_is_judged_by_what_was_signed(alice: User, dr_bell: User, pat: User) -> None:
    said = {
        "kind": "regulatory",
        "jurisdiction": "Spain",
        "regulatory_status": "Not approved",
        "checked_on": timezone.now().date(),
        "checked_url": "https://example.org/status",
    }
    ruled = make_claim(alice, "Exosomes are not an approved product in Spain.", **said)
    take_sources_away(ruled, by=alice)
    sourced = make_claim(alice)
    publish_page(
        make_topic(alice, claims=[ruled, sourced]), author=alice, signers=[dr_bell], publisher=pat
    )
    # What staff do to their drafts since then changes nothing for readers.
    take_sources_away(sourced, by=alice)
    found = rows(unsourced.build(asked()))
    live = [row for row in found if row["where"] == "live"]
    assert [(row["claim"], row["rests on a regulator's page"]) for row in live] == [
        (ruled.code, True)
    ]
    assert {row["claim"] for row in found if row["where"] == "library"} == {
        ruled.code,
        sourced.code,
    }


def test_words_like_an_empty_source_list_are_not_taken_for_one(
    alice: User, dr_bell: User, pat: User
) -> None:
    odd = make_claim(alice, 'A record may say "citations":[] in so many words.')
    publish_page(make_topic(alice, claims=[odd]), author=alice, signers=[dr_bell], publisher=pat)
    assert rows(unsourced.build(asked())) == []


# --- certainty ------------------------------------------------------------------------------------


def test_pages_are_graded_as_they_were_signed(alice: User, dr_bell: User, pat: User) -> None:
    source = make_source(alice)
    graded = make_claim(alice, "Some people may feel sick.", kind="harm", certainty="low",
                        stage="rct", sources=[source])  # fmt: skip
    fact = make_claim(alice, sources=[source])
    topic = make_topic(alice, claims=[graded, fact], title="Mixed page")
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(graded, by=alice, certainty="high")
    result = certainty.build(asked())
    (row,) = rows(result)
    assert (row["page"], row["weakest"], row["low"], row["not_graded"]) == (
        "Mixed page",
        "low",
        1,
        1,
    )
    assert result.headline.startswith("1 live page with 2 claims, 1 of them graded")


def test_page_that_is_down_is_not_counted(alice: User, dr_bell: User, pat: User) -> None:
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    withdraw(edition.live_page, by=dr_bell, kind="error")
    assert certainty.build(asked()).is_empty


def use(page: int, grade: str) -> certainty.Use:
    return certainty.Use(page, page, f"Page {page}", "en", "", grade)


def test_page_is_as_sure_as_its_least_sure_claim() -> None:
    uses = [use(1, "high"), use(1, "very_low"), use(2, "moderate"), use(3, "not_graded")]
    found = dict(certainty.by_weakest(certainty.pages_of(uses)))
    assert {label: n for label, n in found.items() if n} == {
        "Very low": 1,
        "Moderate": 1,
        "No graded claim": 1,
    }
    assert sum(n for _, n in certainty.by_grade(uses)) == 3


# --- withdrawals ----------------------------------------------------------------------------------


def test_withdrawal_is_timed_from_the_alert(
    alice: User, dr_bell: User, pat: User, clock: Any
) -> None:
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    heard = timezone.now()
    clock.shift(timedelta(minutes=40))
    live = LivePage.objects.get(edition=edition)
    withdraw(live, by=dr_bell, kind="safety", alerted_at=heard, reference="Alert 12/26")
    result = withdrawals.build(asked())
    (row,) = rows(result)
    assert (row["reason"], row["reference"]) == ("safety", "Alert 12/26")
    assert row["hours"] == pytest.approx(0.6667)
    assert "half were gone within 40 min" in result.headline


def test_withdrawal_without_an_alert_has_no_time(alice: User, dr_bell: User, pat: User) -> None:
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    withdraw(edition.live_page, by=dr_bell, kind="error")
    result = withdrawals.build(asked())
    assert [row["hours"] for row in rows(result)] == [""]
    assert result.headline == "1 page was taken down, 1 for cause."
    assert {label: n for label, n, _ in result.bars[0].rows}[withdrawals.NOT_NOTED] == 1


def test_how_fast_is_told_in_steps() -> None:
    told = [withdrawals.speed(timedelta(minutes=m)) for m in (0, 15, 16, 60, 240, 1440, 1441)]
    assert told == [
        "Within 15 minutes",
        "Within 15 minutes",
        "Within an hour",
        "Within an hour",
        "Within 4 hours",
        "Within a day",
        "More than a day",
    ]
