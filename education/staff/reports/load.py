"""Who carries how much: open tasks, and signatures by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.text import capfirst

from education.people.models import Role, User
from education.review.models import Assignment, SignOff
from education.review.states import State
from education.staff.reports.charts import Bar, columns, percent
from education.staff.reports.names import people
from education.staff.reports.shapes import Asked, Cell, Column, Report, Result, Table, table
from education.staff.reports.statistics import counted, month_name, month_of, months_asked


@dataclass(frozen=True, slots=True)
class Load:
    """What one clinician has to do, and did."""

    person: int
    name: str
    tasks: int
    late: int
    #: Month → signatures on pages, and on claims.
    pages: Mapping[date, int]
    claims: Mapping[date, int]

    @property
    def signed(self) -> int:
        """All page signatures in the days asked for."""
        return sum(self.pages.values())


def loads(
    names: Mapping[int, str],
    tasks: Iterable[tuple[int, int, int]],
    signatures: Iterable[tuple[int, date, bool, int]],
) -> list[Load]:
    """Put (person, tasks, late) and (person, month, is a page, count) together, busiest first."""
    held = {person: (count, late) for person, count, late in tasks}
    given: dict[tuple[int, bool], dict[date, int]] = {}
    for person, month, is_page, count in signatures:
        months = given.setdefault((person, is_page), {})
        months[month] = months.get(month, 0) + count
    found = [
        Load(pk, name, *held.get(pk, (0, 0)), given.get((pk, True), {}), given.get((pk, False), {}))
        for pk, name in names.items()
    ]
    return sorted(found, key=lambda one: (-one.tasks, -one.signed, one.name))


def build(asked: Asked) -> Result:
    """Return everybody's load, or one person's own."""
    tasks, signatures = _tasks(asked), _signatures(asked)
    whose = {row[0] for row in (*tasks, *signatures)} | _clinicians(asked)
    found = loads({pk: n for pk, n in people().items() if pk in whose}, tasks, signatures)
    months = months_asked(asked.since, asked.until, [row[1] for row in signatures])
    open_tasks = sum(one.tasks for one in found)
    late = sum(one.late for one in found)
    signed = sum(one.signed for one in found)
    return Result(
        headline=capfirst(
            f"{counted(open_tasks, 'open task')}{f', {late:,} of them late' if late else ''}; "
            f"{counted(signed, 'signature')} on pages in these days."
        ),
        tables=(_people(found, months, own=asked.only is not None), _months(found, months)),
        head=("clinician", "open tasks", "late tasks", "month")
        + ("signatures on pages", "signatures on claims"),
        rows=[
            (one.name, one.tasks, one.late, f"{month:%Y-%m}")
            + (one.pages.get(month, 0), one.claims.get(month, 0))
            for one in found
            for month in months
        ],
        is_empty=not open_tasks and not signatures,
    )


def _tasks(asked: Asked) -> list[tuple[int, int, int]]:
    held = Assignment.objects.filter(
        asked.about("review__topic", claim="review__claim"), outcome="", review__state=State.OPEN
    )
    if asked.only:
        held = held.filter(person=asked.only)
    late = Count("pk", filter=Q(review__due_on__lt=asked.today))
    rows = held.order_by().values("person").annotate(tasks=Count("pk"), late=late)
    return list(rows.values_list("person", "tasks", "late"))


def _signatures(asked: Asked) -> list[tuple[int, date, bool, int]]:
    given = SignOff.objects.filter(
        asked.about("review__topic", claim="review__claim"), asked.moments("signed_at")
    )
    if asked.only:
        given = given.filter(signer=asked.only)
    rows = (
        given.order_by()
        .annotate(month=TruncMonth("signed_at"), is_page=Q(review__topic__isnull=False))
        .values("signer", "month", "is_page")
        .annotate(count=Count("pk"))
        .values_list("signer", "month", "is_page", "count")
    )
    return [(person, month_of(month), is_page, n) for person, month, is_page, n in rows]


def _clinicians(asked: Asked) -> set[int]:
    """Who could take work: a clinician with nothing to do belongs in the picture."""
    if asked.only:
        return {asked.only.pk}
    able = User.objects.filter(is_active=True, groups__name=Role.CLINICIAN)
    return set(able.values_list("pk", flat=True))


def _people(found: Sequence[Load], months: Sequence[date], *, own: bool) -> Table:
    most = max((one.tasks for one in found), default=0)
    top = max((n for one in found for n in one.pages.values()), default=0)
    period = f"{month_name(months[0])} to {month_name(months[-1])}" if months else "by month"
    heads = [
        Column("Clinician"),
        Column("Open tasks"),
        Column("Late", is_number=True),
        Column(f"Signatures on pages, {period}; full height is {top:,}"),
        Column("Pages", is_number=True),
        Column("Claims", is_number=True),
    ]

    def cells(one: Load) -> tuple[Cell, ...]:
        return (
            Cell(one.name),
            Cell(f"{one.tasks:,}", bar=Bar(one.name, f"{one.tasks:,}", percent(one.tasks, most))),
            Cell(f"{one.late:,}"),
            Cell(
                "",
                picture=columns([(month_name(m), one.pages.get(m, 0)) for m in months], top=top),
            ),
            Cell(f"{one.signed:,}"),
            Cell(f"{sum(one.claims.values()):,}"),
        )

    return table("Your load" if own else "Load per clinician", heads, found, cells)


def _months(found: Sequence[Load], months: Sequence[date]) -> Table:
    heads = [Column("Clinician"), *(Column(month_name(m), is_number=True) for m in months)]

    def cells(one: Load) -> tuple[Cell, ...]:
        return (Cell(one.name), *(Cell(f"{one.pages.get(m, 0):,}") for m in months))

    return table("Signatures on pages by month", heads, found, cells)


REPORT = Report(
    name="load",
    title="Load per clinician",
    says="How many open tasks each clinician has, and how many signatures they gave each month.",
    empty="No clinician has a task or gave a signature in these days.",
    build=build,
    dated="Signed",
    notes=(
        "Tasks are those of today, whatever days were asked for. A page that nobody has taken is "
        "nobody's load.",
        "A signature that was taken back later was work all the same, and is counted. So is "
        "“reviewed, no change needed”.",
        "Claims have no specialty: when one is chosen, only pages are counted.",
    ),
    is_personal=True,
)
