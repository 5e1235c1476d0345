"""The square on a sheet that leads a phone to an address (ISO/IEC 18004), drawn by segno."""

from __future__ import annotations

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

#: White modules around the code, which the standard asks for.
_QUIET = 4


def qr_code(text: str, alternative: str) -> SafeString:
    """Return a QR code as inline SVG, with words in its place for who cannot see it.

    About 15 % of it may be lost to folds and stains (level M, or better when that costs nothing).
    """
    code = segno.make_qr(text, error="m")
    side = code.symbol_size(border=_QUIET)[0]
    rows = enumerate(code.matrix_iter(border=_QUIET))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg viewBox="0 0 {} {}" width="120" height="120" role="img" '
        'shape-rendering="crispEdges"><title>{}</title><path fill="#fff" d="M0 0h{}v{}H0z"/>'
        '<path fill="#000" d="{}"/></svg>',
        *(side, side, alternative, side, side, SafeString(path)),
    )
