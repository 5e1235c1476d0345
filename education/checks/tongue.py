"""The check on language: whether a page is written in the one it declares.

A small detector, offline: the commonest words of English, Spanish and a few neighbours, and the
letters of Arabic. It cannot tell Catalan from Spanish or Urdu from Arabic, and says nothing of
texts too short to know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .base import Check, Finding, Level
from .page import Page

_COMMON = {
    "en": "the and of to is are you your that with for this not have can they from what when if "
    "will which be or as by",
    "es": "el la los las de del que y en un una es son por para con no se su sus puede si usted "
    "como más pero al",
    "fr": "le les des est sont une vous votre dans pour pas avec qui sur ce cette ou peut et du au",
    "de": "der die das und ist sind nicht ein eine mit für auf sie ihr wenn kann werden den dem zu",
    "pt": "o os uma não são com para você seu sua que em dos das pode mais ao como se por",
}
_OF_WORD = {
    word: tuple(code for code, block in _COMMON.items() if word in block.split())
    for block in _COMMON.values()
    for word in block.split()
}
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LETTER = re.compile(r"[^\W\d_]")
#: Fewer words than this are too few to know.
ENOUGH = 12
_SAMPLE = 30
#: Common words the found language needs, and how far it must lead the declared one.
_HITS = 4
_LEAD = 1.5


def language_of(text: str) -> str:
    """Return the language a text seems to be in ("en", "es", "ar", …), or "" when unsure."""
    letters = len(_LETTER.findall(text))
    if letters and len(_ARABIC.findall(text)) > letters / 2:
        return "ar" if len(text.split()) >= ENOUGH else ""
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < ENOUGH:
        return ""
    hits = Counter(code for word in words for code in _OF_WORD.get(word, ()))
    best = [*hits.most_common(2), ("", 0), ("", 0)]
    (found, most), (_, next_most) = best[0], best[1]
    return found if most >= _HITS and most >= _LEAD * next_most else ""


class OtherLanguage(Check):
    id = "K38"
    name = "other-language"
    title = "Not the language declared"
    description = "A page is written in the language it declares."
    level = Level.WARN
    explanation = (
        "The language decides the voice of a screen reader, the address of the page and which "
        "checks read its words. Correct the language, or the text. Told by common words and "
        "letters (English, Spanish, French, German, Portuguese, Arabic); short texts are not "
        "judged."
    )
    bad = "A page declared as English that is written in Spanish."
    good = "A page declared as Spanish that is written in Spanish."
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        declared = page.manuscript.language.lower().split("-")[0]
        # A long page is judged by sentences from all over it.
        step = 1 + len(page.readings) // _SAMPLE
        found = language_of(" ".join(r.sentence.text for r in page.readings[::step]))
        if found and found != declared:
            yield self.on_page(
                f"This page is declared as “{declared}” and reads like “{found}”. Correct one of "
                "them.",
            )
