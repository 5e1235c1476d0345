"""Emphasis comes along as far as a body can show it, and its signs never reach a statement."""

from __future__ import annotations

import html
from contextlib import suppress
from itertools import count

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from education.content.markdown import Place, to_html, to_text
from education.exchange.drafting import draft_of
from education.exchange.fates import Fate, fates_of
from education.exchange.findings import key_of
from education.exchange.formats import Unreadable, parse
from education.exchange.runs import Run, joined
from tests.exchange.texts import squeezed
from tests.exchange.word_files import docx, paragraph, run


def statements(data: bytes, name: str) -> list[str]:
    return [claim.statement for claim in draft_of(parse(data, name)).claims()]


def body(data: bytes, name: str) -> str:
    codes = (f"C-{n}" for n in count(1))
    return "\n\n".join(section.body(codes) for section in draft_of(parse(data, name)).sections)


def read(data: bytes, name: str) -> str:
    """What a reader sees, claims in their places."""
    said = statements(data, name)

    def claim(number: int, place: Place) -> str:
        return "" if place is Place.AFTER else html.escape(said[number - 1])

    return html.unescape(nh3.clean(to_html(body(data, name), claim), tags=set()))


#: The same article in each format that has emphasis.
SORE = {
    "a.md": b"# Knees\n\nIs a **sore** knee *really* late? A **very _sore_** knee needs rest.\n",
    "a.html": b"<h1>Knees</h1><p>Is a <b>sore</b> knee <em>really</em> late? "
    b"A <strong>very <i>sore</i></strong> knee needs rest.</p>",
    "a.docx": docx(
        paragraph(run("Knees"), style="Title"),
        paragraph(
            *(run("Is a "), run("sore", "<w:b/>"), run(" knee "), run("really", "<w:i/>")),
            *(run(" late? A "), run("very ", "<w:b/>"), run("sore", "<w:b/><w:i/>")),
            run(" knee needs rest."),
        ),
    ),
}


@pytest.mark.parametrize("name", SORE)
def test_emphasis_is_kept_in_the_text_and_not_in_a_statement(name: str) -> None:
    assert body(SORE[name], name) == "Is a **sore** knee *really* late? [[C-1]]"
    assert statements(SORE[name], name) == ["A very sore knee needs rest."]


@pytest.mark.parametrize("name", SORE)
def test_a_sentence_with_a_bold_word_is_told_as_its_claim(name: str) -> None:
    article = parse(SORE[name], name)
    told = [(row["text"], row["claim"]) for row in fates_of(article, draft_of(article))]
    assert told[-1] == ("A very sore knee needs rest.", 0)


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        (
            "a.md",
            "# Knees\n\n**Knees wear out. Is *that so? Who* knows?**\n",
            "[[C-1]] **Is *that so?*** ***Who* knows?**",
        ),
        (
            "a.html",
            "<h1>Knees</h1><p><b>Knees wear out. Is <i>that so? Who</i> knows?</b></p>",
            "[[C-1]] **Is** ***that so?*** ***Who*** **knows?**",
        ),
    ],
)
def test_emphasis_over_several_sentences_is_closed_in_each(
    name: str, text: str, shown: str
) -> None:
    assert statements(text.encode(), name) == ["Knees wear out."]
    assert body(text.encode(), name) == shown
    assert "*" not in read(text.encode(), name)


def test_a_sentence_ends_behind_its_emphasis() -> None:
    text = b"# Knees\n\n**Knees wear out.** They hurt at night. *Rest helps them.*\n"
    assert statements(text, "a.md") == [
        "Knees wear out.",
        "They hurt at night.",
        "Rest helps them.",
    ]


def test_emphasis_that_goes_beyond_a_label_leaves_it_to_its_sentence() -> None:
    text = b"# Knees\n\n- **Swelling: fluid collects** in the joint.\n"
    assert statements(text, "a.md") == ["Swelling: fluid collects in the joint."]


def test_a_bold_word_at_the_head_of_an_item_stays_in_its_sentence() -> None:
    text = b"# Knees\n\n- **Swelling** of the ankles may begin at night.\n"
    assert statements(text, "a.md") == ["Swelling of the ankles may begin at night."]


def test_a_link_over_two_sentences_leads_on_from_both() -> None:
    text = b"# Knees\n\nIs it [late? Is it](https://example.org/knees) bad?\n"
    link = "](https://example.org/knees)"
    assert body(text, "a.md") == f"Is it [late?{link} [Is it{link} bad?"


