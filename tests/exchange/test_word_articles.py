"""Word files: what is kept, what is told as left out, and what is never opened."""

from __future__ import annotations

import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from education.exchange.drafting import draft_of
from education.exchange.formats import Article, Shape, Unreadable, parse
from tests.exchange.texts import words
from tests.exchange.word_files import (
    document,
    docx,
    link,
    paragraph,
    part,
    picture,
    run,
    table,
)

WHOLE = docx(
    paragraph(run("Knees and drips"), style="Title"),
    paragraph(run("A drip mends a knee, see "), link("this page"), run(" now.")),
    paragraph(run("Signs of a sore knee"), style="heading1"),
    paragraph(run("You may notice:")),
    paragraph(run("Stiffness:", "<w:b/>"), run(" The knee feels tight at night."), bullet=True),
    paragraph(picture("A knee with a drip"), run("This is how the drip is given.")),
    table(("Drug", "Helped"), ("Drip", "1 in 10")),
)


def read(data: bytes, name: str = "a.docx") -> Article:
    return parse(data, name)


def test_headings_lists_links_tables_and_pictures_are_kept() -> None:
    article = read(WHOLE)
    assert article.title == "Knees and drips"
    assert [s.heading for s in article.sections] == ["", "Signs of a sore knee"]
    body = draft_of(article).sections[1].body(iter(["C-1", "C-2", "C-3"]))
    assert "- **Stiffness:** [[C-1]]" in body
    assert "| Drug | Helped |\n| --- | --- |\n| Drip | 1 in 10 |" in body
    assert "![Image: A knee with a drip](picture.png)" in body
    opening = draft_of(article).sections[0].body(iter(["C-1"]))
    assert opening == "[[C-1]] [this page](https://example.org/kidneys)"
    assert article.left_out == ()


def test_the_bytes_tell_a_word_file_whatever_it_is_called() -> None:
    assert read(WHOLE, "article.txt").title == "Knees and drips"


def test_words_that_word_hides_or_deleted_are_told_and_not_let_in() -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>It cures all.</w:delText></w:r></w:del>'
    article = read(
        docx(
            paragraph(run("Knees wear out."), run("Secret words.", "<w:vanish/>"), gone),
            parts={
                "word/header1.xml": part("hdr", paragraph(run("Example Clinic"))),
                "word/comments.xml": part(
                    "comments", f'<w:comment w:id="1">{paragraph(run("Is it true?"))}</w:comment>'
                ),
            },
        )
    )
    assert "Secret" not in article.text
    assert "cures" not in article.text
    told = {left.text: left.why for left in article.left_out}
    assert told == {
        "Secret words.": "It was hidden from readers.",
        "It cures all.": "It had been deleted, and Word still kept it.",
        "Example Clinic": "It stood at the head of every page.",
        "Is it true?": "It was a comment beside the text.",
    }


def test_words_in_a_shape_that_is_not_read_are_told() -> None:
    odd = f"<w:p><w:r><w:strange>{paragraph(run('Words in a chart'))}</w:strange></w:r></w:p>"
    article = read(docx(paragraph(run("Knees wear out.")), odd))
    assert [left.text for left in article.left_out][-1] == "Words in a chart"


def test_notes_at_the_foot_are_part_of_the_article() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{paragraph(run("Example study, 2020."))}</w:footnote>'
    article = read(
        docx(
            paragraph(run("Knees wear out."), mark),
            parts={"word/footnotes.xml": part("footnotes", note)},
        )
    )
    assert "Example study, 2020." in article.text
    assert "↑" not in article.text


def _with_sizes(data: bytes, size: int) -> bytes:
    """A zip whose directory lies about the size of its last file."""
    at = data.rfind(b"PK\x01\x02")
    lying = bytearray(data)
    struct.pack_into("<L", lying, at + 24, size)
    return bytes(lying)


def _entity_bomb() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    main = document(paragraph(run("&j;")))
    return docx(parts={"word/document.xml": f"<!DOCTYPE x [{entities}]>{main}"})


BOMBS = {
    "a part that unpacks to 30 MB": lambda: docx(parts={"word/a.bin": b"\0" * 30_000_000}),
    "a steep part": lambda: docx(parts={"word/document.xml": b" " * 9_000_000}),
    "more XML than an article has": lambda: docx(
        parts={f"word/x{n}.xml": bytes(range(256)) * 5_000 for n in range(12)}
    ),
    "thousands of parts": lambda: docx(parts={f"word/{n}.xml": b"" for n in range(2_100)}),
    "a part larger than it says": lambda: _with_sizes(
        docx(parts={"word/z.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}), 500
    ),
    "entities that grow": _entity_bomb,
    "deep nesting": lambda: docx("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000),
    "no main part": lambda: docx(parts={"word/document.xml": b""}),
    "main part is no XML": lambda: docx(parts={"word/document.xml": b"\xff\xfe<a"}),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_with_one_sentence(bomb: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(BOMBS[bomb]())
    assert str(refusal.value).startswith("a.docx ")
    assert str(refusal.value).endswith(".")


def test_a_spreadsheet_is_told_to_be_no_word_document() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(Unreadable, match="no Word document"):
        read(file.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=8))
def test_a_cut_or_damaged_file_is_read_or_refused(at: int, noise: bytes) -> None:
    for damaged in (WHOLE[:at], WHOLE[:at] + noise + WHOLE[at + len(noise) :]):
        with suppress(Unreadable):
            assert read(damaged).text


_SHOWN = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(_SHOWN, min_size=1, max_size=6), st.sampled_from(["", "heading1", "Title"]))
def test_every_word_is_in_the_draft_or_told_as_left_out(texts: list[str], style: str) -> None:
    escaped = [t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for t in texts]
    try:
        article = read(docx(*(paragraph(run(t), style=style) for t in escaped)))
    except Unreadable:
        assert not words(" ".join(texts))
        return
    kept = [w for p in article.words_with_lines() for w in words(p.text)]
    left = [w for out in article.left_out for w in words(out.text)]
    markers = [w for s in article.sections for b in s.blocks for w in words(b.marker)]
    missing = set(words(" ".join(texts))) - {*kept, *left, *markers}
    assert not {w for w in missing if not any(w in k for k in (*kept, *left))}


def test_an_article_of_the_largest_usual_size_is_read() -> None:
    many = [paragraph(run(f"Sentence number {n} says that knees wear out.")) for n in range(2_000)]
    article = read(docx(*many))
    assert sum(b.shape is Shape.PARAGRAPH for s in article.sections for b in s.blocks) == 2_000
