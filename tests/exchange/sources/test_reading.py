"""Lists of sources are read whatever they are called and however they are encoded."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from education.exchange.sources.bibtex import plain
from education.exchange.sources.drafts import Draft
from education.exchange.sources.fallen import decisions
from education.exchange.sources.names import authors
from education.exchange.sources.outcomes import NEW, REFUSED, Outcome, preview
from education.exchange.sources.reading import Unreadable
from tests.exchange.sources.files import BIB, CSL, NBIB, RIS

pytestmark = pytest.mark.django_db
FILES = {"nbib": NBIB, "ris": RIS, "bib": BIB, "json": CSL}


def read(data: str | bytes, name: str = "list.txt") -> list[Outcome]:
    data = data.encode() if isinstance(data, str) else data
    return list(preview(io.BytesIO(data), name))


def drafts(data: str | bytes) -> list[Draft]:
    found = read(data)
    assert [o.reason for o in found if o.state != NEW] == []
    return [outcome.draft for outcome in found if outcome.draft]


def test_pubmed_tells_kind_authors_place_and_retraction() -> None:
    walk, mice, guideline = drafts(NBIB)
    assert walk == Draft(
        title="Walking after meals and blood sugar in adults with diabetes: a randomised "
        "controlled trial",
        kind="trial",
        authors="Müller JA, Jones C, Walking Study Group",
        container="J Test Med",
        year=2020,
        volume="12",
        issue="3",
        pages="123-31",
        doi="10.1000/walk.1",
        pmid="31000001",
    )
    assert (mice.kind, mice.notice, mice.doi) == ("animal", "retracted", "10.1000/mice.2")
    assert (guideline.kind, guideline.authors) == ("guideline", "Example Society")


def test_ris_tells_the_same() -> None:
    walk, page = drafts(RIS)
    assert (walk.authors, walk.container, walk.year) == ("Müller JA, Jones C", "J Test Med", 2020)
    assert (walk.pages, walk.doi, walk.kind) == ("123-131", "10.1000/walk.1", "trial")
    assert (page.kind, page.url) == ("web", "https://health.example.org/kidneys")
    assert (page.authors, page.accessed_on) == ("Example Health Service", date(2024, 5, 1))


def test_bibtex_tells_the_same_with_macros_accents_and_names_both_ways() -> None:
    walk, page = drafts(BIB)
    assert walk.title == "Walking after meals & blood sugar: a randomised controlled trial"
    assert walk.authors == "Müller JA, Jones C, Walking Study Group"
    assert (walk.container, walk.year, walk.issue, walk.pages) == (
        "J Test Med",
        2020,
        "3",
        "123-131",
    )
    assert (page.kind, page.accessed_on) == ("web", date(2024, 5, 1))


def test_csl_json_tells_the_same() -> None:
    walk, page = drafts(CSL)
    assert walk.title == "Walking after meals {and} blood “sugar”"
    assert walk.authors == "Müller JA, van Gogh V, Walking Study Group"
    assert (walk.container, walk.year, walk.issue) == ("J Test Med", 2020, "3")
    assert (walk.pmid, page.kind) == ("31000001", "web")


def test_json_may_be_one_record_or_a_record_a_line() -> None:
    one, two = json.loads(CSL)
    assert len(drafts(json.dumps(one))) == 1
    assert len(drafts(json.dumps(one) + "\n" + json.dumps(two))) == 2
    assert len(drafts(json.dumps([one, two], indent=2))) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be",
                                      "latin-1", "cp1252"])  # fmt: skip
@pytest.mark.parametrize("form", FILES)
def test_any_encoding_gives_the_same_sources(form: str, encoding: str) -> None:
    text = FILES[form].replace("“", '\\"' if form == "json" else '"').replace("”", "'")
    assert drafts(text.encode(encoding)) == drafts(text)


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(form: str, end: str) -> None:
    assert drafts(FILES[form].replace("\n", end)) == drafts(FILES[form])


def test_two_encodings_glued_together_are_both_read() -> None:
    data = (
        RIS.encode("latin-1")
        + RIS.replace("alk", "iki").replace("WALK", "WIKI").replace("Your", "Our").encode()
    )
    assert [d.authors[:6] for d in drafts(data) if d.kind == "trial"] == ["Müller", "Müller"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Smith, John Albert"], "Smith JA"),
        (["Smith, J.-P.", "Smith JA"], "Smith JP, Smith JA"),
        (["van der Berg, Anna", "O'Neil, Á."], "van der Berg A, O'Neil Á"),
        ([f"A{n}, B" for n in range(6)], "A0 B, A1 B, A2 B, A3 B, A4 B, A5 B"),
        ([f"A{n}, B" for n in range(7)], "A0 B, A1 B, A2 B, A3 B, A4 B, A5 B, et al."),
        (["{World Health Organization}"], "World Health Organization"),
        (["x" * 300, "y" * 300], "x" * 300 + ", et al."),
    ],
)
def test_authors_are_written_as_vancouver_has_them(names: list[str], said: str) -> None:
    assert authors(names) == said


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"Erd{\H o}s", "Erdős"),
        (r"{\'E}cole, \~nandu, \c{c}a, na\"{\i}ve", "École, ñandu, ça, naïve"),
        (r"10\% of \{x\} \textit{in vivo} -- a~b", "10% of {x} in vivo – a b"),
        (r"{\o}re and \ss", "øre and ß"),
    ],
)
def test_accents_of_tex_become_letters(tex: str, said: str) -> None:
    assert plain(tex) == said


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x00\x00", b"  \n\n", b"Just a letter.", b"%PDF-1.7 ...", b"PK\x03\x04" + bytes(99),
     b"\xff\xfe", b"{}", b"[1, 2, 3]", b"a,b,c\n1,2,3\n"],
)  # fmt: skip
def test_what_is_no_list_of_sources_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"list\.txt is (empty|no list)"):
        read(data)


@pytest.mark.parametrize("form", FILES)
def test_a_file_cut_anywhere_never_crashes_and_keeps_what_is_whole(form: str) -> None:
    data = FILES[form].encode()
    whole = len(drafts(data))
    for end in range(40, len(data), 7):
        try:
            found = read(data[:end])
        except Unreadable:
            continue
        assert len(found) <= whole
        assert all(o.reason and o.text for o in found if o.state == REFUSED)


BROKEN = [
    ("ris", "TY  - JOUR\nTI  - A title\n\nTY  - JOUR\nTI  - Whole\nER  - \n", 1, "cut off"),
    ("ris", "Lost words\nTY  - JOUR\nTI  - Whole\nER  - \n", 1, "belongs to no record"),
    ("bib", "@article{a, title = {Open {x}\n\n@book{b, title = {Whole}}\n", 1, "do not balance"),
    ("bib", "@book{b, title = {Whole}}\n@article{a, title = {Half", 2, "never close"),
    ("bib", "@book{b, title = {Whole}}\n\n@book{c, title {No equals}}", 3, "cannot be read from"),
    ("bib", "@book{b, title = {Whole}}\n@book{nothing}", 2, "no fields"),
    ("json", '[{"title": "Whole"},\n{"title": "Bad" "x"}]', 2, "no JSON"),
    ("json", '[{"title": "Whole"},\n{"title": "Half', 2, "never close"),
    ("json", '[{"title": "Open},\n{"title": "Whole"}]', 1, "never close"),
    ("nbib", "PMID- 1\nTI  - Whole\n\nPMID- 2\nDP  - 2020\n", 4, "no title"),
    ("nbib", "PMID- 1\nTI  - Whole\n\nPMID- 2\nTI  - A \x00 null\n", 4, "null character"),
    ("nbib", "PMID- 1\nTI  - Whole\n\nPMID- x2\nTI  - Letters\n", 4, "no PMID"),
    ("ris", "TY  - JOUR\nTI  - Whole\nER  - \nTY  - X\nTI  - A\nDO  - 11/x\nER  -", 4, "no DOI"),
    ("ris", "TY  - A\nTI  - Whole\nER  - \nTY  - X\nTI  - A\nUR  - nowhere\nER  -", 4, "address"),
    (
        "bib",
        "@book{b, title = {Whole}}\n@book{c, title = {" + "x" * 401 + "}}",
        2,
        "title is longer",
    ),
    ("json", '{"title": "Whole"}\n{"title": "Half \\ud800 a sign"}', 2, "no text has"),
    ("json", '{"title": "Whole"}\n{"title": "A \\u0000 null"}', 2, "no text has"),
    ("json", '{"title": "Whole"}\n{"title": "Turned \\u202e round"}', 2, "turn its direction"),
    ("json", '{"title": "Whole"}\n{"title": ["A", "list"]}', 2, "no title"),
    ("bib", "@book{b, title = {Whole}}\n@book{c, title = {" + "{" * 9000, 2, "never close"),
]


@pytest.mark.parametrize(("form", "data", "line", "why"), BROKEN)
def test_a_broken_record_is_named_by_line_and_the_others_are_read(
    form: str, data: str, line: int, why: str
) -> None:
    found = read(data, f"list.{form}")
    refused = [o for o in found if o.state == REFUSED]
    assert [o.line for o in refused] == [line]
    assert why in refused[0].reason
    assert refused[0].text
    if "Open}" not in data:  # There the broken record has swallowed what follows on.
        assert [o.title for o in found if o.state == NEW] == ["Whole"]


@pytest.mark.parametrize(
    "data",
    [
        "TY  - JOUR\nTI  - " + "x" * 10_000_000,
        "@article{a, title = {" + "x" * 10_000_000,
        "@" + "a" * 10_000_000,
        "@a{" + "@a " * 1_000_000,
        '[{"title": "' + "x" * 10_000_000,
        '[{"a": ' + "{" * 1_000_000,
        '[{"a": ' + "[" * 100_000 + "]" * 100_000 + "}]",
        "PMID- 1\nTI  - " + "\\" * 5_000_000,
    ],
)
def test_a_line_without_end_is_refused_and_quickly(data: str) -> None:
    try:
        found = read(data)
    except Unreadable:
        return
    assert {o.state for o in found} == {REFUSED}
    assert all(len(o.text) <= 400_000 for o in found)


@given(
    form=st.sampled_from(sorted(FILES)),
    cuts=st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 40), st.binary(max_size=6))),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_damage_to_a_file_crashes_the_import(
    form: str, cuts: list[tuple[int, int, bytes]]
) -> None:
    data = FILES[form].encode()
    for at, length, put in cuts:
        data = data[:at] + put + data[at + length :]
    try:
        found = read(data)
    except Unreadable:
        return
    assert all(o.reason for o in found if o.state == REFUSED)


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_bytes_at_all_crash_a_list_of_retractions(data: bytes) -> None:
    try:
        list(decisions(io.BytesIO(b"doi,pmid,reason\n10.1000/a,1,x\n" + data), "list.csv"))
        list(decisions(io.BytesIO(data), "list.csv"))
    except Unreadable:
        return
