"""Who counts as having written a text, read from the edit trail."""

from __future__ import annotations

from education.audit.history import acting
from education.content.models import Section, Topic
from education.people.models import Role, User
from education.publishing.models import LivePage
from education.publishing.services import withdraw
from education.review.models import Review
from education.review.services import submit
from tests.builders import (
    edit,
    make_claim,
    make_source,
    make_topic,
    make_user,
    publish_page,
    sign,
    submitted,
)


def contributors(topic: Topic, by: User) -> set[int]:
    return set(submit(topic, by=by).contributors)


def test_the_author_is_one(alice: User) -> None:
    assert contributors(make_topic(alice), alice) == {alice.pk}


def test_who_submits_is_one(alice: User) -> None:
    ben = make_user("ben", Role.AUTHOR)
    assert contributors(make_topic(alice), ben) == {alice.pk, ben.pk}


def test_who_is_printed_as_author_is_one(alice: User, cora: User) -> None:
    assert contributors(make_topic(alice, owner=cora), alice) == {alice.pk, cora.pk}


def test_a_save_that_changes_nothing_makes_nobody_a_contributor(alice: User, cora: User) -> None:
    topic = make_topic(alice)
    edit(Topic.objects.get(pk=topic.pk), by=cora)
    edit(topic.sections.get(), by=cora)
    assert contributors(topic, alice) == {alice.pk}


def test_who_wrote_a_word_that_was_taken_back_is_one(alice: User, cora: User) -> None:
    topic = make_topic(alice)
    edit(topic, by=cora, title="Kidneys")
    edit(topic, by=alice, title="Diabetes and your kidneys")
    assert contributors(topic, alice) == {alice.pk, cora.pk}


def test_who_deleted_a_section_is_one(alice: User, cora: User) -> None:
    topic = make_topic(alice)
    section = edit(Section(topic=topic, order=2), by=alice, heading="More", body="Words.")
    with acting(cora):
        section.delete()
    assert contributors(topic, alice) == {alice.pk, cora.pk}


def test_writers_of_an_unsigned_claim_its_citations_and_sources_are(
    alice: User, cora: User, pat: User, otto: User
) -> None:
    claim = make_claim(cora, sources=[make_source(pat)])
    edit(claim.citations.get(), by=otto, locator="Page 2")
    found = contributors(make_topic(alice, claims=[claim]), alice)
    assert found == {alice.pk, cora.pk, pat.pk, otto.pk}
    own = set(Review.objects.get(claim=claim).contributors)
    assert own == {alice.pk, cora.pk, pat.pk, otto.pk}


def test_writers_of_a_claim_signed_as_it_stands_are_not(
    alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    claim = make_claim(dr_bell)
    publish_page(make_topic(alice, claims=[claim]), author=alice, signers=[dr_cole], publisher=pat)
    review = submitted(alice, claims=[claim])
    assert set(review.contributors) == {alice.pk}
    assert sign(review, dr_bell)


def test_when_only_a_claim_is_new_the_writers_of_the_page_are_not(
    alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    claim = make_claim(alice)
    topic = make_topic(alice, claims=[claim])
    edit(topic, by=dr_bell, aim="For people with diabetes who want to know more.")
    publish_page(topic, author=alice, signers=[dr_cole], publisher=pat)
    ben = make_user("ben", Role.AUTHOR)
    edit(claim, by=ben, statement="High blood sugar can damage the filters in your kidneys.")
    assert contributors(topic, ben) == {alice.pk, ben.pk}


def test_when_a_word_of_the_page_is_new_everyone_who_ever_wrote_is(
    alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    topic = make_topic(alice)
    edit(topic, by=dr_bell, aim="For people with diabetes who want to know more.")
    publish_page(topic, author=alice, signers=[dr_cole], publisher=pat)
    ben = make_user("ben", Role.AUTHOR)
    edit(topic, by=ben, title="Kidneys and diabetes")
    assert contributors(topic, ben) == {alice.pk, ben.pk, dr_bell.pk}


def test_after_a_withdrawal_everyone_who_ever_wrote_is(
    alice: User, dr_bell: User, dr_cole: User, pat: User
) -> None:
    topic = make_topic(alice)
    edit(topic, by=dr_bell, aim="For people with diabetes who want to know more.")
    publish_page(topic, author=alice, signers=[dr_cole], publisher=pat)
    withdraw(LivePage.objects.get(), by=dr_cole, kind="error")
    assert contributors(topic, alice) == {alice.pk, dr_bell.pk}
