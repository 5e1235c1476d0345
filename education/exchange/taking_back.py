"""What goes when an import is taken back, and what stays and why. Reads only; see ``services``.

What people did since is never undone: a record that somebody changed, used elsewhere or submitted
stays, and with it whatever it stands on. A page that was ever submitted is kept as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from education.audit import chain
from education.audit.history import TrackedModel, history_of
from education.audit.models import AuditEvent
from education.content.manuscript import sha256
from education.content.models import Placement, Section, Topic, TopicCode
from education.content.usage import beside_sections
from education.evidence.models import Citation, Claim
from education.publishing.models import EditionClaim, Withdrawal
from education.review.models import Review, SignOff

from .models import ImportRecord


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that stays, and the sentence that says why."""

    row: TrackedModel
    why: str

    @property
    def name(self) -> str:
        """What it is, in words."""
        if isinstance(self.row, Topic):
            return f"The page “{self.row.title}”"
        return f"Section “{self.row}”" if isinstance(self.row, Section) else str(self.row)


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking an import back would do, as things stand now."""

    #: Why it cannot be done at all, or "".
    against: str = ""
    page: Topic | None = None
    codes: tuple[TopicCode, ...] = ()
    sections: tuple[Section, ...] = ()
    claims: tuple[Claim, ...] = ()
    stays: tuple[Kept, ...] = ()

    def goes(self) -> Iterator[TrackedModel]:
        """Yield what goes, in an order in which nothing stands on what is gone."""
        yield from self.sections
        yield from self.claims
        if self.page is not None:
            yield from self.codes
            yield self.page

    @property
    def version(self) -> str:
        """Return a name for all that a preview shows; another one when any of it has changed."""
        told = [[chain.reference(row), str(row)] for row in self.goes()]
        told += [[chain.reference(kept.row), kept.why] for kept in self.stays]
        return sha256(json.dumps([self.against, told]))


def taken_back(record: ImportRecord) -> AuditEvent | None:
    """Return the act by which an import was taken back, if it was."""
    acts = AuditEvent.objects.filter(action="article.taken_back", subject=chain.reference(record))
    return acts.select_related("actor").first()


def plan_of(record: ImportRecord) -> Plan:
    """Return what taking an import back would do, as things stand now."""
    topic = record.page()
    ids = {row["claim"] for row in record.fates if row["claim"]}
    if topic is None or (against := _against(record, topic, ids)):
        return Plan(against=against if topic else "This import was taken back already.")
    changed = _changed_parts(record, topic)
    kept_sections = {kept.row.pk for kept in changed if isinstance(kept.row, Section)}
    sections = tuple(s for s in Section.objects.filter(topic=topic) if s.pk not in kept_sections)
    page_stays = _page_stays(topic, changed)
    claims, kept_claims = _claims(ids, {s.pk for s in sections}, topic, page_stays=page_stays)
    if not (sections or claims or not page_stays):
        against = "Nothing of this import can go: somebody has worked on all of it since."
    return Plan(
        against=against,
        page=None if page_stays else topic,
        codes=() if page_stays else tuple(topic.codes.all()),
        sections=sections,
        claims=claims,
        stays=(*page_stays, *(k for k in changed if isinstance(k.row, Section)), *kept_claims),
    )


def _against(record: ImportRecord, topic: Topic, ids: Collection[int]) -> str:
    if taken_back(record):
        return "This import was taken back already."
    review = Review.objects.filter(topic=topic).order_by("pk").first()
    if review:
        return (
            f"This page was submitted for review on {_day(review.submitted_at)}, and what was once "
            "submitted is kept: change the draft instead."
        )
    signed = set(
        SignOff.objects.filter(review__claim__in=ids).values_list("review__claim", flat=True)
    )
    for model in (EditionClaim, Withdrawal):
        signed |= set(model.objects.filter(claim__in=ids).values_list("claim", flat=True))
    if signed:
        return (
            f"C-{min(signed)} of this article is signed or was read by patients, so the import is "
            "kept: change the draft instead."
        )
    return ""


# --- what somebody changed ----------------------------------------------------------------------


def _changes(model: type[TrackedModel], ids: Collection[int]) -> dict[int, str]:
    """Return id → who changed it last and when, of rows that were changed since they were made."""
    found: Any = history_of(model)._base_manager.filter(id__in=ids).exclude(history_type="+")
    rows = found.select_related("history_user").order_by("history_id")
    return {row.id: f"It was changed {_by(row)}." for row in rows}


def _by(version: Any) -> str:
    who = version.history_user.printed_name if version.history_user else "somebody"
    return f"by {who} on {_day(version.history_date)}"


def _day(moment: Any) -> str:
    return date_format(localtime(moment), "j F Y")


def _added(record: ImportRecord, rows: Collection[TrackedModel]) -> set[int]:
    """Return the keys of rows that were made after the import, by the order of the trail."""
    imported = AuditEvent.objects.get(
        action="article.imported", subject=f"topic:{record.topic_id}"
    ).seq
    names = {chain.reference(row): row.pk for row in rows}
    made = AuditEvent.objects.filter(
        seq__gt=imported, subject__in=names, action__endswith=".created"
    )
    return {names[subject] for subject in made.values_list("subject", flat=True)}


def _changed_parts(record: ImportRecord, topic: Topic) -> list[Kept]:
    """Return the sections and codes of a page that are not, or not any more, the import's."""
    found = []
    for model in (Section, TopicCode):
        rows = list(model.objects.filter(topic=topic))
        changes = _changes(model, [row.pk for row in rows])
        added = _added(record, rows)
        for row in rows:
            if row.pk in added:
                found.append(Kept(row, "It was added after the import."))
            elif row.pk in changes:
                found.append(Kept(row, changes[row.pk]))
    return found


