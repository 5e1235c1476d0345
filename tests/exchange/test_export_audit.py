"""``export_audit``: the whole trail in a file that proves itself, and every way to forge it."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent, ChainHead
from education.people.models import User
from tests.builders import make_topic, publish_page
from tests.publishing.tampering import unguarded


@pytest.fixture
def trail(alice: User, dr_bell: User, pat: User) -> list[AuditEvent]:
    """A clinic's trail: a page written, signed and published."""
    publish_page(make_topic(alice), author=alice, signers=[dr_bell], publisher=pat)
    return list(AuditEvent.objects.order_by("seq"))


@pytest.fixture
def file(trail: list[AuditEvent], tmp_path: Path) -> Path:
    """That trail, exported."""
    path = tmp_path / "trail.jsonl"
    run(path)
    return path


def run(path: Path, *options: str) -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    out, err = StringIO(), StringIO()
    try:
        call_command("export_audit", str(path), *options, stdout=out, stderr=err)
    except SystemExit as exit_:
        return int(exit_.code or 0), out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def forged(path: Path, forge: Callable[[list[dict[str, Any]]], Any]) -> tuple[int, str]:
    """Change the file's events, write them back as they were spelt, and verify."""
    events = lines(path)
    events = forge(events) or events
    spelt = [json.dumps(e, sort_keys=True, ensure_ascii=False) + "\n" for e in events]
    path.write_text("".join(spelt), "utf-8")
    return run(path, "--verify")


def test_every_event_is_a_line_with_all_that_its_hash_is_made_of(
    file: Path, trail: list[AuditEvent]
) -> None:
    assert lines(file) == [chain.event_json(event) for event in trail]
    assert [chain.hash_of(line) for line in lines(file)] == [event.hash for event in trail]


def test_the_newest_event_is_told_to_be_noted(trail: list[AuditEvent], tmp_path: Path) -> None:
    code, said = run(tmp_path / "t.jsonl")
    head = ChainHead.objects.get()
    assert code == 0
    assert f"Wrote {len(trail)} events" in said
    assert f"{head.seq}:{head.hash}" in said


def test_an_export_since_an_event_starts_there_and_holds(
    trail: list[AuditEvent], tmp_path: Path
) -> None:
    path = tmp_path / "rest.jsonl"
    assert run(path, "--since", "5")[0] == 0
    assert [line["seq"] for line in lines(path)] == [e.seq for e in trail if e.seq >= 5]
    assert run(path, "--verify")[0] == 0


def test_a_file_as_written_holds_without_a_database(file: Path, db: None) -> None:
    with connection.execute_wrapper(_no_query):
        code, said = run(file, "--verify")
    assert code == 0
    assert "events hold, from auditevent:1 on" in said


def _no_query(*_: Any) -> Any:
    raise AssertionError("Verifying a file must not ask the database.")


@pytest.mark.parametrize("column", chain.HASHED)
def test_a_changed_column_is_found_and_named(file: Path, column: str) -> None:
    other = {"seq": 3, "actor_id": 99, "data": {"x": 1}, "rows": {"a:1": None}}

    def forge(events: list[dict[str, Any]]) -> None:
        events[3][column] = other.get(column, "forged")

    code, said = forged(file, forge)
    assert code == 1
    assert "was changed after it was written" in said
    assert ("auditevent:4 " if column != "seq" else "auditevent:3 ") in said


def test_an_event_with_a_hash_made_anew_breaks_the_chain_after_it(file: Path) -> None:
    def forge(events: list[dict[str, Any]]) -> None:
        events[3]["action"] = "nothing.happened"
        events[3]["hash"] = chain.hash_of(events[3])

    code, said = forged(file, forge)
    assert (code, said) == (1, "auditevent:5 does not follow the event before it.\n")


def test_an_event_left_out_is_found(file: Path) -> None:
    code, said = forged(file, lambda events: events[:4] + events[5:])
    assert (code, "auditevent:6 does not follow number 4" in said) == (1, True)


def test_two_events_exchanged_are_found(file: Path) -> None:
    code, said = forged(file, lambda e: [*e[:2], e[3], e[2], *e[4:]])
    assert (code, "out of order" in said) == (1, True)


def test_a_trail_rewritten_whole_is_told_by_the_event_noted_elsewhere(
    file: Path, trail: list[AuditEvent]
) -> None:
    noted = f"{trail[-1].seq}:{trail[-1].hash}"
    assert run(file, "--verify", "--noted", noted)[0] == 0

    def forge(events: list[dict[str, Any]]) -> None:
        previous = chain.GENESIS
        for event in events:
            event["actor_id"], event["previous_hash"] = 99, previous
            previous = event["hash"] = chain.hash_of(event)

    assert forged(file, forge)[0] == 0, "the file alone cannot tell"
    code, said = run(file, "--verify", "--noted", noted)
    assert (code, said) == (1, f"{noted} is not in the file.\n")


