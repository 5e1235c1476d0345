"""Who is acting: named by the request, or by whoever writes code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from education.audit.history import ActorMiddleware, acting, current_actor
from education.people.models import User


def seen(user: Any) -> Any:
    """Who is acting while a request of this person is answered."""
    found: list[Any] = []

    def view(request: Any) -> HttpResponse:
        found.append(current_actor())
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = user
    ActorMiddleware(view)(request)
    return found[0]


def test_the_signed_in_person_acts(alice: User) -> None:
    assert seen(alice) == alice
    assert current_actor() is None


def test_nobody_acts_for_a_stranger() -> None:
    assert seen(AnonymousUser()) is None


def test_nobody_acts_any_more_after_a_failed_request(alice: User) -> None:
    def view(request: Any) -> HttpResponse:
        raise LookupError

    request = RequestFactory().get("/")
    request.user = alice
    with pytest.raises(LookupError):
        ActorMiddleware(view)(request)
    assert current_actor() is None


def test_acting_nests_and_ends(alice: User, cora: User) -> None:
    with acting(alice):
        with acting(cora):
            assert current_actor() == cora
        assert current_actor() == alice
    assert current_actor() is None


def test_another_thread_has_its_own_actor(alice: User) -> None:
    with acting(alice), ThreadPoolExecutor(1) as pool:
        assert pool.submit(current_actor).result() is None
