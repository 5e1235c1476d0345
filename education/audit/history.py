"""The edit trail: django-simple-history with the holes closed (pitfalls S1–S24).

Models that staff edit derive from ``TrackedModel`` and hold ``history = tracked()``. Every save
names an actor, is atomic with its history row and with an audit event, and a save that changes
nothing writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, ClassVar, NoReturn

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from simple_history.models import HistoricalRecords
from simple_history.signals import post_create_historical_record

from education.audit import chain
from education.errors import NotAllowed, WrongState

_actor: ContextVar[models.Model | None] = ContextVar("actor", default=None)


@contextmanager
def acting(user: models.Model) -> Iterator[None]:
    """Name the person on whose behalf the edits inside are made."""
    token = _actor.set(user)
    try:
        yield
    finally:
        _actor.reset(token)


class ActorMiddleware:
    """Let the signed-in person be the actor of every edit of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with acting(request.user):
            return self.get_response(request)


def current_actor() -> models.Model | None:
    """Return who is acting now, or None."""
    return _actor.get()


def _history_user(instance: models.Model, **_: Any) -> models.Model:
    actor = _actor.get()
    if actor is None and isinstance(instance, get_user_model()) and _is_own_act(instance):
        return instance
    if actor is None or actor.pk is None:
        raise NotAllowed("Every edit needs a person: wrap it in acting(user).")
    return actor


def _is_own_act(user: models.Model) -> bool:
    """A first account, or a password upgraded at sign-in; history does not hold the password."""
    before = newest_history(user)
    return before is None or differences(before, user) == []


def tracked(**options: Any) -> HistoricalRecords:
    """Return the history of a tracked model; ``options`` go to ``HistoricalRecords``."""
    return HistoricalRecords(  # type: ignore[no-untyped-call]
        get_user=_history_user,
        **options,
    )


