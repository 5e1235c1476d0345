"""What auditors ask, answered from a pack as far as its data can; and where they cannot, why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from education.templatetags.evidence import moment

Pack = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, its answer in a sentence or two, and the lines that show it."""

    question: str
    words: str
    lines: tuple[str, ...] = ()
    #: False where the answer is not in this program's data.
    from_data: bool = True


def answers(pack: Pack) -> list[Answer]:
    """Return the questions of an audit, in the order in which auditors ask them."""
    told = pack["told"]
    return [
        Answer(
            "Which signed text did patients see on a given day, and what proves it?",
            "Part “What readers got” tells it to the second. Each text has the fingerprint that "
            "was signed; the pack's JSON recomputes it (manage.py evidence_pack --verify).",
            tuple(_past(pack["past"])),
        ),
        Answer(
            "Who changed this word, when, why, and what stood there before?",
            f"Part “Edits” has all {len(told['edits'])} edits with old and new values. Between "
            "editions, each edition shows what it changed.",
        ),
        Answer(
            "Who has which role, who gave and took it, and when?",
            "Roles of everybody in this pack, with the events that gave and took them.",
            (*_roles(told["people"]), *_events(pack, "role.", "permission.")),
        ),
        Answer(
            "Show a person without the role being refused.",
            "Refusals of the program leave no record. The tests named in education/decisions/"
            "part-11.md show each role being refused at every address.",
            from_data=False,
        ),
        Answer(
            "Which attempts to sign failed?",
            "Wrong passwords given for a text of this page, and locked accounts.",
            tuple(_events(pack, "signing.")) or ("None is on record.",),
        ),
        Answer("Can anybody edit the trail?", *_guards(pack)),
        Answer(
            "Is the clock controlled?",
            "Times are those of the server in UTC, set at the act; no form takes one. That the "
            "server keeps time is for the clinic to show.",
            from_data=False,
        ),
        Answer(
            "Who can switch the audit off?",
            "Nobody in the program: an act and its event are one transaction. Who may change the "
            "program or owns the database could, and would be found by check_integrity.",
            from_data=False,
        ),
        Answer(
            "Is the trail reviewed, and by whom?",
            "The program recomputes the trail on demand (check_integrity, export_audit) and does "
            "not record who read it.",
            from_data=False,
        ),
        Answer(
            "Was each signer entitled on the day?",
            "Each signature rests on a registration that somebody else had checked. Training is "
            "not recorded in this program.",
            tuple(_entitled(told)),
        ),
        Answer(
            "Which version of the program, and how was it validated?",
            f"This pack was made by {pack['made']['by']} (lexicon {pack['made']['lexicon']}, "
            f"Django {pack['made']['django']}). education/decisions/part-11.md names the tests.",
        ),
        Answer(
            "Can it be restored from backup?",
            "Backups and restore drills are the clinic's; this program holds no record of them.",
            from_data=False,
        ),
        Answer(
            "What happened at urgent withdrawals, and how fast?",
            "Every time this page was taken down.",
            tuple(_withdrawals(told["editions"])) or ("It was never taken down.",),
        ),
        Answer("Is a review overdue?", _overdue(pack["past"])),
        Answer(
            "Does it cite a paper that was retracted or corrected, and do other pages?",
            "As the sources stand today.",
            tuple(_fallen(pack["fallen_sources"])) or ("None is on record.",),
        ),
        Answer(
            "Has a signer left?",
            "Signers whose accounts are closed today.",
            tuple(_left(told)) or ("None.",),
        ),
    ]


def _past(past: Iterable[Pack]) -> Iterator[str]:
    for part in past:
        since, until = moment(part["from"]), moment(part["until"])
        what = f"edition {part['edition']}" if part["edition"] else f"nothing: {_why(part['why'])}"
        yield f"{since or 'Ever'} to {until or 'now'}: {what}"


def _why(why: str) -> str:
    return "not published yet" if why == "not_yet" else f"taken down ({why})"


def _roles(people: Iterable[Pack]) -> Iterator[str]:
    for one in people:
        state = "" if one["is_active"] else ", account closed"
        yield f"{one['name']}: {', '.join(one['roles']) or 'no role'}{state}"


def _events(pack: Pack, *prefixes: str) -> Iterator[str]:
    names = {p["record"]: p["name"] for p in pack["told"]["people"]}
    for event in pack["events"]:
        if event["action"].startswith(prefixes):
            by = names.get(f"user:{event['actor_id']}", "somebody")
            about = names.get(event["subject"], event["subject"])
            more = event["data"].get("role") or event["data"].get("permission") or ""
            told = f"{event['action']} {more}".strip()
            yield f"{moment(event['at'])}: {told}, {about}, by {by} (event {event['seq']})"


def _guards(pack: Pack) -> tuple[str, tuple[str, ...]]:
    missing = pack["made"]["guards_missing"]
    if missing:
        return "Guards of the database were missing when this pack was made.", tuple(missing)
    words = (
        "No: the database refuses to change or delete a record, and every guard stood when this "
        "pack was made. Who owns the database could lift them; the hashes would tell."
    )
    return words, ()


def _entitled(told: Pack) -> Iterator[str]:
    """One line for each registration: what was signed with it, from when to when."""
    signed: dict[str, list[tuple[str, str]]] = {}
    for review in told["reviews"]:
        for s in review["sign_offs"]:
            who = f"{s['printed_name']}, {s['profession']}, {s['register']} {s['register_number']}"
            signed.setdefault(who, []).append((s["signed_at"], review["record"]))
    for who, acts in signed.items():
        acts.sort()
        when = f"from {moment(acts[0][0])} to {moment(acts[-1][0])}"
        yield f"{who}: {', '.join(record for _, record in acts)}; {when}"


def _withdrawals(editions: Iterable[Pack]) -> Iterator[str]:
    for edition in editions:
        if gone := edition["withdrawal"]:
            heard = moment(gone["alerted_at"])
            after = f"alert {heard} ({gone['reference']}); " if heard else ""
            yield (
                f"Edition {edition['number']}: {after}gone {moment(gone['at'])}, "
                f"{gone['kind']}, by {gone['by']}: “{gone['notice']}”"
            )


def _overdue(past: list[Pack]) -> str:
    last = past[-1]
    if not last["edition"]:
        return "It is not live."
    return (
        f"Edition {last['edition']} is live; its review is due on {last['review_due']}, and it "
        f"takes itself down after {last['may_be_shown_until']}."
    )


def _fallen(sources: Iterable[Pack]) -> Iterator[str]:
    for source in sources:
        others = ", ".join(source["other_live_pages"]) or "none"
        yield f"“{source['title']}” ({source['notice']}); other live pages that cite it: {others}"


def _left(told: Pack) -> Iterator[str]:
    closed = {p["name"] for p in told["people"] if not p["is_active"]}
    signers = {s["printed_name"] for r in told["reviews"] for s in r["sign_offs"]}
    yield from sorted(closed & signers)
