"""The story of one review, told from the audit trail: who did what, when, in which words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from education.audit import chain
from education.audit.models import AuditEvent
from education.content.manuscript import Manuscript
from education.publishing.models import Edition
from education.review.models import Comment, Review
from education.staff.dossier import place_name

_WORDS = {
    "review.submitted": "submitted this text",
    "review.changes_requested": "requested changes",
    "review.declined": "declined this text",
    "review.signed": "signed this text",
    "expert.invited": "asked an outside expert for an opinion",
    "expert.opened": "let the outside expert in by their link",
    "expert.closed": "ended an outside expert's invitation",
    "page.published": "published it",
    "page.reaffirmed": "read the live page again and signed that nothing has to change",
    "page.withdrawn": "took the page down",
    "page.scheduled": "scheduled its publication",
    "page.schedule_cancelled": "called its publication off",
    "page.schedule_failed": "could not publish it at its time",
    "page.review_due": "gave notice that its review comes near or is overdue",
    "signature.revoked": "took a signature back",
}
#: Told by the comments themselves, which hold the words.
_TOLD_OTHERWISE = {"review.commented"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened."""

    at: datetime
    who: str
    what: str
    #: What was said, when something was.
    words: str = ""


def timeline(review: Review, page: Manuscript) -> list[Moment]:
    """Return what happened to a review and to the edition that came of it, oldest first."""
    subjects = [chain.reference(review)]
    subjects += [chain.reference(e) for e in Edition.objects.filter(review=review)]
    events = AuditEvent.objects.filter(subject__in=subjects).exclude(action__in=_TOLD_OTHERWISE)
    moments = [
        Moment(event.at, str(event.actor), _WORDS.get(event.action, event.action))
        for event in events.select_related("actor")
    ]
    return sorted(
        [*moments, *_said(review.comments.select_related("by", "invitation"), page)], key=_when
    )


def _said(comments: Iterable[Comment], page: Manuscript) -> list[Moment]:
    return [Moment(c.at, c.speaker, f"on {place_name(page, c.anchor)}", c.text) for c in comments]


def _when(moment: Moment) -> datetime:
    return moment.at
