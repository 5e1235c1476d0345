"""Which words of a text the glossary explains, and where each stands first.

Values in, values out; no ORM. What is found when a draft is frozen decides which definitions are
signed with it; what is found when the page is shown decides which words lead to them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from education.content.manuscript import CLAIM_MARK, PICTURE_MARK, Manuscript, TermText

_WORD = re.compile(r"\w+")
#: An address behind a link's words, and signs of emphasis: not read, so not searched.
_UNREAD = re.compile(r"\]\([^()\s]*\)|[*_`]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>|[^<]+|<")
#: Inside these a word is not made a link: it is one already, or is not running text.
_NO_LINK = frozenset({"a", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "svg", "figure"})
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
#: The line under a claim that says how sure we are speaks in words of the site.
_NOT_OURS = 'class="claim-sure'


def names_of(term: TermText) -> tuple[str, ...]:
    """Return every form in which a term may stand, the term itself first."""
    return tuple(dict.fromkeys((term.term, *term.forms)))


def readable_text(page: Manuscript) -> str:
    """Return the words of a page as one text, claims and captions in full, marks left out."""
    texts = [page.title, *page.marked_texts(), *(s.heading for s in page.sections)]
    texts += [*page.questions, *(c.statement for c in page.claims)]
    texts += [p.caption for p in page.pictures]
    joined = PICTURE_MARK.sub(" ", CLAIM_MARK.sub(" ", "\n".join(texts)))
    return _UNREAD.sub(lambda found: "]" if found[0].startswith("]") else "", joined)


def terms_in(text: str, glossary: Iterable[TermText]) -> tuple[TermText, ...]:
    """Return the terms of a glossary that occur in a text, in the glossary's order.

    The longest wins: where "chronic kidney disease" stands, "kidney disease" does not.
    """
    words = {word.casefold() for word in _WORD.findall(text)}
    likely = [t for t in glossary if any(_may_stand(name, words) for name in names_of(t))]
    if not likely:
        return ()
    pattern, owners = _pattern(likely)
    found = {_owner(hit, owners).term_id for hit in _hits(pattern, text, owners)}
    return tuple(t for t in likely if t.term_id in found)


def _may_stand(name: str, words: set[str]) -> bool:
    parts = [part.casefold() for part in _WORD.findall(name)]
    return bool(parts) and words.issuperset(parts)


def _pattern(
    terms: Iterable[TermText], *, in_html: bool = False
) -> tuple[re.Pattern[str], dict[str, list[tuple[str, TermText]]]]:
    """Return a pattern of every form, longest first, and who owns which form."""
    owners: dict[str, list[tuple[str, TermText]]] = {}
    for term in terms:
        for name in names_of(term):
            owners.setdefault(_key(name), []).append((name, term))
    spelt = {name for owned in owners.values() for name, _ in owned}
    longest_first = sorted(spelt, key=lambda name: (-len(name), name))
    escaped = (html.escape(name, quote=False) if in_html else name for name in longest_first)
    choices = "|".join(_spelling(name) for name in escaped)
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE), owners


def _spelling(name: str) -> str:
    parts = (re.escape(part).replace("'", "(?:'|’|&#x27;|&#39;)") for part in name.split())
    return r"\s+".join(parts)


def _key(name: str) -> str:
    straight = html.unescape(name).replace("’", "'")
    return " ".join(straight.split()).casefold()


def _owner(hit: re.Match[str], owners: dict[str, list[tuple[str, TermText]]]) -> TermText:
    # Known to be there: ``_hits`` yields no other.
    return next(t for name, t in owners[_key(hit[0])] if _is_meant(name, hit[0]))


def _hits(
    pattern: re.Pattern[str], text: str, owners: dict[str, list[tuple[str, TermText]]]
) -> Iterator[re.Match[str]]:
    for hit in pattern.finditer(text):
        if any(_is_meant(name, hit[0]) for name, _ in owners.get(_key(hit[0]), ())):
            yield hit


def _is_meant(name: str, written: str) -> bool:
    """Abbreviations keep their capitals: AIDS is not a hearing aid."""
    return not (len(name) > 1 and name.isupper()) or html.unescape(written) == name


def link_to(term: TermText, words: str) -> str:
    """Return the words of a term, already escaped, as a link to its place in the glossary."""
    return f'<a class="term" href="#term-{term.term_id}">{words}</a>'


class FirstMentions:
    """Marks the first place of each term over a whole page; unless told otherwise as a link."""

    def __init__(
        self, terms: Sequence[TermText], mark: Callable[[TermText, str], str] = link_to
    ) -> None:
        self._mark = mark
        self._waiting = {t.term_id: t for t in terms}
        self._compiled = _pattern(terms, in_html=True) if terms else None

    def link(self, safe: str) -> str:
        """Return safe HTML with marks on the terms that were not met before."""
        if self._compiled is None or not self._waiting:
            return safe
        depth, pieces = 0, []
        for piece in _TAG.finditer(safe):
            if piece[2] is None:
                pieces.append(piece[0] if depth else self._linked(piece[0]))
                continue
            pieces.append(piece[0])
            tag = piece[2].lower()
            if tag in _VOID or piece[3].endswith("/"):
                continue
            if depth or tag in _NO_LINK or _NOT_OURS in piece[3]:
                depth += -1 if piece[1] else 1
        return "".join(pieces)

    def _linked(self, words: str) -> str:
        if self._compiled is None or not self._waiting:
            return words
        pattern, owners = self._compiled
        pieces, end = [], 0
        for hit in _hits(pattern, words, owners):
            term = _owner(hit, owners)
            if self._waiting.pop(term.term_id, None):
                pieces += [words[end : hit.start()], self._mark(term, hit[0])]
                end = hit.end()
        return "".join([*pieces, words[end:]])
