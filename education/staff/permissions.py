"""Who may do what in the admin and at the desk: one table of roles, and nothing beside it.

Django's own permissions are not used: they would let a superuser edit and publish content. Being a
superuser means to see everything and to look after accounts, as an Administrator does; every
clinical verb needs a role that somebody else has given.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from education.audit.models import AuditEvent
from education.content.models import Picture, Section, Term, Topic, TopicCode
from education.evidence.models import Citation, Claim, Source
from education.people.models import Credential, CredentialSpecialty, Role, Specialty, User
from education.publishing.models import (
    Edition,
    EditionClaim,
    Feedback,
    LivePage,
    Schedule,
    Withdrawal,
)
from education.review.models import (
    Assignment,
    Comment,
    Declaration,
    Delegation,
    Invitation,
    Resolution,
    Review,
    ReviewPolicy,
    Revocation,
    SignOff,
    SourceOpening,
)

TableModel = type[Model]

CONTENT: tuple[TableModel, ...] = (
    *(Topic, Section, TopicCode, Term, Picture),
    *(Claim, Citation, Source),
)
#: The records of imported articles, whose edge this one does not import.
IMPORTS: TableModel = apps.get_model("education", "ImportRecord")
PEOPLE: tuple[TableModel, ...] = (User, Credential, CredentialSpecialty, Specialty)
#: What nobody adds, changes or deletes by hand: only verbs write these.
RECORDS: tuple[TableModel, ...] = (
    Review,
    Assignment,
    Delegation,
    Comment,
    Resolution,
    SourceOpening,
    Invitation,
    Declaration,
    SignOff,
    Revocation,
    Edition,
    EditionClaim,
    LivePage,
    Schedule,
    Withdrawal,
    IMPORTS,
)


def tracked_models() -> Iterator[TableModel]:
    """Yield every model whose edits leave history."""
    for model in apps.get_app_config("education").get_models():
        if hasattr(model, "history") and not model.__name__.startswith("Historical"):
            yield model


@cache
def history_models() -> dict[TableModel, TableModel]:
    """Return each table of the edit trail with the model whose rows' versions it holds.

    Kept, because each look at a model's ``history`` builds a manager class anew (2 ms).
    """
    return {model.history.model: model for model in tracked_models()}  # type: ignore[attr-defined]


_READ = frozenset({"view"})
_WRITE = frozenset({"view", "add", "change"})
_ALL = frozenset({"view", "add", "change", "delete"})

_Table = dict[TableModel, frozenset[str]]


def _each(models: tuple[TableModel, ...], verbs: frozenset[str]) -> _Table:
    return dict.fromkeys(models, verbs)


#: Colleagues see the drafts, the people and the records they work with.
_COLLEAGUE: _Table = _each((*CONTENT, *PEOPLE, *RECORDS, ReviewPolicy), _READ)
#: What readers said goes to those who write, judge and look after pages; nobody edits it.
_HEARS: _Table = {Feedback: _READ}

MAY: dict[Role, _Table] = {
    # A page that was ever submitted is kept; a draft that is not wanted is simply not submitted.
    Role.AUTHOR: _COLLEAGUE | _HEARS | _each(CONTENT, _ALL) | {Topic: _WRITE},
    Role.CLINICIAN: _COLLEAGUE | _HEARS,
    Role.PUBLISHER: _COLLEAGUE,
    # On a topic, a coordinator changes who owns it and nothing else (TopicAdmin).
    Role.COORDINATOR: _COLLEAGUE
    | _HEARS
    | {AuditEvent: _READ}
    | {Source: _WRITE, Specialty: _WRITE, Topic: frozenset({"view", "change"})},
    Role.AUDITOR: _COLLEAGUE | _HEARS | {AuditEvent: _READ},
    Role.ADMINISTRATOR: _each((*PEOPLE, ReviewPolicy), _WRITE)
    | {AuditEvent: _READ, CredentialSpecialty: _ALL},
}
#: Whose work is at the review desk. Accounts are looked after in the admin.
DESK_ROLES = frozenset(Role) - {Role.ADMINISTRATOR}
#: Who reads the reports about everybody's work; a clinician reads their own.
REPORT_ROLES = frozenset({Role.COORDINATOR, Role.AUDITOR})


def roles_of(user: Any) -> frozenset[Role]:
    """Return the roles of an active person; read once for each user object, that is each request.

    Anonymous and deactivated people hold none, and so does a superuser without a group.
    """
    if isinstance(user, AnonymousUser) or not user.is_active:
        return frozenset()
    held: frozenset[Role] | None = user.__dict__.get("_held_roles")
    if held is None:
        names = set(user.groups.values_list("name", flat=True))
        held = user.__dict__["_held_roles"] = frozenset(r for r in Role if r.value in names)
    return held


def allows(user: Any, verb: str, model: TableModel) -> bool:
    """Tell whether a person may ``view``, ``add``, ``change`` or ``delete`` rows of a model.

    Whoever may see a record may see how it came to be; history is never written by hand.
    """
    if model in history_models():
        return verb == "view" and allows(user, "view", history_models()[model])
    tables = [MAY[role] for role in roles_of(user)]
    if user.is_superuser and user.is_active:
        tables += [MAY[Role.ADMINISTRATOR], MAY[Role.AUDITOR]]
    return any(verb in table.get(model, ()) for table in tables)


def works_at_desk(user: Any) -> bool:
    """Tell whether any of this person's roles has work at the review desk."""
    return bool(roles_of(user) & DESK_ROLES)


def reads_reports(user: Any) -> bool:
    """Tell whether there is any report that this person may open."""
    return bool(roles_of(user) & (REPORT_ROLES | {Role.CLINICIAN}))
