"""Who gets in where: every address of the admin and the desk, asked as every role.

The table is complete by force: a route that is not in it fails the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from education.audit.models import AuditEvent
from education.content.models import Picture, Topic
from education.evidence.models import Source
from education.exchange.services import import_article
from education.people.models import Role, User
from education.publishing.feedback import say
from education.publishing.models import Feedback, Schedule
from education.publishing.recalls import revoke
from education.publishing.services import publish, withdraw
from education.review.guests import invite
from education.review.models import Comment, Delegation, Invitation, ReviewPolicy
from education.review.remarks import comment, note_opening, resolve
from education.review.tasks import claim_task, delegate
from education.staff.conflicts import version
from education.staff.permissions import RECORDS
from education.staff.versioned import CLAIM, SOURCE, TOPIC
from tests.builders import (
    edit,
    make_picture,
    make_policy,
    make_term,
    make_topic,
    make_user,
    publish_page,
    sign,
)
from tests.remembering import remembered
from tests.staff.worlds import World, client_of, make_world, signed, submitted

#: Author, Clinician, Publisher, Coordinator, aUditor, aDministrator, Superuser without a role.
ROLES = "ACPKUDS"
COLLEAGUES = "ACPKUS"
EVERYONE = ROLES

#: (list and one record, add, change is decided per record in other tests, delete)
MODELS = {
    "topic": (COLLEAGUES, "A", ""),
    "claim": (COLLEAGUES, "A", "A"),
    "source": (COLLEAGUES, "AK", "A"),
    "term": (COLLEAGUES, "A", "A"),
    "picture": (COLLEAGUES, "A", "A"),
    "user": (EVERYONE, "DS", ""),
    "credential": (EVERYONE, "DS", ""),
    "specialty": (EVERYONE, "KDS", ""),
    "review": (COLLEAGUES, "", ""),
    "comment": (COLLEAGUES, "", ""),
    "signoff": (COLLEAGUES, "", ""),
    "edition": (COLLEAGUES, "", ""),
    "editionclaim": (COLLEAGUES, "", ""),
    "livepage": (COLLEAGUES, "", ""),
    "withdrawal": (COLLEAGUES, "", ""),
    "assignment": (COLLEAGUES, "", ""),
    "declaration": (COLLEAGUES, "", ""),
    "delegation": (COLLEAGUES, "", ""),
    "invitation": (COLLEAGUES, "", ""),
    "resolution": (COLLEAGUES, "", ""),
    "revocation": (COLLEAGUES, "", ""),
    "schedule": (COLLEAGUES, "", ""),
    "importrecord": (COLLEAGUES, "", ""),
    "sourceopening": (COLLEAGUES, "", ""),
    "reviewpolicy": (EVERYONE, "DS", ""),
    "auditevent": ("KUDS", "", ""),
}
HISTORY = (
    "citation claim credential credentialspecialty picture reviewpolicy section source specialty "
    "term topic topiccode user"
)
#: Seen by administrators too.
PEOPLE = ("user", "credential", "credentialspecialty", "specialty", "reviewpolicy")
EDITED = (
    "topic",
    "claim",
    "source",
    "term",
    "picture",
    "user",
    "credential",
    "specialty",
    "reviewpolicy",
)

#: name → who gets past the door with GET; the rest are refused (403).
PLAIN = {
    "admin:index": EVERYONE,
    "admin:app_list": EVERYONE,
    "admin:autocomplete": EVERYONE,
    "admin:jsi18n": EVERYONE,
    "admin:password_change": EVERYONE,
    "admin:password_change_done": EVERYONE,
    "admin:auth_user_password_change": "DS",
    "desk:tasks": "ACPKU",
    "desk:queue": "ACPKU",
    "desk:deputies": "CKU",
    "desk:end_delegation": "CK",
    "desk:review": "ACPKU",
    "desk:claim_task": "ACPKU",  # leads back to the review: it is posted to
    "desk:give_back": "C",
    "desk:declare_conflict": "C",
    "desk:assign": "K",
    "desk:page": "ACPKU",
    "desk:picture": "ACPKU",
    "desk:sign": "C",
    "desk:request_changes": "C",
    "desk:decline": "C",
    "desk:source": "ACPKU",
    "desk:comment": "ACPKU",
    "desk:reply": "ACPKU",
    "desk:settle": "ACPKU",
    "desk:publish": "P",
    "desk:cancel_schedule": "CPK",
    "desk:reaffirm": "C",
    "desk:revoke": "K",  # And its signer, who is tested apart.
    "desk:withdraw": "CPK",
    "desk:withdraw_claim": "ACPKU",
    "desk:experts": "ACPKU",
    "desk:end_invitation": "CK",
    "desk:retract": "ACPKU",
    "desk:credentials": "KU",
    "desk:look": "A",
    "desk:pick": "ACPKU",
    "desk:findings": "ACPKU",
    "desk:preview": "ACPKU",
    "desk:translate": "A",  # 409: it is no translation
    "desk:versions": "ACPKU",
    "desk:copy_version": "A",
    "desk:claim_versions": "ACPKU",
    "desk:copy_claim_version": "A",
    "desk:source_versions": "ACPKU",
    "desk:copy_source_version": "AK",
    "desk:submit": "ACPKU",  # 405: it is posted to
    "mail:own": EVERYONE,
    "mail:all": "KU",
    "mail:again": EVERYONE,  # 405
    "mail:leave": EVERYONE,
    "sources:bring": "AK",
    "sources:looked": "AK",  # 404 for those let in: somebody else's file
    "sources:refused": "AK",
    "sources:bring_fallen": "CK",
    "sources:fallen_looked": "CK",
    "sources:fallen_refused": "CK",
    "sources:links": "AKU",
    "exchange:import": "A",
    "exchange:article": "ACPKU",
    "exchange:instead": "ACPKU",  # 405: it is posted to
    "exchange:take_back": "A",
    "exchange:evidence": "KU",
    "exchange:evidence_json": "KU",
    "exchange:evidence_pdf": "KU",
    "desk:then": "ACPKU",
    "desk:page_then": "ACPKU",
    "desk:readers": "ACKU",
    "desk:readers_file": "ACKU",
    "desk:remove_words": "K",
    "desk:reports": "CKU",
    "desk:report": "KU",
    "desk:report_file": "KU",
}
#: name → who gets past the door with POST.
POSTED = {
    "desk:tasks": "ACPKU",  # 405
    "desk:queue": "ACPKU",
    "desk:deputies": "CK",
    "desk:end_delegation": "CK",
    "desk:review": "ACPKU",
    "desk:claim_task": "C",
    "desk:give_back": "C",
    "desk:declare_conflict": "C",
    "desk:assign": "K",
    "desk:page": "ACPKU",
    "desk:picture": "ACPKU",  # 405
    "desk:look": "A",
    "desk:pick": "ACPKU",  # 405
    "desk:translate": "A",  # 409
    "desk:versions": "ACPKU",  # 405
    "desk:copy_version": "A",  # 422
    "desk:claim_versions": "ACPKU",  # 405
    "desk:copy_claim_version": "A",  # 422
    "desk:source_versions": "ACPKU",  # 405
    "desk:copy_source_version": "AK",  # 422
    "desk:findings": "ACPKU",
    "desk:preview": "ACPKU",
    "desk:then": "ACPKU",
    "desk:page_then": "ACPKU",
    "desk:sign": "C",
    "desk:request_changes": "C",
    "desk:decline": "C",
    "desk:source": "ACPKU",  # 405
    "desk:comment": "ACK",
    "desk:reply": "ACK",
    "desk:settle": "ACK",
    "desk:publish": "P",
    "desk:cancel_schedule": "CPK",
    "desk:reaffirm": "C",
    "desk:revoke": "K",
    "desk:withdraw": "CPK",
    "desk:withdraw_claim": "ACPKU",  # 422: the form is empty; a verb's refusal is tested apart
    "desk:retract": "ACPKU",
    "desk:credentials": "ACPKU",  # 405
    "desk:submit": "A",
    "desk:experts": "CK",
    "desk:end_invitation": "CK",  # 302, then 409: it has ended
    "mail:own": EVERYONE,  # 422
    "mail:all": EVERYONE,  # 405
    "mail:again": "K",
    "mail:leave": "K",
    "sources:bring": "AK",  # 422
    "sources:looked": "AK",  # 404
    "sources:refused": EVERYONE,  # 405
    "sources:bring_fallen": "CK",
    "sources:fallen_looked": "CK",
    "sources:fallen_refused": EVERYONE,  # 405
    "sources:links": EVERYONE,  # 405
    "exchange:import": "A",  # 422
    "exchange:article": "ACPKU",  # 405
    "exchange:instead": "ACPKU",  # 404: no claim is named; the verb asks for an author
    "exchange:take_back": "A",  # 422: no reason is given
    "exchange:evidence": EVERYONE,  # 405
    "exchange:evidence_json": EVERYONE,  # 405
    "exchange:evidence_pdf": EVERYONE,  # 405
    "desk:readers": "ACPKU",  # 405
    "desk:readers_file": "ACPKU",  # 405
    "desk:remove_words": "K",
    "desk:reports": "ACPKU",  # 405
    "desk:report": "ACPKU",
    "desk:report_file": "ACPKU",
}
WALKED = ("desk", "mail", "sources", "exchange")
#: Open to everybody, or unnamed: signing in and out, and the admin's catch-all and old addresses.
OUTSIDE = {"admin:login", "admin:logout", "admin:view_on_site", "admin:None"}


#: The tables of history share one admin class: one of them speaks for all, but for the author.
SPEAKS_FOR_HISTORY = "admin:education_historicaltopic_"


def _is_told_by_another(name: str) -> bool:
    is_history = name.startswith("admin:education_historical")
    return is_history and not name.startswith(SPEAKS_FOR_HISTORY)


def _names(patterns: Any, prefix: str) -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry.url_patterns, prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}:{entry.name}"


def _routes() -> set[str]:
    namespaces = get_resolver().namespace_dict
    return {
        name
        for space in ("admin", *WALKED)
        for name in _names(namespaces[space][1].url_patterns, space)
    }


def _table() -> dict[str, str]:
    table = dict(PLAIN)
    rows = dict(MODELS)
    for model in HISTORY.split():
        seen_by = EVERYONE if model in PEOPLE else COLLEAGUES
        rows[f"historical{model}"] = (seen_by, "", "")
    for model, (view, add, delete) in rows.items():
        name = f"admin:education_{model}"
        table[f"{name}_changelist"] = table[f"{name}_change"] = table[f"{name}_history"] = view
        table[f"{name}_add"], table[f"{name}_delete"] = add, delete
        if model in EDITED:
            table[f"{name}_simple_history"] = view
    return table


def test_every_route_is_in_the_table() -> None:
    assert _routes() - OUTSIDE == set(_table())
    assert set(POSTED) == {n for n in _routes() if n.partition(":")[0] in WALKED}


@pytest.fixture
@remembered
def world(alice: User, dr_cole: User, dr_bell: User, pat: User, cora: User, ada: User) -> World:
    """A world that also holds one row of every record."""
    world = make_world(alice, dr_cole, pat)
    resolve(comment(world.open, by=dr_cole, text="Please look at this."), by=dr_cole)
    gone = publish_page(make_topic(alice), author=alice, signers=[dr_cole], publisher=pat)
    withdraw(gone.live_page, by=dr_cole, kind="error")
    make_policy(ada, kind="prevention")
    make_term(alice)
    make_picture(alice)
    claim_task(world.open, by=dr_cole)
    today = timezone.now().date()
    delegate(person=dr_cole, to=dr_bell, starts_on=today, ends_on=today, by=dr_cole)
    invite(world.open, name="Prof X", email="x@example.org", role="Dietitian", days=7, by=cora)
    (claim,) = world.open.page().claims
    cited = Source.objects.get(pk=claim.citations[0].source.source_id)
    note_opening(world.open, cited, by=dr_cole)
    later = signed(alice, dr_cole, title="Later page")
    publish(later, by=pat, at=timezone.now() + timedelta(days=1))
    revoke(sign(submitted(alice), dr_cole), by=dr_cole, reason="I read an older draft.")
    say(world.live.edition, part="", clear=False, words="What is albumin?")
    salt = b"# Salt\n\nSalt can raise your blood pressure."
    import_article(salt, "salt.md", title="Salt", by=alice)
    return world


@pytest.fixture
def people(world: World, alice: User, dr_bell: User, pat: User, cora: User, otto: User, ada: User,
           root: User) -> dict[str, User]:  # fmt: skip
    return dict(zip(ROLES, (alice, dr_bell, pat, cora, otto, ada, root), strict=True))


def _address(name: str, world: World) -> str:
    space, _, rest = name.partition(":")
    if space == "desk":
        return reverse(name, args=_desk_args(rest, world))
    if space == "sources":
        return reverse(name, args=[1] if rest.endswith(("looked", "refused")) else [])
    if space == "exchange":
        imported = Topic.objects.get(title="Salt").pk
        topic = world.live.topic_id if rest.startswith("evidence") else imported
        return reverse(name, args=[] if rest == "import" else [topic])
    if space == "mail":
        return reverse(name, args=[1] if rest in ("again", "leave") else [])
    if name == "admin:app_list":
        return reverse(name, args=["education"])
    if name == "admin:autocomplete":
        asked = {"app_label": "education", "model_name": "topic", "field_name": "owner"}
        return reverse(name) + "?" + "&".join(f"{k}={v}" for k, v in asked.items())
    if name == "admin:auth_user_password_change":
        return reverse(name, args=[User.objects.get(username="dr_cole").pk])
    if not rest.startswith("education_"):
        return reverse(name)
    model, _, action = rest.removeprefix("education_").partition("_")
    if action in ("changelist", "add"):
        return reverse(name)
    row = _a_row(model, world)
    if action == "simple_history":
        return reverse(name, args=[row.pk, type(row).history.filter(id=row.pk).first().pk])
    return reverse(name, args=[row.pk])


def _desk_args(name: str, world: World) -> list[Any]:
    claim = world.open.page().claims[0]
    source = claim.citations[0].source.source_id
    source = Source.objects.order_by("pk").values_list("pk", flat=True)[0]
    thread = [world.open.pk, Comment.objects.filter(review=world.open).latest("pk").pk]
    return {
        "source": [world.open.pk, source],
        "reply": thread,
        "settle": thread,
        "picture": [Picture.objects.get().name],
        "tasks": [],
        "queue": ["open"],
        "deputies": [],
        "end_delegation": [Delegation.objects.first().pk],
        "publish": [world.signed.pk],
        "end_invitation": [Invitation.objects.get().pk],
        "reaffirm": [world.live.pk],
        "cancel_schedule": [Schedule.objects.get().review_id],
        "revoke": [world.live.sign_offs.get().pk],
        "retract": [source],
        "credentials": [],
        "withdraw": [world.live.pk],
        "withdraw_claim": [claim.claim_id],
        "look": [],
        "pick": [],
        "translate": [world.draft.pk],
        "versions": [world.draft.pk],
        "copy_version": [world.draft.pk, version(TOPIC.parts, world.draft.pk)],
        "claim_versions": [claim.claim_id],
        "copy_claim_version": [claim.claim_id, version(CLAIM.parts, claim.claim_id)],
        "source_versions": [source],
        "copy_source_version": [source, version(SOURCE.parts, source)],
        "findings": [world.draft.pk],
        "preview": [world.draft.pk],
        "submit": [world.draft.pk],
        "then": [world.live.topic_id],
        "page_then": [world.live.topic_id, 1],
        "readers": [],
        "readers_file": [],
        "remove_words": [Feedback.objects.get().pk],
        "reports": [],
        "report": ["turnaround"],
        "report_file": ["turnaround"],
    }.get(name, [world.open.pk])


def _a_row(model: str, world: World) -> Any:
    if model == "topic":
        return world.draft
    if model == "user":
        return User.objects.get(username="dr_cole")
    if model == "claim":  # One that nothing holds, so that it could be deleted.
        return apps.get_model("education", "claim").objects.first()
    return apps.get_model("education", model)._base_manager.first()


def test_the_world_has_a_row_of_every_record(world: World) -> None:
    for model in (*RECORDS, ReviewPolicy, AuditEvent):
        assert model._base_manager.exists()


def test_anonymous_people_are_sent_to_sign_in(world: World) -> None:
    client = Client()
    let_in = [
        name
        for name in _table()
        if name != "admin:jsi18n" and client.get(_address(name, world)).status_code != 302
    ]
    assert let_in == []


@pytest.mark.parametrize("role", ROLES)
def test_role_gets_in_exactly_where_the_tables_say(
    role: str, world: World, people: dict[str, User]
) -> None:
    client, wrong = client_of(people[role]), []
    for method, table in ((client.get, _table()), (client.post, POSTED)):
        for name, allowed in table.items():
            if role != "A" and _is_told_by_another(name):
                continue
            status = method(_address(name, world)).status_code
            if (status == 403) == (role in allowed) or status >= 500:
                wrong.append(f"{method.__name__} {name}: {status}, allowed {allowed or 'nobody'}")
    assert wrong == []


def test_inactive_people_are_out_at_once(world: World, dr_bell: User) -> None:
    client = client_of(dr_bell)
    edit(dr_bell, by=dr_bell, is_active=False)
    assert client.get("/desk/").status_code == 302


def test_person_without_a_role_is_told_why(db: None) -> None:
    page = client_of(make_user("new")).get("/desk/")
    assert page.status_code == 403
    assert "ask an administrator for one of these roles" in page.content.decode()


def test_roles_add_up(world: World) -> None:
    both = client_of(make_user("both", Role.AUTHOR, Role.ADMINISTRATOR))
    assert both.get("/desk/").status_code == 200
    assert both.get(reverse("admin:education_user_add")).status_code == 200
    assert both.get(reverse("admin:education_topic_add")).status_code == 200
