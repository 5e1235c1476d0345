"""Markdown to safe HTML, with each claim mark replaced by what a callback makes of it.

Two walls stand between an author's text and a reader's browser: markdown-it renders with raw HTML
switched off, and nh3 keeps only a short list of elements. Claim marks go through both as a word
that no text can contain (it holds the SHA-256 of the text), and only then become HTML of our own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from education.content.manuscript import CLAIM_MARK, PICTURE_MARK, sha256


class Place(StrEnum):
    """Where a claim is asked to render itself."""

    #: The claim is a whole paragraph or list item.
    BLOCK = "block"
    #: The claim stands in a sentence, heading or table cell.
    INLINE = "inline"
    #: Right after the block that holds an inline claim: room for its picture.
    AFTER = "after"


#: Returns trusted HTML for a claim id; the text it puts in must be escaped already.
ClaimHtml = Callable[[int, Place], str]
#: Returns trusted HTML for a picture id; the text it puts in must be escaped already.
PictureHtml = Callable[[int], str]

# Sections have the page's h2, so headings in a body start one level below.
_ABOVE = 2
_TAGS = {
    *("p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "hr", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_SCHEMES = {"http", "https", "mailto", "tel"}
#: No scheme goes on beyond these.
_PATH_BEGINS = re.compile(r"[/?#]")
#: A picture's mark on a line of its own; elsewhere it is words like any other.
_PICTURE_LINE = re.compile(rf"^[ \t]*{PICTURE_MARK.pattern}[ \t]*$", re.MULTILINE)
#: Lists and quotations inside each other, as deep as anybody reads.
_DEEPEST = 20
#: What opens a list or quotation at the start of a line.
_NESTED = re.compile(r"^(?:[ \t>]|[-+*](?=\s)|\d{1,9}[.)](?=\s))+", re.MULTILINE)
_BLOCK_END = r"</p>|</li>|</table>|</h[3-6]>"


def to_html(text: str, claim: ClaimHtml, picture: PictureHtml | None = None) -> SafeString:
    """Return the safe HTML blocks of a Markdown text, its claims made by ``claim``.

    Pictures on lines of their own are made by ``picture``; without it their marks stay words.
    """
    word = _word(text)
    parser = _parser()
    marked = CLAIM_MARK.sub(rf"{word}\1z", text)
    if picture is not None:
        marked = _PICTURE_LINE.sub(rf"\n{word}p\1z\n", marked)
    tokens = parser.parse(marked)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        # The parser drops what stands deeper, and no word may be missing.
        tokens = parser.parse(_NESTED.sub("", marked))
    _level_headings(tokens)
    safe = _clean(parser.renderer.render(tokens, parser.options, {}), word)
    placed = _place_claims(safe, word, claim)
    if picture is not None:
        placed = _place_pictures(placed, word, picture)
    return mark_safe(placed)  # noqa: S308 - cleaned just above


def to_inline_html(text: str, claim: ClaimHtml) -> SafeString:
    """Return the safe HTML of one line of Markdown; its claims are asked for as INLINE only."""
    word = _word(text)
    safe = _clean(_parser().renderInline(CLAIM_MARK.sub(rf"{word}\1z", text)), word)
    mark = re.compile(rf"{word}(\d+)z")
    return mark_safe(mark.sub(lambda m: claim(int(m[1]), Place.INLINE), safe))  # noqa: S308


def to_text(text: str, say: Callable[[int], str]) -> str:
    """Return one line of Markdown as plain text, each claim mark replaced by ``say(claim_id)``."""
    inline = to_inline_html(text, lambda claim_id, _: html.escape(say(claim_id)))
    return " ".join(html.unescape(nh3.clean(inline, tags=set())).split())


def inline_tokens(text: str) -> list[Token]:
    """Return what the renderer makes of some lines of Markdown inside a block, in order."""
    parser = _parser()
    tokens: list[Token] = []
    parser.inline.parse(text, parser, {}, tokens)
    return tokens


def _word(text: str) -> str:
    return f"claim{sha256(text)[:32]}n"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable("table")
    # Nobody explains an illness in code, but an indented line becomes code by accident.
    parser.disable(["code", "fence", "backticks"])
    parser.add_render_rule("image", _words_of_image)
    return parser


def _level_headings(tokens: Sequence[Token]) -> None:
    """Give headings levels from h3 down without a gap, whichever marks their author chose."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    ranks = sorted({token.tag for token in headings})
    before = _ABOVE
    for opening, closing in zip(headings[::2], headings[1::2], strict=True):
        before = min(_ABOVE + 1 + ranks.index(opening.tag), before + 1, 6)
        opening.tag = closing.tag = f"h{before}"


def _words_of_image(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    """Pictures from elsewhere are never loaded: a reader gets the words that describe them."""
    return html.escape(renderer.renderInlineAsText(tokens[index].children, options, env))


def _clean(rendered: str, word: str) -> str:
    return nh3.clean(
        rendered,
        tags=_TAGS,
        # "*" empties what nh3 would allow on every element.
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        attribute_filter=lambda _tag, name, value: (
            value if name != "href" or _is_address(value, word) else None
        ),
    )


def _is_address(value: str, word: str) -> bool:
    """Tell whether a link may lead there.

    Not with a mark inside, which is no claim; nor when a colon ends what could be taken for the
    name of a scheme that is not one of ours (RFC 3986, 4.2), as in ``%5Bx%5D:``.
    """
    scheme, colon, _ = _PATH_BEGINS.split(value, maxsplit=1)[0].partition(":")
    return word not in value and (not colon or scheme.lower() in _SCHEMES)


def _place_claims(safe: str, word: str, claim: ClaimHtml) -> str:
    """Replace the claims' words in cleaned HTML by the claims."""
    mark = rf"{word}\d+z"
    alone = re.compile(rf"<(p|li)>\s*({mark}(?:(?:\s|<br>)*{mark})*)\s*</\1>")
    ids = re.compile(rf"{word}(\d+)z")

    def blocks(found: re.Match[str]) -> str:
        whole = "".join(claim(int(n), Place.BLOCK) for n in ids.findall(found[2]))
        return f"<li>{whole}</li>" if found[1] == "li" else whole

    waiting: list[int] = []

    def in_sentence(found: re.Match[str]) -> str:
        if found[1]:
            waiting.append(int(found[1]))
            return claim(int(found[1]), Place.INLINE)
        after = "".join(claim(claim_id, Place.AFTER) for claim_id in waiting)
        waiting.clear()
        # A list item keeps its pictures inside; they follow every other block.
        return after + found[0] if found[0] == "</li>" else found[0] + after

    # Claims in sentences first: what they make never holds the word of this text.
    parts = _split(alone, safe)
    steps = re.compile(rf"{word}(\d+)z|{_BLOCK_END}")
    return "".join(
        blocks(part) if isinstance(part, re.Match) else steps.sub(in_sentence, part)
        for part in parts
    )


def _place_pictures(safe: str, word: str, picture: PictureHtml) -> str:
    alone = re.compile(rf"<p>\s*{word}p(\d+)z\s*</p>|{word}p(\d+)z")
    return alone.sub(lambda found: picture(int(found[1] or found[2])), safe)


def _split(pattern: re.Pattern[str], text: str) -> list[str | re.Match[str]]:
    parts: list[str | re.Match[str]] = []
    at = 0
    for found in pattern.finditer(text):
        parts += [text[at : found.start()], found]
        at = found.end()
    return [*parts, text[at:]]
