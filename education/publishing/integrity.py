"""Recomputes everything that was ever signed, and names each record that does not hold.

The audit trail says what every row was when it was written (``chain.verify``); here the rules
themselves are applied again, in Python and independently of the triggers, so that a forged row
that fits the trail is still judged by what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError, models
from django.db.models import Max

from education.audit import chain
from education.audit.history import differences, history_of
from education.audit.models import AuditEvent
from education.content import pictures
from education.content.manuscript import ClaimText, sha256
from education.content.models import Picture
from education.people.models import Credential
from education.publishing import guards, read_ahead
from education.publishing.index import services as index
from education.publishing.models import Edition, EditionClaim, LivePage, Withdrawal
from education.publishing.sealed import tracked_models
from education.review.models import (
    APPROVING,
    PAGE_MEANINGS,
    STATEMENTS,
    Declaration,
    Meaning,
    Review,
    Revocation,
    SignOff,
)
from education.review.rules import CONFLICT_DAYS, add_months, lacks_specialist, lapse_day
from education.review.states import State

#: What reading or following a damaged row may raise.
_DAMAGE = (ValueError, TypeError, KeyError, AttributeError, ObjectDoesNotExist)


@dataclass(frozen=True, slots=True)
class Fault:
    """One record that does not hold: its name in the trail, and what is wrong with it."""

    record: str
    problem: str

    def __str__(self) -> str:
        return f"{self.record} {self.problem}"


def faults() -> Iterator[Fault]:
    """Yield everything that is wrong, as of one moment; a batch at a time, so memory stays flat."""
    with chain.snapshot():
        for _, look in PARTS:
            yield from look()


def _guard_faults() -> Iterator[Fault]:
    for name in guards.missing():
        yield Fault(name, "does not guard its table any more.")
    for name in guards.strangers():
        yield Fault(name, "is a trigger that Countersign did not make.")


def _trail_faults() -> Iterator[Fault]:
    for record, problem in chain.verify(guards.guarded_models()):
        yield Fault(record, problem)


def _index_faults() -> Iterator[Fault]:
    """What readers find by is what the live pages say; ``run_due`` makes good what it lacks."""
    for record, problem in index.differences():
        yield Fault(record, problem)


def _draft_faults() -> Iterator[Fault]:
    """What staff edit says what its newest history says, password aside."""
    for model in tracked_models():
        history: Any = history_of(model)._base_manager
        for rows in chain.batches(model):
            newest = history.filter(id__in=rows).values("id").annotate(last=Max("history_id"))
            said = {h.id: h for h in history.filter(history_id__in=newest.values("last"))}
            for key, row in rows.items():
                if row is not None and (key not in said or differences(said[key], row)):
                    name = chain.reference(row)
                    yield Fault(name, "does not say what its newest history says.")


# --- what each record has to be ---------------------------------------------------------------


def review_problems(review: Review) -> Iterator[str]:
    """Yield what is wrong with a review."""
    if sha256(review.manuscript) != review.fingerprint:
        yield "does not hold the text of its fingerprint."
    # Rebuilding the text recomputes the fingerprint of every claim in it.
    text = review.page() if review.topic_id else review.claim_text()
    if text.canonical() != review.manuscript:
        yield "holds a claim that is not the one of its fingerprint, or text out of form."
    key = "topic_id" if review.topic_id else "claim_id"
    if getattr(text, key) != getattr(review, key):
        yield "holds the text of another record."
    if review.submitted_by_id not in review.contributors:
        yield "does not count who submitted it among its contributors."
    if review.state in {State.SIGNED, State.PUBLISHED}:
        yield from _too_few(review)
    if (review.state == State.PUBLISHED) != hasattr(review, "edition"):
        yield "is published without an edition, or has one without being published."


def _too_few(review: Review) -> Iterator[str]:
    given = [s for s in review.sign_offs.all() if s.meaning in APPROVING]
    if review.state == State.SIGNED:
        # What was published, or set aside, had its signatures then; see ``live_page_problems``.
        given = [s for s in given if not _is_revoked(s)]
    lawful = [s for s in given if not any(sign_off_problems(s))]
    if len({s.signer_id for s in lawful}) < max(1, review.required_sign_offs):
        yield "stands as signed without enough lawful signatures."
    elif lacks_specialist(review.specialty, [s.specialties for s in lawful], 0):
        yield f"stands as signed without anybody from {review.specialty}."


def _is_revoked(sign_off: SignOff) -> bool:
    return hasattr(sign_off, "revocation")


def sign_off_problems(sign_off: SignOff) -> Iterator[str]:
    """Yield what is wrong with a signature: what it signs, and who signed it with what right."""
    review = sign_off.review
    if sign_off.fingerprint != review.fingerprint:
        yield "signs a text other than its review's."
    if sign_off.signer_id in {*review.contributors, review.submitted_by_id}:
        yield "was given by somebody who wrote or submitted the text."
    if sign_off.signed_at < review.submitted_at:
        yield "is older than what it signs."
    approving = PAGE_MEANINGS if review.topic_id else (Meaning.CLAIM_CHECKED,)
    if sign_off.meaning not in {*approving, Meaning.REVIEWED_NO_CHANGE}:
        yield "means something that cannot be said of what it signs."
    if sign_off.statement != STATEMENTS[sign_off.meaning]:
        yield "does not carry the sentence of its meaning."
    yield from _interest_problems(sign_off)
    held = _credential_then(sign_off)
    day = sign_off.signed_at.astimezone(UTC).date()
    if held.user_id != sign_off.signer_id or held.verified_by_id == sign_off.signer_id:
        yield "rests on a credential that was not its signer's, checked by another."
    if not (held.valid_from <= day and (held.valid_until is None or day <= held.valid_until)):
        yield "rests on a credential that was not valid on the day."
    printed = (sign_off.profession, sign_off.register, sign_off.register_number)
    if printed != (held.profession, held.register, held.register_number):
        yield "does not print the registration it rests on."


def _interest_problems(sign_off: SignOff) -> Iterator[str]:
    declared = sign_off.declaration
    if declared is None or declared.person_id != sign_off.signer_id or declared.conflict:
        yield "rests on no declaration of its signer's interests."
    elif sign_off.interests != declared.statement:
        yield "prints other interests than were declared."
    if any(_is_against(one, sign_off) for one in read_ahead.conflicts_of_signer(sign_off)):
        yield "was given by somebody who had declared a conflict of interest."


def _is_against(conflict: Declaration, sign_off: SignOff) -> bool:
    """Tell whether a conflict, declared for this text or lately for its subject, forbade it."""
    if conflict.at > sign_off.signed_at:
        return False
    if conflict.review_id == sign_off.review_id:
        return True
    there, here = conflict.review, sign_off.review
    if there is None or (there.topic_id, there.claim_id) != (here.topic_id, here.claim_id):
        return False
    return conflict.at >= sign_off.signed_at - timedelta(days=CONFLICT_DAYS - 1)


def revocation_problems(revocation: Revocation) -> Iterator[str]:
    """Yield what is wrong with the record of a signature taken back."""
    if revocation.at < revocation.sign_off.signed_at:
        yield "is older than the signature it takes back."
    if revocation.sign_off.review.state == State.SIGNED:
        yield "left its review signed."


def _credential_then(sign_off: SignOff) -> Any:
    """Its credential as it stood at the act, from its history; the first form when it is later."""
    versions = read_ahead.credential_versions(sign_off)
    then = [one for one in versions if one.history_date <= sign_off.signed_at] or versions[:1]
    if not then:
        raise Credential.DoesNotExist
    return then[-1]


def edition_problems(edition: Edition) -> Iterator[str]:
    """Yield what is wrong with an edition: its text, what repeats it, and its claims."""
    review = edition.review
    if (edition.manuscript, edition.fingerprint, edition.topic_id) != (
        review.manuscript,
        review.fingerprint,
        review.topic_id,
    ):
        yield "is not the text of its review."
    page = edition.page()
    for name in ("language", "slug", "title", "kind", "answer"):
        if getattr(edition, name) != getattr(page, name):
            yield f"has another {name} than its text."
    embedded: dict[int | None, ClaimText] = {c.claim_id: c for c in page.claims}
    rows: dict[int | None, EditionClaim] = {e.claim_id: e for e in edition.edition_claims.all()}
    if embedded.keys() != rows.keys():
        yield "does not have a signed review for exactly the claims in it."
    for picture in page.pictures:
        if pictures.read(picture.name) is None:
            yield f"shows {picture.code}, whose file is missing or not the one that was signed."
    for claim_id in embedded.keys() & rows.keys():
        if embedded[claim_id].canonical() != rows[claim_id].review.manuscript:
            yield f"holds C-{claim_id} in another form than was signed."


def edition_claim_problems(row: EditionClaim) -> Iterator[str]:
    """Yield what is wrong with the tie between a claim in an edition and its signed review."""
    review = row.review
    if (row.claim_id, row.fingerprint) != (review.claim_id, review.fingerprint):
        yield "is tied to the review of another claim."
    if review.state not in {State.SIGNED, State.SUPERSEDED} or any(_too_few(review)):
        yield "is tied to a review that was not signed."


def live_page_problems(live: LivePage) -> Iterator[str]:
    """Yield why patients should not be reading this page."""
    edition = live.edition
    review = edition.review
    if (live.topic_id, live.language, live.slug) != (
        edition.topic_id,
        edition.language,
        edition.slug,
    ):
        yield "stands at an address that is not its edition's."
    if hasattr(edition, "withdrawal"):
        yield "serves an edition that was withdrawn."
    if any(other.number > edition.number for other in live.topic.editions.all()):
        yield "serves an edition that is not the newest."
    if any(row.review.state != State.SIGNED for row in edition.edition_claims.all()):
        yield "serves a claim that is not signed any more."
    given = list(review.sign_offs.all())
    approving = [s for s in given if s.meaning in APPROVING]
    standing = {s.signer_id for s in approving if not _is_revoked(s)}
    revoked = any(_is_revoked(s) and s.revocation.at >= edition.published_at for s in approving)
    if revoked or len(standing) < review.required_sign_offs:
        yield "rests on a signature that was taken back."
    if not any(s.signed_at == live.reviewed_at and not _is_revoked(s) for s in given):
        yield "says it was reviewed when nobody signed."
    due = add_months(live.reviewed_at.astimezone(UTC).date(), review.valid_months)
    if live.review_due > due or live.lapses_on > lapse_day(live.review_due, review.grace_days):
        yield "stays up longer than its policy allows."


def picture_problems(picture: Picture) -> Iterator[str]:
    """Yield what is wrong with a picture's file."""
    if pictures.read(picture.name) is None:
        yield "has no file, or one that is not the picture of its name."


