"""An imported selling article cannot be submitted, and the author hears why, line by line."""

from __future__ import annotations

import re

import pytest

from education.content.models import Topic
from education.errors import Blocked
from education.exchange.article_import import import_article
from education.people.models import User
from education.review.models import Review
from education.review.services import submit
from tests.exchange.texts import SALES, rows, seed_article

pytestmark = pytest.mark.django_db


def reasons_against(topic: Topic, by: User) -> tuple[str, ...]:
    """Why the submission is refused; refusing it leaves nothing behind."""
    before = rows()
    with pytest.raises(Blocked) as refusal:
        submit(topic, by=by)
    assert rows() == before
    assert not Review.objects.exists()
    return refusal.value.reasons


def lines_named(reasons: tuple[str, ...]) -> set[int]:
    return {int(found[1]) for reason in reasons if (found := re.search(r"\bline (\d+)", reason))}


def test_a_selling_article_is_refused_line_by_line(alice: User) -> None:
    topic = import_article(SALES.encode(), "drip.txt", title="Drips for knees", by=alice).topic
    reasons = reasons_against(topic, alice)
    assert {3, 4, 11, 13} <= lines_named(reasons)
    assert any("K12 at line 4" in reason for reason in reasons)


def test_the_seed_article_is_refused_line_by_line(alice: User) -> None:
    topic = import_article(
        seed_article(), "article.txt", title="Exosomes and your kidneys", by=alice, code="E11.21"
    ).topic
    named = lines_named(reasons_against(topic, alice))
    assert {3, 4, 10, 12, 14, 15, 16, 21, 23, 25, 27, 29, 31} <= named
