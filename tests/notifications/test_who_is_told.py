"""Each act, and exactly who hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from education.audit.history import acting
from education.errors import NotAllowed
from education.notifications.models import Message
from education.notifications.services import derive, pass_over
from education.people.models import Role, User
from education.people.services import LOCK_AFTER, prove
from education.publishing.lapse import expire_due, publish_due, remind_due
from education.publishing.models import LivePage
from education.publishing.recalls import retract_source, revoke
from education.publishing.services import publish, withdraw
from education.review.guests import comment_as_guest, invite, open_invitation, token_of
from education.review.models import Review
from education.review.services import comment, decline, request_changes, submit
from education.review.tasks import assign, claim_task, declare_conflict, delegate
from tests.builders import (
    edit,
    make_credential,
    make_specialty,
    make_topic,
    make_user,
    publish_page,
    sign,
    submitted,
)
from tests.notifications.conftest import hire

People = dict[str, User]


def told() -> dict[str, set[str]]:
    """Whom each kind of message goes to, of what happened since this was last asked."""
    before = set(Message.objects.values_list("pk", flat=True))
    list(derive())
    found: dict[str, set[str]] = {}
    for message in Message.objects.exclude(pk__in=before).select_related("recipient"):
        whom = message.recipient.username if message.recipient else message.address
        found.setdefault(message.kind, set()).add(whom)
    return found


@pytest.fixture
def waiting(staff: People) -> Review:
    review = submitted(staff["alice"])
    pass_over()
    return review


@pytest.fixture
def live(staff: People) -> LivePage:
    edition = publish_page(
        make_topic(staff["alice"]),
        author=staff["alice"],
        signers=[staff["dr_bell"]],
        publisher=staff["pat"],
    )
    pass_over()
    return LivePage.objects.get(edition=edition)


# --- a page is put before clinicians ------------------------------------------------------------


def test_a_submission_calls_the_specialty_and_the_coordinators(staff: People) -> None:
    submitted(staff["alice"], specialty=make_specialty("nephrology"))
    assert told() == {"to_sign": {"dr_bell"}, "submitted": {"cora"}}


def test_a_page_without_a_specialty_calls_every_clinician(staff: People) -> None:
    submitted(staff["alice"])
    assert told()["to_sign"] == {"dr_bell", "dr_cole"}


def test_a_clinician_who_wrote_in_the_page_is_not_called(staff: People) -> None:
    topic = make_topic(staff["alice"])
    edit(topic, by=staff["dr_bell"], answer="Diabetes can slowly harm your kidneys.")
    submit(topic, by=staff["alice"])
    assert told()["to_sign"] == {"dr_cole"}


def test_a_clinician_whose_registration_has_ended_is_not_called(staff: People) -> None:
    ended = hire("dr_dunn", Role.CLINICIAN)
    long_ago = timezone.now().date() - timedelta(days=2)
    make_credential(ended, valid_until=long_ago)
    submitted(staff["alice"])
    assert "dr_dunn" not in told()["to_sign"]


def test_a_clinician_with_a_conflict_is_not_called_again(staff: People, waiting: Review) -> None:
    declare_conflict(waiting, by=staff["dr_bell"], statement="My brother makes the drug.")
    request_changes(waiting, by=staff["dr_cole"], comments={"page": "Say it simply."})
    assert waiting.topic is not None
    edit(waiting.topic, by=staff["alice"], answer="Diabetes can harm your kidneys slowly.")
    submit(waiting.topic, by=staff["alice"])
    assert told()["to_sign"] == {"dr_cole"}


def test_people_who_left_or_have_no_address_are_not_told(staff: People) -> None:
    edit(staff["dr_bell"], by=staff["ada"], is_active=False)
    edit(staff["dr_cole"], by=staff["ada"], email="")
    submitted(staff["alice"])
    assert told() == {"submitted": {"cora"}}


def test_who_does_it_is_not_told_of_it(staff: People) -> None:
    both = hire("both", Role.AUTHOR, Role.COORDINATOR)
    submitted(both)
    assert told()["submitted"] == {"cora"}


def test_who_is_named_twice_hears_once(staff: People) -> None:
    both = hire("dr_both", Role.CLINICIAN, Role.COORDINATOR)
    make_credential(both)
    submitted(staff["alice"])
    found = told()
    assert "dr_both" in found["to_sign"]
    assert found["submitted"] == {"cora"}


# --- tasks --------------------------------------------------------------------------------------


def test_a_task_is_told_to_its_clinician_and_the_deputy(staff: People, waiting: Review) -> None:
    today = timezone.now().date()
    delegate(
        person=staff["dr_bell"],
        to=staff["dr_cole"],
        starts_on=today,
        ends_on=today,
        by=staff["cora"],
    )
    assign(waiting, to=staff["dr_bell"], by=staff["cora"])
    assert told() == {"assigned": {"dr_bell"}, "deputy": {"dr_cole"}}


def test_a_deputy_of_other_days_is_not_told(staff: People, waiting: Review) -> None:
    later = timezone.now().date() + timedelta(days=3)
    delegate(
        person=staff["dr_bell"],
        to=staff["dr_cole"],
        starts_on=later,
        ends_on=later,
        by=staff["cora"],
    )
    assign(waiting, to=staff["dr_bell"], by=staff["cora"])
    assert told() == {"assigned": {"dr_bell"}}


def test_a_task_one_takes_oneself_is_told_to_nobody(staff: People, waiting: Review) -> None:
    claim_task(waiting, by=staff["dr_bell"])
    assert told() == {}


# --- judged -------------------------------------------------------------------------------------


def test_sent_back_is_told_to_owner_and_submitter(staff: People) -> None:
    colleague = hire("colleague", Role.AUTHOR)
    review = submit(make_topic(staff["alice"]), by=colleague)
    told()
    request_changes(review, by=staff["dr_bell"], comments={"page": "Say it simply."})
    assert told() == {"sent_back": {"alice", "colleague"}}


def test_declined_is_told_to_the_owner(staff: People, waiting: Review) -> None:
    decline(waiting, by=staff["dr_bell"], reason="We have such a page.")
    assert told() == {"declined": {"alice"}}


def test_the_last_signature_is_told_to_publishers(staff: People, waiting: Review) -> None:
    sign(waiting, staff["dr_bell"])
    assert told() == {"signed": {"pat"}}


def test_the_first_of_two_signatures_is_told_to_nobody(staff: People) -> None:
    topic = make_topic(staff["alice"], risk_class="high", specialty=make_specialty("nephrology"))
    review = submit(topic, by=staff["alice"])
    told()
    sign(review, staff["dr_bell"])
    assert told() == {}
    sign(review, staff["dr_cole"])
    assert told() == {"signed": {"pat"}}


# --- said ---------------------------------------------------------------------------------------


def test_a_comment_is_told_to_the_owner(staff: People, waiting: Review) -> None:
    comment(waiting, by=staff["dr_bell"], text="How slowly?")
    assert told() == {"comment": {"alice"}}


def test_an_answer_is_told_to_everybody_in_the_thread(staff: People, waiting: Review) -> None:
    thread = comment(waiting, by=staff["dr_bell"], text="How slowly?")
    comment(waiting, by=staff["dr_cole"], text="Years.", parent=thread)
    told()
    comment(waiting, by=staff["alice"], text="I will say so.", parent=thread)
    assert told() == {"comment": {"dr_bell", "dr_cole"}}


def test_an_expert_is_invited_by_mail(staff: People, waiting: Review) -> None:
    invite(waiting, name="Ex Pert", email="x@away.example", role="Dietitian", days=7,
           by=staff["cora"])  # fmt: skip
    assert told() == {"invited": {"x@away.example"}}


def test_what_an_expert_says_is_told_to_the_inviter(staff: People, waiting: Review) -> None:
    row = invite(waiting, name="Ex Pert", email="x@away.example", role="Dietitian", days=7,
                 by=staff["dr_cole"])  # fmt: skip
    guest = open_invitation(token_of(row)).invitation
    told()
    remark = comment_as_guest(guest, text="How much salt?")
    assert told() == {"expert_commented": {"dr_cole"}, "comment": {"alice"}}
    comment(waiting, by=staff["alice"], text="A pinch.", parent=remark)
    assert told() == {"comment": {"dr_cole"}}


# --- live ---------------------------------------------------------------------------------------

AROUND = {"alice", "cora", "dr_bell"}


def test_publication_is_told_around_the_page(staff: People, waiting: Review) -> None:
    sign(waiting, staff["dr_bell"])
    told()
    publish(waiting, by=staff["pat"])
    assert told() == {"published": AROUND}


def test_a_withdrawal_is_told_around_the_page(staff: People, live: LivePage) -> None:
    withdraw(live, by=staff["dr_cole"], kind="safety")
    assert told() == {"withdrawn": AROUND}


@pytest.mark.parametrize("days", [60, 30, 7])
def test_a_review_that_comes_near_is_told_around_the_page(
    staff: People, live: LivePage, days: int
) -> None:
    with time_machine.travel(live.review_due - timedelta(days=days), tick=False):
        lines = list(remind_due())
        assert told() == {"review_due": AROUND}
    assert lines == [f"reminded of {live.edition}: review due within {days} days"]


def test_an_overdue_review_is_told_around_the_page(staff: People, live: LivePage) -> None:
    with time_machine.travel(live.review_due + timedelta(days=1), tick=False):
        assert list(remind_due()) == [f"reminded of {live.edition}: review overdue"]
        assert list(remind_due()) == []
        assert told() == {"review_overdue": AROUND}


def test_a_page_that_takes_itself_down_is_told_around_it(staff: People, live: LivePage) -> None:
    with time_machine.travel(live.lapses_on + timedelta(days=1), tick=False):
        list(expire_due())
        assert told() == {"expired": AROUND}


def test_a_signature_taken_back_is_told_to_everybody_around(staff: People, live: LivePage) -> None:
    signature = live.edition.review.sign_offs.get()
    revoke(signature, by=staff["cora"], reason="Signed the wrong page.")
    assert told() == {"revoked": AROUND - {"cora"}, "withdrawn": AROUND - {"cora"}}


def test_a_claims_signature_taken_back_reaches_the_owners_of_its_pages(
    staff: People, live: LivePage
) -> None:
    claim = Review.objects.get(claim=live.edition.page().claims[0].claim_id)
    revoke(claim.sign_offs.get(), by=staff["cora"], reason="The source says otherwise.")
    assert told()["revoked"] == AROUND - {"cora"}


def test_a_retracted_source_is_told_around_the_pages_it_reaches(
    staff: People, live: LivePage
) -> None:
    claim = live.edition.review.topic.sections.get().placements.get().claim  # type: ignore[union-attr]
    retract_source(claim.citations.get().source, by=staff["dr_cole"], reason="A journal notice.")
    assert told()["retracted"] == AROUND


def test_a_publication_that_failed_is_told_to_who_scheduled_it(
    staff: People, waiting: Review
) -> None:
    sign(waiting, staff["dr_bell"])
    tomorrow = timezone.now() + timedelta(days=1)
    publish(waiting, by=staff["pat"], at=tomorrow)
    with acting(staff["ada"]):
        staff["pat"].groups.clear()
    told()
    with time_machine.travel(tomorrow + timedelta(minutes=1), tick=False):
        assert "could not publish" in "".join(publish_due())
    assert told() == {"schedule_failed": {"pat", "cora"}}


# --- accounts -----------------------------------------------------------------------------------


def test_a_locked_account_is_told_to_its_owner_and_those_in_charge(staff: People) -> None:
    for _ in range(LOCK_AFTER):
        with pytest.raises(NotAllowed):
            prove(staff["dr_bell"], password="wrong", purpose="x")
    assert told() == {"locked_you": {"dr_bell"}, "locked": {"cora", "ada"}}


def test_acts_that_concern_nobody_make_no_mail(staff: People) -> None:
    make_topic(staff["alice"])
    make_user("new", Role.AUTHOR)
    assert told() == {}


def test_the_expert_is_told_at_once_whatever_the_pace_of_others(
    staff: People, waiting: Review
) -> None:
    values: dict[str, Any] = {"name": "Ex", "email": "x@away.example", "role": "Dietitian"}
    invite(waiting, days=7, by=staff["cora"], **values)
    list(derive())
    assert Message.objects.get().not_before <= timezone.now()
