"""The story of one review, told from the audit trail: who did what, when, in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from education.audit import chain
from education.audit.models import AuditEvent
from education.content.manuscript import Manuscript
from education.evidence.models import Claim, Source
from education.people.models import User
from education.publishing.models import Edition, Schedule, Withdrawal
from education.review.models import Assignment, Comment, Invitation, Review, Revocation
from education.staff.showing import place_name


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened."""

    at: datetime
    who: str
    what: str
    #: What was said, when something was.
    words: str = ""
    #: Where on the page it is told in full.
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Names:
    """What the data of the events refers to, fetched at once."""

    people: Mapping[int, User]
    experts: Mapping[int, Invitation]
    sources: Mapping[int, str]
    #: ``table:pk`` → the words a person gave for what they did.
    reasons: Mapping[str, str]


_Told = Callable[[AuditEvent, _Names], str]


def _plainly(words: str) -> _Told:
    return lambda event, names: words


def _of_somebody(same: str, other: str) -> _Told:
    """Tell an act upon a person, in other words when it was upon oneself."""

    def told(event: AuditEvent, names: _Names) -> str:
        person = event.data.get("person")
        return same if person == event.actor_id else other.format(names.people.get(person, ""))

    return told


def _of_expert(words: str) -> _Told:
    return lambda event, names: words.format(names.experts.get(event.data["invitation"], ""))


def _of_source(words: str) -> _Told:
    return lambda event, names: words.format(names.sources.get(_source_of(event), "a source"))


def _source_of(event: AuditEvent) -> int:
    return int(event.data.get("source") or event.subject.partition(":")[2])


def _task_ended(event: AuditEvent, names: _Names) -> str:
    person = names.people.get(event.data.get("person", 0), "")
    return {
        Assignment.Outcome.RETURNED: "gave the task back",
        Assignment.Outcome.REASSIGNED: f"took the task from {person}",
        Assignment.Outcome.CONFLICT: "is free of the task, for a conflict of interest",
    }.get(event.data.get("outcome", ""), "ended the task")


def _scheduled(event: AuditEvent, names: _Names) -> str:
    at = datetime.fromisoformat(event.data["publish_at"])
    return f"scheduled it to be published on {at:%-d %B %Y, %H:%M} UTC"


def _reminded(event: AuditEvent, names: _Names) -> str:
    days = event.data.get("days", 0)
    if isinstance(days, int) and days > 0:
        return f"sent a reminder: its next review is due in {days} days"
    return "sent a reminder: its next review is overdue"


_WORDS: dict[str, _Told] = {
    "review.submitted": _plainly("submitted this text"),
    "review.changes_requested": _plainly("requested changes"),
    "review.declined": _plainly("declined this text"),
    "review.signed": _plainly("signed this text"),
    "review.thread_settled": _plainly("settled a thread"),
    "task.assigned": _of_somebody("took the task", "gave the task to {}"),
    "task.ended": _task_ended,
    "interests.conflict": _plainly("declared a conflict of interest, so may comment but not sign"),
    "interests.declared": _plainly("declared their interests"),
    "expert.invited": _of_expert("invited an outside expert: {}"),
    "expert.opened": _of_expert("let {} in: the link was used"),
    "expert.closed": _of_expert("ended the invitation of {}"),
    "source.opened": _of_source("opened “{}”"),
    "source.retracted": _of_source("marked “{}” as retracted"),
    "signing.refused": _plainly("was refused the signature: the password was wrong"),
    "signing.refused_while_locked": _plainly("was refused the signature: signing is locked"),
    "signature.revoked": _plainly("took a signature back"),
    "page.published": _plainly("published it"),
    "page.scheduled": _scheduled,
    "page.schedule_cancelled": _plainly("called the publication off"),
    "page.schedule_failed": _plainly("could not publish it at the time"),
    "page.reaffirmed": _plainly("read the live page again and signed that nothing has to change"),
    "page.review_due": _reminded,
    "page.withdrawn": _plainly("took the page down"),
    "claim.withdrawn": _plainly("withdrew the claim"),
}
#: Told by the comments themselves, which hold the words.
_TOLD_OTHERWISE = frozenset({"review.commented"})


def timeline(review: Review, page: Manuscript) -> list[Moment]:
    """Return what happened to a review and to the edition that came of it, oldest first."""
    events = list(_events(review, page))
    names = _names(review, page, events)
    moments = [
        Moment(
            event.at,
            str(event.actor),
            _WORDS.get(event.action, _plainly(event.action))(event, names),
            next((names.reasons[row] for row in event.rows if row in names.reasons), ""),
        )
        for event in events
    ]
    comments = review.comments.select_related("by", "invitation")
    return sorted([*moments, *_said(comments, page)], key=_when)


def _events(review: Review, page: Manuscript) -> Iterable[AuditEvent]:
    """Find the events about a review, its edition, its claim, its sources, and its signers."""
    subjects = [chain.reference(review)]
    subjects += [chain.reference(e) for e in Edition.objects.filter(review=review)]
    subjects += [
        f"declaration:{pk}"
        for pk in review.sign_offs.values_list("declaration", flat=True)
        if pk is not None
    ]
    about = Q(subject__in=subjects)
    sources = [f"{Source._meta.model_name}:{s.source_id}" for s in page.sources()]
    claims = [f"{Claim._meta.model_name}:{c.claim_id}" for c in page.claims]
    about |= Q(action="source.retracted", subject__in=sources, at__gte=review.submitted_at)
    about |= Q(action="claim.withdrawn", subject__in=claims, at__gte=review.submitted_at)
    refused = ("signing.refused", "signing.refused_while_locked")
    about |= Q(action__in=refused, data__purpose=review.fingerprint)
    found = AuditEvent.objects.filter(about).exclude(action__in=_TOLD_OTHERWISE)
    return found.select_related("actor").order_by("seq")


def _names(review: Review, page: Manuscript, events: Iterable[AuditEvent]) -> _Names:
    people = {e.data["person"] for e in events if "person" in e.data}
    return _Names(
        people=User.objects.in_bulk(people),
        experts=review.invitations.in_bulk(),
        sources={s.source_id: s.title for s in page.sources()},
        reasons=dict(_reasons(review)),
    )


def _reasons(review: Review) -> Iterator[tuple[str, str]]:
    """Yield the words people gave, by the row that keeps them."""
    rows: list[tuple[Any, str]] = [
        *((row, row.reason) for row in review.assignments.all()),
        *((row, row.statement) for row in review.declarations.all()),
        *((row, row.reason) for row in Revocation.objects.filter(sign_off__review=review)),
        *((row, row.why) for row in Schedule.objects.filter(review=review)),
        *((row, row.notice) for row in Withdrawal.objects.filter(edition__review=review)),
    ]
    yield from ((chain.reference(row), words) for row, words in rows if words)


def _said(comments: Iterable[Comment], page: Manuscript) -> list[Moment]:
    return [
        Moment(
            c.at,
            c.speaker,
            ("answered on " if c.parent_id else "commented on ") + place_name(page, c.anchor),
            link=f"#thread-{c.parent_id or c.pk}",
        )
        for c in comments
    ]


def _when(moment: Moment) -> datetime:
    return moment.at
