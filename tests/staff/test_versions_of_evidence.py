"""The versions of claims and sources: any two are compared, an old one is copied, if it holds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from education.audit.history import acting
from education.evidence.models import Citation, Claim, Source
from education.people.models import User
from education.publishing.recalls import retract_source
from education.staff.field_words import fields_said
from education.staff.version_facts import claim_facts, source_facts
from education.staff.versions import rows_at, rows_now, versions
from tests.builders import edit, make_claim, make_source, make_topic, publish_page
from tests.staff.worlds import admin_url, client_of


@pytest.fixture
def client(alice: User) -> Client:
    return client_of(alice)


@pytest.fixture
def claim(alice: User) -> Claim:
    return make_claim(alice)


@pytest.fixture
def key(claim: Claim, alice: User) -> str:
    """The name of a claim's first version; it has changed in every way since."""
    first = versions(claim)[0].key
    other = make_source(alice, title="A newer guideline")
    changed = {"statement": "Sugar may hurt your kidneys.", "kind": "benefit", "n_people": 40}
    edit(claim, by=alice, _change_reason="Plainer", **changed)
    with acting(alice):
        claim.citations.get().delete()
        Citation(claim=claim, source=other, quote="Two words").save()
    return first


@pytest.fixture
def source(alice: User) -> Source:
    return make_source(alice, doi="10.1000/old")


@pytest.fixture
def source_key(source: Source, alice: User) -> str:
    """The name of a source's first version; its title has changed since."""
    first = versions(source)[0].key
    edit(source, by=alice, title="A wrong title", doi="10.1000/new")
    return first


def _url(record: Claim | Source, key: str = "") -> str:
    url = f"/desk/{record._meta.model_name}s/{record.pk}/versions/"
    return f"{url}{key}/copy/" if key else url


def _copy(client: Client, record: Claim | Source, key: str, **posted: str) -> Any:
    url = _url(record, key)
    seen = client.get(url).context["seen"]
    return client.post(url, {"seen": seen, "reason": "The old words were right."} | posted)


def _facts(record: Claim | Source) -> dict[str, str]:
    facts = claim_facts if isinstance(record, Claim) else source_facts
    return facts(rows_now(type(record).objects.get(pk=record.pk)))


def _text(response: Any) -> str:
    return re.sub(r'<span class="hidden">.*?</span>|</?mark>', "", response.content.decode())


def _words(tag: str, html: str) -> str:
    """The words that a comparison marks as gone (del) or new (ins)."""
    shown = re.sub(r'<span class="hidden">.*?</span>|</?mark>', "", html)
    return " ".join(re.findall(f"<{tag}>(.*?)</{tag}>", shown))


def test_copying_gives_a_claim_its_old_fields_and_citations(
    claim: Claim, key: str, client: Client
) -> None:
    then = rows_at(claim, key)
    assert then is not None
    assert _facts(claim) != claim_facts(then)
    assert _copy(client, claim, key).status_code == 302
    assert _facts(claim) == claim_facts(then)


def test_copying_gives_a_source_its_old_fields(
    source: Source, source_key: str, client: Client
) -> None:
    then = rows_at(source, source_key)
    assert then is not None
    assert _copy(client, source, source_key).status_code == 302
    assert _facts(source) == source_facts(then)


def test_a_copy_is_a_new_version_in_the_persons_name(
    claim: Claim, key: str, client: Client
) -> None:
    before = len(versions(claim))
    _copy(client, claim, key)
    newest, *older = versions(claim)
    assert (newest.by, newest.reason) == ("Alice Writer", "The old words were right.")
    assert len(older) == before


def test_a_citation_that_moved_to_another_row_is_still_itself(
    claim: Claim, alice: User, client: Client
) -> None:
    key = versions(claim)[0].key
    source = claim.citations.get().source
    with acting(alice):
        claim.citations.get().delete()
        Citation(claim=claim, source=source, locator="Chapter 9").save()
    assert _copy(client, claim, key).status_code == 302
    assert claim.citations.get().locator == "Chapter 1"


def test_what_would_change_is_shown_first_and_nothing_else(
    claim: Claim, key: str, client: Client
) -> None:
    page = client.get(_url(claim, key))
    names = [part.name for part in page.context["diff"]]
    assert names[:3] == ["Statement", "Kind", "Number of people"]
    assert all(name.startswith("Citation of source") for name in names[3:])
    html = page.context["diff"][0].html
    assert (_words("del", html), _words("ins", html)) == (
        "Sugar may hurt",
        "High blood sugar can harm the filters in",
    )
    assert Claim.objects.get(pk=claim.pk).statement == "Sugar may hurt your kidneys."


def test_any_two_versions_are_compared_word_by_word(
    claim: Claim, client: Client, alice: User
) -> None:
    edit(claim, by=alice, certainty="low", stage="rct", _change_reason="Graded")
    found = versions(claim)
    page = client.get(_url(claim), {"old": found[-1].key, "new": found[0].key})
    differs = {part.name: part.html for part in page.context["diff"]}
    assert {"Certainty", "Stage"} <= differs.keys()
    assert _words("ins", differs["Stage"]) == "Randomised trial"


def test_versions_say_what_was_saved(claim: Claim, key: str, client: Client) -> None:
    text = _text(client.get(_url(claim)))
    assert "citation of “A newer guideline (2024)” added" in text
    assert "The claim as it is now" in text


@pytest.mark.parametrize("model", [Claim, Source])
def test_every_field_of_the_form_has_a_name_of_its_own(model: type[Claim | Source]) -> None:
    names = [f.name for f in model._meta.concrete_fields if f.editable and not f.primary_key]
    assert len(fields_said(model(), names)) == len(names)


