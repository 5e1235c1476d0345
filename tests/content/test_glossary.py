"""Words that the glossary explains: found in a text, and linked where they stand first."""

from __future__ import annotations

import re
import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.content.glossary import FirstMentions, terms_in
from education.content.manuscript import TermText


def term(name: str, *forms: str, number: int = 1) -> TermText:
    return TermText(term_id=number, term=name, forms=forms, definition="What it means.")


@pytest.mark.parametrize(
    ("name", "forms", "text"),
    [
        ("albumin", (), "Albumin is lost in urine."),
        ("stroke", ("strokes",), "It can cause strokes."),
        ("kidney failure", (), "This is kidney\nfailure."),
        ("Crohn's disease", (), "She has Crohn’s disease."),
        ("GFR", (), "Your GFR is low."),
        ("A&E", (), "Go to A&E."),
        ("C++ test", (), "Ask for a C++ test today."),
    ],
)
def test_a_term_is_found_as_readers_meet_it(name: str, forms: tuple[str, ...], text: str) -> None:
    assert terms_in(text, [term(name, *forms)])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("renal", "Adrenaline rises."),
        ("stroke", "It can cause strokes."),
        ("AIDS", "Hearing aids help."),
        ("kidney failure", "Kidney disease is no failure."),
        ("eye", "An eye-opener."),
        ("", "Anything."),
        ("...", "Wait..."),
    ],
)
def test_a_term_is_not_found_in_other_words(name: str, text: str) -> None:
    assert not terms_in(text, [term(name)])


def test_the_longer_term_wins() -> None:
    short, long = term("kidney disease"), term("chronic kidney disease", number=2)
    assert terms_in("Chronic kidney disease is common.", [short, long]) == (long,)
    both = terms_in("Chronic kidney disease is one kidney disease.", [short, long])
    assert both == (short, long)


def test_only_the_first_mention_becomes_a_link() -> None:
    first = FirstMentions([term("albumin")])
    assert first.link("<p>Albumin and albumin.</p>") == (
        '<p><a class="term" href="#term-1">Albumin</a> and albumin.</p>'
    )
    assert first.link("<p>Albumin</p>") == "<p>Albumin</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/albumin?albumin&gt;albumin">albumin</a></p>',
        "<h3>Albumin</h3>",
        '<figure><img alt="albumin"><figcaption>albumin</figcaption></figure>',
        '<p class="claim-sure sure-low"><span>albumin</span></p>',
        "<p>microalbumin &albumin;</p>".replace("&albumin;", ""),
    ],
)
def test_links_headings_and_figures_are_left_as_they_are(html: str) -> None:
    assert FirstMentions([term("albumin")]).link(html) == html


def test_what_follows_a_heading_is_linked_again() -> None:
    linked = FirstMentions([term("albumin")]).link("<h3>Albumin<br></h3><p>Albumin</p>")
    assert linked == '<h3>Albumin<br></h3><p><a class="term" href="#term-1">Albumin</a></p>'


def test_escaped_text_stays_escaped() -> None:
    linked = FirstMentions([term("A&E")]).link("<p>A&amp;E &lt;b&gt;</p>")
    assert linked == '<p><a class="term" href="#term-1">A&amp;E</a> &lt;b&gt;</p>'


@given(st.text(st.sampled_from("ab <>&'\"/kK\n-’é"), max_size=60), st.text(max_size=8))
def test_links_are_all_that_is_ever_added(text: str, name: str) -> None:
    safe = f"<p>{escape(text)}</p><h3>{escape(text)}</h3><p>{escape(text)}</p>"
    linked = FirstMentions([term(name), term("ab", number=2)]).link(safe)
    assert re.sub(r'<a class="term" href="#term-\d">(.*?)</a>', r"\1", linked, flags=re.S) == safe
    assert linked.count("<a ") <= 2


def test_a_large_glossary_is_quick() -> None:
    glossary = [term(f"word{n} of {n % 7}", f"w{n}", number=n) for n in range(5_000)]
    began = time.perf_counter()
    assert len(terms_in("Some w17 and word4999 of 1 stand here. " * 200, glossary)) == 2
    assert time.perf_counter() - began < 2
