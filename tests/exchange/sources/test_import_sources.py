"""``import_sources``: what comes into the library, by whom, and what never comes twice."""

from __future__ import annotations

import gc
import io
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from education.audit.history import is_as_recorded
from education.audit.models import AuditEvent
from education.errors import NotAllowed
from education.evidence.models import Source
from education.exchange.sources import outcomes
from education.exchange.sources.drafts import Draft
from education.exchange.sources.outcomes import BATCH, Outcome, preview
from education.exchange.sources.services import import_sources
from education.people.models import User
from tests.builders import make_source
from tests.exchange.sources.files import BIB, CSL, NBIB, RIS, many_nbib


def run(path: Path, *options: str) -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_sources", str(path), *options, stdout=out, stderr=err)
    except SystemExit as exit_:
        return int(exit_.code or 0), out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def bring(text: str | bytes, by: User, name: str = "list.nbib") -> list[Outcome]:
    data = text.encode() if isinstance(text, str) else text
    return list(import_sources(io.BytesIO(data), name, by=by))


def states(found: list[Outcome]) -> list[str]:
    return [outcome.state for outcome in found]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "export.ris"  # It is nbib: what a file is called counts for nothing.
    path.write_text(NBIB, "utf-8")
    return path


def test_each_source_is_saved_by_the_person_with_history_and_a_reason(alice: User) -> None:
    bring(NBIB, alice)
    source = Source.objects.get(pmid="31000001")
    (version,) = source.history.all()
    assert (version.history_user, version.history_change_reason) == (
        alice,
        "Imported from list.nbib, line 1.",
    )
    assert is_as_recorded(source)
    assert AuditEvent.objects.filter(action="source.created", actor=alice).count() == 3
    told = AuditEvent.objects.get(action="sources.imported")
    assert told.data == {"file": "list.nbib", "new": 3, "known": 0, "refused": 0}


def test_a_second_run_brings_nothing_and_changes_nothing(alice: User) -> None:
    bring(NBIB, alice)
    before = AuditEvent.objects.count()
    assert states(bring(NBIB, alice)) == ["known"] * 3
    assert (Source.objects.count(), AuditEvent.objects.count()) == (3, before)


def test_the_same_paper_in_another_format_is_known_by_its_doi(alice: User) -> None:
    bring(NBIB, alice)
    assert states(bring(RIS, alice)) == ["known", "new"]
    assert states(bring(BIB, alice)) == ["known", "known"], "the page by its title and year"
    assert states(bring(CSL, alice)) == ["known", "known"]


def test_a_paper_twice_in_a_file_comes_once_and_names_the_line(alice: User) -> None:
    found = bring(RIS + RIS, alice)
    assert states(found) == ["new", "new", "known", "known"]
    assert found[2].reason == "It is the same publication as on line 1."


def test_a_paper_twice_across_batches_comes_once(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "BATCH", 1)
    assert states(bring(RIS + RIS, alice)) == ["new", "new", "known", "known"]
    found = list(preview(io.BytesIO((NBIB + "\n" + NBIB).encode()), "x"))
    assert states(found) == ["known"] + ["new"] * 2 + ["known"] * 3


def test_a_record_that_mixes_two_papers_is_refused(alice: User) -> None:
    make_source(alice, title="One", doi="10.1000/walk.1")
    make_source(alice, title="Two", pmid="31000001")
    found = bring(NBIB, alice)
    assert states(found) == ["refused", "new", "new"]
    assert found[0].reason == "Its DOI is of “One”, and its PMID of “Two”."


def test_a_retraction_that_only_the_file_knows_is_told(alice: User) -> None:
    make_source(alice, doi="10.1000/mice.2")
    assert "says it is retracted" in bring(NBIB, alice)[1].reason


def test_a_preview_saves_nothing(file: Path, cast: dict[str, User]) -> None:
    code, said = run(file, "--dry-run")
    assert (code, said) == (0, "3 would be new, 0 there already, 0 refused.\n")
    assert not Source.objects.exists()


