"""Every word of an article ends up in exactly one place, in its order."""

from __future__ import annotations

import html
import re
from functools import partial

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from education.content.markdown import Place, to_html
from education.exchange.drafting import Draft, DraftClaim, draft_of
from education.exchange.formats import Article, Unreadable, parse
from tests.exchange.texts import (
    SALES,
    WRAPPED,
    seed_article,
    seed_lines,
    squeezed,
    words,
    words_without_markers,
)

#: Pieces that mean something to the parser, between pieces that mean nothing.
_PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "### ",
            "- ",
            "* ",
            "• ",
            "1. ",
            "2) ",
            "> ",
            "| ",
            "```",
            "~~~",
            "===",
            "---",
        ),
        *(
            "\n",
            "\n",
            "\n",
            "\n\n",
            "\r\n",
            "\t",
            "    ",
            " ",
            "  ",
            ". ",
            "? ",
            "! ",
            ": ",
            "; ",
            ", ",
        ),
        *(
            "**",
            "_",
            "`",
            "[",
            "](",
            ")",
            "<b>",
            "&amp;",
            "\\",
            "[[C-1]]",
            "…",
            "”",
            "\u00a0",
            "\u2028",
        ),
        *("Knees", "hurt", "Stem cells", "Swelling:", "e.g.", "Dr.", "3.5", "That is", "Überall"),
    ]
)
_MARKED = st.lists(_PIECES, max_size=60).map("".join)
_ANY = st.text(max_size=300)
_TEXTS = st.one_of(_MARKED, _ANY)


def read(text: str, name: str) -> Article | None:
    try:
        return parse(text.encode("utf-8", "surrogatepass"), name)
    except Unreadable:
        return None


def _claim_html(claims: list[DraftClaim], number: int, place: Place) -> str:
    # A renderer is asked again after the block, for a picture.
    return "" if place is Place.AFTER else f" {html.escape(claims[number].statement)} "


def shown(draft: Draft) -> list[str]:
    """The words a reader of the draft would see, headings included, as the renderer shows them."""
    found: list[str] = []
    for section in draft.sections:
        claims = list(section.claims())
        body = section.body(iter([f"C-{n}" for n in range(len(claims))]))
        page = to_html(body, partial(_claim_html, claims))
        spaced = re.sub(r"<br>|</?(?:p|li|td|th|h\d)[ >]", r" \g<0>", page)
        found += words(section.heading) + words(html.unescape(nh3.clean(spaced, tags=set())))
    return found


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.sampled_from(["a.txt", "a.md"]))
def test_every_sign_of_the_original_is_in_exactly_one_block(text: str, name: str) -> None:
    article = read(text, name)
    if article is not None:
        assert squeezed("".join(article.verbatim())) == squeezed(text.removeprefix("\ufeff"))


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.sampled_from(["a.txt", "a.md"]))
def test_every_piece_stands_on_the_line_it_names(text: str, name: str) -> None:
    article = read(text, name)
    if article is None:
        return
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for passage in article.words_with_lines():
        start = squeezed(passage.text)[:1]
        assert not start or start in squeezed(lines[passage.line - 1])


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_a_plain_text_is_shown_word_for_word(text: str) -> None:
    article = read(text, "a.txt")
    if article is not None:
        title = words(article.title)
        assert title + shown(draft_of(article)) == words_without_markers(article)


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_no_word_of_a_markdown_text_is_missing_from_its_draft(text: str) -> None:
    article = read(text, "a.md")
    if article is None:
        return
    draft = draft_of(article)
    kept = " ".join(
        piece.statement if isinstance(piece, DraftClaim) else piece
        for section in draft.sections
        for piece in (section.heading, " ", *section.pieces)
    )
    missing = set(words(html.unescape(" ".join(words_without_markers(article))))) - set(
        words(html.unescape(f"{draft.title} {kept}"))
    )
    assert not missing - set(words("amp"))


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.sampled_from(["a.txt", "a.md"]))
def test_no_text_can_place_the_mark_of_a_claim(text: str, name: str) -> None:
    article = read(text, name)
    if article is None:
        return
    for section in draft_of(article).sections:
        assert "[[C-" not in "".join(p for p in section.pieces if isinstance(p, str))


@pytest.mark.parametrize("text", [SALES, WRAPPED])
def test_our_own_articles_are_shown_word_for_word(text: str) -> None:
    article = parse(text.encode(), "a.txt")
    draft = draft_of(article)
    assert words(draft.title) + shown(draft) == words_without_markers(article) == words(text)


def test_under_another_title_the_articles_own_title_stays_on_the_page() -> None:
    draft = draft_of(parse(SALES.encode(), "a.txt"), "Knee pain")
    assert (draft.title, draft.sections[0].heading) == (
        "Knee pain",
        "Stem Cell Drips for Sore Knees",
    )
    assert shown(draft) == words(SALES)


def test_every_sentence_of_the_seed_article_is_shown_word_for_word() -> None:
    article = parse(seed_article(), "article.txt")
    draft = draft_of(article, "Exosomes and your kidneys")
    assert shown(draft) == words(seed_article().decode())


def test_every_line_of_the_seed_article_is_found_under_its_number() -> None:
    article = parse(seed_article(), "article.txt")
    by_line: dict[int, str] = {}
    for passage in article.words_with_lines():
        by_line[passage.line] = f"{by_line.get(passage.line, '')} {passage.text}"
    for number, line in seed_lines():
        assert words(by_line[number]) == words(line)
