"""The page on which a translation is written beside its original."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from education.audit import chain
from education.content.models import Section, Topic, TopicCode
from education.content.rewriting import save_parts
from education.errors import NotAllowed, WrongState
from education.staff.access import StaffRequest, desk_view
from education.staff.conflicts import Conflict, Part, conflict, decide, version
from education.staff.permissions import allows
from education.staff.translating import TEXTS, form_of, original_of, pairs, translated_claims

_PARTS = (
    Part(Topic, fields=TEXTS),
    Part(Section, "topic", "sections", ("heading", "body")),
    Part(TopicCode, "topic", "codes"),
)
_LONGEST_REASON = 100


@desk_view("GET", "POST")
def translate(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a translation beside its original, and save what was written."""
    if not allows(request.user, "change", Section):
        raise NotAllowed("Only an author writes a translation.")
    topic = _find(pk)
    if topic.translation_of is None:
        raise WrongState("This page is no translation: choose its original on its form first.")
    if request.method != "POST":
        data = form_of(topic)
        data["seen"] = version(_PARTS, pk)
        return _show(request, topic, data)
    data = request.POST.copy()
    with chain.writing():
        decide(data)
        found = conflict(_PARTS, pk, data)
        errors = _unfinished(topic, data)
        if not errors and found is None:
            errors = _save(_find(pk), data)
            if not errors:
                messages.success(request, "Saved.")
                return redirect("desk:translate", pk)
    return _show(request, topic, data, found, errors)


def _show(
    request: StaffRequest,
    topic: Topic,
    data: QueryDict,
    found: Conflict | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    original = original_of(topic)
    found_pairs = pairs(topic, original, data)
    context: dict[str, Any] = {
        "topic": topic,
        "original": original,
        "pairs": found_pairs,
        "sections": sum(len(pair.cells) == 2 for pair in found_pairs),
        "claims": translated_claims(original.page, topic.language),
        "data": {"seen": data.get("seen", ""), "reason": data.get("change_reason", "")},
        "asks_why": topic.editions.exists(),
        "conflict": found,
        "errors": errors or [],
    }
    status = 409 if found else 422 if errors else 200
    return render(request, "staff/translate.html", context, status=status)


def _find(pk: int) -> Topic:
    found: Topic = get_object_or_404(Topic.objects.select_related("translation_of", "owner"), pk=pk)
    return found


def _unfinished(topic: Topic, data: QueryDict) -> list[str]:
    reason = str(data.get("change_reason", "")).strip()
    if topic.editions.exists() and not reason:
        return ["Say why the page is changed: patients have read an edition of it."]
    if len(reason) > _LONGEST_REASON:
        return [f"Keep the reason within {_LONGEST_REASON} characters."]
    return []


def _save(topic: Topic, data: QueryDict) -> list[str]:
    """Save every part, or nothing and say what is wrong with which."""
    reason = str(data.get("change_reason", ""))
    for name in TEXTS:
        _write(topic, name, _text(data, name))
    rows: list[tuple[str, Any]] = [("", topic), *_sections(topic, data)]
    errors = [f"{where}{message}" for where, row in rows for message in _wrong(row)]
    if not errors:
        save_parts((row for _, row in rows), reason=reason)
    return errors


def _sections(topic: Topic, data: QueryDict) -> list[tuple[str, Section]]:
    standing = {str(s.pk): s for s in topic.sections.all()}
    last = topic.sections.aggregate(last=Max("order"))["last"] or 0
    found = []
    total = str(data.get("sections-TOTAL_FORMS", "0"))
    for n in range(min(int(total), 200) if total.isdecimal() else 0):
        heading, body = (_text(data, f"sections-{n}-{f}") for f in ("heading", "body"))
        section = standing.get(_text(data, f"sections-{n}-id"))
        if section is None and not heading.strip() and not body.strip():
            continue
        if section is None:
            last += 1
            section = Section(topic=topic, order=last)
        _write(section, "heading", heading)
        _write(section, "body", body)
        found.append((f"Section {n + 1}, ", section))
    return found


def _write(row: Any, name: str, text: str) -> None:
    # A browser may spell line breaks otherwise: that alone is no edit, and dates nothing anew.
    if _plain(getattr(row, name)) != text:
        setattr(row, name, text)


def _wrong(row: Any) -> list[str]:
    try:
        row.clean_fields()
    except ValidationError as error:
        return [f"{name}: {' '.join(said)}" for name, said in error.message_dict.items()]
    return []


def _text(data: QueryDict, name: str) -> str:
    return _plain(str(data.get(name, "")))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()
