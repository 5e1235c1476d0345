"""Signatures given in less time than it takes to read what was signed.

An act is everything signed with one password: a page and the claims in it. The time for it is
counted in the signer's favour: from the signature before it, or from the first trace the signer
left in this review when that is earlier, and never from before the text was submitted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, Min, QuerySet

from education.content.manuscript import CLAIM_MARK
from education.review.models import Assignment, Comment, Review, SignOff, SourceOpening
from education.staff.reports.charts import Bar, Bars, bars, percent
from education.staff.reports.names import day, people, review_cell
from education.staff.reports.shapes import Asked, Cell, Column, Report, Result, Table, table
from education.staff.reports.statistics import counted, duration, share

#: A quick reader's words a minute, for prose read once.
PACE = 240
#: With this much time nobody is asked: it would take a text of 28,800 words.
LONGEST = timedelta(hours=2)
#: Texts are fetched so many at a time: SQLite takes no more than 32,766 values in one question.
BATCH = 10_000
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")

#: How much of the reading time there was: (below this part of it, words).
PARTS = ((0.25, "Less than a quarter"), (0.5, "A quarter to a half"), (1.0, "A half or more"))


@dataclass(frozen=True, slots=True)
class Given:
    """One signature, as the table holds it."""

    review: int
    signer: int
    signed: datetime
    proved: datetime
    submitted: datetime
    topic: int | None
    claim: int | None


@dataclass(frozen=True, slots=True)
class Act:
    """Everything that one person signed with one password."""

    signer: int
    signed: datetime
    #: The page, or the claim when there is none.
    review: int
    subject: tuple[int | None, int | None]
    submitted: datetime
    #: The signer's act before this one, and the first trace they left in these reviews.
    before: datetime | None
    trace: datetime | None

    @property
    def time(self) -> timedelta:
        """The longest that the signer can have read, as far as the records say."""
        start = self.submitted
        if self.before is not None:
            start = max(start, min(self.before, self.trace or self.before))
        return max(timedelta(), self.signed - start)


@dataclass(frozen=True, slots=True)
class Quick:
    """An act that took less time than its text takes to read."""

    act: Act
    title: str
    words: int
    read_before: bool

    @property
    def needed(self) -> timedelta:
        """How long its text takes to read."""
        return reading_time(self.words)

    @property
    def part(self) -> float:
        """The part of that which there was."""
        return self.act.time / self.needed


def reading_time(words: int) -> timedelta:
    """Return how long so many words take to read once, quickly."""
    return timedelta(minutes=words / PACE)


def words_in(text: Mapping[str, Any]) -> int:
    """Count the words that patients read in a frozen manuscript, or in a lone claim."""
    if "statement" in text:
        return len(_WORD.findall(text["statement"]))
    parts = [text["title"], text["answer"], *text["key_points"], text["not_known"]]
    parts += [text["get_help"], *text["questions"]]
    for section in text["sections"]:
        parts += [section["heading"], section["body"]]
    parts += [claim["statement"] for claim in text["claims"]]
    return sum(len(_WORD.findall(CLAIM_MARK.sub(" ", part))) for part in parts)


def acts(
    given: Iterable[Given],
    earlier: Mapping[int, datetime],
    traces: Mapping[tuple[int, int], datetime],
) -> Iterator[Act]:
    """Yield what was done with each password, by signer and time.

    ``earlier`` has when each signer last signed before these, ``traces`` the first trace by
    (review, person).
    """
    together: dict[tuple[int, datetime], list[Given]] = {}
    for one in sorted(given, key=lambda g: (g.signer, g.signed, g.review)):
        together.setdefault((one.signer, one.proved), []).append(one)
    last = dict(earlier)
    for (signer, _), rows in together.items():
        first = [traces[r.review, signer] for r in rows if (r.review, signer) in traces]
        # The page first; of lone claims the newest.
        whole = max(rows, key=lambda r: (r.topic is not None, r.submitted, r.review))
        yield Act(
            signer=signer,
            signed=max(r.signed for r in rows),
            review=whole.review,
            subject=(whole.topic, whole.claim),
            submitted=whole.submitted,
            before=last.get(signer),
            trace=min(first, default=None),
        )
        last[signer] = max(r.signed for r in rows)


def by_part(quick: Iterable[Quick]) -> list[tuple[str, int]]:
    """Count the quick ones by how much of the reading time they had."""
    found = dict.fromkeys((words for _, words in PARTS), 0)
    for one in quick:
        found[next(words for below, words in PARTS if one.part < below)] += 1
    return list(found.items())


def build(asked: Asked) -> Result:
    """Return the signings that were quicker than reading."""
    signed = list(acts(*_records(asked)))
    wanted = _about(asked)
    signed = [act for act in signed if wanted is None or act.review in wanted]
    quick = _quick([act for act in signed if act.time < LONGEST])
    named = people()
    return Result(
        headline=(
            f"{len(quick):,} of {counted(len(signed), 'signing')} "
            f"({share(len(quick), len(signed))}) took less time than "
            f"the text takes to read at {PACE} words a minute."
        ),
        bars=(_bars(quick),) if quick else (),
        tables=(_people(signed, quick, named), _table(quick, named)),
        head=("review", "text", "signer", "signed (UTC)", "words", "minutes to read")
        + ("minutes there were", "signed an earlier text of it", "first trace (UTC)")
        + ("signature before (UTC)", "submitted (UTC)"),
        rows=[
            (q.act.review, q.title, named[q.act.signer], q.act.signed, q.words)
            + (_minutes(q.needed), _minutes(q.act.time), q.read_before, q.act.trace)
            + (q.act.before, q.act.submitted)
            for q in quick
        ],
        is_empty=not signed,
    )


def _minutes(span: timedelta) -> float:
    return round(span.total_seconds() / 60, 2)


# --- the questions put to the database ------------------------------------------------------------


def _records(
    asked: Asked,
) -> tuple[list[Given], dict[int, datetime], dict[tuple[int, int], datetime]]:
    """All signatures of these days, whatever they are about: each is the one before another."""
    signed = SignOff.objects.filter(asked.moments("signed_at"))
    rows = signed.order_by().values_list(
        "review_id",
        "signer_id",
        "signed_at",
        "authenticated_at",
        "review__submitted_at",
        "review__topic_id",
        "review__claim_id",
    )
    earlier: dict[int, datetime] = {}
    if asked.start:
        before = SignOff.objects.filter(signed_at__lt=asked.start).order_by()
        newest = before.values("signer").annotate(at=Max("signed_at"))
        earlier = dict(newest.values_list("signer", "at"))
    return [Given(*row) for row in rows], earlier, _traces(signed.values("review"))


def _traces(reviews: QuerySet[SignOff, Any]) -> dict[tuple[int, int], datetime]:
    """Return when each person is first known to have looked into each review.

    A task that somebody else gave says nothing of when it was opened.
    """
    found: dict[tuple[int, int], datetime] = {}
    for rows, person in (
        (Assignment.objects.filter(by=F("person")), "person"),
        (SourceOpening.objects.all(), "person"),
        (Comment.objects.filter(invitation=None), "by"),
    ):
        first = rows.filter(review__in=reviews).order_by().values("review", person)
        for review, who, at in first.annotate(first=Min("at")).values_list(
            "review", person, "first"
        ):
            key = (review, who)
            found[key] = min(at, found.get(key, at))
    return found


def _about(asked: Asked) -> set[int] | None:
    """Return the reviews that were asked for, or None when all are."""
    if not asked.specialty and not asked.language:
        return None
    return set(
        Review.objects.filter(asked.about("topic", claim="claim"))
        .order_by()
        .values_list("pk", flat=True)
    )


def _quick(candidates: list[Act]) -> list[Quick]:
    """Read the texts of those who had little time, and keep who had too little; worst first."""
    texts: dict[int, tuple[str, int]] = {}
    wanted = sorted({act.review for act in candidates})
    for start in range(0, len(wanted), BATCH):
        rows = Review.objects.filter(pk__in=wanted[start : start + BATCH]).order_by()
        for pk, text in rows.values_list("pk", "manuscript").iterator():
            read = json.loads(text)
            texts[pk] = (read.get("title") or f"C-{read.get('claim_id')}", words_in(read))
    known = _signed_before(candidates)
    found = [
        Quick(act, *texts[act.review], read_before=known.get(_who(act), act.signed) < act.signed)
        for act in candidates
        if act.time < reading_time(texts[act.review][1])
    ]
    return sorted(found, key=lambda q: (q.part, q.act.signed))


def _who(act: Act) -> tuple[int, int | None, int | None]:
    return (act.signer, *act.subject)


def _signed_before(candidates: list[Act]) -> dict[tuple[int, int | None, int | None], datetime]:
    """Return when these signers first signed any text of each page or claim."""
    signers = {act.signer for act in candidates}
    rows = SignOff.objects.filter(signer__in=signers).order_by()
    firsts = rows.values("signer", "review__topic", "review__claim").annotate(at=Min("signed_at"))
    rows_of = firsts.values_list("signer", "review__topic", "review__claim", "at")
    return {(one, topic, claim): at for one, topic, claim, at in rows_of}


# --- the page -------------------------------------------------------------------------------------


def _bars(quick: list[Quick]) -> Bars:
    rows = [(words, n, f"{n:,}") for words, n in by_part(quick)]
    heads = ("Of the reading time there was", "Signings")
    return bars("How far below the reading time", heads, rows, strong=(PARTS[0][1],))


def _people(signed: list[Act], quick: list[Quick], named: Mapping[int, str]) -> Table:
    total: dict[int, int] = {}
    short: dict[int, int] = {}
    for act in signed:
        total[act.signer] = total.get(act.signer, 0) + 1
    for one in quick:
        short[one.act.signer] = short.get(one.act.signer, 0) + 1
    heads = [Column("Signer"), Column("Signings", is_number=True)]
    heads += [Column("Quicker than reading"), Column("Share", is_number=True)]
    ordered = sorted(total, key=lambda pk: (-short.get(pk, 0) / total[pk], named[pk]))

    def cells(pk: int) -> tuple[Cell, ...]:
        return (
            Cell(named[pk]),
            Cell(f"{total[pk]:,}"),
            Cell(
                f"{short.get(pk, 0):,}",
                bar=Bar(named[pk], "", percent(short.get(pk, 0), total[pk])),
            ),
            Cell(share(short.get(pk, 0), total[pk])),
        )

    return table("By signer; a full bar is all of their signings", heads, ordered, cells)


def _table(quick: list[Quick], named: Mapping[int, str]) -> Table:
    heads = [Column("Text"), Column("Signed"), Column("Words", is_number=True)]
    heads += [
        Column("Time there was; a full bar is the time to read it"),
        Column("To read", is_number=True),
    ]

    def cells(q: Quick) -> tuple[Cell, ...]:
        return (
            review_cell(
                q.act.review, q.title, "Had signed an earlier text of it" if q.read_before else ""
            ),
            Cell(day(q.act.signed), about=named[q.act.signer]),
            Cell(f"{q.words:,}"),
            Cell(
                duration(q.act.time),
                bar=Bar(q.title, "", percent(q.act.time / q.needed, 1), strong=q.part < 0.25),
            ),
            Cell(duration(q.needed)),
        )

    return table("Signings quicker than reading, furthest below first", heads, quick, cells)


REPORT = Report(
    name="speed",
    title="Quicker than reading",
    says="Signatures given in less time than it takes to read the text once.",
    empty="Nothing was signed in these days.",
    build=build,
    dated="Signed",
    notes=(
        f"Reading is reckoned at {PACE} words a minute, for the words that patients read. Sources, "
        "quotes and findings are not counted, so a real check takes longer.",
        "Time is counted in the signer's favour: from their signature before this one, or from "
        "when they took the task, opened a source or commented here when that was earlier, and "
        "never from before the text was submitted. A page and the claims signed with it are one "
        "signing.",
        "What cannot be seen: reading on paper, reading the draft before it was submitted, two "
        "texts read first and then signed one after the other, and how attentively anybody read. "
        "Who signed an earlier text of the page may have read only what is new.",
        "So this asks a question; it proves no fault. And a long time proves no reading.",
    ),
)
