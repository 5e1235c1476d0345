"""The check on abbreviations: those that a page uses and never explains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from education.content.glossary import names_of
from education.content.manuscript import Manuscript

from . import lexicon
from .base import Check, Finding, Level
from .page import Page
from .reading import Reading
from .terms import pattern

_LATIN = "A-Za-z0-9À-ÖØ-öø-ÿ"
#: A word with two capitals in it; addresses and parts of names of files are none.
_CAPITALS = re.compile(
    rf"(?<![{_LATIN}./@_])(?=[a-z]*[A-Z][a-z0-9]*[A-Z])[A-Za-z][A-Za-z0-9]*(?![{_LATIN}@_])"
)
_ROMAN = re.compile(r"[IVX]+")
#: Longer ones in capitals alone are words that shout.
_LONGEST_SPOKEN = 5
_LONGEST = 12
#: How far back the long form of "(GFR)" is looked for, in signs.
_BACK = 100
_OPENED = re.compile(r"\((?:[^()]{0,25} )?$")
_OR = re.compile(r", (?:or|o) (?:an? |the )?$")
_NAMED = pattern(
    r"""
    \b(?:called|known as|shortened to|abbreviated (?:as|to)|short form is|llamad[oa]|
    conocid[oa] como) (?:an? |the |el |la )?["“]?$
    """
)
#: What follows "ARBs": "are pills for blood pressure", "and beta blockers are ...".
_TOLD = pattern(
    r"""
    ^(?:s|-\w+)?["”]?(?: (?:scan|test|score|level|number|exam|inhibitor|tablet|vaccine)s?)?,?
    (?: (?:and|or|y|o)(?: (?:the|an?|los|las|el|la))? [A-Z][\w-]*)?
    \s(?:(?:is|are) (?:an?|how|when|where|what|short for)|are (?:\w+ ){0,3}(?:pills|tablets|
    medicines|drugs|tests|scans|hormones|proteins|vaccines|germs|injections)|stands? for|
    short for|means?|meaning|which (?:is|means|stands)|that is|es una?|son|significa|
    هو|هي|يعني|تعني|أقراص|أدوية|دواء|فحص)\b
    """
)
_NEXT = re.compile(r"^this (?:\w+ )?(?:is an?|shows?|means|tells|measures)\b", re.IGNORECASE)
#: "MRI (a scan with magnets)" explains; "MRI (see page 2)" does not.
_BRACKET = re.compile(r"^(?:s|-\d+)?\s\((?!see\b|e\.g|for example|such as|page\b|ver\b)([^()]+)\)")
_WORD = re.compile(r"[^\W\d_]{2,}")


def abbreviation(word: str) -> str:
    """Return the abbreviation that a word is, without a plural s; "" when it is a plain word."""
    if word.endswith("s") and word[:-1].isupper():
        word = word[:-1]
    capitals, letters = sum(map(str.isupper, word)), sum(map(str.isalpha, word))
    shouted = word.isalpha() and word.isupper() and len(word) > _LONGEST_SPOKEN
    if capitals < 2 or capitals * 2 < letters or len(word) > _LONGEST:
        return ""
    if shouted or _ROMAN.fullmatch(word):
        return ""
    known = word in lexicon.KNOWN_ABBREVIATIONS or word.lower() in lexicon.STRESSED
    return "" if known else word


def spells(long: str, short: str) -> bool:
    """Tell whether words may be what an abbreviation stands for.

    Each of its letters begins a word, or stands later in a word that one before it has entered:
    "electrocardiogram" spells ECG.
    """
    text, letters = (part.lower().replace("k", "c") for part in (long, short))
    begins = [m.start() for m in re.finditer(r"[^\W_]+", text)]
    ends = [m.end() for m in re.finditer(r"[^\W_]+", text)]
    places = {start for start in begins if text[start] == letters[:1]}
    for letter in letters[1:]:
        if not places:
            return False
        after = {start for start in begins if start > min(places)}
        for place in places:
            after.update(range(place + 1, next(end for end in ends if end > place)))
        places = {place for place in after if text[place] == letter}
    return bool(places)


def _is_explained(short: str, reading: Reading, start: int, end: int) -> bool:
    """Tell whether the words around an abbreviation say what it is."""
    text = reading.sentence.text
    before, after = text[max(0, start - _BACK) : start], text[end : end + _BACK]
    if _NAMED.search(before) or _TOLD.match(after) or _is_told_next(reading):
        return True
    if (inside := _BRACKET.match(after)) and len(_WORD.findall(inside[1])) > 1:
        return True
    if before.endswith("(") and not reading.page.manuscript.language.lower().startswith("en"):
        # Other languages keep an English abbreviation behind their own words.
        return _WORD.search(before) is not None
    opened = _OPENED.search(before) or _OR.search(before)
    return opened is not None and spells(before[: opened.start()], short)


def _is_told_next(reading: Reading) -> bool:
    """Tell whether the next sentence of the same paragraph begins "This number shows"."""
    return any(
        near.sentence.unit == reading.sentence.unit and _NEXT.match(near.sentence.text)
        for near in reading.page.readings[reading.position + 1 : reading.position + 2]
    )


def _in_glossary(manuscript: Manuscript) -> set[str]:
    forms = (name for term in manuscript.terms for name in names_of(term))
    return {word for form in forms for word in re.findall(r"\w+", form)}


class UnexplainedAbbreviation(Check):
    id = "K46"
    name = "unexplained-abbreviation"
    title = "Abbreviation that is never explained"
    description = "An abbreviation is explained somewhere on the page, or in the glossary."
    level = Level.WARN
    explanation = (
        "Write the long form once with the short one behind it, say in plain words what it is, or "
        "put it into the glossary. Where it stands only once, write the long form alone. A few "
        "that everybody knows, such as HIV, need nothing. A lone claim or sentence is not judged, "
        "since the page around it may explain."
    )
    bad = "Your GFR shows how well your kidneys work."
    good = "Your glomerular filtration rate (GFR) shows how well your kidneys work."
    subjects = frozenset({"topic", "text"})
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        if len(page.readings) < 2:
            return
        first: dict[str, Reading] = {}
        explained = _in_glossary(page.manuscript)
        for reading in page.readings:
            for short, start, end in _abbreviations(reading):
                first.setdefault(short, reading)
                if short == reading.sentence.text or _is_explained(short, reading, start, end):
                    explained.add(short)
            explained.add(reading.sentence.label)
        # One finding a sentence: what a clinician answers hangs on its words.
        together: dict[int, list[str]] = defaultdict(list)
        for short, reading in first.items():
            if short not in explained:
                together[reading.position].append(f"“{short}”")
        for position, shorts in together.items():
            named, verb = ", ".join(shorts), "is" if len(shorts) == 1 else "are"
            yield self.at(
                page.readings[position].sentence,
                f"{named} {verb} not explained anywhere on the page. Write out what it stands for, "
                "or add it to the glossary.",
            )


def _abbreviations(reading: Reading) -> Iterator[tuple[str, int, int]]:
    text = reading.sentence.text
    if " " in text and not any(sign.isalpha() and not sign.isupper() for sign in text):
        return
    for hit in _CAPITALS.finditer(text):
        if short := abbreviation(hit[0]):
            yield short, hit.start(), hit.end()
