"""What changed between two manuscripts, word by word, in the order a reader meets it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from education.content.comparing import alike, word_changes
from education.content.manuscript import (
    CLAIM_MARK,
    CitationText,
    ClaimText,
    Manuscript,
    PictureText,
)
from education.evidence.grading import Certainty, Kind, Stage
from education.review.changes import critical_spans


@dataclass(frozen=True, slots=True)
class PartDiff:
    """One part of a page that differs: its name, and its words with what went and came."""

    name: str
    html: SafeString
    #: "added", "removed" or "changed".
    how: str


def word_diff(old: str, new: str) -> SafeString:
    """Return ``new`` as HTML with ``<ins>`` and ``<del>`` around the words that differ.

    In them, ``<mark>`` is around the words that can hurt (``review.changes``).
    """
    pieces: list[str] = []
    for same, went, came in word_changes(old, new):
        pieces.append(escape(same))
        # The words in between say to a listener what colour says to the eye.
        if went:
            pieces.append(_marked("del", "removed", went))
        if came:
            pieces.append(_marked("ins", "added", came))
    return SafeString("".join(pieces))


def _marked(tag: str, said: str, text: str) -> str:
    hidden = f'<span class="hidden"> [{said}:] </span>'
    return f'<{tag}>{hidden}{_highlit(text)}<span class="hidden"> [end] </span></{tag}>'


def _highlit(text: str) -> str:
    """Return a text as HTML with a ``<mark>`` around each word that can hurt when it changes."""
    pieces, end = [], 0
    for start, stop in critical_spans(text):
        pieces += [escape(text[end:start]), f"<mark>{escape(text[start:stop])}</mark>"]
        end = stop
    return "".join([*pieces, escape(text[end:])])


def page_diff(old: Manuscript, new: Manuscript) -> list[PartDiff]:
    """Return every part that differs, in reading order; claims stand in the text as readers see.

    Never empty for pages whose fingerprints differ: nothing is signed unseen.
    """
    new_names = _section_names(new)
    old_names = _as_now_called(old, new, _section_names(old), new_names)
    found = parts_diff(dict(_page_parts(old, old_names)), dict(_page_parts(new, new_names)))
    before, after = ([s.heading for s in page.sections] for page in (old, new))
    if before != after and sorted(before) == sorted(after):
        words = word_diff("\n".join(before), "\n".join(after))
        found.append(PartDiff("Order of the sections", words, "changed"))
    return found or _rest(old.canonical(), new.canonical())


def _section_names(page: Manuscript) -> list[str]:
    seen: Counter[str] = Counter()
    names = []
    for section in page.sections:
        seen[section.heading] += 1
        again = f" ({seen[section.heading]})" if seen[section.heading] > 1 else ""
        names.append(f"Section: {section.heading}{again}")
    return names


def _as_now_called(
    old: Manuscript, new: Manuscript, old_names: list[str], new_names: list[str]
) -> list[str]:
    """Call each old section by its new name: under another heading it is still itself."""
    free = [n for n, name in enumerate(new_names) if name not in old_names]
    names = []
    for section, name in zip(old.sections, old_names, strict=True):
        twin = None
        if name not in new_names:
            body = as_read(old, section.body)
            twin = next((n for n in free if alike(body, as_read(new, new.sections[n].body))), None)
        if twin is not None:
            free.remove(twin)
        names.append(name if twin is None else new_names[twin])
    return names


def claim_diff(old: ClaimText, new: ClaimText) -> list[PartDiff]:
    """Return what differs between two texts of a claim."""
    found = parts_diff({"Claim": claim_words(old)}, {"Claim": claim_words(new)})
    return found or _rest(old.canonical(), new.canonical())


def _rest(old: str, new: str) -> list[PartDiff]:
    """Whatever else is signed and differs, as it is stored."""
    return [] if old == new else [PartDiff("Details", word_diff(old, new), "changed")]


def parts_diff(old: Mapping[str, str], new: Mapping[str, str]) -> list[PartDiff]:
    """Return each named text that differs, in the order of ``new``; what is gone comes last."""
    found = []
    gone = [name for name in old if name not in new]
    for name in [*new, *gone]:
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            how = "added" if not before else "removed" if not after else "changed"
            found.append(PartDiff(name, word_diff(before, after), how))
    return found


def _page_parts(page: Manuscript, section_names: list[str]) -> Iterator[tuple[str, str]]:
    yield "Title", page.title
    yield "Address, kind and risk", f"{page.language} {page.slug}, {page.kind}, {page.risk_class}"
    yield "One-line answer", as_read(page, page.answer)
    yield "Key points", "\n".join(as_read(page, point) for point in page.key_points)
    for section, name in zip(page.sections, section_names, strict=True):
        yield name, f"{section.heading}\n{as_read(page, section.body)}"
    yield "What is not known", as_read(page, page.not_known)
    yield "When to get help", as_read(page, page.get_help)
    yield "Questions to ask", "\n".join(page.questions)
    yield "Author, publisher and money", _printed(page)
    yield "Codes", "\n".join(_spaced(c.system, c.code, c.display, c.version) for c in page.codes)
    yield "What changed, for readers", page.change_note
    for claim in page.claims:
        yield f"Claim {claim.code}", claim_words(claim)
    for term in page.terms:
        others = f"\nAlso: {', '.join(term.forms)}" if term.forms else ""
        yield f"Word explained: {term.term}", f"{term.definition}{others}"
    for picture in page.pictures:
        yield f"Picture {picture.code}", picture_words(picture)


def _printed(page: Manuscript) -> str:
    sells = "The clinic sells this." if page.clinic_sells_this else ""
    lines = [page.author, page.publisher, page.funding, page.aim, page.product, page.specialty]
    return "\n".join(line for line in [*lines, sells] if line)


def as_read(page: Manuscript, text: str) -> str:
    """Put the claims into a text, each as its statement, the way a reader meets them."""

    def statement(mark: re.Match[str]) -> str:
        claim = page.claim(int(mark[1]))
        return claim.statement if claim else mark[0]

    return CLAIM_MARK.sub(statement, text)


def picture_words(picture: PictureText) -> str:
    """Return everything that is signed with a picture, one line each."""
    people = "People can be recognised." if picture.shows_people else ""
    facts = (
        ("Alternative text", picture.alternative),
        ("Alternative text", "none: it only decorates" if picture.decorative else ""),
        ("Caption", picture.caption),
        ("Credit", picture.credit),
        ("Licence", _spaced(picture.licence, picture.licence_url)),
        ("Consent", _spaced(people, picture.consent)),
        ("File", f"{picture.name}, {picture.width} by {picture.height} dots"),
    )
    return "\n".join(f"{name}: {value}" for name, value in facts if value)


def claim_words(claim: ClaimText) -> str:
    """Return everything that is signed with a claim, one line each."""
    return "\n".join(f"{name}: {value}" for name, value in claim_facts(claim) if value)


def claim_facts(claim: ClaimText) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of what a claim says and rests on; empty values included."""
    yield "Statement", claim.statement
    yield "Language", "" if claim.language == "en" else claim.language
    yield "Kind", Kind(claim.kind).label if claim.kind else ""
    yield "Certainty", Certainty(claim.certainty).label
    yield "Stage of evidence", Stage(claim.stage).label if claim.stage else ""
    yield "Studied in", claim.species
    yield "Number of people", str(claim.n_people or "")
    yield "Population", claim.population
    yield "Intervention", claim.intervention
    yield "Compared with", claim.comparator
    yield "Absolute risk", _risk(claim)
    yield "Regulator", _regulation(claim)
    for citation in claim.citations:
        yield "Source", _citation(citation)


