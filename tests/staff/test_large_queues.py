"""The desk with thousands of reviews: a few queries for each list, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from education.people.models import Role, User
from education.review.models import Review
from education.staff.queues import QUEUES
from tests.builders import make_credential, make_specialty, make_user
from tests.publishing.world import FAST
from tests.staff.thousands import plant
from tests.staff.worlds import client_of, submitted

TOTAL = 3_000


class Clinic(NamedTuple):
    """A busy clinic's people."""

    alice: User
    dr_bell: User
    dr_cole: User
    cora: User


@pytest.fixture(scope="module")
def _planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Clinic]:
    with django_db_blocker.unblock(), FAST, transaction.atomic():
        make_user("ada", Role.ADMINISTRATOR)
        alice = make_user("alice", Role.AUTHOR)
        bell, cole = (make_user(f"dr_{n}", Role.CLINICIAN) for n in ("bell", "cole"))
        make_credential(bell, specialty="nephrology")
        make_credential(cole)
        first = submitted(alice, title="First page", specialty=make_specialty("nephrology"))
        plant(first, TOTAL, holders=[bell, cole], writer=bell)
        yield Clinic(alice, bell, cole, make_user("cora", Role.COORDINATOR))
        transaction.set_rollback(True)


@pytest.fixture
def clinic(_planted: Clinic, db: None) -> Clinic:
    """The busy clinic, built once for the module; each test undoes what it did."""
    return Clinic(*(User.objects.get(pk=user.pk) for user in _planted))


def opened(client: Client, address: str) -> tuple[Any, list[str]]:
    """A page, and the SQL that it took."""
    with CaptureQueriesContext(connection) as spent:
        page = client.get(address)
    assert page.status_code == 200
    return page, [query["sql"] for query in spent]


@pytest.mark.parametrize("queue", QUEUES)
def test_queue_opens_in_at_most_10_queries(queue: str, clinic: Clinic) -> None:
    for user in (clinic.dr_bell, clinic.cora, clinic.alice):
        page, spent = opened(client_of(user), f"/desk/queues/{queue}/")
        assert len(spent) <= 10
        assert len(page.context["rows"]) <= 50


@pytest.mark.parametrize("queue", QUEUES)
def test_narrowed_queue_opens_in_at_most_10_queries(queue: str, clinic: Clinic) -> None:
    asked = "?q=page&language=es&specialty=nephrology&risk_class=routine&page=3"
    _, spent = opened(client_of(clinic.dr_bell), f"/desk/queues/{queue}/{asked}")
    assert len(spent) <= 10


@pytest.mark.parametrize("who", Clinic._fields)
def test_my_tasks_open_in_a_fixed_number_of_queries(who: str, clinic: Clinic) -> None:
    _, spent = opened(client_of(getattr(clinic, who)), "/desk/")
    assert len(spent) <= 14


@pytest.mark.parametrize("queue", ["mine", "sign", "unassigned", "open"])
def test_no_query_names_rows_by_the_thousand(queue: str, clinic: Clinic) -> None:
    _, spent = opened(client_of(clinic.dr_bell), f"/desk/queues/{queue}/")
    assert max(map(len, spent)) < 40_000


def test_tabs_say_how_much_waits_in_each(clinic: Clinic) -> None:
    page, _ = opened(client_of(clinic.dr_bell), "/desk/")
    counts = {queue.name: count for queue, count in page.wsgi_request.tabs.queues}
    numbers = range(2, TOTAL + 1)
    still_open = [1, *(n for n in numbers if n % 7)]
    assert counts == {
        # Holders take turns: Dr Bell has the even ones.
        "mine": sum(n % 3 == 0 and n % 2 == 0 for n in still_open),
        "sign": sum(n % 5 != 0 and not (n % 3 == 0 and n % 2 == 0) for n in still_open),
        "scheduled": 0,
        "unassigned": sum(n % 3 != 0 for n in still_open),
        "overdue": sum(n % 10 == 0 for n in still_open),
        "open": len(still_open),
        "waiting": TOTAL - len(still_open),
        "publish": 0,
        "claims": 1,
        "due": 0,
    }


def test_contributor_is_offered_none_of_the_thousand_she_wrote_in(clinic: Clinic) -> None:
    rows = QUEUES["sign"].rows(clinic.dr_bell)
    assert not rows.filter(topic__title__in=["Planted page 5", "Planted page 2995"]).exists()
    everything = Review.objects.filter(state="open", topic__isnull=False)
    own = QUEUES["mine"].rows(clinic.dr_cole).count()
    assert QUEUES["sign"].rows(clinic.dr_cole).count() + own == everything.count()


def test_second_page_keeps_the_filters_and_follows_the_first(clinic: Clinic) -> None:
    client = client_of(clinic.cora)
    first, _ = opened(client, "/desk/queues/open/?q=Planted")
    second, _ = opened(client, "/desk/queues/open/?q=Planted&page=2")
    assert second.context["page"].number == 2
    assert "?q=Planted&amp;page=3" in second.content.decode()
    both = [(row.due_on, row.pk) for page in (first, second) for row in page.context["rows"]]
    assert len(both) == 100
    assert both == sorted(both)
