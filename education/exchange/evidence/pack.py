"""Making a pack: one page's records as canonical JSON, with what they tell and what is wrong."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils import timezone

from education import __version__
from education.audit import chain
from education.audit.models import AuditEvent, ChainHead
from education.checks.registry import LEXICON_VERSION
from education.content.models import Topic
from education.errors import Refused
from education.evidence.models import Source
from education.exchange.evidence.rows import as_record, events_about, row_named, rows_of
from education.exchange.evidence.told import told
from education.publishing import guards, integrity
from education.publishing.models import Edition, EditionClaim, LivePage
from education.publishing.past import stretches_of
from education.review.models import Review
from education.review.rules import FLOORS, POLICIES

FORMAT = 1
#: Told about each step, for the person who waits.
Progress = Callable[[str], None]


class NoSuchPage(Refused):
    """There is no page of this name."""


def spelt(value: Any) -> bytes:
    """Return the one spelling of a pack: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def topic_named(slug: str, language: str) -> Topic:
    """Return the page that readers find, or last found, at an address; else the draft there."""
    here = {"language": language, "slug": slug}
    live = LivePage.objects.filter(**here).values_list("topic", flat=True).first()
    editions = Edition.objects.filter(**here).order_by("-published_at")
    last = live or editions.values_list("topic", flat=True).first()
    topic: Topic | None = Topic.objects.filter(**{"pk": last} if last else here).first()
    if topic is None:
        raise NoSuchPage(f"There is no page “{slug}” in the language “{language}”.")
    return topic


def make(topic: Topic, *, progress: Progress = lambda _: None) -> dict[str, Any]:
    """Return everything that is on record about a page, as of one moment, as plain JSON."""
    with chain.snapshot():
        progress("Reading the records …")
        rows = rows_of(topic)
        records = {name: as_record(row) for name, row in rows.items()}
        progress(f"Looking through the trail for {len(rows)} records …")
        texts = [row.fingerprint for row in rows.values() if isinstance(row, Review)]
        events = list(events_about(rows, texts))
        actors = {f"user:{event.actor_id}": event.actor for event in events}
        records |= {n: as_record(a) for n, a in actors.items() if n not in records}
        progress(f"Checking {len(rows)} records against {len(events)} events …")
        faults = list(_faults(rows, records, events))
        in_words = told(records)
        if in_words["damaged"]:
            faults.append(_fault("told", "cannot be put into words: a record is damaged."))
        head = ChainHead.objects.get(pk=1)
        return {
            "format": FORMAT,
            "made": _made(),
            "page": {
                "topic": topic.pk,
                "language": topic.language,
                "slug": topic.slug,
                "title": topic.title,
            },
            "newest_event": {"seq": head.seq, "hash": head.hash},
            "faults": faults,
            "past": past_of(topic.pk),
            "policy": {
                "built_in": {str(k): asdict(v) for k, v in POLICIES.items()},
                "floors": {str(k): asdict(v) for k, v in FLOORS.items()},
            },
            "fallen_sources": list(_fallen_sources(rows.values(), topic)),
            "records": dict(sorted(records.items())),
            "events": [chain.event_json(event) for event in events],
            "told": in_words,
        }


def _made() -> dict[str, Any]:
    return {
        "at": moment(timezone.now()),
        "by": f"Countersign {__version__}",
        "site": settings.SITE_NAME,
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": connection.vendor,
        "lexicon": LEXICON_VERSION,
        "migrations": sorted(
            name
            for app, name in MigrationRecorder(connection).applied_migrations()
            if app == "education"
        ),
        "guards_missing": list(guards.missing()),
    }


def moment(value: datetime | None) -> str:
    """Return a time as the trail spells it; empty when there is none."""
    return value.astimezone(timezone.get_fixed_timezone(0)).isoformat() if value else ""


def past_of(topic_id: int, *, until: str = "") -> list[dict[str, Any]]:
    """Return what readers got since ever, or until a moment, as plain JSON."""
    found = []
    for part in stretches_of(topic_id):
        start, end = moment(part.start), moment(part.end)
        if until and start > until:
            break
        shown = part.shown
        found.append(
            {
                "from": start,
                "until": "" if until and end > until else end,
                "edition": shown.number if shown else None,
                "fingerprint": shown.fingerprint if shown else "",
                "address": f"{shown.language}/{shown.slug}" if shown else "",
                "reviewed_at": moment(shown.reviewed_at) if shown else "",
                "review_due": shown.review_due.isoformat() if shown else "",
                "may_be_shown_until": shown.lapses_on.isoformat() if shown else "",
                "why": part.why,
            }
        )
    return found


def _fallen_sources(rows: Iterable[Model], topic: Topic) -> Iterator[dict[str, Any]]:
    """Sources of this page that something happened to, and the other live pages that cite them."""
    for source in rows:
        if isinstance(source, Source) and source.notice != Source.Notice.NONE:
            citing = EditionClaim.objects.filter(claim__citations__source=source)
            live = LivePage.objects.filter(edition__in=citing.values("edition"))
            yield {
                "source": source.pk,
                "title": source.title,
                "notice": source.notice,
                "other_live_pages": sorted(
                    f"{p.language}/{p.slug}" for p in live.exclude(topic=topic)
                ),
            }


# --- what does not hold ---------------------------------------------------------------------------


def newest_digests(events: Iterable[AuditEvent]) -> dict[str, str | None]:
    """Return what each row should be by the newest of these events that wrote it."""
    digests: dict[str, str | None] = {}
    for event in events:
        digests.update(event.rows)
    return digests


def _faults(
    rows: Mapping[str, Model], records: Mapping[str, Any], events: Iterable[AuditEvent]
) -> Iterator[dict[str, str]]:
    """Yield what is wrong with a page's records, by the trail and by the rules themselves."""
    events = list(events)
    for event in events:
        if chain.hash_of(chain.event_json(event)) != event.hash:
            yield _fault(f"auditevent:{event.seq}", "was changed after it was written.")
    expected = newest_digests(events)
    for name, row in rows.items():
        if name not in expected:
            yield _fault(name, "was written past the audit trail.")
        elif records[name]["digest"] != expected[name]:
            yield _fault(name, "was changed after it was recorded.")
        for fault in integrity.problems_of(row):
            yield _fault(fault.record, fault.problem)
    for name in expected.keys() - rows.keys():
        if expected[name] and row_named(name) is None and not _deleted_since(name):
            yield _fault(name, "is gone, but the trail says it exists.")


def _deleted_since(name: str) -> bool:
    """A row may have been deleted by an event that is about another page."""
    after = AuditEvent.objects.filter(rows__has_key=name).order_by("-seq").first()
    return after is not None and after.rows[name] is None


def _fault(record: str, problem: str) -> dict[str, str]:
    return {"record": record, "problem": problem}
