"""What is said beside a review: threads on a place or a passage, settled and kept for ever."""

from __future__ import annotations

import re

from django.utils import timezone

from education.audit import chain
from education.errors import Blocked, NotAllowed, WrongState
from education.evidence.models import Source
from education.people.models import Role, User
from education.people.rules import has_role
from education.review.guarding import require_state
from education.review.models import Comment, Invitation, Resolution, Review, SourceOpening
from education.review.signing import as_page
from education.review.states import ROLES, Action

LONGEST_PASSAGE = 400
#: Where on a page a remark can hang.
_ANCHOR = re.compile(
    r"page|title|answer|key_points|section:[1-9]\d{0,2}|not_known|get_help|questions|C-\d{1,9}"
)


def comment(
    review: Review,
    *,
    by: User,
    text: str,
    anchor: str = "page",
    passage: str = "",
    parent: Comment | None = None,
) -> Comment:
    """Add a remark to a review that is still under discussion, or answer one (``parent``)."""
    with chain.writing():
        review = Review.objects.get(pk=review.pk)
        require_may_comment(by)
        require_state(review, Action.COMMENT)
        remark = add_comment(
            review, by=by, text=text, anchor=anchor, passage=passage, parent=parent
        )
        chain.record("review.commented", actor=by, subject=review, wrote=[remark])
        return remark


def require_may_comment(by: User) -> None:
    """Raise ``NotAllowed`` unless this person's roles let them comment."""
    if not has_role(by, *ROLES[Action.COMMENT]):
        raise NotAllowed("Only authors, clinicians and coordinators comment on reviews.")


def add_comment(
    review: Review,
    *,
    by: User,
    text: str,
    anchor: str = "page",
    passage: str = "",
    parent: Comment | None = None,
    invitation: Invitation | None = None,
) -> Comment:
    """Store a remark, inside the verb that may; an answer hangs where its thread hangs."""
    if not text.strip():
        raise Blocked(["Write what you want to say first."])
    if parent is not None:
        parent = Comment.objects.get(pk=parent.pk)
        parent = parent.parent or parent
        if parent.review_id != review.pk:
            raise Blocked(["That thread belongs to another review: answer it there."])
        anchor, passage = parent.anchor, ""
    if not _ANCHOR.fullmatch(anchor or "page"):
        raise Blocked(
            ["Choose what your comment is about: the page, one of its parts, or a claim."]
        )
    passage = " ".join(passage.split())
    if len(passage) > LONGEST_PASSAGE:
        raise Blocked([f"Quote at most {LONGEST_PASSAGE} characters of the page."])
    return Comment.objects.create(
        review=review,
        by=by,
        at=timezone.now(),
        anchor=anchor or "page",
        text=text.strip(),
        parent=parent,
        passage=passage,
        invitation=invitation,
    )


def resolve(thread: Comment, *, by: User) -> Resolution:
    """Settle a thread; what is said in it later opens it again."""
    with chain.writing():
        thread = Comment.objects.select_related("review", "parent").get(pk=thread.pk)
        thread = thread.parent or thread
        require_may_comment(by)
        require_state(thread.review, Action.COMMENT)
        if is_settled(thread):
            raise WrongState("This thread is settled already.")
        row = Resolution.objects.create(comment=thread, by=by, at=timezone.now())
        chain.record("review.thread_settled", actor=by, subject=thread.review, wrote=[row])
        return row


def is_settled(thread: Comment) -> bool:
    """Tell whether nothing was said in a thread since it was last settled.

    Asks ``resolutions`` and ``replies`` whole, so that a list of threads can fetch them at once.
    """
    settled = max((row.at for row in thread.resolutions.all()), default=None)
    return settled is not None and not any(r.at > settled for r in thread.replies.all())


def note_opening(review: Review, source: Source, *, by: User) -> None:
    """Record, once, that a reviewer opened a source from a review."""
    with chain.writing():
        if not has_role(by, Role.CLINICIAN):
            return
        if SourceOpening.objects.filter(review=review, person=by, source=source).exists():
            return
        cited = {c.source.source_id for claim in as_page(review).claims for c in claim.citations}
        if source.pk not in cited:
            raise Blocked(["That source is not cited in this review."])
        row = SourceOpening.objects.create(
            review=review, person=by, source=source, at=timezone.now()
        )
        chain.record("source.opened", actor=by, subject=review, wrote=[row], source=source.pk)
