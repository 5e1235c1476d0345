"""The kinds of record of which every version is listed, compared and copied, each in its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from education.audit.history import TrackedModel
from education.content import rewriting
from education.content.manuscript import Manuscript
from education.content.models import Section, Topic
from education.content.rewriting import Rows, Texts
from education.content.services import manuscript_of
from education.evidence.models import Claim, Source
from education.staff.conflicts import Part
from education.staff.diffing import PartDiff, page_diff, parts_diff
from education.staff.version_facts import (
    Entry,
    claim_facts,
    claim_words,
    source_facts,
    source_words,
    verb_of,
)


@dataclass(frozen=True, slots=True)
class Versioned:
    """A kind of record with its versions, and what their screens say."""

    texts: tuple[Texts, ...]
    #: Whoever may change rows of this copies an old version.
    writes: type[TrackedModel]
    #: What its newest version is called, as in "Copy into the draft".
    noun: str
    #: Said above the list: what is a version, and what is not.
    lead: str
    #: What copying leaves alone.
    stays: str
    #: Said to somebody who may not copy.
    refusal: str
    #: Names of addresses: the list, the copy, and the form.
    listed: str
    copied: str
    form: str
    #: What was saved, in words, for each entry of the history.
    words: Callable[[Sequence[Entry]], list[str]]
    #: The text of a version, and how two of them differ.
    text: Callable[[Rows], Any]
    differ: Callable[[Any, Any], list[PartDiff]]
    #: Today's rules for a row must hold; a draft's are judged when it is submitted.
    valid: bool = False

    @property
    def model(self) -> type[TrackedModel]:
        """The record itself."""
        return self.texts[0].model

    @property
    def parts(self) -> tuple[Part, ...]:
        """What its form edits, in the order of a version's name."""
        return tuple(Part(one.model, one.key) for one in self.texts)


def page_text(rows: Rows) -> Manuscript:
    """Return a page as readers would get it. Claims stand in it as they are today."""
    (page,), sections, codes = rows
    return manuscript_of(
        page,
        sections=sorted(sections, key=lambda s: (s.order, s.pk or 0)),
        codes=sorted(codes, key=lambda c: (c.system, c.code)),
    )


def _page_words(entries: Sequence[Entry]) -> list[str]:
    return [_page_word(n, entry) for n, entry in entries]


def _page_word(n: int, entry: Any) -> str:
    if n == 0:
        return "the page" + (" started" if entry.history_type == "+" else "")
    return (f"section “{entry.heading}”" if n == 1 else f"code {entry.code}") + verb_of(entry)


TOPIC = Versioned(
    texts=rewriting.TOPIC,
    writes=Section,
    noun="draft",
    lead="Each time somebody saved the page, its sections or its codes. Claims have a history of "
    "their own and are shown as they are today.",
    stays="Owner, language and address stay as they are, and patients read nothing of it before "
    "it is signed.",
    refusal="Only an author changes a draft.",
    listed="desk:versions",
    copied="desk:copy_version",
    form="admin:education_topic_change",
    words=_page_words,
    text=page_text,
    differ=page_diff,
)
CLAIM = Versioned(
    texts=rewriting.CLAIM,
    writes=Claim,
    noun="claim",
    lead="Each time somebody saved the claim or its citations. Sources have a history of their "
    "own and are named as they are today.",
    stays="Pages that are live keep the words that were signed.",
    refusal="Only an author changes a claim.",
    listed="desk:claim_versions",
    copied="desk:copy_claim_version",
    form="admin:education_claim_change",
    words=claim_words,
    text=claim_facts,
    differ=parts_diff,
    valid=True,
)
SOURCE = Versioned(
    texts=rewriting.SOURCE,
    writes=Source,
    noun="source",
    lead="Each time somebody saved the source.",
    stays="Its notice stays as it is: what was retracted stays retracted. Pages that are live "
    "keep the words that were signed.",
    refusal="Only an author or a coordinator changes a source.",
    listed="desk:source_versions",
    copied="desk:copy_source_version",
    form="admin:education_source_change",
    words=source_words,
    text=source_facts,
    differ=parts_diff,
    valid=True,
)
KINDS: dict[type[TrackedModel], Versioned] = {Topic: TOPIC, Claim: CLAIM, Source: SOURCE}
