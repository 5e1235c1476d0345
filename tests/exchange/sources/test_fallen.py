"""``import_retractions``: what a list of fallen papers does here, shown first, done once."""

from __future__ import annotations

import io
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from education.audit.models import AuditEvent
from education.errors import NotAllowed
from education.evidence.models import Source
from education.exchange.sources.fallen import Fallen, decisions
from education.exchange.sources.reach import together
from education.exchange.sources.reading import Unreadable
from education.exchange.sources.services import mark_fallen
from education.people.models import User
from education.publishing.models import LivePage
from tests.builders import make_claim, make_source, make_topic, publish_page

#: As Retraction Watch names its columns.
WATCH = (
    "Record ID,Title,Reason,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,"
    "OriginalPaperPubMedID,RetractionNature\n"
)


def watch(doi: str, pmid: str = "0", nature: str = "Retraction") -> str:
    return (
        f'1,"A title, with a comma",+Error in Data;,3/1/2021 0:00,10.1/n,0,{doi},{pmid},{nature}\n'
    )


def read(text: str | bytes) -> list[Fallen]:
    data = text.encode() if isinstance(text, str) else text
    return list(decisions(io.BytesIO(data), "list.csv"))


def mark(text: str, by: User) -> list[str]:
    rows = mark_fallen(io.BytesIO(text.encode()), "list.csv", by=by)
    return [row.state for row in rows]


def run(path: Path, *options: str) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("import_retractions", str(path), *options, stdout=out, stderr=err)
    except SystemExit as exit_:
        return int(exit_.code or 0), out.getvalue() + err.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def live(alice: User, dr_bell: User, pat: User) -> LivePage:
    """A live page with two claims: one on paper A alone, one on A and B."""
    a = make_source(alice, title="Paper A", doi="10.1000/a", pmid="11")
    b = make_source(alice, title="Paper B", doi="10.1000/b")
    claims = [make_claim(alice, sources=[b]), make_claim(alice, "It is common.", sources=[a, b])]
    page = make_topic(alice, claims=claims)
    return publish_page(page, author=alice, signers=[dr_bell], publisher=pat).live_page


def test_a_retraction_marks_the_source_with_its_reason(live: LivePage, cora: User) -> None:
    assert mark(WATCH + watch("10.1000/A"), cora) == ["marked"]
    source = Source.objects.get(doi="10.1000/a")
    assert source.notice == "retracted"
    told = AuditEvent.objects.get(action="source.retracted")
    assert told.actor_id == cora.pk
    assert told.data["reason"] == ("Retracted on 3/1/2021, says list.csv, line 2: Error in Data")


def test_a_page_whose_claim_has_other_sources_is_called_back(live: LivePage, cora: User) -> None:
    (found,) = together(read(WATCH + watch("10.1000/a")))
    assert [what for what, _, _ in found[1].pages] == ["Called back to review"]
    mark(WATCH + watch("10.1000/a"), cora)
    assert LivePage.objects.get(pk=live.pk).review_due < live.review_due


def test_a_page_that_rests_on_it_alone_comes_down(live: LivePage, cora: User) -> None:
    (found,) = together(read(WATCH + watch("10.1000/b")))
    assert [what for what, _, _ in found[1].pages] == ["Comes down"]
    assert len(found[1].claims) == 2
    mark(WATCH + watch("10.1000/b"), cora)
    assert not LivePage.objects.exists()


def test_papers_that_fall_together_are_looked_at_together(
    alice: User, dr_bell: User, pat: User, cora: User
) -> None:
    both = [make_source(alice, title=f"Paper {n}", doi=f"10.1000/{n}") for n in "ab"]
    page = make_topic(alice, claims=[make_claim(alice, sources=both)])
    publish_page(page, author=alice, signers=[dr_bell], publisher=pat)
    text = WATCH + watch("10.1000/a") + watch("10.1000/b")
    assert {w for _, reach in together(read(text)) for w, _, _ in reach.pages} == {"Comes down"}
    mark(text, cora)
    assert not LivePage.objects.exists()


def test_a_second_run_does_nothing(live: LivePage, cora: User) -> None:
    text = WATCH + watch("10.1000/a") + watch("", "11")
    assert mark(text, cora) == ["marked", "known"]
    before = AuditEvent.objects.count()
    assert mark(text, cora) == ["known", "known"]
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("nature", "notice"),
    [
        ("Expression of concern", "concern"),
        ("Correction", "corrected"),
        ("superseded", "superseded"),
        ("Replaced by a new edition", "superseded"),
    ],
)
def test_lesser_notices_mark_the_source_and_leave_pages_up(
    live: LivePage, cora: User, nature: str, notice: str
) -> None:
    text = f"pmid;status;reason\n11;{nature};A newer one.\n"
    (found,) = together(read(text))
    assert [what for what, _, _ in found[1].pages] == ["Stays: see whether it still holds"]
    assert mark(text, cora) == ["marked"]
    source = Source.objects.get(pmid="11")
    assert source.notice == notice
    assert "A newer one." in source.history.first().history_change_reason
    assert LivePage.objects.filter(pk=live.pk).exists()
    assert mark(text, cora) == ["known"]


