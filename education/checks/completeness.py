"""Checks on what is missing: regulator's status, harms, action, standard care, page record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from education.content.manuscript import ClaimText
from education.evidence.grading import Kind

from . import lexicon
from .base import Check, Finding, Level
from .conditions import condition_in
from .page import Page
from .products import ESTABLISHED, ordinary_care_ends, product_named
from .reading import Reading
from .sentences import plain
from .terms import pattern, words


class MissingRegulatoryStatus(Check):
    id = "K09"
    name = "missing-regulatory-status"
    title = "Regulated product without its status"
    description = "A regulated product is shown with what a regulator says, where, and when."
    level = Level.BLOCK
    explanation = (
        "Add a regulatory claim with jurisdiction, status, the date somebody looked and the "
        "address. “Not yet widely available” hides that a product is not approved."
    )
    bad = "Exosome therapy is not yet readily available to most patients."
    good = "The FDA has not approved any exosome product (checked: a date)."
    subjects = frozenset({"topic", "text"})

    def look(self, page: Page) -> Iterator[Finding]:
        names = {name for name in self._regulated(page) if not self._has_status(page, name)}
        if not names:
            return
        message = (
            "The page does not say what a regulator has decided about {}. Give jurisdiction, "
            "status, date checked and address."
        )
        spoken = [r for r in page.statements if r.about is not None and r.about.name in names]
        offers = [r for r in spoken if self._offers(r)]
        if not page.records and not page.sells:
            offers = offers[:1]
        level = Level.BLOCK if page.records or not page.balanced else Level.WARN
        for reading in offers or spoken[:1]:
            name = reading.about.name if reading.about else ""
            yield self.at(reading.sentence, message.format(name), level)
        if not spoken:
            yield self.on_page(message.format(", ".join(sorted(names))))

    @staticmethod
    def _regulated(page: Page) -> set[str]:
        """Return the regulated products this page is about, not those it only mentions."""
        names = {r.unproven.name for r in page.sold if r.unproven and r.unproven.regulated}
        if not page.records:
            return names if page.product and page.product.name in names else set()
        if page.product is not None and page.product.regulated:
            names.add(page.product.name)
        for claim in page.manuscript.claims:
            product = product_named(claim.intervention) if claim.intervention else None
            if product is not None and product.regulated:
                names.add(product.name)
        return names

    @staticmethod
    def _has_status(page: Page, name: str) -> bool:
        if not page.records:
            return any(lexicon.REGULATOR.search(r.plain) for r in page.statements)
        return any(
            claim.regulation is not None
            and claim.regulation.jurisdiction
            and claim.regulation.checked_on
            and _same_product(claim, name)
            for claim in page.manuscript.claims
        )

    @staticmethod
    def _offers(reading: Reading) -> bool:
        hit = lexicon.AVAILABILITY.search(reading.plain)
        frames = reading.frames
        return hit is not None and not (frames.attributed or frames.uncertain or frames.whole)


def _same_product(claim: ClaimText, name: str) -> bool:
    """Tell whether a claim is about a product; one that names none speaks for the page's."""
    text = claim.intervention or claim.statement
    product = product_named(text)
    return product is None or product.name == name


#: Benefits of these need no harm claim beside them.
_SELF_CARE = pattern(
    r"""
    exercis|physical activity|walking|diet|eating|food|salt|smok|weight|sleep|screen|check|
    test|foot care|control|relax|support|education
    """
)


