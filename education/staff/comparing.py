"""With what a submitted text is compared: what patients read, or what its reader last signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from education.content.manuscript import Manuscript
from education.people.models import User
from education.publishing.models import Edition, LivePage
from education.review.changes import Change, critical_changes
from education.review.models import Review
from education.review.signing import as_page, changes_to_tick, last_signed_by
from education.staff.diffing import PartDiff, claim_diff, page_diff
from education.staff.showing import part_name


@dataclass(frozen=True, slots=True)
class Base:
    """A text to compare with: which tab it is, and what it is called in a sentence."""

    key: str
    #: What stands on its tab.
    name: str
    #: Such as "edition 2, live now"; empty when there is no such text.
    label: str
    page: Manuscript | None = None


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A critical change as people read it."""

    change: Change
    place: str
    #: Where it came from, for a sentence that was moved.
    origin: str
    #: Whether this reader ticks it when signing.
    to_tick: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One text against another: the tabs, word by word, and what can hurt by itself."""

    bases: tuple[Base, ...]
    base: Base
    diff: tuple[PartDiff, ...]
    critical: tuple[ShownChange, ...]


def comparison(review: Review, reader: User | None, against: str = "") -> Comparison:
    """Compare with what was asked for; without a wish, or such a text, with the first there is."""
    bases = tuple(_bases(review, reader))
    there = [b for b in bases if b.page is not None]
    base = next((b for b in there if b.key == against), there[0] if there else bases[0])
    if base.page is None:
        return Comparison(bases, base, (), ())
    page = as_page(review)
    ticks = {c.key for c in changes_to_tick(review, reader)} if reader else set()
    shown = (_shown(change, ticks) for change in critical_changes(base.page, page))
    return Comparison(bases, base, tuple(_words(review, base.page, page)), tuple(shown))


def _words(review: Review, old: Manuscript, new: Manuscript) -> Sequence[PartDiff]:
    if review.topic_id:
        return page_diff(old, new)
    return claim_diff(old.claims[0], new.claims[0])


def _shown(change: Change, ticks: set[str]) -> ShownChange:
    moved = change.kind == "moved" and change.was and change.was != change.place
    origin = part_name(change.was) if moved else ""
    return ShownChange(change, part_name(change.place), origin, change.key in ticks)


def _bases(review: Review, reader: User | None) -> Iterator[Base]:
    yield _published_before(review) if review.topic_id else _signed_before(review)
    if reader is not None:
        mine = last_signed_by(reader, review)
        if mine is None:
            yield Base("mine", "What you last signed", "")
            return
        label = f"review {mine.pk}, the text you last signed"
        yield Base("mine", "What you last signed", label, as_page(mine))


def _published_before(review: Review) -> Base:
    name = "What patients read"
    editions = Edition.objects.filter(topic=review.topic_id).exclude(review=review)
    own = Edition.objects.filter(review=review).values_list("number", flat=True).first()
    if own is not None:
        editions = editions.filter(number__lt=own)
    before = editions.order_by("-number").first()
    if before is None:
        return Base("live", name, "")
    is_live = LivePage.objects.filter(edition=before).exists()
    label = f"edition {before.number}, {'live now' if is_live else 'not live any more'}"
    return Base("live", name, label, before.page())


def _signed_before(review: Review) -> Base:
    name = "What was signed before"
    signed = Review.objects.filter(claim=review.claim_id, pk__lt=review.pk)
    before = signed.filter(sign_offs__isnull=False).order_by("-pk").first()
    if before is None:
        return Base("live", name, "")
    return Base("live", name, "the text last signed", as_page(before))
