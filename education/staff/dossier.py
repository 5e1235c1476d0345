"""Everything a clinician needs to judge one review, put together in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from education.checks.base import Level
from education.checks.registry import check_named
from education.content.manuscript import ClaimText, Manuscript, SectionText
from education.content.models import Placement
from education.people.models import User
from education.publishing.models import Edition, LivePage
from education.publishing.references import Reference, numbers, references
from education.publishing.words import Level as CertaintyLevel
from education.publishing.words import level_of
from education.review.models import Review, SignOff
from education.review.states import State
from education.staff.diffing import PartDiff, claim_diff, claim_facts, page_diff

_PLACES = {
    "page": "The page as a whole",
    "title": "Title",
    "answer": "One-line answer",
    "key_points": "Key points",
    "not_known": "What is not known",
    "get_help": "When to get help",
    "questions": "Questions to ask",
}


def manuscript_to_read(review: Review) -> Manuscript:
    """Return the submitted page; for a lone claim, a page that holds nothing else."""
    if review.topic_id:
        return review.page()
    claim = review.claim_text()
    return Manuscript(
        subject="claim",
        language=claim.language,
        title=f"Claim {claim.code}",
        sections=(SectionText(heading="The claim", body=f"[[{claim.code}]]"),),
        claims=(claim,),
    )


def place_name(page: Manuscript, anchor: str) -> str:
    """Return what people call an anchor such as ``section:2`` or ``C-12``."""
    kind, _, number = anchor.partition(":")
    if kind == "section" and number.isdecimal() and 0 < int(number) <= len(page.sections):
        return f"Section “{page.sections[int(number) - 1].heading}”"
    if anchor.startswith("C-"):
        return f"Claim {anchor}"
    return _PLACES.get(anchor, anchor)


def places(page: Manuscript) -> list[tuple[str, str]]:
    """Return every (anchor, name) that a comment can hang on."""
    sections = [f"section:{n}" for n in range(1, len(page.sections) + 1)]
    anchors = ["page", "answer", "key_points", *sections, "not_known", "get_help", "questions"]
    anchors += [c.code for c in page.claims]
    return [(anchor, place_name(page, anchor)) for anchor in anchors]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as people read it: where, what, why there is such a rule, and who answered."""

    key: str
    check: str
    title: str
    why: str
    blocks: bool
    anchor: str
    place: str
    excerpt: str
    message: str
    line: int | None = None
    #: Found in a claim looked at by itself, where a page would have said what is missing.
    alone: bool = False
    #: (name of the signer, reason for letting it stand).
    answers: tuple[tuple[str, str], ...] = ()


def shown_finding(
    page: Manuscript, finding: Mapping[str, Any], signatures: Iterable[SignOff] = ()
) -> ShownFinding:
    """Dress a finding as stored; a check that is gone by now keeps its number as its name."""
    check = check_named(finding["check"])
    key = finding["key"]
    answers = [(s.printed_name, s.answers[key]) for s in signatures if s.answers.get(key)]
    return ShownFinding(
        key=key,
        check=finding["check"],
        title=check.title if check else finding["check"],
        why=check.explanation if check else "",
        blocks=finding["level"] == Level.BLOCK,
        alone=page.subject == "claim",
        anchor=finding["anchor"],
        place=place_name(page, finding["anchor"]),
        excerpt=finding["excerpt"],
        message=finding["message"],
        line=finding.get("line"),
        answers=tuple(answers),
    )


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source of a claim, with the place and the words it is relied on for."""

    reference: Reference
    locator: str
    quote: str


@dataclass(frozen=True, slots=True)
class Card:
    """One claim on the reviewer's table."""

    claim: ClaimText
    level: CertaintyLevel
    #: (name, value) of kind, stage, species, people and so on.
    facts: tuple[tuple[str, str], ...]
    sources: tuple[CitedSource, ...]
    #: The claim's own review of exactly this text, open or signed; None when there is none.
    review: Review | None
    signatures: tuple[SignOff, ...]
    #: (topic id, title) of the other drafts that hold the claim.
    elsewhere: tuple[tuple[int, str], ...]
    findings: tuple[ShownFinding, ...] = ()

    @property
    def is_signed(self) -> bool:
        """Whether exactly this text of the claim is signed."""
        return self.review is not None and self.review.state == State.SIGNED


