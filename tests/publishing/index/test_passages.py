"""What is shown of a page in a list of hits: signed words, whole, and marked."""

from __future__ import annotations

from dataclasses import replace

from education.content.manuscript import Manuscript, SectionText
from education.publishing.index.hits import _read, best_passage, mark
from education.publishing.index.passages import passages_of
from education.publishing.index.search import asked
from tests.samples import PAGE


def texts(body: str, heading: str = "Heading") -> list[tuple[str, str]]:
    page = Manuscript(sections=(SectionText(heading=heading, body=body),))
    return [(passage.label, passage.text) for passage in passages_of(page)]


def found(query: str, page: Manuscript = PAGE) -> str:
    best = best_passage(_read(page), asked(query, page.language).wanted())
    return f"{best.label}: {best.html}" if best else ""


def test_claim_is_shown_whole() -> None:
    assert (
        found("flozin tablets")
        == "What slows kidney damage: <mark>Flozin</mark> <mark>tablets</mark> probably lower the "
        "chance that kidney disease gets much worse."
    )


def test_list_item_keeps_the_words_that_lead_to_it_and_its_heading() -> None:
    body = "Do **not** take any of these:\n\n- ibuprofen\n- more salt\n\nAsk first."
    assert texts(body, "What to avoid") == [
        ("What to avoid", "Do not take any of these:"),
        ("What to avoid", "Do not take any of these: ibuprofen"),
        ("What to avoid", "Do not take any of these: more salt"),
        ("What to avoid", "Ask first."),
    ]


def test_list_in_a_list_keeps_everything_above_it() -> None:
    body = "Never:\n\n- with kidney disease\n  - ibuprofen\n- alone\n"
    assert [text for _, text in texts(body)] == [
        "Never:",
        "Never: with kidney disease",
        "Never: with kidney disease ibuprofen",
        "Never: alone",
    ]


def test_small_heading_stands_with_its_section() -> None:
    assert texts("### What is false\n\nExosomes cure kidneys.", "Myths") == [
        ("Myths: What is false", "Exosomes cure kidneys.")
    ]


def test_long_paragraph_is_cut_between_sentences_only() -> None:
    long = "Is there any proof that exosomes cure kidney disease in people? No. " + " ".join(
        f"Sentence number {n} is about something else and it is rather long." for n in range(8)
    )
    pieces = [text for _, text in texts(long)]
    assert pieces[0].startswith(
        "Is there any proof that exosomes cure kidney disease in people? No."
    )
    assert " ".join(pieces) == long


def test_cells_of_tables_are_never_shown_alone() -> None:
    body = "| Helps | Harms |\n| --- | --- |\n| exosomes | nothing |\n\nAfter."
    assert [text for _, text in texts(body)] == ["After."]


def test_other_names_of_what_was_asked_for_are_marked() -> None:
    asked_for = asked("kidney disease", "en").wanted()
    marked = mark("Nephropathy is a disease of the kidneys & more", asked_for, "en")
    assert marked == (
        "<mark>Nephropathy</mark> is a <mark>disease</mark> of the <mark>kidneys</mark> &amp; more"
    )


def test_text_is_escaped_whatever_is_marked_in_it() -> None:
    assert mark("<b>kidney</b>", [("kidney",)], "en") == ("&lt;b&gt;<mark>kidney</mark>&lt;/b&gt;")
    assert mark("<script>", [("script",)], "en") == "&lt;<mark>script</mark>&gt;"


def test_passage_with_most_of_the_words_is_shown() -> None:
    page = replace(
        PAGE,
        key_points=(),
        sections=(SectionText(heading="H", body="Salt matters.\n\nSalt in the urine matters."),),
    )
    assert found("salt urine", page) == ("H: <mark>Salt</mark> in the <mark>urine</mark> matters.")


def test_page_without_the_words_shows_no_passage() -> None:
    assert found("purple") == ""
