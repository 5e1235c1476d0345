"""Everything of a page that readers get, in parts that are compared: texts, and facts of claims.

Values in, values out; no ORM.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from education.content.manuscript import CitationText, ClaimText, Manuscript, PictureText
from education.evidence.grading import Certainty


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing beside a claim that is a value, not a sentence; it is ticked as a whole."""

    #: What it is, before the statement it belongs to.
    label: str
    kind: str
    value: str
    #: The claim's statement.
    sentence: str
    #: What is compared, where that is less than the value.
    compared: str
    #: Whether it says nothing new when the whole claim came or went.
    only_if_both: bool = False


def section_names(page: Manuscript) -> list[str]:
    """Return a name for each section; two of one heading are told apart."""
    seen: Counter[str] = Counter()
    names = []
    for section in page.sections:
        seen[section.heading] += 1
        again = f" ({seen[section.heading]})" if seen[section.heading] > 1 else ""
        names.append(f"section:{section.heading}{again}")
    return names


def texts_of(page: Manuscript, names: Sequence[str]) -> dict[str, str]:
    """Return place → text of everything a reader gets, in reading order; claims once each."""
    return {
        "title": page.title,
        "address": page.slug.replace("-", " "),
        "answer": page.answer,
        "key_points": "\n".join(page.key_points),
        **{
            name: f"{section.heading}\n{section.body}"
            for name, section in zip(names, page.sections, strict=True)
        },
        "not_known": page.not_known,
        "get_help": page.get_help,
        "questions": "\n".join(page.questions),
        "about": "\n".join(_about(page)),
        "codes": "\n".join(f"{c.code} {c.display} {c.version}" for c in page.codes),
        "change_note": page.change_note,
        # Claims' texts are told apart by a C in front, so these have names of their own.
        **{f"word:{t.term}": f"{t.term}\n{t.definition}" for t in page.terms},
        **{f"picture:{p.code}": "\n".join(words_of_picture(p)) for p in page.pictures},
        **{claim.code: "\n".join(_said(claim)) for claim in page.claims},
    }


def _about(page: Manuscript) -> Iterator[str]:
    yield page.aim
    yield page.product
    yield page.funding
    if page.subject == "topic":
        yield f"The clinic {'sells' if page.clinic_sells_this else 'does not sell'} this."


def words_of_picture(picture: PictureText) -> Iterator[str]:
    """Yield what readers see or hear of a picture, beside the picture itself."""
    yield picture.alternative
    yield picture.caption
    yield picture.credit


def _said(claim: ClaimText) -> Iterator[str]:
    yield claim.statement
    yield from (claim.species, claim.population, claim.intervention, claim.comparator)
    if risk := claim.risk:
        yield from (risk.outcome, risk.group, risk.comparator_group)
    if rule := claim.regulation:
        yield from (rule.jurisdiction, rule.status)


def facts_of(page: Manuscript) -> dict[str, dict[str, Fact]]:
    """Return claim code → name → fact, of each number and source that stands beside a claim."""
    return {claim.code: dict(_facts(claim)) for claim in page.claims}


def _facts(claim: ClaimText) -> Iterator[tuple[str, Fact]]:
    def fact(
        label: str, kind: str, value: str, compared: str = "", *, only_if_both: bool = False
    ) -> Fact:
        return Fact(label, kind, value, claim.statement, compared or value, only_if_both)

    certainty = Certainty(claim.certainty).label
    yield "certainty", fact("Certainty of", "certainty", certainty, only_if_both=True)
    if claim.n_people is not None:
        yield "people", fact("Number of people behind", "number", str(claim.n_people))
    if risk := claim.risk:
        over = f" over {risk.time_span}" if risk.time_span else ""
        yield "risk", fact("Risk in", "number", f"{risk.affected} of {risk.denominator}{over}")
        if risk.comparator_affected is not None:
            against = f"{risk.comparator_affected} of {risk.denominator}"
            yield "comparator", fact("Risk of the other group in", "number", against)
    if rule := claim.regulation:
        looked = f"{rule.checked_on or 'never'}, again after {rule.recheck_months} months"
        where = f"{looked}, {rule.url}" if rule.url else looked
        yield "regulation", fact("When the status was looked up in", "number", where)
    for citation in claim.citations:
        words = _reference(citation)
        numbers = " ".join([*re.findall(r"\d+", words), citation.source.notice])
        yield f"source {citation.source.source_id}", fact("Source of", "source", words, numbers)


def _reference(citation: CitationText) -> str:
    source = citation.source
    parts = [source.title, source.container, str(source.year or "")]
    parts += [" ".join(p for p in (source.volume, source.issue, source.pages) if p)]
    parts += [source.doi, source.pmid, source.url, source.accessed_on, citation.locator]
    quote = f"“{citation.quote}”" if citation.quote else ""
    notice = "" if source.notice == "none" else f"[{source.notice}]"
    return ", ".join(p for p in [*parts, quote, notice] if p)
