"""K45: pictures with what belongs to them; K15 and K19 with words that the page explains."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from education.content.manuscript import Manuscript, PictureText, SectionText, TermText
from tests.checks.build import claim, found, topic

GOOD = PictureText(
    picture_id=3,
    sha256="5e" * 32,
    extension="png",
    width=640,
    height=400,
    alternative="Blood flows into the kidney, and clean blood flows out.",
    licence="own",
)


def page(
    body: str = "[[P-3]]", *, fields: dict[str, Any] | None = None, **picture: Any
) -> Manuscript:
    """A page with one picture in its only section."""
    sections = (SectionText(heading="What kidneys do", body=body),)
    return topic(sections=sections, pictures=(replace(GOOD, **picture),), **(fields or {}))


FAILING = {
    "no alternative text": page(alternative=""),
    "a file's name": page(alternative="IMG_2034.JPG"),
    "only the word": page(alternative="A picture"),
    "another word for it": page(alternative="diagram 2"),
    "no licence": page(licence=""),
    "CC BY without its maker": page(licence="cc-by"),
    "people without consent": page(shows_people=True),
    "decorates, and is read out": page(decorative=True),
    "unknown picture": page("[[P-3]]\n\n[[P-4]]"),
    "in a sentence": page("See [[P-3]] for more."),
    "in a list": page("- [[P-3]]"),
    "in the answer": page(fields={"answer": "Yes. [[P-3]]"}),
    "in a key point": page(fields={"key_points": ("[[P-3]]",)}),
}
PASSING = {
    "whole": page(),
    "only decorates": page(alternative="", decorative=True),
    "CC BY with its maker": page(licence="cc-by", credit="R. Roe"),
    "CC0 without one": page(licence="cc0"),
    "people with consent": page(shows_people=True, consent="Folder 7 at the front desk"),
    "says what the picture of the diagram tells": page(alternative="Diagram: blood flows in."),
    "between paragraphs": page("Kidneys clean.\n[[P-3]]\nThey work all day."),
    "with spaces around": page("  [[P-3]]  "),
    "twice": page("[[P-3]]\n\nAgain:\n\n[[P-3]]"),
    "none at all": topic(claim("Kidneys clean your blood.")),
    "in another text of blocks": page(fields={"not_known": "Why it starts.\n\n[[P-3]]"}),
}


@pytest.mark.parametrize("name", FAILING)
def test_incomplete_picture_blocks(name: str) -> None:
    assert found(FAILING[name], "K45", "block")


@pytest.mark.parametrize("name", PASSING)
def test_complete_picture_passes(name: str) -> None:
    assert not found(PASSING[name], "K45")


def test_pictures_are_looked_at_in_every_language() -> None:
    assert found(page(licence="", fields={"language": "es"}), "K45", "block")


def test_what_is_read_of_a_picture_is_checked_like_the_page() -> None:
    said = "Exosome therapy cures kidney disease."
    assert found(page(alternative=said), "K03") or found(page(alternative=said), "K04")
    assert found(page(caption="This miracle cure works for everybody."), "K01")


ALBUMIN = TermText(
    term_id=1, term="albumin", forms=("albuminuria",), definition="What your blood holds."
)


def explained(sentence: str, *terms: TermText) -> Manuscript:
    return topic(claim(sentence), terms=terms)


@pytest.mark.parametrize(
    "sentence",
    ["The test looks for albumin.", "The test looks for albuminuria.", "Albumin leaks out."],
)
def test_a_word_that_the_page_explains_is_no_hard_word(sentence: str) -> None:
    assert found(explained(sentence), "K15")
    assert not found(explained(sentence, ALBUMIN), "K15")


def test_a_word_inside_a_longer_explained_term_is_explained_there_alone() -> None:
    long = replace(ALBUMIN, term="diabetic nephropathy", forms=())
    assert not found(explained("You have diabetic nephropathy.", long), "K15")
    assert found(explained("You have nephropathy.", long), "K15")


def test_a_definition_is_checked_like_the_page() -> None:
    selling = replace(ALBUMIN, definition="This miracle cure works for everybody.")
    assert found(explained("The test looks for albumin.", selling), "K01")


def test_explained_words_count_once_for_reading_ease() -> None:
    word = replace(ALBUMIN, term="electrocardiogram", forms=())
    body = "\n\n".join(["An electrocardiogram can help you."] * 12)
    sections = (SectionText(heading="The test", body=body),)
    assert found(topic(sections=sections), "K19")
    assert not found(topic(sections=sections, terms=(word,)), "K19")
