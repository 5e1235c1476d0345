"""A pack's records put into order and words, by pure functions: no row is asked for anything.

What is told is made from the pack's records alone, so it can be made again from them years later
and compared: nobody can change what a pack tells and leave its records as they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from education.content.manuscript import Manuscript
from education.exchange.evidence.differences import parts_that_differ
from education.review.changes import critical_changes
from education.review.models import PAGE_MEANINGS, Meaning

Row = Mapping[str, Any]


class Records:
    """The records of a pack, by table; a column that was left out stood at its default."""

    def __init__(self, records: Mapping[str, Any]) -> None:
        self._tables: dict[str, dict[int, Row]] = {}
        for name, record in records.items():
            table, _, pk = name.partition(":")
            self._tables.setdefault(table, {})[int(pk)] = record["values"]

    def all(self, table: str, **where: Any) -> list[tuple[int, Row]]:
        """Return (id, row) of the rows with these values, by id."""
        rows = sorted(self._tables.get(table, {}).items())
        return [(pk, r) for pk, r in rows if all(r.get(k) == v for k, v in where.items())]

    def one(self, table: str, pk: Any) -> Row:
        """Return one row, empty when the pack does not hold it."""
        return self._tables.get(table, {}).get(pk, {})

    def person(self, pk: Any) -> str:
        """Return a person's name as it is now; signatures print their own."""
        user = self.one("user", pk)
        name = f"{user.get('first_name', '')} {user.get('last_name', '')}".strip()
        return name or str(user.get("username", "nobody on record"))


#: What a record that somebody damaged may raise.
DAMAGE = (KeyError, TypeError, ValueError, AttributeError)


