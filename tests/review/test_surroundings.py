"""What the checks are told of a translation: which edition its draft follows, and which is live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from education.checks.registry import inspect
from education.checks.surroundings import Followed
from education.content.models import Section, Topic
from education.content.services import manuscript_of
from education.people.models import User
from education.publishing.models import Edition
from education.publishing.services import withdraw
from education.review.services import submit
from education.review.surroundings import surroundings
from tests.builders import edit, make_claim, make_topic, publish_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(alice: User, dr_bell: User, pat: User) -> Callable[[Topic], Edition]:
    def make(topic: Topic) -> Edition:
        return publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)

    return make


@pytest.fixture
def original(alice: User, publish: Callable[[Topic], Edition]) -> Topic:
    """An English page, live in its first edition."""
    topic = make_topic(alice)
    publish(topic)
    return topic


@pytest.fixture
def draft(alice: User, original: Topic) -> Topic:
    """Its Spanish translation, written while the first edition was live."""
    claim = make_claim(alice, "El azúcar alto puede dañar los filtros.", language="es")
    fields: dict[str, Any] = {"slug": "rinones", "language": "es", "translation_of": original}
    return make_topic(alice, claims=[claim], **fields)


@pytest.fixture
def renew(alice: User, original: Topic, publish: Callable[[Topic], Edition]) -> Callable[[], None]:
    """Give the original its next edition."""

    def make() -> None:
        edit(original, by=alice, change_note=f"{original.change_note} Told anew.")
        publish(original)

    return make


def warned(draft: Topic) -> list[str]:
    """Say which editions the check on translations names."""
    draft = Topic.objects.get(pk=draft.pk)
    found = inspect(manuscript_of(draft), surroundings(draft.pk))
    return [f.excerpt for f in found if f.check == "K47"]


def test_draft_written_against_the_live_edition_is_not_behind(draft: Topic) -> None:
    assert warned(draft) == []


def test_draft_is_behind_once_its_original_has_a_newer_edition(
    draft: Topic, renew: Callable[[], None]
) -> None:
    renew()
    assert warned(draft) == ["edition 2"]
    renew()
    assert warned(draft) == ["edition 3"]


def test_draft_is_told_which_edition_it_was_written_against(
    draft: Topic, original: Topic, renew: Callable[[], None]
) -> None:
    renew()
    assert surroundings().followed == {draft.pk: Followed(original.pk, 1, 2)}


@pytest.mark.parametrize("part", ["page", "section", "claim"])
def test_draft_that_was_written_on_is_not_behind(
    draft: Topic, alice: User, renew: Callable[[], None], part: str
) -> None:
    renew()
    section = Section.objects.get(topic=draft)
    if part == "page":
        edit(draft, by=alice, answer="La diabetes puede dañar los riñones.")
    elif part == "section":
        edit(section, by=alice, heading="Cómo daña los riñones")
    else:
        claim = section.placements.get().claim
        edit(claim, by=alice, statement="El azúcar alto daña los filtros.")
    assert warned(draft) == []


def test_translation_that_was_signed_again_unchanged_is_not_behind(
    draft: Topic, renew: Callable[[], None], publish: Callable[[Topic], Edition]
) -> None:
    renew()
    publish(draft)
    assert warned(draft) == []


def test_waiting_for_a_signature_does_not_bring_a_draft_up_to_date(
    draft: Topic, alice: User, renew: Callable[[], None]
) -> None:
    renew()
    review = submit(draft, by=alice)
    assert "K47" in {f["check"] for f in review.findings}
    assert warned(draft) == ["edition 2"]


def test_change_of_the_originals_draft_is_no_matter(
    draft: Topic, original: Topic, alice: User
) -> None:
    edit(original, by=alice, answer="Diabetes may harm your kidneys in the long run.")
    assert warned(draft) == []


def test_original_that_is_gone_is_followed_by_nobody(
    draft: Topic, original: Topic, dr_cole: User, renew: Callable[[], None]
) -> None:
    renew()
    withdraw(Topic.objects.get(pk=original.pk).live_page, by=dr_cole, kind="safety")
    assert warned(draft) == []


def test_draft_older_than_every_edition_follows_none(
    alice: User, publish: Callable[[Topic], Edition]
) -> None:
    original = make_topic(alice)
    draft = make_topic(alice, slug="rinones", language="es", claims=[], translation_of=original)
    publish(original)
    assert surroundings().followed == {draft.pk: Followed(original.pk, 0, 1)}
    assert warned(draft) == []


def test_all_translations_are_told_in_the_queries_of_one(
    draft: Topic, original: Topic, alice: User, django_assert_num_queries: Any
) -> None:
    make_topic(alice, slug="kulia", language="ar", claims=[], translation_of=original)
    with django_assert_num_queries(2):
        assert len(surroundings().followed) == 2
