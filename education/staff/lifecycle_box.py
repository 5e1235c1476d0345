"""Where a page stands in its life, in a box on its review: to come, live, due, down, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from education.people.models import Role, User
from education.publishing.models import LivePage, Schedule, Withdrawal
from education.review.models import Review, Revocation, SignOff
from education.review.queues import today
from education.staff.options import may_revoke
from education.staff.permissions import roles_of
from education.staff.queues import SOON


@dataclass(frozen=True, slots=True)
class LifecycleBox:
    """What the box shows; each part may be missing."""

    #: The publication to come, or the last one that failed while the text still waits.
    schedule: Schedule | None
    live: LivePage | None
    withdrawal: Withdrawal | None
    #: How long after the alert the page was gone.
    gone_after: timedelta | None
    revocations: tuple[Revocation, ...]
    #: What this person may take back now.
    revocable: tuple[SignOff, ...]
    may_cancel: bool
    is_overdue: bool
    is_due_soon: bool
    is_last_day: bool

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(
            self.schedule or self.live or self.withdrawal or self.revocations or self.revocable
        )


def lifecycle_box(review: Review, user: User) -> LifecycleBox:
    """Return what the review's page says of its life; for ``staff/lifecycle_box.html``."""
    live = LivePage.objects.select_related("edition").filter(edition__review=review).first()
    down = Withdrawal.objects.select_related("by", "claim", "edition")
    withdrawal = down.filter(edition__review=review).first() if review.topic_id else None
    alerted_at = withdrawal.alerted_at if withdrawal else None
    taken_back = Revocation.objects.filter(sign_off__review=review)
    may_cancel = roles_of(user) & {Role.CLINICIAN, Role.PUBLISHER, Role.COORDINATOR}
    return LifecycleBox(
        schedule=_schedule(review),
        live=live,
        withdrawal=withdrawal,
        gone_after=withdrawal.at - alerted_at if withdrawal and alerted_at else None,
        revocations=tuple(taken_back.select_related("sign_off", "by")),
        revocable=tuple(s for s in _signatures(review) if may_revoke(s, user) is None),
        may_cancel=bool(may_cancel),
        is_overdue=live is not None and live.review_due < today(),
        is_due_soon=live is not None and live.review_due <= today() + SOON,
        is_last_day=live is not None and live.lapses_on <= today(),
    )


def _schedule(review: Review) -> Schedule | None:
    """Return the newest schedule when it is to come, or failed and nothing has come of it since."""
    newest = review.schedules.select_related("by").order_by("-pk").first()
    if newest is None or newest.outcome == "":
        return newest
    waits = newest.outcome == Schedule.Outcome.FAILED and review.state == "signed"
    return newest if waits else None


def _signatures(review: Review) -> QuerySet[SignOff, Any]:
    return review.sign_offs.select_related("revocation", "review")
