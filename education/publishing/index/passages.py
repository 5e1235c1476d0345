"""The pieces of a signed page that may be shown by themselves without changing what they say.

A claim is shown whole; so is a key point. Running text is shown by the sentence, a list item with
the words that lead to the list and everything under its heading. A sentence that answers the one
before it stays with it. Tables are left out: a cell alone says nothing.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils import translation
from django.utils.translation import gettext as _

from education.checks.sentences import split_sentences
from education.content.manuscript import Manuscript
from education.content.markdown import Place, to_html, to_text

#: A sentence of fewer words than this ("No.") says something only beside its neighbour.
_FEW = 4
_LONGEST = 320


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of signed text, and the heading it stands under."""

    label: str
    text: str


def passages_of(page: Manuscript) -> tuple[Passage, ...]:
    """Return the passages of a page in reading order, without title and short answer."""
    with translation.override(page.language):
        return tuple(_passages(page))


def _passages(page: Manuscript) -> Iterator[Passage]:
    said = {claim.claim_id: claim.statement for claim in page.claims}
    for point in page.key_points:
        text = to_text(point, lambda claim_id: said.get(claim_id, ""))
        yield Passage(_("Key points"), text)
    parts = [(section.heading, section.body) for section in page.sections]
    parts += [
        (_("What is not known"), page.not_known),
        (_("When to get help"), page.get_help),
    ]
    for heading, body in parts:
        blocks = _Blocks(heading)
        blocks.feed(to_html(body, lambda claim_id, place: _claim(said.get(claim_id, ""), place)))
        yield from blocks.found


def _claim(statement: str, place: Place) -> str:
    if place is Place.AFTER:
        return ""
    escaped = html.escape(statement)
    return f"<p>{escaped}</p>" if place is Place.BLOCK else escaped


class _Blocks(HTMLParser):
    """Reads our own HTML of a body: paragraphs, list items with what leads to them, headings."""

    def __init__(self, heading: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self.heading = self.under = heading
        self.text = ""
        #: What led to each list that is open: the paragraph or the item before it.
        self.leads: list[str] = []
        self.last = ""
        self.in_table = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a list or a table begins."""
        if tag in ("ul", "ol"):
            if self.leads:
                self._end_item()
            self.leads.append(self.last)
            self.text = ""
        elif tag == "table":
            self.in_table += 1
        elif tag in ("p", "li", "br"):
            self.text += " "

    def handle_data(self, data: str) -> None:
        """Gather words, but not those of tables."""
        if not self.in_table:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        """Hand out what has ended."""
        if tag in ("ul", "ol"):
            self.last = self.leads.pop() if self.leads else ""
        elif tag == "li":
            self._end_item()
        elif tag == "table":
            self.in_table -= 1
            self.last = ""
        elif tag == "p" and not self.leads:
            text = self._taken()
            self.found += [Passage(self.under, one) for one in _whole_sentences(text)]
            self.last = text
        elif tag in ("h3", "h4", "h5", "h6"):
            self.under = f"{self.heading}: {self._taken()}"
            self.last = ""

    def _end_item(self) -> None:
        text = self._taken()
        if text:
            lead = " ".join(one for one in self.leads if one)
            self.found.append(Passage(self.under, f"{lead} {text}".strip()))
            self.last = text

    def _taken(self) -> str:
        text, self.text = " ".join(self.text.split()), ""
        return text


def _whole_sentences(text: str) -> Iterator[str]:
    """Yield a paragraph whole while it is short, else by sentences that can stand alone."""
    if len(text) <= _LONGEST:
        if text:
            yield text
        return
    held = ""
    for sentence in split_sentences(text):
        held = f"{held} {sentence}".strip()
        if len(held.split()) >= _FEW and not held.rstrip("\"'”’»)").endswith(("?", "؟", ":")):
            yield held
            held = ""
    if held:
        yield held
