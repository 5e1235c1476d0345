"""From rows to the Manuscript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings

from education.content.glossary import readable_text, terms_in
from education.content.manuscript import (
    CitationText,
    ClaimText,
    CodeText,
    Manuscript,
    PictureText,
    Regulation,
    Risk,
    SectionText,
    SourceText,
    TermText,
)
from education.content.models import Picture, Section, Term, Topic, TopicCode
from education.evidence.models import Claim, Source


def manuscript_of(
    topic: Topic,
    *,
    sections: Iterable[Section] | None = None,
    codes: Iterable[TopicCode] | None = None,
) -> Manuscript:
    """Return the draft of a topic as a frozen value; marks of unknown claims stay in the text.

    ``sections`` and ``codes``, in order, stand in for the stored ones while a draft is unsaved.
    """
    page = Manuscript(
        topic_id=topic.pk,
        language=topic.language,
        slug=topic.slug,
        title=topic.title.strip(),
        kind=topic.kind,
        risk_class=topic.risk_class,
        specialty=topic.specialty.slug if topic.specialty else "",
        author=topic.owner.printed_name,
        publisher=settings.SITE_NAME,
        funding=topic.funding.strip(),
        clinic_sells_this=topic.clinic_sells_this,
        aim=topic.aim.strip(),
        product=topic.product.strip(),
        answer=topic.answer.strip(),
        key_points=_lines(topic.key_points),
        sections=tuple(
            SectionText(heading=s.heading.strip(), body=s.body.strip(), line=s.source_line)
            for s in (topic.sections.all() if sections is None else sections)
        ),
        not_known=topic.not_known.strip(),
        get_help=topic.get_help.strip(),
        questions=_lines(topic.questions),
        codes=tuple(
            CodeText(system=c.system, code=c.code, display=c.display, version=c.version)
            for c in (topic.codes.all() if codes is None else codes)
        ),
        change_note=topic.change_note.strip(),
        translation_of=topic.translation_of_id,
    )
    marked = page.marked_claim_ids()
    rows = Claim.objects.prefetch_related("citations__source__superseded_by").in_bulk(marked)
    claims = tuple(claim_text(rows[pk]) for pk in marked if pk in rows)
    pictures = _pictures(page.marked_picture_ids())
    page = replace(page, claims=claims, pictures=pictures)
    return replace(page, terms=terms_in(readable_text(page), glossary(page.language)))


def glossary(language: str) -> Iterator[TermText]:
    """Yield every term of a language as a frozen value, in alphabetical order."""
    # Ordered here: databases disagree about the alphabet, and the order is signed.
    rows = Term.objects.filter(language=language)
    for term in sorted(rows, key=lambda row: (row.term.casefold(), row.pk)):
        yield TermText(
            term_id=term.pk,
            term=term.term.strip(),
            definition=term.definition.strip(),
            forms=_lines(term.forms),
        )


def _pictures(ids: Sequence[int]) -> tuple[PictureText, ...]:
    rows = Picture.objects.in_bulk(ids) if ids else {}
    return tuple(picture_text(rows[pk]) for pk in ids if pk in rows)


def picture_text(picture: Picture) -> PictureText:
    """Return a picture with everything that is signed with it as a frozen value."""
    return PictureText(
        picture_id=picture.pk,
        sha256=picture.sha256,
        extension=picture.extension,
        width=picture.width,
        height=picture.height,
        alternative=picture.alternative.strip(),
        decorative=picture.decorative,
        caption=picture.caption.strip(),
        credit=picture.credit.strip(),
        licence=picture.licence,
        licence_url=picture.licence_url,
        shows_people=picture.shows_people,
        consent=picture.consent.strip(),
    )


def claim_text(claim: Claim) -> ClaimText:
    """Return a claim with its citations as a frozen value."""
    return ClaimText(
        claim_id=claim.pk,
        language=claim.language,
        statement=claim.statement.strip(),
        kind=claim.kind,
        certainty=claim.certainty,
        stage=claim.stage,
        species=claim.species.strip(),
        n_people=claim.n_people,
        population=claim.population.strip(),
        comparator=claim.comparator.strip(),
        intervention=claim.intervention.strip(),
        risk=_risk(claim),
        regulation=_regulation(claim),
        citations=tuple(
            CitationText(
                source=source_text(c.source), locator=c.locator.strip(), quote=c.quote.strip()
            )
            for c in claim.citations.all()
        ),
        line=claim.source_line,
    )


def source_text(source: Source) -> SourceText:
    """Return a source as the reader's source list shows it."""
    return SourceText(
        source_id=source.pk,
        kind=source.kind,
        title=source.title,
        authors=source.authors,
        container=source.container,
        year=source.year,
        volume=source.volume,
        issue=source.issue,
        pages=source.pages,
        publisher=source.publisher,
        doi=source.doi,
        pmid=source.pmid,
        url=source.url,
        accessed_on=_iso(source.accessed_on),
        notice=source.notice,
        superseded_by=str(source.superseded_by) if source.superseded_by_id else "",
    )


def _risk(claim: Claim) -> Risk | None:
    if claim.risk_affected is None or claim.risk_denominator is None:
        return None
    return Risk(
        outcome=claim.risk_outcome,
        affected=claim.risk_affected,
        denominator=claim.risk_denominator,
        time_span=claim.risk_time_span,
        group=claim.risk_group,
        comparator_affected=claim.risk_comparator_affected,
        comparator_group=claim.risk_comparator_group,
    )


def _regulation(claim: Claim) -> Regulation | None:
    if not claim.jurisdiction:
        return None
    return Regulation(
        jurisdiction=claim.jurisdiction,
        status=claim.regulatory_status,
        checked_on=_iso(claim.checked_on),
        url=claim.checked_url,
        recheck_months=claim.recheck_months,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
