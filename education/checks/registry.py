"""The checks, in one visible tuple, and the one door to run them."""

from __future__ import annotations

from education.content.manuscript import Manuscript

from .abbreviations import UnexplainedAbbreviation
from .base import Check, Finding
from .citations import NoSource, UnknownClaimMark, WithdrawnSource
from .completeness import (
    MissingHarms,
    MissingRegulatoryStatus,
    PageRecordMissing,
    RedFlagWithoutAction,
    RegulationIncomplete,
    StandardCareMissing,
)
from .consistency import ConditionMismatch, Contradiction, UnclearGrammar, WordingNotChecked
from .currency import OldSource, StaleStatus
from .figures import LongSentence, MixedDenominators, RelativeRiskAlone
from .lexicon import LEXICON_VERSION
from .pictures import PictureIncomplete
from .readability import Readability
from .reuse import LooseStatement, NearDuplicate
from .strength import (
    CertainOutcome,
    CertaintyWords,
    ComparisonWithoutComparator,
    GradeAboveEvidence,
    HedgeWithoutStage,
    MechanismAsOutcome,
)
from .structure import BrokenLink, HeadingOrder, NoTreatmentOption
from .surroundings import NOWHERE, Surroundings
from .tongue import OtherLanguage
from .translations import TranslationBehind
from .wording import (
    NaturalSafety,
    Pressure,
    PromiseLanguage,
    SecondPersonPromise,
    UndefinedTerm,
    VagueAppeal,
    VagueFrequency,
)

__all__ = ["CHECKS", "LEXICON_VERSION", "check_named", "inspect"]

CHECKS: tuple[Check, ...] = (
    PromiseLanguage(),
    SecondPersonPromise(),
    MechanismAsOutcome(),
    CertaintyWords(),
    HedgeWithoutStage(),
    ComparisonWithoutComparator(),
    NaturalSafety(),
    ConditionMismatch(),
    MissingRegulatoryStatus(),
    MissingHarms(),
    Contradiction(),
    NoSource(),
    VagueFrequency(),
    CertainOutcome(),
    UndefinedTerm(),
    RedFlagWithoutAction(),
    Pressure(),
    VagueAppeal(),
    Readability(),
    PageRecordMissing(),
    UnclearGrammar(),
    StandardCareMissing(),
    UnknownClaimMark(),
    GradeAboveEvidence(),
    RegulationIncomplete(),
    WordingNotChecked(),
    WithdrawnSource(),
    LooseStatement(),
    NearDuplicate(),
    LongSentence(),
    RelativeRiskAlone(),
    MixedDenominators(),
    NoTreatmentOption(),
    HeadingOrder(),
    BrokenLink(),
    OldSource(),
    StaleStatus(),
    OtherLanguage(),
    PictureIncomplete(),
    UnexplainedAbbreviation(),
    TranslationBehind(),
)

_BY_ID = {check.id: check for check in CHECKS}
if len(_BY_ID) != len(CHECKS) or len({check.name for check in CHECKS}) != len(CHECKS):
    raise ValueError("Two checks share an id or a name.")


def check_named(check_id: str) -> Check | None:
    """Return the check with this id, or None; stored findings outlive removed checks."""
    return _BY_ID.get(check_id)


def inspect(manuscript: Manuscript, around: Surroundings = NOWHERE) -> tuple[Finding, ...]:
    """Return everything the checks find, once each, ordered by line and then by check.

    Args:
        manuscript: the frozen value to judge.
        around: the day, the other pages and the claim library, as far as the caller knows them.

    Findings without a line (page-wide ones, or manuscripts written here) come after those with
    one, in reading order per check.
    """
    found = dict.fromkeys(f for check in CHECKS for f in check.inspect(manuscript, around))
    return tuple(
        sorted(found, key=lambda f: (f.line is None, f.line if f.line is not None else 0, f.check))
    )
