"""The admin of claims and sources."""

from __future__ import annotations

import pytest

from education.evidence.models import Claim
from education.people.models import User
from tests.builders import make_claim, make_source, make_topic, publish_page
from tests.staff.worlds import admin_url, client_of, opened


@pytest.fixture
def claim(alice: User) -> Claim:
    return make_claim(alice)


@pytest.mark.parametrize("asked", ["C-{}", "c{}", "[[C-{}]]", "c-{}"])
def test_claim_is_found_by_its_code(claim: Claim, alice: User, asked: str) -> None:
    other = make_claim(alice, "Another claim about the number 1 and sugar.")
    found = client_of(alice).get(admin_url("claim", "changelist"), {"q": asked.format(claim.pk)})
    assert list(found.context["cl"].result_list) == [claim]
    assert other.pk != claim.pk


def test_claim_is_found_by_its_words(claim: Claim, alice: User) -> None:
    found = client_of(alice).get(admin_url("claim", "changelist"), {"q": "blood filters"})
    assert list(found.context["cl"].result_list) == [claim]


def test_author_adds_a_citation(claim: Claim, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("claim", "change", claim.pk)
    source = make_source(alice, title="Another source")
    added = {"citations-1-source": source.pk, "citations-1-locator": "Table 2"}
    client.post(url, opened(client, url) | added)
    assert claim.citations.filter(source=source, locator="Table 2").exists()


def test_risk_needs_fewer_affected_than_people(claim: Claim, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("claim", "change", claim.pk)
    page = client.post(url, opened(client, url) | {"risk_affected": 120, "risk_denominator": 100})
    assert "More people are affected than the 100 there are." in page.content.decode()


def test_risk_needs_to_say_out_of_how_many(claim: Claim, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("claim", "change", claim.pk)
    page = client.post(url, opened(client, url) | {"risk_affected": 12})
    assert "Say out of how many people." in page.content.decode()


def test_each_stage_names_the_certainty_it_can_carry(claim: Claim, alice: User) -> None:
    page = client_of(alice).get(admin_url("claim", "change", claim.pk)).content.decode()
    assert "Animals (at most: not tested in people)" in page
    assert "Case reports, no comparison (at most: very low)" in page


def test_certainty_above_its_stage_is_refused(claim: Claim, alice: User) -> None:
    client = client_of(alice)
    url = admin_url("claim", "change", claim.pk)
    page = client.post(url, opened(client, url) | {"certainty": "moderate", "stage": "animal"})
    assert "carries at most “Not tested in people”" in page.content.decode()


def test_claim_says_where_it_is_used(claim: Claim, alice: User, dr_bell: User, pat: User) -> None:
    live = make_topic(alice, claims=[claim], title="Live page")
    publish_page(live, author=alice, signers=[dr_bell], publisher=pat)
    make_topic(alice, claims=[], body="x", answer=f"See [[{claim.code}]].", title="Draft page")
    text = client_of(alice).get(admin_url("claim", "change", claim.pk)).content.decode()
    assert "Live page, edition 1</a> (live)" in text
    assert "Live page</a> (draft)" in text
    assert "Draft page</a> (draft)" in text


def test_source_says_which_claims_and_pages_rest_on_it(
    claim: Claim, alice: User, dr_bell: User, pat: User
) -> None:
    live = make_topic(alice, claims=[claim], title="Live page")
    publish_page(live, author=alice, signers=[dr_bell], publisher=pat)
    source = claim.citations.get().source
    text = client_of(alice).get(admin_url("source", "change", source.pk)).content.decode()
    assert claim.statement[:40] in text
    assert "Live page, edition 1</a> (live)" in text


def test_used_claim_is_kept(alice: User, claim: Claim) -> None:
    make_topic(alice, claims=[claim])
    client_of(alice).post(admin_url("claim", "delete", claim.pk), {"post": "yes"})
    assert Claim.objects.filter(pk=claim.pk).exists()


def test_unused_claim_can_go_and_leaves_its_history(alice: User) -> None:
    claim = make_claim(alice)
    claim.citations.get()
    client = client_of(alice)
    url = admin_url("claim", "change", claim.pk)
    client.post(url, opened(client, url) | {"citations-0-DELETE": "on"})
    client.post(admin_url("claim", "delete", claim.pk), {"post": "yes"})
    assert not Claim.objects.filter(pk=claim.pk).exists()
    assert Claim.history.filter(id=claim.pk, history_type="-", history_user=alice).exists()


def test_signed_claim_is_changed_for_a_reason_only(
    alice: User, dr_bell: User, pat: User, claim: Claim
) -> None:
    topic = make_topic(alice, claims=[claim])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    client = client_of(alice)
    url = admin_url("claim", "change", claim.pk)
    page = client.post(url, opened(client, url) | {"statement": "Other words."})
    assert "change_reason" in page.context["adminform"].form.errors


def test_source_lists_the_claims_that_rest_on_it(claim: Claim, alice: User) -> None:
    source = claim.citations.get().source
    text = client_of(alice).get(admin_url("source", "change", source.pk)).content.decode()
    assert admin_url("claim", "change", claim.pk) in text


def test_coordinator_keeps_sources_up_to_date(claim: Claim, cora: User) -> None:
    source = claim.citations.get().source
    client = client_of(cora)
    url = admin_url("source", "change", source.pk)
    data = opened(client, url) | {"notice": "corrected"}
    assert client.post(url, data).status_code == 302
    source.refresh_from_db()
    assert source.notice == "corrected"


def test_a_stored_source_is_marked_as_retracted_where_its_reach_is_shown(
    claim: Claim, cora: User
) -> None:
    source = claim.citations.get().source
    client = client_of(cora)
    url = admin_url("source", "change", source.pk)
    page = client.post(url, opened(client, url) | {"notice": "retracted"})
    assert "See how far it reaches” at the top" in page.content.decode()
    assert f"/desk/sources/{source.pk}/retract/" in page.content.decode()
    source.refresh_from_db()
    assert source.notice == "none"


def test_only_those_who_mark_sources_are_led_to_lists_of_retractions(
    alice: User, cora: User, dr_bell: User
) -> None:
    address = "/admin/education/source/"
    led = {
        person.username: "Import retractions" in client_of(person).get(address).content.decode()
        for person in (alice, cora, dr_bell)
    }
    assert led == {"alice": False, "cora": True, "dr_bell": True}
