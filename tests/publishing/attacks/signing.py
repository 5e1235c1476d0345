"""Signatures by people who may not give them, and with proofs that prove nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import time_machine
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from education.audit.history import acting
from education.content.models import Section
from education.evidence.models import Citation
from education.people.models import Credential, CredentialSpecialty, Role, Specialty, User
from education.people.services import Proof, prove
from education.publishing.models import LivePage
from education.publishing.services import reaffirm, withdraw
from education.review.models import STATEMENTS, Meaning, Review
from education.review.services import Interests, submit
from tests.builders import (
    NO_INTERESTS,
    PASSWORD,
    edit,
    make_claim,
    make_credential,
    make_source,
    make_specialty,
    make_topic,
    make_user,
    proof_for,
    sign,
)
from tests.publishing.attacks import attack
from tests.publishing.world import World, sql

TODAY = timezone.now().date()


def clinician(name: str, *roles: Role, **credential: Any) -> User:
    """A clinician of the attack's own, with a good credential."""
    user = make_user(name, Role.CLINICIAN, *roles)
    make_credential(user, **credential)
    return user


# --- who wrote it -----------------------------------------------------------------------------


@attack("the author signs")
def _(w: World) -> Iterator[None]:
    writer = clinician("dr_writer", Role.AUTHOR)
    review = submit(make_topic(writer), by=w.alice)
    yield
    sign(review, writer, claims=[])


@attack("who submitted it signs")
def _(w: World) -> Iterator[None]:
    eager = clinician("dr_eager", Role.AUTHOR)
    review = submit(make_topic(w.alice), by=eager)
    yield
    sign(review, eager, claims=[])


@attack("who is printed as the author signs")
def _(w: World) -> Iterator[None]:
    review = submit(make_topic(w.alice, owner=w.dr_bell), by=w.alice)
    yield
    sign(review, w.dr_bell, claims=[])


@attack("who changed one letter of the title, long ago, signs")
def _(w: World) -> Iterator[None]:
    topic = make_topic(w.alice)
    edit(topic, by=w.dr_bell, title="Diabetes and Your kidneys")
    edit(topic, by=w.alice, title="Diabetes and your kidneys")
    review = submit(topic, by=w.alice)
    yield
    sign(review, w.dr_bell, claims=[])


@attack("who wrote a section that was deleted since signs")
def _(w: World) -> Iterator[None]:
    topic = make_topic(w.alice)
    section = edit(Section(topic=topic, order=9), by=w.dr_bell, heading="More", body="Words.")
    with acting(w.alice):
        section.delete()
    review = submit(topic, by=w.alice)
    yield
    sign(review, w.dr_bell, claims=[])


@attack("who wrote a section that was moved here from another page signs")
def _(w: World) -> Iterator[None]:
    elsewhere, topic = make_topic(w.alice), make_topic(w.alice)
    section = edit(Section(topic=elsewhere, order=9), by=w.dr_bell, heading="More", body="Words.")
    edit(section, by=w.alice, topic=topic)
    review = submit(topic, by=w.alice)
    yield
    sign(review, w.dr_bell, claims=[])


@attack("who set a code of the page signs")
def _(w: World) -> Iterator[None]:
    topic = make_topic(w.alice)
    edit(topic.codes.get(), by=w.dr_bell, display="Diabetes and kidneys")
    review = submit(topic, by=w.alice)
    yield
    sign(review, w.dr_bell, claims=[])


@attack("who wrote a claim of the page signs the page")
def _(w: World) -> Iterator[None]:
    review = submit(make_topic(w.alice, claims=[make_claim(w.dr_bell)]), by=w.alice)
    yield
    sign(review, w.dr_bell, claims=[])


@attack("who wrote a claim signs the claim")
def _(w: World) -> Iterator[None]:
    claim = make_claim(w.dr_bell)
    submit(make_topic(w.alice, claims=[claim]), by=w.alice)
    yield
    sign(Review.objects.get(claim=claim), w.dr_bell)


