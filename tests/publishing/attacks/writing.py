"""Drafts changed past the edit trail, and texts smuggled in where nobody signs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core import serializers
from django.core.management import call_command
from django.db import models, transaction
from django.test import override_settings

from education.audit.history import acting
from education.content.models import Section, Topic
from education.evidence.models import Claim
from education.people.models import User
from education.publishing.services import withdraw
from education.review.services import submit
from tests.builders import edit, make_claim, make_topic
from tests.publishing.attacks import attack
from tests.publishing.world import World, copy_of, plant, sql

# --- past the edit trail, then submitted ------------------------------------------------------


def draft(w: World) -> Topic:
    return make_topic(w.alice, claims=[make_claim(w.alice, "Salt can harm your kidneys.")])


@attack("a section changed with raw SQL, then submitted")
def _(w: World) -> Iterator[None]:
    topic = draft(w)
    sql("UPDATE education_section SET heading = 'Drink more' WHERE topic_id = %s", topic.pk)
    yield
    submit(topic, by=w.alice)


@attack("a section added with raw SQL, then submitted")
def _(w: World) -> Iterator[None]:
    topic = draft(w)
    plant(copy_of(topic.sections.get(), heading="Drink more"))
    yield
    submit(topic, by=w.alice)


@attack("a title changed with raw SQL, then submitted")
def _(w: World) -> Iterator[None]:
    topic = draft(w)
    sql("UPDATE education_topic SET title = 'Drink more' WHERE id = %s", topic.pk)
    yield
    submit(topic, by=w.alice)


@attack("a claim changed with raw SQL, then submitted")
def _(w: World) -> Iterator[None]:
    topic = draft(w)
    sql(
        "UPDATE education_claim SET statement = 'Salt is fine.' WHERE statement LIKE 'Salt%%harm%%'"
    )
    yield
    submit(topic, by=w.alice)


@attack("a claim that stands only in the answer, changed with raw SQL, then submitted")
def _(w: World) -> Iterator[None]:
    claim = make_claim(w.alice, "Sugar can harm your kidneys.")
    topic = make_topic(w.alice, claims=[], answer=f"[[{claim.code}]]", body="Words.")
    sql("UPDATE education_claim SET statement = 'Sugar is fine.' WHERE id = %s", claim.pk)
    yield
    submit(topic, by=w.alice)


@attack("a citation changed with raw SQL, then submitted")
def _(w: World) -> Iterator[None]:
    topic = draft(w)
    sql("UPDATE education_citation SET quote = 'Salt is safe'")
    yield
    submit(topic, by=w.alice)


@attack("a source changed with raw SQL, then submitted")
def _(w: World) -> Iterator[None]:
    topic = draft(w)
    sql("UPDATE education_source SET title = 'A better paper'")
    yield
    submit(topic, by=w.alice)


@attack("a printed author renamed with raw SQL, then submitted")
def _(w: World) -> Iterator[None]:
    topic = draft(w)
    sql("UPDATE education_user SET last_name = 'Professor' WHERE id = %s", w.alice.pk)
    yield
    submit(topic, by=w.alice)


@attack("a section changed with raw SQL and given a history row to match, then submitted")
def _(w: World) -> Iterator[None]:
    topic = draft(w)
    sql("UPDATE education_section SET heading = 'Drink more' WHERE topic_id = %s", topic.pk)
    history: Any = Section.history  # type: ignore[attr-defined]
    newest = history.filter(topic_id=topic.pk).latest("history_id")
    plant(copy_of(newest, heading="Drink more", history_user_id=w.cora.pk))
    yield
    submit(topic, by=w.alice)


@attack("draft rows loaded from a fixture, then submitted")
def _(w: World) -> Iterator[None]:
    topic = draft(w)
    section = topic.sections.get()
    section.heading = "Drink more"
    load(section)
    yield
    submit(topic, by=w.alice)


# --- the doors in the ORM ---------------------------------------------------------------------


@attack("a save without a person")
def _(w: World) -> None:
    section = w.topic.sections.get()
    section.heading = "Drink more"
    section.save()


@attack("a person changed by nobody")
def _(w: World) -> None:
    alice = User.objects.get(pk=w.alice.pk)
    alice.is_superuser = True
    alice.save()


@attack("a role given by nobody")
def _(w: World) -> None:
    with transaction.atomic():
        w.alice.groups.clear()


@attack("a save with the history of one row switched off")
def _(w: World) -> None:
    section = w.topic.sections.get()
    section.skip_history_when_saving = True
    edit(section, by=w.alice, heading="Drink more")


@attack("a save with all history switched off")
def _(w: World) -> None:
    with override_settings(SIMPLE_HISTORY_ENABLED=False):
        edit(w.topic.sections.get(), by=w.alice, heading="Drink more")


@attack("a delete with all history switched off")
def _(w: World) -> None:
    with override_settings(SIMPLE_HISTORY_ENABLED=False), acting(w.alice):
        w.topic.codes.get().delete()


@attack("QuerySet.update on drafts")
def _(w: World) -> None:
    with acting(w.alice):
        Section.objects.update(heading="Drink more")


@attack("QuerySet.update through a relation")
def _(w: World) -> None:
    with acting(w.alice):
        w.topic.sections.update(heading="Drink more")


@attack("QuerySet.bulk_create of drafts")
def _(w: World) -> None:
    with acting(w.alice):
        Section.objects.bulk_create([Section(topic=w.topic, heading="Drink more")])


@attack("QuerySet.bulk_update of drafts")
def _(w: World) -> None:
    section = w.topic.sections.get()
    section.heading = "Drink more"
    with acting(w.alice):
        Section.objects.bulk_update([section], ["heading"])


@attack("QuerySet.delete of drafts")
def _(w: World) -> None:
    with acting(w.alice):
        Section.objects.all().delete()


@attack("bulk_create of people")
def _(w: World) -> None:
    with acting(w.ada):
        User.objects.bulk_create([User(username="ghost")])


@attack("a person deleted")
def _(w: World) -> None:
    with acting(w.ada):
        w.cora.delete()


@attack("a claim deleted that patients read")
def _(w: World) -> None:
    with acting(w.alice):
        w.claim.delete()


@attack("a topic deleted that patients read")
def _(w: World) -> None:
    with acting(w.alice):
        w.topic.delete()


@attack("a credential deleted that somebody signed with")
def _(w: World) -> None:
    with acting(w.ada):
        w.credential(w.dr_bell).delete()


# --- fixtures and commands --------------------------------------------------------------------


def load(*rows: models.Model) -> None:
    """What ``manage.py loaddata`` does with these rows."""
    with TemporaryDirectory() as folder:
        fixture = Path(folder) / "crafted.json"
        fixture.write_text(serializers.serialize("json", rows), encoding="utf-8")
        call_command("loaddata", str(fixture), verbosity=0)


@attack("an edition changed by a fixture")
def _(w: World) -> None:
    w.edition.title = "Diabetes heals"
    load(w.edition)


@attack("an edition added by a fixture")
def _(w: World) -> None:
    text = w.edition.manuscript.replace("harm", "heal")
    row = copy_of(w.edition, number=3, manuscript=text, review_id=w.signed.pk)
    row.pk = 4242
    load(row)


@attack("a live page moved by a fixture")
def _(w: World) -> None:
    w.live.edition = w.older
    load(w.live)


@attack("a signature added by a fixture")
def _(w: World) -> None:
    row = copy_of(w.signed.sign_offs.get(), review_id=w.waiting.pk)
    row.pk = 4242
    load(row)


@attack("a review changed by a fixture")
def _(w: World) -> None:
    w.waiting.contributors = []
    load(w.waiting)


@attack("history restored from a dump, with one word changed")
def _(w: World) -> None:
    history: Any = Claim.history  # type: ignore[attr-defined]
    row = history.latest("history_id")
    row.statement = "Salt is fine."
    load(row)


@attack("the trail restored from a dump, with one word changed")
def _(w: World) -> None:
    with TemporaryDirectory() as folder:
        dump = Path(folder) / "dump.json"
        call_command("dumpdata", "education.AuditEvent", output=str(dump), verbosity=0)
        rows = json.loads(dump.read_text())
        rows[3]["fields"]["action"] = "nothing"
        dump.write_text(json.dumps(rows))
        call_command("loaddata", str(dump), verbosity=0)


@attack("manage.py flush")
def _(w: World) -> None:
    call_command("flush", interactive=False, verbosity=0)


@attack("manage.py clean_old_history")
def _(w: World) -> None:
    call_command("clean_old_history", auto=True, days=0)


@attack("manage.py clean_duplicate_history")
def _(w: World) -> None:
    call_command("clean_duplicate_history", auto=True)


@attack("manage.py populate_history")
def _(w: World) -> None:
    call_command("populate_history", auto=True)


# --- words that nobody signs ------------------------------------------------------------------


def notice(words: str) -> None:
    @attack(f"a notice that says: {words[:60]}")
    def _(w: World) -> None:
        withdraw(w.live, by=w.cora, kind="error", notice=words)


for words in (
    "Exosomes cure kidney disease.",
    "This page was wrong: stem cells work better than dialysis.",
    "Take two aspirin every day instead.",
    "We made a mistake. Stop your insulin today.",
    "You do not need dialysis.",
    "Bleach helps against kidney disease.",
    "Ask us for our safe and effective exosome drip.",
    "Tome dos aspirinas cada día.",
    "Please call us. " * 40,
):
    notice(words)


@attack("a page taken down for a reason that does not exist")
def _(w: World) -> None:
    withdraw(w.live, by=w.cora, kind="because")
