"""The table in ``education/decisions/part-11.md``: every test it names is there, and is run."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from education.audit.models import AuditEvent
from education.errors import NotAllowed
from education.people.models import User
from education.people.services import prove
from tests.builders import PASSWORD, edit, make_user

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "education" / "decisions" / "part-11.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE)
ROWS = re.findall(r"^\| (11\.\S+) \|.*\| (.+) \|$", TABLE, re.MULTILINE)
#: Every paragraph that asks something of a system, with the rows that answer it.
PARAGRAPHS = {
    *(f"11.10({letter})" for letter in "abcdefghijk"),
    *("11.30", "11.50", "11.70", "11.100(a)", "11.100(b)", "11.100(c)"),
    *("11.200(a)(1)", "11.200(a)(2)–(3)", "11.200(b)"),
    *(f"11.300({letter})" for letter in "abcde"),
}


def _tests_of(path: Path) -> dict[str, ast.FunctionDef]:
    """Return the tests that pytest collects from a file, but for those it always skips."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not any("mark.skip" in ast.unparse(d) and "if" not in ast.unparse(d)
                    for d in node.decorator_list)
    }  # fmt: skip


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_a_named_test_is_there(file: str, name: str) -> None:
    path = ROOT / file
    assert path.name.startswith("test_")
    assert path.is_file(), f"{file} is gone: mend the table."
    assert name in _tests_of(path), f"{file} has no test {name}: mend the table."


def test_every_paragraph_has_its_row() -> None:
    assert [paragraph for paragraph, _ in ROWS] == list(dict.fromkeys(p for p, _ in ROWS))
    assert {paragraph for paragraph, _ in ROWS} == PARAGRAPHS


def test_a_row_without_a_test_says_that_it_is_not_covered() -> None:
    bare = [line for line in TABLE.splitlines() if re.match(r"\| 11\..*\| – \|$", line)]
    named = [line for line in TABLE.splitlines() if line.startswith("| 11.") and line not in bare]
    assert [line for line in bare if "*Not covered:*" not in line] == []
    assert [line for line in named if "`tests/" not in line.rsplit("|", 2)[1]] == []


def test_the_table_claims_no_compliance() -> None:
    assert "designed to the principles of" in TABLE
    assert not re.search(r"\b(?:is|are|fully) (?:Part 11 )?complian", TABLE)


# --- what no other file proves --------------------------------------------------------------------


def test_five_wrong_passwords_lock_signing_and_raise_an_event(dr_bell: User) -> None:
    for _ in range(5):
        with pytest.raises(NotAllowed):
            prove(dr_bell, password="wrong", purpose="a" * 64)
    with pytest.raises(NotAllowed, match="locked"):
        prove(dr_bell, password=PASSWORD, purpose="a" * 64)
    actions = AuditEvent.objects.filter(actor=dr_bell).values_list("action", flat=True)
    assert list(actions).count("signing.refused") == 5
    assert "signing.locked" in actions


def test_a_user_name_is_never_given_twice(alice: User, ada: User) -> None:
    edit(alice, by=ada, is_active=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("alice")
