"""Word files made by hand, as small as they can be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMES = (
    f'{_W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/hyperlink" Target="https://example.org/kidneys" '
    'TargetMode="External"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/image" Target="media/drip.png"/></Relationships>'
)
_STYLES = (
    f"<w:styles {_W}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        "</w:style>"
        for name in ("Title", "heading 1", "heading 2")
    )
    + "</w:styles>"
)
_NUMBERING = (
    f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="bullet"/></w:lvl>' for level in range(9))
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def run(text: str, properties: str = "") -> str:
    """A run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", bullet: bool = False, level: int = 0) -> str:
    """A paragraph of runs; a bullet stands in so many lists as its ``level`` says."""
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    if bullet:
        about += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{about}</w:pPr>{''.join(runs)}</w:p>"


def link(text: str) -> str:
    """Words that lead to https://example.org/kidneys."""
    return f'<w:hyperlink r:id="rId1">{run(text)}</w:hyperlink>'


def picture(alt: str) -> str:
    """A picture with these words for who cannot see it."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        '<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId2"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def table(*rows: tuple[str, ...]) -> str:
    """A table of words."""
    cells = ("".join(f"<w:tc>{paragraph(run(c))}</w:tc>" for c in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def document(*blocks: str) -> str:
    """The main part."""
    return f"<w:document {_NAMES}><w:body>{''.join(blocks)}</w:body></w:document>"


def part(root: str, *blocks: str) -> str:
    """Another part with paragraphs, such as ``hdr``."""
    return f"<w:{root} {_NAMES}>{''.join(blocks)}</w:{root}>"


def docx(*blocks: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word file of these blocks, with other ``parts`` in it or in place of its own."""
    all_parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": document(*blocks),
        "word/_rels/document.xml.rels": _RELATIONS,
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/media/drip.png": b"\x89PNG",
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in all_parts.items():
            archive.writestr(name, data)
    return file.getvalue()
