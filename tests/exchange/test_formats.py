"""Plain text: what is a title, a heading, a paragraph, an item, a label, and on which line."""

from __future__ import annotations

import pytest

from education.exchange.formats import Article, Block, Shape, parse
from tests.exchange.texts import SALES, WRAPPED


def read(text: str, name: str = "a.txt") -> Article:
    return parse(text.encode(), name)


def blocks(article: Article) -> list[Block]:
    return [block for section in article.sections for block in section.blocks]


def sentences(block: Block) -> list[str]:
    return [passage.text for passage in block.passages]


def test_first_line_is_the_title() -> None:
    assert read(SALES).title == "Stem Cell Drips for Sore Knees"


def test_a_text_that_starts_with_prose_has_no_title() -> None:
    article = read("Knees wear out. They hurt.\n\nThen they swell.\n")
    assert article.title == ""
    assert [s.heading for s in article.sections] == [""]


def test_short_lines_that_lead_to_prose_are_headings_with_their_lines() -> None:
    found = [(s.heading, s.line) for s in read(SALES).sections]
    assert found == [
        ("", 3),
        ("What Goes On Inside a Sore Knee?", 5),
        ("Why People Choose Our Drip", 9),
    ]


def test_a_sentence_case_heading_with_space_around_it_is_found() -> None:
    assert [s.heading for s in read(WRAPPED).sections] == ["", "When to get help"]


def test_a_heading_may_stand_directly_above_its_text() -> None:
    article = read("Knees\n\nThey wear out.\n\nWhen to get help\nCall us if it swells.\n")
    assert [s.heading for s in article.sections] == ["", "When to get help"]


def test_short_lines_in_small_letters_are_lines_of_their_own() -> None:
    article = read("Knees\n\nYou may get:\nswelling\nstiff legs\npain\n")
    assert [sentences(b) for b in blocks(article)[1:]] == [["swelling"], ["stiff legs"], ["pain"]]


def test_a_line_that_names_the_writer_is_no_heading() -> None:
    article = read("Knees\n\nBy The Example Team\n\nThey wear out.\n")
    assert [s.heading for s in article.sections] == [""]


def test_questions_in_a_row_are_a_list_and_no_headings() -> None:
    text = (
        "Before you sign\n\nAsk these things first.\n\n"
        "What does it cost?\nWho will see me?\nWhat can go wrong?\n"
    )
    assert [s.heading for s in read(text).sections] == [""]


def test_a_title_case_line_at_the_end_is_text_and_no_heading() -> None:
    article = read("Knees\n\nThey can hurt at night.\nThe Example Clinic\n")
    assert [s.heading for s in article.sections] == [""]
    assert blocks(article)[-1].passages[0].text == "The Example Clinic"


def test_a_numbered_heading_with_space_around_it_is_a_heading() -> None:
    article = read("Knees\n\n1. What Is It?\n\nA joint in the leg.\n\n2. Why It Hurts\n\nWear.\n")
    assert [s.heading for s in article.sections] == ["1. What Is It?", "2. Why It Hurts"]


def test_an_underlined_line_is_a_heading() -> None:
    article = read("Knees and hips\n==============\n\nJoints\n------\n\nThey wear out.\n")
    assert article.title == "Knees and hips"
    assert [s.heading for s in article.sections] == ["Joints"]


def test_a_line_too_long_for_a_heading_is_a_paragraph() -> None:
    long = "Very " * 40 + "Long"
    article = read(f"Knees\n\n{long}\n\nThey wear out.\n")
    assert [s.heading for s in article.sections] == [""]


def test_a_labelled_item_keeps_its_label() -> None:
    item = next(b for b in blocks(read(SALES)) if b.line == 7)
    assert (item.shape, item.marker, item.label) == (Shape.ITEM, "-", "Stiffness:")
    assert sentences(item) == ["The knee feels tight when you get up in the morning."]


def test_a_bare_label_is_joined_with_the_text_on_the_next_line() -> None:
    item = next(b for b in blocks(read(SALES)) if b.line == 10)
    assert (item.shape, item.label) == (Shape.ITEM, "Gentle and Natural")
    assert [(p.line, p.text[:7]) for p in item.passages] == [(11, "Because")]


def test_an_item_that_runs_on_is_no_label() -> None:
    item = blocks(read(WRAPPED))[-2]
    assert (item.label, item.line) == ("", 12)
    assert sentences(item) == ["Wash your feet in warm water and dry well between the toes."]


@pytest.mark.parametrize("marker", ["-", "*", "+", "•", "–", "3.", "12)", "✓", "▪"])
def test_every_usual_marker_makes_an_item(marker: str) -> None:
    item = blocks(read(f"Knees\n\n{marker} They can hurt at night.\n"))[0]
    assert (item.shape, item.marker) == (Shape.ITEM, marker)


def test_a_line_that_ends_with_a_colon_is_a_label_line() -> None:
    found = blocks(read("Knees\n\nYou may notice:\n\n- a stiff knee\n"))
    assert [b.shape for b in found] == [Shape.LABEL, Shape.ITEM]


def test_a_divider_is_a_rule() -> None:
    found = blocks(read("Knees hurt.\n\n* * *\n\nThey swell.\n"))
    assert [b.shape for b in found] == [Shape.PARAGRAPH, Shape.RULE, Shape.PARAGRAPH]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    assert sentences(blocks(read(WRAPPED))[0]) == [
        "Diabetes can harm the nerves and the blood vessels of your feet.",
        "You may not feel a small cut, so look at both feet every evening.",
    ]


def test_a_sentence_has_the_line_on_which_it_begins() -> None:
    assert [p.line for p in blocks(read(WRAPPED))[0].passages] == [3, 4]


def test_long_lines_are_a_paragraph_each() -> None:
    line = "This line says one thing at such length that nobody would have broken it by hand"
    article = read(f"Knees\n\n{line} they say.\n{line} I hear.\n{line} we think.\n")
    assert [b.line for b in blocks(article)] == [3, 4, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_the_same_for_every_kind_of_line_end(end: str) -> None:
    article = read(SALES.replace("\n", end))
    assert [s.line for s in article.sections] == [3, 5, 9]


def test_a_byte_order_mark_is_not_part_of_the_title() -> None:
    assert parse(b"\xef\xbb\xbf" + SALES.encode(), "a.txt").title.startswith("Stem")


def test_spaces_that_belong_between_number_and_unit_stay() -> None:
    assert blocks(read("Take 5\u00a0mg of it each day.\n"))[0].passages[0].text == (
        "Take 5\u00a0mg of it each day."
    )


def test_separators_that_are_not_line_ends_do_not_count_as_lines() -> None:
    article = read("Knees hurt.\u2028They swell.\x0bThey stiffen.\n\nThey wear.\n")
    assert [b.line for b in blocks(article)] == [1, 3]
