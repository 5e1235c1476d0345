"""Two processes at once, and a process killed between two statements, on real databases.

Afterwards either all of a verb has happened or nothing, exactly one of two rivals got through,
and ``check_integrity`` finds no fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from education.content.models import Topic
from education.people.models import Role, User
from education.review.guests import invite
from education.review.models import Review
from tests.builders import (
    PASSWORD,
    make_credential,
    make_topic,
    make_user,
    publish_page,
    sign,
    submitted,
)
from tests.conftest import empty_database
from tests.depth import every
from tests.publishing.processes import drive, shared
from tests.publishing.world import FAST

pytestmark = pytest.mark.django_db


@dataclass
class Clinic:
    """A database of its own for processes, and the pages in it: each test has its own."""

    url: str
    signed: list[Review]
    waiting: list[Review]
    live: list[Topic]


@pytest.fixture(scope="module")
def clinic(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Clinic]:
    """Really committed, so that other processes see it; emptied when the module is done."""
    with django_db_blocker.unblock(), FAST:
        try:
            yield _build(tmp_path_factory.mktemp("processes"))
        finally:
            empty_database()


def _build(folder: Path) -> Clinic:
    make_user("ada", Role.ADMINISTRATOR)
    alice, pat = make_user("alice", Role.AUTHOR), make_user("pat", Role.PUBLISHER)
    cora = make_user("cora", Role.COORDINATOR)
    for name in ("dr_bell", "dr_cole"):
        make_credential(make_user(name, Role.CLINICIAN))
    bell = User.objects.get(username="dr_bell")
    waiting = [submitted(alice, slug=f"waiting-{n}") for n in range(5)]
    signed = [submitted(alice, slug=f"signed-{n}") for n in range(4)]
    live = [make_topic(alice, slug=f"live-{n}") for n in range(5)]
    invite(waiting[4], name="Ex Pert", email="x@example.org", role="Dietitian", days=7, by=cora)
    for review in signed:
        sign(review, bell)
    for topic in live:
        publish_page(topic, author=alice, signers=[bell], publisher=pat)
    return Clinic(shared(folder), signed, waiting, live)


def together(clinic: Clinic, *calls: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """Run calls in processes of their own at the same moment; the trail holds afterwards."""
    answer = drive(clinic.url, {"together": calls})
    assert answer["after"]["faults"] == []
    return sorted(answer["said"]), answer["after"]


def call(verb: str, by: str, on: int, **more: Any) -> dict[str, Any]:
    return {"verb": verb, "by": by, "on": on, **more}


def test_a_page_published_by_two_at_once_is_published_once(clinic: Clinic) -> None:
    review = clinic.signed[0]
    said, after = together(clinic, *[call("publish", "pat", review.pk)] * 4)
    assert said == ["WrongState", "WrongState", "WrongState", "done"]
    assert "signed-0" in after["live"]


def test_one_signature_given_twice_at_once_is_given_once(clinic: Clinic) -> None:
    said, after = together(clinic, *[call("sign", "dr_bell", clinic.waiting[0].pk)] * 3)
    assert said == ["WrongState", "WrongState", "done"]
    assert after["states"][str(clinic.waiting[0].pk)] == "signed"


def test_two_clinicians_do_not_both_sign_what_needs_one(clinic: Clinic) -> None:
    pk = clinic.waiting[1].pk
    said, _ = together(clinic, call("sign", "dr_bell", pk), call("sign", "dr_cole", pk))
    assert said == ["WrongState", "done"]


def test_a_review_is_not_signed_and_sent_back_at_once(clinic: Clinic) -> None:
    pk = clinic.waiting[2].pk
    calls = [call("sign", "dr_bell", pk), call("request_changes", "dr_cole", pk)]
    said, after = together(clinic, *calls)
    assert said == ["WrongState", "done"]
    assert after["states"][str(pk)] in {"signed", "changes_requested"}


def test_a_page_published_while_its_claim_is_withdrawn_does_not_stay(clinic: Clinic) -> None:
    review = clinic.signed[1]
    claim = review.page().claims[0].claim_id
    assert claim is not None
    said, after = together(
        clinic,
        call("publish", "pat", review.pk),
        call("withdraw_claim", "dr_cole", claim),
    )
    assert said in (["Blocked", "done"], ["done", "done"])
    assert "signed-1" not in after["live"]


def test_a_text_submitted_while_its_page_is_withdrawn_does_not_come_back(clinic: Clinic) -> None:
    topic = clinic.live[0].pk
    said, after = together(
        clinic,
        call("withdraw", "cora", topic),
        call("submit", "alice", topic),
        call("edit", "alice", topic, heading="Kidneys and sugar"),
    )
    assert said.count("done") == 3
    assert "live-0" not in after["live"]


def test_a_link_used_in_many_browsers_at_once_opens_in_one(clinic: Clinic) -> None:
    said, _ = together(clinic, *[call("open_link", "cora", clinic.waiting[4].pk)] * 4)
    assert said == ["WrongState", "WrongState", "WrongState", "done"]


def test_many_writers_at_once_keep_one_trail(clinic: Clinic) -> None:
    on = [topic.pk for topic in clinic.live[1:]]
    calls = [call("edit", "alice", pk, heading=f"Heading {n}") for pk in on for n in range(2)]
    said, _ = together(clinic, *calls)
    assert said == ["done"] * 8


def test_passwords_guessed_at_once_get_five_tries(clinic: Clinic) -> None:
    wrong = [call("guess", "cora", 0, password=f"guess {n}") for n in range(9)]
    said, after = together(clinic, *wrong)
    assert said == ["NotAllowed"] * 9
    tried = after["events"]
    assert (tried["signing.refused"], tried["signing.locked"]) == (5, 1)
    assert tried["signing.refused_while_locked"] == 4
    said, _ = together(clinic, *[call("guess", "cora", 0, password=PASSWORD)] * 3)
    assert said == ["NotAllowed"] * 3


@pytest.mark.parametrize(
    ("verb", "by", "step"),
    [
        ("publish", "pat", 3),
        ("sign", "dr_cole", 5),
        ("withdraw", "cora", 3),
        ("submit", "alice", 8),
    ],
)
def test_a_process_killed_between_two_statements_leaves_nothing(
    clinic: Clinic, verb: str, by: str, step: int
) -> None:
    on = {
        "publish": clinic.signed[2].pk,
        "sign": clinic.waiting[3].pk,
        "withdraw": clinic.live[1].pk,
        "submit": clinic.live[2].pk,
    }[verb]
    answer = drive(clinic.url, {"kill": call(verb, by, on), "every": every(step)})
    assert answer["killed"] > 5
    assert answer["changed"] == []
    assert (answer["said"], answer["after"]["faults"]) == ("done", [])
