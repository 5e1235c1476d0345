"""The readability check: a page-wide warning, never a block.

Formulas count syllables and sentences, not understanding; the NHS service manual advises testing
with users instead. So this warns, and a clinician may accept it with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from education.content.glossary import names_of

from . import lexicon
from .base import Check, Finding, Level
from .page import Page
from .readability_scores import Scores, scores, words_of
from .sentences import Form, plain

#: NHS: aim at grade 6 or below; AMA and CDC: 6 to 8. SMOG runs about two grades higher.
GRADE_LIMIT = 7.0
SMOG_LIMIT = 9.0
LONGEST_SENTENCE = 20


class Readability(Check):
    id = "K19"
    name = "readability"
    title = "Hard to read"
    description = "A page reads at about school grade 6, with sentences of 20 words or fewer."
    level = Level.WARN
    explanation = (
        "Shorter sentences and everyday words. The adjusted figure counts words the page cannot "
        "avoid (its condition, its product) in full only once."
    )
    bad = "A page at Flesch-Kincaid grade 11."
    good = "A page at Flesch-Kincaid grade 6."
    subjects = frozenset({"topic", "text"})

    def look(self, page: Page) -> Iterator[Finding]:
        headings, sentences = words_read(page)
        raw = scores(sentences, headings)
        adjusted = scores(sentences, headings, topic_words(page))
        if raw is None or adjusted is None:
            return
        if adjusted.grade > GRADE_LIMIT or adjusted.smog > SMOG_LIMIT:
            long = sum(len(words) > LONGEST_SENTENCE for words in sentences)
            yield self.on_page(_report(raw, adjusted, long))


def _report(raw: Scores, adjusted: Scores, long: int) -> str:
    note = " (indicative: fewer than 30 sentences)" if raw.smog_is_indicative else ""
    return (
        f"Flesch-Kincaid grade {raw.grade:.1f} ({adjusted.grade:.1f} with topic words counted "
        f"once; aim at 6), SMOG {raw.smog:.1f} ({adjusted.smog:.1f}){note}, reading ease "
        f"{raw.ease:.0f}; {long} of {raw.sentences} sentences have more than "
        f"{LONGEST_SENTENCE} words."
    )


def words_read(page: Page) -> tuple[list[list[str]], list[list[str]]]:
    """Return the words of a page's headings, and of its sentences, one list each."""
    headings: list[list[str]] = []
    sentences: list[list[str]] = []
    label: list[str] = []
    for reading in page.readings:
        words = words_of(reading.sentence.text)
        if reading.sentence.form is Form.LABEL:
            label = words
        elif reading.sentence.form is Form.HEADING:
            headings.append(words)
        else:
            # A reader takes "Swelling: your feet may swell" as one sentence.
            sentences.append([*(label or words_of(reading.sentence.label)), *words])
            label = []
    return headings, sentences


def topic_words(page: Page) -> frozenset[str]:
    """Return the words a page cannot avoid: title, codes, products, clinical and own terms."""
    m = page.manuscript
    terms = (name for term in m.terms for name in names_of(term))
    text = " ".join([m.title, m.product, *(code.display for code in m.codes), *terms])
    found = {word for word in words_of(plain(text)) if len(word) > 3}
    for reading in page.readings:
        found.update(
            word
            for mention in reading.mentions
            for word in words_of(reading.plain[mention.start : mention.end])
        )
        found.update(hit[0] for hit in lexicon.JARGON.finditer(reading.plain))
    return frozenset(found)