class MissingHarms(Check):
    id = "K10"
    name = "missing-harms"
    title = "Benefit without harms"
    description = "A page that tells a treatment's benefit or route tells its harms too."
    level = Level.BLOCK
    explanation = (
        "Add a claim of kind harm for the same intervention (DISCERN question 11). If harms are "
        "not known, say that. “No surgery” is not “no risk”."
    )
    bad = "A page with a benefit of exosomes and no word on harms."
    good = "A page with a benefit claim and a harm claim for the same intervention."
    subjects = frozenset({"topic", "text"})

    def look(self, page: Page) -> Iterator[Finding]:
        yield from (self._of_records(page) if page.records else self._of_text(page))

    def _of_records(self, page: Page) -> Iterator[Finding]:
        claims = page.manuscript.claims
        harmed = {_intervention(c) for c in claims if c.kind == Kind.HARM}
        told: set[str] = set()
        for reading in page.first_of_each_claim():
            claim = reading.claim
            if claim is None or not self._needs_harm(claim, reading):
                continue
            name = _intervention(claim)
            if name in told or name in harmed or (not name and harmed) or "" in harmed:
                continue
            told.add(name)
            yield self.at(
                reading.sentence,
                f"No harm claim stands beside this one for {name or 'this treatment'}.",
            )

    @staticmethod
    def _needs_harm(claim: ClaimText, reading: Reading) -> bool:
        if _SELF_CARE.search(_intervention(claim)):
            return False
        if claim.kind == Kind.BENEFIT:
            return True
        return claim.kind == Kind.AVAILABILITY and reading.about is not None

    def _of_text(self, page: Page) -> Iterator[Finding]:
        if page.product is None or not page.sells:
            return
        if any(self._tells_harm(r) for r in page.statements):
            return
        routes = [
            r
            for r in page.statements
            if r.about is not None and _ROUTE.search(r.plain) and not r.frames.attributed
        ]
        for reading in routes or page.sold[:1]:
            yield self.at(
                reading.sentence,
                f"The text tells benefits of {page.product.name} and no harms. Say what harms are "
                "known, or that they are not known.",
            )

    @staticmethod
    def _tells_harm(reading: Reading) -> bool:
        hit = lexicon.HARM.search(reading.plain)
        if hit is None or reading.frames.denied(hit.start()):
            return False
        if lexicon.COMPARATIVE.search(reading.plain) or lexicon.SAFE.search(reading.plain):
            return reading.frames.uncertain
        return (
            reading.about is not None or lexicon.GENERIC_TREATMENT.search(reading.plain) is not None
        )


_ROUTE = words(
    r"""
    inject(?:ed|ions?) | infus(?:ed|ions?) | drips? | intravenous\w* | minimally invasive
    non-?invasive | non-surgical | administered | applied | insufflation
    """
)


def _intervention(claim: ClaimText) -> str:
    """Return one name for what a claim is about, so that benefit and harm find each other."""
    text = claim.intervention or claim.statement
    product = product_named(text)
    return product.name if product else claim.intervention.strip().lower()


class RedFlagWithoutAction(Check):
    id = "K16"
    name = "red-flag-without-action"
    title = "Emergency sign without what to do"
    description = "An emergency sign is told with what the reader should do about it."
    level = Level.BLOCK
    explanation = (
        "Put the action in the same or the next sentence (“If you are short of breath, get "
        "urgent help”) or fill the get-help block."
    )
    bad = "Fluid can reach the lungs and make it hard to breathe."
    good = "If you are short of breath, get urgent help."
    #: A lone claim has no get-help block; the pages that use it are checked for one.
    subjects = frozenset({"topic", "text"})

    def look(self, page: Page) -> Iterator[Finding]:
        if page.manuscript.get_help.strip():
            return
        acts = {r.position for r in page.readings if lexicon.ACTION.search(r.plain)}
        if not page.records and acts:
            # A bare text has no get-help block; its advice stands anywhere on the page.
            return
        told: set[str] = set()
        for reading in page.statements:
            if not lexicon.ANY_RED_FLAG.search(reading.plain) or self._answered(
                page, reading, acts
            ):
                continue
            for group, signs in lexicon.RED_FLAGS.items():
                hit = signs.search(reading.plain) if group not in told else None
                if hit is None or self._relieved(reading, hit.start()):
                    continue
                told.add(group)
                yield self.at(
                    reading.sentence,
                    f"“{hit[0]}” can be an emergency. Say what the reader should do, here or in "
                    "the get-help block.",
                )
                break

    @staticmethod
    def _relieved(reading: Reading, place: int) -> bool:
        """Tell whether the sign is denied, or named as what a treatment eases."""
        before = reading.plain[:place]
        return reading.frames.denied(place) or lexicon.BENEFIT.search(before) is not None

    @staticmethod
    def _answered(page: Page, reading: Reading, acts: set[int]) -> bool:
        near = (reading, *page.beside(reading), *page.unit_of(reading))
        return any(r.position in acts for r in near)


