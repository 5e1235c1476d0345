"""From a manuscript to the sentences a reader would read, in reading order.

Claims stand in the place of their marks. Every sentence knows where it came from, so a finding can
point there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from education.content.manuscript import CLAIM_MARK, PICTURE_MARK, ClaimText, Manuscript


class Form(StrEnum):
    """The shape of a piece of text."""

    STATEMENT = "statement"
    HEADING = "heading"
    #: Words before a colon at the head of a list item, read as one with what follows.
    LABEL = "label"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading or bullet label with its place in the manuscript."""

    text: str
    anchor: str
    line: int | None = None
    claim: ClaimText | None = None
    #: Heading of the section it stands in.
    heading: str = ""
    form: Form = Form.STATEMENT
    #: The words before the colon in a bullet such as ``Swelling: Your feet may swell``.
    label: str = ""
    #: 1-based section number; 0 outside sections.
    section: int = 0
    #: Sentences of one claim or one paragraph share this number.
    unit: int = 0


#: What a question ends with.
ASKING = ("?", "؟")
_SWAPS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‑": "-", "–": "-"})
# Each pattern has one way to match, so that no text makes them slow.
_LINK = re.compile(r"!?\[([^\[\]]*+)\]\([^()]*+\)")
# A backslash before punctuation shows that sign itself; signs of emphasis are not shown.
_MARKUP = re.compile(r"\\([!-/:-@\[-`{-~])|[*_`]{1,3}")
_ABBREVIATION = re.compile(
    r"\b(?:dr|mr|mrs|ms|prof|st|vs|fig|approx|dept|e\.g|i\.e|et al|cf|u\.s|u\.k|sra?|dra|د|أ|ص)\.$",
    re.IGNORECASE,
)
# Arabic has no capitals: there any letter may begin a sentence.
_STOP = re.compile(
    r"(?<![.!?…؟])[.!?…؟]++[\"'”’»)\]]*+\s++(?=[\"'“‘«(\[]?[A-Z0-9¿¡À-ÖØ-Þ\u0621-\u064A\u0660-\u0669])"
)
# "Swelling: your feet", "How it works: The light"; not "Call 112 at once: it may be fatal".
_LABEL = re.compile(r"^([A-Z][\w-]*(?=:)|[A-Z][^.?!:;]{1,70}(?=:\s+[\"“A-Z0-9])):\s+(?=\S)")
_ITEM = re.compile(r"^\s*(?:[-*+•‣–]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_BOLD = re.compile(r"\*\*[^*]+\*\*:?|__[^_]+__:?")
_LONGEST = 1_000
_QUOTE_MARK = re.compile(r"^\s*>\s?")


def plain(text: str) -> str:
    """Return the text in lower case with straight quotes and single spaces, for matching."""
    if not text.isascii():
        text = text.translate(_SWAPS)
    return " ".join(text.split()).lower()


def clean(text: str) -> str:
    """Return Markdown as the words a reader sees, on one line."""
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    return " ".join(_MARKUP.sub(r"\1", text).split())


def split_sentences(text: str) -> list[str]:
    """Split running text at full stops; abbreviations, initials and decimals do not end one."""
    pieces: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        dot = stop.start() + 1
        # Looks back over the longest abbreviation only: a line of them must not take for ever.
        if stop[0].rstrip() == "." and _ABBREVIATION.search(text, max(start, dot - 10), dot):
            continue
        pieces.append(text[start : stop.end()].rstrip())
        start = stop.end()
    tail = text[start:].strip()
    return [*pieces, tail] if tail else pieces


@dataclass(slots=True)
class _Reader:
    """Walks a manuscript and hands out unit numbers."""

    manuscript: Manuscript
    units: int = 0
    #: Claims already handed out; a claim shown twice is judged once.
    seen: set[int] = field(default_factory=set)
    claims: dict[int | None, ClaimText] = field(init=False)

    def __post_init__(self) -> None:
        self.claims = {claim.claim_id: claim for claim in self.manuscript.claims}

    def sentences(self) -> Iterator[Sentence]:
        m = self.manuscript
        yield from self._heading(m.title, "title", None)
        yield from self._markdown(m.answer, "answer")
        for point in m.key_points:
            yield from self._markdown(point, "key_points")
        for number, section in enumerate(m.sections, 1):
            anchor = f"section:{number}"
            yield from self._heading(section.heading, anchor, section.line, number)
            yield from self._markdown(
                section.body, anchor, section.line, clean(section.heading), number
            )
        yield from self._markdown(m.not_known, "not_known")
        yield from self._markdown(m.get_help, "get_help")
        for question in m.questions:
            yield from self._running(question, "questions", form=Form.QUESTION)
        for term in m.terms:
            yield from self._running(term.definition, "page")
        for claim in m.claims:
            if claim.claim_id not in self.seen:
                yield from self._claim(claim, "page")

    def _heading(
        self, text: str, anchor: str, line: int | None, section: int = 0
    ) -> Iterator[Sentence]:
        if text := clean(text):
            self.units += 1
            form = Form.QUESTION if text.endswith(ASKING) else Form.HEADING
            yield Sentence(text, anchor, line, None, text, form, "", section, self.units)

    def _claim(
        self, claim: ClaimText, anchor: str, heading: str = "", section: int = 0, label: str = ""
    ) -> Iterator[Sentence]:
        yield from self._running(
            claim.statement,
            claim.code or anchor,
            line=claim.line,
            claim=claim,
            heading=heading,
            section=section,
            label=label,
        )

    def _markdown(
        self, text: str, anchor: str, line: int | None = None, heading: str = "", section: int = 0
    ) -> Iterator[Sentence]:
        for block in _blocks(PICTURE_MARK.sub(self._words_of_picture, text)):
            if _HEADING.match(block):
                heading = clean(_HEADING.sub("", block))
                yield from self._heading(heading, anchor, line, section)
                continue
            yield from self._block(block, anchor, line, heading, section)

    def _words_of_picture(self, mark: re.Match[str]) -> str:
        """What is read or heard of a picture, as paragraphs in its place."""
        picture = self.manuscript.picture(int(mark[1]))
        words = (picture.alternative, picture.caption) if picture else ()
        return "\n\n".join(("", *words, ""))

    def _block(
        self, block: str, anchor: str, line: int | None, heading: str, section: int
    ) -> Iterator[Sentence]:
        # re.split with one group alternates prose and claim ids.
        pieces = CLAIM_MARK.split(block)
        label = ""
        for position, piece in enumerate(pieces):
            if position % 2:
                yield from self._marked(int(piece), anchor, heading, section, label)
                continue
            words = _ITEM.sub("", piece).strip()
            leads = position + 1 < len(pieces) and (_BOLD.fullmatch(words) or words[-1:] == ":")
            label = clean(words) if leads else ""
            if label:
                self.units += 1
                form = Form.LABEL if label.endswith(":") else Form.HEADING
                label = label.rstrip(":")
                yield Sentence(label, anchor, line, None, heading, form, "", section, self.units)
            else:
                yield from self._running(piece, anchor, line=line, heading=heading, section=section)

    def _marked(
        self, number: int, anchor: str, heading: str, section: int, label: str
    ) -> Iterator[Sentence]:
        claim = self.claims.get(number)
        if claim is not None and number not in self.seen:
            self.seen.add(number)
            yield from self._claim(claim, anchor, heading, section, label)

    def _running(
        self,
        text: str,
        anchor: str,
        *,
        line: int | None = None,
        claim: ClaimText | None = None,
        heading: str = "",
        section: int = 0,
        label: str = "",
        form: Form | None = None,
    ) -> Iterator[Sentence]:
        if not text or text.isspace():
            return
        text = clean(_ITEM.sub("", text))
        if not any(map(str.isalnum, text)):
            return
        self.units += 1
        if found := _LABEL.match(text):
            label, text = found[1], text[found.end() :]
        for piece in _readable(split_sentences(text)):
            shape = form or (
                Form.QUESTION if piece.rstrip("\"'”’»)").endswith(ASKING) else Form.STATEMENT
            )
            yield Sentence(piece, anchor, line, claim, heading, shape, label, section, self.units)


def _readable(sentences: list[str]) -> Iterator[str]:
    """Yield sentences, those no reader would finish cut between words.

    What a check does grows with the square of a sentence's claims; a text without full stops
    must not hold a worker.
    """
    for sentence in sentences:
        while len(sentence) > _LONGEST:
            cut = sentence.rfind(" ", 1, _LONGEST)
            cut = cut if cut > 0 else _LONGEST
            yield sentence[:cut]
            sentence = sentence[cut:].lstrip()
        yield sentence


def _blocks(text: str) -> Iterator[str]:
    """Yield paragraphs, list items and headings of a Markdown text, wrapped lines joined."""
    held: list[str] = []
    for raw in text.splitlines():
        line = _QUOTE_MARK.sub("", raw)
        if held and (not line.strip() or _ITEM.match(line) or _HEADING.match(line)):
            yield " ".join(held)
            held = []
        if _HEADING.match(line):
            yield line
        elif line.strip():
            held.append(line)
    if held:
        yield " ".join(held)


def sentences_of(manuscript: Manuscript) -> tuple[Sentence, ...]:
    """Return every sentence of a manuscript in reading order; marks without a claim are skipped."""
    return tuple(_Reader(manuscript).sentences())
