"""Which words differ between two texts: values in, values out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from os.path import commonprefix

#: A word with its number signs, a run of space, or one mark. Numbers keep their unit's sign.
_TOKEN = re.compile(r"\s+|[\w.,%/-]*\w%?|[^\w\s]")
#: Beyond this many words a part is compared by its sentences, so that no page can stall anybody.
_MANY = 4000


def tokens(text: str) -> list[str]:
    """Return a text as words, spaces and marks; joined they are the text again."""
    return _TOKEN.findall(text)


def word_changes(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """Yield (same, went, came) in order: words that stayed, then what went and what came there.

    Joined, ``same`` and ``came`` are the new text, ``same`` and ``went`` the old one.
    """
    before, after = tokens(old), tokens(new)
    head = len(commonprefix([before, after]))
    tail = len(commonprefix([before[head:][::-1], after[head:][::-1]]))
    yield "".join(after[:head]), "", ""
    yield from _between(before[head : len(before) - tail], after[head : len(after) - tail])
    yield "".join(after[len(after) - tail :]), "", ""


def _between(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    if max(len(before), len(after)) > _MANY:
        before, after = _sentences("".join(before)), _sentences("".join(after))
    # Beyond its own limit difflib treats what stands everywhere as noise: less fine, never slow.
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=len(after) > _MANY)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        went, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        yield (came, "", "") if tag == "equal" else ("", went, came)


def _sentences(text: str) -> list[str]:
    return re.findall(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$", text)


def alike(old: str, new: str) -> bool:
    """Tell whether two texts share half their words or more: one is the other, changed."""
    matcher = difflib.SequenceMatcher(a=old.split(), b=new.split())
    return matcher.real_quick_ratio() >= 0.5 and matcher.quick_ratio() >= 0.5
