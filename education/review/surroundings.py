"""What the checks are told of the world around a page: the day, the other pages, the library."""

from __future__ import annotations

from django.utils import timezone

from education.checks.surroundings import Surroundings
from education.content.likeness import Library
from education.content.models import Topic
from education.evidence.models import Claim

from .models import Review


def surroundings() -> Surroundings:
    """Return the day and the addresses there are: what a submission is judged with."""
    slugs = frozenset(Topic.objects.values_list("slug", flat=True))
    return Surroundings(today=timezone.localdate(), slugs=slugs)


def surroundings_for_authors(language: str) -> Surroundings:
    """Return the same with the signed claims of a language, to be used instead of new ones.

    Only authors are offered them: a clinician judges the words before them, not which row they
    came from.
    """
    around = surroundings()
    signed = Review.objects.filter(
        claim__isnull=False, sign_offs__isnull=False, sign_offs__revocation=None
    )
    claims = Claim.objects.filter(language=language, pk__in=signed.values("claim"))
    library = Library((claim.code, claim.statement) for claim in claims.order_by("pk"))
    return Surroundings(around.today, around.slugs, library)
