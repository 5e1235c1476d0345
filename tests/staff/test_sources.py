"""Opening a source from a review: noted, and only ever leading to the source itself."""

from __future__ import annotations

from typing import Any

import pytest

from education.evidence.models import Source
from education.people.models import User
from education.review.models import Review, SourceOpening
from tests.builders import edit, make_claim, make_source
from tests.staff.worlds import client_of, submitted

ADDRESSES = {
    "doi": "https://doi.org/10.1000/walk",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/123456/",
    "url": "https://journal.example/walk",
}


@pytest.fixture
def source(alice: User) -> Source:
    return make_source(alice, doi="10.1000/walk", pmid="123456", url=ADDRESSES["url"])


@pytest.fixture
def review(alice: User, source: Source) -> Review:
    return submitted(alice, claims=[make_claim(alice, sources=[source])])


def follow(
    user: User, review: Review, source: Source, *, to: str = "", method: str = "get", **headers: str
) -> Any:
    send = getattr(client_of(user), method)
    return send(f"/desk/reviews/{review.pk}/sources/{source.pk}/", {"to": to}, headers=headers)


@pytest.mark.parametrize("to", ADDRESSES)
def test_a_link_leads_to_the_source(review: Review, source: Source, dr_bell: User, to: str) -> None:
    answer = follow(dr_bell, review, source, to=to)
    assert (answer.status_code, answer.headers["Location"]) == (302, ADDRESSES[to])


@pytest.mark.parametrize("to", ["", "nowhere", "https://evil.example/"])
def test_it_never_leads_elsewhere(review: Review, source: Source, dr_bell: User, to: str) -> None:
    assert follow(dr_bell, review, source, to=to).headers["Location"] == ADDRESSES["doi"]


def test_it_leads_where_the_text_under_review_says(
    review: Review, source: Source, dr_bell: User, alice: User
) -> None:
    edit(source, by=alice, url="https://elsewhere.example/")
    assert follow(dr_bell, review, source, to="url").headers["Location"] == ADDRESSES["url"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "x"])
def test_other_addresses_are_not_followed(alice: User, dr_bell: User, url: str) -> None:
    source = make_source(alice, url=url)
    review = submitted(alice, claims=[make_claim(alice, sources=[source])])
    assert follow(dr_bell, review, source, to="url").status_code == 404
    page = client_of(dr_bell).get(f"/desk/reviews/{review.pk}/").content.decode()
    assert f'href="{url}"' not in page
    assert "It has no address to open." in page


@pytest.mark.parametrize("site", [None, "same-origin", "none"])
def test_opening_is_noted(review: Review, source: Source, dr_bell: User, site: str | None) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}
    follow(dr_bell, review, source, **headers)
    row = SourceOpening.objects.get()
    assert (row.review, row.person, row.source) == (review, dr_bell, source)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
    ],
)
def test_what_nobody_opened_by_hand_is_not_noted(
    review: Review, source: Source, dr_bell: User, headers: dict[str, str]
) -> None:
    assert follow(dr_bell, review, source, **headers).status_code == 302
    assert not SourceOpening.objects.exists()


def test_asking_for_the_head_is_not_opening(review: Review, source: Source, dr_bell: User) -> None:
    follow(dr_bell, review, source, method="head")
    assert not SourceOpening.objects.exists()


def test_a_source_that_is_not_cited_is_not_there(
    review: Review, alice: User, dr_bell: User
) -> None:
    other = make_source(alice, title="Another", url="https://other.example/")
    assert follow(dr_bell, review, other).status_code == 404
    assert not SourceOpening.objects.exists()


def test_the_card_says_what_i_opened(
    review: Review, source: Source, dr_bell: User, dr_cole: User
) -> None:
    follow(dr_bell, review, source)
    address = f"/desk/reviews/{review.pk}/"
    mine = client_of(dr_bell).get(address).content.decode()
    assert f'href="{address}sources/{source.pk}/?to=pubmed"' in mine
    assert "You opened this on" in mine
    assert "opened “Guideline on kidney care in diabetes”" in mine
    assert "You opened this on" not in client_of(dr_cole).get(address).content.decode()
