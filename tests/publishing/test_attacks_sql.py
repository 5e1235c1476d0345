"""Raw SQL against the signed records: every statement is refused, and nothing is changed.

Not one line of Python of ours stands between these statements and the database.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F

from education.audit.models import AuditEvent, ChainHead
from education.content.manuscript import sha256
from education.people.models import Specialty, User
from education.publishing.models import Edition, EditionClaim, LivePage
from education.publishing.sealed import ENDING, KEPT, SEALED, history_models, model_of
from education.review.models import Review, SignOff
from tests.publishing.world import World, ages_ago, copy_of, plant, signature, sql, state

pytestmark = pytest.mark.django_db

Attack = Callable[[World], None]
SQLITE = connection.vendor == "sqlite"
on_sqlite = pytest.mark.skipif(not SQLITE, reason="SQLite spells it this way")
on_postgresql = pytest.mark.skipif(SQLITE, reason="PostgreSQL spells it this way")


def refuse(world: World, *attacks: Attack) -> None:
    """Run each attack; the database says no every time, and in the end everything is as it was."""
    before = state()
    for attack in attacks:
        with pytest.raises(DatabaseError):
            attack(world)
    assert state() == before


def run(statement: str) -> Attack:
    return lambda _: sql(statement)


def orm(act: Callable[[], Any]) -> Attack:
    def attack(_: World) -> None:
        with transaction.atomic():
            act()

    return attack


# --- every sealed and kept table, the same way ------------------------------------------------

NEVER_CHANGED = [*map(model_of, SEALED), *history_models()]
NEVER_GONE = [*NEVER_CHANGED, *map(model_of, (*KEPT, *ENDING))]


def names(models_: list[Any]) -> list[str]:
    return [m.__name__ for m in models_]


def columns(model: type[models.Model], *, pk: str) -> str:
    keys = [f.column for f in model._meta.concrete_fields]
    return ", ".join(pk if c == model._meta.pk.column else c for c in keys)


@pytest.mark.parametrize("model", NEVER_CHANGED, ids=names(NEVER_CHANGED))
def test_a_sealed_row_is_not_updated(world: World, model: Any) -> None:
    table, pk = model._meta.db_table, model._meta.pk.column
    fields = model._meta.concrete_fields
    upsert = f"INSERT INTO {table} SELECT * FROM {table} WHERE TRUE ON CONFLICT ({pk}) DO UPDATE"
    rows, others = list(model._base_manager.all()), [f.name for f in fields if not f.primary_key]
    refuse(
        world,
        *(run(f"UPDATE {table} SET {f.column} = {f.column}") for f in fields),
        run(f"{upsert} SET {pk} = excluded.{pk}"),
        orm(lambda: model._base_manager.update(**{others[0]: F(others[0])})),
        orm(lambda: model._base_manager.bulk_update(rows, others)),
    )


@pytest.mark.parametrize("model", NEVER_GONE, ids=names(NEVER_GONE))
def test_a_kept_row_is_not_deleted(world: World, model: Any) -> None:
    every = model._base_manager.all()
    refuse(
        world, run(f"DELETE FROM {model._meta.db_table}"), orm(lambda: every._raw_delete("default"))
    )


@on_sqlite
@pytest.mark.parametrize("model", NEVER_GONE, ids=names(NEVER_GONE))
def test_a_kept_row_is_not_replaced(world: World, model: Any) -> None:
    table, pk = model._meta.db_table, model._meta.pk.column
    ways = ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL"]
    attacks = [run(f"{way} INTO {table} SELECT * FROM {table}") for way in ways]
    if any(f.unique and not f.primary_key for f in model._meta.concrete_fields):
        # Another key, and what is in the way goes without asking any delete trigger.
        other = columns(model, pk=f"{pk} + 1000")
        attacks.append(run(f"INSERT OR REPLACE INTO {table} SELECT {other} FROM {table}"))
    refuse(world, *attacks)


@on_postgresql
@pytest.mark.parametrize("model", [*NEVER_GONE, LivePage], ids=[*names(NEVER_GONE), "LivePage"])
def test_a_kept_table_is_not_emptied(world: World, model: Any) -> None:
    refuse(world, run(f"TRUNCATE {model._meta.db_table} CASCADE"))


# --- one attack a line ------------------------------------------------------------------------


def edition_saying(world: World, text: str, fingerprint: str = "", **fields: Any) -> Edition:
    """An edition of the signed, unpublished page with other words in it."""
    page = json.loads(text)
    values: dict[str, Any] = {
        "topic_id": world.signed.topic_id,
        "number": 1,
        "review_id": world.signed.pk,
        "manuscript": text,
        "fingerprint": fingerprint or world.signed.fingerprint,
        **{name: page[name] for name in ("language", "slug", "title", "kind", "answer")},
    }
    return copy_of(world.edition, **{**values, **fields})  # type: ignore[no-any-return]


def swapped(world: World, old: str, new: str, *, rehash: bool = False) -> Attack:
    text = world.signed.manuscript.replace(old, new, 1)
    assert text != world.signed.manuscript
    return lambda w: plant(edition_saying(w, text, sha256(text) if rehash else ""))


def other_edition(**fields: Any) -> Attack:
    return lambda w: plant(edition_saying(w, w.signed.manuscript, **fields))


#: Words of the signed page, with what an attacker would rather have there.
EDITIONS: dict[str, Callable[[World], Attack]] = {
    "another word under the signed fingerprint": lambda w: swapped(w, "harm", "heal"),
    "one character more": lambda w: swapped(w, "kidneys over", "kidneys  over"),
    "one character less": lambda w: swapped(w, "Diabetes can", "Diabetes an"),
    "a new fingerprint for new words": lambda w: swapped(w, "harm", "heal", rehash=True),
    "a homoglyph (Cyrillic a)": lambda w: swapped(w, "harm", "h\u0430rm"),
    "a zero-width space": lambda w: swapped(w, "harm", "ha\u200brm"),
    "the same letters, decomposed": lambda w: swapped(w, "Diabetes", "Diabe\u0301tes", rehash=True),
    "keys in another order": lambda w: (
        lambda x: plant(edition_saying(x, json.dumps(json.loads(x.signed.manuscript))))
    ),
    "a title that was not signed": lambda w: other_edition(title="Diabetes heals your kidneys"),
    "a slug that was not signed": lambda w: other_edition(slug="cure"),
    "an answer that was not signed": lambda w: other_edition(answer="Diabetes is harmless."),
    "a language that was not signed": lambda w: other_edition(language="es"),
    "a kind that was not signed": lambda w: other_edition(kind="treatment"),
    "the review of another topic": lambda w: other_edition(topic_id=w.topic.pk, number=3),
    "a number left out": lambda w: other_edition(number=2),
    "a review that waits": lambda w: (
        lambda x: plant(
            edition_saying(
                x,
                x.waiting.manuscript,
                x.waiting.fingerprint,
                review_id=x.waiting.pk,
                topic_id=x.waiting.topic_id,
            )
        )
    ),
    "a review with one signature of two": lambda w: (
        lambda x: plant(
            edition_saying(
                x,
                x.high.manuscript,
                x.high.fingerprint,
                review_id=x.high.pk,
                topic_id=x.high.topic_id,
            )
        )
    ),
    "a claim's review": lambda w: (
        lambda x: plant(
            edition_saying(x, x.signed.manuscript, review_id=Review.objects.get(claim=x.claim).pk)
        )
    ),
}


@pytest.mark.parametrize("name", EDITIONS)
def test_an_edition_with_anything_but_the_signed_words_is_refused(world: World, name: str) -> None:
    refuse(world, EDITIONS[name](world))


def forged(**fields: Any) -> Attack:
    return lambda w: plant(signature(w, **fields))


def named(user: User) -> dict[str, Any]:
    return {"signer_id": user.pk, "printed_name": user.printed_name}


SIGNATURES: dict[str, Callable[[World], Attack]] = {
    "by the author": lambda w: forged(**named(w.alice)),
    "by somebody who holds no credential": lambda w: forged(**named(w.pat)),
    "with a colleague's credential": lambda w: forged(credential_id=w.credential(w.dr_bell).pk),
    "under another name": lambda w: forged(printed_name="Dr Famous"),
    "with another profession": lambda w: forged(profession="Professor of everything"),
    "with another register number": lambda w: forged(register_number="1"),
    "with a specialty not held": lambda w: forged(specialties=["nephrology"]),
    "on another fingerprint": lambda w: forged(fingerprint=w.signed.fingerprint),
    "before the text was submitted": lambda w: forged(signed_at=ages_ago()),
    "before the credential was valid": lambda w: forged(signed_at=ages_ago(5000)),
    "after the credential ended": lambda w: forged(
        signed_at=w.waiting.submitted_at + timedelta(days=5000)
    ),
    "as a reaffirmation of an open review": lambda w: forged(meaning="reviewed_no_change"),
    "on a review that is signed already": lambda w: forged(
        review_id=w.signed.pk, fingerprint=w.signed.fingerprint
    ),
    "copied from another review": lambda w: (
        lambda x: plant(
            copy_of(SignOff.objects.filter(review=x.signed).get(), review_id=x.waiting.pk)
        )
    ),
    "a second one by the same clinician": lambda w: (
        lambda x: plant(copy_of(SignOff.objects.filter(review=x.high).get()))
    ),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_forged_signature_is_refused(world: World, name: str) -> None:
    refuse(world, SIGNATURES[name](world))


def review(**fields: Any) -> Attack:
    return lambda w: plant(copy_of(w.signed, **{"state": "open", **fields}))


def risky_review(**fields: Any) -> Attack:
    return lambda w: plant(copy_of(w.high, state="open", **fields))


def move(to: str, pick: Callable[[World], Review]) -> Callable[[World], Attack]:
    return lambda w: (
        lambda x: sql("UPDATE education_review SET state = %s WHERE id = %s", to, pick(x).pk)
    )


def claim_review(w: World) -> Review:
    return Review.objects.get(claim=w.claim)


REVIEWS: dict[str, Callable[[World], Attack]] = {
    "inserted as signed": lambda w: review(state="signed"),
    "inserted as published": lambda w: review(state="published"),
    "over a text that is not its fingerprint's": lambda w: review(fingerprint="0" * 64),
    "of another topic than its text": lambda w: review(topic_id=w.withdrawal.topic_id),
    "of a topic and a claim at once": lambda w: review(claim_id=w.claim.pk),
    "without its author among the contributors": lambda w: review(
        contributors=[w.cora.pk], submitted_by_id=w.cora.pk
    ),
    "without its submitter among the contributors": lambda w: review(submitted_by_id=w.cora.pk),
    "that asks for no signature": lambda w: review(required_sign_offs=0),
    "of a high risk, as if it were routine": lambda w: risky_review(
        risk_class="routine", required_sign_offs=1
    ),
    "of a high risk, with one signature": lambda w: risky_review(required_sign_offs=1),
    "of a high risk, without a specialty": lambda w: risky_review(specialty=""),
    "open to signed, without a signature": move("signed", lambda w: w.waiting),
    "open to signed, with one of two": move("signed", lambda w: w.high),
    "open to published": move("published", lambda w: w.waiting),
    "signed to published, without an edition": move("published", lambda w: w.signed),
    "published to open": move("open", lambda w: w.edition.review),
    "published to signed": move("signed", lambda w: w.edition.review),
    "signed to open": move("open", lambda w: w.signed),
    "to a state that is none": move("approved", lambda w: w.waiting),
    "to no state": lambda w: lambda x: sql("UPDATE education_review SET state = NULL"),
    **{
        f"another {column}": lambda w, c=column: (
            lambda x: sql(
                f"UPDATE education_review SET {c} = %s WHERE id = {x.signed.pk}", value_for(c)
            )
        )
        for column in (
            *("id", "topic_id", "claim_id", "manuscript", "fingerprint", "submitted_by_id"),
            *("submitted_at", "contributors", "findings", "lexicon_version", "risk_class"),
            *("specialty", "required_sign_offs", "valid_months", "grace_days", "due_on"),
        )
    },
    "a waiting review replaced by another": lambda w: (
        lambda x: sql(
            ("INSERT OR REPLACE" if SQLITE else "INSERT")
            + f" INTO education_review SELECT {columns(Review, pk='id + 1000')} "
            f"FROM education_review WHERE id = {x.waiting.pk}"
        )
    ),
}


def value_for(column: str) -> Any:
    kind = Review._meta.get_field(column.removesuffix("_id") if column != "id" else "id")
    if isinstance(kind, models.JSONField):
        return json.dumps([424242])
    if isinstance(kind, models.DateField):
        return ages_ago().date() if column == "due_on" else ages_ago()
    if isinstance(kind, models.CharField | models.TextField):
        return "x"
    return 42


@pytest.mark.parametrize("name", REVIEWS)
def test_a_review_that_did_not_happen_is_refused(world: World, name: str) -> None:
    if "of a high risk" in name:  # Out of the way, so that it is not what refuses.
        sql("UPDATE education_review SET state = 'superseded' WHERE id = %s", world.high.pk)
    refuse(world, REVIEWS[name](world))


def live(**fields: Any) -> Attack:
    def attack(w: World) -> None:
        sets = ", ".join(f"{name} = %s" for name in fields)
        sql(f"UPDATE education_livepage SET {sets} WHERE id = {w.live.pk}", *fields.values())

    return attack


def planted_live(world: World, edition: Edition, **fields: Any) -> Attack:
    values = {"topic_id": edition.topic_id, "edition_id": edition.pk, "slug": edition.slug}
    return lambda w: plant(copy_of(w.live, **{**values, **fields}))


def taken_down_first(attack: Attack) -> Attack:
    """The page is taken down by hand (which is allowed); what is refused is what follows."""

    def both(w: World) -> None:
        sql(f"DELETE FROM education_livepage WHERE id = {w.live.pk}")
        attack(w)

    return both


LIVE_PAGES: dict[str, Callable[[World], Attack]] = {
    "to an older edition": lambda w: live(edition_id=w.older.pk),
    "to a withdrawn edition": lambda w: live(edition_id=w.withdrawal.edition_id),
    "to another topic's edition": lambda w: live(topic_id=w.signed.topic_id),
    "to no edition": lambda w: live(edition_id=0),
    "at an address that was not signed": lambda w: live(slug="cure"),
    "in a language that was not signed": lambda w: live(language="es"),
    "a withdrawn edition put back": lambda w: planted_live(w, w.withdrawal.edition),
    "reviewed when nobody signed": lambda w: live(
        reviewed_at=w.live.reviewed_at + timedelta(days=9)
    ),
    "reviewed in the past": lambda w: live(reviewed_at=ages_ago()),
    "due later than the policy": lambda w: live(review_due=w.live.review_due + timedelta(days=1)),
    "lapsing later than the policy": lambda w: live(lapses_on=w.live.lapses_on + timedelta(days=1)),
    "under another key": lambda w: live(id=4242),
}


@pytest.mark.parametrize("name", LIVE_PAGES)
def test_a_live_pointer_to_anything_but_the_signed_page_is_refused(world: World, name: str) -> None:
    refuse(world, LIVE_PAGES[name](world))


def test_an_older_edition_is_not_put_live_in_place_of_a_page_taken_down(world: World) -> None:
    sql(f"DELETE FROM education_livepage WHERE id = {world.live.pk}")
    refuse(world, planted_live(world, world.older, reviewed_at=ages_ago()))
    signed_at = SignOff.objects.get(review=world.older.review).signed_at
    refuse(world, planted_live(world, world.older, reviewed_at=signed_at))


def test_an_edition_without_the_rows_of_its_claims_is_not_put_live(world: World) -> None:
    edition = edition_saying(world, world.signed.manuscript)
    plant(edition)
    signed_at = SignOff.objects.get(review=world.signed).signed_at
    refuse(world, planted_live(world, edition, reviewed_at=signed_at))


CLAIMS: dict[str, Callable[[World], Attack]] = {
    "with the review of another claim": lambda w: (
        lambda x: plant(copy_of(tie(x), claim_id=x.waiting.page().claims[0].claim_id))
    ),
    "that does not stand in the text": lambda w: (
        lambda x: plant(copy_of(tie(x), edition_id=x.withdrawal.edition_id))
    ),
    "with a review that waits": lambda w: (
        lambda x: plant(
            copy_of(tie(x), review_id=Review.objects.get(claim__isnull=False, state="open").pk)
        )
    ),
    "with another fingerprint": lambda w: lambda x: plant(copy_of(tie(x), fingerprint="0" * 64)),
    "twice": lambda w: lambda x: plant(copy_of(tie(x))),
}


def tie(w: World) -> EditionClaim:
    return w.edition.edition_claims.get()


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_in_an_edition_is_refused(world: World, name: str) -> None:
    refuse(world, CLAIMS[name](world))


def withdrawal(**fields: Any) -> Attack:
    return lambda w: plant(copy_of(w.withdrawal, **fields))


WITHDRAWALS: dict[str, Callable[[World], Attack]] = {
    "of an edition that is live": lambda w: withdrawal(
        edition_id=w.edition.pk, topic_id=w.topic.pk
    ),
    "a second time": lambda w: withdrawal(),
    "of another topic's edition": lambda w: withdrawal(edition_id=w.older.pk),
    "before it was published": lambda w: withdrawal(
        edition_id=w.older.pk, topic_id=w.topic.pk, at=ages_ago()
    ),
}


@pytest.mark.parametrize("name", WITHDRAWALS)
def test_a_withdrawal_is_refused(world: World, name: str) -> None:
    refuse(world, WITHDRAWALS[name](world))


def event(**fields: Any) -> Attack:
    def attack(w: World) -> None:
        head = ChainHead.objects.get()
        last = AuditEvent.objects.get(seq=head.seq)
        values = {"seq": head.seq + 1, "previous_hash": head.hash, "hash": "f" * 64}
        plant(copy_of(last, **{**values, **fields}))

    return attack


TRAIL: dict[str, Callable[[World], Attack]] = {
    "an event out of its turn": lambda w: event(seq=1_000_000),
    "an event in place of another": lambda w: event(seq=1),
    "an event that follows another": lambda w: event(previous_hash="e" * 64),
    "an event with the hash of another": lambda w: event(
        hash=AuditEvent.objects.order_by("seq")[3].hash
    ),
    "the head moved back": lambda w: lambda x: sql("UPDATE education_chainhead SET seq = seq - 1"),
    "the head moved on": lambda w: lambda x: sql("UPDATE education_chainhead SET seq = seq + 1"),
    "the head's hash": lambda w: lambda x: sql("UPDATE education_chainhead SET hash = ''"),
    "a second head": lambda w: lambda x: plant(ChainHead(pk=2)),
    "the head's key": lambda w: lambda x: sql("UPDATE education_chainhead SET id = 2"),
}


@pytest.mark.parametrize("name", TRAIL)
def test_the_trail_is_not_rewritten(world: World, name: str) -> None:
    refuse(world, TRAIL[name](world))


PEOPLE: dict[str, Callable[[World], Attack]] = {
    "exchange two people's keys": lambda w: (
        lambda x: sql("UPDATE education_user SET id = %s WHERE id = %s", 4242, x.dr_bell.pk)
    ),
    "exchange a credential's key": lambda w: (
        lambda x: sql(
            "UPDATE education_credential SET id = 4242 WHERE id = %s", x.credential(x.dr_bell).pk
        )
    ),
    "a credential checked by its holder": lambda w: (
        lambda x: sql("UPDATE education_credential SET verified_by_id = user_id")
    ),
    "push a person out by taking the name": lambda w: (
        lambda x: sql(
            ("UPDATE OR REPLACE" if SQLITE else "UPDATE")
            + " education_user SET username = 'dr_dunn' WHERE id = %s",
            x.alice.pk,
        )
    ),
    "push a credential out by taking its number": lambda w: (
        lambda x: sql(
            ("UPDATE OR REPLACE" if SQLITE else "UPDATE")
            + " education_credential SET register_number = %s WHERE id = %s",
            x.credential(x.dr_dunn).register_number,
            x.credential(x.dr_cole).pk,
        )
    ),
    "a specialty renamed onto another": lambda w: (
        lambda x: sql(
            ("UPDATE OR REPLACE" if SQLITE else "UPDATE")
            + " education_specialty SET slug = 'nephrology' WHERE id = %s",
            Specialty.objects.get(slug="general-practice").pk,
        )
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_people_are_not_exchanged(world: World, name: str) -> None:
    refuse(world, PEOPLE[name](world))


# --- around the guards ------------------------------------------------------------------------


def test_a_forged_signature_that_the_trail_does_not_know_makes_no_edition(world: World) -> None:
    """The forged row itself fits every rule; it is not in the trail, so it counts for nothing."""
    for one in Review.objects.filter(state="open").exclude(pk=world.high.pk):
        kind = "clinical_review" if one.topic_id else "claim_checked"
        plant(signature(world, review_id=one.pk, fingerprint=one.fingerprint, meaning=kind))
        sql("UPDATE education_review SET state = 'signed' WHERE id = %s", one.pk)
    text = world.waiting.manuscript
    refuse(
        world,
        lambda w: plant(
            edition_saying(
                w,
                text,
                w.waiting.fingerprint,
                review_id=w.waiting.pk,
                topic_id=w.waiting.topic_id,
            )
        ),
    )


@on_postgresql
def test_a_temporary_table_does_not_hide_what_a_guard_reads(world: World) -> None:
    sql("CREATE TEMPORARY TABLE education_withdrawal ON COMMIT DROP AS SELECT 1 AS edition_id")
    sql("DELETE FROM pg_temp.education_withdrawal")
    with pytest.raises(DatabaseError):
        planted_live(world, world.withdrawal.edition)(world)
    sql("DROP TABLE pg_temp.education_withdrawal")


@on_postgresql
def test_guards_also_fire_where_triggers_are_off_for_replication(world: World) -> None:
    sql("SET LOCAL session_replication_role = replica")
    refuse(world, lambda w: sql("UPDATE education_edition SET title = 'x'"))
    sql("SET LOCAL session_replication_role = origin")


@on_sqlite
def test_switched_off_constraints_do_not_switch_off_guards(world: World) -> None:
    sql("PRAGMA ignore_check_constraints = ON")
    try:
        credential = world.credential(world.dr_dunn)
        sql("UPDATE education_credential SET verified_by_id = user_id WHERE id = %s", credential.pk)
        refuse(world, forged())
        refuse(world, lambda w: sql("UPDATE education_chainhead SET id = 2"))
    finally:
        sql("PRAGMA ignore_check_constraints = OFF")


def test_what_the_attacks_start_from_would_be_accepted(world: World) -> None:
    """They fail for what is wrong in them, not because nothing passes."""
    plant(edition := edition_saying(world, world.signed.manuscript))
    claim = world.signed.page().claims[0]
    tied = Review.objects.get(claim=claim.claim_id)
    ids = {"edition_id": edition.pk, "claim_id": tied.claim_id, "review_id": tied.pk}
    plant(copy_of(tie(world), fingerprint=tied.fingerprint, **ids))
    signed_at = SignOff.objects.get(review=world.signed).signed_at
    planted_live(world, edition, reviewed_at=signed_at)(world)
    plant(signature(world))
    withdrawal(edition_id=world.older.pk, topic_id=world.topic.pk)(world)
    event()(world)


def test_a_review_like_another_would_be_accepted(world: World) -> None:
    sql("UPDATE education_review SET state = 'superseded' WHERE id = %s", world.high.pk)
    review()(world)
    risky_review()(world)
