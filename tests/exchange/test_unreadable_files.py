"""Bytes that are no article: one clear sentence, whatever they are."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from education.exchange.files import read_article
from education.exchange.formats import MAX_BYTES, Unreadable, parse

BAD = {
    "empty": (b"", "a.txt", "is empty"),
    "blank": (b" \r\n\t\n", "a.txt", "is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "a.txt", "no words"),
    "no words": (b"---\n***\n...\n", "a.md", "no words"),
    "null bytes": (b"Knees\x00hurt.", "a.txt", "not a text file"),
    "latin-1": ("Caf\u00e9 knees hurt.".encode("latin-1"), "a.txt", "not UTF-8"),
    "utf-16 that does not say so": ("Knees hurt.".encode("utf-16-le"), "a.txt", "not a text file"),
    "too large": (b"a" * (MAX_BYTES + 1), "a.txt", "larger than 5 MB"),
    "a single line of 10 MB": (b"Knees hurt. " * 900_000, "a.md", "larger than 5 MB"),
    "unknown ending": (b"Knees hurt.", "a.xyz", "save the article as a .txt, .md"),
    "no ending": (b"Knees hurt.", "article", "save the article as a .txt, .md"),
    "pdf by its bytes": (b"%PDF-1.7 knees", "a.txt", "is a PDF: save"),
    "old Word file": (b"\xd0\xcf\x11\xe0 knees", "a.docx", "is an old Word file: save"),
    "zip by its bytes": (b"PK\x03\x04knees", "a.md", "is damaged or cut off"),
    "html without words": (b"<!DOCTYPE html><p></p>", "a.html", "has no words"),
    "html with null bytes": (b"<p>Knees\x00hurt.</p>", "a.html", "not a text file"),
    "html in latin-1": (b"<p>Caf\xe9 knees</p>", "a.html", "not UTF-8"),
    "html too deep": (b"<div>" * 100_000 + b"Knees hurt.", "a.html", "nested deeper"),
}


@pytest.mark.parametrize("case", BAD)
def test_bytes_that_are_no_article_are_refused_with_one_sentence(case: str) -> None:
    data, name, reason = BAD[case]
    with pytest.raises(Unreadable) as refusal:
        parse(data, name)
    said = str(refusal.value)
    assert reason in said
    assert said.startswith(name)
    assert said.endswith(".")
    assert "\n" not in said


def test_a_wrong_encoding_is_told_with_its_line() -> None:
    with pytest.raises(Unreadable, match="line 3"):
        parse(b"Knees\n\nCaf\xe9 knees hurt.", "a.txt")


@pytest.mark.parametrize("name", ["a.TXT", "a.text", "b.Markdown", "c.tar.md"])
def test_endings_are_known_in_any_spelling(name: str) -> None:
    assert parse(b"Knees hurt.", name).sections


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.docx", "a"]))
def test_no_bytes_whatever_bring_the_reader_down(data: bytes, name: str) -> None:
    with suppress(Unreadable):
        assert parse(data, name).sections


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="does not exist"):
        read_article(str(tmp_path / "none.txt"))


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is a directory"):
        read_article(str(tmp_path))


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(Unreadable, match="not a regular file"):
        read_article(str(tmp_path / "pipe.txt"))


def test_an_impossible_name_is_refused() -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        read_article("a" * 5000 + ".txt")


def test_a_name_with_a_null_byte_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_article("a\x00.txt")


def test_of_a_huge_file_no_more_than_the_limit_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(50_000_000_000)  # Sparse: reading it whole would take all memory.
    with pytest.raises(Unreadable, match="larger than 5 MB"):
        read_article(str(huge))
