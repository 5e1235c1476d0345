"""What falls due: publications at a time, reminders, and pages that outlived their review.

Each job looks for what is due and hands every item to a verb, which looks again under the lock; so
two runs at once, or a run that died, do nothing twice (``manage.py run_due``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent
from education.people.services import system_user
from education.publishing.models import LivePage, Schedule
from education.publishing.services import expire, publish_scheduled

#: Days before a review is due at which people are reminded, furthest first.
REMIND_AT = (60, 30, 7)


def publish_due() -> Iterator[str]:
    """Publish what was scheduled; yield one line for each."""
    due = Schedule.objects.filter(outcome="", publish_at__lte=timezone.now())
    for schedule in due.order_by("publish_at", "pk"):
        edition = publish_scheduled(schedule)
        schedule.refresh_from_db()
        if edition is not None:
            yield f"published {edition}"
        elif schedule.outcome == Schedule.Outcome.FAILED:
            yield f"could not publish review {schedule.review_id}: {schedule.why}"


def expire_due() -> Iterator[str]:
    """Take down the pages whose grace is over; yield one line for each."""
    for live in LivePage.objects.filter(lapses_on__lt=timezone.now().date()).order_by("pk"):
        withdrawal = expire(live)
        if withdrawal is not None:
            yield f"took down {withdrawal.edition}: its review is overdue"


def remind_due() -> Iterator[str]:
    """Record a reminder for each page whose review comes near; yield one line for each."""
    furthest = timezone.now().date() + timedelta(days=max(REMIND_AT))
    near = LivePage.objects.filter(review_due__lte=furthest).select_related("edition")
    for live in near.order_by("review_due", "pk"):
        step = remind(live)
        if step is not None:
            when = f"due within {step} days" if step else "overdue"
            yield f"reminded of {live.edition}: review {when}"


def step_of(review_due: date, today: date) -> int | None:
    """Return which reminder is in place for a review due on that day; 0 when it is overdue."""
    left = (review_due - today).days
    if left < 0:
        return 0
    return min((days for days in REMIND_AT if left <= days), default=None)


def remind(live_page: LivePage) -> int | None:
    """Record the reminder that is in place for a page, once; return its days, or None."""
    if _is_reminded(live_page):
        return None  # The common case, answered without holding up any writer.
    with chain.writing():
        live = LivePage.objects.select_related("edition").filter(pk=live_page.pk).first()
        step = step_of(live.review_due, timezone.now().date()) if live else None
        if live is None or step is None:
            return None
        if _is_reminded(live):
            return None
        chain.record(
            "page.review_due",
            actor=system_user(),
            subject=live.edition,
            days=step,
            review_due=live.review_due.isoformat(),
        )
        return step


def _is_reminded(live: LivePage) -> bool:
    """Tell whether the reminder in place for a page was recorded already, or none is in place."""
    step = step_of(live.review_due, timezone.now().date())
    said = {"days": step, "review_due": live.review_due.isoformat()}
    earlier = AuditEvent.objects.filter(
        action="page.review_due", subject=f"edition:{live.edition_id}"
    )
    return step is None or any(event.data == said for event in earlier)
