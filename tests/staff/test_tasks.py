"""Whose task a review is, as people see it and change it at the desk."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from education.content.models import Topic
from education.people.models import Role, User
from education.publishing.recalls import revoke
from education.review.models import Assignment, Declaration, Review
from education.review.services import submit
from education.review.tasks import assign, claim_task, declare_conflict, delegate, give_back
from tests.builders import edit, make_claim, make_credential, make_specialty, make_user, sign
from tests.staff.worlds import client_of, submitted


@pytest.fixture
def review(alice: User) -> Review:
    """A page that waits for one signature."""
    return submitted(alice, title="Open page")


@pytest.fixture
def risky(alice: User, ada: User) -> Review:
    """A page that waits for two, one of them in nephrology."""
    kidneys = make_specialty("nephrology")
    return submitted(alice, title="Risky page", risk_class="high", specialty=kidneys)


def holders(review: Review) -> list[User]:
    return [t.person for t in review.assignments.filter(outcome="")]


def box(user: User, review: Review) -> str:
    """The words about tasks on a review's page."""
    text = client_of(user).get(f"/desk/reviews/{review.pk}/").content.decode()
    found = re.search(r'<section class="task-box".*?</section>', text, re.DOTALL)
    return re.sub(r"(?:<[^>]+>|\s)+", " ", found[0]) if found else ""


def post(user: User, review: Review, verb: str, **data: Any) -> HttpResponse:
    return client_of(user).post(f"/desk/reviews/{review.pk}/{verb}/", data)


def in_queue(user: User, queue: str, **asked: str) -> list[Review]:
    page = client_of(user).get(f"/desk/queues/{queue}/", asked)
    assert page.status_code == 200
    return list(page.context["rows"])


def text_of(user: User, address: str) -> str:
    return re.sub(r"(?:<[^>]+>|\s)+", " ", client_of(user).get(address).content.decode())


# --- queues -------------------------------------------------------------------------------------


def test_what_is_my_task_is_assigned_to_me(review: Review, dr_bell: User, dr_cole: User) -> None:
    claim_task(review, by=dr_bell)
    assert in_queue(dr_bell, "mine") == [review]
    assert in_queue(dr_cole, "mine") == []
    give_back(review, by=dr_bell)
    assert in_queue(dr_bell, "mine") == []


def test_what_i_signed_is_no_longer_my_task(risky: Review, dr_bell: User) -> None:
    claim_task(risky, by=dr_bell)
    sign(risky, dr_bell)
    assert in_queue(dr_bell, "mine") == []


def test_deputy_sees_the_tasks_of_whom_they_stand_in_for_on_the_days(
    review: Review, dr_bell: User, dr_cole: User
) -> None:
    claim_task(review, by=dr_bell)
    day = timezone.now().date()
    later = day + timedelta(days=1)
    delegate(person=dr_bell, to=dr_cole, starts_on=later, ends_on=later, by=dr_bell)
    assert in_queue(dr_cole, "mine") == []
    delegate(person=dr_bell, to=dr_cole, starts_on=day, ends_on=day, by=dr_bell)
    assert in_queue(dr_cole, "mine") == [review]
    assert in_queue(dr_bell, "mine") == [review]


def test_deputy_is_not_shown_what_they_wrote_or_declined(
    alice: User, risky: Review, dr_bell: User, dr_cole: User
) -> None:
    topic = Topic.objects.get(pk=submitted(alice, title="By Dr Cole").topic_id)
    edit(topic.sections.get(), by=dr_cole, heading="How diabetes can affect your kidneys")
    written = submit(topic, by=alice)
    for one in (written, risky):
        claim_task(one, by=dr_bell)
    declare_conflict(risky, by=dr_cole, statement="I own shares in the maker.")
    day = timezone.now().date()
    delegate(person=dr_bell, to=dr_cole, starts_on=day, ends_on=day, by=dr_bell)
    assert in_queue(dr_cole, "mine") == []
    assert set(in_queue(dr_bell, "mine")) == {written, risky}