@attack("who wrote a citation signs the claim")
def _(w: World) -> Iterator[None]:
    claim = make_claim(w.alice)
    edit(claim.citations.get(), by=w.dr_bell, locator="Chapter 2")
    submit(make_topic(w.alice, claims=[claim]), by=w.alice)
    yield
    sign(Review.objects.get(claim=claim), w.dr_bell)


@attack("who wrote a citation that was moved here from another claim signs")
def _(w: World) -> Iterator[None]:
    claim, other = make_claim(w.alice), make_claim(w.alice)
    source = make_source(w.alice)
    citation = edit(Citation(claim=other, source=source), by=w.dr_bell, locator="Page 3")
    edit(citation, by=w.alice, claim=claim)
    submit(make_topic(w.alice, claims=[claim]), by=w.alice)
    yield
    sign(Review.objects.get(claim=claim), w.dr_bell)


@attack("who entered a source signs the claim that rests on it")
def _(w: World) -> Iterator[None]:
    claim = make_claim(w.alice, sources=[make_source(w.dr_bell)])
    submit(make_topic(w.alice, claims=[claim]), by=w.alice)
    yield
    sign(Review.objects.get(claim=claim), w.dr_bell)


@attack("an earlier writer signs when somebody else changed one word after publication")
def _(w: World) -> Iterator[None]:
    section = w.topic.sections.get()
    edit(section, by=w.dr_cole, heading="What diabetes does to your kidneys")
    edit(section, by=w.alice, heading="How diabetes affects your kidneys")
    edit(w.topic, by=w.alice, title="Your kidneys and diabetes")
    review = submit(w.topic, by=w.alice)
    yield
    sign(review, w.dr_cole, claims=[])


# --- who is no clinician, or not with this credential -----------------------------------------


@attack("a publisher with a credential signs")
def _(w: World) -> Iterator[None]:
    make_credential(w.pat)
    yield
    sign(w.waiting, w.pat)


@attack("a superuser with a credential signs")
def _(w: World) -> Iterator[None]:
    make_credential(w.root)
    yield
    sign(w.waiting, w.root)


@attack("a deactivated clinician signs")
def _(w: World) -> Iterator[None]:
    edit(w.dr_dunn, by=w.ada, is_active=False)
    yield
    sign(w.waiting, w.dr_dunn)


@attack("a clinician deactivated a moment ago signs from an open session")
def _(w: World) -> Iterator[None]:
    session, proof = User.objects.get(pk=w.dr_dunn.pk), proof_for(w.dr_dunn, w.waiting)
    edit(w.dr_dunn, by=w.ada, is_active=False)
    yield
    sign(w.waiting, session, proof=proof)


@attack("a clinician whose role was taken away signs")
def _(w: World) -> Iterator[None]:
    with acting(w.ada):
        w.dr_dunn.groups.clear()
    yield
    sign(w.waiting, w.dr_dunn)


@attack("an expired credential")
def _(w: World) -> Iterator[None]:
    late = clinician("dr_late", valid_until=TODAY - timedelta(days=1))
    yield
    sign(w.waiting, late)


@attack("a credential that is not valid yet")
def _(w: World) -> Iterator[None]:
    early = clinician("dr_early", valid_from=TODAY + timedelta(days=2))
    yield
    sign(w.waiting, early)


@attack("a colleague's credential")
def _(w: World) -> None:
    sign(w.waiting, w.dr_dunn, credential=w.credential(w.dr_bell))


@attack("a credential verified by its holder")
def _(w: World) -> None:
    make_credential(w.dr_dunn, verified_by=w.dr_dunn)


@attack("a credential that its holder entered, in the administrator's name")
def _(w: World) -> Iterator[None]:
    own = Credential(
        user=w.dr_dunn,
        profession="Professor",
        register="R",
        register_number="1",
        valid_from=TODAY,
        verified_by=w.ada,
        verified_on=TODAY,
    )
    edit(own, by=w.dr_dunn)
    yield
    sign(w.waiting, w.dr_dunn, credential=own)