def test_the_command_imports_and_says_so(file: Path, cora: User) -> None:
    assert run(file, "--by", "cora") == (0, "3 new, 0 there already, 0 refused.\n")
    assert run(file, "--by", "cora") == (0, "0 new, 3 there already, 0 refused.\n")


@pytest.mark.parametrize("by", ["dr_bell", "pat", "otto", "ada", "root", "nobody"])
def test_only_authors_and_coordinators_import(file: Path, cast: dict[str, User], by: str) -> None:
    code, said = run(file, "--by", by)
    assert (code, len(said.splitlines())) == (2, 1)
    assert not Source.objects.exists()


def test_the_verb_itself_asks_who_it_is(dr_bell: User) -> None:
    with pytest.raises(NotAllowed):
        bring(NBIB, dr_bell)


def test_nobody_imports_without_a_name(file: Path, db: None) -> None:
    code, said = run(file)
    assert (code, "Say who imports" in said) == (2, True)


def test_what_is_refused_is_listed_by_line_and_written_out_as_it_stands(
    tmp_path: Path, alice: User
) -> None:
    path, out = tmp_path / "list.bib", tmp_path / "refused.bib"
    broken = "@article{a, title = {Open {x}\n"
    path.write_text("@book{b, title = {Whole}}\n" + broken)
    code, said = run(path, "--by", "alice", "--refused", str(out))
    assert code == 0
    assert "line 2: This record is cut off: its braces never close." in said
    assert "1 new, 0 there already, 1 refused." in said
    assert out.read_text().strip() == broken.strip()


@pytest.mark.parametrize("name", ["none.nbib", "."])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, alice: User, name: str) -> None:
    code, said = run(tmp_path / name, "--by", "alice")
    assert (code, len(said.splitlines())) == (2, 1)


def test_a_pipe_is_refused(tmp_path: Path, alice: User) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert run(tmp_path / "pipe", "--by", "alice")[0] == 2


def test_a_run_that_dies_keeps_its_batches_and_is_simply_run_again(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "BATCH", 2)
    running = import_sources(io.BytesIO(NBIB.encode()), "list.nbib", by=alice)
    next(running)
    running.close()
    assert Source.objects.count() == 2
    assert states(bring(NBIB, alice)) == ["known", "known", "new"]


def test_a_batch_that_fails_leaves_nothing_of_itself(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[int] = []
    whole = Source.save

    def save(source: Source, *args: Any, **kwargs: Any) -> None:
        if len(saved) == 2:
            raise OSError("the disk is full")
        whole(source, *args, **kwargs)
        saved.append(source.pk)

    monkeypatch.setattr(Source, "save", save)
    with pytest.raises(OSError, match="full"):
        bring(NBIB, alice)
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://doi.org/10.1000/ABC", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/a%28b%29", "10.1000/a(b)"),
        ("doi: 10.1000/abc.", "10.1000/abc"),
        ("DOI:10.1000/ABC", "10.1000/abc"),
        ("10.1000/a%b", "10.1000/a%b"),
    ],
)
def test_a_doi_has_one_spelling_also_in_the_admin(db: None, typed: str, kept: str) -> None:
    source = Source(kind="web", title="A page", doi=typed, pmid="PMID: 00123")
    source.full_clean()
    assert (source.doi, source.pmid) == (kept, "123")


def test_a_source_that_is_there_is_refused_in_the_admin_however_it_is_spelt(alice: User) -> None:
    make_source(alice, doi="10.1000/abc")
    with pytest.raises(ValidationError):
        Source(kind="web", title="A page", doi="doi:10.1000/ABC").full_clean()


def test_no_more_records_are_in_memory_than_are_saved_at_once(alice: User, tmp_path: Path) -> None:
    path = tmp_path / "long.nbib"
    path.write_bytes(many_nbib(900))
    held, read = [], []
    with path.open("rb") as file:
        for n, _ in enumerate(import_sources(file, path.name, by=alice), start=1):
            if n % 150 == 0:
                gc.collect()
                held.append(sum(isinstance(thing, Draft) for thing in gc.get_objects()))
                read.append(file.tell())
    assert 0 < max(held) <= 2 * BATCH
    assert read[0] < path.stat().st_size / 3
