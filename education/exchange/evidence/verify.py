"""Checking a pack against itself, the database and the trail; naming whatever differs.

Everything is recomputed from the JSON: what the files hash to, each fingerprint, each row's
digest, each event's hash, and everything the pack tells. Then it is compared with what is stored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from education.audit import chain
from education.audit.models import AuditEvent
from education.content.manuscript import ClaimText, canonical_json, sha256
from education.content.models import Topic
from education.errors import Refused
from education.exchange.evidence.pack import FORMAT, Progress, past_of, spelt
from education.exchange.evidence.rows import as_record, is_about, row_named, rows_of
from education.exchange.evidence.told import DAMAGE, told
from education.publishing import integrity

MANIFEST = "manifest.json"
_SHAPE = frozenset(
    (
        *("format", "made", "page", "newest_event", "faults", "past", "policy"),
        *("fallen_sources", "records", "events", "told"),
    )
)
#: What following a pack of another shape may raise.
_DAMAGE = (*DAMAGE, LookupError)


class NoPack(Refused):
    """There is no pack to be checked."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be."""

    name: str
    problem: str

    def __str__(self) -> str:
        return f"{self.name} {self.problem}"


def verify(directory: str, *, progress: Progress = lambda _: None) -> Iterator[Difference]:
    """Yield everything in which a pack differs from itself, from the database or from the trail."""
    folder = Path(directory)
    progress("Checking the files …")
    files = _manifest(folder)
    yield from _file_differences(folder, files)
    for name in [n for n in files if n.endswith(".json")]:
        try:
            data = (folder / name).read_bytes()
        except OSError:
            continue  # Said above.
        pack = _pack(data)
        if pack is None:
            yield Difference(name, "is no pack of evidence, or not in its one spelling.")
            continue
        try:
            with chain.snapshot():
                yield from differences(pack, progress=progress)
        except _DAMAGE:
            yield Difference(name, "cannot be compared: it does not have the shape of a pack.")


