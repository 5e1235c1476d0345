"""Outside experts from the desk's side: invite, see all, end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from education.people.models import User
from education.review.guests import comment_as_guest, invite, open_invitation, take_back, token_of
from education.review.models import Invitation, Review
from tests.builders import sign
from tests.staff.worlds import client_of, submitted

ASKED = {"name": "Prof Ex Pert", "email": "x@example.org", "role": "Dietitian", "days": "7"}


@pytest.fixture
def review(alice: User) -> Review:
    return submitted(alice)


def address(review: Review) -> str:
    return f"/desk/reviews/{review.pk}/experts/"


def asked(review: Review, by: User, name: str, days: int = 7) -> Invitation:
    email = f"{name.lower()}@example.org"
    return invite(review, name=name, email=email, role="Dietitian", days=days, by=by)


@pytest.mark.parametrize("who", ["dr_bell", "cora"])
def test_the_link_is_shown_once_and_opens(
    review: Review, who: str, request: pytest.FixtureRequest, settings: Any
) -> None:
    settings.SITE_URL = "https://clinic.example"
    client = client_of(request.getfixturevalue(who))
    text = client.post(address(review), ASKED).content.decode()
    (link,) = re.findall(r'value="https://clinic\.example(/expert/[^"]+/)"', text)
    assert "it is not shown again" in text
    for page in (address(review), f"/desk/reviews/{review.pk}/"):
        again = client.get(page).content.decode()
        assert "Prof Ex Pert" in again
        assert "/expert/" not in again
    assert Client().post(link).status_code == 302


def test_a_second_click_makes_no_second_link(review: Review, cora: User) -> None:
    client = client_of(cora)
    client.post(address(review), ASKED)
    again = client.post(address(review), ASKED)
    assert again.status_code == 422
    assert "has an invitation to this review already" in again.content.decode()
    assert Invitation.objects.count() == 1


def test_a_refused_invitation_loses_nothing_typed(review: Review, cora: User) -> None:
    response = client_of(cora).post(address(review), {**ASKED, "days": "99"})
    assert response.status_code == 422
    for words in ("Prof Ex Pert", "x@example.org", "Dietitian"):
        assert words in response.content.decode()
    assert not Invitation.objects.exists()


def test_an_author_sees_who_was_asked_and_invites_nobody(
    review: Review, alice: User, cora: User
) -> None:
    asked(review, cora, "Expert")
    text = client_of(alice).get(address(review)).content.decode()
    assert "Expert" in text
    assert "Make the link" not in text
    assert "End it" not in text
    assert client_of(alice).post(address(review), ASKED).status_code == 403


def test_nobody_is_invited_to_what_is_signed(review: Review, dr_bell: User, cora: User) -> None:
    sign(review, dr_bell)
    assert client_of(cora).post(address(review), ASKED).status_code == 409
    assert "Make the link" not in client_of(cora).get(address(review)).content.decode()


def test_every_invitation_is_listed_with_where_it_stands(review: Review, cora: User) -> None:
    asked(review, cora, "Waiting", days=20)
    opened = open_invitation(token_of(asked(review, cora, "Opened", days=20))).invitation
    comment_as_guest(opened, text="How much salt?")
    take_back(asked(review, cora, "Ended"), by=cora)
    asked(review, cora, "Expired", days=1)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        text = client_of(cora).get(f"/desk/reviews/{review.pk}/").content.decode()
    stands = dict(re.findall(r"<strong>(\w+)</strong> <span class=\"tag[\w -]*\">([^<]+)<", text))
    assert stands == {
        "Waiting": "Not opened yet",
        "Opened": "Opened",
        "Ended": "Ended",
        "Expired": "Expired",
    }
    assert "1 comment." in text
    assert list(stands) == ["Expired", "Ended", "Opened", "Waiting"]  # Newest first.
    assert text.count("End it") == 2


def test_a_review_nobody_was_asked_about_says_so(review: Review, cora: User, pat: User) -> None:
    assert "Nobody from outside was asked." in client_of(cora).get(address(review)).content.decode()
    page = client_of(pat).get(f"/desk/reviews/{review.pk}/").content.decode()
    assert "Outside experts" not in page


def test_ending_is_shown_first_and_then_final(review: Review, cora: User) -> None:
    invited, client = asked(review, cora, "Expert"), client_of(cora)
    address = f"/desk/invitations/{invited.pk}/end/"
    assert "does not open any more" in client.get(address).content.decode()
    assert Invitation.objects.get().closed_at is None
    assert client.post(address).status_code == 302
    assert Client().post(f"/expert/{token_of(invited)}/").status_code == 410
    assert client.post(address).status_code == 409


def test_many_invitations_cost_no_more_queries(
    review: Review, cora: User, django_assert_max_num_queries: Any
) -> None:
    spent, client = [], client_of(cora)
    for start in (0, 5):
        for n in range(start, start + 5):
            asked(review, cora, f"Expert{n}")
        with django_assert_max_num_queries(12) as queries:
            client.get(address(review))
        spent.append(len(queries))
    assert spent[0] == spent[1]


def test_the_clinician_reads_the_remark_with_the_experts_name(
    review: Review, cora: User, dr_bell: User
) -> None:
    opened = open_invitation(token_of(asked(review, cora, "Expert"))).invitation
    comment_as_guest(opened, text="How much salt?", anchor="answer")
    text = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/").content.decode()
    assert "Expert, Dietitian (outside expert)" in text
    assert "How much salt?" in text