def _risk(claim: ClaimText) -> str:
    risk = claim.risk
    if risk is None:
        return ""
    words = f"{risk.outcome}: {risk.affected} of {risk.denominator} {risk.group}".strip()
    if risk.comparator_affected is not None:
        words += f", against {risk.comparator_affected} {risk.comparator_group}".rstrip()
    return f"{words}, {risk.time_span}" if risk.time_span else words


def _regulation(claim: ClaimText) -> str:
    rule = claim.regulation
    if rule is None:
        return ""
    looked_up = f"looked up {rule.checked_on or 'never'}, again after {rule.recheck_months} months"
    return f"{rule.jurisdiction}: {rule.status} ({looked_up}, {rule.url})"


def _citation(citation: CitationText) -> str:
    source = citation.source
    parts = [source.title, source.authors, source.container, str(source.year or "")]
    parts += [_spaced(source.volume, source.issue, source.pages), source.publisher, source.kind]
    parts += [source.doi, source.pmid, source.url, source.accessed_on, citation.locator]
    quote = f"“{citation.quote}”" if citation.quote else ""
    notice = "" if source.notice == "none" else f"[{source.notice}]"
    return ", ".join(p for p in [*parts, quote, notice] if p)


def _spaced(*words: str) -> str:
    return " ".join(w for w in words if w)