@attack("a specialty that its holder entered")
def _(w: World) -> Iterator[None]:
    kidneys = CredentialSpecialty(
        credential=w.credential(w.dr_dunn), specialty=make_specialty("nephrology")
    )
    edit(kidneys, by=w.dr_dunn)
    yield
    sign(w.high, w.dr_dunn)


@attack("a credential prolonged with raw SQL")
def _(w: World) -> Iterator[None]:
    late = clinician("dr_late", valid_until=TODAY - timedelta(days=1))
    sql("UPDATE education_credential SET valid_until = NULL WHERE user_id = %s", late.pk)
    yield
    sign(w.waiting, late)


@attack("a specialty added with raw SQL")
def _(w: World) -> Iterator[None]:
    sql(
        "INSERT INTO education_credentialspecialty (credential_id, specialty_id) VALUES (%s, %s)",
        w.credential(w.dr_dunn).pk,
        Specialty.objects.get(slug="nephrology").pk,
    )
    yield
    sign(w.high, w.dr_dunn)


@attack("a role given with raw SQL")
def _(w: World) -> Iterator[None]:
    make_credential(w.pat)
    role = Group.objects.get(name=Role.CLINICIAN)
    sql("INSERT INTO education_user_groups (user_id, group_id) VALUES (%s, %s)", w.pat.pk, role.pk)
    yield
    sign(w.waiting, w.pat)


@attack("a role renamed with raw SQL")
def _(w: World) -> Iterator[None]:
    make_credential(w.pat)
    sql("UPDATE auth_group SET name = 'Doctor' WHERE name = 'Clinician'")
    sql("UPDATE auth_group SET name = 'Clinician' WHERE name = 'Publisher'")
    yield
    sign(w.waiting, w.pat)


# --- proof of the person ----------------------------------------------------------------------


@attack("a wrong password")
def _(w: World) -> None:
    sign(w.waiting, w.dr_dunn, proof=proof_for(w.dr_dunn, w.waiting, password="guess"))


@attack("a password set with raw SQL")
def _(w: World) -> Iterator[None]:
    new = make_password("mine now")
    sql("UPDATE education_user SET password = %s WHERE id = %s", new, w.dr_dunn.pk)
    yield
    proof = prove(w.dr_dunn, password="mine now", purpose=w.waiting.fingerprint)
    sign(w.waiting, w.dr_dunn, proof=proof)


@attack("a password that only the object in hand has")
def _(w: World) -> None:
    fake = User(pk=w.dr_dunn.pk, username="dr_dunn", password=make_password("mine"))
    sign(
        w.waiting,
        w.dr_dunn,
        proof=prove(fake, password="mine", purpose=w.waiting.fingerprint),
    )


@attack("a proof made by hand")
def _(w: World) -> None:
    fake = Proof(w.dr_dunn.pk, w.waiting.fingerprint, timezone.now(), "password", "seal")
    sign(w.waiting, w.dr_dunn, proof=fake)


@attack("a proof with a later time written over it")
def _(w: World) -> None:
    proof = proof_for(w.dr_dunn, w.waiting)
    sign(w.waiting, w.dr_dunn, proof=replace(proof, at=proof.at + timedelta(seconds=1)))


@attack("a proof from ten minutes ago")
def _(w: World) -> Iterator[None]:
    with time_machine.travel(timezone.now() - timedelta(minutes=10), tick=False):
        stale = proof_for(w.dr_dunn, w.waiting)
    yield
    sign(w.waiting, w.dr_dunn, proof=stale)


@attack("a proof from the future")
def _(w: World) -> Iterator[None]:
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        early = proof_for(w.dr_dunn, w.waiting)
    yield
    sign(w.waiting, w.dr_dunn, proof=early)


@attack("a colleague's proof")
def _(w: World) -> None:
    sign(w.waiting, w.dr_dunn, proof=proof_for(w.dr_bell, w.waiting))


@attack("a colleague's proof with one's own name on it")
def _(w: World) -> None:
    proof = replace(proof_for(w.dr_bell, w.waiting), user_id=w.dr_dunn.pk)
    sign(w.waiting, w.dr_dunn, proof=proof)


