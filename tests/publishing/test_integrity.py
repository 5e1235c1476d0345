"""``check_integrity`` names the record when anything that was ever recorded is not as it was."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection, models

from education.audit import chain
from education.audit.models import AuditEvent, ChainHead
from education.content.manuscript import sha256
from education.content.models import Section, Topic
from education.people.models import User
from education.publishing import guards, integrity
from education.publishing.models import EditionClaim, Schedule
from education.publishing.sealed import RECORDED, model_of
from education.review.models import Assignment, Review, SignOff
from tests.builders import edit
from tests.publishing.tampering import SQLITE, drop, flip_one_byte, settle, undone, unguarded
from tests.publishing.world import World, ages_ago, copy_of, plant, sql

pytestmark = pytest.mark.django_db

TABLES = [*guards.guarded_models(), AuditEvent, ChainHead]
NAMES = [m.__name__ for m in TABLES]
#: Enough for the command; each table by itself is asked of the trail.
SAMPLE = [*map(model_of, RECORDED), AuditEvent, ChainHead, Section.history.model, User]


def check(*args: str) -> tuple[int, list[str]]:
    """Run the command; return its exit code and what it said."""
    said = io.StringIO()
    try:
        call_command("check_integrity", *args, stdout=said, stderr=io.StringIO())
    except SystemExit as stop:
        return int(str(stop.code)), said.getvalue().splitlines()
    return 0, said.getvalue().splitlines()


def found() -> set[str]:
    return {fault.record for fault in integrity.faults()}


def in_trail(model: Any) -> set[str]:
    """The records of one model, and events, that the trail alone finds wrong."""
    return {record for record, _ in chain.verify([model])}


def said_of(record: str) -> str:
    return " ".join(f.problem for f in integrity.faults() if f.record == record)


def some_row(model: type[models.Model]) -> models.Model:
    rows = list(model._base_manager.order_by("pk"))
    return rows[len(rows) // 2]


def test_a_clinic_in_order_has_no_fault(world: World) -> None:
    code, lines = check()
    assert code == 0
    head = ChainHead.objects.get()
    assert lines == [
        f"All {integrity.records()} records are as they were signed.",
        f"Newest event, to be noted elsewhere: {head.seq}:{head.hash}",
    ]


def test_the_result_as_json(world: World) -> None:
    code, lines = check("--json")
    result = json.loads("\n".join(lines))
    assert code == 0
    assert result["ok"] is True
    assert (result["records"], result["faults"]) == (integrity.records(), [])


@pytest.mark.parametrize("model", TABLES, ids=NAMES)
def test_one_byte_changed_in_any_column_names_the_record(world: World, model: Any) -> None:
    unseen = []
    with unguarded():
        row = some_row(model)
        name = chain.reference(row)
        for column in [f.column for f in model._meta.concrete_fields]:
            with undone():
                changed = flip_one_byte(row, column)
                if changed and name not in in_trail(model):
                    unseen.append(column)
    assert unseen == []


@pytest.mark.parametrize("model", SAMPLE, ids=[m.__name__ for m in SAMPLE])
def test_the_command_names_the_record_and_exits_with_1(world: World, model: Any) -> None:
    row = some_row(model)
    column = [f.column for f in model._meta.concrete_fields if not f.primary_key][-1]
    with undone():
        with unguarded():
            assert flip_one_byte(row, column)
        code, lines = check()
    assert code == 1
    assert any(line.startswith(f"{chain.reference(row)} ") for line in lines)


@pytest.mark.parametrize("model", TABLES, ids=NAMES)
def test_a_row_deleted_is_missed(world: World, model: Any) -> None:
    row = some_row(model)
    with undone(), unguarded():
        sql(f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s", row.pk)
        assert chain.reference(row) in in_trail(model)


@pytest.mark.parametrize("model", TABLES[:-2], ids=NAMES[:-2])
def test_a_row_added_past_the_trail_is_named(world: World, model: Any) -> None:
    extra = copy_of(some_row(model))
    extra.pk = 4242
    for column in _unique(model):
        value = getattr(extra, column)
        setattr(extra, column, f"{value[:-2]}-x" if isinstance(value, str) else 4242)
    if isinstance(extra, Review):
        extra.state = "superseded"
    if isinstance(extra, SignOff):
        extra.meaning = "reviewed_no_change"
    if isinstance(extra, Assignment | Schedule):
        extra.outcome = "returned"
    with undone(), unguarded():
        plant(extra)
        assert f"{model._meta.model_name}:4242" in in_trail(model)


def _unique(model: type[models.Model]) -> list[str]:
    """One column of each unique constraint, to keep out of its way."""
    single = [f.attname for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    together = [c.fields[-1] for c in model._meta.total_unique_constraints]
    return single + [model._meta.get_field(name).attname for name in together]


# --- the trail itself -------------------------------------------------------------------------


def test_the_last_event_cut_off_is_noticed(world: World) -> None:
    last = AuditEvent.objects.latest("seq")
    with undone():
        with unguarded():
            sql("DELETE FROM education_auditevent WHERE seq = %s", last.seq)
        assert "chainhead:1" in found()


def test_events_cut_off_together_with_the_head_leave_their_rows_behind(world: World) -> None:
    cut = AuditEvent.objects.filter(action="page.published").latest("seq")
    before = AuditEvent.objects.get(seq=cut.seq - 1)
    with undone():
        with unguarded():
            sql("DELETE FROM education_auditevent WHERE seq >= %s", cut.seq)
            sql("UPDATE education_chainhead SET seq = %s, hash = %s", before.seq, before.hash)
        assert f"edition:{cut.subject.split(':')[1]}" in found()


def test_a_whole_trail_rewritten_differs_from_an_event_noted_elsewhere(world: World) -> None:
    _, lines = check()
    noted = lines[-1].rpartition(" ")[2]
    assert check("--noted", noted)[0] == 0
    with undone():
        with unguarded():
            rewrite_trail()
        assert check()[0] == 0
        code, lines = check("--noted", noted)
    assert (code, lines) == (
        1,
        [f"auditevent:{noted.split(':')[0]} is not the event that was noted elsewhere."],
    )


def rewrite_trail() -> None:
    """Change the first event, and every hash after it: consistent in itself."""
    previous = chain.GENESIS
    for event in AuditEvent.objects.order_by("seq"):
        event.previous_hash = previous
        if event.seq == 1:
            event.action = "somebody.else"
        event.hash = previous = chain._event_hash(event)
        AuditEvent.objects.filter(seq=event.seq).update(
            action=event.action, previous_hash=event.previous_hash, hash=event.hash
        )
    ChainHead.objects.update(hash=previous)


def test_an_event_that_was_never_noted_is_asked_for_in_one_sentence(world: World) -> None:
    with pytest.raises(CommandError, match="Give --noted"):
        check("--noted", "yesterday")


def test_a_role_given_with_raw_sql_names_the_person(world: World) -> None:
    group = Group.objects.get(name="Clinician")
    sql(
        "INSERT INTO education_user_groups (user_id, group_id) VALUES (%s, %s)",
        world.pat.pk,
        group.pk,
    )
    assert found() == {f"user:{world.pat.pk}"}


def test_a_password_set_with_raw_sql_names_the_person(world: World) -> None:
    sql("UPDATE education_user SET password = 'x' WHERE id = %s", world.dr_bell.pk)
    assert found() == {f"user:{world.dr_bell.pk}"}


def test_a_page_taken_away_without_a_withdrawal_is_named(world: World) -> None:
    sql("DELETE FROM education_livepage")
    assert found() == {f"livepage:{world.live.pk}", f"indexedpage:{world.live.edition_id}"}


def test_a_column_added_later_with_a_default_leaves_old_digests_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    topic = Topic(title="Kidneys")
    before = chain.digest(topic)
    added = models.CharField(max_length=5, default="", name="later")
    added.set_attributes_from_name("later")
    topic.later = ""
    monkeypatch.setitem(
        Topic._meta.__dict__, "concrete_fields", (*Topic._meta.concrete_fields, added)
    )
    assert chain.digest(topic) == before
    topic.later = "x"  # type: ignore[attr-defined]
    assert chain.digest(topic) != before


# --- the guards -------------------------------------------------------------------------------


def test_each_guard_that_is_gone_is_named_and_put_back(db: None) -> None:
    gone: list[str] = []
    for guard in guards.guards(connection.vendor):
        drop(guard.trigger, guard.table)
        gone.append(guard.trigger)
        assert guards.missing() == gone
    guards.install()
    assert guards.missing() == []


def test_a_guard_that_is_gone_makes_the_command_fail(world: World) -> None:
    drop("countersign_edition_no_update", "education_edition")
    assert check() == (1, ["countersign_edition_no_update does not guard its table any more."])


def test_a_guard_with_other_words_under_its_name_is_named(world: World) -> None:
    name, table = "countersign_edition_no_update", "education_edition"
    drop(name, table)
    if SQLITE:
        sql(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN FALSE BEGIN SELECT 1; END")
    else:
        sql(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN (FALSE) "
            f"EXECUTE FUNCTION {name}()"
        )
    assert found() == {name}


@pytest.mark.skipif(SQLITE, reason="SQLite cannot disable a trigger")
@pytest.mark.parametrize("how", ["DISABLE TRIGGER", "ENABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_a_guard_that_sleeps_is_named(world: World, how: str) -> None:
    settle()
    sql(f"ALTER TABLE education_edition {how} countersign_edition_no_update")
    assert found() == {"countersign_edition_no_update"}


@pytest.mark.skipif(SQLITE, reason="SQLite's triggers have no functions")
def test_a_guard_whose_function_was_replaced_is_named(world: World) -> None:
    sql(
        "CREATE OR REPLACE FUNCTION countersign_edition_no_update() RETURNS trigger "
        "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    )
    assert found() == {"countersign_edition_no_update"}


def test_a_strange_trigger_on_a_guarded_table_is_named(world: World) -> None:
    settle()
    if SQLITE:
        sql("CREATE TRIGGER helper AFTER INSERT ON education_livepage BEGIN SELECT 1; END")
    else:
        sql("CREATE FUNCTION helper() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        sql(
            "CREATE TRIGGER helper BEFORE INSERT ON education_livepage FOR EACH ROW "
            "EXECUTE FUNCTION helper()"
        )
    assert found() == {"helper"}


# --- forgeries that fit the trail are judged by what they say ---------------------------------


def forge(row: models.Model, **changes: Any) -> str:
    """Write a row past the guards and record it, as if a verb had done it."""
    for name, value in changes.items():
        setattr(row, name, value)
    row.save_base(raw=True)
    chain.record("forged", actor=User.objects.get(username="root"), subject=row, wrote=[row])
    return chain.reference(row)


SIGNATURES: dict[str, Any] = {
    "wrote or submitted": lambda w: {"signer": w.alice},
    "other than its review's": lambda w: {"fingerprint": "0" * 64},
    "older than what it signs": lambda w: {
        "signed_at": w.signed.submitted_at - timedelta(seconds=1)
    },
    "cannot be said": lambda w: {"meaning": "claim_checked"},
    "not its signer's": lambda w: {"credential": w.credential(w.dr_dunn)},
    "not valid on the day": lambda w: {"signed_at": w.signed.submitted_at + timedelta(days=9999)},
    "does not print the registration": lambda w: {"register_number": "1"},
}


@pytest.mark.parametrize("problem", SIGNATURES)
def test_a_recorded_signature_that_is_not_lawful_is_named(world: World, problem: str) -> None:
    with undone():
        with unguarded():
            name = forge(world.signed.sign_offs.get(), **SIGNATURES[problem](world))
        assert problem in said_of(name)


RULES: dict[str, Any] = {
    "review does not hold the text of its fingerprint": lambda w: (
        w.signed,
        {"fingerprint": "0" * 64},
    ),
    "review holds a claim that is not the one": lambda w: (w.signed, retold(w.signed)),
    "review holds the text of another record": lambda w: (
        w.signed,
        {"manuscript": w.waiting.manuscript, "fingerprint": w.waiting.fingerprint},
    ),
    "review does not count who submitted it": lambda w: (w.signed, {"contributors": []}),
    "review stands as signed without enough": lambda w: (w.waiting, {"state": "signed"}),
    "review stands as signed without anybody from": lambda w: (
        w.high,
        {"state": "signed", "required_sign_offs": 1},
    ),
    "review is published without an edition": lambda w: (w.signed, {"state": "published"}),
    "edition is not the text of its review": lambda w: (w.edition, {"fingerprint": "0" * 64}),
    "edition has another title": lambda w: (w.edition, {"title": "Diabetes heals"}),
    "editionclaim is tied to the review of another claim": lambda w: (
        tie(w),
        {"fingerprint": "0" * 64},
    ),
    "editionclaim is tied to a review that was not signed": lambda w: (
        tie(w),
        {"review": Review.objects.get(claim__isnull=False, state="open")},
    ),
    "livepage stands at an address": lambda w: (w.live, {"slug": "cure"}),
    "livepage serves an edition that was withdrawn": lambda w: (
        w.live,
        {"edition": w.withdrawal.edition},
    ),
    "livepage serves an edition that is not the newest": lambda w: (w.live, {"edition": w.older}),
    "livepage says it was reviewed": lambda w: (w.live, {"reviewed_at": ages_ago(1)}),
    "livepage stays up longer": lambda w: (
        w.live,
        {"lapses_on": w.live.lapses_on + timedelta(days=1)},
    ),
    "withdrawal names another page": lambda w: (w.withdrawal, {"topic": w.topic}),
    "topic does not say what its newest history says": lambda w: (w.topic, {"title": "Cure"}),
}


def tie(w: World) -> EditionClaim:
    return w.edition.edition_claims.get()


def retold(review: Review) -> dict[str, str]:
    """A claim's words changed under its old embedded fingerprint."""
    text = review.manuscript.replace("can harm the filters", "never harms the filters")
    assert text != review.manuscript
    return {"manuscript": text, "fingerprint": sha256(text)}


