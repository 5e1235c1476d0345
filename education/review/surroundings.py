"""What the checks are told of the world around a page.

The day, the other pages, the library, and for a translation the editions of its original.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from education.audit.history import history_of
from education.checks.surroundings import Followed, Surroundings
from education.content.likeness import Library
from education.content.models import Section, Topic
from education.evidence.models import Claim

from .models import Review


def surroundings(topic_id: int | None = None) -> Surroundings:
    """Return the day, the addresses there are, and which translations follow which edition.

    Args:
        topic_id: the only page to be judged, 0 for a lone claim: no other translation is looked
            at, which is quicker.
    """
    slugs = frozenset(Topic.objects.values_list("slug", flat=True))
    return Surroundings(timezone.localdate(), slugs, followed=_followed(topic_id))


def surroundings_for_authors(language: str, topic_id: int | None = None) -> Surroundings:
    """Return the same with the signed claims of a language, to be used instead of new ones.

    Only authors are offered them: a clinician judges the words before them, not which row they
    came from.
    """
    signed = Review.objects.filter(
        claim__isnull=False, sign_offs__isnull=False, sign_offs__revocation=None
    )
    claims = Claim.objects.filter(language=language, pk__in=signed.values("claim"))
    library = Library((claim.code, claim.statement) for claim in claims.order_by("pk"))
    return replace(surroundings(topic_id), library=library)


def _followed(topic_id: int | None) -> dict[int, Followed]:
    """Return the translations of live pages with the editions of their originals: one query."""
    translations = Topic.objects.filter(translation_of__live_page__isnull=False)
    if topic_id is not None:
        translations = translations.filter(pk=topic_id)
    rows = translations.annotate(
        written=_last_written(),
        against=_AGAINST,
        live=F("translation_of__live_page__edition__number"),
    ).values_list("pk", "translation_of", "against", "live")
    return {pk: Followed(original, then or 0, now) for pk, original, then, now in rows}


#: The newest edition of the original there was when the draft was last written.
_AGAINST = Subquery(
    Topic.objects.filter(
        pk=OuterRef("translation_of"), editions__published_at__lte=OuterRef("written")
    )
    .order_by("-editions__number")
    .values("editions__number")[:1]
)


def _last_written() -> Greatest:
    """When a draft was last written: its texts, sections or claims, or its newest edition's review.

    A review that led to no edition does not count: it did not settle what the draft follows.
    """
    page = _newest(Topic, id=OuterRef("pk"))
    reviewed = Review.objects.filter(topic=OuterRef("pk"), edition__isnull=False)
    moments = (
        _newest(Section, topic_id=OuterRef("pk")),
        _newest(
            Claim,
            id__in=Claim.objects.filter(placements__section__topic=OuterRef(OuterRef("pk"))).values(
                "pk"
            ),
        ),
        Subquery(reviewed.order_by("-submitted_at").values("submitted_at")[:1]),
    )
    # SQLite's greatest of a time and nothing is nothing.
    return Greatest(page, *(Coalesce(moment, page) for moment in moments))


def _newest(model: Any, **where: Any) -> Subquery:
    entries = history_of(model)._base_manager.filter(**where)
    return Subquery(entries.order_by("-history_date").values("history_date")[:1])
