"""``manage.py import_article``: the report, and one clear sentence for what is wrong."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from education.content.models import Topic
from education.people.models import User
from tests.builders import edit
from tests.exchange.texts import SALES, rows

pytestmark = pytest.mark.django_db
TITLE = "Stem Cell Drips for Sore Knees"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "drip.txt"
    path.write_text(SALES, encoding="utf-8")
    return path


def run(path: Path | str, **options: Any) -> str:
    out = StringIO()
    values = {"title": TITLE, "by": "alice", "code": "M17.9", **options}
    call_command("import_article", str(path), stdout=out, **values)
    return out.getvalue()


def refusal(path: Path | str, **options: Any) -> str:
    """What stderr says; the command must end with 2, print nothing else and change nothing."""
    before, out, err = rows(), StringIO(), StringIO()
    values = {"title": TITLE, "by": "alice", **options}
    with pytest.raises(SystemExit) as ended:
        call_command("import_article", str(path), stdout=out, stderr=err, **values)
    assert (ended.value.code, out.getvalue(), rows()) == (2, "", before)
    return err.getvalue()


def test_report_names_the_draft_and_what_it_holds(alice: User, article: Path) -> None:
    report = run(article).splitlines()
    assert report[0] == f"Draft “{TITLE}” (en), address stem-cell-drips-for-sore-knees"
    assert report[1] == "Sections: 3  Claims: 9"
    assert report[2] == "Codes: ICD-10-CM M17.9"
    assert report[-1] == "This is a draft: no patient sees it until clinicians have signed it."


def test_report_groups_findings_by_line_with_what_blocks_first(alice: User, article: Path) -> None:
    report = run(article).splitlines()
    heads = [line.split(" (")[0] for line in report if line.startswith("Line ")]
    assert heads == sorted(heads, key=lambda head: int(head.removeprefix("Line ")))
    start = next(n for n, line in enumerate(report) if line.startswith("Line 3 "))
    levels = []
    for line in report[start + 1 :]:
        if not line.startswith("  "):
            break
        levels.append(line.split()[0])
    assert levels == sorted(levels)
    assert "block" in levels


def test_json_is_for_programs(alice: User, article: Path) -> None:
    report = json.loads(run(article, json=True))
    topic = Topic.objects.get()
    assert set(report) == {"topic", "slug", "sections", "claims", "findings"}
    assert (report["topic"], report["slug"]) == (topic.pk, topic.slug)
    assert (report["sections"], report["claims"]) == (3, 9)
    assert {frozenset(f) for f in report["findings"]} == {
        frozenset({"check", "level", "line", "excerpt", "message"})
    }
    assert {f["level"] for f in report["findings"]} == {"block", "warn"}


def test_empty_file_is_refused(alice: User, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    assert refusal(path) == "a.txt is empty: there is nothing to import.\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("binary.txt", bytes(range(256))),
        ("latin.txt", "Caf\u00e9 knees hurt.".encode("latin-1")),
        ("article.pdf", b"%PDF-1.7"),
        ("article.xyz", b"Knees hurt."),
        ("marks.md", b"---\n"),
    ],
)
def test_file_that_is_no_article_is_refused(
    alice: User, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    said = refusal(tmp_path / name)
    assert said.startswith(name)
    assert said.endswith(".\n")
    assert said.count("\n") == 1


def test_fifty_megabytes_are_refused(alice: User, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    assert refusal(path) == "huge.txt is larger than 5 MB: import one article at a time.\n"


def test_one_line_of_ten_megabytes_is_refused(alice: User, tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes(b"knee " * 2_000_000)
    assert "larger than 5 MB" in refusal(path)


def test_directory_is_refused(alice: User, tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path} is a directory: name one file.\n"


def test_missing_file_is_refused(alice: User, tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    assert refusal(path) == f"{path} does not exist.\n"


def test_unknown_user_is_refused(alice: User, article: Path) -> None:
    assert refusal(article, by="nobody") == "There is no user “nobody”.\n"


def test_user_who_is_no_author_is_refused(dr_bell: User, article: Path) -> None:
    said = refusal(article, by="dr_bell")
    assert said == "Dr Bea Bell is not an author: only an author imports articles.\n"


def test_author_who_left_is_refused(alice: User, ada: User, article: Path) -> None:
    edit(alice, by=ada, is_active=False)
    assert "not an author" in refusal(article)


@pytest.mark.parametrize(
    "options",
    [{"language": "xx"}, {"language": ""}, {"code": "heart"}, {"title": " "}, {"title": "x" * 121}],
)
def test_value_that_cannot_be_stored_is_refused(
    alice: User, article: Path, options: dict[str, str]
) -> None:
    said = refusal(article, **options)
    assert said.endswith(".\n")
    assert said.count("\n") == 1
