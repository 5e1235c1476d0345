"""One clinic in the middle of its work: what the attacks are made on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction
from django.test import Client, override_settings
from django.utils import timezone

from education.content.models import RiskClass, Topic
from education.evidence.models import Claim, Source
from education.exchange.services import import_article
from education.patients.cache import forget
from education.people.models import Credential, Role, User
from education.publishing.feedback import say
from education.publishing.models import Edition, LivePage, Withdrawal
from education.publishing.recalls import revoke
from education.publishing.sealed import guarded_models
from education.publishing.services import publish, withdraw
from education.review.guests import comment_as_guest, invite, open_invitation, token_of
from education.review.models import Comment, Review, SignOff
from education.review.remarks import comment, note_opening, resolve
from education.review.services import submit
from education.review.tasks import claim_task, delegate
from tests.builders import (
    edit,
    make_claim,
    make_credential,
    make_picture,
    make_policy,
    make_specialty,
    make_term,
    make_topic,
    make_user,
    publish_page,
    sign,
    submitted,
)
from tests.remembering import remembered

FAST = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@dataclass
class World:
    """People, a live page with two editions, and a page in each other state."""

    ada: User
    alice: User
    dr_bell: User
    dr_cole: User
    dr_dunn: User
    pat: User
    cora: User
    root: User
    #: Live with its second edition; ``older`` is the first.
    live: LivePage
    edition: Edition
    older: Edition
    #: Waits for its first signature, and so does its one claim.
    waiting: Review
    #: Signed by Dr Bell, not published.
    signed: Review
    #: High risk, nephrology: signed by Dr Cole, needs a nephrologist.
    high: Review
    #: Was live, was taken down.
    withdrawal: Withdrawal

    @property
    def topic(self) -> Topic:
        """The topic of the live page."""
        return self.edition.topic

    @property
    def claim(self) -> Claim:
        """The claim in the live page."""
        row: Claim = self.edition.edition_claims.get().claim
        return row

    def credential(self, user: User) -> Credential:
        """A person's credential."""
        row: Credential = user.credentials.get()
        return row

    def fresh(self) -> World:
        """The same clinic, each row read again: no test sees what another did to an object."""
        rows = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return World(**{name: type(row).objects.get(pk=row.pk) for name, row in rows.items()})


@remembered
def make_world() -> World:
    """Build it through the verbs."""
    ada = make_user("ada", Role.ADMINISTRATOR)
    alice = make_user("alice", Role.AUTHOR, name="Alice Writer")
    pat, cora = make_user("pat", Role.PUBLISHER), make_user("cora", Role.COORDINATOR)
    bell, cole, dunn = (_clinician(f"dr_{n}") for n in ("bell", "cole", "dunn"))
    make_specialty("nephrology")
    make_credential(bell, specialty="nephrology")
    make_credential(cole, specialty="general-practice")
    make_credential(dunn)

    topic = make_topic(alice, slug="kidneys")
    older = publish_page(topic, author=alice, signers=[bell], publisher=pat)
    edit(topic, by=alice, answer="Diabetes can slowly harm your kidneys.")
    edition = publish_page(topic, author=alice, signers=[bell], publisher=pat)

    down = make_topic(alice, slug="old-advice")
    publish_page(down, author=alice, signers=[bell], publisher=pat)
    withdrawal = withdraw(LivePage.objects.get(topic=down), by=bell, kind="safety")

    ready = submitted(alice, slug="ready")
    sign(ready, bell)
    risky = make_topic(
        alice, slug="risky", risk_class=RiskClass.HIGH, specialty=make_specialty("nephrology")
    )
    high = submit(risky, by=alice)
    sign(high, cole)
    _taken_back(alice, dunn)
    waiting = submit(
        make_topic(
            alice, slug="waiting", claims=[make_claim(alice, "Salt can raise your blood pressure.")]
        ),
        by=alice,
    )
    thread = comment(waiting, by=cora, text="Dr Bell reads this one on Friday.")
    import_article(b"Eyes\n\nEyes can hurt at night.\n", "eyes.txt", title="Eyes", by=alice)
    _at_work(thread, ada=ada, cora=cora, dunn=dunn, cole=cole)
    say(edition, part="section-1", clear=False, words="What is a filter?")
    publish(Review.objects.get(pk=ready.pk), by=pat, at=timezone.now() + timedelta(days=9))
    return World(
        ada=ada,
        alice=alice,
        dr_bell=bell,
        dr_cole=cole,
        dr_dunn=dunn,
        pat=pat,
        cora=cora,
        root=make_user("root", is_superuser=True),
        live=LivePage.objects.get(topic=topic),
        edition=edition,
        older=older,
        waiting=waiting,
        signed=Review.objects.get(pk=ready.pk),
        high=high,
        withdrawal=withdrawal,
    )


