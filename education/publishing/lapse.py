"""What falls due: publications at a time, reminders, and pages that outlived their review.

Each job looks for what is due and hands every item to a verb, which looks again under the lock; so
two runs at once, or a run that died, do nothing twice (``manage.py run_due``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from education.audit import chain
from education.audit.models import AuditEvent
from education.people.services import system_user
from education.publishing.models import LivePage, Schedule
from education.publishing.services import expire, publish_scheduled

#: Days before a review is due at which people are reminded, furthest first.
REMIND_AT = (60, 30, 7)
#: The event that a reminder is; who is told follows from it.
REMINDED = "page.review_due"


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
    today = timezone.now().date()
    furthest = today + timedelta(days=max(REMIND_AT))
    near = LivePage.objects.filter(review_due__lte=furthest, lapses_on__gte=today)
    pages = list(near.select_related("edition").order_by("review_due", "pk"))
    told = _told(pages)
    for live in pages:
        # Looked at first without the lock: most pages were reminded of days ago.
        if (chain.reference(live.edition), *_said(live, today).values()) in told:
            continue
        days = remind(live)
        if days is not None:
            when = f"due within {days} days" if days else "overdue"
            yield f"reminded of {live.edition}: review {when}"


def _said(live: LivePage, today: date) -> dict[str, Any]:
    """Return what the reminder that is in place for a page says."""
    return {"days": step_of(live.review_due, today), "review_due": live.review_due.isoformat()}


def _told(pages: Iterable[LivePage]) -> set[tuple[Any, ...]]:
    """Return (edition, days, review due) of every reminder already given of these pages."""
    subjects = [chain.reference(live.edition) for live in pages]
    given = AuditEvent.objects.filter(action=REMINDED, subject__in=subjects)
    return {
        (subject, data.get("days"), data.get("review_due"))
        for subject, data in given.values_list("subject", "data")
    }


def step_of(review_due: date, today: date) -> int | None:
    """Return which reminder is in place for a review due on that day; 0 when it is overdue."""
    left = (review_due - today).days
    if left < 0:
        return 0
    return min((days for days in REMIND_AT if left <= days), default=None)


def remind(live_page: LivePage) -> int | None:
    """Record the reminder that is in place for a page, once; return its days, or None."""
    with chain.writing():
        live = LivePage.objects.select_related("edition").filter(pk=live_page.pk).first()
        today = timezone.now().date()
        if live is None or live.lapses_on < today:
            return None
        said = _said(live, today)
        step: int | None = said["days"]
        if step is None or (chain.reference(live.edition), *said.values()) in _told([live]):
            return None
        chain.record(REMINDED, actor=system_user(), subject=live.edition, **said)
        return step
