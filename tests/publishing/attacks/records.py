"""Records of a review's life undone or edited, and the faults that other systems have.

Elsewhere an autosave wrote over the approved text in place, the record of an approval named an
older text than the one published, and purging old texts took their approvals along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from education.content.manuscript import sha256
from education.content.models import Section, Topic
from education.evidence.models import Claim
from education.publishing.models import Edition, Schedule
from education.publishing.services import cancel_schedule
from education.review.guests import take_back
from education.review.models import (
    Assignment,
    Declaration,
    Delegation,
    Invitation,
    Resolution,
    Review,
    Revocation,
    SignOff,
)
from education.review.services import submit
from education.review.tasks import end_delegation, give_back
from tests.builders import edit, sign
from tests.publishing.attacks import attack
from tests.publishing.attacks.publishing import two_signed_texts
from tests.publishing.world import World, copy_of, plant, sql

Row = type[models.Model]


def first(model: Row) -> Any:
    """A row of this model; the clinic has one of each."""
    return model._base_manager.order_by("pk")[0]


def named(model: Row) -> str:
    """What one of these is called."""
    name = str(model._meta.verbose_name)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


# --- sealed for ever --------------------------------------------------------------------------


def on_sealed(model: Row, **changes: Any) -> None:
    """The same attacks on a record that nothing is ever written into again."""
    name, table = named(model), model._meta.db_table

    @attack(f"ORM: {name} is edited")
    def _(w: World) -> None:
        row = first(model)
        for field, value in changes.items():
            setattr(row, field, value)
        with transaction.atomic():
            row.save()

    @attack(f"ORM: every row like {name} is updated")
    def _(w: World) -> None:
        with transaction.atomic():
            model._base_manager.update(**changes)

    @attack(f"ORM: {name} is undone")
    def _(w: World) -> None:
        with transaction.atomic():
            model._base_manager.filter(pk=first(model).pk)._raw_delete("default")  # type: ignore[attr-defined]

    @attack(f"raw SQL: {name} is edited")
    def _(w: World) -> None:
        field, value = next(iter(changes.items()))
        sql(f"UPDATE {table} SET {field} = %s", value)

    @attack(f"raw SQL: {name} is undone")
    def _(w: World) -> None:
        sql(f"DELETE FROM {table} WHERE id = %s", first(model).pk)


on_sealed(Revocation, reason="A misunderstanding.")
on_sealed(Declaration, statement="None whatever", conflict=False)
on_sealed(Resolution, at=timezone.now())


# --- ended once -------------------------------------------------------------------------------


def give_back_one(w: World) -> None:
    give_back(w.waiting, by=w.dr_dunn, reason="I am on leave.")


def end_one(w: World) -> None:
    end_delegation(first(Delegation), by=w.cora)


def close_one(w: World) -> None:
    take_back(first(Invitation), by=w.cora)


def call_off_one(w: World) -> None:
    cancel_schedule(first(Schedule), by=w.pat)


Step = Callable[[World], None]


def on_ending(model: Row, end: Step, *, undo: dict[str, Any], change: dict[str, Any]) -> None:
    """The same attacks on a record of which only the end is ever written, once."""
    name, table = named(model), model._meta.db_table
    sets = ", ".join(f"{column} = %s" for column in undo)

    @attack(f"raw SQL: {name} that ended goes on")
    def _(w: World) -> Iterator[None]:
        end(w)
        yield
        sql(f"UPDATE {table} SET {sets} WHERE id = %s", *undo.values(), first(model).pk)

    @attack(f"ORM: {name} that ended goes on")
    def _(w: World) -> Iterator[None]:
        end(w)
        yield
        with transaction.atomic():
            model._base_manager.filter(pk=first(model).pk).update(**undo)

    @attack(f"ORM: {name} that ended is saved as it was before")
    def _(w: World) -> Iterator[None]:
        stale = first(model)
        end(w)
        yield
        with transaction.atomic():
            stale.save()

    for field, value in change.items():

        @attack(f"raw SQL: {name} with another {field}")
        def _(w: World, field: str = field, value: Any = value) -> None:
            given = value(w) if callable(value) else value
            sql(f"UPDATE {table} SET {field} = %s WHERE id = %s", given, first(model).pk)

    @attack(f"ORM: {name} is deleted")
    def _(w: World) -> None:
        with transaction.atomic():
            first(model).delete()

    @attack(f"raw SQL: every row like {name} is deleted")
    def _(w: World) -> None:
        sql(f"DELETE FROM {table}")


on_ending(
    Assignment,
    give_back_one,
    undo={"ended_at": None, "outcome": ""},
    change={"person_id": lambda w: w.dr_bell.pk, "review_id": lambda w: w.high.pk},
)
on_ending(
    Delegation,
    end_one,
    undo={"ended_at": None},
    change={
        "deputy_id": lambda w: w.dr_bell.pk,
        "ends_on": timezone.now().date() + timedelta(days=999),
    },
)
on_ending(
    Invitation,
    close_one,
    undo={"closed_at": None},
    change={
        "opened_at": None,
        "secret_hash": "0" * 64,
        "expires_at": timezone.now() + timedelta(days=999),
        "review_id": lambda w: w.high.pk,
    },
)
on_ending(
    Schedule,
    call_off_one,
    undo={"ended_at": None, "outcome": ""},
    change={
        "publish_at": timezone.now(),
        "by_id": lambda w: w.cora.pk,
        "review_id": lambda w: w.high.pk,
    },
)


# --- an autosave over the approved text -------------------------------------------------------


def autosaved(w: World) -> str:
    """What a careless autosave would write over the text that was signed."""
    text: str = w.signed.manuscript.replace("harm", "heal", 1)
    assert text != w.signed.manuscript
    return text


@attack("an autosave writes over the signed text in place")
def _(w: World) -> None:
    w.signed.manuscript = autosaved(w)
    with transaction.atomic():
        w.signed.save()


@attack("an autosave writes over the signed text and its fingerprint")
def _(w: World) -> None:
    text = autosaved(w)
    with transaction.atomic():
        Review.objects.filter(pk=w.signed.pk).update(manuscript=text, fingerprint=sha256(text))


@attack("an autosave writes over the text that patients read")
def _(w: World) -> None:
    text = w.edition.manuscript.replace("harm", "heal", 1)
    with transaction.atomic():
        Edition.objects.filter(pk=w.edition.pk).update(manuscript=text, fingerprint=sha256(text))


@attack("an autosave writes over the signed text of a claim")
def _(w: World) -> None:
    review = Review.objects.get(claim=w.claim)
    text = review.manuscript.replace("harm", "heal", 1)
    sql("UPDATE education_review SET manuscript = %s WHERE id = %s", text, review.pk)


# --- an approval that names another text ------------------------------------------------------


@attack("an edition of a newer text under the approval of an older")
def _(w: World) -> Iterator[None]:
    edit(w.topic, by=w.alice, title="Kidneys and diabetes")
    older = submit(w.topic, by=w.alice)
    sign(older, w.dr_bell)
    edit(w.topic, by=w.alice, title="Diabetes heals kidneys")
    newer = submit(w.topic, by=w.alice)
    yield
    text = {"manuscript": newer.manuscript, "fingerprint": newer.fingerprint}
    plant(copy_of(w.edition, number=3, review_id=older.pk, title="Diabetes heals kidneys", **text))


@attack("an edition of an older text under the approval of a newer")
def _(w: World) -> Iterator[None]:
    older, newer = two_signed_texts(w)
    yield
    text = {"manuscript": older.manuscript, "fingerprint": newer.fingerprint}
    plant(copy_of(w.edition, number=3, review_id=newer.pk, title=older.page().title, **text))


@attack("an approval of an older text is hung on a newer")
def _(w: World) -> Iterator[None]:
    edit(w.topic, by=w.alice, title="Kidneys and diabetes")
    newer = submit(w.topic, by=w.alice)
    yield
    plant(copy_of(w.edition.review.sign_offs.get(), review_id=newer.pk))


@attack("an approval is moved from an older text to a newer")
def _(w: World) -> Iterator[None]:
    edit(w.topic, by=w.alice, title="Kidneys and diabetes")
    newer = submit(w.topic, by=w.alice)
    yield
    with transaction.atomic():
        w.edition.review.sign_offs.update(review=newer, fingerprint=newer.fingerprint)


# --- purging ----------------------------------------------------------------------------------


def purged(name: str, act: Callable[[World], Any]) -> None:
    @attack(f"purging: {name}")
    def _(w: World) -> None:
        with transaction.atomic():
            act(w)


def of(model: Row) -> str:
    return str(model._meta.db_table)


def texts_set_aside() -> Any:
    return Review.objects.filter(state="superseded")


purged("texts that were set aside", lambda w: texts_set_aside().delete())
purged(
    "texts that were set aside, by raw SQL",
    lambda w: sql(f"DELETE FROM {of(Review)} WHERE state = 'superseded'"),
)
purged("earlier editions", lambda w: w.older.delete())
purged(
    "earlier editions, by raw SQL",
    lambda w: sql(f"DELETE FROM {of(Edition)} WHERE id = %s", w.older.pk),
)
purged("the approvals of earlier editions", lambda w: w.older.review.sign_offs.all().delete())
purged(
    "the approvals of earlier editions, by raw SQL",
    lambda w: sql(f"DELETE FROM {of(SignOff)} WHERE review_id = %s", w.older.review_id),
)
purged("the history of a page", lambda w: Topic.history.filter(id=w.topic.pk).delete())
purged("the history of its sections", lambda w: Section.history.all().delete())
purged(
    "the history of a claim, by raw SQL",
    lambda w: sql(f"DELETE FROM education_historicalclaim WHERE id = {w.claim.pk}"),
)
purged(
    "all but the newest history of claims",
    lambda w: Claim.history.exclude(
        history_id=Claim.history.latest("history_id").history_id
    ).delete(),
)