def told(records: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a pack tells people: editions, reviews, edits and persons.

    Nothing, when a record is damaged so that it cannot be put into words; the pack names it.
    """
    try:
        return _told(records)
    except DAMAGE:
        return {"editions": [], "reviews": [], "edits": [], "people": [], "damaged": True}


def _told(records: Mapping[str, Any]) -> dict[str, Any]:
    held = Records(records)
    return {
        "editions": _editions(held),
        "reviews": [_review(held, pk, row) for pk, row in held.all("review")],
        "edits": sorted(_edits(held), key=lambda e: (e["at"], e["record"])),
        "people": [_person(held, pk, row) for pk, row in held.all("user")],
        "damaged": False,
    }


def _editions(held: Records) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    before: Manuscript | None = None
    for pk, row in sorted(held.all("edition"), key=lambda pair: pair[1]["number"]):
        text = _text(row)
        page = _page(text)
        found.append(
            {
                "record": f"edition:{pk}",
                "number": row["number"],
                "address": f"{row['language']}/{row['slug']}",
                "fingerprint": row["fingerprint"],
                "published_at": row["published_at"],
                "published_by": held.person(row["published_by_id"]),
                "review": f"review:{row['review_id']}",
                "text": text,
                "claims": [
                    {
                        "code": f"C-{claim['claim_id']}",
                        "review": f"review:{claim['review_id']}",
                        "fingerprint": claim["fingerprint"],
                    }
                    for _, claim in held.all("editionclaim", edition_id=pk)
                ],
                "changes": _changes(before, page) if before and page else None,
                "withdrawal": _withdrawal(held, pk),
            }
        )
        before = page or before
    return found


def _text(row: Row) -> Any:
    try:
        return json.loads(row["manuscript"])
    except ValueError:
        return {"damaged": row["manuscript"]}


def _page(text: Any) -> Manuscript | None:
    try:
        return Manuscript.from_json(text)
    except (TypeError, ValueError, KeyError, AttributeError):
        return None  # Damaged; the pack names it among its faults.


def _changes(old: Manuscript, new: Manuscript) -> dict[str, Any]:
    return {
        "parts": parts_that_differ(old, new),
        "critical": [
            {"place": c.place, "kind": c.kind, "before": c.before, "after": c.after,
             "sentence": c.sentence, "key": c.key}
            for c in critical_changes(old, new)
        ],
    }  # fmt: skip


def _withdrawal(held: Records, edition: int) -> dict[str, Any] | None:
    for pk, row in held.all("withdrawal", edition_id=edition):
        return {
            "record": f"withdrawal:{pk}",
            "kind": row["kind"],
            "at": row["at"],
            "by": held.person(row["by_id"]),
            "notice": row["notice"],
            "claim": f"C-{row['claim_id']}" if row.get("claim_id") else "",
            "alerted_at": row.get("alerted_at") or "",
            "reference": row.get("reference", ""),
        }
    return None


def _review(held: Records, pk: int, row: Row) -> dict[str, Any]:
    text = _text(row)
    signed = [_sign_off(held, n, s) for n, s in held.all("signoff", review_id=pk)]
    about = "page" if row.get("topic_id") else f"C-{row['claim_id']}"
    return {
        "record": f"review:{pk}",
        "about": about,
        "state": row.get("state", "open"),
        "fingerprint": row["fingerprint"],
        "text": text,
        "submitted_at": row["submitted_at"],
        "submitted_by": held.person(row["submitted_by_id"]),
        "contributors": [held.person(one) for one in row.get("contributors") or []],
        "policy": {
            name: row.get(name, default)
            for name, default in (
                ("risk_class", ""),
                ("specialty", ""),
                ("required_sign_offs", None),
                ("valid_months", None),
                ("grace_days", None),
                ("due_on", None),
                ("publisher_may_sign", True),
            )
        },
        "lexicon_version": row["lexicon_version"],
        "findings": [_finding(f, signed) for f in row.get("findings", [])],
        "sign_offs": signed,
        "comments": [_comment(held, n, c) for n, c in held.all("comment", review_id=pk)],
        "assignments": [
            {
                "person": held.person(a["person_id"]),
                "by": held.person(a["by_id"]),
                "at": a["at"],
                "ended_at": a.get("ended_at") or "",
                "outcome": a.get("outcome", ""),
                "reason": a.get("reason", ""),
            }
            for _, a in held.all("assignment", review_id=pk)
        ],
        "conflicts": [
            {"person": held.person(d["person_id"]), "at": d["at"], "statement": d["statement"]}
            for _, d in held.all("declaration", review_id=pk, conflict=True)
        ],
        "sources_opened": [
            {"person": held.person(o["person_id"]), "at": o["at"], "source": o["source_id"]}
            for _, o in held.all("sourceopening", review_id=pk)
        ],
        "outside_experts": [
            {"name": i["name"], "role": i["role"], "invited_at": i["invited_at"]}
            for _, i in held.all("invitation", review_id=pk)
        ],
        "schedules": [
            {
                "by": held.person(s["by_id"]),
                "publish_at": s["publish_at"],
                "outcome": s.get("outcome", ""),
                "why": s.get("why", ""),
            }
            for _, s in held.all("schedule", review_id=pk)
        ],
    }


def _finding(finding: Row, signed: Iterable[Row]) -> dict[str, Any]:
    answers = [
        {"by": s["printed_name"], "reason": s["answers"][finding["key"]]}
        for s in signed
        if s["answers"].get(finding["key"])
    ]
    return {**finding, "answers": answers}


def _sign_off(held: Records, pk: int, row: Row) -> dict[str, Any]:
    declared = held.one("declaration", row.get("declaration_id"))
    revoked = [r for _, r in held.all("revocation", sign_off_id=pk)]
    return {
        "record": f"signoff:{pk}",
        **{
            name: row[name]
            for name in (
                *("printed_name", "profession", "register", "register_number", "signed_at"),
                *("meaning", "statement", "interests", "fingerprint"),
                *("auth_method", "authenticated_at"),
            )
        },
        "specialties": row.get("specialties", []),
        "counts": row["meaning"] in (*PAGE_MEANINGS, Meaning.CLAIM_CHECKED) and not revoked,
        "verdicts": row.get("verdicts", {}),
        "answers": row.get("answers", {}),
        "ticks": row.get("ticks", []),
        "declaration": {
            "at": declared.get("at", ""),
            "statement": declared.get("statement", ""),
            "clinic_sells": declared.get("clinic_sells", False),
            "conflict": declared.get("conflict", False),
        },
        "revoked": [
            {"at": r["at"], "by": held.person(r["by_id"]), "reason": r["reason"]} for r in revoked
        ],
    }


def _comment(held: Records, pk: int, row: Row) -> dict[str, Any]:
    expert = held.one("invitation", row.get("invitation_id"))
    settled = [r for _, r in held.all("resolution", comment_id=pk)]
    return {
        "record": f"comment:{pk}",
        "by": f"{expert['name']}, {expert['role']}" if expert else held.person(row["by_id"]),
        "at": row["at"],
        "on": row.get("anchor", "page"),
        "passage": row.get("passage", ""),
        "text": row["text"],
        "answers": f"comment:{row['parent_id']}" if row.get("parent_id") else "",
        "settled": [{"by": held.person(r["by_id"]), "at": r["at"]} for r in settled],
    }


_KINDS = {"+": "created", "~": "changed", "-": "deleted"}
_OWN = (
    "id",
    "history_id",
    "history_date",
    "history_type",
    "history_user_id",
    "history_change_reason",
)


def _edits(held: Records) -> Iterator[dict[str, Any]]:
    """Yield every edit of a row that staff wrote: who, when, and each old and new value."""
    for table in (
        *("topic", "section", "topiccode", "claim", "citation", "source"),
        *("credential", "credentialspecialty", "reviewpolicy"),
    ):
        before: dict[Any, Row] = {}
        for pk, row in held.all(f"historical{table}"):
            old, gone = before.get(row["id"], {}), row["history_type"] == "-"
            columns = sorted({*old, *row} - set(_OWN))
            yield {
                "record": f"historical{table}:{pk}",
                "of": f"{table}:{row['id']}",
                "at": row["history_date"],
                "by": held.person(row.get("history_user_id")),
                "how": _KINDS.get(row["history_type"], row["history_type"]),
                "reason": row.get("history_change_reason") or "",
                "changes": [
                    {"field": c, "before": old.get(c), "after": row.get(c)}
                    for c in columns
                    if old.get(c) != row.get(c) and not gone
                ],
            }
            before[row["id"]] = row


def _person(held: Records, pk: int, row: Row) -> dict[str, Any]:
    return {
        "record": f"user:{pk}",
        "name": held.person(pk),
        "username": row.get("username", ""),
        "is_active": row.get("is_active", True),
        "roles": row.get("groups", []),
        "credentials": [
            {
                name: c.get(name)
                for name in (
                    *("profession", "register", "register_number", "valid_from", "valid_until"),
                    "verified_on",
                )
            }
            | {"verified_by": held.person(c["verified_by_id"])}
            for _, c in held.all("credential", user_id=pk)
        ],
    }