def test_a_trail_cut_off_is_told_by_the_event_noted_elsewhere(
    file: Path, trail: list[AuditEvent]
) -> None:
    assert forged(file, lambda events: events[:-2])[0] == 0
    assert run(file, "--verify", "--noted", f"{trail[-1].seq}:{trail[-1].hash}")[0] == 1


@pytest.mark.parametrize(
    ("tail", "why"),
    [
        (b'{"seq": 99', "is cut off"),
        (b"nonsense\n", "is no JSON"),
        (b"[" * 100_000 + b"\n", "is no JSON"),
        (b"{}\n", "is no event"),
        (b"\xff\xfe\n", "is no JSON"),
        (b"\n", "is no JSON"),
    ],
)
def test_a_damaged_line_is_named(file: Path, tail: bytes, why: str) -> None:
    file.write_bytes(file.read_bytes() + tail)
    code, said = run(file, "--verify")
    assert code == 1
    assert f"line {len(file.read_bytes().splitlines())} {why}" in said


def test_a_word_added_to_an_event_is_no_event(file: Path) -> None:
    code, said = forged(file, lambda events: events[2].update(actor="Somebody else"))
    assert (code, "line 3 is no event" in said) == (1, True)


def test_an_empty_file_proves_nothing(tmp_path: Path, db: None) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    assert run(path, "--verify") == (1, f"{path} holds no event.\n")


def test_a_trail_tampered_with_in_the_database_is_found_in_its_export(
    trail: list[AuditEvent], tmp_path: Path
) -> None:
    with unguarded():
        AuditEvent.objects.filter(seq=4).update(action="nothing.happened")
    path = tmp_path / "t.jsonl"
    assert run(path)[0] == 0
    assert run(path, "--verify") == (1, "auditevent:4 was changed after it was written.\n")


def test_an_event_that_cannot_be_read_back_leaves_a_line_that_says_so(
    trail: list[AuditEvent], tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds no value that its column's type does not allow.")
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE education_auditevent SET at = '2026-99-99 00:00:00' WHERE seq = 4")
    path = tmp_path / "t.jsonl"
    assert run(path)[0] == 0
    code, said = run(path, "--verify")
    assert (code, "line 4 is no event" in said) == (1, True)


def test_a_deleted_event_is_found_in_the_export(trail: list[AuditEvent], tmp_path: Path) -> None:
    with unguarded():
        AuditEvent.objects.filter(seq=4).delete()
    path = tmp_path / "t.jsonl"
    run(path)
    code, said = run(path, "--verify")
    assert (code, "auditevent:5 does not follow number 3" in said) == (1, True)


@pytest.mark.parametrize("where", ["missing/t.jsonl", "."])
def test_a_file_that_cannot_be_written_is_one_sentence(
    trail: list[AuditEvent], tmp_path: Path, where: str
) -> None:
    code, said = run(tmp_path / where)
    assert code == 2
    assert len(said.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path, db: None) -> None:
    code, said = run(tmp_path / "none.jsonl", "--verify")
    assert (code, len(said.splitlines())) == (2, 1)


def test_a_number_below_one_is_refused(tmp_path: Path, db: None) -> None:
    assert run(tmp_path / "t.jsonl", "--since", "-1")[0] == 2


def test_an_export_that_fails_leaves_the_older_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()
    monkeypatch.setattr(chain, "event_json", _fails)
    with pytest.raises(OverflowError):
        run(file)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def _fails(_: Any) -> Any:
    raise OverflowError


def lengthen_trail(actor: User, *, by: int) -> None:
    """Add events as ``chain.record`` would, but in one go: moving the head often is slow."""
    head, added = ChainHead.objects.get(), []
    for seq in range(head.seq + 1, head.seq + 1 + by):
        event = AuditEvent(
            seq=seq,
            at=timezone.now(),
            actor=actor,
            action="x.noted",
            subject=chain.reference(actor),
            data={"words": "w" * 2000},
            rows={},
            previous_hash=head.hash,
        )
        event.hash = chain.hash_of(chain.event_json(event))
        head.seq, head.hash = event.seq, event.hash
        added.append(event)
    with unguarded():
        AuditEvent._base_manager.bulk_create(added)
        head.save()


def test_memory_does_not_grow_with_the_trail(alice: User, tmp_path: Path) -> None:
    def peak(events: int) -> int:
        lengthen_trail(alice, by=events)
        path = tmp_path / "t.jsonl"
        tracemalloc.start()
        run(path)
        run(path, "--verify")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(2500) < 1.5 * peak(700)
