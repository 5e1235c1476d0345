"""The screens of mail: one's own pace, everybody's messages, and what was not sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from education.notifications.delivery import HALF_WAY
from education.notifications.models import Message
from education.notifications.services import derive
from education.notifications.views import PER_PAGE
from education.people.models import Role, User
from education.review.models import Review
from education.review.services import comment
from tests.builders import edit, make_user, submitted
from tests.staff.worlds import client_of

People = dict[str, User]


@pytest.fixture
def review(staff: People) -> Review:
    found = submitted(staff["alice"])
    list(derive())
    return found


@pytest.fixture
def failed(review: Review, staff: People) -> Message:
    """A message to Dr Bell that nobody knows the fate of."""
    Message.objects.filter(recipient=staff["dr_bell"]).update(
        state="failed", claimed_at=timezone.now(), error=HALF_WAY
    )
    return Message.objects.get(state="failed")


def text(client: Client, url: str, status: int = 200) -> str:
    page = client.get(url)
    assert page.status_code == status
    return page.content.decode()


def test_a_person_sees_what_was_sent_to_them_and_to_nobody_else(
    review: Review, staff: People
) -> None:
    page = text(client_of(staff["dr_bell"]), "/desk/mail/")
    assert f"A page waits for your signature: review {review.pk}" in page
    assert f'href="/desk/reviews/{review.pk}/"' in page
    assert "A page was put before clinicians" not in page
    assert "dr_bell@clinic.example" in page


def test_nothing_sent_yet_is_said(staff: People) -> None:
    assert "Nothing has been sent to you yet." in text(client_of(staff["pat"]), "/desk/mail/")


def test_a_person_chooses_the_pace(staff: People) -> None:
    client = client_of(staff["dr_bell"])
    page = client.post("/desk/mail/", {"pace": "weekly"}, follow=True)
    assert "Kept: mail comes at the pace you chose." in page.content.decode()
    assert User.objects.get(username="dr_bell").mail_pace == "weekly"


@pytest.mark.parametrize("data", [{}, {"pace": "never"}])
def test_a_pace_there_is_not_is_refused(staff: People, data: dict[str, str]) -> None:
    page = client_of(staff["dr_bell"]).post("/desk/mail/", data)
    assert page.status_code == 422
    assert User.objects.get(username="dr_bell").mail_pace == "immediate"


def test_an_administrator_has_mail_too(staff: People) -> None:
    assert "Your mail" in text(client_of(staff["ada"]), "/desk/mail/")


def test_who_has_no_address_is_told_so(staff: People) -> None:
    edit(staff["pat"], by=staff["ada"], email="")
    assert "Your account has no mail address" in text(client_of(staff["pat"]), "/desk/mail/")


def test_without_a_server_the_page_says_that_mail_waits(
    review: Review, staff: People, settings: Any
) -> None:
    settings.EMAIL_IS_SET = False
    assert "No mail server is set up" in text(client_of(staff["dr_bell"]), "/desk/mail/")


def test_a_coordinator_sees_everybodys_mail(failed: Message, staff: People) -> None:
    page = text(client_of(staff["cora"]), "/desk/mail/all/")
    assert "dr_bell@clinic.example" in page
    assert "cora@clinic.example" in page
    assert HALF_WAY in page
    assert "1 message could not be sent" in page


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("state=failed", {"dr_bell"}),
        ("state=look", {"dr_bell"}),
        ("state=waiting", {"cora", "dr_cole"}),
        ("state=sent", set()),
        ("q=cole", {"dr_cole"}),
        ("q=signature", {"dr_bell", "dr_cole"}),
        ("q=bell&state=failed", {"dr_bell"}),
        ("q=nothing+of+that", set()),
        ("q=review+99999999999999999999", set()),
        ("state=odd", {"cora", "dr_bell", "dr_cole"}),
    ],
)
def test_the_list_is_narrowed(failed: Message, staff: People, asked: str, names: set[str]) -> None:
    response = client_of(staff["cora"]).get(f"/desk/mail/all/?{asked}")
    assert {m.recipient.username for m, _, _ in response.context["rows"]} == names


def test_a_reviews_number_finds_its_mail(review: Review, staff: People) -> None:
    other = submitted(staff["alice"])
    list(derive())
    found = client_of(staff["cora"]).get(f"/desk/mail/all/?q=review+{other.pk}").context["rows"]
    assert {m.event.subject for m, _, _ in found} == {f"review:{other.pk}"}


def test_no_match_leads_back_to_all(review: Review, staff: People) -> None:
    assert "Nothing here matches." in text(
        client_of(staff["cora"]), "/desk/mail/all/?q=nothing+of+that"
    )


def test_a_coordinator_sends_again_from_the_list(failed: Message, staff: People) -> None:
    client = client_of(staff["cora"])
    assert "Send again" in text(client, "/desk/mail/all/")
    client.post(f"/desk/mail/{failed.pk}/again/")
    failed.refresh_from_db()
    assert failed.state == "waiting"


def test_a_coordinator_leaves_it_from_the_list(failed: Message, staff: People) -> None:
    client = client_of(staff["cora"])
    client.post(f"/desk/mail/{failed.pk}/leave/")
    page = text(client, "/desk/mail/all/")
    assert "Left as it is" in page
    assert "could not be sent" not in page


def test_what_is_done_twice_is_told_in_a_sentence(failed: Message, staff: People) -> None:
    client = client_of(staff["cora"])
    client.post(f"/desk/mail/{failed.pk}/again/")
    page = client.post(f"/desk/mail/{failed.pk}/again/")
    assert page.status_code == 409
    assert "there is nothing to do" in page.content.decode()


def test_others_are_refused_before_they_learn_what_there_is(failed: Message, staff: People) -> None:
    for pk in (failed.pk, 12345):
        assert client_of(staff["alice"]).post(f"/desk/mail/{pk}/again/").status_code == 403
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_a_message_there_is_not_is_not_found(staff: People) -> None:
    assert client_of(staff["cora"]).post("/desk/mail/12345/again/").status_code == 404


def test_an_auditor_looks_and_does_nothing(failed: Message) -> None:
    otto = make_user("otto", Role.AUDITOR)
    page = text(client_of(otto), "/desk/mail/all/")
    assert HALF_WAY in page
    assert "Send again" not in page


def test_a_long_list_has_pages_and_keeps_its_queries(
    review: Review, staff: People, django_assert_max_num_queries: Any
) -> None:
    for n in range(PER_PAGE + 1):
        comment(review, by=staff["dr_bell"], text=f"Remark {n}")
    list(derive())
    client = client_of(staff["cora"])
    with django_assert_max_num_queries(14):
        page = client.get("/desk/mail/all/?q=comment")
    assert len(page.context["rows"]) == PER_PAGE
    assert "?q=comment&amp;page=2" in page.content.decode()


def test_people_who_are_no_staff_are_refused(db: None) -> None:
    stranger = User(username="stranger", is_staff=False)
    stranger.set_password("x")
    stranger.save()
    assert client_of(stranger).get("/desk/mail/").status_code == 403


def test_anonymous_people_are_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/desk/mail/").status_code == 302
