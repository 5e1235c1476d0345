"""From A to Z in each language: where a title stands, and the letters there are."""

from __future__ import annotations

import unicodedata

from education.publishing.index.tokens import fold, words

#: Where titles stand that begin with a number, or with a letter of another script.
OTHER = "#"
_LATIN = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LETTERS = {
    "ar": tuple("ابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    "es": tuple("ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"),
}
#: Ñ comes after every other N; nothing else sorts behind a letter.
_AFTER = "\x7f"


def letters(language: str) -> tuple[str, ...]:
    """Return the alphabet of a language."""
    return _LETTERS.get(language.partition("-")[0], _LATIN)


def sort_text(title: str, language: str) -> str:
    """Return what a title is sorted by: folded words; with Ñ as a letter, without Arabic "the"."""
    return " ".join(_sorted_word(word, language.partition("-")[0]) for _, _, word in words(title))


def _sorted_word(word: str, language: str) -> str:
    if language == "es":
        composed = unicodedata.normalize("NFC", word.casefold())
        return ("n" + _AFTER).join(fold(part) for part in composed.split("ñ"))
    bare = fold(word)
    return bare.removeprefix("ال") if language == "ar" and len(bare) > 4 else bare


def letter_of(title: str, language: str) -> str:
    """Return the letter under which a title stands, or ``OTHER``."""
    key = sort_text(title, language)
    if key.startswith("n" + _AFTER) and "Ñ" in letters(language):
        return "Ñ"
    first = key[:1].upper()
    return first if first in letters(language) else OTHER