@dataclass(frozen=True, slots=True)
class Dossier:
    """One review, ready to be read."""

    page: Manuscript
    contributors: tuple[str, ...]
    signatures: tuple[SignOff, ...]
    cards: tuple[Card, ...]
    findings: tuple[ShownFinding, ...]
    #: What it is compared with, such as "edition 2, live now"; empty when nothing came before.
    against: str
    diff: tuple[PartDiff, ...]
    live: LivePage | None = field(default=None)


def dossier(review: Review) -> Dossier:
    """Put one review together."""
    page = manuscript_to_read(review)
    signatures = tuple(review.sign_offs.all())
    people = User.objects.filter(pk__in=[*review.contributors, review.submitted_by_id])
    against, diff = _compared(review, page)
    findings = tuple(shown_finding(page, f, signatures) for f in review.findings)
    return Dossier(
        page=page,
        contributors=tuple(sorted(p.printed_name for p in people)),
        signatures=signatures,
        cards=tuple(_cards(review, page, findings)),
        findings=findings,
        against=against,
        diff=tuple(diff),
        live=LivePage.objects.filter(topic=review.topic_id).select_related("edition").first()
        if review.topic_id
        else None,
    )


def claim_reviews(page: Manuscript) -> dict[str, Review]:
    """Return fingerprint → the standing review of each of the page's claims, signed before open."""
    wanted = [c.fingerprint() for c in page.claims]
    found = Review.objects.filter(
        claim__isnull=False, fingerprint__in=wanted, state__in=[State.OPEN, State.SIGNED]
    ).prefetch_related("sign_offs")
    # "open" sorts before "signed", so a signed review has the last word.
    return {r.fingerprint: r for r in sorted(found, key=lambda r: (r.state, r.pk))}


def _cards(review: Review, page: Manuscript, findings: tuple[ShownFinding, ...]) -> Iterable[Card]:
    standing = claim_reviews(page)
    cited = references(page)
    number = numbers(page)
    elsewhere = _elsewhere(page, review.topic_id)
    for claim in page.claims:
        own = standing.get(claim.fingerprint())
        on_page = [f for f in findings if f.anchor == claim.code]
        known = {f.key for f in on_page}
        # What would stop a page was looked for in the page itself.
        of_claim = (
            [shown_finding(page, f) for f in own.findings if f["level"] == Level.WARN]
            if own
            else []
        )
        yield Card(
            claim=claim,
            level=level_of(claim),
            facts=tuple(
                (name, value)
                for name, value in claim_facts(claim)
                if value and name not in ("Statement", "Certainty", "Source")
            ),
            sources=tuple(
                CitedSource(cited[number[c.source.source_id] - 1], c.locator, c.quote)
                for c in claim.citations
            ),
            review=own,
            signatures=tuple(own.sign_offs.all()) if own else (),
            elsewhere=tuple(elsewhere.get(claim.claim_id or 0, ())),
            findings=(*on_page, *(f for f in of_claim if f.key not in known)),
        )


def _elsewhere(page: Manuscript, topic_id: int | None) -> dict[int, list[tuple[int, str]]]:
    held = (
        Placement.objects.filter(claim__in=[c.claim_id for c in page.claims])
        .exclude(section__topic=topic_id)
        .values_list("claim_id", "section__topic_id", "section__topic__title")
        .distinct()
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for claim_id, other, title in held:
        found[claim_id].append((other, title))
    return found


def _compared(review: Review, page: Manuscript) -> tuple[str, list[PartDiff]]:
    if not review.topic_id:
        return _compared_claim(review)
    editions = Edition.objects.filter(topic=review.topic_id).exclude(review=review)
    own = Edition.objects.filter(review=review).values_list("number", flat=True).first()
    if own is not None:
        editions = editions.filter(number__lt=own)
    before = editions.order_by("-number").first()
    if before is None:
        return "", []
    is_live = LivePage.objects.filter(edition=before).exists()
    label = f"edition {before.number}, {'live now' if is_live else 'not live any more'}"
    return label, page_diff(before.page(), page)


def _compared_claim(review: Review) -> tuple[str, list[PartDiff]]:
    signed = Q(claim=review.claim_id, pk__lt=review.pk, sign_offs__isnull=False)
    before = Review.objects.filter(signed).order_by("-pk").first()
    if before is None:
        return "", []
    return "the text last signed", claim_diff(before.claim_text(), review.claim_text())
