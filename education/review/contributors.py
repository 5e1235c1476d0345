"""Who wrote the text that a review puts before clinicians, read from the edit trail.

Stricter than "since the last signed edition" on purpose: a sentence edited by one person may
still hold another's words, so any change to a page's own text counts everyone who ever wrote in
it, in the words it explains or in what goes with its pictures, and whoever is printed as its
author; a claim without a standing signature counts everyone who ever wrote in the claim, its
citations and its sources (decision 0003).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from education.audit.history import TrackedModel, is_as_recorded, writers_of
from education.content.manuscript import ClaimText, Manuscript
from education.content.models import Picture, Section, Term, Topic, TopicCode
from education.evidence.models import Citation, Claim, Source
from education.review.models import Review


def claim_writers(claim: ClaimText) -> set[int]:
    """Return everyone who ever wrote in a claim, its citations or its sources."""
    writers = writers_of(Claim, id=claim.claim_id) | writers_of(Citation, claim_id=claim.claim_id)
    source_ids = [c.source.source_id for c in claim.citations]
    return writers | writers_of(Source, id__in=source_ids)


def page_writers(topic: Topic, page: Manuscript, unsigned: Iterable[ClaimText]) -> set[int]:
    """Return everyone who wrote what is new in a page: its own text, and its unsigned claims."""
    writers: set[int] = set()
    if _own_text(page) != _live_text(topic):
        writers |= writers_of(Topic, id=topic.pk) | {topic.owner_id}
        writers |= writers_of(Section, topic_id=topic.pk)
        writers |= writers_of(TopicCode, topic_id=topic.pk)
        writers |= writers_of(Term, id__in=[t.term_id for t in page.terms])
        writers |= writers_of(Picture, id__in=[p.picture_id for p in page.pictures])
    for claim in unsigned:
        writers |= claim_writers(claim)
    return writers


def _own_text(page: Manuscript) -> dict[str, object]:
    return {k: v for k, v in page.as_json().items() if k != "claims"}


def live_review(topic_id: int) -> Review | None:
    """Return the review whose text patients read now, or None when the page is not live."""
    return Review.objects.filter(topic=topic_id, edition__live_page__isnull=False).first()


def _live_text(topic: Topic) -> dict[str, object] | None:
    live = live_review(topic.pk)
    return _own_text(live.page()) if live else None


def written_past_the_trail(topic: Topic, page: Manuscript) -> Iterator[str]:
    """Yield one sentence per row behind a page that is not as the audit trail recorded it."""
    claims = Claim.objects.filter(pk__in=page.marked_claim_ids())
    rows: list[TrackedModel] = [
        topic,
        topic.owner,
        *topic.sections.all(),
        *topic.codes.all(),
        *claims,
        *Citation.objects.filter(claim__in=claims),
        *Source.objects.filter(citations__claim__in=claims).distinct(),
        *Term.objects.filter(pk__in=[t.term_id for t in page.terms]),
        *Picture.objects.filter(pk__in=[p.picture_id for p in page.pictures]),
    ]
    for row in rows:
        if not is_as_recorded(row):
            yield (
                f"The {row._meta.verbose_name} “{row}” was changed past the edit trail: "
                "open it in the admin and save what it should say."
            )
