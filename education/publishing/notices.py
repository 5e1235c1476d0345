"""What readers are told in place of a page that was taken down.

The one text a patient can meet that no colleague has countersigned, because taking down must be
instant (decision 0004). So it is short, it says nothing about treatments, and the same checks that
guard pages refuse a notice that asserts anything.
"""

from __future__ import annotations

from education.checks.registry import inspect
from education.content.manuscript import Manuscript, SectionText
from education.errors import Blocked
from education.publishing.models import Withdrawal

_Kind = Withdrawal.WithdrawalKind
LONGEST = 400
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
    reasons = []
    if len(notice) > LONGEST:
        reasons.append(f"Shorten the notice to {LONGEST} characters.")
    text = Manuscript(subject="text", sections=(SectionText(heading="", body=notice),))
    reasons += [
        f"{f.message} Leave the notice empty to use the standard words."
        for f in inspect(text)
        if f.level == "block"
    ]
    if reasons:
        raise Blocked(reasons)
    return notice
