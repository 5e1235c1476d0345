"""Which sentences of an article become claims.

A sentence is a claim unless it is a question, leads in to what follows (it ends with a colon),
names who wrote or reviewed the text, stands in a list of references, or is a fragment: fewer than
three words, or a list item of fewer than eight that does not end as a sentence. A sentence that
only says the one before it again ("That is to say, …") is bound to it, and the two are one claim.

Too many claims cost an author a click; too few would let an assertion through without a source, so
in doubt a sentence is a claim.
"""

from __future__ import annotations

import re

from education.checks.sentences import ASKING

from .article import Block, Shape
from .lines import is_credit, is_final

_RESTATES = re.compile(
    r"(?:that['’]s|that is|that means|this means|in other words|put simply)\b", re.IGNORECASE
)
_LISTINGS = re.compile(
    r"(?:references?|sources?|bibliography|citations?|further reading|works cited|referencias"
    r"|fuentes|bibliografía)\W*",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")


def restates(sentence: str) -> bool:
    """Tell whether a sentence only says again what the one before it says."""
    return bool(_RESTATES.match(sentence))


def is_listing(heading: str) -> bool:
    """Tell whether what stands below a heading names publications and asserts nothing."""
    return bool(_LISTINGS.fullmatch(heading))


def asserts(sentence: str, block: Block) -> bool:
    """Tell whether a sentence of a block becomes a claim."""
    return not why_kept(sentence, block)


def why_kept(sentence: str, block: Block) -> str:
    """Return why a sentence stays in the text and becomes no claim, or ""."""
    text = sentence.rstrip("\"'”’)*_ ")
    if text.endswith(ASKING):
        return "A question"
    if text.endswith(":"):
        return "It leads to what follows"
    if is_credit(text):
        return "It says who wrote or reviewed the text, or when"
    words = sum(1 for _ in _LETTERS.finditer(text))
    whole = is_final(text) or block.shape is not Shape.ITEM or bool(block.label)
    return "" if words >= (3 if whole else 8) else "Too short to say something by itself"