def withdrawal_problems(withdrawal: Withdrawal) -> Iterator[str]:
    """Yield what is wrong with the record of a page taken down."""
    if withdrawal.topic_id != withdrawal.edition.topic_id:
        yield "names another page than its edition's."


def _each(model: type[models.Model], ahead: read_ahead.ReadAhead) -> Callable[[], Iterator[Fault]]:
    def look() -> Iterator[Fault]:
        for batch in chain.batches(model):
            rows = [row for row in batch.values() if row is not None]  # The trail has named those.
            try:
                ahead(rows)
            except (*_DAMAGE, OperationalError):
                # Something they rest on cannot be read: then each asks for itself, and is judged
                # by that alone.
                rows = list(model._base_manager.in_bulk([row.pk for row in rows]).values())
            for row in rows:
                yield from problems_of(row)

    return look


def problems_of(row: models.Model) -> Iterator[Fault]:
    """Yield what is wrong with one record, by the rules of its kind."""
    rules = _RULES.get(type(row))
    if rules is not None:
        yield from _judge(row, rules)


def _judge(row: models.Model, problems: Callable[[Any], Iterator[str]]) -> Iterator[Fault]:
    name = chain.reference(row)
    try:
        for problem in problems(row):
            yield Fault(name, problem)
    except _DAMAGE:
        yield Fault(name, "cannot be judged: it, or a record it rests on, is damaged.")


