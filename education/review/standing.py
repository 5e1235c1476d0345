"""What happened to the evidence of a text after it was frozen: sources that fell since."""

from __future__ import annotations

from education.content.manuscript import Manuscript
from education.evidence.models import Source


def fallen_sources(page: Manuscript) -> list[str]:
    """Say which sources were retracted since this text was frozen; empty when none was.

    A source that the text itself shows as retracted was judged so by its signers.
    """
    shown = {
        citation.source.source_id
        for claim in page.claims
        for citation in claim.citations
        if citation.source.notice != Source.Notice.RETRACTED
    }
    fallen = Source.objects.filter(pk__in=shown, notice=Source.Notice.RETRACTED).order_by("pk")
    return [
        f"“{source.title}” was retracted after this text was written: it has to change, and to be "
        "submitted again."
        for source in fallen
    ]
