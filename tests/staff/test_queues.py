"""The desk's queues: what waits for whom, and what it costs to look."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from education.content.models import Topic
from education.people.models import User
from education.review.services import decline, request_changes, submit
from education.staff.queues import tasks_of
from tests.builders import edit, make_claim, make_specialty, make_topic, publish_page, sign
from tests.staff.worlds import client_of, signed, submitted


def titles(user: User, queue: str, **asked: str) -> list[str]:
    """What a queue shows, by title."""
    page = client_of(user).get(f"/desk/queues/{queue}/", asked)
    assert page.status_code == 200
    return [
        getattr(row, "title", "") or getattr(getattr(row, "topic", None), "title", "") or str(row)
        for row in page.context["rows"]
    ]


def test_clinician_is_offered_what_waits_for_signatures(alice: User, dr_bell: User) -> None:
    submitted(alice, title="Open page")
    assert titles(dr_bell, "sign") == ["Open page"]


def test_contributor_is_never_offered_her_own_text(alice: User, dr_bell: User) -> None:
    topic = make_topic(alice, title="Edited by a clinician")
    edit(topic.sections.get(), by=dr_bell, heading="How diabetes can affect your kidneys")
    submit(topic, by=alice)
    assert titles(dr_bell, "sign") == []
    assert titles(dr_bell, "open") == ["Edited by a clinician"]


def test_what_i_signed_is_not_offered_again(alice: User, dr_bell: User, dr_cole: User) -> None:
    topic = {"risk_class": "high", "specialty": make_specialty("nephrology")}
    review = submitted(alice, title="Needs two", **topic)
    sign(review, dr_bell)
    assert titles(dr_bell, "sign") == []
    assert titles(dr_cole, "sign") == ["Needs two"]


def test_pages_in_my_specialty_come_first(alice: User, dr_bell: User, dr_cole: User) -> None:
    submitted(alice, title="Any page")
    submitted(alice, title="Kidney page", specialty=make_specialty("nephrology"))
    assert titles(dr_bell, "sign") == ["Kidney page", "Any page"]
    assert titles(dr_cole, "sign") == ["Any page", "Kidney page"]


def test_author_sees_what_was_sent_back_until_she_submits_again(alice: User, dr_bell: User) -> None:
    review = submitted(alice, title="Sent back")
    request_changes(review, by=dr_bell, comments={"page": "Simpler words, please."})
    assert titles(alice, "back") == ["Sent back"]
    topic = Topic.objects.get(pk=review.topic_id)
    edit(topic, by=alice, answer="Diabetes can harm the kidneys over time.")
    submit(topic, by=alice)
    assert titles(alice, "back") == []


def test_declined_page_waits_for_its_author(alice: User, dr_bell: User, cora: User) -> None:
    decline(submitted(alice, title="Declined"), by=dr_bell, reason="We have such a page.")
    assert titles(cora, "waiting") == ["Declined"]


def test_draft_is_listed_with_what_the_checks_say(alice: User) -> None:
    make_topic(alice, title="Empty draft", aim="", funding="")
    page = client_of(alice).get("/desk/")
    draft = next(rows for queue, _, rows in page.context["parts"] if queue.name == "drafts")[0]
    assert draft.blocks > 0


def test_publisher_sees_what_is_signed(alice: User, dr_bell: User, pat: User) -> None:
    signed(alice, dr_bell, title="Signed page")
    assert titles(pat, "publish") == ["Signed page"]


def test_late_review_is_overdue(alice: User, dr_bell: User, cora: User) -> None:
    submitted(alice, title="Late page")
    assert titles(cora, "overdue") == []
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert titles(cora, "overdue") == ["Late page"]


def test_live_page_is_listed_sixty_days_before_its_review(
    alice: User, dr_bell: User, pat: User, cora: User
) -> None:
    topic = make_topic(alice, title="Live page")
    edition = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    assert titles(cora, "due") == []
    due = edition.live_page.review_due - timezone.now().date()
    with time_machine.travel(timezone.now() + due - timedelta(days=60)):
        assert titles(cora, "due") == ["Live page"]


def test_claims_wait_in_a_queue_of_their_own(alice: User, dr_bell: User) -> None:
    claim = make_claim(alice, "Sugar in the urine can be a sign of diabetes.")
    submitted(alice, claims=[claim])
    page = client_of(dr_bell).get("/desk/queues/claims/", {"q": claim.code})
    assert [row.claim for row in page.context["rows"]] == [claim]
    assert "Sugar in the urine" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"language": "es"}, ["Página"]),
        ({"risk_class": "high"}, ["Risky"]),
        ({"specialty": "nephrology"}, ["Risky"]),
        ({"q": "plain"}, ["Plain"]),
        ({"q": "no such words"}, []),
    ],
)
def test_queue_is_narrowed(
    asked: dict[str, str], expected: list[str], alice: User, ada: User, cora: User
) -> None:
    submitted(alice, title="Plain")
    submitted(alice, title="Risky", risk_class="high", specialty=make_specialty("nephrology"))
    spanish = make_claim(alice, "La diabetes puede dañar los riñones.", language="es")
    submitted(alice, title="Página", language="es", claims=[spanish])
    assert titles(cora, "open", **asked) == expected


def test_empty_queue_says_so(cora: User) -> None:
    text = client_of(cora).get("/desk/queues/overdue/").content.decode()
    assert "No signature is overdue." in text


def test_unknown_queue_is_not_found(cora: User) -> None:
    assert client_of(cora).get("/desk/queues/nonsense/").status_code == 404


def test_nothing_to_do_is_said(dr_bell: User) -> None:
    assert "Nothing waits for you." in client_of(dr_bell).get("/desk/").content.decode()


def test_every_role_of_the_desk_has_tasks_or_reads(cora: User, otto: User, pat: User) -> None:
    assert {q.name for q in tasks_of(pat)} == {"publish", "scheduled"}
    assert {q.name for q in tasks_of(otto)} == {"open", "due"}
    assert {q.name for q in tasks_of(cora)} == {
        *("unassigned", "publish", "scheduled", "overdue", "waiting", "due")
    }
