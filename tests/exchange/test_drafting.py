"""Which sentences become claims, and how everything else stands in the body."""

from __future__ import annotations

import pytest

from education.evidence.grading import Kind
from education.exchange.drafting import Draft, draft_of
from education.exchange.formats import parse
from tests.exchange.texts import SALES


def draft(text: str) -> Draft:
    return draft_of(parse(text.encode(), "a.txt"))


def statements(text: str) -> list[str]:
    return [claim.statement for claim in draft(text).claims()]


def body(text: str) -> str:
    made = draft(text)
    codes = iter([f"C-{n}" for n, _ in enumerate(made.claims(), 1)])
    return "\n\n".join(section.body(codes) for section in made.sections)


def test_each_sentence_that_says_something_is_a_claim() -> None:
    assert statements("Knees wear out. They hurt at night.") == [
        "Knees wear out.",
        "They hurt at night.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Do your knees hurt at night?",
        "These are the signs you may notice:",
        "Read on.",
        "- swollen ankles or feet",
    ],
)
def test_a_question_a_lead_in_and_a_fragment_are_no_claims(sentence: str) -> None:
    text = f"Knees wear out.\n\n{sentence}\n"
    assert statements(text) == ["Knees wear out."]
    assert body(text) == f"[[C-1]]\n\n{sentence}"


def test_a_long_item_without_a_full_stop_is_a_claim() -> None:
    assert statements("- Makes worn knees feel like new within one single week") == [
        "Makes worn knees feel like new within one single week"
    ]


@pytest.mark.parametrize(
    "opener", ["That is to say,", "That’s why", "This means", "In other words,"]
)
def test_a_sentence_that_says_the_last_one_again_is_bound_to_it(opener: str) -> None:
    again = f"{opener} they hurt at night."
    assert statements(f"Knees wear out. {again}") == [f"Knees wear out. {again}"]


def test_a_restatement_of_a_question_stands_alone() -> None:
    assert statements("Do knees wear out? That is what we see.") == ["That is what we see."]


def test_a_claim_knows_its_line() -> None:
    found = {claim.line: claim.statement[:14] for claim in draft(SALES).claims()}
    assert found[11] == "Because the ce"
    assert found[13] == "Most people wa"


@pytest.mark.parametrize(
    "line",
    [
        "By Dr An Example",
        "Written by Dr An Example",
        "Last reviewed: 3 March 2024",
        "© 2024 Clinic",
    ],
)
def test_who_wrote_it_and_when_is_no_claim(line: str) -> None:
    assert statements(f"Knees wear out.\n\n{line}\n") == ["Knees wear out."]


def test_a_sentence_that_begins_with_by_is_a_claim() -> None:
    assert statements("By resting you help your knee.") == ["By resting you help your knee."]


def test_a_list_of_references_holds_no_claims() -> None:
    text = "Knees wear out.\n\nReferences\n\n1. Example A. Knees of walkers. J Ex. 2020;1:2-3.\n"
    assert statements(text) == ["Knees wear out."]


def test_kind_and_intervention_are_proposed() -> None:
    found = {claim.line: claim for claim in draft(SALES).claims()}
    assert found[4].kind == Kind.BENEFIT
    assert found[4].intervention == "stem cells"
    assert found[11].kind == Kind.COMPARISON


def test_items_stay_items_with_bold_labels() -> None:
    assert "- **Stiffness:** [[C-5]]\n- **Swelling:** [[C-6]]" in body(SALES)


def test_a_label_from_a_line_of_its_own_keeps_its_line() -> None:
    assert "- **Gentle and Natural**  \n  [[C-7]]\n- **Quick Results**  \n  [[C-8]]" in body(SALES)


def test_a_numbered_list_keeps_its_numbers() -> None:
    text = "Knees wear out.\n\n1. Rest.\n2. Ice.\n"
    assert body(text) == "[[C-1]]\n\n1. Rest.\n2. Ice."


def test_prose_between_claims_stays_between_them() -> None:
    assert body("Knees wear out. But why? Nobody knows this.") == "[[C-1]] But why? [[C-2]]"


@pytest.mark.parametrize(
    ("plain", "markdown"),
    [
        ("Is 2 * 3 * 4 right?", "Is 2 \\* 3 \\* 4 right?"),
        ("2019) was good?", "2019\\) was good?"),
        ("- - what?", "- \\- what?"),
        ("What about [[C-7]]?", "What about \\[\\[C-7\\]\\]?"),
        ("<b>Bold</b>?", "\\<b\\>Bold\\</b\\>?"),
        ("Salt &amp; water?", "Salt \\&amp; water?"),
    ],
)
def test_signs_that_mean_something_in_markdown_are_shown_as_they_were(
    plain: str, markdown: str
) -> None:
    assert body(f"Knees wear out.\n\n{plain}\n").split("\n\n")[1] == markdown
