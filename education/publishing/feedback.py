"""What readers say about a page: whether a part of it was clear, and some words.

A reader is nobody here: the only verb without a person behind it. It writes a row that nothing
else rests on, and no event of the audit trail, which only people make and whose lock others need.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from education.content.manuscript import Manuscript
from education.errors import WrongState
from education.publishing.models import Edition, Feedback
from education.publishing.reading import today
from education.publishing.stripping import stripped

#: The page as a whole.
WHOLE = ""
#: Parts that are no sections of the author's own, as they are called for staff.
FIXED = {WHOLE: "The whole page", "not-known": "What is not known", "get-help": "When to get help"}


def parts_of(page: Manuscript) -> dict[str, str]:
    """Return anchor → heading of everything on a page that readers are asked about.

    The whole page comes first. Headings are the author's own, so they are empty where the site
    gives them.
    """
    sections = {f"section-{n}": s.heading for n, s in enumerate(page.sections, start=1)}
    not_known = {"not-known": ""} if page.not_known else {}
    return {WHOLE: "", **sections, **not_known, "get-help": ""}


def edition_of(topic_id: int, number: int) -> Edition | None:
    """Return the edition of a page that a reader has before their eyes, live still or not."""
    return Edition.objects.filter(topic=topic_id, number=number).first()


def say(edition: Edition, *, part: str, clear: bool, words: str = "") -> Feedback:
    """Keep what a reader said of a part of an edition, without what could tell who they are.

    Raises ``WrongState`` when the edition has no such part.
    """
    parts = parts_of(edition.page())
    if part not in parts:
        raise WrongState("The page has no such part.")
    row = Feedback(
        edition=edition,
        part=part,
        heading=parts[part],
        language=edition.language,
        clear=clear,
        words=stripped(words),
        said_on=today(),
    )
    row.save(force_insert=True)
    return row


#: A receipt is good until the end of the next day, for the newest words about a page.
_NEWEST, _DAYS = 300, timedelta(days=1)


def receipt_of(row: Feedback) -> str:
    """Return what leads whoever sent this, and nobody else, to what was kept of it.

    It is a hash, so an address that holds it does not tell a log which row it is about.
    """
    return salted_hmac("countersign.feedback", str(row.pk), algorithm="sha256").hexdigest()[:32]


def with_receipt(topic_id: int, receipt: str) -> Feedback | None:
    """Return what was kept a moment ago under a receipt."""
    since = today() - _DAYS
    rows = Feedback.objects.filter(edition__topic=topic_id, said_on__gte=since)
    return next((r for r in rows[:_NEWEST] if constant_time_compare(receipt_of(r), receipt)), None)
