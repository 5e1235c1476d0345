"""The catalogue command: prints, writes, and tells when the written page is out of date."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from education.checks.registry import CHECKS
from education.management.commands import list_checks


def test_catalogue_names_every_check() -> None:
    out = StringIO()
    call_command("list_checks", stdout=out)
    for check in CHECKS:
        assert f"## {check.id} {check.name}" in out.getvalue()


def test_written_catalogue_is_up_to_date() -> None:
    call_command("list_checks", "--check")


def test_stale_catalogue_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "checks.md"
    monkeypatch.setattr(list_checks, "CATALOGUE", page)
    with pytest.raises(CommandError, match="out of date"):
        call_command("list_checks", "--check")
    page.write_text("old", encoding="utf-8")
    with pytest.raises(CommandError, match="out of date"):
        call_command("list_checks", "--check")


def test_writing_brings_the_catalogue_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_checks, "CATALOGUE", tmp_path / "checks.md")
    call_command("list_checks", "--write", stdout=StringIO())
    call_command("list_checks", "--check")
