"""Who is told of what, in which words: one table from acts in the audit trail to mail.

A verb writes its audit event and names no mailer; what follows from it is read off ``RULES``.
To tell people of something new, add one line there. Words hold no clinical text and no page's
title: mail is read on locked screens and forwarded, so it says only what waits, and where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum, auto

from education.audit.models import AuditEvent
from education.people.models import User


class Audience(Enum):
    """People by what they have to do with an act; ``audiences`` finds who they are."""

    COORDINATORS = auto()
    ADMINISTRATORS = auto()
    PUBLISHERS = auto()
    OWNER = auto()
    SUBMITTER = auto()
    SIGNERS = auto()
    #: Clinicians in the page's specialty who may sign it; never who wrote or submitted it.
    MAY_SIGN = auto()
    ASSIGNEE = auto()
    #: Who stands in for the assignee on that day.
    DEPUTY = auto()
    THREAD = auto()
    INVITER = auto()
    SCHEDULER = auto()
    #: Whose account the act is about.
    ACCOUNT = auto()
    #: The outside expert, who has no account.
    EXPERT = auto()


class Place(Enum):
    """Where the link leads."""

    REVIEW = auto()
    SOURCE = auto()
    ACCOUNT = auto()
    DESK = auto()
    INVITATION = auto()


def _always(event: AuditEvent) -> bool:
    return True


def _became_signed(event: AuditEvent) -> bool:
    """A signature writes the review's own row when it is the last one needed, and only then."""
    return event.subject in set(event.rows)


def _is_expiry(event: AuditEvent) -> bool:
    return bool(event.data.get("kind") == "expired")


def _is_overdue(event: AuditEvent) -> bool:
    return bool(event.data.get("days") == 0)


def _by_expert(event: AuditEvent) -> bool:
    return "invitation" in event.data


def _not(condition: Callable[[AuditEvent], bool]) -> Callable[[AuditEvent], bool]:
    return lambda event: not condition(event)


@dataclass(frozen=True, slots=True)
class Rule:
    """One act, one kind of message, and who gets it."""

    action: str
    kind: str
    tells: tuple[Audience, ...]
    #: What waits; may name {what}, {review}, {due}, {review_due}, {source}, {ends}.
    line: str
    place: Place = Place.REVIEW
    applies: Callable[[AuditEvent], bool] = _always
    #: Security does not wait for a digest.
    at_once: bool = False
    #: Nobody is told of their own act, but for one that somebody else may have done in their name.
    tells_actor: bool = False
    #: It waits only as long as the review is open.
    while_open: bool = False


_A = Audience
_AROUND_A_PAGE = (_A.OWNER, _A.COORDINATORS, _A.SIGNERS)