def _manifest(folder: Path) -> dict[str, str]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        files: dict[str, str] = dict(manifest["files"])
    except OSError as error:
        raise NoPack(f"{folder / MANIFEST} cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError, KeyError):
        raise NoPack(f"{folder / MANIFEST} is no manifest of a pack.") from None
    if not any(name.endswith(".json") for name in files):
        raise NoPack(f"{folder / MANIFEST} names no pack.")
    return files


def _file_differences(folder: Path, files: Mapping[str, str]) -> Iterator[Difference]:
    for name, digest in files.items():
        if "/" in name or "\\" in name or name.startswith("."):
            yield Difference(name, "is no name of a file in a pack.")
            continue
        try:
            data = (folder / name).read_bytes()
        except OSError:
            yield Difference(name, "is in the manifest, but cannot be read.")
            continue
        if hashlib.sha256(data).hexdigest() != digest:
            yield Difference(name, "is not the file of the manifest.")


def _pack(data: bytes) -> dict[str, Any] | None:
    try:
        pack = json.loads(data)
        if not isinstance(pack, dict) or pack.keys() != _SHAPE or pack["format"] != FORMAT:
            return None
        return pack if spelt(pack) == data else None
    except (ValueError, RecursionError):
        return None


def differences(
    pack: Mapping[str, Any], *, progress: Progress = lambda _: None
) -> Iterator[Difference]:
    """Yield everything in which a pack differs; what was wrong when it was made is told again."""
    for fault in pack["faults"]:
        yield Difference(fault["record"], f"{fault['problem']} (known when the pack was made)")
    progress("Recomputing fingerprints …")
    yield from _text_differences(pack)
    topic = pack["records"].get(f"topic:{pack['page']['topic']}", {}).get("values", {})
    if any(topic.get(k, pack["page"][k]) != pack["page"][k] for k in ("slug", "title")):
        yield Difference("page", "is not the page of the records.")
    if _retold(pack["records"]) != pack["told"]:
        yield Difference("told", "is not what the records say.")
    progress(f"Comparing {len(pack['records'])} records with the trail and the database …")
    yield from _trail_differences(pack)
    if past_of(pack["page"]["topic"], until=pack["made"]["at"]) != pack["past"]:
        yield Difference("past", "is not what the records say readers got.")


def _retold(records: Mapping[str, Any]) -> Any:
    try:
        return json.loads(spelt(told(records)))
    except DAMAGE:
        return None


# --- texts ----------------------------------------------------------------------------------------


def _text_differences(pack: Mapping[str, Any]) -> Iterator[Difference]:
    records = pack["records"]
    for one in (*pack["told"]["editions"], *pack["told"]["reviews"]):
        name, text = one["record"], one["text"]
        stored = records.get(name, {}).get("values", {})
        if sha256(canonical_json(text)) != one["fingerprint"]:
            yield Difference(name, "does not have the fingerprint of its text.")
        if sha256(stored.get("manuscript", "")) != stored.get("fingerprint"):
            yield Difference(name, "does not hold the text of its fingerprint.")
        for claim in text.get("claims", ()):
            if ClaimText.from_json(claim).fingerprint() != claim.get("fingerprint"):
                yield Difference(name, f"holds C-{claim.get('claim_id')} in another form.")
        row = row_named(name)
        if row is None or getattr(row, "fingerprint", None) != one["fingerprint"]:
            yield Difference(name, "has another fingerprint in the database.")
    for sign_off in (s for r in pack["told"]["reviews"] for s in r["sign_offs"]):
        row = row_named(sign_off["record"])
        if row is None or getattr(row, "fingerprint", None) != sign_off["fingerprint"]:
            yield Difference(sign_off["record"], "signs another fingerprint in the database.")
    yield from _published_differences(pack)


def _published_differences(pack: Mapping[str, Any]) -> Iterator[Difference]:
    """What the trail says was published, by its fingerprint."""
    published = AuditEvent.objects.filter(
        action="page.published", subject__in=[e["record"] for e in pack["told"]["editions"]]
    )
    said = {event.subject: event.data.get("fingerprint") for event in published}
    for edition in pack["told"]["editions"]:
        if said.get(edition["record"]) != edition["fingerprint"]:
            yield Difference(edition["record"], "has another fingerprint in the trail.")


# --- records and events ---------------------------------------------------------------------------


def _trail_differences(pack: Mapping[str, Any]) -> Iterator[Difference]:
    records, events = pack["records"], {e["seq"]: e for e in pack["events"]}
    names = {name for name in records if not name.startswith("user:")}
    texts = {one["fingerprint"] for one in pack["told"]["reviews"]}
    then: dict[str, str | None] = {}
    now: dict[str, str | None] = {}
    born: dict[str, int] = {}
    for event in _events():
        for name in event.rows:
            born.setdefault(name, event.seq)
        for name in records.keys() & event.rows.keys():
            now[name] = event.rows[name]
            if event.seq <= pack["newest_event"]["seq"]:
                then[name] = event.rows[name]
        if event.seq in events:
            yield from _event_differences(events.pop(event.seq), event)
        elif event.seq <= pack["newest_event"]["seq"] and is_about(event, names, texts):
            yield Difference(f"auditevent:{event.seq}", "is missing from the pack.")
        if event.seq == pack["newest_event"]["seq"] and event.hash != pack["newest_event"]["hash"]:
            yield Difference(f"auditevent:{event.seq}", "is not the newest event of the pack.")
    for seq in events:
        yield Difference(f"auditevent:{seq}", "is not in the trail.")
    for name, record in records.items():
        yield from _record_differences(name, record, then.get(name), now.get(name))
    for name in _missing(pack):
        if born.get(name, 0) <= pack["newest_event"]["seq"]:
            yield Difference(name, "is missing from the pack.")


def _missing(pack: Mapping[str, Any]) -> Iterator[str]:
    """Yield the records that belong to the page itself, or to a review of the pack, and are not in.

    Others may have come into its scope later: a claim that was older when it was put on the page.
    """
    topic = Topic.objects.filter(pk=pack["page"]["topic"]).first()
    for name, row in rows_of(topic).items() if topic else ():
        if name not in pack["records"]:
            parents = [
                getattr(row, "topic_id", None) == pack["page"]["topic"],
                *(
                    f"{table}:{getattr(row, f'{column}_id', None)}" in pack["records"]
                    for table, column in _PARENTS
                ),
            ]
            if any(parents):
                yield name


_PARENTS = (("review", "review"), ("signoff", "sign_off"), ("comment", "comment"))


def _events() -> Iterator[AuditEvent]:
    for batch in chain.batches(AuditEvent):
        yield from (event for event in batch.values() if isinstance(event, AuditEvent))


def _event_differences(packed: Mapping[str, Any], event: AuditEvent) -> Iterator[Difference]:
    name = f"auditevent:{event.seq}"
    if _hash(packed) != packed.get("hash"):
        yield Difference(name, "does not have its hash in the pack.")
    stored = chain.event_json(event)
    if chain.hash_of(stored) != event.hash:
        yield Difference(name, "was changed in the database.")
    if dict(packed) != json.loads(json.dumps(stored)):
        yield Difference(name, "is another event in the trail.")


def _hash(event: Mapping[str, Any]) -> str:
    try:
        return chain.hash_of(event)
    except KeyError:
        return ""


def _record_differences(
    name: str, record: Mapping[str, Any], then: str | None, now: str | None
) -> Iterator[Difference]:
    if not record["withheld"] and chain.digest_of(record["values"]) != record["digest"]:
        yield Difference(name, "does not have its digest in the pack.")
    if record["digest"] != then:
        yield Difference(name, "is not what the trail recorded.")
    row = row_named(name)
    if row is None:
        if now is not None:
            yield Difference(name, "is gone from the database.")
        return
    stored = as_record(row)
    if stored["digest"] != now:
        yield Difference(name, "was changed in the database past the trail.")
    if stored["digest"] == record["digest"] and stored != dict(record):
        yield Difference(name, "says something else in the database.")
    for fault in integrity.problems_of(row):
        yield Difference(fault.record, fault.problem)
