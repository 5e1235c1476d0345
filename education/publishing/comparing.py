"""What readers find different in an edition, part by part, from two signed texts alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from operator import eq

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from education.content.comparing import alike, word_changes
from education.content.manuscript import PICTURE_MARK, ClaimText, Manuscript
from education.content.markdown import to_text
from education.publishing.pictures import arrays
from education.publishing.references import references
from education.publishing.words import level_of

#: What begins a line of a heading or a list, and a line that only draws a table.
_BEGINS = re.compile(r"^\s*(?:#{1,6}|[-*+]|\d+[.)])\s+")
_RULE = re.compile(r"[\s|:-]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a page as a reader meets it, in plain lines."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A part that differs: ``how`` is added, removed or changed; words are marked in its HTML."""

    heading: str
    how: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two editions, and the headings of what does not."""

    changed: tuple[Changed, ...]
    same: tuple[str, ...]


def compare(old: Manuscript, new: Manuscript) -> Comparison:
    """Return what is different for readers of ``new``, in the language that is being spoken."""
    after = list(_parts(new))
    pairs, gone = _paired(list(_parts(old)), after)
    changed, same = [], []
    for part, twin in zip(after, pairs, strict=True):
        if twin == part:
            same.append(part.heading)
        else:
            changed.append(_changed(twin, part))
    return Comparison((*changed, *(_changed(part, None) for part in gone)), tuple(same))


def _paired(before: list[Part], after: list[Part]) -> tuple[list[Part | None], list[Part]]:
    """Return for each new part the old one that it was, and the old ones that are left over.

    One that says the same, or else of the same heading, or else one that says much the same.
    """
    pairs: list[Part | None] = [None] * len(after)
    for fits in (eq, _same_heading, _same_text):
        for place, part in enumerate(after):
            twin = next((one for one in before if pairs[place] is None and fits(one, part)), None)
            if twin:
                before.remove(twin)
                pairs[place] = twin
    return pairs, before


def _same_heading(one: Part, other: Part) -> bool:
    return one.heading == other.heading


def _same_text(one: Part, other: Part) -> bool:
    return alike(one.text, other.text)


def _changed(old: Part | None, new: Part | None) -> Changed:
    how = "added" if old is None else "removed" if new is None else "changed"
    was, now = (_whole(part, other) for part, other in ((old, new), (new, old)))
    return Changed((new or old or Part("", "")).heading, how, _marked_up(was, now))


def _whole(part: Part | None, other: Part | None) -> str:
    """Return the lines of a part, below its heading when that is another in the other one."""
    if part is None:
        return ""
    renamed = other is not None and other.heading != part.heading
    return f"{part.heading}\n{part.text}" if renamed else part.text


def _marked_up(old: str, new: str) -> SafeString:
    pieces = []
    for same, went, came in word_changes(old, new):
        pieces.append(escape(same))
        # Lines and words say to a listener, and without colours, what colour says.
        if went.strip():
            pieces.append(_mark("del", _("removed:"), went))
        if came.strip():
            pieces.append(_mark("ins", _("added:"), came))
        elif came:
            pieces.append(came)
    return SafeString("".join(pieces))


def _mark(tag: str, said: str, words: str) -> str:
    return f'<{tag}><span class="hidden"> {escape(said)} </span>{escape(words)}</{tag}>'


# --- a page in parts --------------------------------------------------------------------------


def _parts(page: Manuscript) -> Iterator[Part]:
    """Yield what stands on a page, in reading order; what is empty does not stand there."""
    told = (
        (_("Title"), page.title),
        (_("In short"), _lines(page, page.answer)),
        (_("Key points"), "\n".join(_lines(page, point) for point in page.key_points)),
        *((section.heading, _lines(page, section.body)) for section in page.sections),
        (_("What is not known"), _lines(page, page.not_known)),
        (_("When to get help"), _lines(page, page.get_help)),
        (_("Questions to ask"), "\n".join(page.questions)),
        (_("Numbers"), "\n".join(_numbers(page))),
        (_("Pictures"), "\n".join(_pictures(page))),
        (_("Words explained"), "\n".join(f"{t.term}: {t.definition}" for t in page.terms)),
        (_("Sources"), "\n".join(_sources(page))),
        (_("About this page"), "\n".join(_about(page))),
    )
    yield from (Part(heading, text) for heading, text in told if text)


def _lines(page: Manuscript, text: str) -> str:
    """Return Markdown as plain lines, each claim as what it says and how sure that is."""

    def say(claim_id: int) -> str:
        claim = page.claim(claim_id)
        return _said(claim) if claim else ""

    lines = [PICTURE_MARK.sub("", line) for line in text.splitlines() if not _RULE.fullmatch(line)]
    plain = (to_text(_BEGINS.sub("", line), say) for line in lines)
    return "\n".join(line for line in plain if line)


def _said(claim: ClaimText) -> str:
    return f"{claim.statement} ({level_of(claim).label})"


def _numbers(page: Manuscript) -> Iterator[str]:
    for risk in (claim.risk for claim in page.claims if claim.risk):
        for array in arrays(risk):
            words = f"{risk.outcome}, {array.label}: {array.affected} / {array.total}"
            yield f"{words}, {risk.time_span}" if risk.time_span else words


def _pictures(page: Manuscript) -> Iterator[str]:
    for picture in page.pictures:
        words = ("" if picture.decorative else picture.alternative, picture.caption, picture.credit)
        yield ". ".join(word.rstrip(".") for word in words if word)


def _sources(page: Manuscript) -> Iterator[str]:
    for source in references(page):
        words = (source.authors, source.title, source.detail, str(source.notice))
        yield " ".join(word for word in words if word)


def _about(page: Manuscript) -> Iterator[str]:
    for said, words in (
        (_("Who it is for"), page.aim),
        (_("Written by"), page.author),
        (_("Published by"), page.publisher),
        (_("Paid for by"), page.funding),
    ):
        if words:
            yield f"{said}: {words}"
    if page.clinic_sells_this:
        yield _("%(publisher)s sells what this page is about.") % {"publisher": page.publisher}
