"""First guesses for imported drafts: kind of claim, intervention, condition. An author confirms.

Pure rules over one sentence; nothing is learned and nothing is looked up.
"""

from __future__ import annotations

import re

from education.content.manuscript import CodeText
from education.evidence.grading import Kind

from . import lexicon
from .conditions import ICD10CM, condition_in
from .products import ESTABLISHED, mentions
from .sentences import plain
from .terms import pattern, words

_UNTREATED = words(
    r"""
    without (?:any )?treatment | (?:left |if )?untreated | if (?:it is |you are )?not treated
    no treatment
    """
)
_ADVICE = pattern(
    r"""
    ^(?:ask|talk|call|see|tell|speak|contact|do not|don't|avoid|eat|drink|keep|check|try|take|
    stop|use|make|get|go|bring|follow|rest|wear|wash|write|learn|choose|limit|phone|visit|
    seek|show|read|report|if you (?:have|are|notice|get|feel|think)\b[^.]*, (?:call|see|tell|
    ask|get|stop|talk))\b|\byou (?:should|must|need to|can ask)\b|\b(?:should|must) (?:seek|
    see|ask|talk|call|tell|not)\b
    """
)
_DIAGNOSIS = words(
    r"""
    tests? | tested for | scans? | x-?rays? | ultrasound | biops(?:y|ies) | diagnos\w+
    screening | blood pressure check | urine sample | examin\w+ | mri | ct
    """
)
_PROGNOSIS = words(
    r"""
    leads? to | end(?:s)? in | outlook | life expectancy | prognosis | over time
    in the long run | get(?:s|ting)? worse | worsens? | progress(?:es)?(?: to)?
    complications? | fatal | die | dies | death | (?:kidney|heart|liver) failure | failure of
    future | survive | survival | risk of (?:kidney|heart|stroke|death|losing)
    """
)
_SYMPTOM = words(
    r"""
    symptoms? | signs? | swell\w* | swollen | tired\w* | fatigue | weak(?:ness)? | numb\w*
    tingling | itch\w* | rash | nausea | sick | vomit\w* | dizz\w* | fever | cough\w*
    breathless\w* | breathing difficult\w* | short of breath | feel | ache | stiff\w*
    pain(?:ful)?
    """
)
_SAFETY = words(
    r"""
    side[- ]effects? | safe(?:ty|ly)? | unsafe | harmful | harmless | dangerous
    minimally invasive | non-?invasive | adverse | well[- ]tolerated | harsh
    """
)
_DAILY_LIFE = re.compile(r"\bquality of life|daily life|everyday (?:life|activities|tasks)\b")
_OTHER_TREATMENT = pattern(
    r"""
    \b(?:than|compared|unlike|conventional|traditional|other|standard|versus|
    vs)\b[^.]*\b(?:treatments?|therap(?:y|ies)|medicines?|medications?|drugs?|surgery|
    dialysis|procedures?|painkillers?|pills|tablets|steroids?|solutions?|care)\b
    """
)


def propose_kind(sentence: str) -> Kind:
    """Return the most likely kind of claim; a fact about the body when nothing else fits.

    Args:
        sentence: one sentence as an author wrote it.
    """
    text = plain(sentence)
    named = bool(mentions(text))
    treatment = named or bool(lexicon.GENERIC_TREATMENT.search(text) or ESTABLISHED.search(text))
    benefit = lexicon.BENEFIT.search(text)
    if lexicon.REGULATOR.search(text):
        return Kind.REGULATORY
    if lexicon.COMPARATIVE.search(text) and (treatment or _OTHER_TREATMENT.search(text)):
        return Kind.COMPARISON
    if lexicon.RUN_DOWN.search(text):
        return Kind.COMPARISON
    if _UNTREATED.search(text):
        return Kind.NO_TREATMENT
    if _ADVICE.search(text):
        return Kind.ADVICE
    if (treatment or not benefit) and (
        _SAFETY.search(text) or (treatment and lexicon.HARM.search(text))
    ):
        return Kind.HARM
    if benefit and (treatment or lexicon.PRONOUN_START.match(text)):
        return Kind.QUALITY_OF_LIFE if _DAILY_LIFE.search(text) else Kind.BENEFIT
    if named and lexicon.AVAILABILITY.search(text):
        return Kind.AVAILABILITY
    if _PROGNOSIS.search(text):
        return Kind.PROGNOSIS
    if _DIAGNOSIS.search(text):
        return Kind.DIAGNOSIS
    if _SYMPTOM.search(text):
        return Kind.SYMPTOM
    if treatment and lexicon.AVAILABILITY.search(text):
        return Kind.AVAILABILITY
    return Kind.MECHANISM


def propose_intervention(sentence: str) -> str:
    """Return the unproven or mixed product a sentence names, such as ``exosomes``, or ""."""
    found = mentions(plain(sentence))
    return found[0].product.name if found else ""


def propose_condition(text: str) -> CodeText | None:
    """Return the ICD-10-CM code of the first condition a text names, or None.

    Exact dictionary only: nephropathy and neuropathy must never be taken for each other.
    """
    condition = condition_in(plain(text))
    if condition is None:
        return None
    return CodeText(system=ICD10CM, code=condition.code, display=condition.display)
