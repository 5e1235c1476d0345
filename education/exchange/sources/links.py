"""Do the addresses of sources still work? A job of ``run_due`` that is off until somebody asks.

``LINK_CHECK_DAYS`` says how old an answer may be before the address is tried again; 0 tries none.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from education.errors import NotAllowed
from education.evidence.models import Source
from education.exchange.models import LinkCheck
from education.people.models import Role, User
from education.people.rules import has_role

from .probe import Reach, is_public, probe
from .services import note_link

#: So many addresses are tried in one run, in at most so many seconds: the rest wait for the next.
A_RUN = 20
SECONDS = 60.0
_READERS = (Role.COORDINATOR, Role.AUTHOR, Role.AUDITOR)
_Result = LinkCheck.Result
#: What somebody should look at.
POOR = (_Result.BROKEN, _Result.MOVED, _Result.UNREACHED, _Result.REFUSED)


def is_on() -> bool:
    """Tell whether this clinic has its links tried."""
    return bool(settings.LINK_CHECK_DAYS > 0)


def check_links(may_reach: Reach = is_public) -> Iterator[str]:
    """Try the addresses whose last answer is too old, the oldest first; yield a line for each."""
    if not is_on():
        return
    started = time.monotonic()
    for source in list(_due()[:A_RUN]):
        if time.monotonic() - started > SECONDS:
            return
        answer = probe(source.url, may_reach)
        note_link(source, answer)
        yield f"tried {source.url}: {_Result(answer.result).label.lower()}"


def _due() -> QuerySet[Source]:
    old = timezone.now() - timedelta(days=settings.LINK_CHECK_DAYS)
    waits = Q(link_check=None) | Q(link_check__checked_at__lt=old) | ~Q(link_check__url=F("url"))
    found: QuerySet[Source] = Source.objects.filter(waits).exclude(url="")
    return found.order_by(F("link_check__checked_at").asc(nulls_first=True), "pk")


def require_reader(user: User) -> None:
    """Raise ``NotAllowed`` unless this person looks after sources."""
    if not has_role(user, *_READERS):
        raise NotAllowed("Links are looked after by coordinators and authors.")


def found_links(words: str, show: str) -> QuerySet[LinkCheck]:
    """Return the answers asked for, the newest first."""
    found = LinkCheck.objects.select_related("source").order_by("-checked_at", "-pk")
    if show == "":
        found = found.filter(result__in=POOR)
    elif show != "all":
        found = found.filter(result=show)
    if words:
        found = found.filter(Q(source__title__icontains=words) | Q(url__icontains=words))
    return found