def _page_stays(topic: Topic, parts: Collection[Kept]) -> list[Kept]:
    """Return the page itself with the reason for which it stays, or nothing."""
    why = _changes(Topic, [topic.pk]).get(topic.pk, "")
    translation = topic.translations.order_by("pk").first()
    if not why and translation:
        why = f"“{translation}” is its translation."
    if not why and any(isinstance(kept.row, Section) for kept in parts):
        why = "A section of it stays."
    if not why and parts:
        why = "Its codes were changed."
    return [Kept(topic, why)] if why else []


# --- claims -------------------------------------------------------------------------------------


def _claims(
    ids: Collection[int], going: Collection[int], topic: Topic, *, page_stays: Collection[Kept]
) -> tuple[tuple[Claim, ...], list[Kept]]:
    """Part the claims of an import into those that go and those that stay."""
    reasons = _reasons(ids, going, topic if not page_stays else None)
    goes, stays = [], []
    for claim in Claim.objects.filter(pk__in=ids).order_by("pk"):
        if why := reasons.get(claim.pk):
            stays.append(Kept(claim, why))
        else:
            goes.append(claim)
    return tuple(goes), stays


def _reasons(ids: Collection[int], going: Collection[int], page: Topic | None) -> dict[int, str]:
    """Return claim → why it stays; of several reasons the one that weighs most."""
    beside = beside_sections(ids, but=page.pk if page else None)
    reasons = {pk: f"It stands on “{min(topics.items())[1]}”." for pk, topics in beside.items()}
    held = Placement.objects.filter(claim__in=ids).exclude(section__in=going)
    for pk, title in held.values_list("claim", "section__topic__title"):
        reasons[pk] = f"It stands on “{title}”."
    for one in Claim.objects.filter(translation_of__in=ids):
        reasons[one.translation_of_id] = f"{one.code} is its translation."
    cited: Any = history_of(Citation)._base_manager.filter(claim_id__in=ids)
    for version in cited.select_related("history_user").order_by("history_id"):
        reasons[version.claim_id] = f"Its sources were changed {_by(version)}."
    reasons |= _changes(Claim, ids)
    for pk in Review.objects.filter(claim__in=ids).values_list("claim", flat=True):
        reasons[pk] = "It was submitted for review."
    return reasons
