"""GET /api/v1/topics/{slug}"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from education.evidence.models import Claim
from education.people.models import User
from education.publishing.models import LivePage
from education.publishing.services import publish as publish_review
from education.publishing.services import reaffirm, withdraw
from education.review.services import submit
from tests.builders import (
    NO_INTERESTS,
    credential_of,
    edit,
    make_claim,
    make_source,
    make_topic,
    proof_for,
    publish_page,
    sign,
)

PAGE = "/api/v1/topics/kidneys"


@pytest.fixture
def claim(alice: User) -> Claim:
    """A claim that has everything a claim can have."""
    return make_claim(
        alice,
        "This treatment may prevent kidney failure in people with diabetes.",
        sources=[make_source(alice, title="A trial", doi="10.1000/example", kind="trial")],
        kind="benefit",
        certainty="low",
        stage="rct",
        n_people=400,
        population="people with type 2 diabetes",
        comparator="a dummy treatment",
        risk_outcome="kidney failure",
        risk_affected=6,
        risk_denominator=100,
        risk_time_span="5 years",
        risk_comparator_affected=9,
        jurisdiction="European Union",
        regulatory_status="Approved for this use",
        checked_on=date(2026, 1, 2),
        checked_url="https://regulator.example/status",
    )


@pytest.fixture
def page(alice: User, dr_bell: User, pat: User) -> LivePage:
    """A simple page at /topics/kidneys/."""
    topic = make_topic(alice, slug="kidneys")
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    return LivePage.objects.get(topic=topic)


def read(client: Client, path: str = PAGE, **params: Any) -> Any:
    response = client.get(path, params)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_page_is_the_signed_text(page: LivePage, client: Client) -> None:
    body, text = read(client), page.edition.page()
    for name in ("title", "slug", "language", "kind", "answer", "aim", "not_known", "get_help"):
        assert body[name] == getattr(text, name)
    assert body["key_points"] == list(text.key_points)
    assert body["questions"] == list(text.questions)
    assert body["sections"] == [{"heading": s.heading, "body": s.body} for s in text.sections]
    assert body["codes"] == [c.as_json() for c in text.codes]
    assert (body["edition"], body["fingerprint"]) == (1, page.edition.fingerprint)


def test_every_claim_that_the_text_marks_is_there(page: LivePage, client: Client) -> None:
    body = read(client)
    codes = [claim["code"] for claim in body["claims"]]
    assert codes == [c.code for c in page.edition.page().claims]
    assert all(f"[[{code}]]" in body["sections"][0]["body"] for code in codes)


def test_a_claim_says_how_sure_we_are_and_what_it_rests_on(
    claim: Claim, alice: User, dr_bell: User, pat: User, client: Client
) -> None:
    topic = make_topic(alice, slug="kidneys", claims=[claim, make_harm(alice)])
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    body = read(client)
    said = body["claims"][0]
    assert said["statement"] == claim.statement
    assert (said["kind"], said["certainty"], said["stage"]) == ("benefit", "low", "rct")
    assert said["certainty_in_words"] == "Low certainty"
    assert said["certainty_means"].startswith("This may be right.")
    assert "400 people" in said["evidence_in_words"]
    assert said["risk"]["affected"] == 6
    assert said["risk"]["comparator_affected"] == 9
    assert said["regulation"]["status"] == "Approved for this use"
    assert said["regulation"]["checked_on"] == "2026-01-02"
    (citation,) = said["sources"]
    assert body["sources"][0]["source_id"] == citation["source_id"]
    assert body["sources"][0]["doi"] == "10.1000/example"


def make_harm(by: User) -> Claim:
    return make_claim(
        by,
        "This treatment may cause headaches in some people with diabetes.",
        kind="harm",
        certainty="low",
        stage="rct",
    )


def test_the_sign_off_names_the_clinician_register_and_moment(
    page: LivePage, dr_bell: User, client: Client
) -> None:
    body = read(client)
    (signature,) = body["sign_offs"]
    row = page.edition.review.sign_offs.get()
    assert signature["name"] == dr_bell.printed_name
    assert signature["profession"] == row.profession
    assert signature["register"] == row.register
    assert signature["register_number"] == row.register_number
    assert signature["signed_at"][:19] == row.signed_at.isoformat()[:19]
    assert (signature["meaning"], signature["statement"]) == (row.meaning, row.statement)
    assert signature["interests"] == "None"
    assert body["review_due"] == page.review_due.isoformat()


def test_later_edits_of_draft_and_claim_do_not_show(
    page: LivePage, alice: User, client: Client
) -> None:
    before = read(client)
    edit(page.topic, by=alice, answer="Nobody signed this.")
    edit(Claim.objects.get(), by=alice, statement="Nor this, which is a claim.")
    assert read(client) == before


def test_certainty_is_said_in_the_language_of_the_page(
    alice: User, dr_bell: User, pat: User, client: Client
) -> None:
    topic = make_topic(
        alice, slug="kidneys", language="es", claims=[make_claim(alice, language="es")]
    )
    publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    response = client.get(PAGE, {"language": "es"})
    assert response["Content-Language"] == "es"
    with translation.override("es"):
        assert response.json()["claims"][0]["certainty_in_words"] == gettext("Checked fact")
    assert response.json()["url"] == "http://localhost:8000/es/topics/kidneys/"


def test_a_reaffirmed_page_has_a_new_review_date_and_etag(
    page: LivePage, dr_bell: User, client: Client, time_machine: Any
) -> None:
    old = client.get(PAGE)
    time_machine.move_to(page.reviewed_at + timedelta(days=30))
    reaffirm(
        page,
        by=dr_bell,
        credential=credential_of(dr_bell),
        interests=NO_INTERESTS,
        proof=proof_for(dr_bell, page.edition.review),
    )
    new = client.get(PAGE, headers={"if-none-match": old["ETag"]})
    assert new.status_code == 200
    assert new.json()["review_due"] > old.json()["review_due"]
    assert [s["meaning"] for s in new.json()["sign_offs"]] == [
        "clinical_review",
        "reviewed_no_change",
    ]


def test_an_unchanged_page_is_answered_with_304_and_no_body(page: LivePage, client: Client) -> None:
    first = client.get(PAGE)
    assert first["ETag"].startswith(f'"{page.edition.fingerprint}.')
    again = client.get(PAGE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_an_overdue_page_says_so_within_its_days_of_grace(
    page: LivePage, client: Client, time_machine: Any
) -> None:
    assert read(client)["overdue"] is False
    time_machine.move_to(page.review_due + timedelta(days=1))
    assert read(client)["overdue"] is True


def test_a_page_takes_three_queries_at_most(
    page: LivePage, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        read(client)


def test_an_old_slug_leads_to_the_page_where_it_is_now(
    page: LivePage, alice: User, dr_bell: User, pat: User, client: Client
) -> None:
    edit(page.topic, by=alice, slug="kidney-care")
    review = submit(page.topic, by=alice)
    sign(review, dr_bell)
    publish_review(review, by=pat)
    moved = client.get(PAGE)
    assert moved.status_code == 302
    assert read(client, moved["Location"])["slug"] == "kidney-care"


def test_the_editions_of_a_page_are_listed_newest_first(
    page: LivePage, alice: User, dr_bell: User, pat: User, client: Client
) -> None:
    edit(page.topic, by=alice, aim="For everyone who has diabetes.", change_note="A new aim.")
    review = submit(page.topic, by=alice)
    sign(review, dr_bell)
    publish_review(review, by=pat)
    lines = read(client, f"{PAGE}/editions")
    assert [(e["number"], e["change_note"], e["shown"]) for e in lines] == [
        (2, "A new aim.", True),
        (1, "", True),
    ]


def test_nothing_about_the_page_sets_a_cookie(page: LivePage, client: Client) -> None:
    for path in (PAGE, "/api/v1/topics", f"{PAGE}/editions", "/api/v1/openapi.json"):
        assert not client.get(path).cookies


def test_head_answers_like_get_without_a_body(page: LivePage, client: Client) -> None:
    head, get = client.head(PAGE), client.get(PAGE)
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (get["ETag"], get["Content-Length"])


def test_a_withdrawal_shows_on_the_very_next_request(
    page: LivePage, dr_bell: User, client: Client
) -> None:
    etag = client.get(PAGE)["ETag"]
    withdraw(page, by=dr_bell, kind="safety")
    assert client.get(PAGE, headers={"if-none-match": etag}).status_code == 410
