"""Checking, previewing and submitting a draft."""

from __future__ import annotations

import pytest

from education.checks.registry import inspect
from education.content.models import Topic
from education.content.services import manuscript_of
from education.errors import Blocked
from education.people.models import User
from education.review.models import Review
from education.review.services import submit
from education.staff.drafts import by_place
from tests.builders import edit, make_claim, make_topic
from tests.staff.worlds import client_of


@pytest.fixture
def good(alice: User) -> Topic:
    return make_topic(alice)


@pytest.fixture
def bad(alice: User) -> Topic:
    """A draft with blocks in a claim, in a section and in the record."""
    claim = make_claim(alice, "Exosomes cure kidney disease for ever.", kind="benefit")
    return make_topic(alice, claims=[claim], aim="", title="A promising draft")


def test_author_submits_a_good_draft(good: Topic, alice: User) -> None:
    page = client_of(alice).post(f"/desk/topics/{good.pk}/submit/")
    review = Review.objects.get(topic=good)
    assert page.status_code == 302
    assert page.headers["Location"] == f"/desk/reviews/{review.pk}/"


def test_blocked_draft_says_by_place_what_stands_in_the_way(bad: Topic, alice: User) -> None:
    page = client_of(alice).post(f"/desk/topics/{bad.pk}/submit/")
    text = page.content.decode()
    assert page.status_code == 422
    assert "Not submitted" in text
    assert "Exosomes cure kidney disease for ever." in text
    claim = bad.sections.get().placements.get().claim
    names = [place.name for place in page.context["places"]]
    assert f"Claim {claim.code}" in names
    assert "The page as a whole" in names
    assert not Review.objects.exists()


def test_no_reason_of_a_refusal_is_lost(bad: Topic, alice: User) -> None:
    with pytest.raises(Blocked) as refusal:
        submit(bad, by=alice)
    text = client_of(alice).post(f"/desk/topics/{bad.pk}/submit/").context
    shown = [f for place in text["places"] for f in place.findings if f.blocks]
    assert len(refusal.value.reasons) == len(shown) + len(text["reasons"])


def test_reason_that_is_no_finding_is_told(alice: User) -> None:
    topic = make_topic(alice, risk_class="high", specialty=None)
    page = client_of(alice).post(f"/desk/topics/{topic.pk}/submit/")
    assert "A high-risk page like this needs a specialty: choose one." in page.content.decode()


def test_each_place_leads_to_where_it_is_mended(bad: Topic) -> None:
    page = manuscript_of(bad)
    found = {p.name: p.edit_url for p in by_place(bad, page, inspect(page))}
    claim = bad.sections.get().placements.get().claim
    assert found[f"Claim {claim.code}"] == f"/admin/education/claim/{claim.pk}/change/"
    assert found["The page as a whole"].startswith(f"/admin/education/topic/{bad.pk}/change/")


def test_only_an_author_submits(good: Topic, dr_bell: User) -> None:
    client = client_of(dr_bell)
    page = client.post(f"/desk/topics/{good.pk}/submit/")
    assert page.status_code == 403
    assert "Only an author can submit a page" in page.content.decode()
    assert "<button>Submit" not in client.get(f"/desk/topics/{good.pk}/findings/").content.decode()


def test_the_same_text_is_not_submitted_twice(good: Topic, alice: User) -> None:
    client = client_of(alice)
    client.post(f"/desk/topics/{good.pk}/submit/")
    page = client.post(f"/desk/topics/{good.pk}/submit/")
    assert page.status_code == 409
    assert "This text is already waiting for sign-off." in page.content.decode()


def test_findings_say_where_the_page_stands(good: Topic, alice: User) -> None:
    text = client_of(alice).get(f"/desk/topics/{good.pk}/findings/").content.decode()
    assert "A draft that was never submitted" in text
    assert "Nothing stops this draft" in text


def test_preview_is_the_draft_as_patients_would_see_it(good: Topic, alice: User) -> None:
    edit(good, by=alice, answer="These words are still a draft.")
    page = client_of(alice).get(f"/desk/topics/{good.pk}/preview/")
    assert "These words are still a draft." in page.content.decode()
    assert "Nobody has signed it" in page.content.decode()
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
