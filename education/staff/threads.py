"""The threads of a review as they are read: open ones first met, settled ones folded, none lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from education.content.manuscript import Manuscript
from education.review.models import Comment, Resolution, Review
from education.review.remarks import is_settled
from education.staff.forms import ReplyForm
from education.staff.showing import place_name

#: Which threads to show, and what that is called; the first is what is shown unasked.
FILTERS = {"all": "All", "open": "Open", "settled": "Settled"}


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread."""

    root: Comment
    place: str
    replies: tuple[Comment, ...]
    #: How it was settled last; None while it is open.
    settled: Resolution | None
    form: ReplyForm


@dataclass(frozen=True, slots=True)
class Talk:
    """The threads to show, and how many there are of each sort."""

    shown: tuple[Thread, ...]
    filter: str
    #: (key, name, how many).
    filters: tuple[tuple[str, str, int], ...]


def talk(
    review: Review, page: Manuscript, wanted: str = "", unsaid: ReplyForm | None = None
) -> Talk:
    """Return the threads of a review; ``unsaid`` is an answer that could not be kept."""
    threads = [_thread(root, page, unsaid) for root in _roots(review)]
    chosen = wanted if wanted in FILTERS else "all"
    of: dict[str, Sequence[Thread]] = {
        "all": threads,
        "open": [t for t in threads if t.settled is None],
        "settled": [t for t in threads if t.settled is not None],
    }
    counted = tuple((key, name, len(of[key])) for key, name in FILTERS.items())
    return Talk(tuple(of[chosen]), chosen, counted)


def _roots(review: Review) -> Iterable[Comment]:
    speakers = Comment.objects.select_related("by", "invitation")
    settled = Resolution.objects.select_related("by")
    return speakers.filter(review=review, parent=None).prefetch_related(
        Prefetch("replies", speakers), Prefetch("resolutions", settled)
    )


def _thread(root: Comment, page: Manuscript, unsaid: ReplyForm | None) -> Thread:
    last = list(root.resolutions.all())[-1:] if is_settled(root) else []
    form = unsaid if unsaid and unsaid.thread == root.pk else ReplyForm(thread=root.pk)
    replies = tuple(root.replies.all())
    return Thread(root, place_name(page, root.anchor), replies, last[0] if last else None, form)
