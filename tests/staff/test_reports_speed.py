"""Signings quicker than reading: the time is counted in the signer's favour, and honestly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from education.evidence.models import Source
from education.people.models import User
from education.review.remarks import comment, note_opening
from education.review.tasks import assign, claim_task
from education.staff.reports import speed
from education.staff.reports.shapes import Asked
from education.staff.reports.speed import Act, Given, acts, reading_time, words_in
from tests.builders import edit, make_claim, publish_page, sign
from tests.staff.worlds import submitted

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def given_by(signer: int, review: int, signed: float, submitted: float = 0, **fields: Any) -> Given:
    values: dict[str, Any] = {"proved": at(signed), "topic": review, "claim": None}
    return Given(
        review=review,
        signer=signer,
        signed=at(signed),
        submitted=at(submitted),
        **{**values, **fields},
    )


def only(*given_: Given, earlier: Any = None, traces: Any = None) -> Act:
    return list(acts(given_, earlier or {}, traces or {}))[-1]


# --- the time there was ---------------------------------------------------------------------------


def test_nobody_read_before_the_text_was_there() -> None:
    assert only(given_by(1, 7, signed=10)).time == timedelta(minutes=10)
    assert only(given_by(1, 7, signed=10), traces={(7, 1): at(-60)}).time == timedelta(minutes=10)


def test_nobody_reads_one_text_while_signing_another() -> None:
    act = only(given_by(1, 6, signed=9), given_by(1, 7, signed=10))
    assert act.time == timedelta(minutes=1)


def test_another_signer_takes_nobodys_time() -> None:
    act = only(given_by(1, 6, signed=9), given_by(2, 7, signed=10))
    assert act.time == timedelta(minutes=10)


def test_trace_from_before_the_other_signature_gives_the_time_back() -> None:
    act = only(given_by(1, 6, signed=9), given_by(1, 7, signed=10), traces={(7, 1): at(3)})
    assert act.time == timedelta(minutes=7)


def test_late_trace_does_not_shorten_the_time() -> None:
    act = only(given_by(1, 6, signed=2), given_by(1, 7, signed=10), traces={(7, 1): at(9)})
    assert act.time == timedelta(minutes=8)


def test_signature_before_the_days_asked_for_counts_as_the_one_before() -> None:
    assert only(given_by(1, 7, signed=10), earlier={1: at(8)}).time == timedelta(minutes=2)


def test_page_and_its_claims_are_one_signing() -> None:
    proved = at(9.9)
    page = given_by(1, 7, signed=10, proved=proved)
    claim = given_by(1, 8, signed=9.99, proved=proved, topic=None, claim=3)
    (act,) = acts([claim, page], {}, {})
    assert (act.review, act.subject) == (7, (7, None))
    assert act.time == timedelta(minutes=10)


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(0, 300), st.integers(0, 300)),
        max_size=12,
        unique_by=lambda row: row[1],
    ),
    st.dictionaries(
        st.tuples(st.integers(0, 11), st.integers(1, 3)), st.integers(0, 300), max_size=8
    ),
)
def test_a_trace_never_takes_time_away_and_no_time_is_before_the_text(
    rows: list[tuple[int, int, int]], seen: dict[tuple[int, int], int]
) -> None:
    signed = [
        given_by(who, review, signed=max(when, came), submitted=min(when, came))
        for review, (who, when, came) in enumerate(rows)
    ]
    traces = {key: at(minute) for key, minute in seen.items()}
    with_traces = {act.review: act for act in acts(signed, {}, traces)}
    without = {act.review: act for act in acts(signed, {}, {})}
    for review, act in with_traces.items():
        assert timedelta() <= act.time <= act.signed - act.submitted
        assert act.time >= without[review].time


# --- the words ------------------------------------------------------------------------------------


def test_words_are_those_that_patients_read() -> None:
    page = {
        "title": "Two words",
        "answer": "One.",
        "key_points": ["Don't smoke.", "Eat 2.5 g less"],
        "sections": [{"heading": "Why", "body": "See: [[C-3]] and go on."}],
        "not_known": "",
        "get_help": "Call 112.",
        "questions": ["When?"],
        "claims": [{"statement": "Salt raises blood pressure.", "citations": [{"quote": "x y z"}]}],
    }
    assert words_in(page) == 2 + 1 + 2 + 4 + 1 + 4 + 2 + 1 + 4


def test_lone_claim_is_its_statement() -> None:
    assert words_in({"statement": "Salt raises blood pressure.", "claim_id": 3}) == 4


def test_240_words_take_a_minute() -> None:
    assert reading_time(240) == timedelta(minutes=1)


# --- the report -----------------------------------------------------------------------------------


@pytest.fixture
def clock(db: None) -> Iterator[Any]:
    """A clock that stands still until it is moved on."""
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def quick() -> list[dict[str, Any]]:
    result = speed.build(Asked(today=timezone.now().date()))
    return [dict(zip(result.head, row, strict=True)) for row in result.rows]


def test_signing_at_once_is_found_with_its_numbers(alice: User, dr_bell: User, clock: Any) -> None:
    review = submitted(alice, title="Read me")
    clock.shift(timedelta(seconds=3))
    sign(review, dr_bell)
    (row,) = quick()
    assert (row["text"], row["signer"]) == ("Read me", "Dr Bea Bell")
    assert row["minutes there were"] == 0.05
    assert row["words"] > 60
    assert row["minutes to read"] == round(row["words"] / 240, 2)
    assert row["signed an earlier text of it"] is False


def test_signing_after_the_reading_time_is_not(alice: User, dr_bell: User, clock: Any) -> None:
    review = submitted(alice)
    clock.shift(timedelta(minutes=2))
    sign(review, dr_bell)
    assert quick() == []
    result = speed.build(Asked(today=timezone.now().date()))
    assert result.headline.startswith("0 of 1 signing (0%)")


def test_second_of_two_pages_signed_in_a_row_is_found(
    alice: User, dr_bell: User, clock: Any
) -> None:
    pages = [submitted(alice, title=f"Page {n}") for n in (1, 2)]
    clock.shift(timedelta(hours=1))
    for page in pages:
        clock.shift(timedelta(seconds=5))
        sign(page, dr_bell)
    assert [row["text"] for row in quick()] == ["Page 2"]


@pytest.mark.parametrize("trace", ["task", "source", "comment"])
def test_who_was_seen_in_the_review_earlier_is_not_found(
    trace: str, alice: User, dr_bell: User, clock: Any
) -> None:
    pages = [submitted(alice, title=f"Page {n}") for n in (1, 2)]
    clock.shift(timedelta(hours=1))
    if trace == "task":
        claim_task(pages[1], by=dr_bell)
    elif trace == "source":
        cited = pages[1].page().sources()[0].source_id
        note_opening(pages[1], Source.objects.get(pk=cited), by=dr_bell)
    else:
        comment(pages[1], by=dr_bell, text="I read this one first.")
    clock.shift(timedelta(minutes=5))
    for page in pages:
        clock.shift(timedelta(seconds=5))
        sign(page, dr_bell)
    assert quick() == []


def test_task_that_a_coordinator_gave_is_no_trace_of_reading(
    alice: User, dr_bell: User, cora: User, clock: Any
) -> None:
    pages = [submitted(alice, title=f"Page {n}") for n in (1, 2)]
    assign(pages[1], to=dr_bell, by=cora)
    clock.shift(timedelta(hours=1))
    for page in pages:
        clock.shift(timedelta(seconds=5))
        sign(page, dr_bell)
    assert [row["text"] for row in quick()] == ["Page 2"]


def test_who_signed_an_earlier_text_of_the_page_is_said(
    alice: User, dr_bell: User, pat: User, clock: Any
) -> None:
    claim = make_claim(alice)
    topic = submitted(alice, claims=[claim]).topic
    clock.shift(timedelta(hours=1))
    sign(topic.reviews.get(), dr_bell)
    clock.shift(timedelta(hours=1))
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    clock.shift(timedelta(hours=1))
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    (row,) = quick()
    assert row["signed an earlier text of it"] is True
