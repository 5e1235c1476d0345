"""Registrations that end: who may no longer sign, and what rests on them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from education.errors import NotAllowed
from education.people.models import Credential, User
from education.publishing.models import LivePage
from education.publishing.recalls import revoke
from tests.builders import edit, make_claim, make_topic, publish_page, sign
from tests.staff.worlds import client_of, submitted

URL = "/desk/credentials/"
DAY = timedelta(days=1)


@pytest.fixture
def bells(dr_bell: User, ada: User) -> Credential:
    """Dr Bell's registration, which ends in 40 days."""
    row = dr_bell.credentials.get()
    return edit(row, by=ada, valid_until=timezone.now().date() + 40 * DAY)


def names(user: User, **asked: str) -> list[str]:
    page = client_of(user).get(URL, asked)
    assert page.status_code == 200
    return [line.credential.user.printed_name for line in page.context["lines"]]


def test_one_that_ends_within_sixty_days_is_listed(
    bells: Credential, dr_cole: User, cora: User
) -> None:
    assert names(cora) == ["Dr Bea Bell"]
    assert "in 40 days" in client_of(cora).get(URL).content.decode()


def test_one_that_has_ended_is_listed_first(
    bells: Credential, dr_cole: User, ada: User, otto: User
) -> None:
    edit(dr_cole.credentials.get(), by=ada, valid_until=timezone.now().date() - DAY)
    assert names(otto) == ["Dr Carl Cole", "Dr Bea Bell"]


def test_one_of_somebody_who_has_left_is_listed(dr_cole: User, ada: User, cora: User) -> None:
    assert names(cora) == []
    edit(dr_cole, by=ada, is_active=False)
    assert names(cora) == ["Dr Carl Cole"]
    assert "Has left" in client_of(cora).get(URL).content.decode()


def test_the_live_pages_that_rest_on_it_are_named(
    bells: Credential, alice: User, dr_bell: User, dr_cole: User, pat: User, cora: User
) -> None:
    claim = make_claim(alice)
    first = make_topic(alice, title="Signed as a page", claims=[claim])
    publish_page(first, author=alice, signers=[dr_bell], publisher=pat)
    second = make_topic(alice, title="Signed in a claim", claims=[claim])
    publish_page(second, author=alice, signers=[dr_cole], publisher=pat)
    other = make_topic(alice, title="Not hers")
    publish_page(other, author=alice, signers=[dr_cole], publisher=pat)
    (line,) = client_of(cora).get(URL).context["lines"]
    assert [title for _, title in line.live] == ["Signed as a page", "Signed in a claim"]
    assert line.signatures == 2


def test_a_signature_taken_back_rests_on_nothing(
    bells: Credential, alice: User, dr_bell: User, pat: User, cora: User
) -> None:
    edition = publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    revoke(edition.review.sign_offs.get(), by=dr_bell, reason="I read an older draft.")
    (line,) = client_of(cora).get(URL).context["lines"]
    assert (line.live, line.signatures) == ((), 1)  # The claim's still stands.


def test_past_signatures_stand_and_future_ones_are_refused(
    bells: Credential, alice: User, dr_bell: User, pat: User, client: Any
) -> None:
    topic = make_topic(alice, slug="kidneys")
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    waiting = submitted(alice)
    with time_machine.travel(timezone.now() + 41 * DAY):
        assert client.get("/topics/kidneys/").status_code == 200
        assert LivePage.objects.get().edition.review.approvals().count() == 1
        with pytest.raises(NotAllowed, match="not valid today"):
            sign(waiting, dr_bell, credential=bells)
        page = client_of(dr_bell).get(f"/desk/reviews/{waiting.pk}/sign/")
        assert page.status_code == 403
        assert "ask an administrator to check and renew it" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "soon"}, ["Dr Bea Bell"]),
        ({"state": "ended"}, ["Dr Carl Cole"]),
        ({"state": "left"}, []),
        ({"specialty": "nephrology"}, ["Dr Bea Bell"]),
        ({"q": "cole"}, ["Dr Carl Cole"]),
        ({"q": "bea bell"}, ["Dr Bea Bell"]),
        ({"q": "nobody"}, []),
    ],
)
def test_the_list_is_narrowed(
    asked: dict[str, str],
    found: list[str],
    bells: Credential,
    dr_cole: User,
    ada: User,
    cora: User,
) -> None:
    edit(dr_cole.credentials.get(), by=ada, valid_until=timezone.now().date() - DAY)
    assert names(cora, **asked) == found


def test_an_empty_list_says_so(cora: User) -> None:
    text = client_of(cora).get(URL).content.decode()
    assert "No registration ends within 60 days" in text
    assert "Nothing here matches." in client_of(cora).get(URL, {"q": "x"}).content.decode()


@pytest.mark.parametrize("who", ["alice", "dr_cole", "pat"])
def test_others_do_not_see_it_nor_a_way_to_it(who: str, request: pytest.FixtureRequest) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(URL).status_code == 403
    assert URL not in client.get("/desk/").content.decode()


def test_coordinators_and_auditors_find_it_from_the_desk(cora: User, otto: User) -> None:
    for who in (cora, otto):
        assert f'href="{URL}"' in client_of(who).get("/desk/").content.decode()


def test_it_takes_a_fixed_number_of_queries(
    bells: Credential,
    alice: User,
    dr_bell: User,
    dr_cole: User,
    ada: User,
    pat: User,
    cora: User,
    django_assert_max_num_queries: Any,
) -> None:
    edit(dr_cole.credentials.get(), by=ada, valid_until=timezone.now().date() - DAY)
    for who in (dr_bell,) * 3:
        publish_page(make_topic(alice), author=alice, signers=[who], publisher=pat)
    client = client_of(cora)
    with django_assert_max_num_queries(12):  # The tabs count every queue in one of them.
        client.get(URL)