def _at_work(thread: Comment, *, ada: User, cora: User, dunn: User, cole: User) -> None:
    """Everything that happens around a review: task, deputy, expert, thread, source, policy."""
    review = thread.review
    claim_task(review, by=dunn)
    today = timezone.now().date()
    delegate(person=dunn, to=cole, starts_on=today, ends_on=today + timedelta(days=7), by=cora)
    expert = invite(
        review, name="Prof Ex Pert", email="x@example.org", role="Dietitian", days=7, by=cora
    )
    opened = open_invitation(token_of(expert))
    comment_as_guest(opened.invitation, text="How much salt?", anchor="answer")
    resolve(thread, by=cora)
    (claim,) = review.page().claims
    note_opening(review, Source.objects.get(pk=claim.citations[0].source.source_id), by=dunn)
    make_policy(ada, kind="prevention")
    make_term(review.submitted_by)
    make_picture(review.submitted_by)


def _taken_back(author: User, signer: User) -> None:
    """A page that was signed, and is so no longer."""
    review = submitted(author, slug="taken-back")
    revoke(sign(review, signer), by=signer, reason="I read an older draft.")


def _clinician(username: str) -> User:
    return make_user(username, Role.CLINICIAN, name=username.replace("dr_", "Dr ").title())


@contextmanager
def clinic(blocker: Any) -> Iterator[World]:
    """A world for all tests of a module, gone afterwards."""
    with blocker.unblock(), FAST, transaction.atomic():
        forget()
        yield make_world()
        transaction.set_rollback(True)
        forget()


def sql(statement: str, *params: Any) -> None:
    """Run one statement as anybody with a connection could."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params or None)


def plant(row: models.Model) -> None:
    """Insert a row as it is, past every save() of ours: a plain INSERT."""
    with transaction.atomic():
        row.save_base(raw=True, force_insert=True)


def copy_of(row: models.Model, **changes: Any) -> Any:
    """A new row like a stored one, not stored itself."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return type(row)(**{**values, row._meta.pk.attname: None, **changes})


def state() -> dict[str, Any]:
    """Every signed record, the trail, and what patients are served.

    Refused attempts to sign, and the lock after five of them, leave an event, as they should, so
    those do not count as a change.
    """
    with connection.cursor() as cursor:
        found = {
            table: _rows(cursor, f"SELECT * FROM {table} ORDER BY 1")
            for table in sorted(m._meta.db_table for m in guarded_models())
        }
        return {**found, "trail": _trail(cursor), "served": served()}


def _trail(cursor: Any) -> list[str]:
    return _rows(
        cursor,
        "SELECT * FROM education_auditevent WHERE action NOT IN "
        "('signing.refused', 'signing.refused_while_locked', 'signing.locked') ORDER BY seq",
    )


def _rows(cursor: Any, query: str) -> list[str]:
    cursor.execute(query)
    return [repr(row) for row in cursor.fetchall()]


READER = Client()


def served() -> dict[str, tuple[int, bytes]]:
    """What patients get at the address of every page."""
    slugs = Topic.objects.values_list("slug", flat=True)
    pages = {slug: READER.get(f"/topics/{slug}/") for slug in slugs}
    return {slug: (page.status_code, page.content) for slug, page in pages.items()}


def signature(world: World, **fields: Any) -> SignOff:
    """A forged signature of Dr Dunn on the review that waits."""
    dunn = world.dr_dunn
    credential = world.credential(dunn)
    values: dict[str, Any] = {
        "review_id": world.waiting.pk,
        "fingerprint": world.waiting.fingerprint,
        "signer_id": dunn.pk,
        "credential_id": credential.pk,
        "printed_name": dunn.printed_name,
        "profession": credential.profession,
        "register": credential.register,
        "register_number": credential.register_number,
        "specialties": [],
        "declaration_id": dunn.declarations.filter(conflict=False).earliest("pk").pk,
        "signed_at": world.waiting.submitted_at + timedelta(seconds=1),
    }
    model = SignOff.objects.first()
    assert model is not None
    return copy_of(model, **{**values, **fields})  # type: ignore[no-any-return]


def ages_ago(days: int = 400) -> Any:
    """A moment well in the past."""
    return timezone.now() - timedelta(days=days)