@pytest.mark.parametrize("problem", RULES)
def test_a_recorded_row_that_breaks_a_rule_is_named(world: World, problem: str) -> None:
    row, changes = RULES[problem](world)
    with undone():
        with unguarded():
            name = forge(row, **changes)
        assert problem.partition(" ")[2] in said_of(name)


def test_a_live_page_whose_claim_is_not_signed_any_more_is_named(world: World) -> None:
    review = Review.objects.get(claim=world.claim)
    with undone():
        with unguarded():
            forge(review, state="superseded")
        assert "a claim that is not signed any more" in said_of(f"livepage:{world.live.pk}")


def test_an_edition_without_the_row_of_a_claim_is_named(world: World) -> None:
    with undone():
        with unguarded():
            sql("DELETE FROM education_editionclaim WHERE edition_id = %s", world.edition.pk)
        assert "exactly the claims in it" in said_of(f"edition:{world.edition.pk}")


def test_a_credential_renewed_later_leaves_old_signatures_as_they_are(world: World) -> None:
    today = world.signed.submitted_at.date()
    edit(world.credential(world.dr_bell), by=world.ada, valid_from=today + timedelta(days=1))
    assert found() == set()


def test_a_table_is_read_a_batch_at_a_time(world: World) -> None:
    sizes = [len(rows) for rows in chain.batches(AuditEvent, 10)]
    assert sum(sizes) == AuditEvent.objects.count()
    assert max(sizes) == 10


def test_what_cannot_be_read_ahead_is_judged_by_itself(world: World) -> None:
    """One damaged record does not keep the others of its batch from being judged."""

    def broken(rows: list[Any]) -> None:
        raise ValueError("damaged")

    with unguarded():
        SignOff.objects.filter(review=world.signed).update(fingerprint="0" * 64)
    judge = integrity._each(SignOff, broken)
    signature = SignOff.objects.get(review=world.signed)
    assert [(f.record, f.problem) for f in judge()] == [
        (chain.reference(signature), "signs a text other than its review's.")
    ]
