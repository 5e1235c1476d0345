"""Drafts written anew, outside their form: from an old version, or beside an original."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from education.audit import chain
from education.audit.history import TrackedModel, reason_given
from education.content.models import Section, Topic, TopicCode

#: What is copied of a page. Who owns it, its language and its address are no text.
_TEXTS = (
    *("title", "kind", "risk_class", "specialty_id", "aim", "funding", "clinic_sells_this"),
    *("product", "answer", "key_points", "not_known", "get_help", "questions", "change_note"),
)
_SECTION = ("heading", "body", "order", "source_line")
_CODE = ("system", "code", "display", "version", "checked_on")


def save_parts(rows: Iterable[TrackedModel], *, reason: str) -> None:
    """Save parts of a draft as whoever acts now, all of them or none."""
    with chain.writing():
        for row in rows:
            with reason_given(reason, row):
                row.save()


def rewrite(
    topic: Topic,
    *,
    page: Topic,
    sections: Mapping[int, Section],
    codes: Mapping[int, TopicCode],
    reason: str,
) -> None:
    """Give a draft the texts of another version of itself, as whoever acts now.

    ``sections`` and ``codes`` go by the id they had. One that was removed since comes back as a
    new row; one that did not exist then is removed.
    """
    with chain.writing():
        parts = [_copied(topic, page, _TEXTS)]
        for model, old, names in ((Section, sections, _SECTION), (TopicCode, codes, _CODE)):
            standing = {row.pk: row for row in model.objects.filter(topic=topic)}
            for pk in standing.keys() - old.keys():
                with reason_given(reason, standing[pk]):
                    standing[pk].delete()
            for pk, row in sorted(old.items()):
                parts.append(_copied(standing.get(pk) or model(topic=topic), row, names))
        save_parts(parts, reason=reason)


def _copied(row: Any, old: Any, names: Sequence[str]) -> Any:
    for name in names:
        setattr(row, name, getattr(old, name))
    return row
