"""From link to link through the site, and what becomes of each answer in a copy."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.html import escape

from .asking import Ask

#: What a copy holds nothing of: it needs a server that answers, or is not for readers.
LEFT_OUT = (
    "/admin/",
    "/desk/",
    "/expert/",
    "/api/",
    "/infobutton",
    "/fhir/",
    "/healthz",
    "/readyz",
)
SCRIPT = "education/find.js"
_LINK = re.compile(r'\b(href|src)="([^"#]*)(#[^"]*)?"')
_ID = re.compile(r'\bid="([^"]+)"')
#: Asks the server for a day, or tells it what was clear; a copy has no answer.
_ASKS = re.compile(
    r'<(section|details) class="(?:on-this-day|was-clear\b[^"]*)".*?</\1>', re.DOTALL
)
_PART = re.compile(rb"/sitemap\.xml\?(part=\d+)</loc>")
_SEARCH = re.compile(r"(?:/\w+)?/search/")


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the copy."""

    path: str
    body: bytes
    status: int
    address: str


def walk(ask: Ask, starts: Iterable[str]) -> Iterator[Page]:
    """Yield a file for every address that can be reached, each once.

    A page that was taken down is yielded as its notice; what moved, as a page that leads on.
    """
    waiting = deque(dict.fromkeys(starts))
    seen = set(waiting)
    while waiting:
        address = waiting.popleft()
        answer = ask(address)
        if answer.location:
            target = urlsplit(answer.location).path
            yield Page(file_of(address), _leads_to(target), answer.status, address)
            found = [target]
        elif answer.status not in (200, 404, 410):
            continue
        elif answer.kind == "text/html":
            html = answer.body.decode()
            found = [link for link in links_of(html) if _is_copied(link)]
            yield Page(file_of(address), _copied(html, address).encode(), answer.status, address)
        else:
            found = _site_map_parts(answer.body) if answer.kind == "application/xml" else []
            if answer.status == 200:
                body = _with_files(answer.body, found)
                yield Page(file_of(address), body, 200, address)
        for link in found:
            if link not in seen and _is_copied(link):
                seen.add(link)
                waiting.append(link)


def links_of(html: str) -> list[str]:
    """Return the addresses of this site that a page names, without their fragments."""
    return [
        address
        for _, target, _ in _LINK.findall(html)
        if (address := unescape(target)).startswith("/") and not address.startswith("//")
    ]


def _site_map_parts(body: bytes) -> list[str]:
    """Return the addresses of the parts that an index of site maps names."""
    return [f"/sitemap.xml?{part.decode()}" for part in _PART.findall(body)]


def _with_files(body: bytes, parts: Iterable[str]) -> bytes:
    """Return an index of site maps that names the copy's own files."""
    for part in parts:
        there = settings.SITE_URL + address_of(part)
        body = body.replace(f"{settings.SITE_URL}{part}</loc>".encode(), f"{there}</loc>".encode())
    return body


def fragments_of(html: str) -> list[tuple[str, str]]:
    """Return (address, or "" for the page itself; fragment) of each link into a page."""
    return [
        (unescape(target), unescape(fragment[1:]))
        for _, target, fragment in _LINK.findall(html)
        if len(fragment) > 1 and (not target or target.startswith("/"))
    ]


def ids_of(html: str) -> set[str]:
    """Return what a link may lead to inside a page."""
    return {unescape(name) for name in _ID.findall(html)}


def file_of(address: str) -> str:
    """Return the file that holds an address, relative to the copy's root.

    A query, which a file server does not heed, becomes part of the name.
    """
    place = urlsplit(address)
    path = unquote(place.path).lstrip("/")
    if place.query:
        name, dot, kind = path.rpartition(".")
        asked = sha256(place.query.encode()).hexdigest()[:12]
        path = f"{name}-{asked}.{kind}" if dot else f"{path}list-{asked}/"
    return path + "index.html" if not path or path.endswith("/") else path


def address_of(address: str) -> str:
    """Return the address under which a copy serves what the site serves at this one."""
    return "/" + file_of(address).removesuffix("index.html")


def _is_copied(address: str) -> bool:
    place = urlsplit(address)
    if place.path.startswith(LEFT_OUT):
        return False
    return not (place.query and _SEARCH.fullmatch(place.path))


def _copied(html: str, address: str) -> str:
    """Return a page as the copy holds it: links to files, and the live site for the rest."""
    html = _ASKS.sub("", html)
    if _SEARCH.fullmatch(address):
        src = escape(settings.STATIC_URL + SCRIPT)
        html = html.replace("</head>", f'<script src="{src}" defer></script>\n</head>', 1)

    def lead(match: re.Match[str]) -> str:
        name, target, fragment = match[1], unescape(match[2]), match[3] or ""
        if not target.startswith("/") or target.startswith("//"):
            return match[0]
        there = address_of(target) if _is_copied(target) else settings.SITE_URL + target
        return f'{name}="{escape(there)}{fragment}"'

    return _LINK.sub(lead, html)


def _leads_to(path: str) -> bytes:
    there = escape(address_of(path))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>→</title>'
        f'<meta name="robots" content="noindex">'
        f'<meta http-equiv="refresh" content="0; url={there}">'
        f'</head><body><p><a href="{there}">{there}</a></p></body></html>\n'
    ).encode()


def search_index(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """Return what the copy's search looks through: (title, one-line answer, address) a page."""
    return json.dumps(list(rows), ensure_ascii=False, separators=(",", ":")).encode()
