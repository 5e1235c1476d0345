"""What a draft freezes of the glossary and of pictures."""

from __future__ import annotations

import pytest

from education.audit.history import acting
from education.content.models import Picture, Term, Topic
from education.content.services import manuscript_of
from education.errors import WrongState
from education.people.models import User
from education.review.counting import moved_on
from tests.builders import (
    edit,
    make_claim,
    make_picture,
    make_term,
    make_topic,
    publish_page,
)

pytestmark = pytest.mark.django_db


def page_with_word(alice: User) -> Topic:
    return make_topic(alice, claims=[make_claim(alice, "Damaged filters let albumin through.")])


def test_a_word_in_a_claim_is_explained(alice: User) -> None:
    term, topic = make_term(alice), page_with_word(alice)
    (frozen,) = manuscript_of(topic).terms
    assert (frozen.term_id, frozen.definition) == (term.pk, term.definition)


def test_words_of_other_pages_and_languages_are_not(alice: User) -> None:
    make_term(alice, "dialysis")
    make_term(alice, language="es")
    assert manuscript_of(page_with_word(alice)).terms == ()


def test_words_come_in_one_order_on_every_database(alice: User) -> None:
    for name in ("Éclair", "zinc", "albumin", "Blood"):
        make_term(alice, name)
    topic = make_topic(alice, claims=[], body="Zinc, blood, albumin, éclair.")
    assert [t.term for t in manuscript_of(topic).terms] == ["albumin", "Blood", "zinc", "Éclair"]


def test_a_changed_definition_shows_as_a_draft_that_moved_on(
    alice: User, dr_bell: User, pat: User
) -> None:
    term, topic = make_term(alice), page_with_word(alice)
    edition = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    assert moved_on(edition.review) == ()
    edit(term, by=alice, definition="Something that was never signed.")
    assert moved_on(edition.review) == ("terms",)
    (kept,) = edition.page().terms
    assert kept.definition == "A protein that healthy kidneys keep in your blood."


def test_a_changed_caption_shows_as_a_draft_that_moved_on(
    alice: User, dr_bell: User, pat: User
) -> None:
    picture = make_picture(alice)
    topic = make_topic(alice, claims=[], body=f"Kidneys clean.\n\n[[{picture.code}]]")
    edition = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    edit(picture, by=alice, caption="Another caption.")
    assert moved_on(edition.review) == ("pictures",)


def test_the_file_of_a_picture_never_changes(alice: User) -> None:
    picture = make_picture(alice)
    with pytest.raises(WrongState, match="never changes"):
        edit(picture, by=alice, sha256="0" * 64)


@pytest.mark.parametrize("place", ["body", "not_known", "get_help"])
def test_a_picture_that_stands_somewhere_is_kept(alice: User, place: str) -> None:
    picture = make_picture(alice)
    make_topic(alice, claims=[], **{place: f"Kidneys clean.\n\n[[{picture.code}]]"})
    with acting(alice), pytest.raises(WrongState, match="stands on a page"):
        picture.delete()


def test_a_picture_that_stands_nowhere_can_go(alice: User) -> None:
    with acting(alice):
        make_picture(alice).delete()
    assert not Picture.objects.exists()


def test_a_word_can_go_and_signed_pages_keep_it(alice: User, dr_bell: User, pat: User) -> None:
    term, topic = make_term(alice), page_with_word(alice)
    edition = publish_page(topic, author=alice, signers=[dr_bell], publisher=pat)
    with acting(alice):
        term.delete()
    assert not Term.objects.exists()
    assert manuscript_of(topic).terms == ()
    assert [t.term for t in edition.page().terms] == ["albumin"]
