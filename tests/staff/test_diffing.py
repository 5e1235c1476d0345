"""Word by word, what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.content.comparing import tokens
from education.content.manuscript import (
    CitationText,
    ClaimText,
    CodeText,
    Manuscript,
    PictureText,
    Regulation,
    Risk,
    SectionText,
    SourceText,
    TermText,
)
from education.staff.diffing import claim_diff, page_diff, word_diff

PAGE = Manuscript(
    title="Diabetes",
    answer="Take 5 mg once a day.",
    sections=(SectionText(heading="What to do", body="Drink water.\n\n[[C-1]]"),),
    claims=(ClaimText(claim_id=1, language="en", statement="Water is safe.", kind="harm"),),
)


def shown(old: str, new: str) -> str:
    """The difference with short marks: -gone- and +came+."""
    html = re.sub(r'<span class="hidden">.*?</span>|</?mark>', "", word_diff(old, new))
    return unescape(re.sub(r"</?ins>", "+", re.sub(r"</?del>", "-", html)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("take 5 mg", "take 50 mg", "take -5-+50+ mg"),
        ("take 0.5 mg", "take 5 mg", "take -0.5-+5+ mg"),
        ("you may drive", "you may not drive", "you may +not +drive"),
        ("1 in 10", "1 in 100", "1 in -10-+100+"),
        ("5% of people", "50% of people", "-5%-+50%+ of people"),
        ("the same", "the same", "the same"),
    ],
)
def test_a_changed_word_is_marked_whole(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_what_can_hurt_is_marked_within_what_changed() -> None:
    html = word_diff("Take 5 mg of it, and rest.", "Never take 50 mg of it, and sleep.")
    assert re.findall("<mark>(.*?)</mark>", html) == ["Never", "5", "50"]


def test_text_is_escaped() -> None:
    assert "<script>" not in word_diff("a", "<script>alert(1)</script>")


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    html = re.sub(r'<span class="hidden">.*?</span>|</?mark>', "", word_diff(old, new), flags=re.S)
    came = unescape(re.sub(r"</?ins>", "", re.sub(r"<del>.*?</del>", "", html, flags=re.S)))
    gone = unescape(re.sub(r"</?del>", "", re.sub(r"<ins>.*?</ins>", "", html, flags=re.S)))
    assert (gone, came) == (old, new)


@given(st.text(max_size=300))
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(tokens(text)) == text


def test_long_text_is_compared_by_sentences() -> None:
    old = "One sentence here. " * 3000
    new = old.replace("here", "there")
    assert "<ins>" in word_diff(old, new)
    assert shown(old, f"{old}And the last one.").endswith("+And the last one.+")


def test_unchanged_page_has_no_difference() -> None:
    assert page_diff(PAGE, PAGE) == []


def test_changed_parts_are_named_in_reading_order() -> None:
    new = replace(
        PAGE,
        title="Type 2 diabetes",
        sections=(*PAGE.sections, SectionText(heading="More", body="More words.")),
        get_help="Call us.",
    )
    found = [(part.name, part.how) for part in page_diff(PAGE, new)]
    assert found == [
        ("Title", "changed"),
        ("Section: More", "added"),
        ("When to get help", "added"),
    ]


def test_section_under_a_new_heading_is_still_itself() -> None:
    renamed = replace(
        PAGE, sections=(SectionText(heading="What helps", body=PAGE.sections[0].body),)
    )
    (part,) = page_diff(PAGE, renamed)
    assert (part.name, part.how) == ("Section: What helps", "changed")
    assert "Drink water" not in "".join(re.findall(r"<(?:ins|del)>.*?</(?:ins|del)>", part.html))


def test_renamed_section_is_known_by_the_claims_it_holds() -> None:
    claim = ClaimText(claim_id=2, language="en", statement="Water keeps you well all day long.")
    old = replace(PAGE, sections=(SectionText(heading="A", body="[[C-2]]"),), claims=(claim,))
    body = "[[C-2]] Drink some now."
    new = replace(old, sections=(SectionText(heading="B", body=body),))
    assert [(part.name, part.how) for part in page_diff(old, new)] == [("Section: B", "changed")]


def test_removed_section_is_named() -> None:
    found = page_diff(PAGE, replace(PAGE, sections=()))
    assert [(part.name, part.how) for part in found] == [("Section: What to do", "removed")]


def test_changed_claim_shows_where_it_is_read_and_what_it_rests_on() -> None:
    claim = replace(PAGE.claims[0], statement="Water is not safe.", certainty="low")
    found = {part.name: part.html for part in page_diff(PAGE, replace(PAGE, claims=(claim,)))}
    assert set(found) == {"Section: What to do", "Claim C-1"}
    assert "not" in found["Section: What to do"]
    assert "Low" in found["Claim C-1"]


def test_two_sections_of_one_name_are_kept_apart() -> None:
    twice = replace(PAGE, sections=(*PAGE.sections, SectionText(heading="What to do", body="x")))
    assert [p.name for p in page_diff(PAGE, twice)] == ["Section: What to do (2)"]


SOURCE = SourceText(source_id=1, kind="trial", title="A trial")
CLAIM = replace(
    PAGE.claims[0],
    risk=Risk(outcome="A sore", affected=5, denominator=100, time_span="1 year"),
    regulation=Regulation(jurisdiction="EU", status="Approved", checked_on="2026-01-01", url="u"),
    citations=(CitationText(source=SOURCE),),
)
WHOLE_PAGE = replace(
    PAGE,
    claims=(CLAIM,),
    codes=(CodeText(system="ICD", code="E11"),),
    key_points=("A point",),
    terms=(TermText(term_id=1, term="salt", definition="What makes food salty."),),
    pictures=(PictureText(picture_id=1, sha256="5e" * 32, extension="png", width=64, height=48),),
)
_CHOICES = {"kind": "benefit", "certainty": "low", "stage": "rct"}


def _other(value: object) -> object:
    """Return another value of the same sort."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, tuple):
        return ("more",) if not value or isinstance(value[0], str) else value[1:]
    return 7 if isinstance(value, int) or value is None else f"{value}x"


def _changed_one_by_one(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield (path, the value with only that field changed), down to the smallest part."""
    for field in fields(value):
        inner, name = getattr(value, field.name), field.name
        if not field.metadata.get("frozen", True):
            continue
        if is_dataclass(inner):
            for path, other in _changed_one_by_one(inner):
                yield f"{name}.{path}", replace(value, **{name: other})
        elif isinstance(inner, tuple) and inner and is_dataclass(inner[0]):
            for path, other in _changed_one_by_one(inner[0]):
                yield f"{name}.{path}", replace(value, **{name: (other, *inner[1:])})
        else:
            yield name, replace(value, **{name: _CHOICES.get(name) or _other(inner)})


CHANGES = dict(_changed_one_by_one(WHOLE_PAGE))


@pytest.mark.parametrize("path", CHANGES)
def test_whatever_moves_the_fingerprint_shows_in_the_difference(path: str) -> None:
    assert CHANGES[path].fingerprint() != WHOLE_PAGE.fingerprint()
    assert page_diff(WHOLE_PAGE, CHANGES[path])


def test_a_claim_in_another_language_differs() -> None:
    assert claim_diff(CLAIM, replace(CLAIM, language="es"))


def test_sections_that_changed_places_are_told() -> None:
    two = replace(PAGE, sections=(*PAGE.sections, SectionText(heading="More", body="More.")))
    turned = replace(two, sections=two.sections[::-1])
    assert [part.name for part in page_diff(two, turned)] == ["Order of the sections"]
