"""The claims that patients read now, as their signed reviews froze them."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, JSONField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from education.publishing.models import EditionClaim
from education.staff.reports.shapes import Asked

#: A claim's frozen text without a source has exactly these characters, and no other text can:
#: inside a JSON string the quotation marks would be escaped.
NO_SOURCES = Q(review__manuscript__contains='"citations":[]')


def live_claims(asked: Asked) -> QuerySet[Any]:
    """Return every claim on every live page that was asked for, with its frozen grade."""
    return (
        EditionClaim.objects.filter(
            asked.about("edition__topic", edition="edition"),
            asked.moments("edition__published_at"),
            edition__live_page__isnull=False,
        )
        .order_by()
        .annotate(text=Cast("review__manuscript", JSONField()))
        .annotate(
            certainty=Cast(KeyTextTransform("certainty", "text"), CharField()),
            kind=Cast(KeyTextTransform("kind", "text"), CharField()),
        )
    )
