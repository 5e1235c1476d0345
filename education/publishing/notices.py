"""What readers are told in place of a page that was taken down.

The one text a patient can meet that no colleague has countersigned, because taking down must be
instant (decision 0004). So it is short, it says nothing about treatments, and words of one's own
are refused when they do (``review.words``).
"""

from __future__ import annotations

from education.errors import Blocked
from education.publishing.models import Withdrawal
from education.review.words import LONGEST, not_for_a_notice

__all__ = ["LONGEST", "STANDARD", "notice_for"]

_Kind = Withdrawal.WithdrawalKind
STANDARD: dict[str, str] = {
    _Kind.SAFETY: (
        "We took this page down because of a safety concern. "
        "Please talk to your care team before you act on anything you read here."
    ),
    _Kind.EVIDENCE: (
        "We took this page down because the research behind it has changed. "
        "Please ask your care team what is known today."
    ),
    _Kind.ERROR: (
        "We took this page down because we found a mistake in it. "
        "Please ask your care team if you have acted on it."
    ),
    _Kind.EXPIRED: (
        "We took this page down because it is overdue for review. "
        "Please ask your care team for up-to-date information."
    ),
    _Kind.CONSOLIDATED: "This page has been taken down because another page has taken its place.",
}


def notice_for(kind: str, notice: str) -> str:
    """Return the notice to show; raises ``Blocked`` when the words say more than a notice may."""
    if kind not in STANDARD:
        raise Blocked([f"“{kind}” is not a reason for taking a page down."])
    notice = " ".join(notice.split())
    if not notice:
        return STANDARD[kind]
    reasons = not_for_a_notice(notice)
    if reasons:
        raise Blocked([*reasons, "Leave the notice empty to use the standard words."])
    return notice
