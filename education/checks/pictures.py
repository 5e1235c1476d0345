"""The check on pictures: what is heard in their place, and what allows a clinic to show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from education.content.manuscript import PICTURE_MARK, PictureText

from .base import Check, Finding, Level
from .page import Page

#: Licences that ask for the maker's name beside the picture.
_NAMES_ITS_MAKER = frozenset({"cc-by", "cc-by-sa", "cc-by-nd"})
#: A file's name, or words that only say that this is a picture.
_SAYS_NOTHING = re.compile(
    r"(?:\S+\.(?:jpe?g|png|gif|webp|svg|heic)|(?:an? |the )?"
    r"(?:picture|image|photo(?:graph)?|graphic|diagram|drawing|figure|img|dsc|untitled)"
    r"(?:[ _-]?\d+)?)\W*",
    re.IGNORECASE,
)


class PictureIncomplete(Check):
    id = "K45"
    name = "picture-incomplete"
    title = "Picture without alternative text or licence"
    description = "Every picture has words for people who cannot see it, and a licence."
    level = Level.BLOCK
    explanation = (
        "Say in the picture's record what it tells, or that it only decorates; choose its "
        "licence, with the maker's name where the licence asks for it; and when people can be "
        "recognised, note where their consent is filed. In a section its code stands on a line of "
        "its own."
    )
    bad = "A photo of a ward with an empty alternative text and no licence."
    good = "A drawing of a kidney that says “Blood flows in, and clean blood flows out”, CC0."
    subjects = frozenset({"topic"})
    reads_english = False

    def look(self, page: Page) -> Iterator[Finding]:
        yield from self._marks(page)
        for picture in page.manuscript.pictures:
            for problem in _problems(picture):
                yield self.on_page(f"{picture.code}: {problem}", excerpt=picture.caption)

    def _marks(self, page: Page) -> Iterator[Finding]:
        m = page.manuscript
        for number in m.marked_picture_ids():
            if m.picture(number) is None:
                yield self.on_page(f"There is no picture P-{number}: correct the code.")
        for text in (m.answer, *m.key_points):
            for found in PICTURE_MARK.finditer(text):
                yield self.on_page(f"{found[0]} can stand in a section only, not in a short text.")
        for text in (*(s.body for s in m.sections), m.not_known, m.get_help):
            for line in text.splitlines():
                found_in = PICTURE_MARK.search(line)
                if found_in and line.strip() != found_in[0]:
                    yield self.on_page(f"Put {found_in[0]} on a line of its own.", excerpt=line)


def _problems(picture: PictureText) -> Iterator[str]:
    words = picture.alternative
    if picture.decorative and words:
        yield "it only decorates, and yet has words that are read out."
    if not picture.decorative and not words:
        yield "say what it tells, for people who cannot see it, or that it only decorates."
    if words and _SAYS_NOTHING.fullmatch(words.strip()):
        yield f"“{words}” does not say what the picture tells."
    if not picture.licence:
        yield "choose the licence that allows us to show it."
    if picture.licence in _NAMES_ITS_MAKER and not picture.credit:
        yield "its licence asks for the name of whoever made it."
    if picture.shows_people and not picture.consent:
        yield "people can be recognised: note where their consent is filed."
