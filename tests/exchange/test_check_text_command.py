"""``manage.py check_text``. No test here asks for a database, so touching one fails the test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.exchange.texts import SALES, seed_article

_ROOT = Path(__file__).resolve().parents[2]
CALM = """\
Swollen knees

Knees can swell after a long walk. Rest the leg and put it up on a pillow.
"""


def run(path: Path | str, **options: Any) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_text", str(path), stdout=out, stderr=err, **options)
    assert isinstance(ended.value.code, int)
    return ended.value.code, out.getvalue(), err.getvalue()


def written(folder: Path, text: str, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_text_that_sells_ends_with_one(tmp_path: Path) -> None:
    code, out, err = run(written(tmp_path, SALES))
    assert (code, err) == (1, "")
    assert "block" in out


def test_text_that_does_not_sell_ends_with_zero(tmp_path: Path) -> None:
    assert run(written(tmp_path, CALM))[0] == 0


def test_text_that_cannot_be_read_ends_with_two(tmp_path: Path) -> None:
    code, out, err = run(tmp_path / "none.txt")
    assert (code, out, err) == (2, "", f"{tmp_path / 'none.txt'} does not exist.\n")


def test_unknown_code_ends_with_two(tmp_path: Path) -> None:
    code, out, err = run(written(tmp_path, CALM), code=["heart"])
    assert (code, out) == (2, "")
    assert err == "“heart” is not an ICD-10-CM, SNOMED CT or MeSH code, such as E11.21.\n"


def test_json_is_a_list_with_the_five_public_fields(tmp_path: Path) -> None:
    code, out, _ = run(written(tmp_path, SALES), json=True)
    findings = json.loads(out)
    assert code == 1
    assert {frozenset(f) for f in findings} == {
        frozenset({"check", "level", "line", "excerpt", "message"})
    }


def test_json_of_a_file_that_cannot_be_read_is_a_sentence_on_stderr(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, json=True)
    assert (code, out) == (2, "")
    assert err.endswith("is a directory: name one file.\n")


def test_people_see_findings_by_line_and_their_number(tmp_path: Path) -> None:
    lines = run(written(tmp_path, SALES))[1].splitlines()
    assert any(line.startswith("Line 3 (") for line in lines)
    assert lines[-1].startswith("Findings: ")
    assert lines[-1].endswith(" warn")


def test_excerpts_stand_on_the_line_they_name(tmp_path: Path) -> None:
    lines = SALES.split("\n")
    for finding in json.loads(run(written(tmp_path, SALES), json=True)[1]):
        if finding["line"] and finding["excerpt"]:
            assert finding["excerpt"].split(". ")[0] in lines[finding["line"] - 1]


def test_code_says_what_the_text_should_be_about(tmp_path: Path) -> None:
    text = (
        "Your kidneys\n\nNerve damage\n\nNerve damage from diabetes numbs the feet. "
        "Nerve pain can keep you awake. Nerves heal slowly.\n"
    )
    path = written(tmp_path, text)
    found = json.loads(run(path, json=True, code=["E11.21"])[1])
    assert "K08" in {f["check"] for f in found}


def test_seed_article_is_stopped_on_its_wrong_condition(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(seed_article())
    code, out, _ = run(path, json=True)
    lines = {f["line"] for f in json.loads(out) if f["check"] == "K08"}
    assert code == 1
    assert lines & set(range(13, 18))


@pytest.mark.parametrize(("text", "ends"), [(SALES, 1), ("", 2)])
def test_no_database_is_needed_or_made(tmp_path: Path, text: str, ends: int) -> None:
    missing = tmp_path / "missing.sqlite3"
    done = subprocess.run(
        [sys.executable, "manage.py", "check_text", str(written(tmp_path, text)), "--json"],
        cwd=_ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{missing}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, missing.exists()) == (ends, False)
    assert bool(done.stderr) == (ends == 2)
