"""Every change that can hurt is found: numbers, units, negations, directions, whom it is for.

Made-up sentences, of no clinical worth.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from education.review.changes import Change, critical_changes, critical_spans, unticked

SOURCE = SourceText(source_id=7, kind="trial", title="A trial of water", year=2020, doi="10.1/a")
RISK = Risk(outcome="A sore", affected=5, denominator=100, time_span="2 years")
RULE = Regulation(jurisdiction="EU", status="Approved", checked_on="2026-01-01", url="u")
CODE = CodeText(system="x", code="E11.2")
OF_100, AGAIN = "5 of 100 over 2 years", "again after 6 months, u"
CLAIM = ClaimText(
    claim_id=3,
    language="en",
    statement="Do not drink it.",
    certainty="low",
    n_people=40,
    risk=RISK,
    regulation=RULE,
    citations=(CitationText(source=SOURCE, locator="Table 2"),),
)


def page(body: str = "", heading: str = "Part", **fields: Any) -> Manuscript:
    """A page with one section."""
    section = SectionText(heading=heading, body=body)
    return Manuscript(**{"title": "Water", "sections": (section,), **fields})


def sections(*pairs: tuple[str, str]) -> Manuscript:
    """A page of these headings and bodies."""
    return Manuscript(
        title="Water", sections=tuple(SectionText(heading=h, body=b) for h, b in pairs)
    )


def told(old: str, new: str) -> list[tuple[str, str, str]]:
    """What is told of two texts: (kind, before, after)."""
    return [(c.kind, c.before, c.after) for c in critical_changes(page(old), page(new))]


def between(old: Manuscript, new: Manuscript) -> list[tuple[str, str, str, str]]:
    return [(c.place, c.kind, c.before, c.after) for c in critical_changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Take 5 mg.", "Take 50 mg.", ("dose", "5 mg", "50 mg")),
        ("Take 5 mg.", "Take 5 g.", ("dose", "5 mg", "5 g")),
        ("Take 5 mg.", "Take 5 mcg.", ("dose", "5 mg", "5 mcg")),
        ("Take 5mg.", "Take 5g.", ("dose", "5mg", "5g")),
        ("Use 5 mU a day.", "Use 5 MU a day.", ("number", "5 mU", "5 MU")),
        ("Take 2 mg/kg.", "Take 2 mg/day.", ("dose", "2 mg/kg", "2 mg/day")),
        ("Take two tablets.", "Take three tablets.", ("number", "two", "three")),
        ("Take ½ tablet.", "Take ¼ tablet.", ("dose", "½ tablet", "¼ tablet")),
        ("About 10² cells.", "About 10³ cells.", ("number", "10²", "10³")),
        ("Take 0.5 ml.", "Take .5 ml.", ("dose", "0.5 ml", ".5 ml")),
        ("Take 1,000 mg.", "Take 1.000 mg.", ("dose", "1,000 mg", "1.000 mg")),
        ("Drink 10 000 ml.", "Drink 1 000 ml.", ("dose", "10 000 ml", "1 000 ml")),
        ("Wait 2-3 days.", "Wait 2-4 days.", ("number", "2-3 days", "2-4 days")),
        ("Wait 3 days.", "Wait 3 weeks.", ("number", "3 days", "3 weeks")),
        ("Once a day.", "Once a week.", ("unit", "day", "week")),
        ("Some 5% of us.", "Some 50% of us.", ("number", "5%", "50%")),
        ("Set it to -5 now.", "Set it to 5 now.", ("number", "-5", "5")),
        ("Stage II is seen.", "Stage III is seen.", ("number", "II", "III")),
        ("It costs £5 here.", "It costs €5 here.", ("unit", "£", "€")),
        ("From the age of 65.", "From the age of 56.", ("number", "65", "56")),
        ("Aged 65 years and up.", "Aged 56 years and up.", ("age", "65 years", "56 years")),
        ("A 10-year-old can.", "A 12-year-old can.", ("age", "10-year", "12-year")),
        ("Adults drink it.", "Children drink it.", ("person", "Adults", "Children")),
        ("Call 112 now.", "Call 911 now.", ("number", "112", "911")),
        ("Do not drink it.", "Do drink it.", ("negation", "not", "")),
        ("Do not drink it.", "Drink it.", ("negation", "not", "")),
        ("You can drink it.", "You can’t drink it.", ("negation", "", "can’t")),
        ("You can drink it.", "You cannot drink it.", ("negation", "", "cannot")),
        ("It hasn't come.", "It has come.", ("negation", "hasn't", "")),
        ("It is safe to eat.", "It is unsafe to eat.", ("negation", "safe", "unsafe")),
        ("A painful test.", "A painless test.", ("negation", "", "painless")),
        ("Drink it with milk.", "Drink it without milk.", ("negation", "", "without")),
        ("Wash before you eat.", "Wash after you eat.", ("direction", "before", "after")),
        ("Drink more of it.", "Drink less of it.", ("direction", "more", "less")),
        ("High sugar harms.", "Low sugar harms.", ("direction", "High", "Low")),
        ("Your left foot.", "Your right foot.", ("direction", "left", "right")),
        ("If it is > 60 wait.", "If it is < 60 wait.", ("direction", ">", "<")),
        ("Every 4 hours.", "Every 6 hours.", ("number", "4 hours", "6 hours")),
    ],
)
def test_english(old: str, new: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(old, new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Tome 0,5 mg.", "Tome 0,05 mg.", ("dose", "0,5 mg", "0,05 mg")),
        ("Tome 2 pastillas.", "Tome 3 pastillas.", ("dose", "2 pastillas", "3 pastillas")),
        ("No beba agua.", "Beba agua.", ("negation", "No", "")),
        ("Beba agua.", "Nunca beba agua.", ("negation", "", "Nunca")),
        ("Beba más agua.", "Beba menos agua.", ("direction", "más", "menos")),
        ("Espere un día.", "Espere un mes.", ("unit", "día", "mes")),
        ("Antes de comer.", "Después de comer.", ("direction", "Antes", "Después")),
        ("Tiene 65 años de edad.", "Tiene 6 años de edad.", ("age", "65 años", "6 años")),
        ("Tome dos vasos.", "Tome doce vasos.", ("number", "dos", "doce")),
        ("Agua con sal.", "Agua sin sal.", ("negation", "", "sin")),
        ("Las niñas beben.", "Los adultos beben.", ("person", "niñas", "adultos")),
    ],
)
def test_spanish(old: str, new: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(old, new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("اشرب ٥ مل.", "اشرب ٥٠ مل.", ("dose", "٥ مل", "٥٠ مل")),
        ("اشرب ٠٫٥ مل.", "اشرب ٥ مل.", ("dose", "٠٫٥ مل", "٥ مل")),
        ("اشرب ٥ مل.", "اشرب ٥ لتر.", ("dose", "٥ مل", "٥ لتر")),
        ("لا تشرب.", "تشرب.", ("negation", "لا", "")),
        ("لَا تشرب.", "تشرب.", ("negation", "لَا", "")),
        ("اشرب ولا تأكل.", "اشرب تأكل.", ("negation", "ولا", "")),
        ("قبل الأكل.", "بعد الأكل.", ("direction", "قبل", "بعد")),
        ("انتظر ثلاثة أيام.", "انتظر أربعة أيام.", ("number", "ثلاثة", "أربعة")),
        ("انتظر يومين.", "انتظر أسبوعين.", ("unit", "يومين", "أسبوعين")),
    ],
)
def test_arabic(old: str, new: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(old, new)


def test_the_same_number_in_other_digits_is_told() -> None:
    assert told("اشرب ٥ مل.", "اشرب 5 مل.") == [("dose", "٥ مل", "5 مل")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Call 020 7946 0958.", "Call 020 7946 0985."),
        ("Call +34 912 34 56 78.", "Call +34 912 34 56 87."),
        ("Call (020) 7946-0958.", "Call (020) 7946-0985."),
        ("Call 555-0142-33.", "Call 555-0142-34."),
    ],
)
def test_a_phone_number_is_one_change(old: str, new: str) -> None:
    ((kind, before, after),) = told(old, new)
    assert (kind, f"Call {before}.", f"Call {after}.") == ("phone", old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("On 2026-02-03.", "On 2026-02-04."),
        ("In 2020-2024.", "In 2020-2025."),
        ("In 2020. 300 of us.", "In 2021. 300 of us."),
        ("Some 1.000.000 of us.", "Some 2.000.000 of us."),
    ],
)
def test_dates_and_large_numbers_are_no_phone_numbers(old: str, new: str) -> None:
    assert [kind for kind, _, _ in told(old, new)] == ["number"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Drink water.", "Drink some clean water."),
        ("Take 5 mg.", "Please take 5  mg."),
        ("Take 5 µg.", "Take 5 μg."),
        ("Five cups.", "five cups."),
        ("Take 5 mg.", "Take 5\u00a0mg."),
        ("Take 50 mg.", "Take 5\u200b0 m\u00adg."),
        ("Un día.", "Un di\u0301a."),
    ],
)
def test_what_says_the_same_is_not_told(old: str, new: str) -> None:
    assert told(old, new) == []


def test_a_joiner_that_nobody_sees_hides_nothing() -> None:
    assert told("Do not drink.", "Do n\u00adot drink. Take 5\u200b0 mg.") == [("dose", "", "50 mg")]
    assert told("Drink.", "Do n\u00adot drink.") == [("negation", "", "not")]


def test_a_mark_that_turns_digits_round_is_told() -> None:
    found = told("Take 12 mg.", "Take \u202e12\u202c mg.")
    assert ("direction", "", "[right-to-left override]") in found


def test_a_change_is_shown_with_its_sentence_now_and_before() -> None:
    (change,) = critical_changes(page("Rest. Do not drink it. Eat."), page("Rest. Drink it. Eat."))
    assert (change.sentence, change.was) == ("Drink it.", "Do not drink it.")


def test_a_removed_sentence_is_told_number_by_number() -> None:
    old, new = "Rest. Never take more than 5 mg or 2 pills.", "Rest."
    assert told(old, new) == [
        ("negation", "Never", ""),
        ("dose", "5 mg", ""),
        ("dose", "2 pills", ""),
    ]


def test_a_point_inside_a_number_ends_no_sentence() -> None:
    (change,) = critical_changes(page("Take 1.5 ml of it."), page("Take 2.5 ml of it."))
    assert change.sentence == "Take 2.5 ml of it."


def test_numbers_that_changed_places_in_a_sentence_are_told() -> None:
    assert told("Take 5 mg of A and 10 mg of B.", "Take 10 mg of A and 5 mg of B.")


def test_lines_that_changed_places_are_told() -> None:
    found = told("Adults:\n5 ml\nChildren:\n2 ml", "Adults:\n2 ml\nChildren:\n5 ml")
    assert ("moved", "2 ml", "2 ml") in found


def test_headings_that_changed_places_are_told() -> None:
    old = sections(("Adults", "Take 5 ml."), ("Children", "Take 2 ml."))
    new = sections(("Adults", "Take 2 ml."), ("Children", "Take 5 ml."))
    assert {c.kind for c in critical_changes(old, new)} == {"moved"}
    assert {c.place for c in critical_changes(old, new)} == {"section:Adults", "section:Children"}


def test_a_moved_sentence_is_one_change_that_says_from_where() -> None:
    old = sections(("One", "Never take more than 5 mg. Rest."), ("Two", "Eat."))
    new = sections(("One", "Rest."), ("Two", "Eat. Never take more than 5 mg."))
    (change,) = critical_changes(old, new)
    assert (change.place, change.kind, change.was) == ("section:Two", "moved", "section:One")
    assert change.after == "Never, more, 5 mg"


def test_a_moved_sentence_among_others_without_critical_words_is_not_told() -> None:
    old = sections(("A", "Rest well. Eat."), ("B", "Sleep."))
    assert critical_changes(old, sections(("A", "Eat."), ("B", "Sleep. Rest well."))) == ()


def test_a_moved_sentence_that_also_changed_is_told_where_it_went_and_came() -> None:
    old = sections(("One", "Take 5 mg of it. Rest."), ("Two", "Eat."))
    new = sections(("One", "Rest."), ("Two", "Eat. Take 50 mg of it."))
    assert between(old, new) == [
        ("section:One", "dose", "5 mg", ""),
        ("section:Two", "dose", "", "50 mg"),
    ]


def test_conditions_that_changed_places_around_a_number_are_told() -> None:
    old = "If you cough:\nCall 112.\nIf you sneeze:\nRest."
    new = "If you sneeze:\nCall 112.\nIf you cough:\nRest."
    assert ("moved", "If you sneeze:", "If you sneeze:") in told(old, new)


def test_a_renamed_heading_changes_nothing_below_it() -> None:
    assert critical_changes(page("Take 5 mg.", "How"), page("Take 5 mg.", "What to take")) == ()


def test_a_number_in_a_renamed_heading_is_told() -> None:
    old, new = page("Take 5 mg.", "After 2 days"), page("Take 5 mg.", "After 3 days")
    assert between(old, new) == [("section:After 3 days", "number", "2 days", "3 days")]


def test_a_renamed_section_is_found_by_its_words() -> None:
    old = sections(("A", "Drink it every day with milk."), ("B", "Take 5 mg at night."))
    new = sections(("Y", "Take 50 mg at night."), ("Z", "Drink it every day with milk."))
    assert between(old, new) == [("section:Y", "dose", "5 mg", "50 mg")]


def test_two_sections_of_one_heading_are_both_read() -> None:
    old = sections(("Same", "Take 5 mg."), ("Same", "Take 7 mg."))
    new = sections(("Same", "Take 50 mg."), ("Same", "Take 7 mg."))
    assert between(old, new) == [("section:Same", "dose", "5 mg", "50 mg")]


@pytest.mark.parametrize(
    ("field", "old", "new", "place"),
    [
        ("title", "Type 1", "Type 2", "title"),
        ("slug", "type-1", "type-2", "address"),
        ("answer", "No.", "Yes.", "answer"),
        ("key_points", ("5 mg",), ("6 mg",), "key_points"),
        ("not_known", "Not known.", "Known.", "not_known"),
        ("get_help", "Call 112.", "Call 113.", "get_help"),
        ("questions", ("Why 5?",), ("Why 6?",), "questions"),
        ("aim", "From 65 on.", "From 56 on.", "about"),
        ("funding", "Not paid for.", "Paid for.", "about"),
        ("clinic_sells_this", False, True, "about"),
        ("change_note", "New: 5.", "New: 6.", "change_note"),
        ("codes", (CODE,), (replace(CODE, code="E11.3"),), "codes"),
    ],
)  # fmt: skip
def test_every_part_that_readers_get_is_compared(
    field: str, old: Any, new: Any, place: str
) -> None:
    found = critical_changes(
        page(subject="topic", **{field: old}), page(subject="topic", **{field: new})
    )
    assert [c.place for c in found] == [place]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"statement": "Drink it."}, ("negation", "not", "")),
        ({"certainty": "high"}, ("certainty", "Low", "High")),
        ({"certainty": "very_low"}, ("certainty", "Low", "Very low")),
        ({"n_people": 4}, ("number", "40", "4")),
        ({"n_people": None}, ("number", "40", "")),
        ({"population": "Adults"}, ("person", "", "Adults")),
        ({"risk": replace(RISK, affected=50)}, ("number", OF_100, "50 of 100 over 2 years")),
        ({"risk": replace(RISK, denominator=1000)}, ("number", OF_100, "5 of 1000 over 2 years")),
        ({"risk": replace(RISK, time_span="2 weeks")}, ("number", OF_100, "5 of 100 over 2 weeks")),
        ({"risk": replace(RISK, comparator_affected=9)}, ("number", "", "9 of 100")),
        ({"risk": None}, ("number", OF_100, "")),
        ({"regulation": replace(RULE, status="Not approved")}, ("negation", "", "Not")),
        (
            {"regulation": replace(RULE, checked_on="2020-01-01")},
            ("number", f"2026-01-01, {AGAIN}", f"2020-01-01, {AGAIN}"),
        ),
    ],
)  # fmt: skip
def test_what_stands_beside_a_claim_is_compared(
    changes: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    old, new = page(claims=(CLAIM,)), page(claims=(replace(CLAIM, **changes),))
    assert ("C-3", *expected) in between(old, new)


@pytest.mark.parametrize(
    "source",
    [
        replace(SOURCE, year=2010),
        replace(SOURCE, doi="10.1/b2"),
        replace(SOURCE, notice="retracted"),
        replace(SOURCE, source_id=8),
    ],
)
def test_another_source_is_told(source: SourceText) -> None:
    cited = replace(CLAIM, citations=(CitationText(source=source, locator="Table 2"),))
    found = critical_changes(page(claims=(CLAIM,)), page(claims=(cited,)))
    assert {c.kind for c in found} == {"source"}


def test_another_place_in_a_source_is_told() -> None:
    cited = replace(CLAIM, citations=(CitationText(source=SOURCE, locator="Table 3"),))
    (change,) = critical_changes(page(claims=(CLAIM,)), page(claims=(cited,)))
    assert (change.kind, "Table 3" in change.after) == ("source", True)


def test_a_claim_under_another_heading_is_told() -> None:
    old = sections(("Myths", "Read this. [[C-3]]"), ("Facts", "Read that."))
    new = sections(("Myths", "Read this."), ("Facts", "Read that. [[C-3]]"))
    (change,) = critical_changes(replace(old, claims=(CLAIM,)), replace(new, claims=(CLAIM,)))
    assert (change.place, change.kind, change.after) == ("section:Facts", "moved", "C-3")


def test_the_number_of_a_claim_is_no_number() -> None:
    calm = ClaimText(claim_id=4, language="en", statement="Water is wet.")
    old, new = page("Read. [[C-4]]", claims=(calm,)), page("Read.", claims=())
    assert {c.kind for c in critical_changes(old, new)} == set()


def test_a_claim_by_itself_has_the_same_ticks_as_on_its_page() -> None:
    changed = replace(CLAIM, statement="Drink it.", n_people=4)
    alone = [Manuscript(subject="claim", claims=(c,)) for c in (CLAIM, changed)]
    on_page = [page("[[C-3]]", claims=(c,)) for c in (CLAIM, changed)]
    keys = {c.key for c in critical_changes(*alone)}
    assert keys
    assert keys <= {c.key for c in critical_changes(*on_page)}


def test_the_same_change_twice_has_two_keys() -> None:
    old, new = page("Take 5 mg.\nTake 5 mg."), page("Take 6 mg.\nTake 6 mg.")
    keys = [c.key for c in critical_changes(old, new)]
    assert len(keys) == len(set(keys)) == 2


def test_keys_stay_while_other_words_change() -> None:
    old = sections(("One", "Take 5 mg. Rest. Eat."), ("Two", "Sleep."))
    new = sections(("One", "Take 6 mg. Rest. Eat."), ("Two", "Sleep."))
    later = sections(
        ("One", "Take 6 mg. Rest well. Then eat. Call 112."), ("Two", "Never sleep."), ("New", "9.")
    )
    (change,) = critical_changes(old, new)
    assert change.key in {c.key for c in critical_changes(old, replace(later, title="Other"))}


def test_another_number_has_another_key() -> None:
    old = page("Take 5 mg.")
    one, two = (critical_changes(old, page(f"Take {n} mg."))[0].key for n in (6, 7))
    assert one != two


def test_what_is_not_ticked_is_named() -> None:
    changes = critical_changes(page("Take 5 mg. Go."), page("Take 6 mg. Never go."))
    assert unticked(changes, [c.key for c in changes]) == []
    assert unticked(changes, [changes[0].key]) == [
        "Tick the change of nothing to Never in “Never go.”."
    ]


def test_critical_words_are_found_for_showing() -> None:
    text = "Do not take more than 5 mg."
    assert [text[a:b] for a, b in critical_spans(text)] == ["not", "more", "5 mg"]


_WORDS = (
    "take 5 mg 50 g not never no more less before after day days water . , and 2-3 0,5 0.5 .5 ½ ٥ "
    "لا sin 020-7946-0958 112 > < 100% children 10-year-old old aged C rest B12"
)
WORDS = st.sampled_from(["\n", *_WORDS.split()])
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


@given(st.one_of(TEXTS, st.text(max_size=300)))
def test_identical_pages_give_no_change(text: str) -> None:
    whole = page(text, answer=text, get_help=text, claims=(replace(CLAIM, statement=text),))
    assert critical_changes(whole, whole) == ()


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+|½", text)


def _found(old: Manuscript, new: Manuscript) -> set[str]:
    changes = critical_changes(old, new)
    return {n for c in changes for n in _numbers(f"{c.before} {c.after}")}


@given(TEXTS, TEXTS)
@settings(max_examples=400)
def test_every_number_that_came_or_went_is_found(old: str, new: str) -> None:
    before, after = _numbers(old), _numbers(new)
    differing = {n for n in {*before, *after} if before.count(n) != after.count(n)}
    assert differing <= _found(page(old), page(new))


@given(TEXTS, TEXTS)
@settings(max_examples=400)
def test_numbers_in_another_order_are_told(old: str, new: str) -> None:
    if _numbers(old) != _numbers(new):
        assert critical_changes(page(old), page(new))


@given(TEXTS, st.data())
def test_one_changed_digit_is_found_wherever_it_stands(text: str, data: st.DataObject) -> None:
    places = [m.start() for m in re.finditer(r"[0-9]", text)]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    digit = str((int(text[at]) + data.draw(st.integers(1, 9))) % 10)
    assert critical_changes(page(text), page(text[:at] + digit + text[at + 1 :]))


@given(TEXTS, TEXTS)
def test_no_two_changes_have_one_key(old: str, new: str) -> None:
    found: tuple[Change, ...] = critical_changes(page(old), page(new))
    assert len({c.key for c in found}) == len(found)


@pytest.mark.parametrize("text", ["1 " * 3000 + "a", "." * 3000 + "x", "(0) " * 1000, "a-" * 3000])
def test_no_text_stalls_the_reading_of_it(text: str) -> None:
    start = time.process_time()
    critical_changes(page(text), page(f"{text} 5"))
    assert time.process_time() - start < 10


def test_a_page_rewritten_from_top_to_bottom_is_compared_in_time() -> None:
    old = "\n".join(f"Line {n} says take {n} mg of it." for n in range(600))
    new = "\n".join(f"Row {n} now tells us to drink {n + 1} ml." for n in range(600))
    start = time.process_time()
    assert len(critical_changes(page(old), page(new))) >= 600
    assert time.process_time() - start < 10


def test_a_number_in_a_definition_or_under_a_picture_is_ticked() -> None:
    word = TermText(term_id=1, term="dose", definition="One tablet of 5 mg.")
    picture = PictureText(
        picture_id=3, sha256="5e" * 32, extension="png", width=9, height=9, caption="Take 2 a day."
    )
    old = Manuscript(title="Tablets", terms=(word,), pictures=(picture,))
    new = replace(
        old,
        terms=(replace(word, definition="One tablet of 50 mg."),),
        pictures=(replace(picture, caption="Take 20 a day."),),
    )
    found = {(c.place, c.before, c.after) for c in critical_changes(old, new)}
    assert {place for place, *_ in found} == {"word:dose", "picture:P-3"}
    assert any("50" in after for _, _, after in found)
    assert any("20" in after for _, _, after in found)
    assert critical_changes(new, new) == ()
