"""The style sheet: light, kept for ever, readable in light and dark."""

from __future__ import annotations

import re

import html5lib
import pytest
from django.test import Client

from education.publishing.models import Edition
from education.publishing.rendering import page_html
from education.publishing.services import withdraw
from education.publishing.style import style, style_address
from tests.samples import PAGE, published

CSS = style()[1].decode()
#: Text, and what it stands on: as the rules use them together.
PAIRS = (
    *(("ink", ground) for ground in ("paper", "surface", "tint")),
    *(("soft", ground) for ground in ("paper", "surface", "tint")),
    *(("link", ground) for ground in ("paper", "surface", "tint")),
    ("on-brand", "brand"),
    ("warn-ink", "warn"),
    ("help-ink", "help"),
    ("mark", "surface"),
)


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme, as the head of the style sheet sets them."""
    light, dark = re.findall(r":root ?\{(.*?)\}", CSS, re.DOTALL)[:2]
    text = light if scheme == "light" else light + dark
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str, scheme: str) -> None:
    colours = tokens(scheme)
    low, high = sorted(luminance(colours[name]) for name in (text, ground))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_richest_page_and_its_style_weigh_little() -> None:
    html = page_html(PAGE, published=published(overdue=True))
    assert len(html.encode()) + len(CSS.encode()) <= 60 * 1024


def test_page_asks_for_nothing_from_elsewhere() -> None:
    html = page_html(PAGE, published=published())
    asked = re.findall(r'<(?:link rel="(?:stylesheet|icon)"[^>]*href|img[^>]*src)="([^"]+)"', html)
    assert asked
    assert all(address.startswith("/") for address in asked)
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_style_sheet_is_kept_for_ever_under_its_hash(client: Client) -> None:
    response = client.get(style_address())
    assert response.content.decode() == CSS
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Type"] == "text/css; charset=utf-8"


def test_page_that_asks_for_an_older_style_gets_the_newest_and_keeps_it_not(
    client: Client,
) -> None:
    response = client.get("/media/site.0123456789abcdef.css")
    assert response.content.decode() == CSS
    assert response["Cache-Control"] == "no-cache"


def test_meaning_is_left_when_colours_are_forced() -> None:
    assert "forced-colors: active" in CSS
    assert "prefers-reduced-motion" in CSS


@pytest.fixture
def addresses(live: Edition, publish: object, dr_bell: object) -> list[str]:
    start = "/topics/kidneys/"
    return [
        *("/", "/topics/", "/search/?q=kidney", "/search/?q=none", "/none/", "/es/", "/ar/"),
        *(start, f"{start}print/", f"{start}related/", f"{start}editions/?on=2026-01-01"),
        f"/editions/{live.fingerprint}/",
    ]


def test_every_page_is_valid(client: Client, addresses: list[str], live: Edition) -> None:
    for address in addresses:
        assert problems(client.get(address).content.decode()) == [], address
    shown = published(overdue=True)
    for printable in (False, True):
        assert problems(page_html(PAGE, published=shown, printable=printable)) == []


def test_notice_of_a_page_that_is_gone_is_valid(
    client: Client, live: Edition, dr_bell: object
) -> None:
    withdraw(live.live_page, by=dr_bell, kind="safety")  # type: ignore[arg-type]
    assert problems(client.get("/topics/kidneys/").content.decode()) == []


def problems(html: str) -> list[str]:
    """Return what a strict parser, and links inside the page, have against it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    found = [f"{place}: {code}" for place, code, _ in parser.errors]
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    found += [f"#{one} stands twice" for one in {i for i in ids if ids.count(i) > 1}]
    for element in tree.iter():
        named = [element.get("href", "")[1:]] if element.get("href", "").startswith("#") else []
        for name in ("aria-labelledby", "aria-describedby", "for"):
            named += element.get(name, "").split()
        found += [f"nothing is called #{one}" for one in named if one not in ids]
    return found
