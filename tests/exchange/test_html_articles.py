"""HTML: every visible word is kept, what is hidden is told, and nothing that runs gets through."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from itertools import count
from typing import Any

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from education.content.markdown import to_html
from education.exchange.drafting import draft_of
from education.exchange.formats import Article, Unreadable, parse
from tests.exchange.texts import words

WHOLE = """<!doctype html>
<html><head><title>Drips | Example</title><style>p { color: red }</style></head>
<body onload="run()"><script>document.write("<p>Bought words</p>")</script>
<h1>Drips &amp; knees</h1>
<p onclick="run()">A drip <b>mends</b> a knee, see <a href="https://example.org/a_(b)">this page
[1]</a> now.</p>
<h2>Signs</h2>
<p>You may notice:</p>
<ul><li><b>Stiffness:</b> The knee feels tight.</li>
<li><strong>Gentle</strong><br>Because the drip is warm.
<ul><li>Deeper in the list</li></ul></li></ul>
<ol start="3"><li>Third<li>Fourth</ol>
<p>Before the picture.<img src="https://example.org/drip.png" alt="A drip" onerror="run()">
After it.</p>
<table><caption>What helped</caption><tr><th>Drug<th>Helped|harmed</tr>
<tr><td rowspan=2>Drip<td>1 in 10</tr><tr><td>2 in 10<td>long row</tr></table>
<blockquote><p>They said so.</p><p>Twice.</p></blockquote>
<p style="display: none">Hidden words here</p><p hidden>More hidden</p>
<p># no heading</p><p>[[C-1]] is no mark</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>
<!-- a secret comment -->
</body></html>"""


def read(text: str, name: str = "a.html") -> Article:
    return parse(text.encode(), name)


def bodies(article: Article) -> str:
    codes = (f"C-{n}" for n in count(1))
    return "\n\n".join(s.body(codes) for s in draft_of(article).sections)


def shown(article: Article) -> str:
    return to_html(bodies(article), lambda number, place: f"<p>[C-{number}]</p>")


def as_browsers_show(source: str) -> str:
    """Return the words of a page as a browser reads its HTML, without what never shows."""

    def words_of(node: Any) -> str:
        hidden = not isinstance(node.tag, str) or node.tag.rpartition("}")[2] in {"script", "style"}
        inside = "" if hidden else (node.text or "") + "".join(map(words_of, node))
        return inside + (node.tail or "")

    return words_of(html5lib.parse(source))


def test_the_shape_of_a_page_is_kept() -> None:
    article, body = read(WHOLE), bodies(read(WHOLE))
    assert article.title == "Drips \\& knees"
    assert draft_of(article).title == "Drips & knees"
    assert [s.heading for s in article.sections] == ["", "Signs"]
    assert "[[C-1]] [this page (1)](https://example.org/a_%28b%29)" in body
    assert "- **Stiffness:** [[C-2]]\n- **Gentle**  \n  [[C-3]]\n\n  - Deeper in the list" in body
    assert "3. Third\n4. Fourth" in body
    assert "![Image: A drip](https://example.org/drip.png)" in body
    assert "What helped" in body
    assert "> They said so.\n>\n> Twice." in body


def test_a_table_keeps_every_cell_in_its_column() -> None:
    table = [line for line in bodies(read(WHOLE)).split("\n") if line.startswith("|")]
    assert table == [
        "| Drug | Helped\\|harmed |  |",
        "| --- | --- | --- |",
        "| Drip | 1 in 10 |  |",
        "|  | 2 in 10 | long row |",
    ]


def test_what_is_hidden_or_runs_is_told_and_not_let_in() -> None:
    article = read(WHOLE)
    for word in ("Bought", "Hidden", "hidden", "secret", "color", "onload", "run()"):
        assert word not in article.text
    told = {left.text or left.why for left in article.left_out}
    assert told == {
        "Drips | Example",
        "Hidden words here",
        "More hidden",
        "A script was taken away.",
        "A style sheet was taken away.",
        "A comment in the markup was taken away.",
    }


def test_words_that_look_like_markup_stay_words() -> None:
    words = "&lt;script&gt;alert(1)&lt;/script&gt; and [[C-1]]"
    page = shown(read(f"<blockquote>Oh {words}</blockquote>"))
    assert page == f"<blockquote>\n<p>Oh {words}</p>\n</blockquote>\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "<!DOCTYPE html><h1>Knees</h1><p>They wear out.</p>"),
        ("a.md", "\n<html><h1>Knees</h1><p>They wear out.</p></html>"),
        ("a.txt", "<h1>Knees</h1>\n<p>They wear out.</p>"),
        ("a.docx", "<html><body><h1>Knees</h1><p>They wear out.</p>"),
    ],
)
def test_the_content_tells_html_whatever_it_is_called(name: str, text: str) -> None:
    assert read(text, name).title == "Knees"


def test_a_text_that_is_called_html_is_read_as_a_text() -> None:
    assert read("Knees\n\nThey wear out.\n").title == "Knees"


@pytest.mark.parametrize("label", ["windows-1252", "iso-8859-1"])
def test_the_encoding_that_a_page_names_is_believed(label: str) -> None:
    page = f"<meta charset={label}><p>Caf\u00e9 knees \u201churt\u201d.</p>".replace("\u201c", "'")
    article = parse(page.replace("\u201d", "'").encode("cp1252"), "a.html")
    assert "Caf\u00e9 knees" in article.text


def test_utf_16_with_its_mark_is_read() -> None:
    assert parse("Knees\n\nThey wear out.\n".encode("utf-16"), "a.txt").title == "Knees"


def test_turned_and_invisible_signs_are_removed_and_told() -> None:
    article = read("Knees\n\nThey c\u200bure \u202eyou\u202c.\n", "a.txt")
    assert "They cure you." in article.text
    (left,) = article.left_out
    assert (left.line, left.why[:1]) == (3, "3")


@pytest.mark.parametrize(
    "href", ["javascript:run()", "data:text/html,x", "JaVaScRiPt:x", "vbscript:x", "//x.org", "/x"]
)
def test_an_address_that_runs_or_leads_nowhere_is_no_link(href: str) -> None:
    page = shown(read(f'<p>Knees wear out, <a href="{href}">see here</a>.</p>'))
    assert "<a" not in page


LARGE = {
    "one line": "<p>" + "Knees wear out. " * 4_000,
    "open tags": "<p>Knees hurt.<b><i>" * 200,
    "nested lists": "<ul><li>Knees hurt." * 450,
    "nested quotes": "<blockquote>Knees hurt." * 450,
    "nested tables": "<table><tr><td>Knees hurt." * 450,
    "a table of 100 columns": "<table>" + ("<tr>" + "<td>Knees" * 100) * 100,
    "a table of 2,000 rows": "<table>" + "<tr><td>Knees<td>hurt" * 2_000,
    "spans": "<table><tr><td rowspan=9999 colspan=9999>Knees<td>hurt" + "<tr><td>now" * 50,
    "signs": "Knees hurt " + "<" * 20_000 + "&" * 20_000 + "[" * 20_000,
    "comments": "Knees hurt" + "<!--" * 20_000,
    "scripts": "Knees hurt<p>" + "<script>" * 20_000,
}


@pytest.mark.parametrize("case", LARGE)
def test_no_size_or_depth_brings_the_importer_or_the_renderer_down(case: str) -> None:
    article = read(LARGE[case])
    kept = len(re.findall("Knees", shown(article))) + len(re.findall("Knees", article.title))
    claims = sum(len(re.findall("Knees", c.statement)) for c in draft_of(article).claims())
    assert kept + claims == LARGE[case].count("Knees")


_MARKUP = """
    <p> </p> <div> </div> <b> </b> <a/href=https://x.org> <a/href=javascript:x> </a> <h1> </h1>
    <h3> </h3> <ul> <ol> <li> </ul> </ol> <table> <tr> <td> <th> </td> </table> <blockquote>
    </blockquote> <br> <hr> <img/src=x/alt=pic/onerror=run()> <script>bad</script>
    <style>bad</style> <svg/onload=run()> <math> <pre> </pre> <dl> <dt> <dd> <iframe/src=x>
    <!--bad--> <textarea> <select> <b/onmouseover=run()> &lt;script&gt; &#0; &#8238; | ** __ ` # -
    1. [[C-1]] [x](javascript:x) <x ]] \\ > < & alpha beta gamma delta
