"""Word files (.docx) → HTML, for the way of every HTML file.

A .docx is a zip of XML from a stranger: it is measured before anything is unpacked, each part is
read once for document types (which could grow without end) and for depth, and only then does
mammoth see it, without its pictures. What Word hides, and what was deleted but is still in the
file, is taken out first and told.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

import mammoth

from .article import LeftOut

#: More than any article has; Word's own files have some twenty parts and a ratio below 20.
_MOST_PARTS = 2_000
_MOST_UNPACKED = 200 * 2**20
_MOST_XML = 12 * 2**20
_STEEPEST = 200
_DEEPEST = 200
#: Below this size a steep ratio harms nobody.
_SMALL = 2**20
_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: How deep Word's own lists go; mammoth by itself knows the first five levels.
_LEVELS = 9
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Quote'] => blockquote > p:fresh",
        "u => ",
        *(
            f"p:{kind}-list({level}) => {'ul|ol > li > ' * (level - 1)}{tag} > li:fresh"
            for kind, tag in (("unordered", "ul"), ("ordered", "ol"))
            for level in range(6, _LEVELS + 1)
        ),
    ]
)
_WORDS = re.compile(r"[^\W_]+")
_INLINE_TAG = re.compile(r"</?(?:strong|em|a|s|sup|sub)(?: [^<>]*)?>")
_BLOCK_TAG = re.compile(r"<[^<>]*>")
_BESIDE = {
    "header": "it stood at the head of every page",
    "footer": "it stood at the foot of every page",
    "comments": "it was a comment beside the text",
}


class NotWord(ValueError):
    """These bytes are no Word file that can be read; ``str(error)`` says why, after the name."""


def html_of(data: bytes) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the HTML of a Word file and what was left out of it. Raises ``NotWord``."""
    parts = _parts(data)
    left: list[LeftOut] = []
    for name in [
        n for n in parts if n == _MAIN or n in ("word/footnotes.xml", "word/endnotes.xml")
    ]:
        root = ElementTree.fromstring(parts[name])  # noqa: S314 - no document type: see _check
        left += _take_hidden(root)
        parts[name] = ElementTree.tostring(root)
    try:
        made = mammoth.convert_to_html(
            _zipped(parts),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(_picture),
        )
    except Exception as error:  # noqa: BLE001 - whatever a stranger's file makes a library raise
        raise NotWord("is damaged: open it in Word and save it again") from error
    html = str(made.value)
    left += _beside(parts)
    left += _missing(parts, html)
    return html, tuple(left)


def _parts(data: bytes) -> dict[str, bytes]:
    """Return the XML parts of the file by name, each measured and looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure(archive.infolist())
            parts = {
                info.filename: _unpacked(archive, info)
                for info in archive.infolist()
                if info.filename.endswith((".xml", ".rels"))
            }
    except NotWord:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile raises a dozen kinds for damaged files
        raise NotWord("is damaged or cut off: save it again in Word") from error
    if _MAIN not in parts:
        raise NotWord("is a zip file and no Word document: save the article as .docx")
    for part in parts.values():
        _check(part)
    return parts


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # Asked for no size, zipfile unpacks all there is before it looks at what was promised.
    with archive.open(info) as part:
        return part.read(info.file_size + 1)


def _measure(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a file that would unpack to far more than an article, by what it says of itself.

    More than it says is never unpacked: reading stops there, and the checksum fails.
    """
    unpacked = sum(e.file_size for e in entries)
    xml = sum(e.file_size for e in entries if e.filename.endswith((".xml", ".rels")))
    steep = any(
        e.file_size > _SMALL and e.file_size > _STEEPEST * max(1, e.compress_size) for e in entries
    )
    names = [e.filename for e in entries]
    if len(entries) > _MOST_PARTS or unpacked > _MOST_UNPACKED or xml > _MOST_XML or steep:
        raise NotWord("unpacks to far more than an article holds: it is not read")
    if len(set(names)) != len(names):
        raise NotWord("has two parts of the same name: save it again in Word")
    if any(e.flag_bits & 1 for e in entries):
        raise NotWord("is locked with a password: save it without one")


def _check(part: bytes) -> None:
    """Refuse XML with a document type, or deeper than any text."""
    depth = 0

    def opened(*_: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise NotWord("is nested deeper than any article: it is not read")

    def closed(*_: Any) -> None:
        nonlocal depth
        depth -= 1

    def typed(*_: Any) -> None:
        raise NotWord("declares a document type, which Word never does: it is not read")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = typed
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise NotWord("is damaged: open it in Word and save it again") from error


def _take_hidden(root: ElementTree.Element) -> Iterator[LeftOut]:
    """Take runs that Word does not show out of the tree, and tell their words."""
    for parent in list(root.iter()):
        for child in list(parent):
            why = _concealed(child)
            if not why:
                continue
            parent.remove(child)
            if words := _said(child):
                yield LeftOut(0, words, why)


def _concealed(element: ElementTree.Element) -> str:
    if element.tag in (f"{_W}del", f"{_W}moveFrom"):
        return "It had been deleted, and Word still kept it." if len(element) else ""
    if element.tag != f"{_W}r":
        return ""
    hidden = element.find(f"{_W}rPr/{_W}vanish")
    shown = hidden is None or hidden.get(f"{_W}val") in ("0", "false", "off")
    return "" if shown else "It was hidden from readers."


def _said(element: ElementTree.Element) -> str:
    texts = (e.text or "" for e in element.iter() if e.tag in (f"{_W}t", f"{_W}delText"))
    return " ".join("".join(texts).split())


def _beside(parts: dict[str, bytes]) -> Iterator[LeftOut]:
    """Tell the words that stand outside the text: heads and feet of pages, comments."""
    told = set()
    for name, part in parts.items():
        kind = re.sub(r"\d+\.xml$|\.xml$", "", name.removeprefix("word/"))
        if kind not in _BESIDE or not name.startswith("word/"):
            continue
        root = ElementTree.fromstring(part)  # noqa: S314 - no document type: see _check
        for paragraph in root.iter(f"{_W}p"):
            words = _said(paragraph)
            if words and (kind, words) not in told:
                told.add((kind, words))
                yield LeftOut(0, words, f"{_BESIDE[kind][0].upper()}{_BESIDE[kind][1:]}.")


def _missing(parts: dict[str, bytes], html: str) -> Iterator[LeftOut]:
    """Tell the paragraphs with a word that did not come through: charts and other rare shapes."""
    came = set(_WORDS.findall(unescape(_BLOCK_TAG.sub(" ", _INLINE_TAG.sub("", html)))))
    root = ElementTree.fromstring(parts[_MAIN])  # noqa: S314 - no document type: see _check
    for paragraph in root.iter(f"{_W}p"):
        words = _said(paragraph)
        if set(_WORDS.findall(words)) - came:
            yield LeftOut(0, words, "It stood in a shape that is not read: type it in.")


def _zipped(parts: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    file.seek(0)
    return file


def _picture(image: Any) -> dict[str, str]:
    """Name a picture without opening it; its alternative text is kept by mammoth."""
    return {"src": f"picture.{str(image.content_type).rpartition('/')[2]}"}
