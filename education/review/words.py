"""The few words beside a signed page that nobody countersigns, kept harmless.

A notice stands in the place of a page that was taken down; a declaration of interests stands
beside a signature. Both are written by one person and read by patients, so neither may say
anything about an illness or a treatment (decision 0004). The rules are lexical and read English;
words of one's own in another language are refused where no rule can read them.
"""

from __future__ import annotations

import re

from education.checks.registry import inspect
from education.content.manuscript import Manuscript, SectionText

LONGEST = 400

#: What such a sentence may be about: the page itself, or whom to ask.
_ABOUT_THE_PAGE = re.compile(
    r"\b(pages?|website|site|leaflets?|texts?|articles?|information|notice|advice|facts|content|"
    r"errors?|mistakes?|review\w*|stud(?:y|ies)|research|evidence|safety|alert|regulator|"
    r"we|us|our|clinics?|care team|doctors?|nurses?|pharmacists?|midwi(?:fe|ves)|gp|helpline|"
    r"call|ask|talk|contact|phone|speak)\b",
    re.IGNORECASE,
)
#: What it may never say: that something works, or what to do about one's treatment.
_EFFECT = re.compile(
    r"\b(cur(?:es?|ed|ing)|heal(?:s|ed|ing)?|help(?:s|ed)|works?(?= (?:for|against|better|well)\b)|"
    r"effective|safe(?:ly|r)?|proven|recommend\w*|prevents?|reverses?|improv\w+|restor\w+|"
    r"miracle|natural(?:ly)?|harmless)\b",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"\b((?<!before you )(?<!if you )(?:take|use)|takes|stop(?:s|ping)?|start(?:s|ing)?|drink\w*|"
    r"eat|eating|swallow\w*|inject\w*|apply|appl(?:ies|ying)|rub|skip\w*|doubl\w+|increas\w+|"
    r"reduc\w+|lower\w*|avoid\w*|buy\w*|order\w*|book\w*|need(?:s|ed)?|must|should|safe to|"
    r"do not (?!act|know)|don[’']t|never|instead|"
    r"\d+ ?(?:mg|g|ml|µg|mcg|units?|times|drops))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")
#: Shorter sentences ("Gone for now.") need not name what they are about.
_SHORT = 4


def not_for_a_notice(notice: str) -> list[str]:
    """Return why these words may not stand in place of a page; empty when they may."""
    reasons = _common(notice)
    for sentence in filter(None, _SENTENCE.split(notice)):
        strays = len(sentence.split()) >= _SHORT and not _ABOUT_THE_PAGE.search(sentence)
        if strays or _INSTRUCTION.search(sentence):
            reasons.append(
                f"“{sentence}” says more than a notice may: say only why the page is down and "
                "whom to ask."
            )
    return reasons


def not_for_interests(statement: str) -> list[str]:
    """Return why these words may not stand beside a signature; empty when they may."""
    return _common(statement)


def _common(words: str) -> list[str]:
    reasons = []
    if len(words) > LONGEST:
        reasons.append(f"Shorten it to {LONGEST} characters.")
    text = Manuscript(subject="text", sections=(SectionText(heading="", body=words),))
    reasons += [f.message for f in inspect(text) if f.level == "block"]
    if found := _EFFECT.search(words):
        reasons.append(f"Leave out “{found[0]}”: nobody has signed what it says.")
    return reasons
