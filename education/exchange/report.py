"""The article beside what became of it, as the page of today stands: one line a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from education.audit.models import AuditEvent
from education.checks.base import Finding, Level
from education.checks.registry import inspect
from education.content.likeness import Library
from education.content.models import Topic
from education.content.services import manuscript_of
from education.evidence.models import Claim
from education.review.surroundings import surroundings

from .fates import Fate
from .findings import key_of
from .models import ImportRecord

#: What a row became, in the words of the report.
NAMES = {
    Fate.TITLE: "Title of the article",
    Fate.HEADING: "Heading",
    Fate.LABEL: "Label",
    Fate.CLAIM: "Claim",
    Fate.TEXT: "Kept as text",
    Fate.LEFT_OUT: "Left out",
}


@dataclass(slots=True)
class Line:
    """A sentence of the article and what became of it."""

    number: int
    text: str
    fate: Fate
    why: str = ""
    claim: Claim | None = None
    #: The code of its claim when that is not there any more.
    gone: str = ""
    #: The sentence is bound to the claim of the sentence before it.
    continues: bool = False
    #: Whether the claim still stands on the page.
    stands: bool = False
    #: The claim that took its place.
    instead: Claim | None = None
    findings: list[Finding] = field(default_factory=list)
    offers: list[Claim] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it became, in words."""
        return NAMES[self.fate]

    @property
    def reworded(self) -> bool:
        """Whether the claim says something else by now."""
        claim = self.claim
        return bool(claim and not self.continues and not claim.statement.startswith(self.text))

    @property
    def blocks(self) -> bool:
        """Whether a finding about it stops the submission."""
        return any(finding.level is Level.BLOCK for finding in self.findings)


#: Filter → what it is called, and which lines it shows.
SHOWN: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "all": ("Everything", lambda line: True),
    "stops": ("Stops a submission", lambda line: line.blocks),
    "library": ("The library has it", lambda line: bool(line.offers)),
    "claims": ("Claims", lambda line: line.fate is Fate.CLAIM and not line.continues),
    "left": ("Left out", lambda line: line.fate is Fate.LEFT_OUT),
}


@dataclass(frozen=True, slots=True)
class Report:
    """Every line of an article, and the findings that are about no line of it."""

    lines: tuple[Line, ...]
    elsewhere: tuple[Finding, ...]

    def shown(self, name: str) -> list[Line]:
        """Return the lines that a filter shows."""
        return [line for line in self.lines if SHOWN[name][1](line)]

    def counts(self) -> list[tuple[str, str, int]]:
        """Return each filter's name, title and number of lines."""
        return [(name, title, len(self.shown(name))) for name, (title, _) in SHOWN.items()]


def report_of(record: ImportRecord, topic: Topic | None) -> Report:
    """Return the report of an import against the draft as it is now, if it still is."""
    page = manuscript_of(topic) if topic else None
    wanted = {row["claim"] for row in record.fates if row["claim"]}
    instead = _exchanged(record.topic_id)
    claims = Claim.objects.in_bulk(wanted | set(instead.values()))
    standing = set(page.marked_claim_ids()) if page else set()
    lines: list[Line] = []
    told: set[int] = set()
    for row in record.fates:
        line = Line(row["line"], row["text"], Fate(row["fate"]), row["why"])
        if row["claim"]:
            line.claim = claims.get(row["claim"])
            line.gone = "" if line.claim else f"C-{row['claim']}"
            line.continues = row["claim"] in told
            line.stands = row["claim"] in standing
            line.instead = claims.get(instead.get(row["claim"], 0))
            told.add(row["claim"])
        lines.append(line)
    if topic is None or page is None:
        return Report(tuple(lines), ())
    elsewhere = _place(inspect(page, surroundings(topic.pk)), lines)
    _offer(lines, topic.language, leaving_out=wanted)
    return Report(tuple(lines), tuple(elsewhere))


def _exchanged(topic: int) -> dict[int, int]:
    """Return which claim took the place of which; the newest act counts."""
    events = AuditEvent.objects.filter(action="claim.exchanged", subject=f"topic:{topic}")
    return {e.data["claim"]: e.data["instead"] for e in events.order_by("seq")}


def _place(findings: Sequence[Finding], lines: Sequence[Line]) -> list[Finding]:
    """Hang each finding on its line; return those that are about no line."""
    by_claim = {line.claim.code: line for line in reversed(lines) if line.claim}
    by_words = {key_of(line.text): line for line in reversed(lines) if not line.claim}
    by_words.pop("", None)
    elsewhere = []
    for finding in findings:
        line = by_claim.get(finding.anchor) or by_words.get(key_of(finding.excerpt))
        if line is None:
            elsewhere.append(finding)
        else:
            line.findings.append(finding)
    for line in lines:
        line.findings.sort(key=lambda finding: finding.level is not Level.BLOCK)
    return elsewhere


def _offer(lines: Sequence[Line], language: str, *, leaving_out: set[int]) -> None:
    """Offer the library's claims, those that rest on a source, for sentences like them."""
    known = (
        Claim.objects.filter(language=language, citations__isnull=False)
        .exclude(pk__in=leaving_out)
        .distinct()
    )
    library = Library(known.values_list("pk", "statement"))
    found = [
        (line, library.like(line.claim.statement))
        for line in lines
        if line.claim and line.stands and not line.continues
    ]
    rows = Claim.objects.prefetch_related("citations__source").in_bulk(
        {pk for _, keys in found for pk in keys}
    )
    for line, keys in found:
        line.offers = [rows[pk] for pk in keys]
