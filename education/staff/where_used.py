"""Where claims stand: in drafts, and on pages that patients read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from education.content.usage import drafts_with
from education.publishing.models import EditionClaim


def live_with(
    ids: Collection[int | None], *, but: int | None = None
) -> Mapping[int, list[tuple[int, str, int]]]:
    """Return claim id → (review id, title, number) of the live editions that hold it.

    ``but`` leaves the edition of one topic out.
    """
    found: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    rows = EditionClaim.objects.filter(claim__in=ids, edition__live_page__isnull=False)
    for row in rows.exclude(edition__topic=but).select_related("edition"):
        edition = row.edition
        found[row.claim_id].append((edition.review_id, edition.title, edition.number))
    return found


def places_html(ids: Collection[int]) -> Mapping[int, SafeString]:
    """Return claim id → a list of links: live editions first, then drafts; none for unused ones."""
    live, drafts = live_with(ids), drafts_with(ids)
    return {
        pk: format_html(
            '<ul class="plain-list">{}{}</ul>',
            format_html_join(
                "",
                '<li><a href="{}">{}, edition {}</a> (live)</li>',
                (
                    (reverse("desk:review", args=[review]), title, number)
                    for review, title, number in live.get(pk, ())
                ),
            ),
            format_html_join(
                "",
                '<li><a href="{}">{}</a> (draft)</li>',
                (
                    (reverse("admin:education_topic_change", args=[topic]), title)
                    for topic, title in drafts.get(pk, ())
                ),
            ),
        )
        for pk in ids
        if pk in live or pk in drafts
    }