class TrackedQuerySet(models.QuerySet[Any]):
    """A QuerySet without the doors that write past the history (pitfalls S3)."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise WrongState("Save each record by itself: bulk writes leave no history.")

    update = bulk_create = bulk_update = delete = aupdate = adelete = abulk_create = _refuse
    abulk_update = _refuse


class TrackedModel(models.Model):
    """Base of everything staff edit."""

    objects: ClassVar[models.Manager[Any]] = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the whole row with its history and audit event, or nothing when nothing changed.

        ``update_fields`` is ignored: the history row is always a copy of what is stored. Raises
        ``NotAllowed`` without an actor, and when the edit left no event, whatever silenced it.
        """
        kwargs.pop("update_fields", None)
        before = chain.recorded_here()
        with chain.writing():
            if not kwargs.get("force_insert") and self._is_as_stored():
                return
            super().save(*args, **kwargs)
            _require_event_since(before)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, leaving its history and an audit event."""
        before = chain.recorded_here()
        with chain.writing():
            deleted = super().delete(*args, **kwargs)
            _require_event_since(before)
            return deleted

    def _is_as_stored(self) -> bool:
        stored = None if self.pk is None else type(self)._base_manager.filter(pk=self.pk).first()
        return (
            stored is not None
            and all(
                getattr(stored, f.attname) == getattr(self, f.attname)
                for f in self._meta.concrete_fields
                if not getattr(f, "auto_now", False)
            )
            # Somebody who saves what was written past the trail takes it upon themselves.
            and chain.is_recorded(stored)
        )


class reason_given:  # noqa: N801 - reads as the statement it is: with reason_given(words, row)
    """Give rows a reason for change while they are saved, and take it away again (S10)."""

    def __init__(self, words: str, *rows: Any) -> None:
        self.words, self.rows = words.strip(), rows

    def __enter__(self) -> None:
        for row in self.rows:
            row._change_reason = self.words or None

    def __exit__(self, *_: object) -> None:
        for row in self.rows:
            row.__dict__.pop("_change_reason", None)


def _require_event_since(before: int) -> None:
    if chain.recorded_here() == before:
        raise NotAllowed("Edits leave a trail: switch the history on again.")


@receiver(post_create_historical_record)
def seal(
    sender: Any, instance: models.Model, history_instance: Any, history_user: Any, **_: Any
) -> None:
    """Digest each new history row, and its row, into the chain. The only signal receiver."""
    kind = {"+": "created", "~": "changed", "-": "deleted"}[history_instance.history_type]
    gone = kind == "deleted"
    # A copy, to be read as it is stored: the caller's object stays as the caller has it.
    now = [] if gone else [type(instance)(pk=instance.pk)]
    chain.record(
        f"{instance._meta.model_name}.{kind}",
        actor=history_user,
        subject=instance,
        wrote=[history_instance, *now],
        deleted=[chain.reference(instance)] if gone else [],
    )


def seal_roles(
    sender: Any,
    instance: models.Model,
    action: str,
    reverse: bool,  # noqa: FBT001 - Django's signature
    model: type[models.Model],
    pk_set: set[int] | None,
    **_: Any,
) -> None:
    """Record who gave a role or right to whom, and who took it away; connected in ``apps``."""
    if reverse:
        raise WrongState("Give and take roles from the person's side: user.groups.add(role).")
    if action == "pre_clear":
        instance.groups.remove(*instance.groups.all())  # type: ignore[attr-defined]
    verb = {"post_add": "granted", "post_remove": "revoked"}.get(action)
    noun = "role" if model is Group else "permission"
    for given in model._base_manager.filter(pk__in=pk_set or ()) if verb else ():
        chain.record(
            f"{noun}.{verb}",
            actor=_actor.get(),
            subject=instance,
            wrote=[type(instance)._base_manager.get(pk=instance.pk)],
            **{noun: str(given)},
        )


@cache
def history_of(model: type[models.Model]) -> type[models.Model]:
    """Return the model that holds a tracked model's versions.

    Kept, because each look at a model's ``history`` builds a manager class anew.
    """
    versions: type[models.Model] = model.history.model  # type: ignore[attr-defined]
    return versions


def names_of(model: type[models.Model], ids: Iterable[int]) -> dict[int, str]:
    """Return what rows are called; of one that was deleted, what it was called last."""
    wanted = set(ids)
    found = {pk: str(row) for pk, row in model._base_manager.in_bulk(wanted).items()}
    if gone := wanted - found.keys():
        entries: Any = history_of(model)._base_manager.filter(id__in=gone).order_by("history_id")
        found |= {entry.id: str(entry.instance) for entry in entries}
    return found


def newest_history(row: models.Model) -> models.Model | None:
    """Return the newest history row of a tracked row, by history id (equal stamps: S17)."""
    manager = history_of(type(row))._base_manager
    newest: models.Model | None = (
        manager.filter(**{row._meta.pk.attname: row.pk}).order_by("-history_id").first()
    )
    return newest


def differences(history: models.Model, row: models.Model) -> list[str]:
    """Return the columns in which a row differs from what one of its history rows says."""
    kept = {f.attname for f in history._meta.concrete_fields}
    return [
        f.attname
        for f in row._meta.concrete_fields
        if f.attname in kept and getattr(history, f.attname) != getattr(row, f.attname)
    ]


def is_as_recorded(row: TrackedModel) -> bool:
    """Tell whether a tracked row is as the audit trail recorded it.

    False means that somebody wrote past the edit trail, for instance with raw SQL; also when
    they forged a history row to go with it.
    """
    return chain.is_recorded(type(row)._base_manager.get(pk=row.pk))


def writers_of(model: type[TrackedModel], **where: Any) -> set[int]:
    """Return the ids of everyone who ever wrote in the rows that match ``where``, or once did.

    A row that was moved or deleted since still counts, with all its writers.
    """
    manager = history_of(model)._base_manager
    ever = manager.filter(**where).values("id")
    found = manager.filter(id__in=ever).exclude(history_user=None)
    return set(found.values_list("history_user_id", flat=True))
