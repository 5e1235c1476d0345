"""``manage.py check_content``: what the checks say about the drafts."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from education.exchange.article_import import import_article
from education.people.models import User
from tests.builders import make_topic
from tests.exchange.texts import SALES, rows

pytestmark = pytest.mark.django_db


def run(*slugs: str, **options: Any) -> tuple[int, str, str]:
    """Exit code, stdout and stderr; reading drafts never writes."""
    before, out, err = rows(), StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_content", *slugs, stdout=out, stderr=err, **options)
    assert rows() == before
    assert isinstance(ended.value.code, int)
    return ended.value.code, out.getvalue(), err.getvalue()


def test_without_any_draft_nothing_blocks(db: None) -> None:
    assert run() == (0, "", "")


def test_sound_draft_ends_with_zero(alice: User) -> None:
    topic = make_topic(alice)
    code, out, _ = run(topic.slug)
    assert code == 0
    assert out.startswith(f"{topic.slug} (en): 0 block")


def test_imported_draft_ends_with_one_and_names_lines(alice: User) -> None:
    import_article(SALES.encode(), "drip.txt", title="Drips", by=alice)
    code, out, _ = run()
    assert code == 1
    assert "Line 3 (" in out


def test_named_drafts_only_are_checked(alice: User) -> None:
    sound = make_topic(alice)
    import_article(SALES.encode(), "drip.txt", title="Drips", by=alice)
    assert run(sound.slug)[0] == 0
    assert run(sound.slug, "drips")[0] == 1


def test_unknown_slug_ends_with_two(alice: User) -> None:
    topic = make_topic(alice)
    assert run(topic.slug, "nowhere") == (2, "", "No topic has the slug nowhere.\n")


def test_a_slug_means_every_language(alice: User) -> None:
    for language in ("en", "es"):
        import_article(SALES.encode(), "drip.txt", title="Drips", by=alice, language=language)
    out = run("drips")[1]
    assert "drips (en):" in out
    assert "drips (es):" in out


def test_json_names_the_draft_of_each_finding(alice: User) -> None:
    import_article(SALES.encode(), "drip.txt", title="Drips", by=alice)
    code, out, _ = run(json=True)
    findings = json.loads(out)
    assert code == 1
    assert {(f["slug"], f["language"]) for f in findings} == {("drips", "en")}
    assert {3, 4, 11} <= {f["line"] for f in findings}
