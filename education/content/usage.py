"""In which drafts claims stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q

from education.content.manuscript import CLAIM_MARK
from education.content.models import Placement, Topic

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
    for claim_id, topics in beside_sections(ids, but=but).items():
        found[claim_id] |= topics
    return {claim_id: sorted(topics.items()) for claim_id, topics in found.items()}


def beside_sections(
    ids: Collection[int | None], *, but: int | None = None
) -> Mapping[int, dict[int, str]]:
    """Return claim id → {topic id: title} of the drafts that hold it outside their sections.

    The index of placements knows of sections only; the other texts are few and read here.
    """
    marked = Q()
    for name in _MARKED:
        marked |= Q(**{f"{name}__contains": "[[C-"})
    found: dict[int, dict[int, str]] = defaultdict(dict)
    topics = Topic.objects.filter(marked).exclude(pk=but)
    for pk, title, *texts in topics.values_list("pk", "title", *_MARKED):
        for claim_id in {int(n) for text in texts for n in CLAIM_MARK.findall(text)} & set(ids):
            found[claim_id][pk] = title
    return found
