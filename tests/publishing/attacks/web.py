"""The same through the browser and the API, as a superuser who may see everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
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
from education.review.guests import Opened, finish, invite, open_invitation, take_back, token_of
from education.review.models import Comment, Invitation, Review, SignOff
from education.staff import expert
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


# --- an outside expert, who has no account but a link and then a cookie ---------------------


def guest_browser(value: str) -> Client:
    """A browser with this in its expert's cookie, signed by the site itself."""
    client = Client()
    salt = expert.COOKIE + expert._SALT
    client.cookies[expert.COOKIE] = signing.get_cookie_signer(salt=salt).sign(value)
    return client


def opened_by(w: World, review: Review | None = None) -> Opened:
    """An expert who has just opened the link to a review."""
    asked = invite(
        review or w.waiting,
        name="Dr Evil",
        email="evil@example.org",
        role="Guest",
        days=7,
        by=w.cora,
    )
    opened = open_invitation(token_of(asked))
    # Were the real cookie no good here, every forged one would be refused for nothing.
    real = guest_browser(f"{opened.invitation.pk}:{opened.secret}")
    assert real.get("/expert/review/").status_code == 200
    return opened


def refused(response: Any) -> None:
    """Being sent to sign in is a refusal, too."""
    if response.status_code == 302 and "/login/" in response["Location"]:
        raise NotAllowed("Sent to sign in.")
    if response.status_code in {400, 401, 403, 404, 405, 410}:
        raise NotAllowed(f"The server answers {response.status_code}.")


def by_expert(what: str, address: Callable[[World], str], **data: str) -> None:
    @attack(f"an outside expert asks for {what}")
    def _(w: World) -> Iterator[None]:
        opened = opened_by(w)
        yield
        client, url = guest_browser(f"{opened.invitation.pk}:{opened.secret}"), address(w)
        refused(client.post(url, data) if data else client.get(url))


by_expert("the desk", lambda w: "/desk/")
by_expert("the admin", lambda w: "/admin/")
by_expert("the review at the desk", lambda w: f"/desk/reviews/{w.waiting.pk}/")
by_expert("another review", lambda w: f"/desk/reviews/{w.high.pk}/")
by_expert("the page of another review", lambda w: f"/desk/reviews/{w.high.pk}/page/")
by_expert("a draft", lambda w: f"/desk/topics/{w.topic.pk}/preview/")
by_expert("the edit trail", lambda w: "/admin/education/auditevent/")
by_expert("a signature", lambda w: f"/desk/reviews/{w.waiting.pk}/sign/", password="x")
by_expert("a publication", lambda w: f"/desk/reviews/{w.signed.pk}/publish/", sure="yes")
by_expert("a submission", lambda w: f"/desk/topics/{w.topic.pk}/submit/", sure="yes")
by_expert("a withdrawal", lambda w: f"/desk/reviews/{w.edition.review_id}/withdraw/", kind="safety")
by_expert("an invitation", lambda w: f"/desk/reviews/{w.waiting.pk}/experts/", name="Friend")
by_expert(
    "a thread of the desk",
    lambda w: f"/expert/review/threads/{Comment.objects.filter(invitation=None).latest('pk').pk}/",
    text="I heard that.",
)


def with_cookie(name: str, value: Callable[[World, Opened], str]) -> None:
    @attack(f"an outside expert's cookie: {name}")
    def _(w: World) -> Iterator[None]:
        opened = opened_by(w)
        yield
        refused(guest_browser(value(w, opened)).get("/expert/review/"))


with_cookie("the hash in place of the secret", lambda w, o: f"{o.invitation.pk}:{stored_hash(o)}")
with_cookie("no secret", lambda w, o: f"{o.invitation.pk}:")
with_cookie("another's invitation", lambda w, o: f"{another(o).pk}:{o.secret}")
with_cookie("nobody's invitation", lambda w, o: f"999999:{o.secret}")
with_cookie("not even a number", lambda w, o: f"x:{o.secret}")


def stored_hash(opened: Opened) -> str:
    return Invitation.objects.get(pk=opened.invitation.pk).secret_hash


def another(opened: Opened) -> Invitation:
    return Invitation.objects.exclude(pk=opened.invitation.pk).latest("pk")


@attack("an outside expert's cookie: signed by somebody else")
def _(w: World) -> Iterator[None]:
    opened = opened_by(w)
    yield
    said, client = f"{opened.invitation.pk}:{opened.secret}", Client()
    salt = expert.COOKIE + expert._SALT
    client.cookies[expert.COOKIE] = signing.TimestampSigner(key="guess", salt=salt).sign(said)
    refused(client.get("/expert/review/"))


@attack("an outside expert's cookie: kept after saying done")
def _(w: World) -> Iterator[None]:
    opened = opened_by(w)
    finish(opened.invitation)
    yield
    client = guest_browser(f"{opened.invitation.pk}:{opened.secret}")
    refused(client.post("/expert/review/comment/", {"anchor": "page", "text": "One more."}))


@attack("an outside expert's link: used after it was ended")
def _(w: World) -> Iterator[None]:
    opened = opened_by(w)
    take_back(opened.invitation, by=w.cora)
    yield
    refused(Client().post(f"/expert/{token_of(opened.invitation)}/"))


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