def test_a_claim_of_its_own_can_be_somebodys_task(alice: User, dr_bell: User) -> None:
    submitted(alice, claims=[make_claim(alice, "Salt can raise your blood pressure.")])
    claim = Review.objects.get(claim__isnull=False)
    claim_task(claim, by=dr_bell)
    assert in_queue(dr_bell, "mine", q="salt can raise") == [claim]
    assert in_queue(dr_bell, "mine", q="nothing such") == []
    assert "Salt can raise" in text_of(dr_bell, "/desk/")


def test_unassigned_holds_what_needs_a_colleague_more(
    review: Review, risky: Review, dr_bell: User, dr_cole: User, cora: User
) -> None:
    claim_task(review, by=dr_bell)
    claim_task(risky, by=dr_cole)
    assert in_queue(cora, "unassigned") == [risky]
    sign(risky, dr_bell)
    assert in_queue(cora, "unassigned") == []
    declare_conflict(risky, by=dr_cole, statement="I own shares in the maker.")
    assert in_queue(cora, "unassigned") == [risky]


def test_row_shows_who_has_it(
    review: Review, risky: Review, dr_bell: User, dr_cole: User, cora: User
) -> None:
    claim_task(risky, by=dr_bell)
    text = text_of(cora, "/desk/queues/open/")
    assert "Dr Bea Bell One more is needed" in text
    assert "Nobody yet" in text
    assert "You One more is needed" in text_of(dr_bell, "/desk/queues/open/")


def test_row_of_what_was_sent_back_shows_its_author(
    review: Review, dr_bell: User, cora: User
) -> None:
    post(dr_bell, review, "changes", **{"comment-page": "Shorter, please."})
    (row,) = in_queue(cora, "waiting")
    assert row.topic.owner.printed_name == "Alice Writer"
    assert "Changes requested Alice Writer" in text_of(cora, "/desk/queues/waiting/")


def test_row_offers_to_take_what_one_may_take(
    review: Review, risky: Review, dr_bell: User, dr_cole: User, cora: User, alice: User
) -> None:
    def offered(user: User) -> set[str]:
        return {row.topic.title for row in in_queue(user, "open") if row.can_take}

    assert offered(dr_bell) == offered(dr_cole) == {"Open page", "Risky page"}
    assert offered(cora) == offered(alice) == set()
    claim_task(review, by=dr_cole)
    assert offered(dr_bell) == {"Risky page"}
    make_credential(nurse := make_user("dr_nurse", Role.CLINICIAN))
    sign(risky, dr_cole)
    assert offered(nurse) == set()
    assert offered(dr_bell) == {"Risky page"}
    declare_conflict(risky, by=dr_bell, statement="I own shares in the maker.")
    assert offered(dr_bell) == set()


def test_to_sign_leaves_out_what_a_conflict_or_another_specialty_closes(
    risky: Review, dr_bell: User, dr_cole: User, ada: User
) -> None:
    make_credential(dunn := make_user("dr_dunn", Role.CLINICIAN))
    assert in_queue(dunn, "sign") == [risky]
    sign(risky, dr_cole)
    assert in_queue(dunn, "sign") == []
    assert in_queue(dr_bell, "sign") == [risky]
    declare_conflict(risky, by=dr_bell, statement="I own shares in the maker.")
    assert in_queue(dr_bell, "sign") == []


def test_nothing_is_to_be_signed_without_a_valid_registration(
    review: Review, dr_bell: User, ada: User
) -> None:
    yesterday = timezone.now().date() - timedelta(days=1)
    edit(dr_bell.credentials.get(), by=ada, valid_until=yesterday)
    assert in_queue(dr_bell, "sign") == []


def test_a_signature_taken_back_is_not_counted(risky: Review, dr_bell: User, cora: User) -> None:
    signature = sign(risky, dr_bell)
    assert [row.signed for row in in_queue(cora, "open")] == [1]
    revoke(signature, by=dr_bell, reason="I read an older draft.")
    assert [row.signed for row in in_queue(cora, "open")] == [0]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"specialty": "nephrology"}, True),
        ({"specialty": "general-practice"}, False),
        ({"risk_class": "high", "language": "en"}, True),
        ({"risk_class": "routine"}, False),
    ],
)
def test_claims_are_narrowed_by_the_pages_they_stand_on(
    asked: dict[str, str], is_found: bool, risky: Review, dr_cole: User, cora: User
) -> None:
    assert bool(in_queue(cora, "claims", **asked)) == is_found


