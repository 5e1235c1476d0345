"""Lists inside lists stay inside, as deep as the renderer shows them, and lose no word."""

from __future__ import annotations

import re
from itertools import count

import pytest

from education.content.markdown import to_html
from education.exchange.drafting import draft_of
from education.exchange.formats import parse
from education.exchange.nesting import DEEPEST
from tests.exchange.word_files import docx, paragraph, run

#: Deeper than the renderer goes, and as deep as Word does.
_LEVELS = 9


def body(data: bytes, name: str) -> str:
    codes = (f"C-{n}" for n in count(1))
    return "\n\n".join(section.body(codes) for section in draft_of(parse(data, name)).sections)


def page(data: bytes, name: str) -> str:
    return to_html(body(data, name), lambda number, place: f"[C-{number}]")


def depth(shown: str) -> int:
    """How many lists stand inside each other."""
    deepest = now = 0
    for closes in re.findall(r"<(/?)[uo]l\b", shown):
        now += -1 if closes else 1
        deepest = max(deepest, now)
    return deepest


NESTED = {
    "a.md": b"# Knees\n\n- Signs\n  - Swelling\n  - Heat\n- Help\n",
    "a.html": b"<h1>Knees</h1><ul><li>Signs<ul><li>Swelling<li>Heat</ul><li>Help</ul>",
    "a.docx": docx(
        paragraph(run("Knees"), style="Title"),
        paragraph(run("Signs"), bullet=True),
        paragraph(run("Swelling"), bullet=True, level=1),
        paragraph(run("Heat"), bullet=True, level=1),
        paragraph(run("Help"), bullet=True),
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_a_list_inside_a_list_stays_there(name: str) -> None:
    assert body(NESTED[name], name) == "- Signs\n\n  - Swelling\n  - Heat\n- Help"


DEEP = {
    "a.md": "".join(f"{'  ' * n}- item {n}\n" for n in range(_LEVELS)).encode(),
    "a.html": "".join(f"<ul><li>item {n}" for n in range(_LEVELS)).encode(),
    "a.docx": docx(
        paragraph(run("Knees"), style="Title"),
        *(paragraph(run(f"item {n}"), bullet=True, level=n) for n in range(_LEVELS)),
    ),
}


@pytest.mark.parametrize("name", DEEP)
def test_a_list_that_is_too_deep_stands_as_deep_as_lists_can(name: str) -> None:
    shown = page(DEEP[name], name)
    assert depth(shown) == DEEPEST
    assert re.findall(r"item \d", shown) == [f"item {n}" for n in range(_LEVELS)]


def test_numbers_and_bullets_inside_each_other_keep_their_kind_and_number() -> None:
    text = b"# Knees\n\n1. Signs\n   - Heat\n2. Help\n   4. Rest\n   5. Ice\n- Then\n"
    shown = "".join(page(text, "a.md").replace("<p>", "").replace("</p>", "").split())
    assert shown == (
        "<ol><li>Signs<ul><li>Heat</li></ul></li><li>Help"
        '<olstart="4"><li>Rest</li><li>Ice</li></ol></li></ol><ul><li>Then</li></ul>'
    )


def test_a_claim_above_an_inner_list_stands_by_itself() -> None:
    text = b"# Knees\n\n- Knees wear out with age.\n  - They hurt at night.\n"
    shown = to_html(body(text, "a.md"), lambda number, place: f"[{place} {number}]")
    assert re.findall(r"\[.*?\]", shown) == ["[block 1]", "[block 2]"]


def test_words_below_an_inner_list_are_no_part_of_its_last_item() -> None:
    markup = b"<ul><li>Signs<ul><li>Heat</ul>and then<li>Help</ul>"
    assert body(markup, "a.html") == "- Signs\n\n  - Heat\n  - and then\n- Help"


def test_a_label_inside_an_inner_list_keeps_its_line() -> None:
    text = b"# Knees\n\n1. Signs\n   - Swelling\n     Fluid collects in the joint.\n"
    assert body(text, "a.md") == "1. Signs\n\n   - **Swelling**  \n     [[C-1]]"


def test_an_indent_of_tabs_is_an_indent() -> None:
    assert body(b"# Knees\n\n- Signs\n\t- Heat\n", "a.md") == "- Signs\n\n  - Heat"
