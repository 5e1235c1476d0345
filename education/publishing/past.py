"""What readers got at any time: which edition was shown when, and why there was none.

Worked out from what is never changed: editions, the signatures they rest on, withdrawals, and the
events that moved a page's review date. The live pointer only knows today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest

from django.db.models import Q
from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent
from education.publishing.models import Edition, Withdrawal
from education.publishing.pages import PRINTED, PublishedPage, Signature
from education.review.models import APPROVING
from education.review.rules import add_months, lapse_day, recalled_to

#: Why nothing was shown, beside the kinds of a withdrawal.
NOT_YET = "not_yet"
EXPIRED = Withdrawal.WithdrawalKind.EXPIRED.value
_RECALLED = "source.retracted"
_REAFFIRMED = "page.reaffirmed"
_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition that readers got, and what stood around its text then."""

    edition_id: int
    topic_id: int
    number: int
    title: str
    language: str
    slug: str
    fingerprint: str
    published_at: datetime
    reviewed_at: datetime
    review_due: date
    lapses_on: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which readers got one thing. Without ``start`` or ``end`` it is open there."""

    start: datetime | None
    end: datetime | None
    shown: Shown | None = None
    #: Why nothing was shown: ``NOT_YET`` or the kind of a withdrawal.
    why: str = ""
    #: Since when nothing was shown, and who is on record for it.
    since: datetime | None = None
    withdrawal_id: int | None = None


def stretches_of(topic_id: int) -> tuple[Stretch, ...]:
    """Return the whole past of one page, from before it was published until now, without gaps."""
    return stretches([topic_id])[topic_id]


def stretches(topic_ids: Iterable[int]) -> dict[int, tuple[Stretch, ...]]:
    """Return the past of several pages, each as ``stretches_of`` gives it: four queries."""
    topic_ids = list(topic_ids)
    editions = (
        Edition.objects.filter(topic__in=topic_ids)
        .order_by("topic", "number")
        .defer("manuscript", "answer", "review__manuscript", "review__findings")
        .select_related("review", "withdrawal")
        .prefetch_related("review__sign_offs")
    )
    by_topic: dict[int, list[Edition]] = defaultdict(list)
    for edition in editions:
        by_topic[edition.topic_id].append(edition)
    moves = _moves(list(editions))
    return {pk: _joined(_past(by_topic[pk], moves)) for pk in topic_ids}


def on_day(past: Sequence[Stretch], day: date) -> list[Stretch]:
    """Return what readers got on a day (UTC), cut to that day; today ends now."""
    start = datetime.combine(day, time(), UTC)
    end = min(start + timedelta(days=1), timezone.now())
    return [
        replace(s, start=max(s.start or _EVER, start), end=min(s.end or _NEVER, end))
        for s in past
        if (s.start or _EVER) < end and (s.end or _NEVER) > start
    ]


def as_read(edition: Edition, day: date | None = None) -> PublishedPage | None:
    """Return an edition as readers got it last, or last on a day; None when they did not.

    Its text and signatures are those of then; today's templates print them.
    """
    past = stretches_of(edition.topic_id)
    parts = on_day(past, day) if day else past
    mine = [p for p in parts if p.shown and p.shown.edition_id == edition.pk]
    if not mine or mine[-1].shown is None:
        return None
    shown, end = mine[-1].shown, mine[-1].end or timezone.now()
    signatures = edition.review.sign_offs.filter(signed_at__lte=shown.reviewed_at)
    return PublishedPage(
        manuscript=edition.page(),
        edition_id=edition.pk,
        number=edition.number,
        newest=edition.number,
        published_at=edition.published_at,
        fingerprint=edition.fingerprint,
        signatures=tuple(Signature(*row) for row in signatures.values_list(*PRINTED)),
        reviewed_at=shown.reviewed_at,
        review_due=shown.review_due,
        # The last moment of a day is the midnight that ends it.
        overdue=(end - timedelta(microseconds=1)).date() > shown.review_due,
    )


# --- how it is worked out -----------------------------------------------------------------------


def _moves(editions: Sequence[Edition]) -> list[AuditEvent]:
    """The events that moved review dates of these editions, oldest first."""
    if not editions:
        return []
    names = [chain.reference(e) for e in editions]
    asked = Q(action=_REAFFIRMED, subject__in=names) | Q(action=_RECALLED)
    return list(AuditEvent.objects.filter(asked).order_by("seq"))


def _past(editions: Sequence[Edition], moves: Sequence[AuditEvent]) -> Iterator[Stretch]:
    first = editions[0].published_at if editions else _NEVER
    yield Stretch(_EVER, first, why=NOT_YET)
    for edition, following in zip_longest(editions, editions[1:]):
        replaced = following.published_at if following else _NEVER
        gone: Withdrawal | None = getattr(edition, "withdrawal", None)
        yield from _while_live(edition, gone.at if gone else replaced, moves)
        if gone:
            yield Stretch(gone.at, replaced, why=gone.kind, since=gone.at, withdrawal_id=gone.pk)


def _while_live(edition: Edition, end: datetime, moves: Sequence[AuditEvent]) -> Iterator[Stretch]:
    """An edition while the pointer led to it: shown, but for the time after it had lapsed."""
    steps = list(_steps(edition, end, moves))
    for (start, shown), following in zip_longest(steps, steps[1:]):
        until = following[0] if following else end
        lapse = datetime.combine(shown.lapses_on + timedelta(days=1), time(), UTC)
        yield Stretch(start, min(lapse, until), shown)
        yield Stretch(max(start, lapse), until, why=EXPIRED, since=lapse)


def _steps(
    edition: Edition, end: datetime, moves: Sequence[AuditEvent]
) -> Iterator[tuple[datetime, Shown]]:
    """Yield (from when, what was shown) each time the page's review date moved."""
    review = edition.review
    signatures = list(review.sign_offs.all())
    start = edition.published_at
    signed = [s.signed_at for s in signatures if s.meaning in APPROVING and s.signed_at <= start]
    shown = _reviewed(
        Shown(
            edition_id=edition.pk,
            topic_id=edition.topic_id,
            number=edition.number,
            title=edition.title,
            language=edition.language,
            slug=edition.slug,
            fingerprint=edition.fingerprint,
            published_at=start,
            reviewed_at=start,
            review_due=start.date(),
            lapses_on=start.date(),
        ),
        edition,
        max(signed, default=start),
    )
    yield start, shown
    for event in moves:
        if not start <= event.at < end:
            continue
        if event.action == _RECALLED:
            if edition.topic_id in event.data.get("recalled", ()):
                due = min(shown.review_due, _recalled_to(event.at.date(), edition))
                shown = replace(shown, review_due=due, lapses_on=_lapse(due, edition))
                yield event.at, shown
        elif event.subject == chain.reference(edition) and _moved_the_page(event):
            by = next((s for s in signatures if chain.reference(s) in event.rows), None)
            if by is not None:
                shown = _reviewed(shown, edition, by.signed_at)
                yield event.at, shown


def _moved_the_page(event: AuditEvent) -> bool:
    # With two signatures to give, the first one moves nothing.
    return any(name.startswith("livepage:") for name in event.rows)


def _reviewed(shown: Shown, edition: Edition, at: datetime) -> Shown:
    due = add_months(at.date(), edition.review.valid_months)
    return replace(shown, reviewed_at=at, review_due=due, lapses_on=_lapse(due, edition))


def _lapse(due: date, edition: Edition) -> date:
    return lapse_day(due, edition.review.grace_days)


def _recalled_to(day: date, edition: Edition) -> date:
    return recalled_to(day, edition.review.grace_days)


def _joined(parts: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Leave out what is empty or still to come; nothing shown for one reason is one stretch."""
    now, kept = timezone.now(), list[Stretch]()
    for part in parts:
        if part.start >= part.end or part.start > now:  # type: ignore[operator]
            continue
        last = kept[-1] if kept else None
        if last and last.why == part.why == EXPIRED:
            kept[-1] = replace(last, end=part.end, withdrawal_id=part.withdrawal_id)
        else:
            kept.append(part)
    return tuple(
        replace(
            s,
            start=None if s.start == _EVER else s.start,
            end=None if s.end is None or s.end > now else s.end,
        )
        for s in kept
    )
