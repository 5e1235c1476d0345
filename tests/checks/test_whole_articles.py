"""Whole articles: marketing is stopped, plain patient pages are left alone, both are quick."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from education.checks.page import page_of
from education.checks.registry import inspect
from education.content.manuscript import Manuscript
from tests.checks.build import article
from tests.checks.plain_pages import PAGES
from tests.checks.selling_pages import ARTICLES


def judged(raw: str) -> list[tuple[bool, bool, str]]:
    """Return for each claim whether it is sound, whether it is blocked, and its words."""
    sound = {n for n, line in enumerate(raw.strip().splitlines(), 1) if line.startswith("~")}
    page = article(raw.replace("~", ""))
    blocked = {f.line for f in inspect(page) if f.level == "block"}
    return [(c.line in sound, c.line in blocked, c.statement) for c in page.claims]


def test_marketing_is_blocked_nine_times_in_ten() -> None:
    lines = [line for raw in ARTICLES.values() for line in judged(raw)]
    faulty = [blocked for sound, blocked, _ in lines if not sound]
    assert sum(faulty) >= 0.9 * len(faulty)


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_every_marketing_article_is_seen_as_selling(name: str) -> None:
    assert page_of(article(ARTICLES[name].replace("~", ""))).sells


def test_sound_lines_in_marketing_mostly_pass() -> None:
    lines = [line for raw in ARTICLES.values() for line in judged(raw)]
    sound = [blocked for sound, blocked, _ in lines if sound]
    assert sum(sound) <= 0.1 * len(sound)


def test_plain_patient_pages_have_at_most_one_block_in_a_hundred_sentences() -> None:
    sentences = sum(len(article(raw).claims) for raw in PAGES.values())
    found = [(n, f.check, f.excerpt) for n, raw in PAGES.items() for f in blocks_in(raw)]
    assert sentences >= 120
    assert len(found) <= sentences / 100, found


def blocks_in(raw: str) -> list:
    return [f for f in inspect(article(raw)) if f.level == "block"]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_plain_patient_page_is_seen_as_selling(name: str) -> None:
    assert not page_of(article(PAGES[name])).sells


def test_a_thousand_words_take_a_fraction_of_a_second() -> None:
    page = article("\n".join(PAGES.values()))
    words = sum(len(c.statement.split()) for c in page.claims)
    inspect(page)
    taken = min(seconds(replace(page)) for _ in range(5))
    # The aim is 0.02 s per 1,000 words on one quiet core; this leaves room for a busy one.
    assert taken / words * 1000 < 0.2


def seconds(page: Manuscript) -> float:
    start = time.process_time()
    inspect(page)
    return time.process_time() - start


ABOUT_KIDNEYS = """
Your kidneys clean your blood.
High sugar can harm them.
Early damage often has no signs.
A urine test finds it early.
Blood pressure matters too.
Ask your care team about your numbers.
Eat less salt.
Walk every day.
"""


@pytest.mark.parametrize(
    "promise",
    [
        "Exosomes cure kidney disease for ever.",
        "Exosomes reverse kidney disease.",
        "Exosomes heal damaged kidneys.",
        "Exosomes improve kidney function.",
        "Stem cells restore failing kidneys.",
    ],
)
def test_a_promise_is_stopped_on_a_page_that_is_plain_otherwise(promise: str) -> None:
    assert [f.excerpt for f in blocks_in(ABOUT_KIDNEYS + promise)]


@pytest.mark.parametrize(
    "line",
    [
        "Stem cells in your bone marrow make blood.",
        "Stem cells repair small injuries in your skin.",
        "Exosomes are tiny bubbles that cells give off.",
        "Exosomes do not cure kidney disease.",
        "Nobody knows whether exosomes can treat kidney disease.",
    ],
)
def test_how_the_body_works_may_be_told_on_such_a_page(line: str) -> None:
    assert blocks_in(ABOUT_KIDNEYS + line) == []
