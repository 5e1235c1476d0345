"""What the database itself refuses, on SQLite and PostgreSQL alike.

Each guard is a trigger: a table, a moment, and the SQL condition under which the statement is
refused. Conditions are written once, with a few words that each database spells its own way
(``Dialect``). Guards are installed after every migrate, because SQLite drops triggers silently
when it rebuilds a table (pitfalls D1); ``missing`` tells ``check_integrity`` which are not there.

A condition that is NULL would not fire, so every rule is spelt ``NOT EXISTS (SELECT 1 … WHERE …)``:
what cannot be shown to be right is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models

from education.review.states import State, legal_moves

PREFIX = "countersign_"


@dataclass(frozen=True, slots=True)
class Dialect:
    """The few things that SQLite and PostgreSQL say differently."""

    vendor: str

    def sha256(self, column: str) -> str:
        """Hex SHA-256 of a text column's UTF-8 bytes."""
        if self.vendor == "sqlite":
            # Django registers SHA256 on its connections; one without it fails closed.
            return f"SHA256({column})"
        return f"encode(sha256(convert_to({column}, 'UTF8')), 'hex')"

    def text_at(self, column: str, key: str) -> str:
        """A string inside a column of JSON text."""
        if self.vendor == "sqlite":
            return f"json_extract({column}, '$.{key}')"
        return f"({column}::jsonb ->> '{key}')"

    def int_at(self, column: str, key: str) -> str:
        """An integer inside a column of JSON text."""
        plain = self.text_at(column, key)
        return plain if self.vendor == "sqlite" else f"{plain}::bigint"

    def length_of(self, column: str, key: str) -> str:
        """The length of an array inside a column of JSON text."""
        if self.vendor == "sqlite":
            return f"json_array_length({column}, '$.{key}')"
        return f"jsonb_array_length({column}::jsonb -> '{key}')"

    def each_claim(self, column: str, alias: str) -> str:
        """A FROM item that yields the claims of a manuscript as ``alias.value``."""
        if self.vendor == "sqlite":
            return f"json_each({column}, '$.claims') {alias}"
        return f"jsonb_array_elements({column}::jsonb -> 'claims') {alias}(value)"

    def claim_text(self, alias: str, key: str) -> str:
        """A string of one claim from ``each_claim``."""
        if self.vendor == "sqlite":
            return f"json_extract({alias}.value, '$.{key}')"
        return f"({alias}.value ->> '{key}')"

    def holds(self, array: str, number: str) -> str:
        """A JSON array column holds a number."""
        if self.vendor == "sqlite":
            return f"EXISTS (SELECT 1 FROM json_each({array}) j WHERE j.value = {number})"
        return f"({array} @> to_jsonb({number}))"

    def day(self, moment: str) -> str:
        """The UTC day of a timestamp."""
        if self.vendor == "sqlite":
            return f"date({moment})"
        return f"(({moment}) AT TIME ZONE 'UTC')::date"

    def differs(self, left: str, right: str) -> str:
        """Two values differ, NULL counting as a value."""
        if self.vendor == "sqlite":
            return f"{left} IS NOT {right}"
        return f"{left} IS DISTINCT FROM {right}"


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal: in ``table`` at ``moment`` when ``condition`` holds."""

    table: str
    moment: str
    name: str
    condition: str
    message: str

    @property
    def trigger(self) -> str:
        """The trigger's name in the database; short enough for PostgreSQL's 63 bytes."""
        return f"{PREFIX}{self.table.removeprefix('education_')}_{self.name}"

    def statements(self, vendor: str) -> list[str]:
        """Return the SQL that creates this guard anew."""
        message = self.message.replace("'", "''")
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.trigger}", self.sqlite_sql()]
        each = "FOR EACH STATEMENT" if self.moment == "BEFORE TRUNCATE" else "FOR EACH ROW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.trigger}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$guard$BEGIN IF {self.condition} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {'OLD' if 'DELETE' in self.moment else 'NEW'}; END$guard$",
            f"DROP TRIGGER IF EXISTS {self.trigger} ON {self.table}",
            f"CREATE TRIGGER {self.trigger} {self.moment} ON {self.table} {each} "
            f"EXECUTE FUNCTION {self.trigger}()",
        ]

    def sqlite_sql(self) -> str:
        """Return the CREATE TRIGGER statement as SQLite stores it."""
        message = self.message.replace("'", "''")
        return (
            f"CREATE TRIGGER {self.trigger} {self.moment} ON {self.table} "
            f"WHEN {self.condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def _table(name: str) -> str:
    table: str = apps.get_model("education", name)._meta.db_table
    return table


def _history_tables() -> list[str]:
    return [
        model.history.model._meta.db_table
        for model in apps.get_app_config("education").get_models()
        if hasattr(model, "history") and not model.__name__.startswith("Historical")
    ]


def _never(table: str, verb: str, what: str) -> Guard:
    return Guard(table, f"BEFORE {verb}", f"no_{verb.lower()}", "TRUE", what)


def _sealed_guards(vendor: str) -> Iterator[Guard]:
    """Rows that are written once: no update, no delete, no emptying, no replacing."""
    for name in ("SignOff", "Edition", "EditionClaim", "Withdrawal", "AuditEvent", "Comment"):
        table = _table(name)
        yield _never(table, "UPDATE", f"{name} is a record and is never changed")
        yield from _kept(table, name, vendor)
    for table in _history_tables():
        yield _never(table, "UPDATE", "History is never changed")
        yield from _kept(table, "History", vendor)
    for name in ("Review", "User", "Credential", "Specialty", "ChainHead", "LivePage"):
        table = _table(name)
        if name != "LivePage":  # Taking a page down is always allowed.
            yield from _kept(table, name, vendor)
        elif vendor == "postgresql":
            yield _never(table, "TRUNCATE", f"{name} is never emptied")


def _kept(table: str, name: str, vendor: str) -> Iterator[Guard]:
    yield _never(table, "DELETE", f"{name} is kept for ever")
    if vendor == "postgresql":
        yield _never(table, "TRUNCATE", f"{name} is never emptied")
    else:
        # SQLite's INSERT OR REPLACE deletes without asking the delete trigger.
        pk = next(
            m._meta.pk.column
            for m in apps.get_app_config("education").get_models()
            if m._meta.db_table == table
        )
        yield Guard(
            table,
            "BEFORE INSERT",
            "no_replace",
            f"EXISTS (SELECT 1 FROM {table} t WHERE t.{pk} = NEW.{pk})",
            f"{name} is never replaced",
        )


def _valid_signature(d: Dialect, sign_off: str, review: str) -> str:
    """SQL: this sign-off is a lawful approval of this review."""
    return (
        f"{sign_off}.review_id = {review}.id AND {sign_off}.fingerprint = {review}.fingerprint "
        f"AND {sign_off}.signer_id <> {review}.submitted_by_id "
        f"AND NOT {d.holds(f'{review}.contributors', f'{sign_off}.signer_id')} "
        f"AND EXISTS (SELECT 1 FROM {_table('Credential')} c "
        f"WHERE c.id = {sign_off}.credential_id AND c.user_id = {sign_off}.signer_id "
        f"AND c.verified_by_id <> c.user_id "
        f"AND c.valid_from <= {d.day(f'{sign_off}.signed_at')} "
        f"AND (c.valid_until IS NULL OR c.valid_until >= {d.day(f'{sign_off}.signed_at')}))"
    )


def _enough_signatures(d: Dialect, review: str) -> str:
    return (
        f"{review}.required_sign_offs >= 1 AND (SELECT count(DISTINCT s.signer_id) "
        f"FROM {_table('SignOff')} s WHERE s.meaning <> 'reviewed_no_change' "
        f"AND {_valid_signature(d, 's', review)}) >= {review}.required_sign_offs"
    )


def _unless(source: str, where: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {source} WHERE {where})"


def _review_guards(d: Dialect) -> Iterator[Guard]:
    review = _table("Review")
    model = apps.get_model("education", "Review")
    subject = (
        f"((NEW.topic_id IS NOT NULL AND {d.int_at('NEW.manuscript', 'topic_id')} = NEW.topic_id)"
        f" OR (NEW.claim_id IS NOT NULL AND {d.int_at('NEW.manuscript', 'claim_id')}"
        " = NEW.claim_id))"
    )
    yield Guard(
        review,
        "BEFORE INSERT",
        "starts_open",
        f"NOT COALESCE(NEW.state = 'open' AND {d.sha256('NEW.manuscript')} = NEW.fingerprint "
        f"AND {subject} AND {d.holds('NEW.contributors', 'NEW.submitted_by_id')}, FALSE)",
        "A review starts open, over exactly the text of its fingerprint",
    )
    yield Guard(
        review,
        "BEFORE INSERT",
        "names_its_writers",
        _writer_left_out(d),
        "A review names everyone who wrote its text",
    )
    frozen = [f.column for f in model._meta.concrete_fields if f.name != "state"]
    yield Guard(
        review,
        "BEFORE UPDATE",
        "frozen",
        " OR ".join(d.differs(f"NEW.{c}", f"OLD.{c}") for c in frozen),
        "What was submitted is never changed",
    )
    moves = " OR ".join(
        f"(OLD.state = '{old.value}' AND NEW.state = '{new.value}')"
        for old, new in sorted(legal_moves())
    )
    yield Guard(
        review,
        "BEFORE UPDATE",
        "legal_move",
        f"NOT COALESCE(NEW.state = OLD.state OR {moves}, FALSE)",
        "A review does not go from one state to the other this way",
    )
    yield Guard(
        review,
        "BEFORE UPDATE",
        "signed_by_enough",
        f"NEW.state = '{State.SIGNED}' AND OLD.state <> NEW.state "
        f"AND NOT COALESCE({_enough_signatures(d, 'NEW')}, FALSE)",
        "A review is signed only with every signature it needs",
    )
    yield Guard(
        review,
        "BEFORE UPDATE",
        "published_as_edition",
        f"NEW.state = '{State.PUBLISHED}' AND OLD.state <> NEW.state AND "
        + _unless(f"{_table('Edition')} e", "e.review_id = NEW.id"),
        "A review is published only as an edition",
    )


def _writer_left_out(d: Dialect) -> str:
    """SQL: somebody in the edit trail is missing from NEW.contributors.

    A page that is live may leave out the writers of text that is signed already; there the
    service decides (decision 0003).
    """
    left_out = f"NOT {d.holds('NEW.contributors', 'h.history_user_id')}"

    def wrote(table: str, column: str, new: str) -> str:
        return (
            f"EXISTS (SELECT 1 FROM {table} h WHERE h.{column} = NEW.{new} "
            f"AND h.history_user_id IS NOT NULL AND {left_out})"
        )

    live = f"EXISTS (SELECT 1 FROM {_table('LivePage')} l WHERE l.topic_id = NEW.topic_id)"
    return (
        f"{wrote('education_historicalclaim', 'id', 'claim_id')} "
        f"OR {wrote('education_historicalcitation', 'claim_id', 'claim_id')} "
        f"OR (NOT {live} AND ({wrote('education_historicaltopic', 'id', 'topic_id')} "
        f"OR {wrote('education_historicalsection', 'topic_id', 'topic_id')}))"
    )


def _sign_off_guards(d: Dialect) -> Iterator[Guard]:
    table = _table("SignOff")
    yield Guard(
        table,
        "BEFORE INSERT",
        "lawful",
        _unless(
            f"{_table('Review')} r",
            f"{_valid_signature(d, 'NEW', 'r')} AND NEW.signed_at >= r.submitted_at AND "
            "((r.state = 'open' AND NEW.meaning <> 'reviewed_no_change') OR "
            "(r.state = 'published' AND NEW.meaning = 'reviewed_no_change'))",
        ),
        "Only a credentialed clinician who did not write the text signs it, while it is open",
    )
    name = (
        "COALESCE(NULLIF(TRIM(u.first_name || ' ' || u.last_name), ''), u.username)"
        " = NEW.printed_name"
    )
    yield Guard(
        table,
        "BEFORE INSERT",
        "true_name",
        _unless(
            f"{_table('User')} u JOIN {_table('Credential')} c ON c.user_id = u.id "
            "JOIN education_user_groups ug ON ug.user_id = u.id "
            "JOIN auth_group g ON g.id = ug.group_id",
            "u.id = NEW.signer_id AND c.id = NEW.credential_id AND u.is_active "
            f"AND g.name = 'Clinician' AND {name} AND c.profession = NEW.profession "
            "AND c.register = NEW.register AND c.register_number = NEW.register_number",
        ),
        "A signature carries its signer's own name and registration",
    )


def _edition_guards(d: Dialect) -> Iterator[Guard]:
    repeated = " AND ".join(
        f"{d.text_at('NEW.manuscript', key)} = NEW.{key}"
        for key in ("language", "slug", "title", "kind", "answer")
    )
    yield Guard(
        _table("Edition"),
        "BEFORE INSERT",
        "signed",
        _unless(
            f"{_table('Review')} r",
            "r.id = NEW.review_id AND r.topic_id = NEW.topic_id AND r.state = 'signed' "
            "AND r.fingerprint = NEW.fingerprint AND r.manuscript = NEW.manuscript "
            f"AND {d.sha256('NEW.manuscript')} = NEW.fingerprint AND {repeated} "
            f"AND {_enough_signatures(d, 'r')}",
        ),
        "An edition is exactly the text that its review's clinicians signed",
    )
    yield Guard(
        _table("EditionClaim"),
        "BEFORE INSERT",
        "signed",
        _unless(
            f"{_table('Review')} r JOIN {_table('Edition')} e ON e.id = NEW.edition_id",
            "r.id = NEW.review_id AND r.claim_id = NEW.claim_id AND r.state = 'signed' "
            f"AND r.fingerprint = NEW.fingerprint AND {_enough_signatures(d, 'r')} "
            f"AND EXISTS (SELECT 1 FROM {d.each_claim('e.manuscript', 'k')} "
            f"WHERE {d.claim_text('k', 'fingerprint')} = NEW.fingerprint)",
        ),
        "A claim stands in an edition only as its own review was signed",
    )
    yield Guard(
        _table("Withdrawal"),
        "BEFORE INSERT",
        "once",
        f"EXISTS (SELECT 1 FROM {_table('Withdrawal')} w WHERE w.edition_id = NEW.edition_id) OR "
        + _unless(f"{_table('Edition')} e", "e.id = NEW.edition_id AND e.topic_id = NEW.topic_id"),
        "An edition is withdrawn once, from its own topic",
    )


def _live_page_guards(d: Dialect) -> Iterator[Guard]:
    sign_offs, withdrawals = _table("SignOff"), _table("Withdrawal")
    condition = _unless(
        f"{_table('Edition')} e",
        "e.id = NEW.edition_id AND e.topic_id = NEW.topic_id AND e.language = NEW.language "
        "AND e.slug = NEW.slug "
        f"AND NOT EXISTS (SELECT 1 FROM {withdrawals} w WHERE w.edition_id = e.id) "
        # Putting a page back needs a fresh signature.
        f"AND NOT EXISTS (SELECT 1 FROM {withdrawals} w JOIN {sign_offs} s "
        "ON s.review_id = e.review_id WHERE w.topic_id = NEW.topic_id AND w.at >= s.signed_at) "
        f"AND EXISTS (SELECT 1 FROM {sign_offs} s WHERE s.review_id = e.review_id "
        "AND s.signed_at = NEW.reviewed_at) "
        f"AND (SELECT count(*) FROM {_table('EditionClaim')} k WHERE k.edition_id = e.id) "
        f"= {d.length_of('e.manuscript', 'claims')}",
    )
    for verb in ("INSERT", "UPDATE"):
        yield Guard(
            _table("LivePage"),
            f"BEFORE {verb}",
            f"signed_{verb.lower()}",
            condition,
            "Patients are served only a signed edition that was not withdrawn",
        )


def _chain_guards() -> Iterator[Guard]:
    head, event = _table("ChainHead"), _table("AuditEvent")
    yield Guard(
        event,
        "BEFORE INSERT",
        "follows",
        _unless(f"{head} h", "NEW.seq = h.seq + 1 AND NEW.previous_hash = h.hash"),
        "An event follows the newest one",
    )
    yield Guard(
        head,
        "BEFORE UPDATE",
        "advances",
        "NEW.seq <> OLD.seq + 1 OR "
        + _unless(f"{event} e", "e.seq = NEW.seq AND e.hash = NEW.hash"),
        "The head of the trail moves to the next event",
    )


def guards(vendor: str) -> list[Guard]:
    """Return every guard in the words of one database (``sqlite`` or ``postgresql``)."""
    d = Dialect(vendor)
    return [
        *_sealed_guards(vendor),
        *_review_guards(d),
        *_sign_off_guards(d),
        *_edition_guards(d),
        *_live_page_guards(d),
        *_chain_guards(),
    ]


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Create every guard that is missing or differs; does nothing when all stand."""
    connection = connections[using]
    absent = set(missing(using))
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in guards(connection.vendor):
            if guard.trigger in absent and guard.table in tables:
                for statement in guard.statements(connection.vendor):
                    cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of guards that do not stand in the database as they should."""
    connection = connections[using]
    standing = _standing_sqlite if connection.vendor == "sqlite" else _standing_postgresql
    with connection.cursor() as cursor:
        found = standing(cursor)
    return [
        g.trigger for g in guards(connection.vendor) if found.get(g.trigger) != _body(g, connection)
    ]


def _body(guard: Guard, connection: Any) -> str:
    if connection.vendor == "sqlite":
        return guard.sqlite_sql()
    create = guard.statements("postgresql")[0]
    return create.split("$guard$")[1]


def _standing_sqlite(cursor: Any) -> dict[str, str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())


def _standing_postgresql(cursor: Any) -> dict[str, str]:
    # 'O' = fires in every ordinary session; a disabled guard counts as missing.
    cursor.execute(
        "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND n.nspname = current_schema()"
    )
    return dict(cursor.fetchall())


def guarded_models() -> list[type[models.Model]]:
    """Return the models whose every row has its digest in the audit trail."""
    names = ("Review", "Comment", "SignOff", "Edition", "EditionClaim", "LivePage", "Withdrawal")
    sealed = [apps.get_model("education", name) for name in names]
    return [
        *sealed,
        *(
            m
            for m in apps.get_app_config("education").get_models()
            if m.__name__.startswith("Historical")
        ),
    ]
