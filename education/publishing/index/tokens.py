"""From words to what is compared: folded, cut to their stem, without the small words.

The same for what is indexed and for what is asked, so both databases find the same. Stems are
those of the Snowball project (M. F. Porter): endings are cut off, and nothing measures how alike
two words look, so "nephropathy" and "neuropathy" stay apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from threading import Lock
from typing import Any

import snowballstemmer

#: Longer than any word of medicine; what is longer is cut, on both sides alike.
LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ARABIC = str.maketrans("ىةٱ", "يها", "ـ")
#: "The", "and", "for the" grow together with their word, and so do the ends of most plurals
#: (after light10: L. S. Larkey, L. Ballesteros, M. E. Connell, 2007); Snowball wants its letters
#: unfolded, and people fold them as they type.
_ARABIC_HEAD = re.compile(r"^(?:[وفبك]?ال|لل|و(?=\w{4}))(?=\w{3})")
_ARABIC_TAIL = re.compile(r"(?<=\w{3})(?:ها|ان|ات|ون|ين|يه|ه|ي)$")
_ALGORITHMS = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "tr": "turkish",
}
#: Words that every page has and nobody looks for. "no", "not" and "without" are not among them.
_SMALL = {
    "en": "a an and are as at be by can could did do does for from get had has have how i if in is "
    "it its me my of on or our s should so t that the their them there these they this to up was "
    "we were what when where which who why will with would you your about",
    "es": "a al ante como con cual cuando de del desde donde e el ella en es esta este la las le "
    "lo los me mi mis o para pero por porque puede puedo que se si son su sus te tengo tu tus un "
    "una y yo",
    "ar": "في من على عن الى إلى و أو او ما ماذا هل كيف متى هو هي هذا هذه التي الذي ان أن مع",
}
_one_at_a_time = Lock()


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return a word in lower case, without accents, vowel marks and the like."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c)).translate(_ARABIC)
    return "".join(str(unicodedata.digit(c, c)) for c in bare)


@cache
def _small_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _SMALL.get(_base(language), "").split())


@cache
def _stemmer(language: str) -> Any:
    name = _ALGORITHMS.get(_base(language))
    return snowballstemmer.stemmer(name) if name else None


def _base(language: str) -> str:
    return language.partition("-")[0]


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """Return what a word is compared by; empty for the small words of a language."""
    bare = re.sub(r"[\W_]", "", fold(_POSSESSIVE.sub("", word)))[:LONGEST_WORD]
    if not bare or bare in _small_words(language):
        return ""
    if _base(language) == "ar":
        return _ARABIC_TAIL.sub("", _ARABIC_HEAD.sub("", bare))
    stemmer = _stemmer(language)
    if stemmer is None or any(map(str.isdigit, bare)):
        return bare
    with _one_at_a_time:  # A stemmer keeps the word it works on.
        found: str = stemmer.stemWord(bare)
    return found or bare


def words(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, word) of every word of a text."""
    return [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]


def stems(text: str, language: str) -> list[str]:
    """Return the stems of a text in order, without its small words."""
    found = (stem(word, language) for _, _, word in words(text))
    return [one for one in found if one]


def token(one: str, language: str) -> str:
    """Return how a stem stands in the index, where the languages are kept apart."""
    return re.sub(r"[^a-z]", "", language.lower()) + one


def tokens(text: str, language: str) -> str:
    """Return the stems of a text as they stand in the index, separated by spaces."""
    return " ".join(token(one, language) for one in stems(text, language))
