"""The same through the browser and the API, as a superuser who may see everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from education.audit.models import AuditEvent
from education.content.models import Section, Topic
from education.errors import NotAllowed
from education.evidence.models import Claim
from education.people.models import Credential, User
from education.publishing.models import Edition, EditionClaim, LivePage, Withdrawal
from education.review.models import Comment, Review, SignOff
from tests.publishing.attacks import attack
from tests.publishing.world import World

RECORDS: tuple[type[models.Model], ...] = (
    *(Review, Comment, SignOff, Edition, EditionClaim, LivePage, Withdrawal, AuditEvent),
    *(model.history.model for model in (Topic, Section, Claim, User, Credential)),
)


def ask(act: Callable[[Client], HttpResponse], who: User | None = None) -> None:
    """Ask as this person; being turned away is the refusal."""
    client = Client()
    if who is not None:
        client.force_login(get_user_model().objects.get(pk=who.pk))
    response = act(client)
    if response.status_code in {400, 401, 403, 404, 405}:
        raise NotAllowed(f"The server answers {response.status_code}.")


def admin(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:education_{model._meta.model_name}_{page}", args=args)


def posted(row: models.Model) -> dict[str, Any]:
    """A row as a form would post it, with every text changed."""
    values = {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields}
    changed = {k: f"{v} changed" if isinstance(v, str) else v for k, v in values.items()}
    return {k: v for k, v in changed.items() if v is not None}


def on_record(model: type[models.Model]) -> None:
    name = str(model._meta.verbose_name)

    @attack(f"admin: a superuser changes a record ({name})")
    def _(w: World) -> None:
        row = model._base_manager.latest("pk")
        ask(lambda c: c.post(admin(model, "change", row.pk), posted(row)), w.root)

    @attack(f"admin: a superuser adds a record ({name})")
    def _(w: World) -> None:
        row = model._base_manager.latest("pk")
        ask(lambda c: c.post(admin(model, "add"), posted(row)), w.root)

    @attack(f"admin: a superuser deletes a record ({name})")
    def _(w: World) -> None:
        row = model._base_manager.latest("pk")
        ask(lambda c: c.post(admin(model, "delete", row.pk), {"post": "yes"}), w.root)


for record in RECORDS:
    on_record(record)


def reverted(model: Any, pick: Callable[[World], models.Model]) -> None:
    @attack(f"admin: an old version of a {model._meta.verbose_name} put back through its history")
    def _(w: World) -> None:
        row = pick(w)
        oldest = model.history.filter(id=row.pk).earliest("history_id")
        url = admin(model, "simple_history", row.pk, oldest.pk)
        ask(lambda c: c.post(url, posted(row)), w.root)


reverted(Topic, lambda w: w.topic)
reverted(Claim, lambda w: w.claim)
reverted(User, lambda w: w.dr_bell)
reverted(Credential, lambda w: w.credential(w.dr_bell))


@attack("admin: a superuser edits a draft")
def _(w: World) -> None:
    ask(lambda c: c.post(admin(Topic, "change", w.topic.pk), posted(w.topic)), w.root)


@attack("admin: a clinician enters a credential for herself")
def _(w: World) -> None:
    row = w.credential(w.dr_dunn)
    ask(lambda c: c.post(admin(Credential, "add"), posted(row)), w.dr_dunn)


def on_api(method: str) -> None:
    @attack(f"API: {method} on a live page")
    def _(w: World) -> None:
        data = {"title": "Diabetes heals"}
        send: Any = lambda c: getattr(c, method.lower())(  # noqa: E731
            "/api/v1/topics/kidneys", data, content_type="application/json"
        )
        ask(send, w.root)


for verb in ("POST", "PUT", "PATCH", "DELETE"):
    on_api(verb)


def unsigned(address: str) -> None:
    @attack(f"a reader asks for what is not live: {address}")
    def _(w: World) -> None:
        ask(lambda c: c.get(address))


for page in (
    *("/topics/ready/", "/topics/waiting/", "/topics/risky/", "/topics/ready/print/"),
    *("/topics/ready/editions/1/", "/topics/kidneys/editions/3/", "/es/topics/kidneys/"),
    *("/api/v1/topics/ready", "/api/v1/topics/waiting", "/topics/nothing/"),
):
    unsigned(page)
