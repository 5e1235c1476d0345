"""What else a reader of a page may want to read: live pages of the same language.

Nearest are those that share its codes, then its claims, then its body system. Asked anew each
time, so a page that was taken down is gone at once; the page itself only links here, and pays
nothing (decision 0018).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from education.publishing.index.entries import code_place
from education.publishing.index.models import Shelved
from education.publishing.index.systems import systems_of
from education.publishing.models import EditionClaim
from education.publishing.pages import PublishedPage
from education.publishing.reading import today

#: So many candidates are taken from each shelf and for each claim.
_EACH = 40
MOST = 8
_CODE, _FAMILY, _SYSTEM, _CLAIM = 6, 3, 1, 2
#: More shared claims than this make a page no nearer.
_MOST_CLAIMS = 4


def related_to(page: PublishedPage) -> tuple[int, ...]:
    """Return the live editions nearest to a page, nearest first.

    The shelves are those of the page's codes and systems: as many as its signed text has codes,
    however many pages are live.
    """
    manuscript = page.manuscript
    codes = {c.code.strip().upper() for c in manuscript.codes}
    families = {code[:3] for code in codes if "." in code}
    shelves = {code_place(code): _FAMILY for code in families}
    shelves |= {code_place(code): _CODE for code in codes}
    shelves |= dict.fromkeys(systems_of(manuscript.codes), _SYSTEM)
    near: Counter[int] = Counter()
    names: dict[int, bytes] = {}
    for system, weight in shelves.items():
        for pk, key in _standing(manuscript.language, system):
            near[pk] += weight
            names[pk] = key
    for pk, key in _sharing(page, manuscript.language):
        near[pk] += _CLAIM
        names[pk] = key
    near.pop(page.edition_id, None)
    ordered = sorted(near, key=lambda pk: (-near[pk], names[pk], pk))
    return tuple(ordered[:MOST])


def _standing(language: str, system: str) -> Iterable[tuple[int, bytes]]:
    rows = Shelved.objects.filter(language=language, system=system, kind="", letter="").filter(
        edition__live_page__lapses_on__gte=today()
    )
    found = rows.order_by("sort_key", "edition_id").values_list("edition", "sort_key")[: _EACH + 1]
    return [(pk, bytes(key)) for pk, key in found]


def _sharing(page: PublishedPage, language: str) -> Iterable[tuple[int, bytes]]:
    claims = [claim.claim_id for claim in page.manuscript.claims][:20]
    rows = EditionClaim.objects.filter(
        claim__in=claims,
        edition__language=language,
        edition__live_page__lapses_on__gte=today(),
        edition__shelved__system="",
        edition__shelved__kind="",
        edition__shelved__letter="",
    ).exclude(edition=page.edition_id)
    found = rows.values_list("edition", "edition__shelved__sort_key")[: _EACH * _MOST_CLAIMS]
    return [(pk, bytes(key)) for pk, key in found]
