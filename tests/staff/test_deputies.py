"""The page of deputies: seen, arranged and ended by those concerned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from education.people.models import Role, User
from education.review.models import Delegation
from education.review.tasks import delegate, end_delegation
from tests.builders import make_user
from tests.staff.worlds import client_of

ADDRESS = "/desk/deputies/"


def day(offset: int) -> date:
    return timezone.now().date() + timedelta(days=offset)


def away(person: User, to: User, first: int = 0, last: int = 7) -> Delegation:
    return delegate(
        person=person, to=to, starts_on=day(first), ends_on=day(last), by=person, reason="Holiday"
    )


def data(deputy: User, **fields: Any) -> dict[str, Any]:
    return {"deputy": deputy.pk, "starts_on": day(0), "ends_on": day(7), **fields}


def listed(user: User, **asked: str) -> list[Delegation]:
    page = client_of(user).get(ADDRESS, asked)
    assert page.status_code == 200
    return list(page.context["page"].object_list)


def test_clinician_arranges_a_deputy(dr_bell: User, dr_cole: User) -> None:
    page = client_of(dr_bell).post(ADDRESS, data(dr_cole, reason="Holiday"), follow=True)
    assert "The deputy is arranged." in page.content.decode()
    row = Delegation.objects.get()
    assert (row.person, row.deputy, row.by) == (dr_bell, dr_cole, dr_bell)
    assert (row.starts_on, row.ends_on, row.reason) == (day(0), day(7), "Holiday")


def test_clinician_cannot_arrange_one_for_somebody_else(dr_bell: User, dr_cole: User) -> None:
    client_of(dr_bell).post(ADDRESS, data(dr_cole, person=dr_cole.pk))
    assert Delegation.objects.get().person == dr_bell


def test_coordinator_arranges_one_for_anybody(dr_bell: User, dr_cole: User, cora: User) -> None:
    client_of(cora).post(ADDRESS, data(dr_cole, person=dr_bell.pk))
    row = Delegation.objects.get()
    assert (row.person, row.deputy, row.by) == (dr_bell, dr_cole, cora)


def test_refusal_says_what_to_mend_and_loses_nothing(dr_bell: User, dr_cole: User) -> None:
    said = data(dr_cole, ends_on=day(-1), reason="Conference")
    page = client_of(dr_bell).post(ADDRESS, said)
    assert page.status_code == 422
    assert "The last day comes before the first" in page.content.decode()
    assert 'value="Conference"' in page.content.decode()
    assert not Delegation.objects.exists()


def test_incomplete_form_names_each_field(dr_bell: User) -> None:
    text = client_of(dr_bell).post(ADDRESS, {"starts_on": "soon"}).content.decode()
    for sentence in ("Choose who stands in.", "Say until which day.", "Write the day as 2026-12"):
        assert sentence in text


def test_nobody_but_clinicians_is_offered(dr_bell: User, dr_cole: User, alice: User) -> None:
    page = client_of(dr_bell).get(ADDRESS)
    assert list(page.context["form"].fields["deputy"].queryset) == [dr_cole]


def test_each_sees_their_own_and_the_coordinator_everybodys(
    dr_bell: User, dr_cole: User, cora: User, otto: User
) -> None:
    dunn = make_user("dr_dunn", Role.CLINICIAN)
    mine, theirs = away(dr_bell, dr_cole), away(dr_cole, dunn, first=1)
    assert listed(dr_bell) == [mine]
    assert listed(dr_cole) == [mine, theirs]
    assert listed(dunn) == [theirs]
    assert listed(cora) == listed(otto) == [mine, theirs]


def test_auditor_reads_and_arranges_nothing(dr_bell: User, dr_cole: User, otto: User) -> None:
    assert client_of(otto).get(ADDRESS).context["form"] is None
    assert client_of(otto).post(ADDRESS, data(dr_cole, person=dr_bell.pk)).status_code == 403
    assert not Delegation.objects.exists()


def test_list_is_narrowed_by_name_and_time(dr_bell: User, dr_cole: User, cora: User) -> None:
    dunn = make_user("dr_dunn", Role.CLINICIAN, name="Dora Dunn")
    now, later = away(dr_bell, dr_cole), away(dr_bell, dunn, first=3)
    ended = end_delegation(away(dr_cole, dunn), by=dunn)
    assert listed(cora) == [now, later]
    assert listed(cora, when="now") == [now]
    assert listed(cora, when="past") == [ended]
    assert set(listed(cora, when="all")) == {now, later, ended}
    assert listed(cora, q="dora dunn") == [later]
    assert listed(cora, q="nobody") == []
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert set(listed(cora, when="past")) == {now, later, ended}


def test_empty_lists_say_so(dr_bell: User) -> None:
    assert "Nobody stands in for anybody" in client_of(dr_bell).get(ADDRESS).content.decode()
    searched = client_of(dr_bell).get(ADDRESS, {"q": "x"}).content.decode()
    assert "Nobody matches." in searched


def test_ending_is_shown_first_and_then_done(dr_bell: User, dr_cole: User) -> None:
    row = away(dr_bell, dr_cole)
    client = client_of(dr_cole)
    assert f"{ADDRESS}{row.pk}/end/" in client.get(ADDRESS).content.decode()
    asked = client.get(f"{ADDRESS}{row.pk}/end/").content.decode()
    assert "no longer sees these tasks" in asked
    assert Delegation.objects.get().ended_at is None
    client.post(f"{ADDRESS}{row.pk}/end/")
    assert Delegation.objects.get().ended_by == dr_cole
    assert client.post(f"{ADDRESS}{row.pk}/end/").status_code == 409


@pytest.mark.parametrize("who", ["otto", "alice", "stranger"])
def test_others_do_not_end_it(
    who: str, dr_bell: User, dr_cole: User, otto: User, alice: User
) -> None:
    people = {"otto": otto, "alice": alice, "stranger": make_user("dr_x", Role.CLINICIAN)}
    row = away(dr_bell, dr_cole)
    assert client_of(people[who]).post(f"{ADDRESS}{row.pk}/end/").status_code == 403
    assert Delegation.objects.get().ended_at is None


def test_list_takes_a_fixed_number_of_queries(
    dr_bell: User, dr_cole: User, cora: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        away(dr_bell, dr_cole, first=2 * n, last=2 * n + 1)
    client = client_of(cora)
    with django_assert_max_num_queries(10):
        assert len(client.get(ADDRESS).context["page"].object_list) == 12
