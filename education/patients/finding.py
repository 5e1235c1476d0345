"""How readers find pages: home, lists from A to Z, search, and what else there is to read."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.patients.serving import not_live, show
from education.publishing import listing, reading
from education.publishing.addresses import absolute, address
from education.publishing.index import hits, shelves, spelling
from education.publishing.index import search as words
from education.publishing.index.alphabet import OTHER, letters
from education.publishing.index.related import related_to
from education.publishing.index.systems import SYSTEMS, systems_of
from education.publishing.pages import Pointer
from education.publishing.words import SHELVES, languages

DEFAULT = settings.LANGUAGE_CODE
PER_PAGE = 20
HITS_PER_PAGE = 10
NEWEST = 6
#: What is asked for when pages of every language are wanted.
ALL = "all"
_ALL = gettext_lazy("All")


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that narrows or widens a list; without an address it leads nowhere."""

    label: Any
    address: str
    count: int = 0
    chosen: bool = False
    language: str = ""


def home(request: HttpRequest, language: str = DEFAULT) -> HttpResponse:
    """Serve the front page: search, the shelves, the letters, and what was signed last."""
    counts = shelves.counts_around(shelves.Shelf(language))
    context = _around("home", language) | {
        "systems": _systems(counts, language, {}),
        "kinds": [
            (shelf, counts.kinds[key], _link("topics", language, kind=key))
            for key, shelf in SHELVES.items()
            if key in counts.kinds
        ],
        "letters": _letters(counts, language, {}),
        "newest": listing.newest(language, NEWEST),
    }
    return show(request, "patients/home.html", language, context)


def topics(request: HttpRequest, language: str = DEFAULT) -> HttpResponse:
    """List live pages from A to Z: all, of a system, a kind, a letter, or these together."""
    if request.GET.get("q"):
        return search(request, language)
    chosen = _chosen(request, language)
    shelf = shelves.Shelf(language, **chosen)
    counts = shelves.counts_around(shelf)
    found = shelves.stretch(
        shelf,
        PER_PAGE,
        after=shelves.mark_from(request.GET.get("after", "").replace("\0", "")),
        before=shelves.mark_from(request.GET.get("before", "").replace("\0", "")),
    )
    with translation.override(language):
        heading = _heading(**chosen)
    context = _around("topics", language) | {
        "heading": heading,
        "chosen": chosen,
        "count": counts.here,
        "systems": _systems(counts, language, chosen),
        "kinds": _kinds(counts, "topics", language, chosen),
        "letters": _letters(counts, language, chosen),
        "whole_alphabet": _link("topics", language, **(chosen | {"letter": ""})),
        "listed": listing.lines_of(found.edition_ids),
        "previous": _link("topics", language, **chosen, before=found.before),
        "next": _link("topics", language, **chosen, after=found.after),
        "has_previous": found.before is not None,
        "has_next": found.after is not None,
    }
    return show(request, "patients/topics.html", language, context)


def _heading(*, system: str, kind: str, letter: str) -> str:
    parts = [str(SYSTEMS[system])] if system else []
    parts += [str(SHELVES[kind].many)] if kind else []
    parts = parts or [_("All pages")]
    return ": ".join([*parts, letter] if letter and letter != OTHER else parts)


def search(request: HttpRequest, language: str = DEFAULT) -> HttpResponse:
    """List live pages with the words of a query, best first."""
    query = _query(request)
    chosen = _chosen(request, language)
    narrowed = {name: chosen[name] for name in ("kind", "system")}
    asked_in = request.GET.get("in", "")
    among = _among(asked_in, language)
    found = words.search(query, among, **narrowed)
    number = _page_number(request, len(found))
    start = (number - 1) * HITS_PER_PAGE
    shown = _hits(query, found.edition_ids[start : start + HITS_PER_PAGE])
    counts = shelves.counts_around(shelves.Shelf(language))
    kept = {"q": query, **narrowed, "in": asked_in if among != [language] else ""}
    with translation.override(language):
        heading = _("Search")
    context = _around("search", language) | {
        "heading": heading,
        "query": query,
        "chosen": chosen,
        "asked_in": kept["in"],
        "hits": shown,
        "count": len(found),
        "more": found.more,
        "kinds": _kinds(counts, "search", language, kept),
        "tongues": _tongues(language, kept),
        "wider": _link("search", language, q=query),
        "emergency_number": settings.EMERGENCY_NUMBER,
        "previous": _link("search", language, **kept, page=number - 1),
        "next": _link("search", language, **kept, page=number + 1),
        "has_previous": number > 1,
        "has_next": len(found) > start + HITS_PER_PAGE,
        **(_help(query, language, among, kept) if query and not found else _NO_HELP),
    }
    return show(request, "patients/search.html", language, context)


def related(request: HttpRequest, slug: str, language: str = DEFAULT) -> HttpResponse:
    """List what else a reader of a page may want to read."""
    pointer = reading.live_pointer(language, slug)
    if not isinstance(pointer, Pointer):
        return not_live(request, slug, language, pointer)
    page = reading.published_page(pointer)
    context = {
        "title": page.manuscript.title,
        "address": address("topic", language, slug=slug),
        "listed": listing.lines_of(related_to(page)),
        "systems": [
            (SYSTEMS[key], _link("topics", language, system=key))
            for key in systems_of(page.manuscript.codes)
        ],
    }
    return show(request, "patients/related_page.html", language, context)


# --- what was asked ---------------------------------------------------------------------------


def _query(request: HttpRequest) -> str:
    typed = request.GET.get("q", "").replace("\0", " ")
    return " ".join(typed.split())[: words.LONGEST_QUERY]


