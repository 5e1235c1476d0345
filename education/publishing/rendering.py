"""A page as patients see it, made from values alone.

The same function serves readers and shows a clinician what is about to be signed, so there is no
difference between the two. It never asks the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from education.content.glossary import FirstMentions
from education.content.manuscript import CLAIM_MARK, ClaimText, Manuscript, Regulation, TermText
from education.content.markdown import Place, to_html, to_inline_html, to_text
from education.evidence.grading import Kind
from education.publishing.addresses import (
    absolute,
    address,
    alternates,
    page_address,
    standing_address,
)
from education.publishing.figures import Figures
from education.publishing.linked_data import linked_data
from education.publishing.pages import PublishedPage
from education.publishing.pictures import arrays
from education.publishing.qr import qr_code
from education.publishing.references import numbers, references
from education.publishing.words import LEVELS, SHELVES, evidence_of, level_of


def page_html(
    page: Manuscript,
    *,
    published: PublishedPage | None = None,
    preview_note: str = "",
    printable: bool = False,
    large: bool = False,
    pictures_at: str = "",
) -> str:
    """Return the whole page as HTML.

    Without ``published`` it is a preview for staff: headed by ``preview_note``, marks of unknown
    claims shown, no sign-off panel but the statement that nobody has signed. ``printable`` gives
    the sheet for paper, ``large`` in large print. ``pictures_at`` is where those may look who may
    not at the usual place.
    """
    with translation.override(page.language):
        context = _context(page, published, pictures_at, on_paper=printable) | {
            "preview_note": preview_note,
            "feedback": _asks(published, printable=printable, preview_note=preview_note),
            "printable": printable,
            **(_sheet(published, large=large) if printable and published else {}),
            "canonical": absolute(page_address(page.language, page.slug)) if published else "",
            "linked_data": linked_data(published) if published and published.is_current else "",
            "alternates": _alternates(published) if published else (),
        }
        return render_to_string("patients/topic.html", context)


def _asks(
    published: PublishedPage | None, *, printable: bool, preview_note: str
) -> dict[str, Any] | None:
    """Return where readers say whether the page was clear; only those of the live page may."""
    if published is None or not published.is_current or printable or preview_note:
        return None
    page = published.manuscript
    where = address("feedback", page.language, slug=page.slug)
    return {"address": where, "edition": published.number}


def _sheet(published: PublishedPage, *, large: bool) -> dict[str, Any]:
    """Return what stands on paper only: the square that tells whether the sheet still holds."""
    standing = absolute(standing_address(published.fingerprint))
    return {
        "large": large,
        "standing_address": standing,
        "qr": qr_code(standing, _("QR code of the address beside it")),
    }


def body_html(page: Manuscript, *, published: PublishedPage | None = None) -> SafeString:
    """Return the page without the site around it, to be shown inside another page."""
    with translation.override(page.language):
        return render_to_string("patients/article.html", _context(page, published, ""))


def _context(
    page: Manuscript, published: PublishedPage | None, pictures_at: str, *, on_paper: bool = False
) -> dict[str, Any]:
    claims = _Claims(page, for_staff=published is None, on_paper=on_paper)
    figures = Figures(page, pictures_at, for_staff=published is None)
    # Paper has no place that opens; there the word leads to the list of words.
    first = FirstMentions(page.terms) if on_paper else FirstMentions(page.terms, _in_place)

    def blocks(text: str) -> SafeString:
        # What comes out is what went in, with links of our own on some of its words.
        return SafeString(first.link(to_html(text, claims, figures)))

    # In reading order: the first place of a claim carries its anchor, the first block its picture,
    # the first place of a word what it means.
    answer = SafeString(first.link(to_inline_html(page.answer, claims)))
    key_points = [SafeString(first.link(to_inline_html(p, claims))) for p in page.key_points]
    pictures = claims.pictures_without_block()
    sections = [
        {"id": f"section-{n}", "heading": s.heading, "body": blocks(s.body)}
        for n, s in enumerate(page.sections, start=1)
    ]
    not_known = blocks(page.not_known)
    get_help = blocks(page.get_help)
    sources = references(page)
    return {
        "page": page,
        "published": published,
        "shelf": SHELVES.get(page.kind),
        "answer": answer,
        "summary": to_text(page.answer, claims.statement),
        "key_points": key_points,
        "key_pictures": pictures,
        "regulations": _regulations(page),
        "contents": _contents(page, sections, claims.graded(), sources),
        "sections": sections,
        "levels": claims.graded(),
        "not_known": not_known,
        "get_help": get_help,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "sources": sources,
        "address": page_address(page.language, page.slug) if published else "",
        "feedback": None,
        "print_address": address("print", page.language, slug=page.slug) if published else "",
        "handout_address": address("handout", page.language, slug=page.slug) if published else "",
        "changes_address": _changes_address(published) if published and not on_paper else "",
        "editions_address": address("editions", page.language, slug=page.slug) if published else "",
    }


def _changes_address(published: PublishedPage) -> str:
    """Return where an edition is compared with the one before; empty for the first."""
    page, number = published.manuscript, published.number
    parts = {"slug": page.slug, "number": number}
    return address("changes", page.language, **parts) if number > 1 else ""


def _in_place(term: TermText, words: str) -> str:
    """Return the words of a term with what it means behind them, which opens without a script."""
    # The words are a piece of the page's own HTML.
    context = {"term": term, "words": SafeString(words)}
    return render_to_string("patients/term.html", context).strip()


@dataclass(frozen=True, slots=True)
class _Status:
    """A regulator's statement, with the day it was looked up and where, when that is a web page."""

    regulation: Regulation
    checked_on: date | None
    link: str


