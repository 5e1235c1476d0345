"""Articles of our own writing, and helpers that several files use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from education.exchange.article import Article, Shape
from education.exchange.markup import UNSEEN

_SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"

#: A selling text, one paragraph a line, with both kinds of labelled bullets.
SALES = """\
Stem Cell Drips for Sore Knees

Picture a knee that never hurts again! Our stem cell drip promises just that.
Stem cells repair worn cartilage and give you back the knee of your youth.
What Goes On Inside a Sore Knee?
Years of use thin the lining of the joint, and bone begins to rub. Here is what you may notice:
- Stiffness: The knee feels tight when you get up in the morning.
- Swelling: Fluid collects in the joint after a long walk.
Why People Choose Our Drip
- Gentle and Natural
Because the cells come from the body, the drip is safer than surgery.
- Quick Results
Most people walk without pain within a week. That is to say, you will be back on your feet at once.
Is it right for you? Book your first visit today.
"""

#: A plain text in hard-wrapped lines, as mail programs make it.
WRAPPED = """\
Looking after your feet

Diabetes can harm the nerves and the blood vessels of your
feet. You may not feel a small cut, so look at both feet
every evening.

When to get help

Call your care team on the same day if you see a blister, a
cut or a change of colour that was not there yesterday.

  * Wash your feet in warm water and dry well between the
    toes.
  * Wear shoes that fit.
"""


def squeezed(text: str) -> str:
    """A text without white space and without signs that no reader sees."""
    return "".join(UNSEEN.sub("", text).split())


def words(text: str) -> list[str]:
    """The words of a text in order; signs and spaces do not count."""
    return re.findall(r"[^\W_]+", text)


def words_without_markers(article: Article) -> list[str]:
    """The words of an article in order, without the numbers of list items and without hashes."""
    parts = [article.head.text]
    for section in article.sections:
        parts.append(section.heading)
        for block in section.blocks:
            parts += [block.label, *(passage.text for passage in block.passages)]
    return words(" ".join(parts))


def shapes(article: Article) -> list[Shape]:
    """The shapes of all blocks in order."""
    return [block.shape for section in article.sections for block in section.blocks]


def rows() -> dict[str, int]:
    """How many rows every table of the app holds, histories and the trail included."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_app_config("education").get_models()
    }


def seed_article() -> bytes:
    """The real article that stands beside the project; the test is skipped without it."""
    if not _SEED.exists():
        pytest.skip("The seed article is not beside this checkout.")
    return _SEED.read_bytes()


def seed_lines() -> Iterator[tuple[int, str]]:
    """The physical lines of the seed article that are not blank."""
    text = seed_article().decode()
    yield from ((n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())
