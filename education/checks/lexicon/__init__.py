"""The words the checks know: general clinical and selling English, as data.

The wording tables follow GRADE guidelines 26 (Santesso et al. 2020, PMID 31711912) for the verbs
each certainty allows. Raise ``LEXICON_VERSION`` with every change; reviews store it with their
findings.
"""

from __future__ import annotations

from .clinical import (
    ACTION,
    ANY_RED_FLAG,
    AVAILABILITY,
    CAUTION,
    CERTAIN_OUTCOME,
    EXPLAINED,
    HARM,
    JARGON,
    NUMBER,
    OUT_OF,
    PSEUDO,
    RED_FLAGS,
    REGULATOR,
    RISK_NUMBER,
    SOFTENED,
    VAGUE_FREQUENCY,
)
from .effects import (
    ABSOLUTE,
    BENEFIT,
    MECHANISM,
    MODAL,
    NEUTRAL_VERB,
    NEVER_WRITTEN,
    NO_SIDE_EFFECTS,
    OUTCOME,
    PEOPLE_OUTCOME,
    SPECIES,
    SURE_PROMISE,
    USAGE,
)
from .pitch import GAIN, HYPE, WINNER
from .selling import (
    CAUSE,
    COMPARATIVE,
    MILD_PROMO,
    NATURAL,
    POPULARITY,
    PRESSURE,
    RUN_DOWN,
    RUN_DOWN_BY_SELLER,
    SAFE,
    SAFE_TOLD,
    SALES,
    STRONG_PROMO,
    VAGUE_RESEARCH,
)
from .short import KNOWN_ABBREVIATIONS, STRESSED
from .speech import (
    BODY,
    GENERIC_TREATMENT,
    MOSTLY,
    PRONOUN_START,
    SECOND_PERSON,
)

LEXICON_VERSION = "2026.2"

__all__ = [
    "ABSOLUTE",
    "ACTION",
    "ANY_RED_FLAG",
    "AVAILABILITY",
    "BENEFIT",
    "BODY",
    "CAUTION",
    "CAUSE",
    "CERTAIN_OUTCOME",
    "COMPARATIVE",
    "EXPLAINED",
    "GAIN",
    "GENERIC_TREATMENT",
    "HARM",
    "HYPE",
    "JARGON",
    "KNOWN_ABBREVIATIONS",
    "LEXICON_VERSION",
    "MECHANISM",
    "MILD_PROMO",
    "MODAL",
    "MOSTLY",
    "NATURAL",
    "NEUTRAL_VERB",
    "NEVER_WRITTEN",
    "NO_SIDE_EFFECTS",
    "NUMBER",
    "OUTCOME",
    "OUT_OF",
    "PEOPLE_OUTCOME",
    "POPULARITY",
    "PRESSURE",
    "PRONOUN_START",
    "PSEUDO",
    "RED_FLAGS",
    "REGULATOR",
    "RISK_NUMBER",
    "RUN_DOWN",
    "RUN_DOWN_BY_SELLER",
    "SAFE",
    "SAFE_TOLD",
    "SALES",
    "SECOND_PERSON",
    "SOFTENED",
    "SPECIES",
    "STRESSED",
    "STRONG_PROMO",
    "SURE_PROMISE",
    "USAGE",
    "VAGUE_FREQUENCY",
    "VAGUE_RESEARCH",
    "WINNER",
]