@attack("a proof for another text")
def _(w: World) -> None:
    sign(w.waiting, w.dr_dunn, proof=proof_for(w.dr_dunn, w.high))


@attack("no proof")
def _(w: World) -> Iterator[None]:
    yield
    sign(w.waiting, w.dr_dunn, proof=replace(proof_for(w.dr_dunn, w.waiting), seal=""))


# --- what is signed, and how ------------------------------------------------------------------


@attack("one clinician gives both signatures of a high-risk page")
def _(w: World) -> None:
    sign(w.high, w.dr_cole)


@attack("two generalists sign a page that needs a nephrologist")
def _(w: World) -> None:
    sign(w.high, w.dr_dunn)


@attack("a clinician with a conflict of interest signs")
def _(w: World) -> None:
    sign(w.waiting, w.dr_dunn, interests=Interests(conflict=True, statement="I sell this"))


@attack("interests left out")
def _(w: World) -> None:
    sign(w.waiting, w.dr_dunn, interests=Interests(conflict=False, statement=" "))


@attack("a treatment advertised in the declaration of interests")
def _(w: World) -> None:
    words = "None. By the way: exosomes cure kidney disease."
    sign(w.waiting, w.dr_dunn, interests=Interests(conflict=False, statement=words))


@attack("a signing statement changed by one letter")
def _(w: World) -> None:
    statement = STATEMENTS[Meaning.CLINICAL_REVIEW].replace("have", "hav")
    sign(w.waiting, w.dr_dunn, statement=statement)


@attack("a signature that means something else")
def _(w: World) -> None:
    meaning = Meaning.REVIEWED_NO_CHANGE
    sign(w.waiting, w.dr_dunn, meaning=meaning, statement=STATEMENTS[meaning])


@attack("warnings left unanswered")
def _(w: World) -> Iterator[None]:
    # A page without a "change note" and with a vague word has something to answer.
    topic = make_topic(w.alice, answer="Diabetes often harms your kidneys.")
    review = submit(topic, by=w.alice)
    assert any(f["level"] == "warn" for f in review.findings)
    yield
    sign(review, w.dr_dunn, answers={})


@attack("a claim slipped in that stands in another page")
def _(w: World) -> Iterator[None]:
    other = make_claim(w.alice, "Salt can make your legs swell.")
    submit(make_topic(w.alice, claims=[other]), by=w.alice)
    yield
    sign(w.waiting, w.dr_dunn, claims=[Review.objects.get(claim=other)])


@attack("a page signed once more after it was signed")
def _(w: World) -> None:
    sign(w.signed, w.dr_dunn)


@attack("a page signed after it was taken down")
def _(w: World) -> Iterator[None]:
    edit(w.topic, by=w.alice, title="Kidneys and diabetes")
    review = submit(w.topic, by=w.alice)
    withdraw(LivePage.objects.get(pk=w.live.pk), by=w.cora, kind="error")
    yield
    sign(review, w.dr_bell)


def reaffirmed(w: World, by: User, **fields: Any) -> None:
    values: dict[str, Any] = {
        "credential": w.credential(by),
        "interests": NO_INTERESTS,
        "proof": prove(by, password=PASSWORD, purpose=w.edition.fingerprint),
    }
    reaffirm(w.live, by=by, **{**values, **fields})


@attack("the author reaffirms")
def _(w: World) -> Iterator[None]:
    make_credential(w.alice)
    with acting(w.ada):
        w.alice.groups.add(Group.objects.get(name=Role.CLINICIAN))
    yield
    reaffirmed(w, w.alice)


@attack("a publisher reaffirms")
def _(w: World) -> Iterator[None]:
    make_credential(w.pat)
    yield
    reaffirmed(w, w.pat)


@attack("a reaffirmation with a proof for another page")
def _(w: World) -> None:
    reaffirmed(w, w.dr_bell, proof=proof_for(w.dr_bell, w.waiting))


@attack("a page that is down reaffirmed")
def _(w: World) -> Iterator[None]:
    withdraw(w.live, by=w.cora, kind="error")
    yield
    reaffirmed(w, w.dr_bell)