@pytest.mark.parametrize(("posted", "status"), [({"reason": ""}, 422), ({"seen": "1.1"}, 409)])
def test_nothing_is_copied_without_a_reason_or_over_a_newer_claim(
    claim: Claim, key: str, client: Client, posted: dict[str, str], status: int
) -> None:
    before = _facts(claim)
    answer = _copy(client, claim, key, **posted)
    assert answer.status_code == status
    assert ("Somebody saved the claim meanwhile." in _text(answer)) == (status == 409)
    assert _facts(claim) == before


def test_what_typed_reason_said_is_kept_over_a_newer_source(
    source: Source, source_key: str, client: Client
) -> None:
    answer = _copy(client, source, source_key, seen="1")
    assert answer.status_code == 409
    assert "The old words were right." in _text(answer)
    assert Source.objects.get(pk=source.pk).title == "A wrong title"


def _refused(answer: Any, record: Claim | Source, before: dict[str, str]) -> str:
    assert answer.status_code == 422
    assert _facts(record) == before
    (reason,) = answer.context["form"].non_field_errors()
    return str(reason)


def test_a_certainty_above_todays_cap_is_refused(claim: Claim, alice: User, client: Client) -> None:
    edit(claim, by=alice, certainty="high", stage="animal", _change_reason="Before the cap")
    key = versions(claim)[0].key
    edit(claim, by=alice, certainty="none_in_people")
    before = _facts(claim)
    assert _refused(_copy(client, claim, key), claim, before) == (
        "“Certainty” is not valid any more, so nothing was changed: Evidence of the stage "
        "“Animals” carries at most “Not tested in people”."
    )


def test_a_source_that_was_deleted_since_is_named(
    claim: Claim, key: str, alice: User, client: Client
) -> None:
    with acting(alice):
        Source.objects.get(title__startswith="Guideline on kidney").delete()
    before = _facts(claim)
    assert _refused(_copy(client, claim, key), claim, before) == (
        "“Source” is not valid any more, so nothing was changed: “Guideline on kidney care in "
        "diabetes (2024)” was deleted since."
    )


def test_an_identifier_that_another_source_has_by_now_is_refused(
    source: Source, source_key: str, alice: User, client: Client
) -> None:
    make_source(alice, title="The same paper", doi="10.1000/old")
    before = _facts(source)
    reason = _refused(_copy(client, source, source_key), source, before)
    assert "Another source has this DOI: one paper is one source." in reason


def test_a_retracted_source_stays_retracted(
    source: Source, source_key: str, client: Client, cora: User
) -> None:
    retract_source(source, by=cora, reason="In the journal")
    page = client.get(_url(source, source_key))
    assert "Notice" not in {part.name for part in page.context["diff"]}
    _copy(client, source, source_key)
    stored = Source.objects.get(pk=source.pk)
    assert (stored.title, stored.notice) == ("Guideline on kidney care in diabetes", "retracted")


def test_copying_leaves_the_live_page_as_it_is_byte_for_byte(
    claim: Claim, alice: User, dr_bell: User, pat: User, client: Client
) -> None:
    first = versions(claim)[0].key
    edit(claim, by=alice, statement="Sugar may hurt your kidneys.")
    topic = make_topic(alice, claims=[claim])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    before = Client().get(f"/topics/{topic.slug}/").content
    assert _copy(client, claim, first).status_code == 302
    assert Client().get(f"/topics/{topic.slug}/").content == before
    assert b"Sugar may hurt your kidneys." in before


def test_those_who_may_only_view_see_and_compare(claim: Claim, key: str, dr_bell: User) -> None:
    reader = client_of(dr_bell)
    page = reader.get(_url(claim), {"old": key, "new": versions(claim)[0].key})
    assert page.context["diff"]
    assert "Copy into the claim" not in _text(page)
    assert reader.post(_url(claim, key), {"reason": "x"}).status_code == 403


def test_coordinators_copy_sources_and_no_claims(
    claim: Claim, key: str, source: Source, source_key: str, cora: User
) -> None:
    client = client_of(cora)
    assert _copy(client, source, source_key).status_code == 302
    assert client.post(_url(claim, key), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("key", ["0.0", "9", "a.b", "1.1.1"])
def test_a_version_that_never_was_is_not_found(claim: Claim, client: Client, key: str) -> None:
    assert client.get(_url(claim, key)).status_code == 404


@pytest.mark.parametrize("verb", ["change", "history"])
def test_form_and_history_lead_to_the_versions(
    claim: Claim, source: Source, client: Client, verb: str
) -> None:
    for record in (claim, source):
        name = record._meta.model_name
        assert name is not None
        page = client.get(admin_url(name, verb, record.pk)).content.decode()
        assert _url(record) in page


def test_history_leads_to_the_edits_of_a_claims_citations(
    claim: Claim, key: str, client: Client
) -> None:
    listed = client.get(
        "/admin/education/historicalcitation/", {"claim__id__exact": claim.pk}
    ).context["cl"]
    assert {row.claim_id for row in listed.result_list} == {claim.pk}


def test_the_list_asks_no_more_for_more_citations(
    claim: Claim, key: str, client: Client, alice: User, django_assert_max_num_queries: Any
) -> None:
    with acting(alice):
        for n in range(5):
            Citation(claim=claim, source=make_source(alice, title=f"Paper {n}")).save()
    with django_assert_max_num_queries(16):
        client.get(_url(claim))
