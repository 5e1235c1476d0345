"""From manuscripts to sentences: splitting, labels, marks, anchors and lines."""

from __future__ import annotations

import pytest

from education.checks.sentences import Form, clean, plain, sentences_of, split_sentences
from education.content.manuscript import ClaimText, Manuscript, SectionText


@pytest.mark.parametrize(
    ("running", "pieces"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Take 2.5 mg. Then rest.", ["Take 2.5 mg.", "Then rest."]),
        ("See Dr. Ali. Ask her.", ["See Dr. Ali.", "Ask her."]),
        ("Take tablets, e.g. Aspirin, with food.", ["Take tablets, e.g. Aspirin, with food."]),
        ("You need vitamin C. Eat fruit.", ["You need vitamin C.", "Eat fruit."]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        ("Wait… Then call.", ["Wait…", "Then call."]),
        ("No final stop", ["No final stop"]),
        ("Vea a la Dra. Núñez. Él le ayuda.", ["Vea a la Dra. Núñez.", "Él le ayuda."]),
        ("قد يضر السكري كليتيك. هل تشعر بالتعب؟", ["قد يضر السكري كليتيك.", "هل تشعر بالتعب؟"]),
        ("رأى د. أحمد ٣.٥ ملغ. لا بأس.", ["رأى د. أحمد ٣.٥ ملغ.", "لا بأس."]),
        ("", []),
    ],
)
def test_running_text_is_split_at_full_stops(running: str, pieces: list[str]) -> None:
    assert split_sentences(running) == pieces


def test_plain_text_has_straight_quotes_and_single_spaces() -> None:
    assert plain("It’s  “Fine”") == 'it\'s "fine"'


def test_markdown_signs_are_not_words() -> None:
    assert clean("A **bold** [link](https://x.org) and `code`") == "A bold link and code"


def page(body: str, *claims: ClaimText, **changes: object) -> Manuscript:
    sections = (SectionText(heading="What it is", body=body, line=4),)
    return Manuscript(title="Kidneys", sections=sections, claims=claims, **changes)  # type: ignore[arg-type]


def one(number: int, statement: str, line: int | None = None) -> ClaimText:
    return ClaimText(claim_id=number, language="en", statement=statement, line=line)


def test_claim_stands_where_its_mark_stands() -> None:
    read = sentences_of(page("Before. [[C-7]] After.", one(7, "The claim.", 9)))
    assert [(s.text, s.anchor, s.line) for s in read] == [
        ("Kidneys", "title", None),
        ("What it is", "section:1", 4),
        ("Before.", "section:1", 4),
        ("The claim.", "C-7", 9),
        ("After.", "section:1", 4),
    ]


def test_mark_is_not_prose() -> None:
    assert "[[" not in " ".join(s.text for s in sentences_of(page("See [[C-9]].")))


def test_claim_marked_twice_is_read_once() -> None:
    read = sentences_of(page("[[C-7]]", one(7, "The claim."), answer="[[C-7]]"))
    assert [s.anchor for s in read if s.claim] == ["C-7"]


def test_claim_without_a_place_is_read_last() -> None:
    read = sentences_of(page("Prose.", one(7, "The claim.")))
    assert read[-1].anchor == "C-7"


def test_list_items_and_headings_are_apart() -> None:
    read = sentences_of(page("## Tests\n- Blood test\n- Urine test\n\nOnce\na year."))
    assert [(s.text, s.form) for s in read[2:]] == [
        ("Tests", Form.HEADING),
        ("Blood test", Form.STATEMENT),
        ("Urine test", Form.STATEMENT),
        ("Once a year.", Form.STATEMENT),
    ]


def test_label_before_a_claim_is_its_label() -> None:
    read = sentences_of(page("- **Swelling:** [[C-7]]", one(7, "Feet may swell.")))
    assert [(s.text, s.form, s.label) for s in read[2:]] == [
        ("Swelling", Form.LABEL, ""),
        ("Feet may swell.", Form.STATEMENT, "Swelling"),
    ]


def test_label_inside_a_claim_is_taken_off() -> None:
    read = sentences_of(page("[[C-7]]", one(7, "Swelling: Feet may swell.")))
    assert (read[-1].label, read[-1].text) == ("Swelling", "Feet may swell.")


def test_advice_before_a_colon_is_not_a_label() -> None:
    read = sentences_of(page("Call 112 at once: it is urgent."))
    assert read[-1].text == "Call 112 at once: it is urgent."


def test_text_without_full_stops_is_cut_between_words() -> None:
    words = "word " * 500
    read = sentences_of(page(words))[2:]
    assert len(read) > 1
    assert all(len(s.text) <= 1_000 for s in read)
    assert " ".join(s.text for s in read) == words.strip()


def test_question_is_known_by_its_mark() -> None:
    read = sentences_of(page("Does it help?", questions=("What are the risks",)))
    assert [s.form for s in read if s.form is Form.QUESTION] == [Form.QUESTION, Form.QUESTION]


def test_every_part_of_a_page_has_its_anchor() -> None:
    full = page(
        "Body.",
        answer="Answer.",
        key_points=("Point.",),
        not_known="Unknown.",
        get_help="Help.",
        questions=("Why?",),
    )
    assert [s.anchor for s in sentences_of(full)] == [
        "title", "answer", "key_points", "section:1", "section:1", "not_known", "get_help",
        "questions",
    ]  # fmt: skip