_RULES: dict[type[models.Model], Callable[[Any], Iterator[str]]] = {
    Review: review_problems,
    SignOff: sign_off_problems,
    Revocation: revocation_problems,
    Edition: edition_problems,
    EditionClaim: edition_claim_problems,
    LivePage: live_page_problems,
    Withdrawal: withdrawal_problems,
    Picture: picture_problems,
}
#: Every part of the examination, with a few words for the person who waits.
PARTS: tuple[tuple[str, Callable[[], Iterator[Fault]]], ...] = (
    ("guards of the database", _guard_faults),
    ("audit trail, and every row in it", _trail_faults),
    ("drafts and their history", _draft_faults),
    ("reviews", _each(Review, read_ahead.of_reviews)),
    ("signatures", _each(SignOff, read_ahead.of_sign_offs)),
    ("signatures taken back", _each(Revocation, read_ahead.following("sign_off__review"))),
    ("editions", _each(Edition, read_ahead.following("review", "edition_claims__review"))),
    ("claims in editions", _each(EditionClaim, read_ahead.of_edition_claims)),
    ("live pages", _each(LivePage, read_ahead.of_live_pages)),
    ("index of the live pages", _index_faults),
    ("pictures", _each(Picture, read_ahead.following())),
    ("withdrawals", _each(Withdrawal, read_ahead.following("edition"))),
)


def records() -> int:
    """Return how many records ``faults`` examines."""
    examined: list[type[models.Model]] = [AuditEvent, *guards.guarded_models()]
    return sum(model._base_manager.count() for model in examined)
