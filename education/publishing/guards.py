"""What the database itself refuses, on SQLite and PostgreSQL alike.

Each guard is a trigger (``triggers.Guard``): a table, a moment, and the SQL condition under which
the statement is refused. Conditions are written once, in the words of a ``Dialect``. Rows that
simply stay as they are have their guards in ``sealed``.

A condition that is NULL would not fire, so rules are spelt "refuse unless there is a row where…"
or with COALESCE: what cannot be shown to be right is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections

from education.publishing import triggers
from education.publishing.dialects import Dialect, any_of, exists, unless
from education.publishing.sealed import guarded_models, model_of, sealed_guards, table_of
from education.publishing.triggers import LONGEST_STEP, Counter, Guard, Trigger
from education.review.models import APPROVING
from education.review.rules import DECLARATION_MONTHS, FLOORS
from education.review.states import State, legal_moves

__all__ = ["guarded_models", "guards", "install", "lift", "missing", "strangers"]

INSERT, UPDATE = "BEFORE INSERT", "BEFORE UPDATE"
_APPROVING = ", ".join(f"'{meaning.value}'" for meaning in APPROVING)


# --- signatures -------------------------------------------------------------------------------


def _valid_signature(d: Dialect, sign_off: str, review: str) -> str:
    """SQL: this sign-off is a lawful signature on this review."""
    signed_on = d.day(f"{sign_off}.signed_at")
    credential = exists(
        f"{table_of('Credential')} c",
        f"c.id = {sign_off}.credential_id AND c.user_id = {sign_off}.signer_id "
        f"AND c.verified_by_id <> c.user_id AND c.valid_from <= {signed_on} "
        f"AND (c.valid_until IS NULL OR c.valid_until >= {signed_on})",
    )
    return (
        f"{sign_off}.review_id = {review}.id AND {sign_off}.fingerprint = {review}.fingerprint "
        f"AND {sign_off}.signer_id <> {review}.submitted_by_id "
        f"AND NOT {d.holds(f'{review}.contributors', f'{sign_off}.signer_id')} AND {credential}"
    )


def _stands(sign_off: str) -> str:
    """SQL: nobody took this signature back."""
    return unless(f"{table_of('Revocation')} v", f"v.sign_off_id = {sign_off}.id")


def _enough_signatures(d: Dialect, review: str, *, also: str = "TRUE") -> str:
    """SQL: as many clinicians as the policy asks for, one in its specialty, approved a review."""
    sign_offs = f"{table_of('SignOff')} s"
    approving = (
        f"s.meaning IN ({_APPROVING}) AND {_valid_signature(d, 's', review)} AND {_stands('s')} "
        f"AND {also}"
    )
    in_specialty = d.holds("s.specialties", f"{review}.specialty")
    return (
        f"{review}.required_sign_offs >= 1 "
        f"AND (SELECT count(DISTINCT s.signer_id) FROM {sign_offs} WHERE {approving})"
        f" >= {review}.required_sign_offs AND ({review}.specialty = '' "
        f"OR {exists(sign_offs, f'{approving} AND {in_specialty}')})"
    )


def _recorded_signatures(d: Dialect, review: str) -> str:
    """SQL: enough signatures, counting only those that the audit trail knows of."""
    named = d.has_key("a.rows", "'signoff:' || s.id")
    known = exists(
        f"{table_of('AuditEvent')} a",
        f"a.subject = 'review:' || {review}.id AND a.action = 'review.signed' "
        f"AND a.actor_id = s.signer_id AND {named}",
    )
    return _enough_signatures(d, review, also=known)


def _sign_off_guards(d: Dialect) -> Iterator[Guard]:
    table = table_of("SignOff")
    yield Guard(
        table,
        INSERT,
        "lawful",
        unless(
            f"{table_of('Review')} r",
            f"{_valid_signature(d, 'NEW', 'r')} AND NEW.signed_at >= r.submitted_at AND "
            f"((r.state = 'open' AND NEW.meaning IN ({_APPROVING})) OR "
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
        INSERT,
        "true_name",
        unless(
            f"{table_of('User')} u JOIN {table_of('Credential')} c ON c.user_id = u.id "
            "JOIN education_user_groups ug ON ug.user_id = u.id "
            "JOIN auth_group g ON g.id = ug.group_id",
            "u.id = NEW.signer_id AND c.id = NEW.credential_id AND u.is_active "
            f"AND g.name = 'Clinician' AND {name} AND c.profession = NEW.profession "
            "AND c.register = NEW.register AND c.register_number = NEW.register_number",
        ),
        "A signature carries its signer's own name and registration",
    )
    held = unless(
        f"{table_of('CredentialSpecialty')} cs "
        f"JOIN {table_of('Specialty')} p ON p.id = cs.specialty_id",
        "cs.credential_id = NEW.credential_id AND p.slug = f.value",
    )
    yield Guard(
        table,
        INSERT,
        "true_specialties",
        exists(d.each_text("NEW.specialties", "f"), held),
        "A signature names only specialties that its credential covers",
    )
    yield Guard(
        table,
        INSERT,
        "free_of_conflict",
        _conflicted_or_undeclared(d),
        "A signer has declared interests within a year, and no conflict in what is signed",
    )
    own = "h.history_user_id = NEW.signer_id"
    yield Guard(
        table,
        INSERT,
        "checked_by_another",
        any_of(
            [
                exists(f"{_trail('credential')} h", f"h.id = NEW.credential_id AND {own}"),
                exists(
                    f"{_trail('credentialspecialty')} h",
                    f"h.credential_id = NEW.credential_id AND {own}",
                ),
            ]
        ),
        "A credential that its holder wrote gives no right to sign",
    )


def _conflicted_or_undeclared(d: Dialect) -> str:
    """SQL: NEW, a signature, is given under a conflict, or rests on no good declaration."""
    counts = f"{d.later(d.day('i.at'), str(DECLARATION_MONTHS), 'months')} >= " + d.day(
        "NEW.signed_at"
    )
    of_signer = "i.person_id = NEW.signer_id"
    conflict = exists(
        f"{table_of('Declaration')} i JOIN {table_of('Review')} x ON x.id = i.review_id "
        f"JOIN {table_of('Review')} r ON r.id = NEW.review_id",
        f"{of_signer} AND i.conflict AND (x.id = r.id OR "
        f"((x.topic_id = r.topic_id OR x.claim_id = r.claim_id) AND {counts}))",
    )
    undeclared = unless(
        f"{table_of('Declaration')} i",
        f"{of_signer} AND i.id = NEW.declaration_id AND NOT i.conflict "
        f"AND i.statement = NEW.interests AND i.at <= NEW.signed_at AND {counts}",
    )
    return any_of([conflict, undeclared])


def _revocation_guards() -> Iterator[Guard]:
    yield Guard(
        table_of("Revocation"),
        INSERT,
        "lawful",
        unless(
            f"{table_of('SignOff')} s JOIN {table_of('User')} u ON u.id = NEW.by_id "
            "JOIN education_user_groups ug ON ug.user_id = u.id "
            "JOIN auth_group g ON g.id = ug.group_id",
            "s.id = NEW.sign_off_id AND s.signed_at <= NEW.at AND u.is_active "
            "AND (s.signer_id = u.id OR g.name = 'Coordinator')",
        ),
        "A signature is taken back by its signer or a coordinator",
    )
    embedded = exists(
        f"{table_of('EditionClaim')} k", "k.edition_id = e.id AND k.review_id = s.review_id"
    )
    yield Guard(
        table_of("Revocation"),
        INSERT,
        "page_is_down",
        exists(
            f"{table_of('LivePage')} l JOIN {table_of('Edition')} e ON e.id = l.edition_id "
            f"JOIN {table_of('SignOff')} s ON s.id = NEW.sign_off_id",
            f"(s.meaning IN ({_APPROVING}) AND (e.review_id = s.review_id OR {embedded})) "
            # A reaffirmation leaves its page up, with the date it had before.
            "OR (e.review_id = s.review_id AND l.reviewed_at = s.signed_at)",
        ),
        "A signature is taken back when no live page rests on it any more",
    )


# --- reviews ----------------------------------------------------------------------------------


def _trail(model: str) -> str:
    return f"education_historical{model}"


def _review_guards(d: Dialect) -> Iterator[Guard]:
    review = table_of("Review")
    subject = any_of(
        f"NEW.{column} IS NOT NULL AND {d.int_at('NEW.manuscript', column)} = NEW.{column}"
        for column in ("topic_id", "claim_id")
    )
    yield Guard(
        review,
        INSERT,
        "starts_open",
        f"NOT COALESCE(NEW.state = 'open' AND {d.sha256('NEW.manuscript')} = NEW.fingerprint "
        f"AND ({subject}) AND {d.holds('NEW.contributors', 'NEW.submitted_by_id')}, FALSE)",
        "A review starts open, over exactly the text of its fingerprint",
    )
    yield Guard(
        review,
        INSERT,
        "names_its_writers",
        _writer_left_out(d),
        "A review names everyone who wrote its text",
    )
    yield Guard(
        review,
        INSERT,
        "strict_enough",
        f"NEW.topic_id IS NOT NULL AND NOT COALESCE({_strict_enough(d)}, FALSE)",
        "A review asks for as many signatures as its page's risk",
    )
    frozen = [f.column for f in model_of("Review")._meta.concrete_fields if f.name != "state"]
    yield Guard(
        review,
        UPDATE,
        "frozen",
        any_of(d.differs(f"NEW.{c}", f"OLD.{c}") for c in frozen),
        "What was submitted is never changed",
    )
    moves = any_of(
        f"OLD.state = '{old.value}' AND NEW.state = '{new.value}'"
        for old, new in sorted(legal_moves())
    )
    yield Guard(
        review,
        UPDATE,
        "legal_move",
        f"NOT COALESCE(NEW.state = OLD.state OR {moves}, FALSE)",
        "A review does not go from one state to the other this way",
    )
    yield Guard(
        review,
        UPDATE,
        "signed_by_enough",
        f"NEW.state = '{State.SIGNED}' AND OLD.state <> NEW.state "
        f"AND NOT COALESCE({_enough_signatures(d, 'NEW')}, FALSE)",
        "A review is signed only with every signature it needs",
    )
    yield Guard(
        review,
        UPDATE,
        "published_as_edition",
        f"NEW.state = '{State.PUBLISHED}' AND OLD.state <> NEW.state AND "
        + unless(f"{table_of('Edition')} e", "e.review_id = NEW.id"),
        "A review is published only as an edition",
    )


def _strict_enough(d: Dialect) -> str:
    """SQL: NEW asks for at least what its page's risk class and the clinic's policy ask for."""
    specialty = d.text_at("NEW.manuscript", "specialty")
    specialist = f"NEW.specialty <> '' AND NEW.specialty = {specialty}"
    asked = any_of(
        f"NEW.risk_class = '{risk}' AND NEW.required_sign_offs >= {floor.required_sign_offs} "
        f"AND NEW.valid_months <= {floor.valid_months} AND NEW.grace_days <= {floor.grace_days}"
        + (f" AND {specialist}" if floor.needs_specialty else "")
        + ("" if floor.publisher_may_sign else " AND NOT NEW.publisher_may_sign")
        for risk, floor in FLOORS.items()
    )
    policy, kind = table_of("ReviewPolicy"), d.text_at("NEW.manuscript", "kind")
    own = exists(f"{policy} q", f"q.risk_class = NEW.risk_class AND q.kind = {kind}")
    stricter = exists(
        f"{policy} p",
        f"p.risk_class = NEW.risk_class AND (p.kind = {kind} OR (p.kind = '' AND NOT {own})) "
        "AND (p.required_sign_offs > NEW.required_sign_offs "
        "OR p.valid_months < NEW.valid_months OR p.grace_days < NEW.grace_days "
        "OR (NEW.publisher_may_sign AND NOT p.publisher_may_sign) "
        f"OR (p.needs_specialty AND NOT ({specialist})))",
    )
    risk = d.text_at("NEW.manuscript", "risk_class")
    return f"NEW.risk_class = {risk} AND ({asked}) AND NOT {stricter}"


def _writer_left_out(d: Dialect) -> str:
    """SQL: somebody whom the edit trail names is missing from NEW.contributors (decision 0003)."""

    def missing(person: str) -> str:
        return f"NOT {d.holds('NEW.contributors', person)}"

    def wrote(model: str, rows: str) -> str:
        left_out = f"h.history_user_id IS NOT NULL AND {missing('h.history_user_id')}"
        return exists(f"{_trail(model)} h", f"h.id IN ({rows}) AND {left_out}")

    def ever_in(model: str, column: str) -> str:
        # Also what once stood there and was moved or deleted, with all its earlier writers.
        return f"SELECT x.id FROM {_trail(model)} x WHERE x.{column} = NEW.{column}"

    def frozen(key: str, number: str) -> str:
        # No row where the text was frozen without the key.
        return f"SELECT {d.int_in('k', number)} FROM {d.each('NEW.manuscript', key, 'k')}"

    source = d.int_in("k", "source", "source_id")
    claim_is_anothers = any_of(
        [
            wrote("claim", "NEW.claim_id"),
            wrote("citation", ever_in("citation", "claim_id")),
            wrote("source", f"SELECT {source} FROM {d.each('NEW.manuscript', 'citations', 'k')}"),
        ]
    )
    page_is_anothers = any_of(
        [
            wrote("topic", "NEW.topic_id"),
            wrote("section", ever_in("section", "topic_id")),
            wrote("topiccode", ever_in("topiccode", "topic_id")),
            wrote("term", frozen("terms", "term_id")),
            wrote("picture", frozen("pictures", "picture_id")),
            exists(f"{table_of('Topic')} t", f"t.id = NEW.topic_id AND {missing('t.owner_id')}"),
        ]
    )
    own_text = [d.without(f"{row}.manuscript", "claims") for row in ("e", "NEW")]
    is_new = unless(
        f"{table_of('LivePage')} l JOIN {table_of('Edition')} e ON e.id = l.edition_id",
        f"l.topic_id = NEW.topic_id AND {' = '.join(own_text)}",
    )
    return any_of(
        [
            f"NEW.claim_id IS NOT NULL AND ({claim_is_anothers})",
            f"NEW.topic_id IS NOT NULL AND {is_new} AND ({page_is_anothers})",
        ]
    )


# --- editions, live pages, withdrawals --------------------------------------------------------


def _edition_guards(d: Dialect) -> Iterator[Guard]:
    edition = table_of("Edition")
    repeated = " AND ".join(
        f"{d.text_at('NEW.manuscript', key)} = NEW.{key}"
        for key in ("language", "slug", "title", "kind", "answer")
    )
    yield Guard(
        edition,
        INSERT,
        "signed",
        unless(
            f"{table_of('Review')} r",
            "r.id = NEW.review_id AND r.topic_id = NEW.topic_id AND r.state = 'signed' "
            "AND r.fingerprint = NEW.fingerprint AND r.manuscript = NEW.manuscript "
            f"AND {d.sha256('NEW.manuscript')} = NEW.fingerprint AND {repeated} "
            f"AND {_recorded_signatures(d, 'r')}",
        ),
        "An edition is exactly the text that its review's clinicians signed",
    )
    others = f"FROM {edition} n WHERE n.topic_id = NEW.topic_id"
    later = exists(f"{edition} n", "n.topic_id = NEW.topic_id AND n.review_id >= NEW.review_id")
    yield Guard(
        edition,
        INSERT,
        "next",
        f"NOT COALESCE(NEW.number = 1 + (SELECT count(*) {others}), FALSE) OR {later}",
        "Editions are numbered in the order in which their texts were submitted",
    )
    embedded = exists(
        d.each("e.manuscript", "claims", "k"),
        f"{d.without('k.value', 'fingerprint')} = {d.json('r.manuscript')}",
    )
    yield Guard(
        table_of("EditionClaim"),
        INSERT,
        "signed",
        unless(
            f"{table_of('Review')} r JOIN {edition} e ON e.id = NEW.edition_id",
            "r.id = NEW.review_id AND r.claim_id = NEW.claim_id AND r.state = 'signed' "
            f"AND r.fingerprint = NEW.fingerprint AND {_recorded_signatures(d, 'r')} "
            f"AND {embedded}",
        ),
        "A claim stands in an edition only as its own review was signed",
    )


def _live_page_guards(d: Dialect) -> Iterator[Guard]:
    for moment in (INSERT, UPDATE):
        yield Guard(
            table_of("LivePage"),
            moment,
            f"signed_{moment.split()[1].lower()}",
            unless(
                f"{table_of('Edition')} e JOIN {table_of('Review')} r ON r.id = e.review_id",
                f"{_stands_as_signed(d)} AND {_dated_by_a_signature(d)}",
            ),
            "Patients are served only the newest signed edition, while it is not withdrawn",
        )


def _stands_as_signed(d: Dialect) -> str:
    """SQL: NEW, a live page, may point to edition ``e`` of review ``r``."""
    withdrawals = f"{table_of('Withdrawal')} w"
    signed_before_withdrawal = exists(
        f"{withdrawals} JOIN {table_of('SignOff')} s ON s.review_id = e.review_id",
        "w.topic_id = NEW.topic_id AND w.at >= s.signed_at",
    )
    signed_claims = (
        f"(SELECT count(*) FROM {table_of('EditionClaim')} k JOIN {table_of('Review')} kr "
        "ON kr.id = k.review_id WHERE k.edition_id = e.id AND kr.state = 'signed')"
    )
    return (
        "e.id = NEW.edition_id AND e.topic_id = NEW.topic_id AND e.language = NEW.language "
        "AND e.slug = NEW.slug AND "
        + unless(f"{table_of('Edition')} n", "n.topic_id = e.topic_id AND n.number > e.number")
        + f" AND {unless(withdrawals, 'w.edition_id = e.id')}"
        # Putting a page back needs fresh signatures.
        + f" AND NOT {signed_before_withdrawal}"
        + f" AND {signed_claims} = {d.length_of('e.manuscript', 'claims')} AND "
        # One taken back while the text still waited was made up for by a colleague's.
        + unless(
            f"{table_of('SignOff')} s JOIN {table_of('Revocation')} v ON v.sign_off_id = s.id",
            f"s.review_id = e.review_id AND s.meaning IN ({_APPROVING}) AND v.at >= e.published_at",
        )
        + f" AND (SELECT count(DISTINCT s.signer_id) FROM {table_of('SignOff')} s "
        f"WHERE s.review_id = r.id AND s.meaning IN ({_APPROVING}) AND {_stands('s')})"
        " >= r.required_sign_offs"
    )


def _dated_by_a_signature(d: Dialect) -> str:
    """SQL: nothing but a signature moved the dates of NEW, and no further than the policy."""
    sign_offs = f"{table_of('SignOff')} s"
    signed = f"s.review_id = e.review_id AND s.signed_at = NEW.reviewed_at AND {_stands('s')}"
    due = d.later(d.day("NEW.reviewed_at"), "r.valid_months", "months")
    lapse = d.later("NEW.review_due", "r.grace_days", "days")
    return f"{exists(sign_offs, signed)} AND NEW.review_due <= {due} AND NEW.lapses_on <= {lapse}"


def _schedule_guards() -> Iterator[Guard]:
    yield Guard(
        table_of("Schedule"),
        INSERT,
        "lawful",
        unless(
            f"{table_of('Review')} r JOIN {table_of('User')} u ON u.id = NEW.by_id "
            "JOIN education_user_groups ug ON ug.user_id = u.id "
            "JOIN auth_group g ON g.id = ug.group_id",
            "r.id = NEW.review_id AND r.state = 'signed' AND r.topic_id IS NOT NULL "
            "AND u.is_active AND g.name = 'Publisher' AND NEW.publish_at > NEW.at "
            "AND NEW.outcome = ''",
        ),
        "A signed page is scheduled by a publisher, for a time to come",
    )


def _withdrawal_guards() -> Iterator[Guard]:
    withdrawals = table_of("Withdrawal")
    yield Guard(
        withdrawals,
        INSERT,
        "once",
        any_of(
            [
                exists(f"{withdrawals} w", "w.edition_id = NEW.edition_id"),
                exists(f"{table_of('LivePage')} l", "l.edition_id = NEW.edition_id"),
                unless(
                    f"{table_of('Edition')} e",
                    "e.id = NEW.edition_id AND e.topic_id = NEW.topic_id "
                    "AND e.published_at <= NEW.at",
                ),
            ]
        ),
        "An edition is withdrawn once, from its own topic, when it is down",
    )


# --- pictures ---------------------------------------------------------------------------------


def _picture_guards(d: Dialect) -> Iterator[Guard]:
    table = table_of("Picture")
    file = ("sha256", "extension", "width", "height")
    yield Guard(
        table,
        UPDATE,
        "same_file",
        any_of([d.differs(f"NEW.{c}", f"OLD.{c}") for c in file]),
        "The file of a picture never changes",
    )
    yield Guard(
        table,
        "BEFORE DELETE",
        "kept",
        # As canonical JSON spells it.
        exists(
            f"{table_of('Review')} r", """r.manuscript LIKE '%"picture_id":' || OLD.id || ',%'"""
        ),
        "A picture that was ever submitted is kept",
    )


# --- what readers said ------------------------------------------------------------------------


def _feedback_guards(d: Dialect) -> Iterator[Guard]:
    table = table_of("Feedback")
    yield Guard(
        table,
        INSERT,
        "lawful",
        "NEW.words_removed OR length(NEW.words) > 500 OR "
        + unless(f"{table_of('Edition')} e", "e.id = NEW.edition_id AND e.language = NEW.language"),
        "A reader speaks of an edition, in its language, and not for long",
    )
    columns = {str(f.column) for f in model_of("Feedback")._meta.concrete_fields}
    changed = [
        d.differs(f"NEW.{c}", f"OLD.{c}") for c in sorted(columns - {"words", "words_removed"})
    ]
    recorded = exists(
        f"{table_of('AuditEvent')} a",
        "a.subject = 'feedback:' || OLD.id AND a.action = 'feedback.words_removed'",
    )
    yield Guard(
        table,
        UPDATE,
        "only_blanked",
        any_of(
            [*changed, "OLD.words_removed", "NOT NEW.words_removed", "NEW.words <> ''"]
            + [f"NOT {recorded}"]
        ),
        "What a reader said is never changed; its words can be taken away, on record",
    )


# --- the audit trail --------------------------------------------------------------------------


def _chain_guards() -> Iterator[Guard]:
    head, event = table_of("ChainHead"), table_of("AuditEvent")
    yield Guard(
        event,
        INSERT,
        "follows",
        unless(f"{head} h", "NEW.seq = h.seq + 1 AND NEW.previous_hash = h.hash"),
        "An event follows the newest one",
    )
    yield Guard(
        head,
        UPDATE,
        "advances",
        "NEW.seq <> OLD.seq + 1 OR "
        + unless(f"{event} e", "e.seq = NEW.seq AND e.hash = NEW.hash"),
        "The head of the trail moves to the next event",
    )


# --- what is counted --------------------------------------------------------------------------


def _version_guards() -> Iterator[Trigger]:
    version, live = table_of("LiveVersion"), table_of("LivePage")
    yield Guard(
        version,
        UPDATE,
        "grows",
        # Nor by leaps, or nobody could take a page down once the numbers have run out.
        f"NEW.number <= OLD.number OR NEW.number > OLD.number + {LONGEST_STEP}",
        "The version of the live pages only grows, and step by step",
    )
    for verb in ("INSERT", "UPDATE", "DELETE"):
        # Our own names, and a number that the database makes up.
        statement = f"UPDATE {version} SET number = number + 1 + {{random}}"  # noqa: S608
        yield Counter(live, f"BEFORE {verb}", f"counts_{verb.lower()}", statement)


@cache
def guards(vendor: str) -> tuple[Trigger, ...]:
    """Return every guard and counter as ``sqlite`` or ``postgresql`` spells it."""
    d = Dialect(vendor)
    return (
        *sealed_guards(d),
        *_review_guards(d),
        *_sign_off_guards(d),
        *_revocation_guards(),
        *_edition_guards(d),
        *_live_page_guards(d),
        *_schedule_guards(),
        *_withdrawal_guards(),
        *_picture_guards(d),
        *_feedback_guards(d),
        *_chain_guards(),
        *_version_guards(),
    )


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Create every guard and counter that is missing or differs; nothing when all stand."""
    connection = connections[using]
    triggers.put_in_place(connection, guards(connection.vendor))
    with connection.cursor() as cursor:
        version = table_of("LiveVersion")
        if version in connection.introspection.table_names(cursor):
            cursor.execute(
                f"INSERT INTO {version} (id, number) SELECT 1, 0 "  # noqa: S608
                f"WHERE NOT EXISTS (SELECT 1 FROM {version})"
            )


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the guards away while tables are rebuilt; only a migration with work to do asks this.

    SQLite rebuilds a table to alter it, and refuses while a trigger elsewhere reads that table.
    PostgreSQL alters tables under their guards, so there they stay.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        triggers.take_away(connection, guards("sqlite"))


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of guards that do not stand in the database as they should."""
    connection = connections[using]
    return triggers.missing(connection, guards(connection.vendor))


def strangers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of other triggers on guarded tables: they could undo a guard."""
    connection = connections[using]
    return [name for name, _ in triggers.strangers(connection, guards(connection.vendor))]
