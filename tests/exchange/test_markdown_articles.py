"""Markdown: marks instead of guesses, and nothing of its markup gets lost."""

from __future__ import annotations

from education.exchange.drafting import draft_of
from education.exchange.formats import Article, Shape, parse
from tests.exchange.texts import SALES, shapes


def read(text: str) -> Article:
    return parse(text.encode(), "a.md")


def bodies(text: str) -> list[str]:
    draft = draft_of(read(text))
    codes = iter([f"C-{n}" for n, _ in enumerate(draft.claims(), 1)])
    return [section.body(codes) for section in draft.sections]


def test_hashes_make_title_sections_and_subheadings() -> None:
    article = read(
        "# Knees\n\nThey hurt.\n\n## Causes ##\n\n### Wear\n\nWith age.\n\n## Help\n\nRest."
    )
    assert article.title == "Knees"
    assert [(s.heading, s.line) for s in article.sections] == [("", 3), ("Causes", 5), ("Help", 11)]
    assert article.sections[1].blocks[0].shape is Shape.SUBHEADING


def test_without_a_first_level_heading_there_is_no_title() -> None:
    article = read("## Causes\n\nWear.\n\n## Help\n\nRest.\n")
    assert (article.title, [s.heading for s in article.sections]) == ("", ["Causes", "Help"])


def test_a_short_line_is_no_heading_when_the_text_has_marked_ones() -> None:
    article = read("# Knees\n\nA Sore Joint\n\nIt wears out.\n")
    assert [s.heading for s in article.sections] == [""]


def test_a_text_without_any_mark_is_read_like_plain_text() -> None:
    plain, marked = parse(SALES.encode(), "a.txt"), read(SALES)
    assert marked.sections == plain.sections


def test_lines_without_a_blank_line_between_them_are_one_paragraph() -> None:
    assert len(read("# Knees\n\nThey hurt.\nThey swell.\n").sections[0].blocks) == 1


def test_a_hash_inside_code_is_no_heading() -> None:
    article = read("# Knees\n\n```\n# not a heading\n\nx = 1\n```\n\n## Help\n\nRest.\n")
    assert [s.heading for s in article.sections] == ["", "Help"]
    assert article.sections[0].blocks[0].shape is Shape.RAW


def test_tables_quotations_html_and_images_stay_as_they_are() -> None:
    text = (
        "# Knees\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> A knee is a hinge.\n\n"
        "<p>They bend a lot.</p>\n\n![A knee seen from the side](knee.png)\n"
    )
    assert shapes(read(text)) == [Shape.RAW] * 4
    assert bodies(text) == [text.removeprefix("# Knees\n\n").strip()]


def test_a_subheading_stays_in_the_body_one_level_below_its_section() -> None:
    assert bodies("# Knees\n\n## Causes\n\n#### Wear\n\nAge?\n") == ["## Wear\n\nAge?"]


def test_a_statement_has_the_words_without_emphasis() -> None:
    draft = draft_of(read("# Knees\n\nA **sore** knee needs _rest_ at night.\n"))
    assert [c.statement for c in draft.claims()] == ["A sore knee needs rest at night."]


def test_a_link_in_a_statement_stands_beside_its_mark() -> None:
    text = "# Knees\n\nRest helps, says [the guide](https://example.org/knees).\n"
    assert [c.statement for c in draft_of(read(text)).claims()] == ["Rest helps, says the guide."]
    assert bodies(text) == ["[[C-1]] [the guide](https://example.org/knees)"]


def test_a_bold_label_is_a_label() -> None:
    block = read("# Knees\n\n- **Swelling:** Fluid collects in the joint.\n").sections[0].blocks[0]
    assert (block.label, block.label_text) == ("**Swelling:**", "Swelling")


def test_a_bold_label_with_its_colon_outside_is_a_label() -> None:
    block = read("# Knees\n\n- **Swelling**: Fluid collects in the joint.\n").sections[0].blocks[0]
    assert block.label_text == "Swelling"


def test_the_mark_of_somebody_elses_claim_is_disarmed() -> None:
    assert bodies("# Knees\n\nWhat of [[C-7]]?\n\n| [[C-8]] |\n") == [
        "What of [\\[C-7]]?\n\n| [\\[C-8]] |"
    ]
