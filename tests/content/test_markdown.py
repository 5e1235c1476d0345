"""Markdown of authors becomes HTML that cannot hurt a reader; claims come from the callback."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.content.manuscript import CLAIM_MARK, sha256
from education.content.markdown import Place, to_html, to_inline_html, to_text

#: The only elements that a body may bring to a page, beside what claims bring.
ALLOWED = {
    *("p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "hr"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<p style='position:fixed'>x</p>",
    "<iframe src=https://evil.example></iframe>",
    "<!-- --><b onclick=x>y</b>",
    "[press](javascript:alert(1))",
    "[press](JaVaScRiPt:alert(1))",
    "[press](java&#10;script:alert(1))",
    "[press](&#106;avascript:alert(1))",
    "[press](vbscript:x) [press](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "![alt](https://evil.example/track.png)",
    "![alt][1]\n\n[1]: https://evil.example/track.png",
    '[a](https://ok.example "onmouseover=alert(1)")',
    '[a](https://ok.example/"onmouseover="alert(1))',
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "a\0b <\0script>",
    "<a href='https://x.example' onclick='x'>y</a>",
    "<style>body{display:none}</style>",
    "<form action=https://evil.example><input name=q>",
]


def say(claim_id: int, place: Place) -> str:
    """A callback that shows where it was called."""
    return f"<i data-{place}>{claim_id}</i>"


class Reader(HTMLParser):
    """Notes every element and attribute as a browser would find them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration came through: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction came through: {data}")


def assert_harmless(markup: str) -> None:
    for tag, attributes in Reader(markup).tags:
        assert tag in ALLOWED
        assert set(attributes) <= {"a": {"href", "rel"}, "ol": {"start"}}.get(tag, set())
        scheme = re.match(r"\s*([a-z][a-z0-9+.\s-]*):", attributes.get("href") or "", re.IGNORECASE)
        assert scheme is None or scheme[1].lower() in {"http", "https", "mailto", "tel"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_comes_out_harmless(attack: str) -> None:
    assert_harmless(to_html(attack, say))
    assert_harmless(to_inline_html(attack, say))


@given(st.text())
def test_any_text_comes_out_harmless(text: str) -> None:
    assert_harmless(to_html(text, lambda *_: ""))


@given(st.lists(st.sampled_from([*ATTACKS, "[[C-1]]", "\n", "\n\n", "- ", "> ", "| a | b |", "*"])))
def test_any_mixture_of_attacks_comes_out_harmless(parts: list[str]) -> None:
    assert_harmless(to_html("".join(parts), lambda *_: ""))


@given(st.text(alphabet="[]C-12\\`*_<>()#|!&;:\n \tx/\"'"))
def test_every_mark_becomes_a_claim_and_no_mark_is_left(text: str) -> None:
    called: list[int] = []

    def note(claim_id: int, place: Place) -> str:
        if place is not Place.AFTER:
            called.append(claim_id)
        return ""

    shown = html.unescape(re.sub(r"<[^>]*>", "", to_html(text, note)))
    assert sha256(text)[:16] not in shown
    marked = [int(n) for n in CLAIM_MARK.findall(text)]
    # A mark inside an address is dropped with the address; all others are asked for, in order.
    assert [n for n in called if n not in marked] == []
    assert len(called) <= len(marked)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[[C-1]]", "<i data-block>1</i>"),
        ("[[C-1]]\n[[C-2]] [[C-3]]", "".join(f"<i data-block>{n}</i>" for n in (1, 2, 3))),
        ("- [[C-1]]", "<ul>\n<li><i data-block>1</i></li>\n</ul>"),
        ("Salt: [[C-1]]", "<p>Salt: <i data-inline>1</i></p><i data-after>1</i>"),
        ("- Salt: [[C-1]]", "<ul>\n<li>Salt: <i data-inline>1</i><i data-after>1</i></li>\n</ul>"),
        ("## [[C-1]]", "<h3><i data-inline>1</i></h3><i data-after>1</i>"),
        ("**[[C-1]]**", "<p><strong><i data-inline>1</i></strong></p><i data-after>1</i>"),
        (r"\[[C-1]]", r"<p>\<i data-inline>1</i></p><i data-after>1</i>"),
        ("`[[C-1]]`", "<p>`<i data-inline>1</i>`</p><i data-after>1</i>"),
        ("[[C-1]](https://x.example)", None),
    ],
)
def test_claim_is_asked_for_where_it_stands(body: str, expected: str | None) -> None:
    markup = to_html(body, say).strip()
    if expected is None:
        assert "data-inline" in markup
        assert "href" not in markup
    else:
        assert markup == expected


def test_claim_in_a_table_has_its_picture_after_the_table() -> None:
    markup = to_html("| a |\n| --- |\n| [[C-1]] |", say)
    assert "<td><i data-inline>1</i></td>" in markup
    assert markup.strip().endswith("</table><i data-after>1</i>")


def test_mark_inside_an_address_takes_the_address_away() -> None:
    markup = to_html("[more](https://x.example/[[C-1]])", say)
    assert "href" not in markup
    assert "more" in markup


def test_what_a_claim_says_is_not_read_as_markdown_or_as_a_mark() -> None:
    body = "[[C-1]]"
    forged = f"**bold** [[C-2]] claim{sha256(body)[:32]}n2z"
    assert to_html(body, lambda *_: forged) == f"{forged}\n"


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("# One\n\n## Two\n\n###### Six\n\n# One", [3, 4, 5, 3]),
        ("### Three\n\n### Three", [3, 3]),
        ("### Three\n\n# One\n\n### Three", [3, 3, 4]),
        ("One\n===\n\n- ## In a list", [3, 4]),
    ],
)
def test_headings_in_a_body_start_below_the_section_and_skip_no_level(
    body: str, levels: list[int]
) -> None:
    assert [int(n) for n in re.findall(r"<h(\d)>", to_html(body, say))] == levels


def test_picture_from_elsewhere_becomes_its_words() -> None:
    markup = to_html("![a kidney](https://evil.example/k.png)", say)
    assert markup.strip() == "<p>a kidney</p>"


def test_lists_tables_emphasis_and_links_are_kept() -> None:
    body = "3. a\n4. b\n\n**x** *y* [z](https://z.example/)\n\n| h |\n| --- |\n| c |"
    markup = to_html(body, say)
    for part in ('<ol start="3">', "<strong>x</strong>", "<em>y</em>", "<td>c</td>"):
        assert part in markup
    assert '<a href="https://z.example/" rel="noopener noreferrer">z</a>' in markup


def test_inline_text_is_never_a_block() -> None:
    assert to_inline_html("# no\n- no", say) == "# no\n- no"


def test_plain_text_has_neither_markup_nor_marks() -> None:
    said = to_text("No: **[[C-1]]** <b>x</b> & more", lambda n: f"claim {n} <i>")
    assert said == "No: claim 1 <i> <b>x</b> & more"
