"""What is found of a page: its signed words as tokens, where it stands, and what it is tagged with.

Pure: made from the signed manuscript of an edition, so the whole index can be made again at any
time and compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from education.content.manuscript import Manuscript
from education.content.markdown import to_text
from education.publishing.index.alphabet import letter_of, sort_text
from education.publishing.index.names import Condition, coded, named_in, taken_for
from education.publishing.index.passages import passages_of
from education.publishing.index.systems import systems_of
from education.publishing.index.tokens import stems, token, tokens, words

#: Raise it when other words are made of the same page: pages indexed before are indexed anew.
VERSION = 1
#: A part of the index that no typed word can ask for: words are letters and digits only, and what
#: stands before this mark is a language.
TAG = "0"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands on the shelves; empty means any."""

    system: str
    kind: str
    letter: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of one page. Texts are tokens separated by spaces, weightiest first."""

    language: str
    sort_key: bytes
    title: str
    #: The short answer, and the names under which people look for what the page is about.
    answer: str
    points: str
    body: str
    tags: str
    places: tuple[Place, ...]
    #: Its words as they are spelt, for those who misspell them.
    words: frozenset[str]


def entry_of(page: Manuscript) -> Entry:
    """Return what the index holds of a signed page."""
    language, said = page.language, {c.claim_id: c.statement for c in page.claims}
    answer = to_text(page.answer, lambda claim_id: said.get(claim_id, ""))
    points = [to_text(point, lambda claim_id: said.get(claim_id, "")) for point in page.key_points]
    names = list(names_of(page))
    passages = passages_of(page)
    body = [f"{passage.label} {passage.text}" for passage in passages]
    body += [*page.questions, *(f"{t.term} {t.definition}" for t in page.terms)]
    return Entry(
        language=language,
        sort_key=sort_text(page.title, language).encode(),
        title=tokens(page.title, language),
        answer=tokens(" ".join((answer, *names)), language),
        points=tokens(" ".join(points), language),
        body=tokens(" ".join(body), language),
        tags=" ".join(token(tag, language) for tag in _tags(page)),
        places=tuple(_places(page)),
        words=frozenset(_spelt(page.title, answer, *points, *names, *_headings(page))),
    )


def names_of(page: Manuscript) -> Iterator[str]:
    """Yield the names under which people look for what a page is about."""
    base = page.language.partition("-")[0]
    for condition in {c.key: c for c in (*coded(page.codes), *_in_title(page))}.values():
        yield from condition.names.get(base, ())
    yield from (code.display for code in page.codes if code.display and base == "en")
    for term in page.terms:
        yield from (term.term, *term.forms)


def about(page: Manuscript) -> frozenset[str]:
    """Return the keys of the conditions that a page is about, by its codes and its title."""
    return frozenset(c.key for c in (*coded(page.codes), *_in_title(page)))


def _in_title(page: Manuscript) -> list[Condition]:
    return named_in(stems(page.title, page.language), page.language)


def _headings(page: Manuscript) -> list[str]:
    return [section.heading for section in page.sections]


def _spelt(*texts: str) -> Iterator[str]:
    for text in texts:
        for _, _, word in words(text):
            if 4 <= len(word) <= 30 and word.isalpha():
                yield word.lower()


def only(condition: str) -> str:
    """Return the tag of pages about a condition and not about the one it is taken for."""
    return f"{TAG}only{condition}"


def kind_tag(kind: str) -> str:
    """Return the tag of a kind of page."""
    return f"{TAG}kind{kind}"


def system_tag(system: str) -> str:
    """Return the tag of a body system."""
    return f"{TAG}system{system}"


def _tags(page: Manuscript) -> Iterator[str]:
    held = about(page)
    yield kind_tag(page.kind)
    yield from map(system_tag, systems_of(page.codes))
    yield from (only(one) for one in sorted(held) if taken_for([one]) and taken_for(held))


def _places(page: Manuscript) -> Iterator[Place]:
    letter = letter_of(page.title, page.language)
    for system in ("", *systems_of(page.codes)):
        for kind in ("", page.kind):
            yield Place(system, kind, "")
            yield Place(system, kind, letter)
    for code in sorted({c.code.strip().upper() for c in page.codes}):
        yield Place(code_place(code), "", "")
    for family in sorted({c.code.strip().upper()[:3] for c in page.codes if "." in c.code}):
        yield Place(code_place(family), "", "")


def code_place(code: str) -> str:
    """Return where pages with a code stand, for what is related; never shown as a shelf."""
    return f"code:{code}"[:50]