def _chosen(request: HttpRequest, language: str) -> dict[str, str]:
    """Return the choices that exist; what nobody offers counts as nothing chosen."""
    offered: dict[str, Collection[str]] = {
        "system": SYSTEMS,
        "kind": SHELVES,
        "letter": {OTHER, *letters(language)},
    }
    asked = {name: request.GET.get(name, "") for name in offered}
    return {name: asked[name] if asked[name] in these else "" for name, these in offered.items()}


def _among(asked: str, language: str) -> list[str]:
    if asked == ALL:
        return list(languages())
    return [asked] if asked in languages() else [language]


def _page_number(request: HttpRequest, found: int) -> int:
    typed = request.GET.get("page", "")
    number = int(typed) if re.fullmatch(r"[0-9]{1,6}", typed) else 1
    return max(1, min(number, -(-found // HITS_PER_PAGE)))


# --- what is shown ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found: what a list says of it, with the words marked."""

    line: listing.Listed
    title: SafeString
    answer: SafeString
    passage: hits.Marked | None


def _hits(query: str, edition_ids: tuple[int, ...]) -> list[Hit]:
    lines = listing.lines_of(edition_ids)
    passages = hits.readable(line.edition_id for line in lines)
    asked = {code: words.asked(query, code).wanted() for code in {x.language for x in lines}}
    return [
        Hit(
            line,
            hits.mark(line.title, asked[line.language], line.language),
            hits.mark(line.answer, asked[line.language], line.language),
            hits.best_passage(passages.get(line.edition_id, ()), asked[line.language]),
        )
        for line in lines
    ]


_NO_HELP: dict[str, Any] = {"meant": None, "alone": ()}


def _help(query: str, language: str, among: list[str], kept: dict[str, str]) -> dict[str, Any]:
    """Return what may help who found nothing: a spelling that finds some, and words that do."""
    if len(among) > 1:
        return _NO_HELP
    tongue = among[0]
    alone = words.found_alone(query, tongue)
    unknown = [word for word in words.typed_words(query, tongue) if word not in alone]
    swaps = spelling.meant(unknown, tongue)
    corrected = spelling.put_right(query, swaps)
    meant = swaps and len(words.search(corrected, among, kind=kept["kind"], system=kept["system"]))
    return {
        "meant": Choice(corrected, _link("search", language, **(kept | {"q": corrected})))
        if meant
        else None,
        "alone": [
            Choice(word, _link("search", language, **(kept | {"q": word})))
            for word in alone
            if word.lower() != query.lower()
        ],
    }


def _systems(counts: shelves.Counts, language: str, chosen: dict[str, str]) -> list[Choice]:
    named = {key: (name, counts.systems.get(key, 0)) for key, name in SYSTEMS.items()}
    return _choices("system", named, "topics", language, chosen)


def _kinds(
    counts: shelves.Counts, view: str, language: str, chosen: dict[str, str]
) -> list[Choice]:
    named = {key: (shelf.many, counts.kinds.get(key, 0)) for key, shelf in SHELVES.items()}
    return _choices("kind", named, view, language, chosen)


def _choices(
    part: str,
    named: dict[str, tuple[Any, int]],
    view: str,
    language: str,
    chosen: dict[str, str],
) -> list[Choice]:
    """Return a choice for each that has pages, and the way back to all when one is chosen."""
    now = chosen.get(part, "")
    offered = [
        Choice(label, _link(view, language, **(chosen | {part: key})), n, chosen=key == now)
        for key, (label, n) in named.items()
        if n or key == now
    ]
    back = Choice(_ALL, _link(view, language, **(chosen | {part: ""})))
    return [back, *offered] if now else offered


def _letters(counts: shelves.Counts, language: str, chosen: dict[str, str]) -> list[Choice]:
    """Return the alphabet; only letters under which pages stand lead anywhere."""
    shown = [*letters(language), *([OTHER] if OTHER in counts.letters else [])]
    return [
        Choice(
            letter,
            _link("topics", language, **(chosen | {"letter": letter}))
            if letter in counts.letters
            else "",
            counts.letters.get(letter, 0),
            chosen=chosen.get("letter") == letter,
        )
        for letter in shown
    ]


def _tongues(language: str, kept: dict[str, str]) -> list[Choice]:
    """Return the languages in which one can search: the reader's own first, all of them last."""
    names = languages()
    others = {code: name for code, name in names.items() if code != language}
    offered: list[tuple[str, Any, str]] = [("", names[language], language)]
    offered += [(code, name, code) for code, name in others.items()]
    offered += [(ALL, gettext_lazy("All languages"), "")] if others else []
    return [
        Choice(
            label,
            _link("search", language, **(kept | {"in": code})),
            chosen=kept["in"] == code,
            language=tongue,
        )
        for code, label, tongue in offered
    ]


def _link(view: str, language: str, **parts: Any) -> str:
    """Return the address of a view with the parts that say something."""
    said = {name: str(value) for name, value in parts.items() if value}
    here = _path(view, language)
    return f"{here}?{urlencode(said)}" if said else here


#: A page of a list has a hundred links, to a few paths.
_path = lru_cache(maxsize=64)(address)


def _around(view: str, language: str) -> dict[str, Any]:
    """Return what a page that exists in every language says about the others."""
    paths = {code: address(view, code) for code in languages()}
    return {
        "languages": [
            (code, name, paths[code]) for code, name in languages().items() if code != language
        ],
        "alternates": [
            *((code, absolute(path)) for code, path in paths.items()),
            ("x-default", absolute(paths[DEFAULT])),
        ],
    }
