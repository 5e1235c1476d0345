"""``publish``: the signed text of a review becomes the page that patients read."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.test import Client

from education.audit.history import acting
from education.audit.models import AuditEvent
from education.content.models import RiskClass
from education.errors import Blocked, NotAllowed, WrongState
from education.people.models import User
from education.publishing.models import Edition, EditionClaim, LivePage
from education.publishing.services import publish
from education.review.models import Review, SignOff
from education.review.rules import add_months
from education.review.services import submit
from education.review.states import State
from tests.builders import (
    edit,
    make_claim,
    make_specialty,
    make_topic,
    publish_page,
    sign,
    submitted,
)


@pytest.fixture
def signed(alice: User, dr_bell: User) -> Review:
    review = submitted(alice, slug="kidneys")
    sign(review, dr_bell)
    return review


def test_an_edition_repeats_the_signed_text_byte_for_byte(signed: Review, pat: User) -> None:
    edition = publish(signed, by=pat)
    assert (edition.manuscript, edition.fingerprint) == (signed.manuscript, signed.fingerprint)
    page = signed.page()
    assert (edition.title, edition.slug, edition.answer) == (page.title, page.slug, page.answer)
    assert (edition.number, edition.published_by) == (1, pat)


def test_patients_read_it_at_once(signed: Review, pat: User, client: Client) -> None:
    assert client.get("/topics/kidneys/").status_code == 404
    publish(signed, by=pat)
    page = client.get("/topics/kidneys/")
    assert page.status_code == 200
    assert "Diabetes can harm your kidneys over time." in page.content.decode()


def test_each_claim_is_tied_to_its_own_signed_review(signed: Review, pat: User) -> None:
    publish(signed, by=pat)
    row = EditionClaim.objects.select_related("review").get()
    assert row.review.state == State.SIGNED
    assert row.fingerprint == signed.page().claims[0].fingerprint()


def test_the_review_date_counts_from_the_last_signature(signed: Review, pat: User) -> None:
    publish(signed, by=pat)
    live, last = LivePage.objects.get(), SignOff.objects.filter(review=signed).latest("signed_at")
    assert live.reviewed_at == last.signed_at
    assert live.review_due == add_months(last.signed_at.date(), 24)
    assert (live.lapses_on - live.review_due).days == 90


def test_it_is_one_event_with_every_row(signed: Review, pat: User) -> None:
    edition = publish(signed, by=pat)
    event = AuditEvent.objects.get(action="page.published")
    assert event.actor == pat
    assert event.subject == f"edition:{edition.pk}"
    assert {name.split(":")[0] for name in event.rows} == {
        "edition",
        "editionclaim",
        "livepage",
        "review",
    }


@pytest.mark.parametrize("who", ["alice", "dr_bell", "cora", "otto", "ada", "root"])
def test_only_a_publisher_publishes(
    signed: Review, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed, match="Only a publisher"):
        publish(signed, by=request.getfixturevalue(who))
    assert not Edition.objects.exists()


def test_only_what_is_signed_is_published(alice: User, pat: User) -> None:
    review = submitted(alice)
    with pytest.raises(WrongState, match="only a signed page"):
        publish(review, by=pat)
    assert not Edition.objects.exists()


def test_a_stale_screen_does_not_publish_twice(signed: Review, pat: User) -> None:
    stale = Review.objects.get(pk=signed.pk)
    publish(signed, by=pat)
    with pytest.raises(WrongState):
        publish(stale, by=pat)
    assert Edition.objects.count() == 1


def test_every_claim_that_is_not_signed_is_named(alice: User, dr_bell: User, pat: User) -> None:
    claims = [make_claim(alice), make_claim(alice, "Salt can raise your blood pressure.")]
    review = submitted(alice, claims=claims)
    sign(review, dr_bell, claims=[])
    with pytest.raises(Blocked) as caught:
        publish(review, by=pat)
    assert [reason.split()[0] for reason in caught.value.reasons] == [c.code for c in claims]


def test_a_claim_mark_without_a_claim_is_named(
    alice: User, dr_bell: User, pat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Checks stop such a page when it is submitted; here they are asleep.
    monkeypatch.setattr("education.review.services.inspect", lambda page, around: ())
    review = submitted(alice, claims=[], body="See [[C-99]].")
    sign(review, dr_bell)
    with pytest.raises(Blocked, match="C-99 is marked"):
        publish(review, by=pat)


def test_claims_may_be_signed_after_the_page(
    alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    claim = make_claim(alice)
    review = submitted(alice, claims=[claim])
    sign(review, dr_bell, claims=[])
    sign(Review.objects.get(claim=claim), dr_cole)
    assert publish(review, by=pat)


def test_what_the_author_edits_after_submitting_is_not_published(
    signed: Review, alice: User, pat: User
) -> None:
    assert signed.topic is not None
    edit(signed.topic, by=alice, title="Something else", slug="elsewhere")
    edition = publish(signed, by=pat)
    assert (edition.title, LivePage.objects.get().slug) == ("Diabetes and your kidneys", "kidneys")


def test_what_the_author_edits_after_publication_changes_nothing_for_readers(
    signed: Review, alice: User, pat: User, client: Client
) -> None:
    publish(signed, by=pat)
    before = client.get("/topics/kidneys/").content
    assert signed.topic is not None
    edit(signed.topic, by=alice, title="Something else", answer="Something else.")
    edit(signed.topic.sections.get(), by=alice, heading="Something else", body="Something else.")
    claim = EditionClaim.objects.get().claim
    edit(claim, by=alice, statement="Something else.")
    edit(claim.citations.get().source, by=alice, title="Something else")
    submitted(alice)
    assert client.get("/topics/kidneys/").content == before


def test_the_next_edition_takes_the_place_of_the_one_before(
    signed: Review, alice: User, dr_bell: User, pat: User
) -> None:
    publish(signed, by=pat)
    assert signed.topic is not None
    edit(signed.topic, by=alice, title="Your kidneys")
    second = publish_page(signed.topic, author=alice, signers=[dr_bell], publisher=pat)
    assert second.number == 2
    assert LivePage.objects.get().edition == second


def test_an_older_text_is_not_published_over_a_newer_one(
    signed: Review, alice: User, dr_bell: User, pat: User
) -> None:
    assert signed.topic is not None
    edit(signed.topic, by=alice, title="Your kidneys")
    publish_page(signed.topic, author=alice, signers=[dr_bell], publisher=pat)
    with pytest.raises(WrongState, match="newer text"):
        publish(signed, by=pat)


def test_an_address_that_is_taken_is_named(
    signed: Review, alice: User, dr_bell: User, pat: User
) -> None:
    publish(signed, by=pat)
    assert signed.topic is not None
    edit(signed.topic, by=alice, slug="moved")
    other = submitted(alice, slug="kidneys")
    sign(other, dr_bell)
    with pytest.raises(Blocked, match="Another live page stands at “kidneys”"):
        publish(other, by=pat)


def test_a_page_may_move_to_another_address(
    signed: Review, alice: User, dr_bell: User, pat: User, client: Client
) -> None:
    publish(signed, by=pat)
    assert signed.topic is not None
    edit(signed.topic, by=alice, slug="moved")
    publish_page(signed.topic, author=alice, signers=[dr_bell], publisher=pat)
    assert client.get("/topics/moved/").status_code == 200
    assert client.get("/topics/kidneys/").status_code == 301


def test_the_publisher_of_a_high_risk_page_has_not_signed_it(
    alice: User, dr_bell: User, dr_cole: User, pat: User, ada: User
) -> None:
    topic = make_topic(alice, risk_class=RiskClass.HIGH, specialty=make_specialty("nephrology"))
    review = submit(topic, by=alice)
    sign(review, dr_cole)
    sign(review, dr_bell)
    both = User.objects.get(pk=dr_bell.pk)
    _make_publisher(both, ada)
    with pytest.raises(NotAllowed, match="You signed this page"):
        publish(review, by=both)
    assert publish(review, by=pat)


def test_the_publisher_of_a_routine_page_may_have_signed_it(
    signed: Review, dr_bell: User, ada: User
) -> None:
    _make_publisher(dr_bell, ada)
    assert publish(signed, by=dr_bell)


def _make_publisher(user: User, ada: User) -> None:
    with acting(ada):
        user.groups.add(Group.objects.get(name="Publisher"))


def test_words_in_every_script_and_escape_survive(alice: User, dr_bell: User, pat: User) -> None:
    nasty = 'Quote " back \\ tab\ttabs {"a": [1]} é ñ 肾 🩺 \u00a0 </script> \x7f'
    claim = make_claim(alice, f"Kidneys filter blood {nasty}")
    topic = make_topic(alice, claims=[claim], aim=nasty)
    edition = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    assert edition.page().aim == nasty.strip()
    assert edition.page().claims[0].statement.endswith("\x7f")


def test_a_guard_stands_behind_the_verb(signed: Review, pat: User) -> None:
    """Whatever publish forgets to ask, the database asks again."""
    edition = publish(signed, by=pat)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.create(
            topic=edition.topic,
            number=2,
            review=edition.review,
            manuscript=edition.manuscript,
            fingerprint=edition.fingerprint,
            language=edition.language,
            slug=edition.slug,
            title=edition.title,
            kind=edition.kind,
            answer=edition.answer,
            published_by=pat,
            published_at=edition.published_at,
        )
