"""Emphasis in Markdown, sentence by sentence: what one sentence opens, the same one closes.

An article may set three sentences in bold at once. Each of them goes its own way, into a claim or
into a body, so each gets marks of its own. What a sign of emphasis means is asked of the renderer's
own parser; where that and the sentences disagree, they stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from education.checks.sentences import split_sentences
from education.content.markdown import inline_tokens

#: Beyond this, Markdown in a paragraph stays as it is written: nobody reads that far.
LONGEST = 5000
_SIGNS = re.compile(r"[*_\[]")
_BOTH = re.compile(r"[*_]")


def split(text: str) -> list[str]:
    """Split Markdown into sentences as a reader sees them; signs stay with their words."""
    kept = [at for at, sign in enumerate(text) if sign not in "*_"]
    bare = "".join(text[at] for at in kept)
    found: list[str] = []
    cursor = start = 0
    for sentence in split_sentences(bare):
        cursor = bare.index(sentence, cursor) + len(sentence)
        end = kept[cursor - 1] + 1
        while end < len(text) and text[end] in "*_":
            end += 1
        found.append(text[start:end].strip())
        start = end
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def closed(sentences: Sequence[str]) -> list[str]:
    """Return the sentences of one paragraph with emphasis and links closed in each.

    They come back as they are when nothing reaches from one into another.
    """
    if len(sentences) < 2 or not _SIGNS.search("".join(sentences)):
        return list(sentences)
    if sum(map(len, sentences)) > LONGEST:
        return list(sentences)
    writer = _Writer()
    # A line break is what no sentence holds, and what takes no part in what signs mean.
    for token in inline_tokens("\n".join(sentences)):
        writer.take(token)
    pieces = writer.finished()
    return pieces if writer.crossed and len(pieces) == len(sentences) else list(sentences)


def crosses(*sentences: str) -> bool:
    """Tell whether emphasis or a link reaches from one of these sentences into the next."""
    return closed(sentences) != list(sentences)


class _Writer:
    """Writes tokens as Markdown again, and begins anew at each line break."""

    def __init__(self) -> None:
        self.pieces: list[list[str]] = [[]]
        #: What is open: its opening and closing marks.
        self.open: list[tuple[str, str]] = []
        self.crossed = False

    def finished(self) -> list[str]:
        """Return the Markdown of each line."""
        return ["".join(piece) for piece in self.pieces]

    def take(self, token: Token) -> None:
        """Write what comes next."""
        if token.type in ("softbreak", "hardbreak"):
            self._break("\\" if token.type == "hardbreak" else "")
        elif token.nesting == 1:
            pair = _marks(token)
            self.open.append(pair)
            self._write(pair[0])
        elif token.nesting == -1:
            self._write(self.open.pop()[1])
        elif token.type == "text_special":
            self._write(token.markup)
        elif token.type == "image":
            self._write(f"![{token.content}]({_target(token, 'src')})")
        else:
            self._write(_BOTH.sub(r"\\\g<0>", token.content))

    def _break(self, last: str) -> None:
        self.crossed |= bool(self.open)
        if last:
            self._write("\\\\")
        for _, closing in reversed(self.open):
            self._write(closing)
        self.pieces.append([opening for opening, _ in self.open])

    def _write(self, text: str) -> None:
        self.pieces[-1].append(text)


def _marks(token: Token) -> tuple[str, str]:
    if token.type != "link_open":
        return token.markup, token.markup
    if token.markup == "autolink":
        return "<", ">"
    return "[", f"]({_target(token, 'href')})"


def _target(token: Token, name: str) -> str:
    title = str(token.attrs.get("title", "")).replace("\\", "\\\\").replace('"', '\\"')
    address = str(token.attrs.get(name, ""))
    return f'<{address}> "{title}"' if title else f"<{address}>" if " " in address else address
