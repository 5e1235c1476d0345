"""Claims that rest on no source: on live pages, and in the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import capfirst

from education.content.models import Placement
from education.evidence.grading import Kind
from education.evidence.models import Citation, Claim
from education.staff.reports.charts import Bars, alike, bars
from education.staff.reports.evidence_rows import NO_SOURCES, live_claims, signed_claims
from education.staff.reports.names import day, kind_names, language, review_cell
from education.staff.reports.shapes import Asked, Cell, Column, Report, Result, Table, table
from education.staff.reports.statistics import counted

KINDS = kind_names(Kind.choices)


@dataclass(frozen=True, slots=True)
class Bare:
    """A claim without a source."""

    claim: int
    statement: str
    language: str
    kind: str
    #: Live pages, or drafts, that carry it.
    pages: int
    since: datetime | None
    #: The signed review of a live one.
    review: int | None = None
    #: A regulator's page is recorded with it.
    has_regulator: bool = False


def by_kind(bare: Sequence[Bare], totals: Counter[str]) -> list[tuple[str, int, str]]:
    """Return (kind, without a source, "3 of 40") for each kind there is, most first."""
    found = Counter(row.kind for row in bare)
    ordered = sorted(totals, key=lambda kind: (-found[kind], _kind(kind)))
    return [(_kind(kind), found[kind], f"{found[kind]:,} of {totals[kind]:,}") for kind in ordered]


def _kind(kind: str) -> str:
    return KINDS.get(kind, kind or "No kind yet")


def build(asked: Asked) -> Result:
    """Return what has no source."""
    live, live_totals = _live(asked)
    drafts, draft_totals = _drafts(asked)
    return Result(
        headline=capfirst(
            f"{counted(len(live), 'claim')} that patients read now and "
            f"{counted(len(drafts), 'claim')} in the library without a source."
        ),
        bars=alike(
            _bars("On live pages", live, live_totals),
            _bars("In the library", drafts, draft_totals),
        ),
        tables=(
            _table("On live pages", "Live pages", "Published", live),
            _table("In the library", "Drafts", "Last edited", drafts),
        ),
        head=("where", "claim", "statement", "language", "kind", "pages")
        + ("published or last edited (UTC)", "rests on a regulator's page"),
        rows=[
            (where, f"C-{r.claim}", r.statement, r.language, r.kind, r.pages, r.since)
            + (r.has_regulator,)
            for where, rows in (("live", live), ("library", drafts))
            for r in rows
        ],
        is_empty=not live and not drafts,
    )


def _live(asked: Asked) -> tuple[list[Bare], Counter[str]]:
    signed = signed_claims(asked, "kind")
    totals = Counter(dict(signed.values("said").annotate(n=Count("pk")).values_list("said", "n")))
    bare = signed.filter(NO_SOURCES)
    rows = (
        live_claims(asked)
        .filter(review__in=bare.values("pk"))
        .order_by()
        .values("review")
        .annotate(pages=Count("edition"), since=Max("edition__published_at"))
        .values_list("review", "pages", "since")
    )
    carried = {review: (pages, since) for review, pages, since in rows}
    found = []
    # The texts of these few only, in one question whatever their number.
    for review in bare.only("manuscript", "fingerprint"):
        text = review.claim_text()
        pages, since = carried[review.pk]
        found.append(
            Bare(
                claim=text.claim_id or 0,
                statement=text.statement,
                language=text.language,
                kind=text.kind,
                pages=pages,
                since=since,
                review=review.pk,
                has_regulator=bool(text.regulation and text.regulation.url),
            )
        )
    return sorted(found, key=lambda row: (row.has_regulator, -row.pages, row.claim)), totals


def _drafts(asked: Asked) -> tuple[list[Bare], Counter[str]]:
    history: Any = Claim.history
    edited = history.filter(id=OuterRef("pk")).order_by("-history_date")
    claims = Claim.objects.annotate(edited=Subquery(edited.values("history_date")[:1])).filter(
        asked.moments("edited")
    )
    if asked.language:
        claims = claims.filter(language=asked.language)
    if asked.specialty:
        standing = Placement.objects.filter(
            claim=OuterRef("pk"), section__topic__specialty__slug=asked.specialty
        )
        claims = claims.filter(Exists(standing))
    totals = Counter(
        dict(claims.order_by().values("kind").annotate(n=Count("pk")).values_list("kind", "n"))
    )
    rows = (
        claims.filter(~Exists(Citation.objects.filter(claim=OuterRef("pk"))))
        .order_by("-edited", "-pk")
        .annotate(pages=Count("placements__section__topic", distinct=True))
        .annotate(has_regulator=~Q(checked_url=""))
        .values_list("pk", "statement", "language", "kind", "pages", "edited", "has_regulator")
    )
    found = [Bare(*row[:6], has_regulator=row[6]) for row in rows]
    return sorted(found, key=lambda row: row.has_regulator), totals


def _bars(title: str, bare: list[Bare], totals: Counter[str]) -> Bars:
    return bars(title, ("Kind of claim", "Without a source"), by_kind(bare, totals))


def _table(caption: str, pages: str, since: str, bare: list[Bare]) -> Table:
    heads = [Column("Claim"), Column("Kind"), Column(pages, is_number=True), Column(since)]

    def cells(row: Bare) -> tuple[Cell, ...]:
        return (
            _named(row),
            Cell(_kind(row.kind)),
            Cell(f"{row.pages:,}"),
            Cell(day(row.since)),
        )

    return table(caption, heads, bare, cells)


def _named(row: Bare) -> Cell:
    title = f"C-{row.claim} {row.statement}"
    about = language(row.language)
    if row.has_regulator:
        about += ", rests on a regulator's page"
    if row.review:
        return review_cell(row.review, title, about)
    return Cell(title, href=reverse("admin:education_claim_change", args=[row.claim]), about=about)


REPORT = Report(
    name="sources",
    title="Claims without sources",
    says="Claims that rest on no source: those patients read now, and those in the library.",
    empty="Every claim has a source.",
    build=build,
    dated="Published or edited",
    months=None,
    notes=(
        "What patients read is judged by the text that was signed, not by today's draft.",
        "A regulatory claim may rest on the regulator's page recorded with it instead of a source; "
        "such claims are listed last and say so.",
        "A claim in the library has a specialty through the drafts it stands in.",
    ),
)
