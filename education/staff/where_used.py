"""Where claims stand: in drafts, and on pages that patients read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from education.content.manuscript import CLAIM_MARK
from education.content.models import Placement, Topic
from education.publishing.models import EditionClaim

#: Texts of a topic, beside its sections, in which a claim can stand.
_MARKED = ("answer", "key_points", "not_known", "get_help")


def drafts_with(
    ids: Collection[int | None], *, but: int | None = None
) -> Mapping[int, list[tuple[int, str]]]:
    """Return claim id → (topic id, title) of the drafts that hold it in any text, ``but`` one."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    held = Placement.objects.filter(claim__in=ids).exclude(section__topic=but)
    rows = held.values_list("claim_id", "section__topic_id", "section__topic__title").distinct()
    for claim_id, other, title in rows:
        found[claim_id][other] = title
    marked = Q()
    for name in _MARKED:
        marked |= Q(**{f"{name}__contains": "[[C-"})
    # The index knows of sections only; the other texts of a topic are few and read here.
    for pk, title, *texts in (
        Topic.objects.filter(marked).exclude(pk=but).values_list("pk", "title", *_MARKED)
    ):
        for claim_id in {int(n) for text in texts for n in CLAIM_MARK.findall(text)} & set(ids):
            found[claim_id][pk] = title
    return {claim_id: sorted(topics.items()) for claim_id, topics in found.items()}


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