# --- on the review ------------------------------------------------------------------------------


def test_clinician_takes_a_review_from_its_page(review: Review, dr_bell: User, cora: User) -> None:
    assert "Nobody has this review yet." in box(dr_bell, review)
    assert "Take this review" in box(dr_bell, review)
    assert post(dr_bell, review, "take").status_code == 302
    assert holders(review) == [dr_bell]
    assert "Yours" in box(dr_bell, review)
    assert "Give it back" in box(dr_bell, review)
    assert "Dr Bea Bell since" in box(cora, review)


def test_looking_at_the_address_of_taking_takes_nothing(review: Review, dr_bell: User) -> None:
    page = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/take/")
    assert page["Location"] == f"/desk/reviews/{review.pk}/"
    assert holders(review) == []


def test_refusal_to_take_is_one_clear_sentence(
    review: Review, dr_bell: User, dr_cole: User, alice: User
) -> None:
    claim_task(review, by=dr_bell)
    assert "Take this review" not in box(dr_cole, review)
    page = post(dr_cole, review, "take")
    assert page.status_code == 409
    assert "as many colleagues as it needs signatures" in page.content.decode()
    assert "Take this review" not in box(alice, review)
    assert post(alice, review, "take").status_code == 403


def test_contributor_reads_why_it_cannot_be_hers(alice: User, dr_bell: User) -> None:
    topic = Topic.objects.get(pk=submitted(alice).topic_id)
    edit(topic.sections.get(), by=dr_bell, heading="How diabetes can affect your kidneys")
    words = box(dr_bell, submit(topic, by=alice))
    assert "You wrote or submitted part of this text" in words
    assert "Take this review" not in words


def test_task_is_given_back_with_a_reason(review: Review, dr_bell: User, cora: User) -> None:
    claim_task(review, by=dr_bell)
    asked = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/give-back/")
    assert "no longer your task" in asked.content.decode()
    page = post(dr_bell, review, "give-back", reason="I am on call this week.")
    assert page["Location"] == "/desk/"
    assert Assignment.objects.get().reason == "I am on call this week."
    assert "given back" in box(cora, review)
    assert "I am on call this week." in box(cora, review)


def test_what_is_not_mine_is_not_given_back(review: Review, dr_bell: User, dr_cole: User) -> None:
    claim_task(review, by=dr_bell)
    assert post(dr_cole, review, "give-back").status_code == 409
    assert holders(review) == [dr_bell]


def test_conflict_is_declared_after_reading_what_it_means(review: Review, dr_bell: User) -> None:
    claim_task(review, by=dr_bell)
    asked = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/conflict/")
    assert "You may still read and comment, but not sign" in asked.content.decode()
    assert post(dr_bell, review, "conflict", statement=" ").status_code == 422
    assert post(dr_bell, review, "conflict", statement="My sister works there.").status_code == 302
    assert Declaration.objects.get(conflict=True).statement == "My sister works there."
    assert holders(review) == []
    assert "Decline for a conflict" not in box(dr_bell, review)
    assert "You declared a conflict of interest here" in box(dr_bell, review)


def test_refused_conflict_loses_nothing_typed(review: Review, dr_bell: User) -> None:
    sign(review, dr_bell)
    page = post(dr_bell, review, "conflict", statement="My sister works there.")
    assert page.status_code == 409
    assert "take your signature back" in page.content.decode()
    assert "My sister works there." in page.content.decode()


def test_deputy_takes_over_from_the_page(review: Review, dr_bell: User, dr_cole: User) -> None:
    claim_task(review, by=dr_bell)
    day = timezone.now().date()
    delegate(person=dr_bell, to=dr_cole, starts_on=day, ends_on=day, by=dr_bell)
    assert "You stand in for Dr Bea Bell until" in box(dr_cole, review)
    page = post(dr_cole, review, "take", instead_of=str(dr_bell.pk))
    assert page.status_code == 302
    assert holders(review) == [dr_cole]


