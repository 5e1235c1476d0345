"""BibTeX: entries in balanced braces, with macros, joined values and accents written in TeX."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator

from .names import family_first, is_literal, parted
from .reading import Entry, Gathered, pieces

_TOKEN = re.compile(r"\\.|[{}]|@[A-Za-z]+\s*[{(]|\)", re.DOTALL)
#: What may be the first half of a token, at the end of a piece.
_HALF = re.compile(r"(?:\\|@[A-Za-z]{0,40}\s{0,40})\Z")
_START = re.compile(r"@([A-Za-z]+)\s*[{(]\s*", re.DOTALL)
_NAME = re.compile(r"\s*,?\s*([A-Za-z][\w:.+-]*)\s*=\s*", re.DOTALL)
_BARE = re.compile(r"[^\s,#{}\"]+")
_UNBALANCED = "The braces of this record do not balance."
_MOST_MACROS = 2000


def bibtex_entries(text: io.TextIOWrapper) -> Iterator[Entry]:
    """Yield the records of a BibTeX file. What stands between records is a comment by its rules."""
    macros: dict[str, str] = {}
    for gathered in _split(text):
        raw = gathered.text
        start = _START.match(raw)
        kind = start[1].lower() if start else ""
        if kind in ("comment", "preamble") and not gathered.problem:
            continue
        fields, problem = _fields(raw[start.end() : -1] if start else "", kind, macros)
        if kind == "string" and not (gathered.problem or problem):
            if len(macros) < _MOST_MACROS:
                macros.update({name.lower(): values[0] for name, values in fields.items()})
            continue
        said = {name: _said(name, values) for name, values in fields.items()}
        yield gathered.entry({"": [kind], **said}, problem)


def _said(name: str, values: list[str]) -> list[str]:
    """Return a field as readers write it; of authors, each name."""
    if name not in ("author", "editor"):
        return [plain(value) for value in values]
    return [
        "{" + plain(one) + "}" if is_literal(one) else family_first(plain(one))
        for value in values
        for one in parted(value)
    ]


def _split(text: io.TextIOWrapper) -> Iterator[Gathered]:
    """Cut the text at its outer braces. A record that never closes ends where the next begins."""
    entry: Gathered | None = None
    depth, closer, held = 0, "}", ""
    for line, piece in pieces(text):
        piece = held + piece
        half = None if piece.endswith("\n") else _HALF.search(piece)
        held = half[0] if half else ""
        piece = piece[: len(piece) - len(held)]
        done = 0
        for token in _TOKEN.finditer(piece):
            sign = token[0]
            is_start = sign[0] == "@"
            first_on_line = not piece[: token.start()].strip()
            if entry is None and is_start:
                entry, depth, closer = Gathered(line), 1, "}" if sign[-1] == "{" else ")"
                done = token.start()
            elif entry is None:
                continue
            elif is_start and first_on_line:
                entry.add(piece[done : token.start()])
                entry.problem = entry.problem or _UNBALANCED
                yield entry
                entry, depth, closer = Gathered(line), 1, "}" if sign[-1] == "{" else ")"
                done = token.start()
            elif sign == "{" or (is_start and sign[-1] == "{"):
                depth += 1
            elif sign == closer and depth == 1:
                entry.add(piece[done : token.end()])
                yield entry
                entry, depth = None, 0
                done = token.end()
            elif sign == "}":
                depth -= 1
        if entry is not None:
            entry.add(piece[done:])
    if entry is not None:
        entry.problem = entry.problem or "This record is cut off: its braces never close."
        yield entry


def _fields(body: str, kind: str, macros: dict[str, str]) -> tuple[dict[str, list[str]], str]:
    fields: dict[str, list[str]] = {}
    at = 0
    if kind != "string":
        key = body.find(",")
        if key < 0:
            return fields, "This record has no fields."
        at = key
    while name := _NAME.match(body, at):
        value, at = _value(body, name.end(), macros)
        if at < 0:
            return fields, f"The value of “{name[1][:40]}” does not end."
        fields.setdefault(name[1].lower(), []).append(value)
    rest = body[at:].strip(" \t\r\n,")
    return fields, f"This record cannot be read from “{rest[:40]}” on." if rest else ""


def _value(body: str, at: int, macros: dict[str, str]) -> tuple[str, int]:
    """Return a value, its parts joined, and where it ends; -1 when it does not."""
    parts = []
    while at < len(body):
        if body[at] == "{":
            end = _closing(body, at + 1, "}")
        elif body[at] == '"':
            end = _closing(body, at + 1, '"')
        else:
            bare = _BARE.match(body, at)
            if bare is None:
                return "", -1
            parts.append(macros.get(bare[0].lower(), bare[0]))
            at = bare.end()
            end = -2
        if end == -1:
            return "", -1
        if end >= 0:
            parts.append(body[at + 1 : end])
            at = end + 1
        joined = re.compile(r"\s*#\s*").match(body, at)
        if joined is None:
            return "".join(parts), at
        at = joined.end()
    return "", -1


_INSIDE = re.compile(r"\\.|[{}\"]", re.DOTALL)


def _closing(body: str, at: int, closer: str) -> int:
    """Return where a value ends that began before ``at``; what braces hold does not end it."""
    depth = 0
    for token in _INSIDE.finditer(body, at):
        sign = token[0]
        if sign == closer and depth == 0:
            return token.start()
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return -1
    return -1


_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_SIGNS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø",
    "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "textendash": "–", "textemdash": "—",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "mu": "μ", "pm": "±", "times": "×",
    "textquoteright": "’", "textquoteleft": "‘", "ldots": "…", "dots": "…", "geq": "≥", "leq": "≤",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:([\'`^\"~=.])\s*|([uvHckrdb])(?:\s+|(?=\{)))(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))"
)
_SIGN = re.compile(r"\\([A-Za-z]+)(?:\{\}|\s+|(?![A-Za-z]))")
_STYLE = re.compile(r"\\(?:textit|textbf|emph|textsc|textsuperscript|textsubscript|mbox)\s*(?=\{)")
_ESCAPED = re.compile(r"\\([&%$#_{}~^ ])")


def plain(value: str) -> str:
    """Return a TeX value as readers write it: accents as letters, no braces."""
    if "\\" in value:
        value = _ACCENT.sub(_accented, value)
        value = _STYLE.sub("", value)
        value = _SIGN.sub(lambda found: _SIGNS.get(found[1], found[0]), value)
        value = _ESCAPED.sub(_unescaped, value)
    value = value.replace("{", "").replace("}", "").replace("~", " ")
    value = value.replace("---", "—").replace("--", "–").replace("$", "")
    value = value.replace("\ue000", "{").replace("\ue001", "}")
    return " ".join(value.split())


def _accented(found: re.Match[str]) -> str:
    letter = found[3] or found[4]
    return unicodedata.normalize("NFC", letter + _ACCENTS[found[1] or found[2]])


def _unescaped(found: re.Match[str]) -> str:
    """Keep a written brace apart from those that only group, until those are gone."""
    return {"{": "\ue000", "}": "\ue001"}.get(found[1], found[1])