def test_a_bold_paragraph_is_no_heading_when_it_ends_as_a_sentence() -> None:
    page = b"<p>Knees hurt at night and in the morning.</p><p><b>Rest now.</b></p><p>So it is.</p>"
    assert [s.heading for s in parse(page, "a.html").sections] == [""]


def test_signs_are_left_out_where_markdown_would_show_them() -> None:
    assert body(b"<p>Is it a knee<b>(s)</b>cap?</p>", "a.html") == "Is it a knee(s)cap?"
    assert body(b"<p>Is it un<b>believ</b>able?</p>", "a.html") == "Is it un**believ**able?"


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
@pytest.mark.parametrize(
    "sentence",
    ["Is 2 * 3 * 4 right?", "Is *this* or _that_ late?", "Is snake_case_name bold**?", "Or \\*?"],
)
def test_signs_that_are_no_emphasis_are_shown_as_they_were(sentence: str, name: str) -> None:
    text = f"Knees wear out.\n\n{sentence}\n" if name == "a.txt" else f"<p>{sentence}</p>"
    assert sentence in read(text.encode(), name)


def test_signs_around_a_label_of_plain_text_are_shown_as_they_were() -> None:
    assert "*Swelling*: is it late?" in read(b"Knees hurt.\n\n- *Swelling*: is it late?\n", "a.txt")


def test_a_sign_at_the_end_of_a_label_is_shown_as_it_was() -> None:
    page = b"<h1>Knees</h1><ul><li>See the note*: is it late?</li></ul>"
    assert body(page, "a.html") == "- **See the note\\*:** is it late?"


def test_emphasis_inside_a_label_gives_way_to_that_of_the_label() -> None:
    text = b"# Knees\n\n- _Mild_ **swelling**: is it late?\n"
    assert body(text, "a.md") == "- **Mild swelling:** is it late?"


_SIGNS = st.text("ab *_.?!:-#[](\\", min_size=1, max_size=60)


@settings(max_examples=150, deadline=None)
@given(_SIGNS)
def test_a_plain_text_is_shown_sign_for_sign(line: str) -> None:
    text = f"Knees hurt now.\n\nIs it so {line} or not?\n".encode()
    with suppress(Unreadable):
        assert squeezed(line) in squeezed(read(text, "a.txt"))


_RUNS = st.lists(
    st.builds(Run, st.text("ab .(”é\u00a0", max_size=4), st.booleans(), st.booleans()), max_size=8
)


@settings(max_examples=300, deadline=None)
@given(_RUNS)
def test_no_run_of_words_shows_a_sign_of_emphasis(runs: list[Run]) -> None:
    shown = to_text(f"x {joined(runs)} x", str)
    assert shown == " ".join(f"x {''.join(run.text for run in runs)} x".split())


_PIECES = "<b> </b> <i> </i> <em> </em> alpha beta. Gamma? Delta <a/href=https://x.org> </a>"
_PIECES += " <ul> </ul> <li> <p> <br> (eta) “Theta” &#8203; <table> <td> </table> <h2> </h2>"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES.split()), max_size=25), st.sampled_from(["", " "]))
@example(["<b>", "<li>", "alpha", "<a/href=https://x.org>", "alpha", "<ul>", "alpha"], "")
@example(["<b>", "Gamma?", "&#8203;", "</b>", "<i>", "(eta)", "</i>"], "")
def test_no_sign_of_emphasis_reaches_a_reader(pieces: list[str], between: str) -> None:
    data = f"<p>Knees {between.join(pieces)}".encode()
    article = parse(data, "a.html")
    headings = " ".join(section.heading for section in draft_of(article).sections)
    assert "*" not in read(data, "a.html") + headings + draft_of(article).title


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["**", "*", "_", "Knees", "hurt.", "Why?", " ", " "]), max_size=20))
def test_every_claim_of_a_marked_text_is_told(pieces: list[str]) -> None:
    article = parse(f"# Knees\n\nIt is {''.join(pieces)} so it is now.\n".encode(), "a.md")
    draft = draft_of(article)
    rows = fates_of(article, draft)
    told = [row["claim"] for row in rows if row["fate"] == Fate.CLAIM]
    assert sorted({n for n in told if n is not None}) == list(range(len(list(draft.claims()))))
    assert key_of("".join(row["text"] for row in rows)) == key_of(article.text)