@pytest.mark.parametrize("number", ["999999", "nobody", "-1"])
def test_taking_over_from_nobody_is_no_crash(number: str, review: Review, dr_bell: User) -> None:
    assert post(dr_bell, review, "take", instead_of=number).status_code in (302, 404)


def test_closed_review_without_a_past_says_nothing_of_tasks(review: Review, dr_bell: User) -> None:
    sign(review, dr_bell)
    assert box(dr_bell, review) == ""


# --- assigning ----------------------------------------------------------------------------------


def choices(user: User, review: Review) -> list[Any]:
    page = client_of(user).get(f"/desk/reviews/{review.pk}/assign/")
    assert page.status_code == 200
    return list(page.context["form"].fields["to"].choices)[1:]


def test_specialty_is_offered_first_with_each_load(
    review: Review, risky: Review, dr_bell: User, dr_cole: User, cora: User
) -> None:
    claim_task(review, by=dr_cole)
    assert choices(cora, risky) == [
        ("In nephrology", [(str(dr_bell.pk), "Dr Bea Bell: no open tasks")]),
        ("Other clinicians", [(str(dr_cole.pk), "Dr Carl Cole: 1 open task")]),
    ]


def test_away_is_said_beside_the_name(
    review: Review, dr_bell: User, dr_cole: User, cora: User
) -> None:
    day = timezone.now().date()
    delegate(person=dr_bell, to=dr_cole, starts_on=day, ends_on=day, by=dr_bell)
    labels = [label for _, label in choices(cora, review)]
    assert labels[0].startswith("Dr Bea Bell: no open tasks; away until")


def test_coordinator_gives_a_review_and_moves_it(
    review: Review, dr_bell: User, dr_cole: User, cora: User
) -> None:
    assert post(cora, review, "assign", to=str(dr_bell.pk)).status_code == 302
    assert holders(review) == [dr_bell]
    page = client_of(cora).get(f"/desk/reviews/{review.pk}/assign/")
    assert page.context["form"]["instead_of"].value() == str(dr_bell.pk)
    data = {"to": str(dr_cole.pk), "instead_of": str(dr_bell.pk)}
    assert post(cora, review, "assign", **data).status_code == 302
    assert holders(review) == [dr_cole]


def test_second_colleague_is_added_or_takes_a_place(
    risky: Review, dr_bell: User, dr_cole: User, cora: User
) -> None:
    assign(risky, to=dr_cole, by=cora)
    assert post(cora, risky, "assign", to=str(dr_bell.pk), instead_of="").status_code == 302
    assert holders(risky) == [dr_cole, dr_bell]


def test_who_is_not_offered_is_not_taken_from_a_forged_form(
    review: Review, alice: User, dr_bell: User, cora: User
) -> None:
    page = post(cora, review, "assign", to=str(alice.pk))
    assert page.status_code == 422
    assert "choose another" in page.content.decode()
    assert post(cora, review, "assign").status_code == 422
    assert holders(review) == []


def test_a_full_review_asks_whose_place_it_is(
    review: Review, dr_bell: User, dr_cole: User, cora: User
) -> None:
    assign(review, to=dr_bell, by=cora)
    page = post(cora, review, "assign", to=str(dr_cole.pk))
    assert page.status_code == 409
    assert "as many colleagues" in page.content.decode()


def test_nobody_to_offer_is_said(
    review: Review, cora: User, ada: User, dr_bell: User, dr_cole: User
) -> None:
    for gone in (dr_bell, dr_cole):
        edit(gone, by=ada, is_active=False)
    page = client_of(cora).get(f"/desk/reviews/{review.pk}/assign/")
    assert "Nobody can have this review now" in page.content.decode()


def test_only_a_coordinator_is_shown_the_way_to_assign(
    review: Review, dr_bell: User, cora: User
) -> None:
    assert "Give to a colleague" in box(cora, review)
    assert "Give to a colleague" not in box(dr_bell, review)
