"""Size: the largest text is read in one go, and no pattern can be driven into endless trying.

Nothing here measures time. A step that grew with the square of the text would need days for the
largest inputs, so it shows as a test that does not end; a pattern that can try endlessly is found
by its form.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser as regex  # type: ignore[attr-defined]
from typing import Any

import pytest

import education.exchange
from education.exchange.drafting import draft_of
from education.exchange.formats import MAX_BYTES, parse
from tests.exchange.texts import squeezed

PARAGRAPH = (
    "Knees carry the whole body, and each step loads them with three times its weight. "
    "The lining of the joint has no blood supply of its own, so it mends slowly. Dr. Example found "
    "that 3.5 percent of walkers had pain at night. Is that much? Nobody has compared it with rest!"
)


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    names = [
        f"education.exchange.{m.name}" for m in pkgutil.iter_modules(education.exchange.__path__)
    ]
    for name in [*names, "education.checks.sentences"]:
        for variable, value in vars(importlib.import_module(name)).items():
            if isinstance(value, re.Pattern):
                yield f"{name}.{variable}", value


def _nested(tree: Any, *, repeated: bool = False) -> bool:
    """Whether an endless repeat stands inside another one that can give back what it took."""
    for operator, value in tree:
        inside = repeated
        if operator in {regex.MAX_REPEAT, regex.MIN_REPEAT}:
            endless = value[1] == regex.MAXREPEAT
            if endless and repeated:
                return True
            inside = repeated or endless
        parts = value if isinstance(value, tuple | list) else [value]
        for part in parts:
            trees = part if isinstance(part, list) else [part]
            for one in trees:
                if isinstance(one, regex.SubPattern) and _nested(one, repeated=inside):
                    return True
    return False


def test_the_largest_article_is_read_whole() -> None:
    text = (f"{PARAGRAPH}\n\n" * (MAX_BYTES // len(PARAGRAPH.encode())))[:MAX_BYTES]
    assert len(text.encode()) == MAX_BYTES
    article = parse(text.encode(), "a.txt")
    assert sum(len(s.blocks) for s in article.sections) > 10_000
    assert squeezed("".join(article.verbatim())) == squeezed(text)


def test_the_largest_single_line_is_read_whole() -> None:
    text = (f"{PARAGRAPH} " * (MAX_BYTES // len(PARAGRAPH.encode())))[:MAX_BYTES]
    (section,) = parse(text.encode(), "a.txt").sections
    assert len(section.blocks[0].passages) > 50_000


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "piece",
    [
        *(
            ".",
            ". ",
            "A. ",
            "Dr. ",
            "e.g. ",
            "...x",
            "! ",
            '."',
            "[",
            "[[C-1",
            "[x](",
            "(",
            "**a",
            "_",
        ),
        *(
            "a:",
            "a: b",
            "#",
            "# a\n",
            "- \n",
            "- A b\n",
            "a\n",
            "A B\n",
            "Why?\n",
            "|\n",
            "<a",
            "\\",
        ),
        *(
            "```\n",
            "1. a\n",
            "&amp;",
            "\ta",
            "\u00a0a",
            "a\n===\n",
            "a\n\n\n\n",
            "\r",
            "> a\n",
            "~~~",
        ),
    ],
)
def test_no_repeated_piece_makes_the_reader_or_the_draft_slow(piece: str, name: str) -> None:
    text = "Knees\n\n" + piece * (15_000 // len(piece))
    article = parse(text.encode(), name)
    draft_of(article)
    assert squeezed("".join(article.verbatim())) == squeezed(text)


def test_no_pattern_repeats_a_repeat() -> None:
    found = dict(_patterns())
    assert len(found) > 10
    assert [name for name, one in found.items() if _nested(regex.parse(one.pattern))] == []


def test_that_rule_knows_a_bad_pattern_when_it_sees_one() -> None:
    assert _nested(regex.parse(r"(a+)+b"))
    assert _nested(regex.parse(r"(?:x|(?:a*b)*)c"))
    assert not _nested(regex.parse(r"(?:ab)+c*"))