class PageRecordMissing(Check):
    id = "K20"
    name = "page-record-missing"
    title = "Page record incomplete"
    description = "A page names who wrote it, who publishes and pays for it, and what it is for."
    level = Level.BLOCK
    explanation = (
        "Fill author, publisher, funding, aim, the one-line answer, at least one code and one "
        "section. Treatment pages also need the get-help block and questions to ask."
    )
    bad = "A page without author, funding or aim."
    good = "A page with every field of its record filled."
    subjects = frozenset({"topic", "text"})
    reads_english = False
    _fields = ("slug", "title", "author", "publisher", "funding", "aim", "answer")

    def look(self, page: Page) -> Iterator[Finding]:
        if not page.records:
            yield from self._bare_text(page)
            return
        m = page.manuscript
        missing = [name for name in self._fields if not getattr(m, name).strip()]
        missing += [name for name in ("codes", "sections") if not getattr(m, name)]
        if m.kind == "treatment" or m.product:
            missing += [n for n in ("get_help", "questions") if not getattr(m, n)]
        for name in missing:
            yield self.on_page(f"The page has no {name.replace('_', ' ')}.", excerpt=name)

    def _bare_text(self, page: Page) -> Iterator[Finding]:
        if not any(_BYLINE.search(r.plain) for r in page.readings):
            yield self.on_page("The text names no author, reviewer or date.", Level.WARN)


_BYLINE = words(
    r"""
    (?:medically |clinically |last |page )*reviewed | written by | author | reviewer
    next review | updated | published | editor | by dr
    """
)


class StandardCareMissing(Check):
    id = "K22"
    name = "standard-care-missing"
    title = "Standard care missing or run down"
    description = "Care that is known to help is named, and never run down."
    level = Level.BLOCK
    explanation = (
        "A page about a treatment names the ordinary options beside it and does not lead readers "
        "away from them."
    )
    bad = "Conventional drugs only mask the symptoms."
    good = "Some treatments have been shown to slow kidney damage. Ask which may suit you."

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.statements:
            hit = self._runs_down(reading)
            if hit is None or reading.frames.attributed or reading.frames.whole:
                continue
            if not reading.frames.denied(hit.start()):
                yield self.at(
                    reading.sentence,
                    "This runs down ordinary care. Say what it does and does not do, with a "
                    "source, and do not lead readers away from it.",
                )
        if self._needs_options(page) and not self._names_options(page):
            yield self.on_page("The page names no standard care for this condition.")

    @staticmethod
    def _runs_down(reading: Reading) -> re.Match[str] | None:
        if hit := lexicon.RUN_DOWN.search(reading.plain):
            return hit
        if reading.page.sells and ESTABLISHED.search(reading.plain):
            return lexicon.RUN_DOWN_BY_SELLER.search(reading.plain)
        return None

    @staticmethod
    def _needs_options(page: Page) -> bool:
        m = page.manuscript
        if m.subject == "topic":
            return m.kind == "treatment" or bool(m.product)
        if m.subject == "claim" or page.product is None or not page.sold:
            return False
        heads = " ".join([m.title, *(s.heading for s in m.sections[:1])])
        return condition_in(plain(heads)) is not None

    @staticmethod
    def _names_options(page: Page) -> bool:
        return any(
            ESTABLISHED.search(r.plain)
            and (not r.unproven or ordinary_care_ends(r.plain) >= 0)
            and lexicon.RUN_DOWN.search(r.plain) is None
            and lexicon.COMPARATIVE.search(r.plain) is None
            for r in page.statements
        )


class RegulationIncomplete(Check):
    id = "K25"
    name = "regulation-incomplete"
    title = "Regulatory status incomplete"
    description = "A regulatory status carries jurisdiction, wording, date checked and address."
    level = Level.BLOCK
    explanation = "Approval ages. Record where, what, when somebody looked, and the page they saw."
    bad = "“Not approved”, without country or date."
    good = "United States, not approved, checked on a date, with the regulator's address."
    subjects = frozenset({"topic", "claim"})
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        for reading in page.first_of_each_claim():
            claim = reading.claim
            if claim is None:
                continue
            if claim.regulation is None:
                if claim.kind == Kind.REGULATORY:
                    yield self.at(
                        reading.sentence, "A regulatory claim needs a regulator's record."
                    )
                continue
            missing = [
                name.replace("_", " ")
                for name in ("jurisdiction", "status", "checked_on", "url")
                if not getattr(claim.regulation, name).strip()
            ]
            if missing:
                yield self.at(
                    reading.sentence, f"The regulator's record lacks {', '.join(missing)}."
                )
