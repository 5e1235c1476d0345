"""Words explained and pictures on a page: what readers get, and what no text can make of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from education.content.manuscript import Manuscript, PictureText, TermText
from education.publishing.rendering import page_html
from tests.publishing.test_rendering import ATTACK, assert_no_foreign_markup
from tests.samples import PAGE, page_with, published

(PICTURE,) = PAGE.pictures
ALBUMIN = TermText(term_id=4, term="albumin", definition="A protein in your blood.")


def live(page: Manuscript, **fields: Any) -> str:
    return page_html(page, published=published(page, **fields))


#: What stands behind the first mention of a word, and opens when the word is pressed.
NOTE = (
    '<a class="term" id="word-4" href="#note-4">Albumin</a>'
    '<span class="term-note" id="note-4" role="note"> (A protein in your blood. '
    '<a href="#word-4">Close</a>)</span> leaks.'
)


def test_first_mention_is_explained_where_it_stands() -> None:
    shown = live(page_with("Albumin leaks. Albumin is lost.", terms=(ALBUMIN,)))
    assert f"{NOTE} Albumin is lost." in shown
    assert shown.count('class="term-note"') == 1
    assert '<div id="term-4"><dt><dfn>albumin</dfn></dt><dd>A protein in your blood.</dd>' in shown


def test_on_paper_the_first_mention_leads_to_the_list_of_words() -> None:
    page = page_with("Albumin leaks.", terms=(ALBUMIN,))
    shown = page_html(page, published=published(page), printable=True)
    assert '<a class="term" href="#term-4">Albumin</a> leaks.' in shown
    assert "term-note" not in shown


def test_a_word_in_a_claim_is_explained_too() -> None:
    said = replace(PAGE.claims[0], statement="Albumin leaks.")
    shown = live(page_with("[[C-1]]", answer="Yes.", claims=(said,), terms=(ALBUMIN,)))
    assert f'<p class="claim-says">{NOTE}' in shown


def test_no_definition_can_bring_markup_of_its_own() -> None:
    harmful = replace(ALBUMIN, definition=f"A protein. {ATTACK}")
    assert_no_foreign_markup(live(page_with("Albumin leaks.", terms=(harmful,))))


def test_spanish_readers_close_it_in_spanish() -> None:
    page = replace(page_with("Albumin leaks.", terms=(ALBUMIN,)), language="es")
    assert '<a href="#word-4">Cerrar</a>' in live(page)


def test_the_list_of_words_is_in_the_contents_when_there_is_one() -> None:
    assert '<li><a href="#words">Words explained</a></li>' in live(PAGE)
    assert "Words explained" not in live(replace(PAGE, terms=()))


def test_the_list_of_words_is_on_the_sheet_for_paper() -> None:
    assert 'id="words"' in page_html(PAGE, published=published(), printable=True)


def test_spanish_readers_get_a_spanish_heading() -> None:
    assert "Palabras explicadas" in live(replace(PAGE, language="es"))


def test_picture_comes_with_its_words_size_and_licence() -> None:
    shown = live(page_with("Before.\n\n[[P-1]]\n\nAfter."))
    assert (
        f'<p>Before.</p>\n<figure class="picture"><img src="/media/pictures/{PICTURE.name}" '
        'width="640" height="400" alt="Bubbles leave a cell." loading="lazy" decoding="async">'
    ) in shown
    assert "How exosomes leave a cell" in shown
    assert "Picture: Example Clinic, CC BY" in shown


def test_picture_that_only_decorates_says_nothing() -> None:
    silent = replace(PICTURE, decorative=True, alternative="Bubbles")
    assert 'alt="" loading' in live(page_with("[[P-1]]", pictures=(silent,)))


@pytest.mark.parametrize("body", ["Line one.\n[[P-1]]\nLine two.", "> Quoted\n\n[[P-1]]\n\n- one"])
def test_picture_on_a_line_of_its_own_stands_between_paragraphs(body: str) -> None:
    shown = live(page_with(body))
    assert "<p><figure" not in shown
    assert "</figure></p>" not in shown
    assert shown.count('<figure class="picture">') == 1


def test_readers_see_nothing_of_a_picture_that_is_not_there_and_staff_do() -> None:
    page = page_with("[[P-9]]")
    assert "P-9" not in live(page)
    assert "[[P-9]]: there is no such picture" in page_html(page, preview_note="A draft.")


def test_staff_look_at_pictures_where_readers_cannot() -> None:
    assert f'src="/desk/pictures/{PICTURE.name}"' in page_html(PAGE, preview_note="A draft.")
    assert "/desk/" not in live(PAGE)


@pytest.mark.parametrize("field", ["alternative", "caption", "credit", "licence_url"])
def test_no_field_of_a_picture_brings_markup(field: str) -> None:
    for attack in (ATTACK, "javascript:alert(1)", '" onerror="alert(1)'):
        hostile: dict[str, Any] = {field: attack}
        assert_no_foreign_markup(
            live(page_with("[[P-1]]", pictures=(replace(PICTURE, **hostile),)))
        )


@pytest.mark.parametrize("field", ["term", "definition"])
def test_no_field_of_a_word_brings_markup(field: str) -> None:
    hostile: dict[str, Any] = {field: ATTACK}
    assert_no_foreign_markup(live(page_with(ATTACK, terms=(replace(ALBUMIN, **hostile),))))


def test_a_mark_in_an_address_is_no_picture() -> None:
    shown = live(page_with("[x](https://x.example/[[P-1]])"))
    assert '<figure class="picture">' not in shown
    assert_no_foreign_markup(shown)


def test_where_consent_is_filed_is_not_told() -> None:
    filed = replace(PICTURE, shows_people=True, consent="Drawer seven")
    assert "Drawer seven" not in live(page_with("[[P-1]]", pictures=(filed,)))


def test_two_pictures_on_neighbouring_lines_are_two() -> None:
    second = PictureText(picture_id=2, sha256="6f" * 32, extension="jpg", width=9, height=16)
    shown = live(page_with("[[P-1]]\n[[P-2]]", pictures=(PICTURE, second)))
    assert shown.count('<figure class="picture') == 2
