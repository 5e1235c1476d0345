"""The claims that patients read now, as their signed reviews froze them."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, JSONField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from education.publishing.models import EditionClaim
from education.review.models import Review
from education.staff.reports.shapes import Asked

#: A claim's frozen text without a source has exactly these characters, and no other text can:
#: inside a JSON string the quotation marks would be escaped.
NO_SOURCES = Q(manuscript__contains='"citations":[]')


def live_claims(asked: Asked) -> QuerySet[EditionClaim]:
    """Return every claim on every live page that was asked for."""
    return EditionClaim.objects.filter(
        asked.about("edition__topic", edition="edition"),
        asked.moments("edition__published_at"),
        edition__live_page__isnull=False,
    ).order_by("edition", "claim")


def signed_claims(asked: Asked, name: str) -> QuerySet[Any]:
    """Return the signed reviews behind those claims, each once, with ``said``: a frozen field."""
    carried = live_claims(asked).order_by().values("review")
    reviews = Review.objects.filter(pk__in=carried).order_by()
    return reviews.annotate(
        said=Cast(KeyTextTransform(name, Cast("manuscript", JSONField())), CharField())
    )
