"""What an edit voids, and what it does not: stale means that the canonical fingerprint changed.

Attacked where peers fail: a save that overwrites what was approved, an approval that names another
text than the published one, and approvals that go when old versions are purged.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from education.content.manuscript import sha256
from education.content.models import Topic
from education.content.services import manuscript_of
from education.evidence.models import Claim
from education.people.models import User
from education.publishing.models import Edition, LivePage
from education.publishing.services import publish
from education.review.counting import counting, moved_on
from education.review.models import Review, SignOff
from education.review.services import signed_claim_review, submit
from education.review.states import State
from tests.builders import edit, make_claim, make_topic, publish_page, sign
from tests.staff.worlds import admin_url, client_of, opened


@pytest.fixture
def topic(alice: User) -> Topic:
    return make_topic(alice)


@pytest.fixture
def signed(topic: Topic, alice: User, dr_bell: User) -> Review:
    review = submit(topic, by=alice)
    sign(review, dr_bell)
    return Review.objects.get(pk=review.pk)


def stands(review: Review) -> bool:
    """Whether a review is signed and the draft behind it is still that text."""
    review = Review.objects.get(pk=review.pk)
    return counting(review).stands and moved_on(review) == ()


def claim_stands(claim: Claim) -> bool:
    """Whether a claim is signed as it reads in the library now."""
    topic = Topic.objects.filter(sections__placements__claim=claim).first()
    assert topic is not None
    text = manuscript_of(topic).claim(claim.pk)
    assert text is not None
    return signed_claim_review(text) is not None


def live_text(topic: Topic) -> str:
    return Client().get(f"/topics/{topic.slug}/").content.decode()


# --- a save that changes nothing ------------------------------------------------------------------


def test_a_save_that_changes_nothing_voids_nothing(
    signed: Review, topic: Topic, alice: User
) -> None:
    claim = Claim.objects.get(pk=signed.page().claims[0].claim_id)
    rows: list[Any] = [topic, topic.sections.get(), topic.codes.get(), claim]
    rows += [claim.citations.get(), claim.citations.get().source]
    for row in rows:
        before = type(row).history.filter(id=row.pk).count()
        edit(row, by=alice)
        assert type(row).history.filter(id=row.pk).count() == before
    assert stands(signed)
    assert claim_stands(claim)


@pytest.mark.parametrize("model", ["topic", "claim"])
def test_an_untouched_form_that_is_saved_voids_nothing(
    signed: Review, topic: Topic, alice: User, model: str
) -> None:
    row = topic if model == "topic" else Claim.objects.get(pk=signed.page().claims[0].claim_id)
    url = admin_url(model, "change", row.pk)
    client = client_of(alice)
    data = opened(client, url) | {"change_reason": "I only looked."}
    assert client.post(url, data).status_code == 302
    assert stands(signed)


@pytest.mark.parametrize("words", ["  {}  ", "{}\n\n"])
def test_spaces_around_a_text_void_nothing(
    signed: Review, topic: Topic, alice: User, words: str
) -> None:
    edit(topic, by=alice, answer=words.format(topic.answer))
    assert stands(signed)


def test_a_changed_and_restored_text_is_signed_again(
    signed: Review, topic: Topic, alice: User
) -> None:
    words = topic.answer
    edit(topic, by=alice, answer="Something else.")
    assert not stands(signed)
    edit(topic, by=alice, answer=words)
    assert stands(signed)


def test_a_note_that_is_not_read_by_anybody_voids_nothing(
    signed: Review, topic: Topic, alice: User
) -> None:
    edit(topic.codes.get(), by=alice, checked_on="2026-01-01")
    assert stands(signed)


# --- a claim that changes -------------------------------------------------------------------------


@pytest.fixture
def library(alice: User, dr_bell: User, pat: User) -> dict[str, Any]:
    """Two claims on three live pages: the first on "both" and "one", the second on "two"."""
    first = make_claim(alice, "High blood sugar can harm the filters in your kidneys.")
    second = make_claim(alice, "Salt can raise your blood pressure.")
    pages = {
        "both": make_topic(alice, slug="both", claims=[first, second]),
        "one": make_topic(alice, slug="one", claims=[first]),
        "two": make_topic(alice, slug="two", claims=[second]),
    }
    for page in pages.values():
        publish_page(page, author=alice, signers=[dr_bell], publisher=pat)
    return {"first": first, "second": second, **pages}


CHANGED = "High blood sugar can slowly harm the filters in your kidneys."


def test_changing_a_claim_voids_its_sign_off_and_no_other(
    library: dict[str, Any], alice: User
) -> None:
    edit(library["first"], by=alice, statement=CHANGED)
    assert not claim_stands(library["first"])
    assert claim_stands(library["second"])


def test_it_voids_the_pages_that_would_embed_the_new_text_and_no_others(
    library: dict[str, Any], alice: User
) -> None:
    first = library["first"]
    edit(first, by=alice, statement=CHANGED)
    found = {
        name: moved_on(LivePage.objects.get(topic=library[name]).edition.review)
        for name in ("both", "one", "two")
    }
    assert found == {"both": (first.code,), "one": (first.code,), "two": ()}


@pytest.mark.parametrize(
    "change",
    [
        lambda claim, by: edit(claim.citations.get(), by=by, locator="Chapter 2"),
        lambda claim, by: edit(claim.citations.get().source, by=by, year=2025),
        lambda claim, by: edit(claim, by=by, population="Adults"),
    ],
)
def test_what_a_claim_rests_on_is_part_of_it(
    library: dict[str, Any], alice: User, change: Any
) -> None:
    change(library["first"], alice)
    assert not claim_stands(library["first"])
    assert claim_stands(library["second"])


def test_live_pages_go_on_showing_what_was_signed(library: dict[str, Any], alice: User) -> None:
    edit(library["first"], by=alice, statement=CHANGED)
    for name in ("both", "one"):
        assert "harm the filters" in live_text(library[name])
        assert "slowly" not in live_text(library[name])


def test_the_signed_text_of_a_claim_keeps_its_review(library: dict[str, Any], alice: User) -> None:
    edit(library["first"], by=alice, statement=CHANGED)
    submit(library["one"], by=alice)
    older, newer = library["first"].reviews.order_by("pk")
    assert (older.state, newer.state) == (State.SIGNED, State.OPEN)
    assert counting(older).stands


def test_a_new_submission_asks_for_the_changed_claim_alone(
    library: dict[str, Any], alice: User
) -> None:
    edit(library["first"], by=alice, statement=CHANGED)
    submit(library["both"], by=alice)
    waiting = Review.objects.filter(claim__isnull=False, state=State.OPEN)
    assert [r.claim_id for r in waiting] == [library["first"].pk]


# --- where peers fail -----------------------------------------------------------------------------


def test_no_save_reaches_what_was_signed(signed: Review, topic: Topic, alice: User) -> None:
    frozen = signed.manuscript
    edit(topic, by=alice, answer="Something else.")
    edit(topic.sections.get(), by=alice, body="Other words.")
    again = Review.objects.get(pk=signed.pk)
    assert (again.manuscript, again.fingerprint) == (frozen, sha256(frozen))
    assert counting(again).stands


def test_what_is_published_is_what_was_signed_however_far_the_draft_went(
    signed: Review, topic: Topic, alice: User, pat: User
) -> None:
    edit(topic, by=alice, answer="Something else, unread.")
    edition = publish(signed, by=pat)
    (signature,) = SignOff.objects.filter(review=edition.review, meaning="clinical_review")
    assert signature.fingerprint == edition.fingerprint == sha256(edition.manuscript)
    assert "unread" not in live_text(topic)


def test_an_approved_review_is_not_overwritten_in_place(signed: Review) -> None:
    signed.manuscript = signed.manuscript.replace("harm", "heal")
    with pytest.raises(IntegrityError), transaction.atomic():
        signed.save()


@pytest.mark.parametrize("model", [Review, SignOff, Edition])
def test_approvals_are_not_purged(signed: Review, pat: User, model: Any) -> None:
    publish(signed, by=pat)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.first()._meta.base_manager.all()._raw_delete("default")


@pytest.mark.parametrize("command", ["clean_old_history", "clean_duplicate_history"])
def test_old_versions_are_not_purged(signed: Review, command: str) -> None:
    with pytest.raises(CommandError):
        call_command(command, auto=True)


def test_another_name_of_the_signer_leaves_the_signature(
    signed: Review, dr_bell: User, ada: User
) -> None:
    edit(dr_bell, by=ada, last_name="Married")
    (one,) = counting(signed).signatures
    assert (one.sign_off.printed_name, one.counts) == ("Dr Bea Bell", True)


def test_a_signer_who_leaves_leaves_the_signature(signed: Review, dr_bell: User, ada: User) -> None:
    edit(dr_bell, by=ada, is_active=False)
    assert counting(signed).stands