#: In this order: of one act each person hears once, by the first rule that names them.
RULES: tuple[Rule, ...] = (
    Rule(
        "review.submitted",
        "to_sign",
        (_A.MAY_SIGN,),
        "A page waits for your signature: review {review}, due {due}",
        while_open=True,
    ),
    Rule(
        "review.submitted",
        "submitted",
        (_A.COORDINATORS,),
        "A page was put before clinicians: review {review}, due {due}",
        while_open=True,
    ),
    Rule(
        "task.assigned",
        "assigned",
        (_A.ASSIGNEE,),
        "A {what} is your task: review {review}, due {due}",
        while_open=True,
    ),
    Rule(
        "task.assigned",
        "deputy",
        (_A.DEPUTY,),
        "A {what} is the task of a colleague you stand in for: review {review}, due {due}",
        while_open=True,
    ),
    Rule(
        "review.changes_requested",
        "sent_back",
        (_A.OWNER, _A.SUBMITTER),
        "A {what} of yours was sent back with comments: review {review}",
    ),
    Rule(
        "review.declined",
        "declined",
        (_A.OWNER, _A.SUBMITTER),
        "A {what} of yours was declined, with the reason: review {review}",
    ),
    Rule(
        "review.signed",
        "signed",
        (_A.PUBLISHERS,),
        "A page has every signature and waits to be published: review {review}",
        applies=_became_signed,
    ),
    Rule(
        "review.commented",
        "expert_commented",
        (_A.INVITER,),
        "The expert you invited has commented: review {review}",
        applies=_by_expert,
    ),
    Rule(
        "review.commented",
        "comment",
        (_A.THREAD, _A.OWNER),
        "There is a new comment on a {what} of yours, or in a thread you are in: review {review}",
    ),
    Rule(
        "page.review_due",
        "review_due",
        _AROUND_A_PAGE,
        "A live page is due for review by {review_due}: review {review}",
        applies=_not(_is_overdue),
    ),
    Rule(
        "page.review_due",
        "review_overdue",
        _AROUND_A_PAGE,
        "The review of a live page was due on {review_due}: review {review}",
        applies=_is_overdue,
    ),
    Rule("page.published", "published", _AROUND_A_PAGE, "A page went live: review {review}"),
    Rule(
        "page.withdrawn",
        "withdrawn",
        _AROUND_A_PAGE,
        "A page was taken down: review {review}",
        applies=_not(_is_expiry),
    ),
    Rule(
        "page.withdrawn",
        "expired",
        _AROUND_A_PAGE,
        "A page took itself down, because its review was overdue: review {review}",
        applies=_is_expiry,
    ),
    Rule(
        "signature.revoked",
        "revoked",
        _AROUND_A_PAGE,
        "A signature was taken back: review {review}",
    ),
    Rule(
        "source.retracted",
        "retracted",
        _AROUND_A_PAGE,
        "A source that pages rest on was retracted: source {source}",
        Place.SOURCE,
    ),
    Rule(
        "page.schedule_failed",
        "schedule_failed",
        (_A.SCHEDULER, _A.COORDINATORS),
        "A page could not be published at its time: review {review}",
    ),
    Rule(
        "signing.locked",
        "locked_you",
        (_A.ACCOUNT,),
        "Signing with your account is locked for a while after wrong passwords; "
        "if they were not yours, tell a coordinator now",
        Place.DESK,
        at_once=True,
        tells_actor=True,
    ),
    Rule(
        "signing.locked",
        "locked",
        (_A.COORDINATORS, _A.ADMINISTRATORS),
        "Signing with an account is locked for a while after wrong passwords",
        Place.ACCOUNT,
        at_once=True,
    ),
    Rule(
        "expert.invited",
        "invited",
        (_A.EXPERT,),
        "You are asked to read a text and to comment on it by {ends}",
        Place.INVITATION,
        at_once=True,
    ),
)

KINDS: dict[str, Rule] = {rule.kind: rule for rule in RULES}
ACTIONS = frozenset(rule.action for rule in RULES)


def rules_for(event: AuditEvent) -> Iterator[Rule]:
    """Yield the rules that apply to an event, in their order."""
    return (rule for rule in RULES if rule.action == event.action and rule.applies(event))


def kinds_that_say(words: str) -> list[str]:
    """Return the kinds of message whose line holds these words."""
    return [kind for kind, rule in KINDS.items() if words.casefold() in rule.line.casefold()]


# --- when ---------------------------------------------------------------------------------------

#: The hour (of the site's time zone) and the weekday (Monday is 0) at which mail goes out together.
DIGEST_AT, DIGEST_DAY = time(6), 0
#: So often a message is tried, the waits between growing from the first to the longest.
MOST_ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=12)
#: A sender is given so long for one mail; then it is taken for dead.
DEAD_AFTER = timedelta(minutes=30)


def due_at(pace: str, now: datetime, *, at_once: bool = False) -> datetime:
    """Return when a message made ``now`` may go out, at the pace its reader chose."""
    if at_once or pace == User.MailPace.IMMEDIATE:
        return now
    digest = now.replace(hour=DIGEST_AT.hour, minute=DIGEST_AT.minute, second=0, microsecond=0)
    if digest <= now:
        digest += timedelta(days=1)
    if pace == User.MailPace.WEEKLY:
        digest += timedelta(days=(DIGEST_DAY - digest.weekday()) % 7)
    return digest


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts that failed."""
    return min(FIRST_WAIT * int(3 ** (attempts - 1)), LONGEST_WAIT)
