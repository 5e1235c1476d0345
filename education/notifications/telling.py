"""What a message says: its line, its link, and the mail made of one message or of several."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from education.notifications.audiences import Case, split
from education.notifications.models import Message
from education.notifications.rules import KINDS, Place, Rule
from education.publishing.addresses import absolute
from education.publishing.models import Edition
from education.publishing.words import day
from education.review.links import token_of
from education.review.models import Invitation, Review
from education.review.states import State

#: Where an expert's link begins; the secret behind it is made when the mail is, and never stored.
EXPERT_PATH = "/expert/"


def path_of(rule: Rule, case: Case) -> str:
    """Return where a message of this kind leads, below the site's own address."""
    match rule.place:
        case Place.REVIEW:
            return reverse("desk:review", args=[case.review.pk]) if case.review else "/desk/"
        case Place.SOURCE:
            return reverse("admin:education_source_change", args=[case.pk])
        case Place.ACCOUNT:
            return reverse("admin:education_user_change", args=[case.pk])
        case Place.INVITATION:
            return EXPERT_PATH
        case Place.DESK:
            return "/desk/"


@dataclass(frozen=True, slots=True)
class Line:
    """One message in words. ``settled``: it waited, and does so no longer."""

    words: str
    path: str
    settled: bool = False

    @property
    def link(self) -> str:
        """The full address."""
        return absolute(self.path)


def lines_of(messages: Sequence[Message]) -> list[Line]:
    """Put messages (with their events at hand) into words, in few queries however many they are."""
    subjects = [split(m.event.subject) for m in messages]
    editions = _numbers(subjects, "edition")
    review_of = dict(Edition.objects.filter(pk__in=editions).values_list("pk", "review_id"))
    numbers = [*_numbers(subjects, "review"), *review_of.values()]
    found = Review.objects.only("topic_id", "due_on", "state").in_bulk(numbers)
    ends = dict(
        Invitation.objects.filter(
            pk__in=[m.event.data.get("invitation") for m in messages if m.kind == "invited"]
        ).values_list("pk", "expires_at")
    )
    lines = []
    for message, (table, pk) in zip(messages, subjects, strict=True):
        review = found.get(review_of.get(pk, 0) if table == "edition" else pk)
        data = message.event.data
        until = ends.get(data.get("invitation"))
        facts: dict[str, object] = {
            "what": "claim" if review and not review.topic_id else "page",
            "review": review.pk if review else "",
            "due": day(review.due_on) if review else "",
            "review_due": _day_of(data.get("review_due", "")),
            "source": pk,
            "ends": day(until) if until else "",
        }
        lines.append(_line(message, facts, review))
    return lines


def _line(message: Message, facts: dict[str, object], review: Review | None) -> Line:
    rule = KINDS.get(message.kind)
    if rule is None:  # Of a kind that is no longer made.
        return Line(message.kind, message.path)
    settled = rule.while_open and review is not None and review.state != State.OPEN
    return Line(rule.line.format_map(facts), message.path, settled)


def _numbers(subjects: Iterable[tuple[str, int]], table: str) -> list[int]:
    return [pk for name, pk in subjects if name == table]


def _day_of(iso: str) -> str:
    return day(date.fromisoformat(iso)) if iso else ""


def mail_of(messages: Sequence[Message]) -> EmailMultiAlternatives:
    """Make the mail that tells one person of these messages, a digest when they are several."""
    lines = lines_of(messages)
    first = messages[0]
    if first.recipient is None:
        lines = [Line(line.words, _expert_path(first)) for line in lines]
    context = {
        "lines": lines,
        "is_digest": len(lines) > 1,
        "site": settings.SITE_NAME,
        "to_expert": first.recipient is None,
        "pace_link": absolute(reverse("mail:own")),
    }
    subject = lines[0].words if len(lines) == 1 else f"{len(lines)} things since the last mail"
    mail = EmailMultiAlternatives(
        subject=f"{settings.SITE_NAME}: {subject}",
        body=render_to_string("email/mail.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[first.recipient.email if first.recipient else first.address],
        headers={"Message-ID": message_id(messages), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("email/mail.html", context), "text/html")
    return mail


def message_id(messages: Sequence[Message]) -> str:
    """Return an identity that these messages share with no others, and keep when tried again."""
    named = ",".join(f"{m.pk}:{m.event.hash}" for m in messages)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(named.encode()).hexdigest()[:40]}@{host}>"


def _expert_path(message: Message) -> str:
    invitation = Invitation.objects.get(pk=message.event.data["invitation"])
    return f"{EXPERT_PATH}{token_of(invitation)}/"