def _regulations(page: Manuscript) -> list[_Status]:
    """Return what regulators say, once each, in order of appearance."""
    stated = [c.regulation for c in page.claims if c.kind == Kind.REGULATORY and c.regulation]
    return [
        _Status(r, _day(r.checked_on), r.url if r.url.startswith(("https://", "http://")) else "")
        for r in dict.fromkeys(stated)
    ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _contents(
    page: Manuscript, sections: list[dict[str, Any]], levels: Any, sources: Any
) -> list[tuple[str, str]]:
    """Return (anchor, heading) of every part that the page has, in order."""
    parts = [
        ("how-sure", _("How sure are we?"), levels),
        ("not-known", _("What is not known"), page.not_known),
        ("get-help", _("When to get help"), True),
        ("questions", _("Questions to ask"), page.questions),
        ("words", _("Words explained"), page.terms),
        ("sources", _("Sources"), sources),
        ("sign-off", _("Who checked this page"), True),
    ]
    return [(s["id"], s["heading"]) for s in sections] + [(a, h) for a, h, has in parts if has]


def _alternates(published: PublishedPage) -> list[tuple[str, str]]:
    """Return (language, full address) of the page in each language it is live in."""
    page = published.manuscript
    own = (page.language, page_address(page.language, page.slug))
    return alternates(own, [(t.language, t.address) for t in published.translations])


class _Claims:
    """Renders the claims of one page, wherever they stand in it."""

    def __init__(self, page: Manuscript, *, for_staff: bool, on_paper: bool) -> None:
        self.page = page
        self.for_staff = for_staff
        self.on_paper = on_paper
        self.numbers = numbers(page)
        #: Codes of claims that stand on the page with an anchor.
        self.placed: set[str] = set()
        self.pictured: set[int] = set()

    def __call__(self, claim_id: int, place: Place) -> str:
        """Return the HTML of a claim; the template escapes every word of it."""
        claim = self.page.claim(claim_id)
        if claim is None:
            if place is Place.AFTER or not self.for_staff:
                return ""
            return render_to_string(
                "patients/unknown_claim.html", {"code": f"C-{claim_id}", "what": "claim"}
            )
        if place is Place.AFTER:
            return self._picture(claim)
        html = render_to_string(f"patients/claim_{place}.html", self._context(claim)).strip()
        return html + self._picture(claim) if place is Place.BLOCK else html

    def _context(self, claim: ClaimText) -> dict[str, Any]:
        is_first = claim.code not in self.placed
        self.placed.add(claim.code)
        return {
            "claim": claim,
            "anchor": claim.code.lower() if is_first else "",
            "level": level_of(claim),
            "evidence": evidence_of(claim),
            "checked_on": _day(claim.regulation.checked_on) if claim.regulation else None,
            "numbers": [self.numbers[c.source.source_id] for c in claim.citations],
            "for_staff": self.for_staff,
        }

    def _picture(self, claim: ClaimText) -> str:
        if claim.risk is None or claim.claim_id in self.pictured:
            return ""
        self.pictured.add(claim.claim_id or 0)
        context = {
            "code": claim.code.lower(),
            "risk": claim.risk,
            "time_span": claim.risk.time_span.removeprefix("over ").strip(),
            "arrays": arrays(claim.risk),
            "on_paper": self.on_paper,
        }
        return render_to_string("patients/risk.html", context)

    def pictures_without_block(self) -> list[SafeString]:
        """Return the pictures of claims that stand in the answer or the key points only."""
        page = self.page
        blocks = [*(s.body for s in page.sections), page.not_known, page.get_help]
        below = {int(n) for text in blocks for n in CLAIM_MARK.findall(text)}
        alone = [c for c in page.claims if c.claim_id not in below]
        return [SafeString(html) for c in alone if (html := self._picture(c))]

    def statement(self, claim_id: int) -> str:
        """Return what a claim says, as plain text."""
        claim = self.page.claim(claim_id)
        return claim.statement if claim else ""

    def graded(self) -> list[Any]:
        """Return the levels of certainty that the page uses, highest first; none if only facts."""
        used = {level_of(c).key for c in self.page.claims}
        levels = [level for level in LEVELS.values() if level.key in used]
        return levels if used - {"not-graded"} else []