def test_a_list_never_makes_a_notice_lighter(alice: User, cora: User) -> None:
    make_source(alice, doi="10.1000/a", notice="retracted")
    assert mark("doi,type\n10.1000/a,correction\n10.1000/a,Reinstatement\n", cora) == ["known"] * 2
    assert Source.objects.get().notice == "retracted"


@pytest.mark.parametrize(
    "text",
    [
        "DOI\nhttps://doi.org/10.1000/A\n",
        "\ufeffpmid\tdate\n11\t2021-03-01\n",
        "Reason;Original Paper DOI\nx;10.1000/a\n",
        '"DOI","Note"\r\n"10.1000/a","two\r\nlines"\r\n',
        "\n\nPubMed ID,other\n PMID: 11 ,x\n",
    ],
)
def test_headers_and_separators_may_be_as_they_come(alice: User, text: str) -> None:
    make_source(alice, doi="10.1000/a", pmid="11")
    for encoding in ("utf-8", "utf-16", "utf-8-sig"):
        assert [row.state for row in read(text.encode(encoding))] == ["marked"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("x,,", "“x” is no DOI"),
        (",1x,", "“1x” is no PMID"),
        ("unavailable,0,", "neither a DOI nor a PMID"),
        ("10.1000/a,,vanished", "“vanished” means is not known"),
        ("10.1000/b,11,", "Its DOI is of “Paper B”, and its PMID of “Paper A”"),
        ("10.1000/a\x00,,", "damaged"),
        ("10.1000/" + "x" * 200_000 + ",,", "damaged|cannot be read"),
        ("10.1000/" + "x" * 100_000 + ",,", "damaged"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_by_line(live: LivePage, row: str, why: str) -> None:
    found = read(f"doi,pmid,type\n10.1000/zzz,,\n{row}\n10.1000/a,,\n")
    assert [r.state for r in found] == ["absent", "refused", "marked"]
    assert found[1].line == 3
    assert any(word in found[1].why for word in why.split("|"))


@pytest.mark.parametrize("data", [b"", b"\x00", b"a,b\n1,2\n", b"%PDF-1.7", b"\xff\xfe", b'"' * 99])
def test_what_is_no_list_is_refused_in_a_sentence(db: None, data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"list\.csv is (empty|no list)"):
        read(data)


def test_an_open_quote_swallows_rows_and_says_which(live: LivePage) -> None:
    found = read('doi,reason\n10.1000/a,"open\n' + "10.1000/b,x\n" * 20_000)
    assert (found[0].line, found[0].state) == (2, "refused")
    assert "it goes up to line " in found[0].why
    assert found[1].state == "marked"


def test_the_command_shows_what_it_reaches_and_changes_nothing(
    live: LivePage, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(WATCH + watch("10.1000/b") + watch("10.1000/none") + watch("?"))
    code, said = run(path, "--dry-run")
    assert code == 0
    assert "pages that come down: “Diabetes and your kidneys” (en)" in said
    assert "line 4: “?” is no DOI." in said
    assert "1 to mark, 0 known already, 1 not in the library, 1 refused." in said
    assert not Source.objects.filter(notice="retracted").exists()


def test_the_command_marks_for_a_coordinator(live: LivePage, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(WATCH + watch("10.1000/b"))
    assert run(path)[0] == 2
    assert run(path, "--by", "alice")[0] == 2
    assert run(path, "--by", "nobody")[0] == 2
    assert LivePage.objects.exists()
    code, said = run(path, "--by", "cora")
    assert (code, "1 marked, 0 known already" in said) == (0, True)
    assert not LivePage.objects.exists()


def test_authors_mark_nothing(live: LivePage, alice: User) -> None:
    for nature in ("Retraction", "Correction"):
        with pytest.raises(NotAllowed):
            mark(WATCH + watch("10.1000/a", nature=nature), alice)


@pytest.mark.parametrize("nature", ["Retraction", "Correction"])
def test_a_colleague_who_was_faster_is_no_failure(
    alice: User, cora: User, dr_bell: User, nature: str
) -> None:
    make_source(alice, doi="10.1000/a")
    make_source(alice, doi="10.1000/b")
    text = WATCH + watch("10.1000/a", nature=nature) + watch("10.1000/b", nature=nature)
    running = mark_fallen(io.BytesIO(text.encode()), "list.csv", by=cora)
    assert next(running).state == "marked"
    mark(WATCH + watch("10.1000/b"), dr_bell)
    assert [row.state for row in running] == ["known"]
    assert Source.objects.get(doi="10.1000/b").notice == "retracted"


@pytest.mark.parametrize("named", ["https://doi.org/10.1000/B", "10.1000/b"])
def test_a_list_names_what_took_the_place_of_a_source(
    live: LivePage, cora: User, named: str
) -> None:
    assert mark(f"pmid,status,replaced_by\n11,Superseded,{named}\n", cora) == ["marked"]
    superseded_by = Source.objects.get(pmid="11").superseded_by
    assert superseded_by is not None
    assert superseded_by.title == "Paper B"


@pytest.mark.parametrize("named", ["", "10.1000/a", "10.1000/elsewhere", "a newer one"])
def test_a_source_is_marked_also_where_no_successor_can_be_named(
    live: LivePage, cora: User, named: str
) -> None:
    assert mark(f"pmid,status,replaced_by\n11,Superseded,{named}\n", cora) == ["marked"]
    assert Source.objects.get(pmid="11").superseded_by is None
