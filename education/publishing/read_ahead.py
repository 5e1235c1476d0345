"""What an examination reads by the batch, so that no record asks for itself.

Everything is read as of the one moment that the examination sees, and put where Django keeps what
it has fetched. A row for which nothing was read ahead asks for itself, with the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects

from education.audit.history import history_of
from education.people.models import Credential
from education.publishing.models import Edition
from education.review.models import Declaration, Review, SignOff

ReadAhead = Callable[[list[Any]], None]

#: Where a signature keeps the versions of its credential, and its signer's conflicts.
_VERSIONS, _CONFLICTS = "_versions_of_credential", "_conflicts_of_signer"
#: What a signature is judged by beside these, from its review.
_JUDGED = ("sign_offs__revocation", "sign_offs__declaration")


def credential_versions(sign_off: SignOff) -> list[Any]:
    """Return every version of the credential a signature rests on, oldest first."""
    if _VERSIONS not in sign_off.__dict__:
        _read_of_signers([sign_off])
    versions: list[Any] = sign_off.__dict__[_VERSIONS]
    return versions


def conflicts_of_signer(sign_off: SignOff) -> list[Declaration]:
    """Return every conflict its signer ever declared, with the review it was declared for."""
    if _CONFLICTS not in sign_off.__dict__:
        _read_of_signers([sign_off])
    conflicts: list[Declaration] = sign_off.__dict__[_CONFLICTS]
    return conflicts


def of_reviews(rows: list[Any]) -> None:
    """Read what reviews are judged by: their signatures and their edition."""
    prefetch_related_objects(rows, *_JUDGED, _light("edition", Edition, "manuscript"))
    _read_of_signers(one for row in rows for one in row.sign_offs.all())


def of_sign_offs(rows: list[Any]) -> None:
    """Read what signatures are judged by."""
    prefetch_related_objects(rows, _light_review("review"), "declaration")
    _read_of_signers(rows)


def of_edition_claims(rows: list[Any]) -> None:
    """Read the claims' signed reviews, and what those are judged by."""
    names = (f"review__{name}" for name in _JUDGED)
    prefetch_related_objects(rows, _light_review("review"), *names)
    _read_of_signers(one for row in rows for one in row.review.sign_offs.all())


def of_live_pages(rows: list[Any]) -> None:
    """Read the editions of live pages, with what stands for and against each."""
    prefetch_related_objects(
        rows,
        _light("topic__editions", Edition, "manuscript"),
        _light("edition", Edition, "manuscript"),
        "edition__withdrawal",
        _light_review("edition__review"),
        "edition__review__sign_offs__revocation",
        "edition__edition_claims",
        _light_review("edition__edition_claims__review"),
    )


def following(*names: str) -> ReadAhead:
    """Return what reads rows' relations of these names, and no more."""
    return lambda rows: prefetch_related_objects(rows, *names)


def _light(name: str, model: type[models.Model], *heavy: str) -> Prefetch[Any]:
    return Prefetch(name, model._base_manager.defer(*heavy))


def _light_review(name: str) -> Prefetch[Any]:
    return _light(name, Review, "manuscript", "findings")


def _read_of_signers(sign_offs: Iterable[SignOff]) -> None:
    given = list(sign_offs)
    history: Any = history_of(Credential)._base_manager
    versions: dict[int, list[Any]] = {}
    for version in history.filter(id__in={s.credential_id for s in given}).order_by("history_id"):
        versions.setdefault(version.id, []).append(version)
    declared = Declaration.objects.filter(person__in={s.signer_id for s in given}, conflict=True)
    conflicts: dict[int, list[Declaration]] = {}
    for one in declared.prefetch_related(_light_review("review")):
        conflicts.setdefault(one.person_id, []).append(one)
    for sign_off in given:
        sign_off.__dict__[_VERSIONS] = versions.get(sign_off.credential_id, [])
        sign_off.__dict__[_CONFLICTS] = conflicts.get(sign_off.signer_id, [])
