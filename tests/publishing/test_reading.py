"""What readers may have, asked of the database without a page around it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import Error, connection
from django.test.utils import CaptureQueriesContext

from education.content.models import Topic
from education.people.models import User
from education.publishing.models import Edition, LivePage
from education.publishing.pages import Notice, Pointer
from education.publishing.prepared import Prepared
from education.publishing.reading import (
    _POINTER,
    edition_at,
    editions_of,
    live_pointer,
    moved_to,
    published_page,
    withdrawal_at,
)
from education.publishing.services import withdraw
from tests.builders import edit, make_topic, publish_page

HERE = ("en", "kidneys")


@pytest.fixture
def live(alice: User, dr_bell: User, pat: User) -> Edition:
    topic = make_topic(alice, slug="kidneys")
    return publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)


def pointer() -> Pointer:
    found = live_pointer(*HERE)
    assert isinstance(found, Pointer)
    return found


def test_pointer_is_one_small_query_whether_or_not_queries_are_counted(live: Edition) -> None:
    with CaptureQueriesContext(connection) as queries:
        counted = pointer()
    assert len(queries) == 1
    assert pointer() == counted
    assert counted.edition_id == live.pk


def test_pointer_is_the_same_until_something_a_reader_sees_changes(
    live: Edition, alice: User, dr_bell: User, pat: User
) -> None:
    before = pointer()
    topic = edit(Topic.objects.get(pk=live.topic_id), by=alice, title="Another title")
    assert hash(pointer()) == hash(before)
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    assert pointer() != before


def test_page_is_the_signed_text_with_its_signatures(live: Edition) -> None:
    page = published_page(pointer())
    assert page.manuscript == live.page()
    assert page.fingerprint == live.fingerprint
    assert [s.name for s in page.signatures] == ["Dr Bea Bell"]
    assert page.reviewed_at == live.live_page.reviewed_at
    assert page.review_due == live.live_page.review_due
    assert page.is_current
    assert not page.overdue


def test_page_costs_one_query(live: Edition, django_assert_num_queries: Any) -> None:
    found = pointer()
    with django_assert_num_queries(1):
        published_page(found)


def test_page_past_its_review_is_overdue_then_gone(live: Edition) -> None:
    row = LivePage.objects.get()
    with time_machine.travel(row.review_due + timedelta(days=1), tick=False):
        assert pointer().overdue
        assert published_page(pointer()).overdue
    with time_machine.travel(row.lapses_on + timedelta(days=1), tick=False):
        notice = live_pointer(*HERE)
        assert isinstance(notice, Notice)
        assert notice.kind == "expired"
        assert notice.on == row.lapses_on
        assert isinstance(edition_at(*HERE, 1), Notice)
        assert isinstance(editions_of(*HERE), Notice)


def test_nothing_is_live_at_an_address_nobody_published(live: Edition) -> None:
    for address in (("es", "kidneys"), ("en", "Kidneys"), ("en", ""), ("", "kidneys")):
        assert live_pointer(*address) is None
        assert withdrawal_at(*address) is None
        assert moved_to(*address) is None


def test_address_cannot_carry_sql(live: Edition) -> None:
    assert live_pointer("en", "kidneys' OR '1'='1") is None
    assert live_pointer("en", "%s") is None


def test_withdrawal_says_why_and_when(live: Edition, dr_bell: User) -> None:
    withdrawal = withdraw(live.live_page, by=dr_bell, kind="evidence")
    notice = withdrawal_at(*HERE)
    assert notice
    assert (notice.kind, notice.words) == ("evidence", withdrawal.notice)
    assert notice.on == withdrawal.at.date()
    assert notice.replacement is None


def test_page_whose_pointer_is_gone_without_a_word_is_not_there(live: Edition) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM education_livepage")
    assert live_pointer(*HERE) is None
    assert edition_at(*HERE, 1) is None
    assert withdrawal_at(*HERE) is None


def test_faulty_query_raises_djangos_error(db: None) -> None:
    with pytest.raises(Error):
        Prepared("SELECT nothing FROM nowhere WHERE a = %s").rows(1)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite says which rows it reads")
def test_pointer_reads_through_no_table_however_many_topics_there_are(db: None) -> None:
    with connection.cursor() as cursor:
        # What ANALYZE notes of a thousand topics none of which is a translation.
        cursor.execute("ANALYZE")
        cursor.execute("SELECT name FROM pragma_index_list('education_topic')")
        for (index,) in cursor.fetchall():
            noted = ["education_topic", index, "1000 1000 1000"]
            cursor.execute("INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", noted)
        cursor.execute("INSERT INTO sqlite_stat1 VALUES ('education_livepage', NULL, '1000')")
        cursor.execute("ANALYZE sqlite_schema")
    plan = f"EXPLAIN QUERY PLAN {_POINTER.sql.replace('%s', '?')}"
    steps = [row[3] for row in connection.connection.execute(plan, HERE * 2)]
    assert any("translation_of_id=?" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN")] == []
