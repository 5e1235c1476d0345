"""The words readers get for the vocabulary of evidence, kinds of page and notices.

Certainty follows GRADE (Balshem et al. 2011; BMC Medicine 10:33, table 1), said in plain words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from education.content.manuscript import ClaimText
from education.content.models import TopicKind
from education.evidence.grading import BEFORE_PEOPLE, Certainty, Kind, Stage
from education.evidence.models import Source

#: A word that is translated when it is printed.
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Level:
    """A level of certainty for readers: its symbol, its name, and what it means."""

    key: str
    label: Words
    meaning: Words
    #: The filled dots of the symbol, out of four; None for the symbols that are no dots.
    dots: int | None = None


LEVELS: dict[str, Level] = {
    Certainty.HIGH: Level(
        "high",
        _("High certainty"),
        _("We are very sure of this. More research is unlikely to change it."),
        4,
    ),
    Certainty.MODERATE: Level(
        "moderate",
        _("Moderate certainty"),
        _("This is probably right. More research could change it."),
        3,
    ),
    Certainty.LOW: Level(
        "low",
        _("Low certainty"),
        _("This may be right. More research could well change it."),
        2,
    ),
    Certainty.VERY_LOW: Level(
        "very-low",
        _("Very low certainty"),
        _("We do not know. The research so far cannot tell us."),
        1,
    ),
    Certainty.NONE_IN_PEOPLE: Level(
        "none-in-people",
        _("Not tested in people"),
        _("Only tried in the laboratory or in animals. That cannot tell us if it works in people."),
    ),
    Certainty.NOT_GRADED: Level(
        "not-graded",
        _("Checked fact"),
        _("A fact or advice, checked against the sources whose numbers stand beside it."),
    ),
}
#: What stands in place of "Checked fact" where that would be the wrong name.
_UNGRADED: dict[str, Words] = {
    Kind.ADVICE: _("Checked advice"),
    Kind.REGULATORY: _("Official status"),
}

_STAGES: dict[str, Words] = {
    Stage.IDEA: _("an idea that has not been tested"),
    Stage.IN_VITRO: _("cells in the laboratory"),
    Stage.ANIMAL: _("animals"),
    Stage.ANIMAL_REVIEW: _("a review of animal studies"),
    Stage.CASE_SERIES: _("reports on single patients"),
    Stage.EARLY_TRIAL: _("an early or small trial in people"),
    Stage.OBSERVATIONAL: _("following groups of people over time"),
    Stage.RCT: _("a randomised trial in people"),
    Stage.RCT_REVIEW: _("a review of randomised trials in people"),
    Stage.GUIDELINE: _("a clinical guideline"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """A kind of page: what it is called in the singular, in a list, and what it holds."""

    key: str
    one: Words
    many: Words
    about: Words


SHELVES: dict[str, Shelf] = {
    shelf.key: shelf
    for shelf in (
        Shelf(
            TopicKind.CONDITION,
            _("Condition"),
            _("Conditions"),
            _("What it is, how it is found, what helps."),
        ),
        Shelf(
            TopicKind.TREATMENT,
            _("Treatment"),
            _("Treatments"),
            _("What it does, what it cannot do, its harms."),
        ),
        Shelf(
            TopicKind.MEDICINE,
            _("Medicine"),
            _("Medicines"),
            _("What it is for, how to take it, what to look out for."),
        ),
        Shelf(
            TopicKind.TEST,
            _("Test"),
            _("Tests"),
            _("Why it is done, what happens, what the result means."),
        ),
        Shelf(
            TopicKind.PREVENTION,
            _("Staying well"),
            pgettext_lazy("list of pages", "Staying well"),
            _("What lowers your risk, and by how much."),
        ),
        Shelf(
            TopicKind.LIVING,
            _("Living with a condition"),
            pgettext_lazy("list of pages", "Living with a condition"),
            _("Daily life, work, food, travel, family."),
        ),
    )
}

#: What readers are told about a source that something happened to.
SOURCE_NOTICES: dict[str, Words] = {
    Source.Notice.CORRECTED: _("A correction to this source has been published."),
    Source.Notice.CONCERN: _("The journal has published a concern about this source."),
    Source.Notice.RETRACTED: _("This source has been retracted: it no longer counts as evidence."),
    Source.Notice.SUPERSEDED: _("A newer version of this source exists."),
}

#: What a signature says, for readers; the exact sentence that was signed is kept with it.
MEANINGS: dict[str, Words] = {
    "clinical_review": _(
        "Read this page as you see it, checked it against its sources, "
        "and approved it in exactly this form."
    ),
    "reviewed_no_change": _("Read this page again, checked its sources, and left it as it is."),
}

#: Why there was no page on a day, by the kind of its withdrawal.
NOTHING_SHOWN: dict[str, Words] = {
    "not_yet": _("No page: it had not been published yet."),
    "safety": _("No page: it was taken down on %(day)s because of a safety concern."),
    "evidence": _(
        "No page: it was taken down on %(day)s because the research behind it had changed."
    ),
    "error": _("No page: it was taken down on %(day)s because of a mistake in it."),
    "expired": _("No page: it was taken down on %(day)s because its review was overdue."),
    "consolidated": _("No page: it was taken down on %(day)s because another page took its place."),
}


def level_of(claim: ClaimText) -> Level:
    """Return the level of certainty of a claim, named as fits its kind."""
    level = LEVELS.get(claim.certainty, LEVELS[Certainty.NOT_GRADED])
    if level.key == "not-graded" and claim.kind in _UNGRADED:
        return Level(level.key, _UNGRADED[claim.kind], level.meaning)
    return level


def evidence_of(claim: ClaimText) -> str:
    """Return what a graded claim rests on, such as "an early trial in people, 40 people"."""
    stage = _STAGES.get(claim.stage)
    if stage is None or claim.certainty == Certainty.NOT_GRADED:
        return ""
    parts = [str(stage)]
    if claim.species and claim.stage in BEFORE_PEOPLE:
        parts.append(claim.species)
    if claim.n_people:
        people = ngettext("%(n)s person", "%(n)s people", claim.n_people)
        parts.append(people % {"n": number_format(claim.n_people, force_grouping=True)})
    return gettext("From %(evidence)s") % {"evidence": ", ".join(parts)}


def day(value: date | datetime) -> str:
    """Return a date in words, such as "4 March 2026"."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    # Translators: how a date is written; see Django's date filter.
    return date_format(value, pgettext("date format", "j F Y"))


def nothing_shown(why: str, since: date | None) -> str:
    """Return why readers got no page, in one sentence."""
    return str(NOTHING_SHOWN[why]) % {"day": day(since) if since else ""}


def languages() -> dict[str, str]:
    """Return the languages of the site, code to name, the default first."""
    return dict(sorted(settings.LANGUAGES, key=lambda pair: pair[0] != settings.LANGUAGE_CODE))
