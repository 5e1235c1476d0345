"""Which records are evidence of one page: its rows, their history, and every event about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from education.audit import chain
from education.audit.models import AuditEvent
from education.content.models import Section, Topic, TopicCode
from education.evidence.models import Citation, Claim, Source
from education.people.models import Credential, CredentialSpecialty, Specialty, User
from education.publishing.models import Edition, EditionClaim, LivePage, Schedule, Withdrawal
from education.review.models import (
    Assignment,
    Comment,
    Declaration,
    Invitation,
    Resolution,
    Review,
    ReviewPolicy,
    Revocation,
    SignOff,
    SourceOpening,
)

#: Left out of a pack because it is nobody's business there; the digest still covers it.
WITHHELD: dict[str, tuple[str, ...]] = {
    "user": ("password", "email"),
    "historicaluser": ("email",),
    "invitation": ("email", "secret_hash"),
}
#: Events about a person that belong to the pages they were about.
_SIGNING = "signing."


@dataclass
class Found:
    """The records of one page, by their names in the trail."""

    rows: dict[str, Model] = field(default_factory=dict)

    def add(self, rows: Iterable[Model]) -> list[Any]:
        """Take rows in; return them."""
        taken = list(rows)
        self.rows.update({chain.reference(row): row for row in taken})
        return taken

    def with_history(self, model: Any, where: Q, ever: Q) -> set[int]:
        """Take in rows and the history of all that match or ever did; return their ids."""
        ids = set(model.history.filter(ever).values_list("id", flat=True))
        ids |= set(model._base_manager.filter(where).values_list("pk", flat=True))
        self.add(model._base_manager.filter(pk__in=ids))
        self.add(model.history.filter(id__in=ids).order_by("history_id"))
        return ids


def rows_of(topic: Topic) -> dict[str, Model]:
    """Return every record that is evidence of a page, name in the trail → row."""
    found = Found()
    reviews = _reviews(found, topic)
    _content(found, topic, reviews)
    _around(found, reviews)
    editions = found.add(Edition.objects.filter(topic=topic))
    found.add(EditionClaim.objects.filter(edition__in=editions))
    found.add(LivePage.objects.filter(topic=topic))
    found.add(Withdrawal.objects.filter(topic=topic))
    _rights(found)
    found.with_history(ReviewPolicy, Q(), Q())
    found.add(User.objects.filter(pk__in=_people(found.rows.values())))
    return dict(sorted(found.rows.items(), key=lambda pair: _in_order(pair[0])))


def _in_order(name: str) -> tuple[str, int]:
    table, _, pk = name.partition(":")
    return table, int(pk)


def _reviews(found: Found, topic: Topic) -> list[Review]:
    own = list(Review.objects.filter(topic=topic))
    claims = {pk for review in own for pk in _claims_in(review.manuscript)}
    ever = EditionClaim.objects.filter(edition__topic=topic).values("claim")
    beside = Review.objects.filter(Q(claim__in=claims) | Q(claim__in=ever))
    return found.add([*own, *beside])


def _claims_in(manuscript: str) -> set[int]:
    try:
        return {claim["claim_id"] for claim in json.loads(manuscript)["claims"]}
    except (ValueError, TypeError, KeyError):
        return set()  # Damaged; the pack names it.


def _content(found: Found, topic: Topic, reviews: list[Review]) -> None:
    found.with_history(Topic, Q(pk=topic.pk), Q(id=topic.pk))
    found.with_history(Section, Q(topic=topic), Q(topic_id=topic.pk))
    found.with_history(TopicCode, Q(topic=topic), Q(topic_id=topic.pk))
    claims = {r.claim_id for r in reviews if r.claim_id}
    claims |= set(
        Claim.objects.filter(placements__section__topic=topic).values_list("pk", flat=True)
    )
    found.with_history(Claim, Q(pk__in=claims), Q(id__in=claims))
    citations = found.with_history(Citation, Q(claim__in=claims), Q(claim_id__in=claims))
    history: Any = Citation.history
    cited = set(history.filter(id__in=citations).values_list("source_id", flat=True))
    found.with_history(Source, Q(pk__in=cited), Q(id__in=cited))
    if topic.specialty_id:
        found.add(Specialty.objects.filter(pk=topic.specialty_id))


def _around(found: Found, reviews: list[Review]) -> None:
    """What was said, asked and done about reviews."""
    for model in (Assignment, Invitation, SourceOpening, Schedule):
        found.add(model._base_manager.filter(review__in=reviews))
    comments = found.add(Comment.objects.filter(review__in=reviews))
    found.add(Resolution.objects.filter(comment__in=comments))
    signed = found.add(SignOff.objects.filter(review__in=reviews))
    found.add(Revocation.objects.filter(sign_off__in=signed))
    declared = Q(review__in=reviews) | Q(pk__in=[s.declaration_id for s in signed])
    found.add(Declaration.objects.filter(declared))


def _rights(found: Found) -> None:
    """The credentials that were signed with, as they were on every day."""
    used = {row.credential_id for row in found.rows.values() if isinstance(row, SignOff)}
    found.with_history(Credential, Q(pk__in=used), Q(id__in=used))
    covers = Q(credential__in=used), Q(credential_id__in=used)
    ids = found.with_history(CredentialSpecialty, *covers)
    history: Any = CredentialSpecialty.history
    named = history.filter(id__in=ids).values_list("specialty_id", flat=True)
    found.add(Specialty.objects.filter(pk__in=set(named)))


def _people(rows: Iterable[Model]) -> set[int]:
    """Return the ids of everybody that a record names."""
    ids: set[int] = set()
    for row in rows:
        for column in row._meta.concrete_fields:
            if column.related_model is User:
                ids.add(getattr(row, column.attname) or 0)
        if isinstance(row, Review) and isinstance(row.contributors, list):
            ids |= {pk for pk in row.contributors if isinstance(pk, int)}
    return ids - {0}


def as_record(row: Model) -> dict[str, Any]:
    """Return a row as a pack holds it: what its digest is made of, and the digest."""
    said = chain.said(row)
    withheld = [name for name in WITHHELD.get(str(row._meta.model_name), ()) if name in said]
    return {
        "values": {name: value for name, value in said.items() if name not in withheld},
        "withheld": withheld,
        "digest": chain.digest_of(said),
    }


def row_named(name: str) -> Model | None:
    """Return the row that the trail calls so, or None when there is none any more."""
    table, _, pk = name.partition(":")
    row: Model | None = apps.get_model("education", table)._base_manager.filter(pk=pk).first()
    return row


def events_about(names: Iterable[str], fingerprints: Iterable[str]) -> Iterator[AuditEvent]:
    """Yield every event that is about these records or wrote one, in the order of the trail.

    Of what people tried with a password, only what was for one of these texts.
    """
    wanted, texts = set(names), set(fingerprints)
    for batch in chain.batches(AuditEvent):
        for event in batch.values():
            if isinstance(event, AuditEvent) and is_about(event, wanted, texts):
                yield event


def is_about(event: AuditEvent, wanted: set[str], texts: set[str]) -> bool:
    """Tell whether an event is about one of these records, or a try to sign one of these texts."""
    if event.action.startswith(_SIGNING) and "purpose" in event.data:
        return event.data["purpose"] in texts
    return event.subject in wanted or not wanted.isdisjoint(event.rows)
