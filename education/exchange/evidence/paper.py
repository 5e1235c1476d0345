"""A pack for people: the same facts as a document with contents, made into a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from education.content.manuscript import Manuscript
from education.content.markdown import Place, to_html, to_inline_html
from education.exchange.evidence.differences import marked
from education.exchange.evidence.questions import answers
from education.publishing import pdf
from education.publishing.references import references

_TAGS = {"same": "{}", "gone": "<del>{}</del>", "come": "<ins>{}</ins>"}


def html_of(pack: Mapping[str, Any], sha256: str) -> str:
    """Return a pack as one HTML document; ``sha256`` is that of its JSON file."""
    editions = [_dressed(edition, pack) for edition in pack["told"]["editions"]]
    published = {edition["review"] for edition in editions}
    context = {
        "pack": pack,
        "sha256": sha256,
        "style": SafeString(render_to_string("exchange/evidence/print.css")),
        "questions": answers(pack),
        "editions": editions,
        "page_reviews": [
            {**r, "is_published": r["record"] in published, "page": _text(r)}
            for r in pack["told"]["reviews"]
            if r["about"] == "page"
        ],
        "claim_reviews": [r for r in pack["told"]["reviews"] if r["about"] != "page"],
        "edits": [
            {**e, "changes": [{**c, "diff": _diff(c)} for c in e["changes"]]}
            for e in pack["told"]["edits"]
        ],
        "names": {p["record"]: p["name"] for p in pack["told"]["people"]},
        "events": list(_events(pack)),
    }
    return render_to_string("exchange/evidence/pack.html", context)


def pdf_of(pack: Mapping[str, Any], sha256: str) -> bytes:
    """Return a pack as a PDF; raises ``NoPango`` on a machine that cannot set type."""
    return pdf.pdf_of(html_of(pack, sha256))


def _dressed(edition: Mapping[str, Any], pack: Mapping[str, Any]) -> dict[str, Any]:
    review = next((r for r in pack["told"]["reviews"] if r["record"] == edition["review"]), None)
    changes = edition["changes"] or {"parts": [], "critical": []}
    return {
        **edition,
        "page": _text(edition),
        "signed": review,
        "has_before": edition["changes"] is not None,
        "parts": [{**p, "diff": _diff(p)} for p in changes["parts"]],
        "critical": changes["critical"],
        "shown": [
            p for p in pack["past"]
            if p["edition"] == edition["number"] and p["fingerprint"] == edition["fingerprint"]
        ],
    }  # fmt: skip


def _text(held: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a text with its claims in their places; None when it is damaged."""
    try:
        page = Manuscript.from_json(held["text"])
    except (TypeError, ValueError, KeyError, AttributeError):
        return None

    def claim(claim_id: int, place: Place) -> str:
        if place is Place.AFTER:
            return ""
        found = page.claim(claim_id)
        words = found.statement if found else "(no such claim)"
        html = format_html('<span class="claim">{} <b>C-{}</b></span>', words, claim_id)
        return format_html("<p>{}</p>", html) if place is Place.BLOCK else html

    return {
        "value": page,
        "answer": to_inline_html(page.answer, claim),
        "key_points": [to_inline_html(point, claim) for point in page.key_points],
        "sections": [(s.heading, to_html(s.body, claim)) for s in page.sections],
        "not_known": to_html(page.not_known, claim),
        "get_help": to_html(page.get_help, claim),
        "sources": references(page),
    }


def _diff(change: Mapping[str, Any]) -> SafeString:
    """Return what went and came in one value."""
    before, after = (_said(change[name]) for name in ("before", "after"))
    return format_html_join(
        "", "{}", ((format_html(_TAGS[tag], words),) for tag, words in marked(before, after))
    )


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _events(pack: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    names = {p["record"]: p["name"] for p in pack["told"]["people"]}
    for event in pack["events"]:
        yield {
            **event,
            "who": names.get(f"user:{event['actor_id']}", f"user {event['actor_id']}"),
            "wrote": len(event["rows"]),
        }