"""
_PIECES = st.sampled_from(_MARKUP.split())
_SAFE = re.compile(
    r"</?(?:p|br|strong|em|ul|li|blockquote|hr|h[3-6]|table|thead|tbody|tr|th|td)(?: /)?>"
    r'|</(?:a|ol)>|<ol(?: start="\d+")?>'
    r'|<a(?: href="(?:https?:|mailto:|tel:)[^"<>]*")?(?: rel="[a-z ]*")?>'
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25))
def test_no_markup_gets_through_that_the_renderer_does_not_name(pieces: list[str]) -> None:
    with suppress(Unreadable):
        source = "<p>Knees " + " ".join(pieces)
        page = shown(read(source))
        assert not re.findall(r"[<>]", _SAFE.sub("", page))
        # Behind a tag left open and in a text area a tag is text, for a browser as for us.
        assert "bad" not in page or "bad" in as_browsers_show(source)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25))
@example(["<svg/onload=run()>", "<math>", "alpha"])
def test_no_visible_word_is_lost(pieces: list[str]) -> None:
    opening = [p for p in pieces if not p.startswith(("<iframe", "<textarea", "<select", "<x"))]
    article = read("<p>Knees " + " ".join(opening))
    kept = words(bodies(article)) + [
        w for c in draft_of(article).claims() for w in words(c.statement)
    ]
    kept += words(" ".join(s.heading for s in draft_of(article).sections)) + words(article.title)
    for word in ("alpha", "beta", "gamma", "delta"):
        assert kept.count(word) >= opening.count(word)


def test_file_of_nothing_but_beginnings_of_drawings_is_read_at_once() -> None:
    began = time.process_time()
    article = read("<p>Knees " + "</svg " * 300_000)
    assert "Knees" in bodies(article) + article.title
    assert time.process_time() - began < 20
