"""What readers are told is different in an edition: every word that is, and nothing else."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from education.content.comparing import word_changes
from education.content.manuscript import Manuscript, SectionText, TermText
from education.publishing.comparing import Changed, compare
from tests.publishing.test_rendering import ATTACK, assert_no_foreign_markup
from tests.samples import PAGE, page_with


def only(old: Manuscript, new: Manuscript) -> Changed:
    """The one part that differs."""
    (part,) = compare(old, new).changed
    return part


def plain(part: Changed) -> str:
    """A part as it would be heard."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part.html)).split())


def test_two_editions_that_say_the_same_differ_in_nothing() -> None:
    found = compare(PAGE, replace(PAGE, change_note="We read it again."))
    assert found.changed == ()
    assert "Key points" in found.same
    assert {s.heading for s in PAGE.sections} <= set(found.same)


def test_a_word_that_changed_is_marked_and_said() -> None:
    part = only(page_with("You need ten tests."), page_with("You need two tests."))
    assert (part.heading, part.how) == ("A section", "changed")
    assert plain(part) == "You need removed: ten added: two tests."
    assert "<del>" in part.html
    assert "<ins>" in part.html


def test_a_new_section_is_new_and_one_that_went_is_gone() -> None:
    first = SectionText(heading="Food", body="Salt is in bread.")
    other = SectionText(heading="Sleep", body="Nights help you to get well again.")
    old, new = replace(PAGE, sections=(first,)), replace(PAGE, sections=(other,))
    told = [(part.heading, part.how) for part in compare(old, new).changed]
    assert told == [("Sleep", "added"), ("Food", "removed")]


def test_a_section_under_another_heading_is_still_itself() -> None:
    old = replace(PAGE, sections=(SectionText(heading="Food", body="Salt is in most bread."),))
    new = replace(PAGE, sections=(SectionText(heading="Eating", body="Salt is in most bread."),))
    part = only(old, new)
    assert (part.heading, part.how) == ("Eating", "changed")
    assert plain(part) == "removed: Food added: Eating Salt is in most bread."


def test_sections_of_the_same_heading_are_each_compared_with_their_own() -> None:
    first = SectionText(heading="Food", body="Salt is in most bread.")
    second = SectionText(heading="Food", body="Fish is good on Fridays.")
    old = replace(PAGE, sections=(first, second))
    assert compare(old, old).changed == ()
    assert compare(old, replace(PAGE, sections=(second, first))).changed == ()
    part = only(old, replace(PAGE, sections=(first, replace(second, body="Fish is good."))))
    assert plain(part) == "Fish is good removed: on Fridays ."


def test_a_claim_stands_as_what_it_says_and_how_sure_that_is() -> None:
    surer = replace(PAGE.claims[0], certainty="high", stage="rct_review")
    less = replace(surer, certainty="low")
    old = page_with("[[C-1]]", claims=(surer, *PAGE.claims[1:]))
    new = page_with("[[C-1]]", claims=(less, *PAGE.claims[1:]))
    said = plain(next(p for p in compare(old, new).changed if p.heading == "A section"))
    assert surer.statement in said
    assert "removed: High" in said
    assert "added: Low" in said


def test_sources_words_and_money_are_told_too() -> None:
    new = replace(
        PAGE,
        terms=(TermText(term_id=9, term="albumin", definition="A protein."),),
        funding="A maker paid for this page.",
        claims=tuple(replace(c, citations=()) for c in PAGE.claims),
        pictures=(replace(PAGE.pictures[0], caption="Another caption"),),
    )
    headings = {part.heading: part.how for part in compare(replace(PAGE, terms=()), new).changed}
    assert headings["Words explained"] == "added"
    assert headings["Sources"] == "removed"
    assert headings["About this page"] == "changed"
    assert headings["Pictures"] == "changed"


def test_signs_of_lists_headings_and_tables_are_not_read_out() -> None:
    old = page_with("Nothing.")
    new = page_with("### Food\n\n- Bread\n1. Salt\n\n| a | b |\n| --- | --- |\n\n[[P-1]]")
    added = plain(only(old, new))
    assert "added: Food Bread Salt | a | b |" in added
    assert not re.search(r"#|- Bread|1\.|---|P-1", added)


def test_no_text_can_bring_markup_of_its_own() -> None:
    found = compare(page_with("Nothing."), page_with(ATTACK, title=ATTACK))
    for part in found.changed:
        assert_no_foreign_markup(f"<div>{part.html}</div>")


@pytest.mark.parametrize(("language", "word"), [("es", "añadido:"), ("ar", "أُضيف:")])
def test_it_speaks_the_language_of_the_page(language: str, word: str) -> None:
    with translation.override(language):
        assert word in only(page_with("Ten."), page_with("Two.")).html


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_stayed_and_came_is_the_new_text_and_what_stayed_and_went_the_old(
    old: str, new: str
) -> None:
    found = list(word_changes(old, new))
    assert "".join(same + went for same, went, _ in found) == old
    assert "".join(same + came for same, _, came in found) == new
